"""Preparing, voting, counting: what is refused, with its way out, and what adds up."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.accounts.actor import Actor
from heli.ballots import actions, queries, rules
from heli.ballots.catalogue import Manner, PollState
from heli.ballots.models import Option, Poll, Voter
from heli.ballots.rules import Asked, Count, Counted
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members.models import Member
from tests.ballots.bodies import (
    AGREE,
    DISAGREE,
    ELECTRONIC,
    PERSON,
    as_voter,
    cast,
    chosen,
    counted,
    poll,
    voters,
    votes,
)
from tests.people import NOW, TODAY, City, People


@pytest.mark.django_db
def test_only_full_members_of_the_body_vote(city: City) -> None:
    """R03-04: the 预备党员 of the branch is not on the list, and cannot be put there."""
    assert "冯小满" not in [one.name for one in voters(city.first_branch)]
    for name in ("冯小满", "江治河"):
        with pytest.raises(Invalid, match=f"{name} 不是本组织当天有表决权的正式党员"):
            poll(city.first_branch, voters=[Member.objects.get(name=name)])
    assert not Poll.objects.exists()


@pytest.mark.django_db
def test_a_body_of_fewer_than_five_votes_on_paper(city: City) -> None:
    with pytest.raises(Invalid, match="4 人，不足 5 人"):
        poll(city.small_branch, **ELECTRONIC)
    assert poll(city.small_branch).manner == Manner.PAPER


@pytest.mark.django_db
def test_nobody_without_a_log_in_is_shut_out(city: City) -> None:
    """R14-07: paper, unless everybody who may vote has an account anyway."""
    body = queries.members_with_a_vote(city.school_branch, TODAY)
    with pytest.raises(Invalid, match="没有登录账号；不要求为投票开账号"):
        poll(city.school_branch, voters=body, **ELECTRONIC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"voters": []}, "没有有表决权的党员"),
        ({"questions": []}, "每个题目要有选项"),
        ({"questions": [Asked("事项", (AGREE, AGREE))]}, "选项不能重复"),
        ({"questions": [Asked("事项", (AGREE,), choose=2)]}, "至多可选全部选项"),
        ({"opens_on": TODAY - timedelta(days=1)}, "开始日期早于今天"),
        ({"closes_on": TODAY - timedelta(days=1)}, "截止日期早于开始日期"),
        ({"closes_on": TODAY + timedelta(days=14)}, "最长 14 天"),
    ],
)
def test_a_poll_that_cannot_be_is_refused_with_its_reason(
    city: City, changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        poll(city.first_branch, **changed)
    assert not Poll.objects.exists()


@pytest.mark.django_db
def test_each_vote_counts_once_and_an_empty_question_is_an_abstention(city: City) -> None:
    body, held = voters(city.first_branch), poll(city.first_branch, **ELECTRONIC)
    cast(held, body[0], AGREE, "甲", "乙")
    cast(held, body[1], DISAGREE)
    for member in body[2:]:
        cast(held, member, AGREE, "甲")
    with pytest.raises(WrongState, match="一人一票"):
        cast(held, body[0], DISAGREE)
    actions.close(poll=held, by=SYSTEM, at=NOW)
    held.refresh_from_db()
    assert votes(held) == {
        AGREE: 7, DISAGREE: 1, "本年度工作计划弃权": 0, "甲": 7, "乙": 1, "丙": 0, "活动地点弃权": 1,
    }  # fmt: skip
    assert (held.issued, held.returned, held.valid, held.invalid) == (8, 8, 8, 0)


@pytest.mark.django_db
def test_a_ballot_with_too_many_or_foreign_choices_is_not_taken(city: City) -> None:
    body, held = voters(city.first_branch), poll(city.first_branch, **ELECTRONIC)
    other = poll(city.water_branch)
    with pytest.raises(Invalid, match="选了 3 项，多于可选的 2 项"):
        cast(held, body[0], "甲", "乙", "丙")
    with pytest.raises(Invalid, match="没有的选项"):
        actions.vote(poll=held, ballot=chosen(other, AGREE), by=as_voter(body[0]), at=NOW)
    assert queries.cast(held) == 0
    assert not Option.objects.filter(votes__gt=0).exists()


@pytest.mark.django_db
def test_nobody_votes_outside_the_days_or_the_list(city: City) -> None:
    body = voters(city.first_branch)
    held = poll(city.first_branch, voters=body[:6], **ELECTRONIC)
    with pytest.raises(WrongState, match="不在网上投票的时间内"):
        cast(held, body[0], AGREE, on=TODAY + timedelta(days=4))
    with pytest.raises(NotAllowed, match="不在这次投票的投票人名单中"):
        cast(held, body[7], AGREE)
    on_paper = poll(city.first_branch, title="另一次")
    with pytest.raises(WrongState):
        cast(on_paper, body[0], AGREE)


@pytest.mark.django_db
def test_fewer_than_five_votes_are_not_counted_but_cast_again_on_paper(city: City) -> None:
    """One voter's counters are that voter's vote: nobody ever sees them."""
    body, held = voters(city.first_branch), poll(city.first_branch, **ELECTRONIC)
    for member in body[:4]:
        cast(held, member, AGREE)
    with pytest.raises(WrongState, match="还有人没有投票"):
        actions.close(poll=held, by=SYSTEM, at=NOW)
    held = actions.close(poll=held, by=SYSTEM, at=NOW + timedelta(days=4))
    assert (held.manner, held.state, held.returned) == (Manner.PAPER, PollState.OPEN, None)
    assert not Option.objects.filter(question__poll=held, votes__gt=0).exists()
    assert not Voter.objects.filter(poll=held, voted=True).exists()


@pytest.mark.django_db
def test_a_branch_may_go_to_paper_at_any_time_and_nothing_cast_is_seen(city: City) -> None:
    body, held = voters(city.first_branch), poll(city.first_branch, **ELECTRONIC)
    for member in body[:6]:
        cast(held, member, AGREE)
    held = actions.take_to_paper(poll=held, by=SYSTEM, at=NOW)
    assert not Option.objects.filter(question__poll=held, votes__gt=0).exists()
    with pytest.raises(WrongState, match="只有进行中的网上投票"):
        actions.take_to_paper(poll=held, by=SYSTEM, at=NOW)
    actions.count(poll=held, counted=counted(held, (7, 1, 0), (8, 4, 2, 0)), by=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_two_tellers_count_the_paper(city: City) -> None:
    held = poll(city.first_branch)
    told = counted(held, (5, 1, 1), (7, 3, 0, 0), returned=8, valid=7, invalid=1)
    held = actions.count(poll=held, counted=told, by=SYSTEM, at=NOW)
    assert votes(held)[AGREE] == 5
    assert (held.supervisor, held.teller, held.invalid) == ("郑纪安", "孙明岚", 1)
    with pytest.raises(WrongState, match="计票结果不能更改"):
        actions.count(poll=held, counted=told, by=SYSTEM, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("figures", "changed", "words"),
    [
        (((7, 1, 0), (8, 4, 2, 0)), {"teller": "郑纪安"}, "由两个人担任"),
        (((7, 1, 0), (8, 4, 2, 0)), {"supervisor": " "}, "请填写监票人"),
        (((7, 1, 0), (8, 4, 2, 0)), {"invalid": 1}, "不等于收回 8 张"),
        (((7, 1, 0), (8, 4, 2, 0)), {"issued": 9}, "应在 1 至投票人数 8 之间"),
        (((7, 1, 1), (8, 4, 2, 0)), {}, "对不上"),
        (((7, 1, 0), (9, 4, 2, 0)), {}, "对不上"),
        (((7, 1, 0), (8, 8, 2, 0)), {}, "对不上"),
    ],
)
def test_a_count_that_cannot_be_is_refused_and_nothing_is_kept(
    city: City, figures: Sequence[Sequence[int]], changed: dict[str, Any], words: str
) -> None:
    held = poll(city.first_branch)
    with pytest.raises(Invalid, match=words):
        actions.count(poll=held, counted=counted(held, *figures, **changed), by=SYSTEM, at=NOW)
    held.refresh_from_db()
    assert held.is_open
    assert not Option.objects.filter(votes__gt=0).exists()


@pytest.mark.django_db
def test_more_ballots_back_than_given_out_make_the_vote_void(city: City) -> None:
    """R03-10: nothing of it is kept but how many came back."""
    held = poll(city.first_branch)
    told = counted(held, (9, 0, 0), (9, 0, 0, 0), returned=9, valid=9)
    held = actions.count(poll=held, counted=told, by=SYSTEM, at=NOW)
    assert (held.state, held.returned, held.valid) == (PollState.VOID, 9, None)
    assert not Option.objects.filter(votes__gt=0).exists()
    with pytest.raises(WrongState):
        queries.outcome(held)


@pytest.mark.django_db
def test_a_candidate_does_not_count_unless_everybody_is_voted_on(city: City) -> None:
    one = poll(city.first_branch, [Asked("郑纪安", ("优秀", "合格"), about=PERSON)])
    with pytest.raises(Invalid, match="郑纪安 是这次投票的候选人"):
        actions.count(poll=one, counted=counted(one, (8, 0, 0)), by=SYSTEM, at=NOW)
    everybody = [Asked(one.name, ("优秀", "合格"), about=PERSON) for one in voters(city.first_branch)]
    whole = poll(city.first_branch, everybody, title="民主测评")
    figures = [(8, 0, 0)] * len(everybody)
    assert actions.count(poll=whole, counted=counted(whole, *figures), by=SYSTEM, at=NOW).valid == 8


@pytest.mark.django_db
def test_strangers_and_others_branches_do_nothing_here(city: City, people: People) -> None:
    held, paper = poll(city.first_branch, **ELECTRONIC), poll(city.first_branch, title="纸质")
    told = counted(paper, (7, 1, 0), (8, 4, 2, 0))
    acts: list[Callable[[Actor], object]] = [
        lambda by: actions.prepare(
            organisation=city.first_branch,
            title="表决",
            questions=[Asked("事项", (AGREE,))],
            voters=voters(city.first_branch),
            opens_on=TODAY,
            closes_on=TODAY,
            by=by,
            at=NOW,
        ),
        lambda by: actions.take_to_paper(poll=held, by=by, at=NOW),
        lambda by: actions.close(poll=held, by=by, at=NOW),
        lambda by: actions.count(poll=paper, counted=told, by=by, at=NOW),
    ]
    for who in (people.stranger.actor, people.other_secretary.actor, people.member.actor):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(who)
    for who in (people.stranger.actor, people.other_secretary.actor, Actor(None, "谁")):
        with pytest.raises(NotAllowed):
            actions.vote(poll=held, ballot={}, by=who, at=NOW)
    assert not AuditEntry.objects.filter(action="ballots.vote").exists()


@pytest.mark.django_db
def test_each_step_leaves_one_entry_and_no_figure_of_the_vote(city: City, people: People) -> None:
    by = people.secretary.actor
    held = actions.prepare(
        organisation=city.first_branch, title="表决", questions=[Asked("事项", (AGREE, DISAGREE))],
        voters=voters(city.first_branch), opens_on=TODAY, closes_on=TODAY, by=by, at=NOW,
    )  # fmt: skip
    actions.count(poll=held, counted=counted(held, (7, 1, 0)), by=by, at=NOW)
    told = AuditEntry.objects.filter(action__startswith="ballots.").values_list("action", "detail")
    assert dict(told) == {
        "ballots.prepare": '{"issued":8,"manner":"paper","questions":1}',
        "ballots.count": '{"issued":8,"returned":8}',
    }


@given(st.lists(st.sets(st.integers(0, 3), max_size=2), min_size=1, max_size=20))
def test_every_pile_of_ballots_adds_up(pile: list[set[int]]) -> None:
    """Choosing at most two of four: the tellers' figures hold, and others do not."""
    cast = {option: sum(option in one for one in pile) for option in range(4)}
    abstained = sum(not one for one in pile)

    def told(votes: dict[int, int], abstained: int) -> Count:
        return Count(len(pile), len(pile), len(pile), 0, {1: Counted(votes, abstained)}, "甲", "乙")

    assert rules.adds_up(told(cast, abstained), {1: 2})
    assert not rules.adds_up(told(cast | {0: len(pile) + 1}, abstained), {1: 2})
    assert not rules.adds_up(told(dict.fromkeys(cast, 0), 0), {1: 2})
