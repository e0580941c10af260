"""Whether a 组织变动 may be, as verdicts: H refuses, G asks for a reason, M tells (R01-01, R02-02)."""

from collections.abc import Sequence
from datetime import date

from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import (
    BRANCH_KINDS,
    LEADING_KINDS,
    SETTING,
    EventKind,
    Kind,
    Leading,
)
from heli.orgs.rules.change import Change, Founding
from heli.orgs.rules.setting import Setting, setting_faults

_ORGANS = "《中国共产党党和国家机关基层组织工作条例》"
_STATUTE = f"{_ORGANS}第二条"
_GROUPS = "《中国共产党党组工作条例》第二条、第五条（条号待核原文）"
_MEMBERS_OF_GENERAL = "《中国共产党章程》第三十条"
_STANDS_ALONE = LEADING_KINDS - {Kind.LOCAL_COMMITTEE}
_LEADERS = LEADING_KINDS | {Kind.COMMITTEE}
_COUNTED = frozenset({Kind.BRANCH, Kind.JOINT_BRANCH, Kind.RETIRED_BRANCH})
MOST_SIGNS = {"document_number": 60, "reason": 300, "new_name": 120}


def shape_faults(change: Change, today: date) -> list[Verdict]:
    """What is missing or does not fit together in what is asked, before any organisation is looked at."""
    faults = [*_paper_faults(change, today), *_part_faults(change)]
    for founding in change.founding:
        faults += founding_faults(founding)
    return faults


def _paper_faults(change: Change, today: date) -> list[Verdict]:
    faults = []
    if not change.document_number.strip():
        faults.append(_no("no-document", "请填写文号：组织变动凭批复、通知等文件办理。"))
    if not change.reason.strip():
        faults.append(_no("no-reason", "请填写缘由，例如“机构改革”“党员人数减少”。"))
    for name, most in MOST_SIGNS.items():
        text = getattr(change, name) or ""
        if len(text) > most:
            faults.append(_no("text-too-long", f"“{text[:12]}…”有 {len(text)} 个字，最多 {most} 个。"))
    if change.happened_on > today:
        faults.append(
            _no("in-future", f"生效日期 {change.happened_on} 晚于今天。请在文件生效之日或之后办理。")
        )
    return faults


def _part_faults(change: Change) -> list[Verdict]:
    kind, number = change.kind, len(change.subjects)
    if len(set(change.subjects)) < number:
        return [_no("subject-twice", "同一个组织选了两次，请去掉重复的。")]
    if kind is EventKind.FOUNDED:
        return [] if change.founding else [_no("nothing-founded", "请填写要设立的党组织。")]
    if not number:
        return [_no("no-subject", "请选择要变动的党组织。")]
    one_only = {EventKind.RENAMED, EventKind.RAISED, EventKind.SPLIT}
    if kind in one_only and number > 1 and not change.restored:
        return [_no("one-at-a-time", f"{kind.label}一次办理一个党组织，请分别办理。")]
    if change.restored or change.ended:
        return []
    return _kind_faults(change)


def _kind_faults(change: Change) -> list[Verdict]:
    match change.kind:
        case EventKind.RENAMED if not (change.new_name or "").strip():
            return [_no("no-new-name", "请填写新的名称。")]
        case EventKind.RAISED if change.new_kind is None:
            return [_no("no-new-kind", "请选择升格后的组织类别。")]
        case EventKind.MOVED if _moves_nothing(change):
            return [_no("moves-nothing", "请选择新的上级党组织、领导党组（党委）或所在单位。")]
        case EventKind.MERGED:
            if change.successor in change.subjects:
                return [_no("merged-into-itself", "承接组织不能同时被并入，请从被并入的组织中去掉它。")]
            if (change.successor is None) == (len(change.founding) != 1):
                return [_no("no-successor", "请选择并入哪个党组织，或填写合并后新设的一个党组织。")]
        case EventKind.SPLIT if not change.founding:
            return [_no("nothing-founded", "请填写拆分后新设的党组织。")]
        case EventKind.SPLIT if change.successor is None and len(change.founding) < 2:
            return [_no("split-into-one", "原组织不保留时，拆分后至少有两个新设的党组织；改名请办理更名。")]
        case EventKind.CLOSED if change.successor in change.subjects:
            return [_no("merged-into-itself", "承接组织不能同时是被撤销的组织。")]
    return []


