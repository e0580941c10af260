"""The answer of a rule: yes, or no with its reason, written once for the button and for the action."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from heli.kernel.errors import DomainError, Invalid, NotAllowed


class Strength(StrEnum):
    """How strongly a regulation speaks (rules.md §0): H blocks, G warns, M is an option, P a local custom."""

    HARD = "H"
    GENERAL = "G"
    OPTION = "M"
    LOCAL = "P"

    @property
    def label(self) -> str:
        """The word shown on screen: 必须, 一般, 可以 or 地方做法."""
        return _LABELS[self]


_LABELS = {
    Strength.HARD: "必须",
    Strength.GENERAL: "一般",
    Strength.OPTION: "可以",
    Strength.LOCAL: "地方做法",
}


@dataclass(frozen=True)
class Verdict:
    """Whether something may be or holds, why not, on what ground, and what to raise where it must hold.

    Written by hand, a refusal raises NotAllowed, the safest one to be wrong with; rules use `yes` and `no`.
    """

    ok: bool
    reason: str = ""
    source: str = ""
    strength: Strength | None = None
    error: type[DomainError] = NotAllowed
    code: str = "refused"

    @classmethod
    def yes(cls) -> Self:
        """It may be; there is nothing to say."""
        return cls(ok=True)

    @classmethod
    def no(
        cls,
        reason: str,
        *,
        source: str = "",
        strength: Strength = Strength.HARD,
        error: type[DomainError] = Invalid,
        code: str = "refused",
    ) -> Self:
        """It may not be: `reason` in Chinese for the user, `source` the regulation and article behind it."""
        return cls(ok=False, reason=reason, source=source, strength=strength, error=error, code=code)

    def __bool__(self) -> bool:
        return self.ok

    def require(self) -> None:
        """Go on where the answer is yes; otherwise raise `error(code, reason)`, whatever the strength.

        What is weaker than H is for the caller to weigh: it asks for a reason instead of calling this.
        """
        if not self.ok:
            raise self.error(self.code, self.reason, source=self.source)


def all_of(*verdicts: Verdict) -> Verdict:
    """The first refusal among `verdicts`, in the order given; yes where there is none."""
    return next((verdict for verdict in verdicts if not verdict), Verdict.yes())
