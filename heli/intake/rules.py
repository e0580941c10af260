"""May it be loaded, checked again, given up? How are files called apart, and how is a row's result told?"""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from heli.intake.catalogue import INTAKE, MOST_BYTES_AT_ONCE, MOST_FILES, IntakeMove, IntakeState
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.sheets.faults import Kind
from heli.sheets.reading import MOST_BYTES

LONGEST_NAME = 200


def may_move(state: str, move: IntakeMove) -> Verdict:
    """Whether an intake in this state may take this step."""
    return INTAKE.may(IntakeState(state), move)


def may_confirm(state: str, *, ready: int, kept: bool) -> Verdict:
    """Whether there is something to load, and it is time to."""
    something = (
        Verdict.yes()
        if ready
        else Verdict.no("没有可以导入的行。请改正后重新上传。", error=WrongState, code="nothing-to-load")
    )
    return all_of(may_move(state, IntakeMove.CONFIRM), something, _is_there(kept))


def may_recheck(state: str, *, kept: bool) -> Verdict:
    """Whether it can be checked again: the contents of its workbooks must still be there."""
    return all_of(may_move(state, IntakeMove.RECHECK), _is_there(kept))


def _is_there(kept: bool) -> Verdict:
    if kept:
        return Verdict.yes()
    return Verdict.no("文件内容已按期清除，请重新上传。", error=WrongState, code="workbooks-forgotten")


def fits_upload(sizes: Sequence[int]) -> Verdict:
    """Whether so many files of these sizes (bytes) can be taken at once."""
    if not sizes:
        return Verdict.no("请选择要导入的文件。", code="no-file")
    if len(sizes) > MOST_FILES:
        return Verdict.no(f"一次最多上传 {MOST_FILES} 个文件，请分几次上传。", code="too-many-files")
    if max(sizes) > MOST_BYTES:
        return Verdict.no(f"单个文件不能超过 {_megabytes(MOST_BYTES)}。", code="file-too-large")
    if sum(sizes) > MOST_BYTES_AT_ONCE:
        return Verdict.no(
            f"文件合计不能超过 {_megabytes(MOST_BYTES_AT_ONCE)}，请分几次上传。", code="files-too-large"
        )
    return Verdict.yes()


def _megabytes(size: int) -> str:
    return f"{size // 1024 // 1024} MB"


def told_apart(names: Iterable[str]) -> list[str]:
    """The names as kept: none twice (名册（2）.xlsx), none longer than its column, the ending kept."""
    kept: list[str] = []
    for name in names:
        ending = PurePath(name).suffix[:12]
        stem = name.removesuffix(PurePath(name).suffix).replace("\0", "")[: LONGEST_NAME - 20]
        number, free = 1, f"{stem}{ending}"
        while free in kept:
            number += 1
            free = f"{stem}（{number}）{ending}"
        kept.append(free)
    return kept


def result_of(findings: Sequence[tuple[Kind, str]], *, loaded: bool) -> str:
    """What 导入结果 says of a row: `findings` are (kind, message); `loaded` whether the intake was loaded."""
    done, not_done = ("已导入", "未导入") if loaded else ("可导入", "不能导入")
    said = {
        kind: "；".join(message.rstrip("。") for of, message in findings if of is kind)
        for kind in Kind
        if any(of is kind for of, _ in findings)
    }
    if Kind.REFUSE in said:
        return f"{not_done}：{said[Kind.REFUSE]}"
    pieces = []
    if Kind.WARN in said:
        pieces.append(f"提醒：{said[Kind.WARN]}")
    if Kind.DECIDE in said:
        pieces.append(f"待定：{said[Kind.DECIDE]}")
    if Kind.TOLERATE in said:
        pieces.append(f"已按原意读取：{said[Kind.TOLERATE]}")
    return "，".join([done, *pieces])