def _moves_nothing(change: Change) -> bool:
    asked = (change.new_parent, change.new_leader, change.new_leading, change.new_unit)
    return all(one is None for one in asked)


def founding_faults(founding: Founding) -> list[Verdict]:
    """A name, and a unit: above all a 党组 leads a unit and is nothing without one."""
    faults = []
    if not founding.name.strip():
        faults.append(_no("no-name", "请填写新设党组织的全称。"))
    if len(founding.name) > MOST_SIGNS["new_name"]:
        faults.append(_no("text-too-long", f"名称有 {len(founding.name)} 个字，最多 120 个。"))
    if not founding.unit.strip():
        faults.append(unit_missing(founding.name, founding.kind))
    return faults


def unit_missing(name: str, kind: str) -> Verdict:
    """Nothing is founded without its unit."""
    if kind in _STANDS_ALONE:
        reason = f"“{name}”没有所在单位。党组设在单位的领导机关中，请填写它领导的单位。"
        return _no("body-without-unit", reason, source=_GROUPS)
    return _no("no-unit", f"“{name}”没有所在单位，请填写。", source=_STATUTE)


def may_hang(name: str, kind: str, parent_name: str, parent_kind: str | None) -> Verdict:
    """Whether an organisation of `kind` may be affiliated (隶属) to one of `parent_kind`, None for none."""
    if parent_kind is None:
        if kind in LEADING_KINDS or kind == Kind.WORK_COMMITTEE:
            return Verdict.yes()
        return _no("no-parent", f"“{name}”没有上级党组织，请选择隶属的机关工委、机关党委或党总支。", _STATUTE)
    if kind in _STANDS_ALONE:
        reason = (
            f"“{name}”是{Kind(kind).label}，不隶属于其他党组织；它与机关党组织是领导关系。请去掉上级党组织。"
        )
        return _no("body-with-parent", reason, _GROUPS)
    if parent_kind in _STANDS_ALONE:
        reason = f"“{parent_name}”与机关党组织是领导关系，不是隶属关系。上级请选隶属的机关工委或机关党委。"
        return _no("parent-is-leading-body", reason, _STATUTE)
    if parent_kind in BRANCH_KINDS:
        reason = f"“{parent_name}”是党支部，其下不设党组织。请选择党总支或党委为上级，或先将它升格。"
        return _no("parent-is-branch", reason, _MEMBERS_OF_GENERAL)
    if parent_kind == Kind.GENERAL_BRANCH and kind not in BRANCH_KINDS:
        reason = f"“{parent_name}”是党总支，其下只设党支部。请另选上级党组织。"
        return _no("general-above-committee", reason, _MEMBERS_OF_GENERAL)
    if kind == Kind.WORK_COMMITTEE and parent_kind not in {Kind.WORK_COMMITTEE, Kind.LOCAL_COMMITTEE}:
        return _no("work-committee-beneath", "机关工委只隶属于上一级机关工委或派出它的地方党委。", _STATUTE)
    return Verdict.yes()


def may_lead(name: str, kind: str, leader_name: str, leader_kind: str, leading: str) -> Verdict:
    """Whether a body of `leader_kind` may lead, guide or send out one of `kind` (R08-05, S004-05)."""
    if leader_kind not in _LEADERS:
        reason = f"“{leader_name}”不是党组、党委或部务会，不能作“{name}”的领导党组（党委）。请另选。"
        return _no("leader-cannot-lead", reason, _GROUPS)
    if leading == Leading.DISPATCHES and not (
        kind == Kind.WORK_COMMITTEE and leader_kind in {Kind.LOCAL_COMMITTEE, Kind.LEADING_COMMITTEE}
    ):
        reason = f"派出关系只用于地方党委派出的机关工委；“{name}”请选领导或指导督促。"
        return _no("dispatch-misplaced", reason, f"{_ORGANS}第三十四条")
    return Verdict.yes()


