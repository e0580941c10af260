"""Who may do what in a round, with a star, with the honour; and when. Pure answers."""

from collections.abc import Collection
from datetime import date

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.accounts.scope import Target
from heli.kernel.action import Doer
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.kernel.workdays import add_workdays
from heli.stars.catalogue import ROUNDS, STARS, HonourState, Move, RoundState, Star, Terms
from heli.stars.rules.working_out import SOURCE, Limit


def may_keep(by: Doer, organisation: Target) -> Verdict:
    return may(by, Permission.STAR_KEEP, organisation)


def may_claim(by: Doer, organisation: Target) -> Verdict:
    return may(by, Permission.STAR_CLAIM, organisation)


def may_review(by: Doer, reviewer: Target | None) -> Verdict:
    """The 机关党委 above gives the opinion; directly beneath the 工委 nobody does."""
    if reviewer is None:
        return _wrong("这个党组织由机关工委直接审定，不需要机关党委审核。", "no-reviewer")
    return may(by, Permission.STAR_REVIEW, reviewer)


def is_of_the_city(*, citys: bool) -> Verdict:
    """Stars compare over the whole city: a 机关党委's own result, by its own indicators, is no ground."""
    if citys:
        return Verdict.yes()
    return _wrong(
        "星级评定只依据机关工委的考核结果，这是机关党委自己的方案。请选择机关工委发布的结果。", "not-citys"
    )


def can_open(claim_until: date, today: date, same: Collection[str]) -> Verdict:
    """A round of a year for kinds that have none yet; `same` names those that have."""
    if same:
        return _wrong(f"这一年{'、'.join(same)}已经有一次星级评定，不能重复评定。", "round-twice")
    if claim_until < today:
        return _bad("自评截止日期已经过去。请填写今天或以后的日期。", "claim-day")
    return Verdict.yes()


def are_terms(terms: Terms) -> Verdict:
    """Lines fall from above, shares are percent, the rest is possible."""
    lines = [terms.lines[star] for star in STARS if star in terms.lines]
    if not lines or lines != sorted(set(lines), reverse=True):
        return _bad("星级线从五星到一星应依次降低，至少填一档，请核对。", "lines-order")
    if any(not 0 <= one <= 110_00 for one in lines):
        return _bad("星级线填 0 至 110 之间的分数。", "line-outside")
    if any(not 0 <= one <= 100 for one in terms.quotas.values()):
        return _bad("名额比例填 0 至 100 之间的整数；不限的留空。", "quota-outside")
    if not 0 <= terms.satisfaction_line <= 100_00:
        return _bad("满意度线填 0 至 100 之间的数；不用的填 0。", "satisfaction-line")
    if terms.shown_days < 1 or terms.years < 1:
        return _bad("公示天数和有效期年数至少是 1。", "number-too-small")
    return Verdict.yes()


def can_change(state: str) -> Verdict:
    """Terms and facts stand once the meeting has adopted."""
    if state in (RoundState.CLAIMING, RoundState.REVIEWING):
        return Verdict.yes()
    return _wrong("星级已经审定，不能再改。公示期内有误的，由党组织提出异议后更正。", "already-adopted")


def can_claim(state: str, claim_until: date, today: date, star: int, words: str) -> Verdict:
    """自评 until its day: a star and a sentence."""
    if state != RoundState.CLAIMING or today > claim_until:
        return _wrong(f"自评到 {claim_until} 为止，现在不能再填写；不自评的不影响测算。", "claim-over")
    if star < Star.ONE:
        return _bad("请选择自评的星级。", "claim-no-star")
    return _said(words, "请用一句话写明自评的理由。", "claim-words")


def can_propose(state: str, claim_until: date, today: date, is_final: bool) -> Verdict:
    """After the days of 自评, on results that are final."""
    return all_of(
        ROUNDS.may(RoundState(state), Move.PROPOSE),
        Verdict.yes()
        if today > claim_until
        else _wrong(f"自评到 {claim_until} 为止，期满后测算。", "still-claiming"),
        Verdict.yes()
        if is_final
        else _wrong("考核结果还在公示。请先在考核结果页面确定结果，再测算星级。", "release-not-final"),
    )


