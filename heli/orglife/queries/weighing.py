"""What would come of a meeting as it stands on the page: may it be held, what does it answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from heli.duties.catalogue import PARAMETERS
from heli.duties.models import Record
from heli.duties.rules import recording
from heli.duties.rules.recording import Entry
from heli.kernel.verdict import Verdict, all_of
from heli.orglife import rules
from heli.orglife.queries.answering import said
from heli.orglife.queries.page import Setting
from heli.orglife.rules import Gathering, Known, Turnout


@dataclass(frozen=True, slots=True)
class Weighing:
    """`objections` by what they concern: kind, day, people, chair; `again` is a record that says the same.

    `duties` are those that it would do for the first time. `late`: it would be marked 补录, being entered
    more than `late_after` days after it happened.
    """

    gathering: Gathering
    objections: Mapping[str, Verdict]
    duties: tuple[str, ...]
    again: Record | None
    late_after: int
    late: bool

    @property
    def turnout(self) -> Turnout:
        return self.gathering.turnout

    @property
    def against(self) -> Verdict | None:
        """The first objection that forbids."""
        return next((one for one in self.objections.values() if rules.blocks(one)), None)

    @property
    def is_stopped(self) -> bool:
        """Whether anything forbids it (a refusal by itself counts as false)."""
        return self.against is not None

    @property
    def remarks(self) -> list[Verdict]:
        """Objections that forbid nothing: they are named, and kept with the record."""
        return [one for one in self.objections.values() if not rules.blocks(one)]


def weigh(setting: Setting, gathering: Gathering, *, chair: str, topic: str) -> Weighing:
    """Everything that can be said of the meeting before it is saved; no query."""
    kind, on, organisation = setting.kind, setting.on, setting.organisation
    objections = rules.objections(
        kind=kind,
        on=on,
        gathering=gathering,
        chair=chair,
        officers=setting.officers,
        organisation=Known(organisation.kind, organisation.has_committee, organisation.founded_on),
    )
    if not gathering.is_told:
        objections.pop("people", None)
    entry = Entry(kind, on, kind.name)
    possible = all_of(
        rules.is_of_the_time(kind, on), recording.can_be_entered(entry, organisation, setting.today)
    )
    late_after = PARAMETERS().get("late_entry_after_days", setting.today).value
    return Weighing(
        gathering=gathering,
        objections=objections if possible else {"day": possible, **objections},
        duties=tuple(
            said(one, setting.today) for one in setting.answering.of(kind.id, chair) if not one.already
        ),
        again=_again(setting, topic),
        late_after=late_after,
        late=recording.is_late_entry(on, setting.today, late_after),
    )


def _again(setting: Setting, topic: str) -> Record | None:
    return next(
        (one for one in setting.records if one.kind == setting.kind.id and one.topic == topic.strip()), None
    )
