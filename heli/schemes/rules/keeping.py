"""Who may write, adopt, score, publish, object and answer; and when. Pure answers."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import ASSISTANTS, Office, Permission
from heli.accounts.rules import may
from heli.accounts.scope import Target
from heli.kernel.action import Doer
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.orgs.catalogue import Kind
from heli.schemes.catalogue import MOST_WHY, RaterKind, ReleaseState, Times, VersionState
from heli.schemes.rules.definition import as_written

SOURCE = "S003-65、S003-67，R11-01"
ANOTHERS = "这项异议指定了答复人，请由答复人答复。"


def may_write(by: Doer, organiser: Target) -> Verdict:
    return may(by, Permission.SCHEME_KEEP, organiser)


def may_adopt(by: Doer, organiser: Target) -> Verdict:
    return may(by, Permission.SCHEME_ADOPT, organiser)


def can_organise(kind: str, above: str | None) -> Verdict:
    """The 工委, a 机关党委, or a 党委 in its place directly beneath the 工委; `above` is the superior's kind.

    No 总支 and no 党委 further down: nobody answers to more than two schemes (ADR 33, 减负).
    """
    if kind in (Kind.WORK_COMMITTEE, Kind.ORGAN_COMMITTEE):
        return Verdict.yes()
    if kind == Kind.COMMITTEE and above == Kind.WORK_COMMITTEE:
        return Verdict.yes()
    return _wrong(
        "考核方案由机关工委和机关党委制定，党总支、党支部按它们的方案考核。需要增加指标的，请向机关党委提出。",
        "no-organiser",
    )


class Bounds(NamedTuple):
    """The organiser of a scheme: its key and path, and whether the whole city is bound."""

    pk: int
    path: str
    citys: bool


def is_bound(bounds: Bounds, organisation: Target) -> Verdict:
    """A scheme holds for those beneath its organiser; that of the 工委 for everybody."""
    beneath = organisation.path.startswith(bounds.path) and organisation.pk != bounds.pk
    if bounds.citys or beneath:
        return Verdict.yes()
    return _wrong(
        "这个方案只考核制定组织下级的党组织，这个党组织不在其中。请核对，从方案的得分页面重新进入。",
        "not-beneath",
    )


def are_within(outside: Collection[str]) -> Verdict:
    """Raters that are named serve in the organiser's own line; `outside` are the user names that do not."""
    if not outside:
        return Verdict.yes()
    return _bad(
        f"在制定组织和下级党组织任职的账号中没有“{'、'.join(outside)}”。请核对用户名，或改为在其中任职的人。",
        "rater-outside",
    )


def can_be_answerer(*, serves: bool) -> Verdict:
    """Whoever answers objections serves at the organiser, so that an upheld one is corrected by himself."""
    if serves:
        return Verdict.yes()
    return _bad(
        "异议由制定组织的书记、副书记、委员或工作人员答复。请指定在制定组织任职、有登录账号的人。",
        "answerer-outside",
    )


def is_draft(state: str) -> Verdict:
    """An adopted version never changes: the next one is written."""
    if state == VersionState.DRAFT:
        return Verdict.yes()
    return _wrong("这一版已经审定，不能再改。请另起草新版，审定后代替它。", "version-adopted")


def is_adopted(state: str) -> Verdict:
    if state == VersionState.ADOPTED:
        return Verdict.yes()
    return _wrong("这一版还没有审定，不能发布结果。请先审定方案。", "version-draft")


class Rater(NamedTuple):
    """What a group asks of whoever scores in it: its kind, and the accounts that are named."""

    kind: RaterKind
    accounts: Collection[int]


class Judged(NamedTuple):
    """The organisation that is scored: its key, its superior's, its peers' (same superior, same kind)."""

    pk: int
    parent: int | None
    organiser: int
    peers: Collection[int]


def may_score(by: Actor, rater: Rater, judged: Judged, setters: Collection[int]) -> Verdict:
    """Whether somebody scores: named for it or by post, no assistant, not whoever wrote the scheme.

    制定、打分分开 (R11-01): whoever set the indicators gives no points by them, but for the 自评 of his own.
    """
    own = _holds_at(by, judged.pk)
    if rater.kind is RaterKind.SELF:
        return _held(own, "自评由本组织的书记、副书记、委员填写。")
    if by.account_id in setters:
        return _not("您起草过这个方案，制定和打分要分开，请由其他人评分。", "set-by-rater")
    if own:
        return _not("不能给自己任职的组织评分；自评请填在自评一栏。", "own-organisation")
    if rater.kind is RaterKind.NAMED:
        return _held(by.account_id in rater.accounts, "这一组的评分人已经指定，其中没有您。")
    if rater.kind is RaterKind.SUPERIOR:
        above = any(_holds_at(by, pk) for pk in (judged.parent, judged.organiser) if pk is not None)
        return _held(above, "上级评分由其上级党组织的书记、副书记、委员填写。")
    return _held(any(_holds_at(by, pk) for pk in judged.peers), "互评由同一上级的同类党组织互相填写。")


