"""Drafts: begun from the templates or last year's list, edited on one page, given up; revisions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max
from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, NotFound, WrongState
from heli.mandates import rules
from heli.mandates.catalogue import LISTS, Bearer, ListState, Move, Template
from heli.mandates.models import Mandate, MandateItem
from heli.mandates.queries import drafting
from heli.mandates.rules import Held
from heli.members.models import Post
from heli.orgs.models import Organisation

MOST_ITEMS = 120
_CARRIED = (
    "line", "position", "template", "group", "lane", "core", "text", "measures", "deadline", "due_on",
    "office", "post_id", "ground", "requirement_id", "strength", "mark", "left_out", "reason",
)  # fmt: skip


class Chosen(NamedTuple):
    """An item as the page of a draft gives it back; what an item of the templates does not let change is
    not looked at (text, group, ground, requirement)."""

    line: str
    measures: str
    deadline: str
    due_on: date | None
    office: str
    post: int | None
    left_out: bool
    reason: str
    text: str = ""
    group: str = ""
    ground: str = ""
    requirement: int | None = None
    lane: str = ""
    core: str = ""


@action
def start(
    *,
    organisation: Organisation,
    year: int,
    bearer: Bearer,
    post: Post | None = None,
    from_last_year: bool = False,
    by: Doer,
    at: datetime,
) -> Mandate:
    """Begin the list of one actor for a year, from the templates of its class (S000-21), or from last year's.

    NotAllowed without RECORD_ENTER there; Invalid for an actor that such an organisation has not, or a year
    far off; WrongState where a draft or an adopted list stands; NotFound where there is none of last year.
    """
    held_org = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    may(by, Permission.RECORD_ENTER, held_org).require()
    rules.has_list(bearer, held_org.kind).require()
    if (bearer is Bearer.MEMBER) != (post is not None):
        raise Invalid("mandate-member", "请选择是哪一位班子成员的责任清单。")
    today, there = localdate(at), drafting.of_slot(held_org, year, bearer, post)
    states = {one.state for one in there}
    rules.can_start(
        year, today, has_draft=ListState.DRAFT in states, has_adopted=ListState.ADOPTED in states
    ).require()
    made = _begun(held_org, year, bearer, post, there, by=by, at=at)
    before = drafting.last_year(held_org, year, bearer, post) if from_last_year else None
    if from_last_year and before is None:
        raise NotFound("mandate-last-year", f"没有 {year - 1} 年审定的清单，请按模板起草。")
    held = drafting.held_on(held_org, today)
    if before is not None:
        _carry(before, made, held)
    offered = rules.offered(drafting.about(held_org, bearer, today), drafting.taken_in(), today)
    _add(made, offered, held)
    note(year=year, bearer=bearer.value, items=made.items.count())
    return made


@action
def revise(*, mandate: Mandate, why: str, by: Doer, at: datetime) -> Mandate:
    """Begin another version of an adopted list; the old one holds until the new one does, and stays readable.

    NotAllowed without RECORD_ENTER; WrongState where it is not in force or a draft stands.
    """
    was = _locked(mandate)
    may(by, Permission.RECORD_ENTER, was.organisation).require()
    LISTS.may(was.state_now, Move.REVISE).require()
    if not why.strip():
        raise Invalid("mandate-why", "请写明修订的原因。", fields={"why": "请写明修订的原因。"})
    there = drafting.of_slot(was.organisation, was.year, was.bearer, was.post)
    if any(one.state == ListState.DRAFT for one in there):
        raise WrongState("mandate-there", "这份清单已有修订草稿，请打开草稿继续修改。")
    made = _begun(was.organisation, was.year, Bearer(was.bearer), was.post, there, why=why, by=by, at=at)
    _carry(was, made, drafting.held_on(was.organisation, localdate(at)))
    note(version=made.version)
    return made


@action
def edit(*, mandate: Mandate, items: Sequence[Chosen], by: Doer, at: datetime) -> Mandate:
    """Write a draft as its page gives it back: every item that it names; one without a `line` is added.

    An own item of this draft that is left out is taken away. NotAllowed without RECORD_ENTER; WrongState for
    what is no draft; Invalid where a mandatory item is left out, a reason is missing, or a post is none here.
    """
    draft = _locked(mandate)
    may(by, Permission.RECORD_ENTER, draft.organisation).require()
    LISTS.may(draft.state_now, Move.EDIT).require()
    there = {one.line: one for one in draft.items.all()}
    if len(there) + sum(not one.line for one in items) > MOST_ITEMS:
        raise Invalid("mandate-too-long", f"一份清单最多 {MOST_ITEMS} 条，请合并后再列入。")
    held = drafting.held_on(draft.organisation, localdate(at))
    known = {int(pk) for pk, _ in drafting.requirement_choices(draft)}
    carried = _carried_lines(draft)
    last = draft.items.aggregate(last=Max("position"))["last"] or 0
    added = taken = 0
    for chosen in items:
        item = there.get(chosen.line) if chosen.line else _own(draft, last := last + 1)
        if item is None:
            raise NotFound("mandate-item", "清单已被别人改过，有的条目不在了。请重新打开修改页。")
        fresh = item.is_own and item.line not in carried
        _lay(item, chosen, held, known)
        rules.can_be_chosen(item, mandatory=item.is_mandatory, fresh=fresh).require()
        if item.left_out and fresh:
            if item.pk is not None:
                item.delete()
                taken += 1
            continue
        added += item.pk is None
        item.save()
    note(items=len(items), added=added, taken_away=taken)
    return draft


@action
def complete(*, mandate: Mandate, by: Doer, at: datetime) -> Mandate:
    """Add the mandatory items that a draft has not, as when the body came to lead a 直属单位 (S000-28)."""
    draft = _locked(mandate)
    may(by, Permission.RECORD_ENTER, draft.organisation).require()
    LISTS.may(draft.state_now, Move.EDIT).require()
    today = localdate(at)
    wanted = drafting.lacking(draft, list(draft.items.all()), today)
    _add(draft, wanted, drafting.held_on(draft.organisation, today))
    note(added=[one.id for one in wanted])
    return draft


@action
def discard(*, mandate: Mandate, by: Doer, at: datetime) -> Mandate:
    """Give a draft up; it stays readable, and another may be begun."""
    draft = _locked(mandate)
    may(by, Permission.RECORD_ENTER, draft.organisation).require()
    draft.state = LISTS.next(draft.state_now, Move.DISCARD)
    draft.ended_at, draft.ended_by = at, by.label[:120]
    draft.save(update_fields=["state", "ended_at", "ended_by"])
    return draft


def _locked(mandate: Mandate) -> Mandate:
    rows = Mandate.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation", "post").get(pk=mandate.pk)


def _begun(
    organisation: Organisation,
    year: int,
    bearer: Bearer,
    post: Post | None,
    there: Sequence[Mandate],
    *,
    why: str = "",
    by: Doer,
    at: datetime,
) -> Mandate:
    return Mandate.objects.create(
        organisation=organisation,
        year=year,
        bearer=bearer,
        post=post,
        version=max((one.version for one in there), default=0) + 1,
        state=LISTS.start,
        why=why.strip()[:200],
        started_at=at,
        started_by=by.label[:120],
    )


def _carry(was: Mandate, made: Mandate, held: Sequence[Held]) -> None:
    """The items of another version; days move along with the year, a member's post with whoever holds it."""
    later, now = made.year - was.year, {one.pk for one in held}
    items = []
    for one in was.items.order_by("position"):
        item = MandateItem(mandate=made, **{name: getattr(one, name) for name in _CARRIED})
        if later and item.due_on is not None:
            item.due_on = _in_year(item.due_on, made.year)
        if later:
            item.requirement_id = None
        if was.post_id is not None and item.post_id == was.post_id:
            item.post_id = made.post_id
        elif later and item.post_id not in now:
            item.post_id = None
        items.append(item)
    MandateItem.objects.bulk_create(items)


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _add(made: Mandate, offered: Iterable[Template], held: Sequence[Held]) -> None:
    """Items of the templates that the version has not, after those that it has."""
    there = {one.line: one for one in made.items.all()}
    own = next((one for one in held if one.pk == made.post_id), None)
    position = max((one.position for one in there.values()), default=0)
    fresh = []
    for one in offered:
        if one.id in there:
            continue
        position += 1
        office, post = rules.proposed(one.office, own, held)
        fresh.append(_item_of(one, made, position, office, post))
    MandateItem.objects.bulk_create(fresh)


