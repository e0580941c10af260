"""Who puts whom on the list, with what; who may help; when it is a 反弹. Pure answers."""

from collections.abc import Collection
from datetime import date, timedelta

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.accounts.scope import Target
from heli.kernel.action import Doer
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.weak.catalogue import HELPERS, LISTED_KINDS, LISTERS, SOURCE


def may_keep(by: Doer, lister: Target, organisation: Target) -> Verdict:
    """The right at the one that lists and over the one that is listed."""
    return all_of(may(by, Permission.WEAK_KEEP, lister), may(by, Permission.WEAK_KEEP, organisation))


def may_mend(by: Doer, organisation: Target) -> Verdict:
    return may(by, Permission.WEAK_MEND, organisation)


def stands_above(lister: Target, organisation: Target) -> bool:
    """Whether an organisation is beneath another by 隶属, and is not it."""
    return lister.pk != organisation.pk and organisation.path.startswith(lister.path)


def can_list(
    lister: Target, lister_kind: str, organisation: Target, kind: str, *, is_open: bool, is_closed: bool
) -> Verdict:
    """The 工委 or a 机关党委 lists a standing organisation beneath it that is not on the list."""
    if lister_kind not in LISTERS:
        return _wrong("软弱落后党组织由机关工委或者机关党委认定。请报机关党委研究。", "not-a-lister")
    if not stands_above(lister, organisation):
        return _wrong("只能认定所属的下级党组织，不能认定本组织。", "not-beneath")
    if kind not in LISTED_KINDS:
        return _wrong("只能认定机关党委、党委、党总支和党支部；党组不在此列。", "kind-not-listed")
    if is_closed:
        return _wrong("这个党组织已经撤销，不能列入。", "closed")
    if is_open:
        return _wrong("这个党组织已经在名单里，还没有销号，不用重复列入。", "already-listed")
    return Verdict.yes()


def is_ground(
    reasons: Collection[str], known: Collection[str], words: str, document: str, listed_on: date, today: date
) -> Verdict:
    """At least one known reason, `other` in words, a document, a day that has been."""
    if not reasons or not set(reasons) <= set(known):
        return _bad("请至少选择一种列出的情形。", "reason-missing")
    if "other" in reasons and not words.strip():
        return _bad("选择“其他情形”时，请在说明里写明是什么情形。", "words-missing")
    if listed_on > today:
        return _bad("列入日期不能在今天以后，请核对。", "day-to-come")
    return is_said(document, "请填写认定的文号或会议名称。", "document-missing")


def is_deadline(listed_on: date, due_on: date, today: date, longest: int) -> Verdict:
    """To come, and at most so many days after listing."""
    if due_on <= max(listed_on, today):
        return _bad("改进期限应在今天以后，请核对。", "due-past")
    last = listed_on + timedelta(days=longest)
    if due_on > last:
        return _bad(f"改进期限最长 {longest} 天（示例），请定在 {last} 或以前。", "due-too-late")
    return Verdict.yes()


def can_help(office: str, is_held: bool, is_above: bool) -> Verdict:
    """包联: somebody who today holds an office of a leader at what stands above."""
    if office not in HELPERS or not is_above:
        return _bad("帮带人应是上级党组织或者领导它的党组的书记、副书记、委员（成员）。", "not-above")
    if not is_held:
        return _bad("这项职务已经免去。请另选帮带人。", "post-ended")
    return Verdict.yes()


def can_pair(is_apart: bool, is_open: bool, star: int | None, least: int, least_name: str) -> Verdict:
    """结对: another organisation of the same lister that stands well and is not on the list."""
    if not is_apart:
        return _bad("结对党组织应是认定组织所属的另一个党组织。", "partner-not-beneath")
    if is_open:
        return _bad("这个党组织自己还在软弱落后名单里，不能结对帮带。", "partner-listed")
    if star is None or star < least:
        return _bad(f"结对党组织要有有效的{least_name}以上星级（示例，待工委确认）。", "partner-star")
    return Verdict.yes()


def is_relapse(cleared_on: date | None, listed_on: date, days: int) -> bool:
    """反弹: on the list again within so many days of being cleared."""
    return cleared_on is not None and cleared_on <= listed_on <= cleared_on + timedelta(days=days)


def can_withdraw(why: str, document: str) -> Verdict:
    """A listing that should not have been, with reason and document."""
    return all_of(
        is_said(why, "请写明撤销认定的原因。", "why-missing"),
        is_said(document, "请填写撤销认定的文号或会议名称。", "document-missing"),
    )


def can_change(*, is_open: bool) -> Verdict:
    """Helper, partner and day stand once the listing has ended."""
    if is_open:
        return Verdict.yes()
    return _wrong("这项认定已经销号或者撤销，不能再改帮带人和期限。", "listing-ended")


def is_said(words: str, missing: str, code: str) -> Verdict:
    return Verdict.yes() if words.strip() else _bad(missing, code)


def _wrong(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=WrongState, code=code)


def _bad(reason: str, code: str) -> Verdict:
    return Verdict.no(reason, source=SOURCE, error=Invalid, code=code)