def are_facts(
    satisfaction: int | None, satisfaction_source: str, exception: tuple[str, str], bar: tuple[str, str]
) -> Verdict:
    """Each with its source: satisfaction, 破格 and 一票否决 (reason, document)."""
    if (satisfaction is None) != (not satisfaction_source.strip()):
        return _bad("群众满意度和它的来源要一起填写。", "satisfaction-source")
    for name, (why, document) in (("破格", exception), ("一票否决", bar)):
        if bool(why.strip()) != bool(document.strip()):
            return _bad(f"{name}要同时写明理由和依据文件；不登记的都留空。", "fact-incomplete")
    return Verdict.yes()


def can_give_opinion(state: str, proposed: int | None, star: int, words: str) -> Verdict:
    """On a proposal; another star than the proposed one with its reason."""
    if state != RoundState.REVIEWING or proposed is None:
        return _wrong("现在不在审核阶段，不能填写审核意见。", "not-reviewing")
    if star == proposed:
        return Verdict.yes()
    return _said(words, "审核意见与测算不同的，请写明理由。", "opinion-words")


def can_decide(state: str, star: int, why: str, most: Limit) -> Verdict:
    """A departure from the proposal, or a tie: with its reason, never above what the rules allow."""
    if state != RoundState.REVIEWING:
        return _wrong("现在不在审核阶段，不能登记审定意见。", "not-reviewing")
    return all_of(fits(star, most), _said(why, "与测算不同的或同分的决定，请写明理由。", "decision-words"))


def fits(star: int, most: Limit) -> Verdict:
    """Whether a star is within the limits of an organisation."""
    if star <= most.star and (star == Star.BARRED) == (most.star is Star.BARRED):
        return Verdict.yes()
    if most.star is Star.BARRED:
        return _bad(f"{most.reason}。确需改变的，先更正登记的一票否决情形，再重新测算。", "barred")
    if star == Star.BARRED:
        return _bad("不评星只用于一票否决。请先登记一票否决的情形和依据文件。", "not-barred")
    return _bad(
        f"{most.reason}，不能定为{Star(star).label}。特别突出的，先登记破格的理由和依据文件。", "above-limit"
    )


def can_adopt(state: str, tied: Collection[str], over: str, waiting: int) -> Verdict:
    """Ties decided, quotas held, opinions given."""
    return all_of(
        ROUNDS.may(RoundState(state), Move.ADOPT),
        _wrong(f"名额处同分的还没有决定：{'、'.join(list(tied)[:5])}。请逐个登记审定意见。", "ties-open")
        if tied
        else Verdict.yes(),
        _wrong(f"{over}。请调整审定意见，或先修改评定规则。", "over-quota") if over else Verdict.yes(),
        _wrong(f"还有 {waiting} 个党组织没有审核意见。请机关党委先审核。", "opinions-open")
        if waiting
        else Verdict.yes(),
    )


def is_adoption(
    met_on: date, met_as: str, begun_on: date, shown_until: date, today: date, terms: Terms
) -> Verdict:
    """A meeting with a name, after the round began; 公示 long enough from today."""
    if not met_as.strip():
        return _bad("请填写审定会议的名称，如“市直机关工委 2026 年第 3 次委员会会议”。", "meeting-missing")
    if not begun_on <= met_on <= today:
        return _bad(f"审定会议应在本次评定开始（{begun_on}）以后、今天以前，请核对日期。", "meeting-day")
    first = first_shown(today, terms)
    if shown_until < first:
        kind = "个工作日" if terms.working else "天"
        return _bad(
            f"公示至少 {terms.shown_days} {kind}。请把截止日期定在 {first} 或以后。", "shown-too-short"
        )
    return Verdict.yes()