def _item_of(one: Template, made: Mandate, position: int, office: str, post: int | None) -> MandateItem:
    return MandateItem(
        mandate=made,
        line=one.id,
        template=one.id,
        position=position,
        group=one.group,
        lane=one.lane,
        core=one.core,
        text=one.name,
        measures=one.measures,
        deadline=one.deadline,
        due_on=date(made.year, one.month, one.day) if one.month and one.day else None,
        office=office,
        post_id=post,
        ground=one.source,
        strength=one.strength.value,
        mark=one.mark,
    )


def _own(draft: Mandate, position: int) -> MandateItem:
    return MandateItem(
        mandate=draft,
        line=f"own-{draft.year}-{draft.version}-{position}",
        position=position,
        strength="",
        mark="",
    )


def _carried_lines(draft: Mandate) -> set[str]:
    """The lines that a version before this one has: what is dropped of them is dropped with a reason."""
    before = drafting.before(draft)
    return set(before.items.values_list("line", flat=True)) if before is not None else set()


def _lay(item: MandateItem, chosen: Chosen, held: Sequence[Held], requirements: set[int]) -> None:
    """What was chosen onto the item; Invalid for a post that nobody holds here, or a foreign requirement."""
    now = {(one.office, one.pk) for one in held}
    kept = (chosen.office, chosen.post) == (item.office, item.post_id)
    offices = {one.office for one in held}
    good = (chosen.office, chosen.post) in now if chosen.post else chosen.office in offices
    if chosen.office and not good and not kept:
        raise Invalid("mandate-post", f"“{item.text or chosen.text}”选定的岗位现在没有人任职，请重新选择。")
    item.office, item.post_id = chosen.office, chosen.post
    item.measures, item.deadline, item.due_on = (
        chosen.measures.strip(),
        chosen.deadline.strip(),
        chosen.due_on,
    )
    item.left_out, item.reason = chosen.left_out, chosen.reason.strip()
    if item.is_own:
        if not chosen.text.strip():
            raise Invalid("mandate-text", "自选条目请写明责任内容。")
        if chosen.requirement is not None and chosen.requirement not in requirements | {item.requirement_id}:
            raise Invalid("mandate-requirement", "所选的年度任务不属于本组织，请重新选择。")
        item.text, item.group = chosen.text.strip(), chosen.group
        item.ground, item.requirement_id = chosen.ground.strip(), chosen.requirement
        item.lane, item.core = chosen.lane, chosen.core