def not_beneath_itself(name: str, path: str, parent_name: str, parent_path: str) -> Verdict:
    """A move under oneself or one's own descendant is no tree any more."""
    if not parent_path.startswith(path):
        return Verdict.yes()
    reason = f"“{parent_name}”在“{name}”之下，不能作它的上级。请先把“{parent_name}”划出，或另选上级。"
    return _no("own-descendant", reason)


def size_faults(name: str, kind: str, full: int | None, members: int | None, on: date) -> list[Verdict]:
    """R01-01 (H) and R01-02 (G) of a branch as it will be: too few full members, too many members."""
    if kind not in _COUNTED or members is None or full is None:
        return []
    faults = []
    least, most = SETTING().get("branch-least", on), SETTING().get("branch-most", on)
    if full < least.number:
        reason = (
            f"变动后“{name}”有正式党员 {full} 人，不足 {least.number} 人，不能单独成立党支部。"
            "请并入其他党支部，或与邻近单位成立联合党支部。"
        )
        faults.append(_no(least.rule, reason, least.source, least.strength))
    if members > most.number:
        reason = (
            f"变动后“{name}”有党员 {members} 人，一个党支部一般不超过 {most.number} 人。"
            "可分设党支部；确需如此的请写明理由。"
        )
        faults.append(_no(most.rule, reason, most.source, most.strength))
    return faults


def split_faults(name: str, full: int | None, into: int, on: date) -> list[Verdict]:
    """Whether there are full members enough for so many branches, however they are spread (R01-01)."""
    least = SETTING().get("branch-least", on)
    if full is None or full >= least.number * into:
        return []
    reason = (
        f"“{name}”有正式党员 {full} 人，拆成 {into} 个党支部后，至少有一个不足 {least.number} 人。"
        "请少设党支部，或保持不拆。"
    )
    return [_no(least.rule, reason, least.source, least.strength)]


def raising_faults(
    name: str,
    kind: str,
    new_kind: str,
    nature: str,
    members: int | None,
    on: date,
    *,
    founded_on: date | None = None,
    ends_on: date | None = None,
) -> list[Verdict]:
    """What raising to 总支 or 机关党委 asks for: members, or the superior's approval (R02-02, R02-03)."""
    setting = Setting(new_kind, nature, members, founded_on=founded_on, ends_on=ends_on)
    faults = setting_faults(setting, on)
    if new_kind == kind:
        return [_no("same-kind", f"“{name}”已经是{Kind(kind).label}，请选择升格后的类别。")]
    if kind in BRANCH_KINDS and new_kind not in BRANCH_KINDS:
        reason = f"“{name}”升格后下设党支部须另行设立，党员名册随之划入各党支部；之前党员仍在“{name}”名下。"
        faults.append(_no("branches-needed", reason, _MEMBERS_OF_GENERAL, Strength.OPTION))
    if new_kind == Kind.ORGAN_COMMITTEE:
        reason = "设机关党委的，同时设机关纪委；机关纪委书记由机关党委副书记或相应职级党员干部担任。"
        faults.append(
            _no("R02-06", reason, _STATUTE.replace("第二条", "（R02-06，条号待核原文）"), Strength.OPTION)
        )
    return faults


def still_beneath(name: str, beneath: Sequence[str], *, led: bool = False) -> Verdict:
    """A closing organisation leaves nothing behind that hangs on it or is led by it."""
    if not beneath:
        return Verdict.yes()
    told = "、".join(f"“{one}”" for one in beneath[:5])
    rest = f"等 {len(beneath)} 个党组织" if len(beneath) > 5 else ""
    if led:
        reason = f"“{name}”还领导{told}{rest}。请同时填写它们新的领导党组（党委），或先行调整。"
        return _no("still-leads", reason)
    return _no("still-above", f"“{name}”之下还有{told}{rest}。请同时填写它们新的上级，或先行划转、撤销。")


def _no(code: str, reason: str, source: str = "", strength: Strength = Strength.HARD) -> Verdict:
    return Verdict.no(reason, source=source, strength=strength, code=code)
