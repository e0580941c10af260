"""One reporter before the grade: the written report, its handing in, the remark, the mark of the 党建考核."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localdate

from heli.debriefing import queries
from heli.debriefing.actions.locking import lock_own, lock_reporter
from heli.debriefing.catalogue import REPORT_KIND
from heli.debriefing.models import Chapter, Remark, Reporter
from heli.debriefing.queries import filling
from heli.debriefing.rules import reports
from heli.duties import actions as duty_actions
from heli.duties.models import Record
from heli.duties.queries.later import later
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import all_of


@action
def write_report(*, reporter: Reporter, texts: Mapping[str, str], by: Doer, at: datetime) -> Reporter:
    """Keep the report as it was written so far, by chapter; the reporter himself writes it (R10-06)."""
    held = lock_own(reporter, by)
    reports.can_write(queries.state(held)).require()
    has_attached = filling.has_attached(held, localdate(at))
    for one in reports.chapters_of(held.level, has_attached=has_attached, on=held.debriefing.last_on):
        if one.id in texts:
            Chapter.objects.update_or_create(
                reporter=held, kind=one.id, defaults={"text": texts[one.id].strip()}
            )
    return held


@action
def hand_in(*, reporter: Reporter, by: Doer, at: datetime) -> Reporter:
    """报送: the written report goes to the organiser, and is the organisation's 履职记录 of the day.

    Invalid where a chapter is missing, 抓直属单位 above all where there are any (S000-75, R10-09). Entered
    once: a record of a report that is there already is it.
    """
    held, today = lock_own(reporter, by), localdate(at)
    found = filling.report(held, today)
    written = {one.rule.id: one.text for one in found.parts}
    all_of(reports.can_hand_in(queries.state(held)), reports.is_whole(found.chapters, written)).require()
    for kind, text in written.items():  # what Heli filled in and he let stand is his from now on
        Chapter.objects.update_or_create(reporter=held, kind=kind, defaults={"text": text})
    held.handed_in_at, held.handed_in_by, held.on_paper = at, by.label[:120], False
    held.record = _known(held) or duty_actions.record(
        organisation=held.organisation,
        kind=REPORT_KIND,
        happened_on=today,
        counts_on=_counts_on(held, today),
        topic=f"{held.debriefing.title}述职报告",
        recorder=held.name,
        by=by,
        at=at,
    )
    held.save(update_fields=["handed_in_at", "handed_in_by", "on_paper", "record"])
    return held


@action
def receive(*, reporter: Reporter, by: Doer, at: datetime) -> Reporter:
    """Note that a report came on paper, from a reporter without an account; nobody types it in (R14-07)."""
    held = lock_reporter(reporter, by)
    reports.can_hand_in(queries.state(held)).require()
    held.handed_in_at, held.handed_in_by, held.on_paper = at, by.label[:120], True
    held.save(update_fields=["handed_in_at", "handed_in_by", "on_paper"])
    return held


@action
def give_back(*, reporter: Reporter, by: Doer, at: datetime) -> Reporter:
    """Give a report back to be put right, before it was commented on; its record stays."""
    held = lock_reporter(reporter, by)
    reports.can_give_back(queries.state(held)).require()
    held.handed_in_at, held.handed_in_by, held.on_paper = None, "", False
    held.save(update_fields=["handed_in_at", "handed_in_by", "on_paper"])
    return held


@action
def mark_work(*, reporter: Reporter, mark: Decimal | None, source: str, by: Doer, at: datetime) -> Reporter:
    """Enter the result of the year's 党建考核 with its document; None where there is none (S001-15)."""
    held = lock_reporter(reporter, by)
    if held.debriefing.decided_at is not None:
        raise WrongState("decided-already", "等次已经审定，党建考核得分不能再改。")
    if mark is not None and (not 0 <= mark <= 100 or not source.strip()):
        raise Invalid("work-mark", "党建考核得分应在 0 至 100 之间，并写明依据（文号或通报名称）。")
    held.work_mark, held.work_source = mark, source.strip()[:120] if mark is not None else ""
    held.save(update_fields=["work_mark", "work_source"])
    return held


@action
def remark(
    *, reporter: Reporter, spoken_on: date, speaker: str, text: str, problems: str, by: Doer, at: datetime
) -> Remark:
    """点评: one a report, by the organiser's leader on the day, with what has to be better (R10-05)."""
    held = lock_reporter(reporter, by)
    all_of(
        reports.can_remark(queries.state(held)),
        reports.remark_fits(spoken_on, held.debriefing.first_on, localdate(at), problems),
    ).require()
    if not speaker.strip():
        raise Invalid("speaker-missing", "请填写点评人。")
    made: Remark
    made, _ = Remark.objects.update_or_create(
        reporter=held,
        defaults={
            "spoken_on": spoken_on,
            "speaker": speaker.strip()[:60],
            "text": text.strip(),
            "problems": problems.strip(),
            "entered_at": at,
            "entered_by": by.label[:120],
        },
    )
    note(organisation=held.organisation.name)
    return made


def _known(held: Reporter) -> Record | None:
    """The record that this report is already: its own from before, or one of the round's days."""
    if held.record is not None and held.record.withdrawn_at is None:
        own: Record = held.record
        return own
    found: Record | None = (
        Record.objects.standing()
        .filter(
            organisation=held.organisation,
            kind=REPORT_KIND,
            happened_on__range=(held.debriefing.first_on, held.debriefing.last_on),
        )
        .order_by("pk")
        .first()
    )
    return found


def _counts_on(held: Reporter, day: date) -> date | None:
    """A day of the round's year, where it is handed in later and a window of that year lets it count."""
    if day.year <= held.debriefing.year:
        return None
    found = later(held.organisation, REPORT_KIND, day)
    return next((one.counts_on for one in found if one.counts_on.year == held.debriefing.year), None)