def _holds_at(by: Actor, organisation: int) -> bool:
    return any(
        office not in ASSISTANTS and office is not Office.ADMINISTRATOR
        for office in by.offices_at(organisation)
    )


def is_mark(points: int, weight: int) -> Verdict:
    """Points lie between nought and the weight of the indicator."""
    if 0 <= points <= weight:
        return Verdict.yes()
    return Verdict.no(
        f"评分填 0 至 {as_written(weight)} 分之间的数，可以有两位小数。", error=Invalid, code="mark-outside"
    )


def can_mark_again(times: Times, given: int) -> Verdict:
    """Where a mark is given once in the period, a second one is refused: the first is taken back before."""
    if times is Times.ONCE and given:
        return _wrong(
            "这项评分在这个周期只评一次，您已经评过。确实评错的，先撤回并写明原因，再重新评分。",
            "marked-once",
        )
    return Verdict.yes()


def is_own_mark(by: Doer, rater: int, standing: bool) -> Verdict:
    """A rater takes back his own mark, while it counts."""
    return all_of(
        Verdict.yes() if by.account_id == rater else _not("只能由评分人本人撤回评分。", "not-own-mark"),
        Verdict.yes() if standing else _wrong("这次评分已经撤回或被替换。", "mark-replaced"),
    )


def can_take_back(by: Doer, rater: int, standing: bool, why: str) -> Verdict:
    """His own, and he says why."""
    return all_of(
        is_own_mark(by, rater, standing),
        Verdict.yes() if why.strip() else _bad("请写明撤回的原因。", "why-missing"),
    )


def can_be_noted(what: str, document: str, on: date, today: date) -> Verdict:
    """A fact has its words, its document and a day that has been."""
    if not what.strip():
        return _bad("请写明事项，如“被市委办公室通报批评”。", "what-missing")
    if not document.strip():
        return _bad("请填写依据文件的名称或文号；没有文件的不能加分、扣分。", "document-missing")
    if on > today:
        return _bad("日期还没有到。请填写事项发生的日期。", "day-to-come")
    return Verdict.yes()


def can_be_shown(shown_until: date, today: date, days: int) -> Verdict:
    """公示 lasts the days that the office has set."""
    shown = (shown_until - today).days
    if shown >= days:
        return Verdict.yes()
    return _bad(f"公示至少 {days} 天。请把截止日期定在 {days} 天以后。", "shown-too-short")


def can_object(state: str, shown_until: date, today: date, text: str) -> Verdict:
    """An organisation objects while the results are shown, and says to what."""
    if state != ReleaseState.SHOWN or today > shown_until:
        return _wrong("公示期已过，不能再提出异议。如确有错误，请与发布单位联系更正。", "no-longer-shown")
    if not text.strip():
        return _bad("请写明对哪一项、因为什么有异议。", "text-missing")
    if len(text.strip()) > MOST_WHY:
        return _bad(f"异议最多 {MOST_WHY} 个字，请写要点，材料可以另附。", "text-too-long")
    return Verdict.yes()


def may_answer(by: Doer, answerer: int, answered: bool, answer: str) -> Verdict:
    """The named person answers, once, with words."""
    return all_of(
        Verdict.yes() if by.account_id == answerer else _not(ANOTHERS, "not-the-answerer"),
        _wrong("这项异议已经答复。", "answered") if answered else Verdict.yes(),
        Verdict.yes() if answer.strip() else _bad("请写明答复。", "answer-missing"),
    )


def can_be_final(state: str, shown_until: date, today: date, open_objections: int) -> Verdict:
    """Results stand when 公示 is over and every objection is answered."""
    if state != ReleaseState.SHOWN:
        return _wrong("结果已经确定。", "already-final")
    if today <= shown_until:
        return _wrong(f"公示到 {shown_until} 为止，期满后才能确定结果。", "still-shown")
    if open_objections:
        return _wrong(f"还有 {open_objections} 项异议没有答复。请先答复。", "objections-open")
    return Verdict.yes()


def _held(held: bool, reason: str) -> Verdict:
    return Verdict.yes() if held else _not(reason, "not-the-rater")


def _not(reason: str, code: str) -> Verdict:
    """Whoever sees the score but is not the one to act: no right is missing, it is another's turn."""
    return Verdict.no(reason, source=SOURCE, error=WrongState, code=code)


def _wrong(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=WrongState, code=code)


def _bad(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=Invalid, code=code)