def first_shown(today: date, terms: Terms) -> date:
    """The first day on which 公示 may end."""
    if terms.working:
        return add_workdays(today, terms.shown_days)[0]
    return date.fromordinal(today.toordinal() + terms.shown_days)


def can_settle(
    state: str, shown_until: date | None, today: date, open_objections: int, document: str
) -> Verdict:
    """When 公示 is over and every objection is answered."""
    return all_of(
        ROUNDS.may(RoundState(state), Move.SETTLE),
        _wrong(f"公示到 {shown_until} 为止，期满后定星。", "still-shown")
        if shown_until is not None and today <= shown_until
        else Verdict.yes(),
        _wrong(f"还有 {open_objections} 项异议没有答复。请先答复。", "objections-open")
        if open_objections
        else Verdict.yes(),
        _said(document, "请填写定星的文号。", "document-missing"),
    )


def ends_on(begins_on: date, years: int) -> date:
    """The last day of a star: the day before its anniversary."""
    try:
        anniversary = begins_on.replace(year=begins_on.year + years)
    except ValueError:
        anniversary = date(begins_on.year + years, 3, 1)
    return date.fromordinal(anniversary.toordinal() - 1)


def can_enter(
    star: int, begins_on: date, until: date, last: date | None, document: str, today: date
) -> Verdict:
    """A star that an earlier document gave: not before the last one known."""
    if star < Star.ONE:
        return _bad("请选择星级。", "no-star")
    if begins_on > today or until < begins_on:
        return _bad("定星日期不能在今天以后，有效期不能早于定星日期，请核对。", "days-wrong")
    if last is not None and begins_on < last:
        return _wrong(f"已有 {last} 的星级。登记的定星日期不能更早。", "older-star")
    return _said(document, "请填写定星的文号。", "document-missing")


def can_lower(
    held: int | None, star: int, why: str, document: str, on: date, today: date, last: date
) -> Verdict:
    """动态管理: down to a lower star or none, during the year, with reason and document (R11-01)."""
    if held is None or held < Star.ONE:
        return _wrong("这个党组织现在没有星级，不能降星、摘星。", "no-star-held")
    if not Star.NONE <= star < held:
        return _bad("降星要选择比现在低的星级；摘星选“不定星”。", "not-lower")
    if not last <= on <= today:
        return _bad(f"日期应在定星（{last}）以后、今天以前，请核对。", "day-outside")
    return all_of(
        _said(why, "请写明降星、摘星的原因。", "why-missing"),
        _said(document, "请填写依据文件的名称或文号。", "document-missing"),
    )


def can_apply(is_branch: bool, star: int | None, least: int, standing: bool, words: str) -> Verdict:
    """先锋支部 is for branches with a valid star of at least `least` (S001-55)."""
    if not is_branch:
        return _wrong("“先锋支部”由党支部申报。", "not-a-branch")
    if star is None or star < least:
        return _wrong(
            f"申报“先锋支部”要有有效的{Star(least).label}以上星级（示例，待工委确认）。", "star-too-low"
        )
    if standing:
        return _wrong("这个党支部已经申报或者已经命名，不用重复申报。", "already-standing")
    return _said(words, "请写明申报理由。", "words-missing")


def can_name(document: str, on: date, today: date) -> Verdict:
    """命名 and 摘牌 happen on a day that has been, by a document."""
    if on > today:
        return _bad("日期还没有到，请核对。", "day-to-come")
    return _said(document, "请填写文号。", "document-missing")


def is_said(words: str) -> Verdict:
    return _said(words, "请写明理由。", "words-missing")


def stands(state: str) -> bool:
    return state == HonourState.NAMED


def _said(words: str, missing: str, code: str) -> Verdict:
    return Verdict.yes() if words.strip() else _bad(missing, code)


def _wrong(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=WrongState, code=code)


def _bad(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=Invalid, code=code)
