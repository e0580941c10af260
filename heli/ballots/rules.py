"""May this poll be, may this vote be cast, do these counts hold: pure answers, nothing asks the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from heli.ballots.catalogue import (
    PARAMETERS,
    SOURCE_FREE,
    SOURCE_RETURNED,
    SOURCE_UNNAMED,
    SOURCE_VOTE,
    About,
)
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.verdict import Strength, Verdict, all_of
from heli.members.catalogue import Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to be put: its text, its options, how many of them may be chosen, whom it names."""

    text: str
    options: tuple[str, ...]
    choose: int = 1
    about: About = About.MATTER

    @property
    def candidates(self) -> tuple[str, ...]:
        """The persons voted on, by name."""
        if self.about is About.PERSON:
            return (self.text.partition("（")[0],)  # what tells two of one name apart is no part of it
        return self.options if self.about is About.CANDIDATES else ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What the tellers counted of one question: votes by option, and those that abstained in it."""

    votes: Mapping[int, int]
    abstained: int


@dataclass(frozen=True, slots=True)
class Count:
    """What two tellers counted: `questions` by primary key."""

    issued: int
    returned: int
    valid: int
    invalid: int
    questions: Mapping[int, Counted]
    supervisor: str
    teller: str


def has_vote(standing: str, full_on: date | None, on: date) -> bool:
    """Whether a member has a vote on a day: only a 正式党员 has (R03-04), from the day of 转正 on."""
    return standing == Standing.FULL and (full_on is None or full_on <= on)


def least_electronic(on: date) -> int:
    """Fewer voters than this vote on paper."""
    return PARAMETERS().get("least_electronic", on).value


def is_whole(questions: Sequence[Asked], voters: int) -> Verdict:
    """Something is asked, of somebody."""
    if not voters:
        return Verdict.no("没有有表决权的党员，不能组织投票。", source=SOURCE_VOTE, code="nobody-votes")
    if not questions or any(len(set(one.options)) < len(one.options) or not one.options for one in questions):
        return Verdict.no("每个题目要有选项，选项不能重复。", code="question-incomplete")
    if any(not 1 <= one.choose <= len(one.options) for one in questions):
        return Verdict.no("每个题目至少可选一项，至多可选全部选项。", code="question-choice")
    return Verdict.yes()


def all_have_a_vote(without: Collection[str]) -> Verdict:
    """R03-04: everybody on the list is a 正式党员 of the body on the day; `without` names who is not."""
    if not without:
        return Verdict.yes()
    names = "、".join(sorted(without))
    return Verdict.no(
        f"{names} 不是本组织当天有表决权的正式党员，请从名单中去掉。",
        source=SOURCE_VOTE,
        code="voter-without-vote",
    )


def fits_the_days(opens_on: date, closes_on: date, today: date) -> Verdict:
    """From today at the earliest, for a fortnight at the most."""
    if closes_on < opens_on:
        return Verdict.no("截止日期早于开始日期，请核对。", code="poll-days")
    if opens_on < today:
        return Verdict.no("开始日期早于今天，请改为今天或以后。", code="poll-in-the-past")
    most = PARAMETERS().get("most_days_open", today).value
    if (closes_on - opens_on).days >= most:
        reason = f"投票最长 {most} 天，请把截止日期提前。"
        return Verdict.no(reason, strength=Strength.LOCAL, code="poll-long")
    return Verdict.yes()


def may_be_electronic(voters: int, without_account: int, on: date) -> Verdict:
    """Enough voters for a secret, and a log-in for each: who has none is not shut out (R14-07)."""
    least = least_electronic(on)
    if voters < least:
        return Verdict.no(
            f"有表决权的 {voters} 人，不足 {least} 人，票数容易对应到人，请用纸质选票。",
            source=SOURCE_UNNAMED,
            code="too-few-for-electronic",
        )
    if without_account:
        return Verdict.no(
            f"有 {without_account} 名有表决权的党员没有登录账号；不要求为投票开账号，请用纸质选票。",
            source=SOURCE_FREE,
            code="voter-without-account",
        )
    return Verdict.yes()


def may_cast(*, on_the_list: bool, has_voted: bool, is_open: bool) -> Verdict:
    """On the list, once, while the poll is open."""
    if not on_the_list:
        return Verdict.no(
            "您不在这次投票的投票人名单中。名单有误的，请与支部书记联系。",
            source=SOURCE_VOTE,
            error=NotAllowed,
            code="not-a-voter",
        )
    if has_voted:
        return Verdict.no("您已经投过票，一人一票，投出后不能更改。", error=WrongState, code="has-voted")
    if not is_open:
        return Verdict.no("现在不在网上投票的时间内。", error=WrongState, code="poll-not-open")
    return Verdict.yes()


def is_a_ballot(
    ballot: Mapping[int, Collection[int]], options: Mapping[int, Collection[int]], choose: Mapping[int, int]
) -> Verdict:
    """Every choice belongs to its question, and no question has more than may be chosen (R03-10)."""
    for question, chosen in ballot.items():
        if not set(chosen) <= set(options.get(question, ())):
            return Verdict.no("选票上有这次投票没有的选项，请刷新页面后重新填写。", code="option-unknown")
        if len(set(chosen)) > choose[question]:
            reason = f"有题目选了 {len(set(chosen))} 项，多于可选的 {choose[question]} 项，请改正后再投。"
            return Verdict.no(reason, source=SOURCE_RETURNED, code="chose-too-many")
    return Verdict.yes()


def may_close(
    *, is_open: bool, is_electronic: bool, closes_on: date, all_voted: bool, today: date
) -> Verdict:
    """Not before its time, unless everybody has voted."""
    if not is_open:
        return Verdict.no("这次投票已经结束。", error=WrongState, code="poll-closed")
    if not is_electronic:
        return Verdict.no("纸质选票请录入计票结果。", error=WrongState, code="poll-on-paper")
    if today <= closes_on and not all_voted:
        reason = f"还有人没有投票，{closes_on} 截止后才能计票。"
        return Verdict.no(reason, error=WrongState, code="poll-still-open")
    return Verdict.yes()


def may_go_to_paper(*, is_open: bool, is_electronic: bool) -> Verdict:
    """While it is open: what was cast electronically is then not counted."""
    if is_open and is_electronic:
        return Verdict.yes()
    return Verdict.no("只有进行中的网上投票可以改用纸质选票。", error=WrongState, code="poll-not-electronic")


def may_count(*, is_open: bool, is_electronic: bool, opens_on: date, today: date) -> Verdict:
    """A vote on paper, held by now and not counted yet."""
    if not is_open:
        return Verdict.no("这次投票已经结束，计票结果不能更改。", error=WrongState, code="poll-closed")
    if is_electronic:
        return Verdict.no("网上投票由系统计票，不能录入票数。", error=WrongState, code="poll-electronic")
    if today < opens_on:
        return Verdict.no(f"投票 {opens_on} 才开始。", error=WrongState, code="poll-not-open")
    return Verdict.yes()


def are_tellers(
    supervisor: str, teller: str, candidates: Collection[str], voters: Collection[str]
) -> Verdict:
    """Two different persons, neither of them voted on.

    Where every voter is voted on himself (民主评议) nobody is left who is not: there any two may be.
    """
    if not supervisor.strip() or not teller.strip():
        return Verdict.no("请填写监票人和计票人。", code="tellers-missing")
    if supervisor.strip() == teller.strip():
        return Verdict.no("监票人和计票人要由两个人担任。", code="tellers-same")
    among = sorted({supervisor.strip(), teller.strip()} & set(candidates))
    if among and not set(voters) <= set(candidates):
        reason = f"{'、'.join(among)} 是这次投票的候选人，不能担任监票人、计票人，请换人。"
        return Verdict.no(reason, code="teller-is-candidate")
    return Verdict.yes()


def were_given_out(issued: int, voters: int) -> Verdict:
    """Ballots are given to those who may vote: one each, at the most."""
    if 1 <= issued <= voters:
        return Verdict.yes()
    reason = f"发出 {issued} 张，应在 1 至投票人数 {voters} 之间，请核对。"
    return Verdict.no(reason, source=SOURCE_VOTE, code="issued-number")


def is_void(returned: int, issued: int) -> bool:
    """R03-10: more ballots came back than were given out."""
    return returned > issued


def adds_up(count: Count, choose: Mapping[int, int]) -> Verdict:
    """有效 + 无效 = 收回; in each question, votes and abstentions are those of the valid ballots."""
    if count.valid + count.invalid != count.returned:
        return Verdict.no(
            f"有效票 {count.valid} 加无效票 {count.invalid}，不等于收回 {count.returned} 张，请核对。",
            code="ballots-do-not-add-up",
        )
    if set(count.questions) != set(choose):
        return Verdict.no("请填写每个题目的票数。", code="question-not-counted")
    return all_of(*(_one_adds_up(one, choose[pk], count.valid) for pk, one in count.questions.items()))


def _one_adds_up(counted: Counted, choose: int, valid: int) -> Verdict:
    cast, voting = sum(counted.votes.values()), valid - counted.abstained
    if choose == 1:
        holds = cast == voting
    else:
        holds = (
            voting >= 0
            and max(counted.votes.values(), default=0) <= voting
            and (voting <= cast <= choose * voting)
        )
    if holds:
        return Verdict.yes()
    return Verdict.no(
        f"有题目各选项共 {cast} 票，弃权 {counted.abstained} 票，与有效票 {valid} 张对不上，请核对。",
        code="votes-do-not-add-up",
    )
