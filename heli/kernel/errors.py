"""What can go wrong in a way that a user understands: one family of errors, each with its HTTP status."""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """Heli refuses, and says why. `code` is for programs and stays; `message` is for people, in Chinese.

    `source` is the regulation and article behind it. Raise one of its children: they tell the kinds of
    refusal apart. One middleware (in `ui`) turns them into a page, a fragment or JSON; nothing below the
    edge catches them.
    """

    status: ClassVar[int] = 400

    def __init__(self, code: str, message: str, *, source: str = "") -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.source = source

    def __str__(self) -> str:
        return self.message


class NotSignedIn(DomainError):
    """It is not known who asks: a token that is missing, over, or taken back (401)."""

    status = 401


class NotAllowed(DomainError):
    """This person may not do this here (403)."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or none that this person may know of (404)."""

    status = 404


class WrongState(DomainError):
    """It could be done, but not as things stand now (409)."""

    status = 409


class Invalid(DomainError):
    """What was handed in breaks a rule (422); `fields` maps names of form fields to what is wrong there."""

    status = 422

    def __init__(
        self, code: str, message: str, *, source: str = "", fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code, message, source=source)
        self.fields: dict[str, str] = dict(fields or {})
