"""What would come of a meeting as it stands on the page: may it be held, what does it answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from heli.duties.catalogue import PARAMETERS
from heli.duties.models import Record
from heli.duties.queries.later import Later
from heli.duties.rules import recording
from heli.duties.rules.answering import Lack
from heli.duties.rules.recording import Entry
from heli.kernel.verdict import Verdict, all_of
from heli.orglife import rules
from heli.orglife.queries.answering import said
from heli.orglife.queries.page import Setting
from heli.orglife.rules import Gathering, Known, Turnout


@dataclass(frozen=True, slots=True)
class Weighing:
    """`objections` by what they concern: kind, day, people, chair; `again` is a record that says the same.

    `duties` are those that it would do for the first time, `missed` those that it nearly does, each with what
    it lacks. `late`: it would be marked 补录, being entered more than `late_after` days after it happened.
    """

    gathering: Gathering
    objections: Mapping[str, Verdict]
    duties: tuple[str, ...]
    missed: tuple[str, ...]
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


def weigh(
    setting: Setting, gathering: Gathering, *, chair: str, topic: str, earlier: Later | None = None
) -> Weighing:
    """Everything that can be said of the meeting before it is saved; no query.

    `earlier`: the period that it is to count for instead of its own.
    """
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
        duties=tuple(_duties(setting, chair, earlier)),
        missed=() if earlier else tuple(_missed(setting, chair)),
        again=_again(setting, topic),
        late_after=late_after,
        late=recording.is_late_entry(on, setting.today, late_after),
    )


def _duties(setting: Setting, chair: str, earlier: Later | None) -> Iterator[str]:
    answers = setting.answering
    found = answers.of_earlier(earlier, chair) if earlier else answers.of(setting.kind.id, chair)
    for one in found:
        if not one.already:
            late = "" if one.on_time else f"，已过 {one.due_on}，计为逾期完成"
            yield f"{said(one, setting.today)}{late}"


def _missed(setting: Setting, chair: str) -> Iterator[str]:
    """What it nearly answers, and what is missing: who chairs, or a day in the period before."""
    for one in setting.answering.nearly(setting.kind.id, chair):
        duty = said(one, setting.today)
        if one.lack is Lack.CHAIR:
            who = f"{setting.chair_label}{chair or '（未填）'}"
            yield f"“{duty}”须由本组织书记本人担任{setting.chair_label}，{who}不是当天任职名单上的书记"
        else:
            yield f"“{duty}”须在 {one.due_on} 以前开展，这次是 {setting.on}；当时已开展的，请按当天日期补记"


def _again(setting: Setting, topic: str) -> Record | None:
    return next(
        (one for one in setting.records if one.kind == setting.kind.id and one.topic == topic.strip()), None
    )
