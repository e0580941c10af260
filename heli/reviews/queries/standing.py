"""One review, and where it stands."""

from collections.abc import Mapping

from django.db.models import Count

from heli.accounts.actor import Scope
from heli.ballots.catalogue import PollState
from heli.ballots.models import Poll
from heli.kernel.errors import NotFound
from heli.reviews import rules
from heli.reviews.catalogue import Grade, PioneerState, StageKind
from heli.reviews.models import Evaluation, PioneerList, Review


def review(pk: int, scope: Scope) -> Review:
    """One review within the scope; NotFound otherwise, whether there is one or not."""
    found: Review | None = (
        Review.objects.visible_to(scope)
        .select_related("organisation", "poll", "meeting", "record")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("review-not-found", "没有这次民主评议，或它不在您的范围内。")
    return found


def poll_of(held: Review) -> Poll:
    """The vote of a review; NotFound before there is one."""
    if held.poll is None:
        raise NotFound("poll-not-found", "还没有组织民主测评。")
    poll: Poll = held.poll
    return poll


def standing(held: Review) -> rules.Standing:
    """Where it stands: three queries."""
    poll = held.poll
    low = [Grade.BASIC, Grade.UNFIT]
    untold = held.evaluations.filter(grade__in=low, told_on=None).count()
    return rules.Standing(
        year=held.year,
        days={StageKind(kind): day for kind, day in held.stages.values_list("kind", "done_on")},
        poll=PollState(poll.state) if poll is not None else None,
        polled_on=poll.opens_on if poll is not None else None,
        decided=held.meeting_id is not None,
        closed=held.is_closed,
        untold=untold,
        pioneer=pioneer_state(kept(held)),
    )


def kept(held: Review) -> PioneerList | None:
    """The 先锋指数 of one review, None where the branch does not use it."""
    return PioneerList.objects.filter(review=held).select_related("meeting").first()


def pioneer_state(found: PioneerList | None) -> PioneerState:
    if found is None:
        return PioneerState.UNUSED
    return PioneerState.CONFIRMED if found.confirmed_at is not None else PioneerState.MARKING


def evaluations(held: Review) -> list[Evaluation]:
    """Those of a review, by the pinyin of their names, which is the order of the ballot."""
    found = held.evaluations.select_related("member")
    return list(found.order_by("member__initials", "member__name", "member_id"))


def numbers(held: Review) -> Mapping[str, int]:
    """How many have each grade; "" for those without one."""
    rows = held.evaluations.order_by().values_list("grade").annotate(Count("pk"))
    return dict(rows)
