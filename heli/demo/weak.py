"""软弱落后 in the demo: one in each state, around the demo's own unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from heli.accounts.catalogue import Office
from heli.demo.catalogue import DEMO_DAY
from heli.kernel.action import Doer, action, note
from heli.kernel.clock import SHANGHAI
from heli.members.models import Post
from heli.members.queries import actor_of
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation, beneath
from heli.weak.actions import accepting, listing, mending
from heli.weak.actions.listing import Help
from heli.weak.catalogue import REASONS, ListingState
from heli.weak.models import Listing, Rectification
from heli.weak.queries.listings import candidates, helpers

THIS = DEMO_DAY.year
TASKS = (
    ("党员大会没有按季度召开", "补开会议，排定全年日程，由支部书记按月检查"),
    ("支部委员分工不明确", "召开支委会明确分工，向党员公布"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One listing: when, why, how far it has come."""

    listed_on: date
    reasons: tuple[str, ...]
    until: ListingState


FRESH = Case(DEMO_DAY - timedelta(days=6), (), ListingState.LISTED)
CASES = (
    Case(date(THIS, 1, 20), ("org_life", "role"), ListingState.CLEARED),
    Case(date(THIS, 4, 20), ("leadership",), ListingState.APPLIED),
    Case(date(THIS, 3, 12), ("org_life",), ListingState.MENDING),
)


@action
def list_weak(*, by: Doer, at: datetime) -> None:
    """The 机关党委 of the demo's unit lists branches beneath it, the demo's own among them."""
    lister = Post.objects.select_related("organisation").get(account__username="jiguandangwei").organisation
    own = Post.objects.get(account__username="zhibu").organisation_id
    rows = Organisation.objects.filter(beneath(lister.path), kind=Kind.BRANCH, closed_on=None)
    branches = list(rows.exclude(pk=own).select_related("organ").order_by("-path")[: len(CASES) - 1])
    mine = Organisation.objects.get(pk=own)
    for case, branch in zip(CASES, [*branches, mine], strict=True):
        _carry(case, branch, lister, by)
    _list_proposed(by)
    note(listings=Listing.objects.count())


def _list_proposed(by: Doer) -> None:
    """The 工委 lists the branch for which most different things speak, with the reasons they support."""
    top = Organisation.objects.get(kind=Kind.WORK_COMMITTEE)
    found = [one for one in candidates([top], "", FRESH.listed_on) if one.organisation.is_branch]
    first = max(found, key=lambda one: len(one.facts), default=None)
    if first is None:
        return
    kinds = {one.kind.value for one in first.facts}
    reasons = tuple(one.id for one in REASONS().on(FRESH.listed_on) if kinds & set(one.facts))
    _carry(replace(FRESH, reasons=reasons), first.organisation, top, by)


def _carry(case: Case, branch: Organisation, lister: Organisation, by: Doer) -> None:
    day = case.listed_on
    found = _helper(helpers(branch, lister, DEMO_DAY))
    if found is None:
        return
    held = listing.put_on(
        organisation=branch, lister=lister, reasons=list(case.reasons), words="", listed_on=day,
        document=f"{lister.short_name} {THIS} 年第 {day.month} 次委员会会议",
        help_by=Help(found, None, date(THIS, 11, 30)), by=by, at=_on(day),
    )  # fmt: skip
    if case.until is ListingState.LISTED:
        return
    _plan(held, by)
    helped_on = day + timedelta(days=40)
    helper = actor_of(found.account, DEMO_DAY) if found.account is not None else by
    mending.tell_help(listing=held, words="参加支部会议，帮助排定全年日程", by=helper, at=_on(helped_on))
    _mend(held, case, by)


def _plan(held: Listing, by: Doer) -> None:
    day = held.listed_on
    for place, (problem, measure) in enumerate(TASKS):
        mending.add_task(
            listing=held, problem=problem, measure=measure, office=Office.SECRETARY,
            due_on=day + timedelta(days=60 + 45 * place), by=by, at=_on(day + timedelta(days=8)),
        )  # fmt: skip
    mending.settle_plan(listing=held, by=by, at=_on(day + timedelta(days=9)))


def _mend(held: Listing, case: Case, by: Doer) -> None:
    """Every task where it has come to 验收, else the first."""
    tasks = list(Rectification.objects.filter(listing=held).order_by("pk"))
    all_done = case.until is not ListingState.MENDING
    done_on = held.listed_on + timedelta(days=55)
    for task in tasks if all_done else tasks[:1]:
        mending.tell(
            task=task, words="已按措施完成，会议有记录", done_on=done_on, record=None, by=by, at=_on(done_on)
        )
    if not all_done:
        return
    asked_on = done_on + timedelta(days=5)
    mending.apply(listing=held, words="两项任务全部办结，会议按期召开", by=by, at=_on(asked_on))
    if case.until is ListingState.CLEARED:
        looked_on = asked_on + timedelta(days=6)
        accepting.accept(
            listing=held, looked_on=looked_on, opinion="查看会议记录、访谈党员，情况属实，同意销号", by=by,
            at=_on(looked_on),
        )  # fmt: skip


def _helper(posts: Sequence[Post]) -> Post | None:
    """A member of the leading body with an account, else whoever leads."""
    named = [one for one in posts if one.account_id is not None and one.office == Office.LEAD_SECRETARY]
    return next(iter([*named, *posts]), None)


def _on(day: date) -> datetime:
    return datetime.combine(day, time(15, 0), SHANGHAI)
