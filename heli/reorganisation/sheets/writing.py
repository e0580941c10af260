"""What is given out: an empty 《组织变动表》, an example of one, and the lists of the four checks."""

from collections.abc import Sequence

from heli.reorganisation.catalogue import Check
from heli.reorganisation.queries.checks import Looking, told
from heli.reorganisation.sheets.table import EVENTS, GOINGS
from heli.sheets.table import Table
from heli.sheets.writing import Heading, SheetOut, ValueKind

_DATED = {"happened_on": ValueKind.DATE}
_NOTE = "每行一件事，从上到下依次办理，后面的行可以写前面的行新设的党组织；同一格写多个时用顿号隔开。"
_NOTE_OF_GOINGS = "只有拆分需要填写：原党组织的每名党员到哪个新党组织；没有列出的，留在保留的原党组织。"

_PAPER = ("2026-05-20", "青直工委〔2026〕15号", "机构改革")
_EXAMPLE: tuple[dict[str, str], ...] = (
    {
        "kind": "设立",
        "new_name": "中共青岚市数据局机关委员会",
        "new_kind": "机关党委",
        "parent": "中共青岚市委市直属机关工作委员会",
        "leader": "中共青岚市数据局党组",
        "unit": "青岚市数据局",
        "why": "党员不足100人，因工作需要，经批准设立",
    },
    {
        "kind": "划转",
        "organisation": "中共青岚市信息中心支部委员会",
        "parent": "中共青岚市数据局机关委员会",
        "leader": "中共青岚市数据局党组",
        "leading": "领导",
    },
    {
        "kind": "更名",
        "organisation": "中共青岚市信息中心支部委员会",
        "new_name": "中共青岚市数据中心支部委员会",
    },
    {
        "kind": "合并",
        "organisation": "中共青岚市教育局机关第二支部委员会",
        "successor": "中共青岚市教育局机关第一支部委员会",
    },
    {
        "kind": "拆分",
        "organisation": "中共青岚市第一中学高中部支部委员会",
        "new_name": "中共青岚市第一中学初中部支部委员会",
        "successor": "中共青岚市第一中学高中部支部委员会",
    },
    {
        "kind": "升格",
        "organisation": "中共青岚市教育考试中心支部委员会",
        "new_kind": "党总支",
        "why": "经批准",
    },
    {
        "kind": "撤销",
        "organisation": "中共青岚市教育印务有限公司支部委员会",
        "successor": "中共青岚市教育考试中心总支部委员会",
    },
)
_GOINGS = (
    ("杨景行", "", "中共青岚市第一中学高中部支部委员会", "中共青岚市第一中学初中部支部委员会"),
    ("罗以宁", "", "中共青岚市第一中学高中部支部委员会", "中共青岚市第一中学初中部支部委员会"),
)


def template() -> list[SheetOut]:
    """Both tables with their headings alone."""
    return [_sheet(EVENTS, (), _NOTE), _sheet(GOINGS, (), _NOTE_OF_GOINGS)]


def example() -> list[SheetOut]:
    """Both tables with a row of each kind, of invented organisations."""
    keys = [column.key for column in EVENTS.columns]
    day, number, reason = _PAPER
    paper = {"happened_on": day, "document_number": number, "reason": reason}
    rows = [
        (place, *({**paper, **row}.get(key, "") for key in keys))
        for place, row in enumerate(_EXAMPLE, start=1)
    ]
    goings = [(place, *row) for place, row in enumerate(_GOINGS, start=1)]
    return [_sheet(EVENTS, rows, _NOTE), _sheet(GOINGS, goings, _NOTE_OF_GOINGS)]


def _sheet(table: Table, rows: Sequence[Sequence[object]], note: str) -> SheetOut:
    headings = [Heading("序号", 6)]
    headings += [Heading(one.title, 24, _DATED.get(one.key, ValueKind.TEXT)) for one in table.columns]
    return SheetOut(table.title, headings, rows, note)


def checks(looking: Looking) -> list[SheetOut]:
    """The four checks, a sheet each."""
    headings = (Heading("单位", 30), Heading("党组织", 40), Heading("要办的事", 60))
    return [
        SheetOut(
            check.label,
            headings,
            ((one.organ, one.organisation, one.words) for one in told(check, looking)),
            f"截至 {looking.on}",
        )
        for check in Check
    ]
