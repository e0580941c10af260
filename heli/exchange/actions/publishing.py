"""公示: freezing the standings, objections and their answers, archiving, and handing out the 通报."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from django.utils.timezone import localdate

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.appraisal.queries.scores import scheme_on
from heli.exchange.actions.arranging import lock
from heli.exchange.catalogue import FIGURES, GATHERINGS, About, Act, PaperForm, State
from heli.exchange.models import Exhibit, FigureChange, Gathering, Objection
from heli.exchange.queries import exhibiting, frozen, gatherings, judging, standing
from heli.exchange.rules import acts
from heli.exchange.rules import judging as judging_rules
from heli.figures import actions as figure_actions
from heli.figures.catalogue import PublicationKind
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import NotAllowed, WrongState


class Renderer(Protocol):
    """Makes the file of a 通报: (gathering, at, form) → its bytes."""

    def __call__(self, of: Gathering, at: datetime, form: PaperForm) -> bytes: ...


@action
def publish(*, gathering: Gathering, document_number: str, by: Doer, at: datetime) -> Gathering:
    """Freeze scheme, figures and day, and begin 公示: from now on the gathering says these (S000-18).

    NotAllowed without GATHERING_HOLD and `statistics.publish`, WrongState outside 评 or while a vote is not
    counted, Invalid before the day of the figures.
    """
    held, today = lock(gathering, by), localdate(at)
    state = GATHERINGS.next(State(held.state), Act.PUBLISH)
    marks_open = judging.marks_open(held)
    acts.may_move_on(held.state, invited=1, handed_in=1, marks_open=marks_open).require()
    acts.may_be_published(held.as_of, today).require()
    participants = gatherings.exhibits(held)
    measured = standing.live(held, participants)
    publication = figure_actions.publish(
        kind=PublicationKind.GATHERING,
        title=held.title,
        publisher=held.organiser,
        period_start=held.of.start,
        period=held.period,
        as_of=held.as_of,
        rows=frozen.rows(held, participants, measured),
        document_number=document_number,
        by=by,
        at=at,
    )
    for one in participants:
        found = measured.get(one.organisation_id, standing.NOTHING)
        shown = {about: getattr(found, about) for about in FIGURES}
        Exhibit.objects.filter(pk=one.pk).update(class_code=found.class_code, **shown)
    held.state, held.publication = state, publication
    held.scheme = scheme_on(held.as_of).name[:120]
    held.objections_until = today + timedelta(days=acts.number("notice_days", today))
    held.save(update_fields=["state", "publication", "scheme", "objections_until"])
    note(until=held.objections_until.isoformat(), scheme=held.scheme)
    return held


@action
def object_to(*, exhibit: Exhibit, about: About, claim: str, by: Doer, at: datetime) -> Objection:
    """Object to one figure of one's own organisation; it is answered by a named person within days (R14-10).

    NotAllowed without GATHERING_SPEAK there, WrongState outside 比, 评 and 公示, after its last day, or for
    a figure under answer; Invalid without a reason.
    """
    held: Exhibit = (
        Exhibit.objects.select_for_update(of=("self",))
        .select_related("gathering", "organisation")
        .get(pk=exhibit.pk)
    )
    may(by, Permission.GATHERING_SPEAK, held.organisation).require()
    today = localdate(at)
    judging_rules.may_object(
        held.gathering.state,
        shown=held.is_handed_in,
        open_already=held.objections.filter(about=about, answered_at=None).exists(),
        until=held.gathering.objections_until,
        today=today,
    ).require()
    acts.says_why(claim, "异议的理由：哪一项、实际是多少、依据什么").require()
    made: Objection = Objection.objects.create(
        exhibit=held,
        about=about,
        claim=claim.strip()[:300],
        raised_at=at,
        raised_by=by.label[:120],
        due_on=judging_rules.answer_by(today),
    )
    note(about=about, due_on=made.due_on.isoformat())
    return made


@action
def answer(*, objection: Objection, upheld: bool, text: str, by: Doer, at: datetime) -> Objection:
    """Answer an objection; where it is upheld, the figures are read from the ledger again and old ones kept.

    Published figures stay, the new ones stand beside them. NotAllowed for anybody but the gathering's named
    answerer, WrongState for one answered, Invalid without words or where the ledger says what it said.
    """
    held: Objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    exhibit = Exhibit.objects.select_related("gathering", "organisation").get(pk=held.exhibit_id)
    gathering = lock(exhibit.gathering, by)
    _require_answerer(by, gathering)
    if held.answered_at is not None:
        raise WrongState("objection-answered", "这件异议已经答复过，请刷新页面查看。")
    acts.says_why(text, "答复内容").require()
    changes = _changes(exhibit, gathering) if upheld else {}
    judging_rules.can_be_upheld(upheld=upheld, changed=len(changes)).require()
    if changes:
        _correct(held, exhibit, gathering, changes, text, by=by, at=at)
    held.upheld, held.answer = upheld, text.strip()[:300]
    held.answered_at, held.answered_by = at, by.label[:120]
    held.save(update_fields=["upheld", "answer", "answered_at", "answered_by"])
    note(upheld=upheld, changed=sorted(changes), late=localdate(at) > held.due_on)
    return held


Changes = dict[str, tuple[Decimal | None, Decimal | None]]


def _changes(exhibit: Exhibit, gathering: Gathering) -> Changes:
    """The figures of an exhibit that the ledger says otherwise by now: old and new."""
    now = exhibiting.filled_in(gathering, exhibit.organisation_id)
    was = exhibiting.of_exhibit(exhibit)
    both = {about: (was.value(about), now.value(about)) for about in FIGURES}
    return {about: pair for about, pair in both.items() if pair[0] != pair[1]}


def _correct(
    held: Objection,
    exhibit: Exhibit,
    gathering: Gathering,
    changes: Changes,
    why: str,
    *,
    by: Doer,
    at: datetime,
) -> None:
    for about, (old, new) in changes.items():
        FigureChange.objects.create(objection=held, about=about, old=old, new=new)
        setattr(exhibit, about, new if about == About.SCORE or new is None else int(new))
    exhibit.save(update_fields=list(changes))
    if gathering.publication is not None:
        figure_actions.correct(
            publication=gathering.publication,
            values={
                standing.key_of(exhibit.organisation_id, about): new for about, (_, new) in changes.items()
            },
            reason=f"异议成立：{why.strip()}",
            by=by,
            at=at,
        )


def _require_answerer(by: Doer, gathering: Gathering) -> None:
    if isinstance(by, Actor) and by.account_id != gathering.answerer.account_id:
        raise NotAllowed(
            "not-the-answerer",
            f"这次晒比评的异议由{gathering.answerer.name}答复。需要换人的，请先在“修改安排”里改答复人。",
        )


@action
def archive(*, gathering: Gathering, by: Doer, at: datetime) -> Gathering:
    """Close a gathering after its 公示; WrongState before its last day or with an objection open."""
    held = lock(gathering, by)
    state = GATHERINGS.next(State(held.state), Act.ARCHIVE)
    acts.may_be_archived(
        until=held.objections_until,
        open_objections=exhibiting.open_objections(held),
        today=localdate(at),
    ).require()
    held.state, held.archived_at, held.archived_by = state, at, by.label[:120]
    held.save(update_fields=["state", "archived_at", "archived_by"])
    return held


@action
def hand_out(*, gathering: Gathering, form: PaperForm, render: Renderer, by: Doer, at: datetime) -> bytes:
    """Make the 通报 of a published gathering, and say in the audit who took it out.

    NotAllowed without GATHERING_HOLD, WrongState before 公示.
    """
    held = lock(gathering, by)
    acts.is_at(held.state, (State.PUBLISHED, State.ARCHIVED), "下载通报").require()
    made = render(held, at, form)
    note(form=form.value, bytes=len(made))
    return made
