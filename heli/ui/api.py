"""What the endpoints of all packages share: shapes of values, pages by cursor, creating once (ADR 26)."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Generic, Self, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from ninja import Header, Schema
from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from heli.kernel import cursors
from heli.kernel.errors import Invalid
from heli.kernel.once import Asked as AskedOnce
from heli.kernel.once import once
from heli.ui.problems import REFUSALS as REFUSALS

T = TypeVar("T")
R = TypeVar("R")
M = TypeVar("M", bound=Model)
MOST = 200
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _day(value: object) -> object:
    """A day as text alone: a number would be read as seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("day", "not a day")


Id = Annotated[int, Field(ge=1, le=cursors.LARGEST)]
Day = Annotated[date, BeforeValidator(_day)]
Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""Text without the one sign that PostgreSQL does not store."""

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,128}$",
        description="每个新请求一个不同的键（如 UUID）；没有收到答复时用同一个键重发，不会重复办理",
    ),
]


class Given(Schema):
    """What a program hands in: nothing that is not asked for."""

    model_config = ConfigDict(extra="forbid")


class Narrowed(Schema):
    """What an address is narrowed to. A filter that it does not know is refused: mistyped, it would narrow
    nothing."""

    @model_validator(mode="after")
    def _knows_all(self, asked: ValidationInfo) -> Self:
        """Invalid (`parameter-unknown`) for a parameter that the endpoint does not have."""
        given = asked.context["request"].GET if asked.context else {}
        unknown = [name for name in given if name not in type(self).model_fields]
        if unknown:
            said = "没有这个参数，请核对名称。"
            raise Invalid("parameter-unknown", "地址里有不认识的参数。", fields=dict.fromkeys(unknown, said))
        return self


class Asked(Narrowed):
    """How much of a list, and from where."""

    limit: int = Field(default=50, ge=1, le=MOST, description="一次最多几条")
    cursor: str | None = Field(
        default=None, max_length=cursors.LONGEST, description="上一页的 next；不带则从头读起"
    )


class Page(Schema, Generic[T]):
    """One page of a list. `next` is the cursor of the page that follows, null on the last."""

    items: list[T]
    next: str | None


class Ref(Schema):
    """Something that has an address of its own."""

    id: int
    name: str


class Coded(Schema):
    """A value of a fixed list: the code stays, the word is the screen's."""

    code: str
    name: str


def coded(value: Any) -> Coded:
    """A member of TextChoices as code and word."""
    return Coded(code=value.value, name=str(value.label))


def page_of(found: "QuerySet[M]", asked: Asked, out: Callable[[Sequence[M]], Iterable[T]]) -> Page[T]:
    """The rows after the cursor in the order of their primary keys, made by `out` all at once.

    What is added meanwhile comes last, so no row is given twice or left out.
    """
    after = cursors.read(asked.cursor)
    rows = found if after is None else found.filter(pk__gt=after[0])
    return cut(list(rows.order_by("pk")[: asked.limit + 1]), asked, lambda row: (row.pk,), out)


def cut(
    rows: Sequence[R],
    asked: Asked,
    key: Callable[[R], tuple[int, ...]],
    out: Callable[[Sequence[R]], Iterable[T]],
) -> Page[T]:
    """A page of `rows`, of which there is one more than asked for where more follow."""
    shown, more = rows[: asked.limit], len(rows) > asked.limit
    return Page(items=list(out(shown)), next=cursors.written(key(shown[-1])) if more else None)


def created(
    make: Callable[[], Schema], given: Schema, *, asker: str, address: str, key: str, at: datetime
) -> HttpResponse:
    """201 with what `make` makes of `given`, or the first answer again where the key was seen before.

    `asker` is the token, `address` where it was asked. Raises as `kernel.once`, and what `make` raises.
    """
    words = f"{address}\n{given.model_dump_json()}".encode()
    status, body = once(AskedOnce(asker, key, words), lambda: (201, make().model_dump_json()), at=at)
    return HttpResponse(body, status=status, content_type="application/json")
