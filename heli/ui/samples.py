"""Invented values for the gallery; every page that shows them is marked 示例."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse

from heli.kernel.errors import Invalid
from heli.kernel.verdict import Verdict
from heli.ui.catalogue import Chip, Crumb, Month, State, Tab

PEOPLE = tuple(f"{name}示例" for name in ("张", "王", "欧阳", "李", "赵", "陈", "司马", "周"))
REFUSED = Verdict.no(
    "示例：应到 18 人，实到 8 人，没有超过半数", source="《中国共产党支部工作条例（试行）》第十一条"
)
ALLOWED = Verdict.yes()

DAY = date(2026, 6, 30)
_UNITS = (
    "市教育局",
    "市水务局",
    "市司法局",
    "市统计局",
    "市气象局",
    "市档案馆",
    "市体育局",
    "市审计局",
    "市商务局",
)
_DUTIES = (
    "支部党员大会",
    "支部委员会",
    "党小组会",
    "党课",
    "主题党日",
    "谈心谈话",
    "组织生活会",
    "民主评议党员",
)
_STATES = tuple(State)
ICONS = (
    *("alert-triangle", "arrow-left", "chevron-down", "circle-check", "circle-x", "download", "filter"),
    *("info-circle", "maximize", "menu-2", "paperclip", "plus", "printer", "search", "text-size", "upload"),
    *("user-circle", "x"),
)


class Row(NamedTuple):
    """One line of the sample list."""

    name: str
    duty: str
    due_on: date
    owed: int
    present: int | None
    state: State
    detail: str


class SampleForm(forms.Form):
    """One field of each sort; nothing that is sent here is kept."""

    kind = forms.ChoiceField(
        label="会议类别",
        choices=[(name, name) for name in _DUTIES[:5]],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择会议类别"},
    )
    organisation = forms.CharField(label="党组织", initial="示例支部", disabled=True)
    held_on = forms.DateField(
        label="召开日期", initial=DAY, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    topic = forms.CharField(
        label="议题",
        max_length=100,
        help_text="一句话写明讨论什么，如：讨论接收预备党员",
        error_messages={"required": "请填写议题"},
    )
    place = forms.ChoiceField(
        label="地点", required=False, choices=[("", "请选择"), ("1", "本单位会议室"), ("2", "党员活动室")]
    )
    parts = forms.MultipleChoiceField(
        label="同时进行",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "党课"), ("2", "谈心谈话")],
    )
    minutes = forms.CharField(label="会议记录", required=False, widget=forms.Textarea(attrs={"rows": 5}))
    attachment = forms.FileField(
        label="附件", required=False, help_text="不要求照片；一个文件可以证明多项记录"
    )
    announced = forms.BooleanField(label="已提前通知全体党员", required=False)


def rows() -> list[Row]:
    """108 lines: nine units by twelve turns through duties and states."""
    made = []
    for number in range(108):
        state = _STATES[number % len(_STATES)]
        days = number % 11
        detail = {State.OVERDUE: f"已过 {days + 1} 天", State.DUE_SOON: f"还有 {days} 天"}.get(state, "")
        present = None if state is State.UNKNOWN else 18 - days
        made.append(
            Row(
                name=f"{_UNITS[number % len(_UNITS)]}示例第{'一二三四五六七八九十'[number % 10]}党支部",
                duty=_DUTIES[number % len(_DUTIES)],
                due_on=DAY + timedelta(days=days - 5),
                owed=18,
                present=present,
                state=state,
                detail=detail,
            )
        )
    return made


def months() -> list[Month]:
    """A year of a branch, as of the end of June."""
    past = [(4, 4), (5, 5), (4, 4), (7, 6), (5, 5), (6, 3)]
    states = [State.ON_TIME, State.LATE, State.ON_TIME, State.OVERDUE, State.ON_TIME, State.DUE_SOON]
    first = [
        Month(number, state, owed, done, f"#{number}")
        for number, ((owed, done), state) in enumerate(zip(past, states, strict=True), start=1)
    ]
    return first + [Month(number, State.NOT_DUE, 4, 0, f"#{number}") for number in range(7, 13)]


def crumbs(page: str = "") -> list[Crumb]:
    """Where the gallery, or a sample page beneath it, stands."""
    above = Crumb("合力", "/")
    return (
        [above, Crumb("界面组件", reverse("ui:gallery")), Crumb(page)] if page else [above, Crumb("界面组件")]
    )


def gallery() -> dict[str, Any]:
    """What `/ui/` shows."""
    return {
        "states": [(kind, kind.value) for kind in State],
        "refused": REFUSED,
        "allowed": ALLOWED,
        "months": months(),
        "icons": ICONS,
        "form": SampleForm({"topic": ""}),
        "tabs": [Tab("概况", "#tabs", active=True), Tab("应办", "#tabs", number=12), Tab("记录", "#tabs")],
    }


def keep_nothing(*, present: int) -> None:
    """What an action would do here. Invalid (`sample-quorum`) when not more than half of them are present."""
    if 2 * present <= len(PEOPLE):
        raise Invalid(
            "sample-quorum",
            f"示例：不能保存这次会议。应到 {len(PEOPLE)} 人，实到 {present} 人，没有超过半数。"
            "请核对到会人员，或改期召开。",
            fields={"present": f"至少需要 {len(PEOPLE) // 2 + 1} 人到会"},
        )


def attendance() -> dict[str, Any]:
    """Who was there, all of them ticked, and the reasons for being away."""
    return {"people": PEOPLE, "reasons": ["因公出差", "病假", "事假", "外出学习"], "allowed": ALLOWED}


def listing(*, page: str, sort: str) -> dict[str, Any]:
    """What the sample list shows: 50 lines a page, by name or by date either way."""
    found = rows()
    if sort.lstrip("-") == "due":
        found.sort(key=lambda row: row.due_on, reverse=sort.startswith("-"))
    chips = [Chip("状态：全部八种", "?"), Chip("期间：2026年上半年", "?")]
    return {"page": Paginator(found, 50).get_page(page), "chips": chips, "sort": sort, "form": SampleForm()}


def board() -> dict[str, Any]:
    """What the sample board shows: units by requirements, in two groups."""
    groups = [
        ("组织建设", [*_DUTIES]),
        ("思想建设", ["理论学习", "党员培训", "意识形态分析", "专题宣讲", "读书交流"]),
    ]
    what = [name for _, names in groups for name in names]
    lines = []
    for number, unit in enumerate(_UNITS * 3):
        cells = [_STATES[(number * 5 + column * column) % len(_STATES)] for column in range(len(what))]
        lines.append((f"{unit}（示例）", "一二三"[number % 3] + "档", list(zip(what, cells, strict=True))))
    rates = [("完成", "78.6%"), ("按期", "71.2%"), ("核实", "40.0%")]
    return {"groups": groups, "what": what, "lines": lines, "rates": rates, "states": list(State)}
