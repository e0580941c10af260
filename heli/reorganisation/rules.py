"""What an event needs beyond the organisations: where members go, reasons, whether it may be undone."""

from collections.abc import Iterable, Sequence

from heli.kernel.errors import WrongState
from heli.kernel.verdict import Strength, Verdict
from heli.orgs.catalogue import EventKind
from heli.orgs.rules.change import Change
from heli.orgs.rules.grounds import LASTING
from heli.reorganisation.catalogue import DRAFT, DraftMove, DraftState

_CHARTER = "《中国共产党章程》第八条"
_TOLD = 5


def have_somewhere_to_go(names: Sequence[str], change: Change) -> Verdict:
    """Every member belongs to a branch (S004-21): who is left over by a closing keeps it from being."""
    if not names:
        return Verdict.yes()
    told = "、".join(names[:_TOLD])
    rest = f"等 {len(names)} 人" if len(names) > _TOLD else f" {len(names)} 人"
    if change.kind is EventKind.SPLIT:
        way = "请逐人勾选去向，或在人员去向中补上。"
    else:
        way = "请选择承接组织，或先办理组织关系转接。"
    reason = f"{told}{rest}的组织关系还没有去处。每个党员都必须编入一个支部。{way}"
    return Verdict.no(reason, source=_CHARTER, strength=Strength.HARD, code="members-left-over")


def stand_by_then(names: Sequence[str], change: Change) -> Verdict:
    """Nobody is handed over to an organisation that did not exist on the day."""
    if not names:
        return Verdict.yes()
    reason = (
        f"{change.happened_on} 时还没有“{names[0]}”，不能由它承接。"
        "请改写当时已有的承接组织，或填它成立之后的生效日期。"
    )
    return Verdict.no(reason, source=LASTING, code="successor-not-yet")


def refusals(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those that block, whatever is written."""
    return [one for one in verdicts if not one and one.strength in (Strength.HARD, None)]


def to_be_reasoned(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those that are allowed with a written reason."""
    return [one for one in verdicts if not one and one.strength is Strength.GENERAL]


def informing(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those that only tell."""
    return [one for one in verdicts if not one and one.strength in (Strength.OPTION, Strength.LOCAL)]


def may_undo(*, undone: bool, is_undoing: bool) -> Verdict:
    """An event is undone once; an undoing is not undone but done again as an event of its own."""
    if undone:
        reason = "这次变动已经撤回过了。还要调整的，另行办理一次变动。"
        return Verdict.no(reason, source=LASTING, error=WrongState, code="undone-already")
    if is_undoing:
        return Verdict.no(
            "这是一次撤回，不能再撤回；需要时请重新办理原来的变动。",
            source=LASTING,
            error=WrongState,
            code="is-an-undoing",
        )
    return Verdict.yes()


def may_move(state: str, move: DraftMove) -> Verdict:
    """Whether a sheet in this state may take this step."""
    return DRAFT.may(DraftState(state), move)


def may_confirm(state: str, *, faults: int, rows: int) -> Verdict:
    """All or none: a sheet with a refused row is not carried out."""
    moved = may_move(state, DraftMove.CONFIRM)
    if not moved:
        return moved
    if not rows or faults:
        return Verdict.no(
            f"还有 {faults} 处不能办理，整张表都没有办理。请改正后重新上传。"
            if faults
            else "表里没有可以办理的事项。",
            error=WrongState,
            code="sheet-has-faults",
        )
    return Verdict.yes()
