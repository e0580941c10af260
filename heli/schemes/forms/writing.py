"""Forms of writing a scheme: a start from a ready one, the frame, one indicator, adopting."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from heli.duties.catalogue import RECORD_KINDS
from heli.kernel.periods import PeriodKind
from heli.orgs.catalogue import UNRECORDED_KINDS, Kind
from heli.schemes.actions.writing import Frame
from heli.schemes.catalogue import (
    MOST_DOCUMENT,
    MOST_NAME,
    Holder,
    Indicator,
    Measure,
    Over,
    Part,
    Rung,
    Shape,
    Template,
    Unknown,
)
from heli.schemes.models import IndicatorRow, Version
from heli.schemes.rules.definition import as_written, in_hundredths

_SUBJECTS = [(kind.value, kind.label) for kind in Kind if kind not in UNRECORDED_KINDS]
_POINTS = "填 0 至 100 之间的数，可以有两位小数，如 12.5。"
PLACES = [("", "机关本级和直属单位"), ("own", "仅机关本级"), ("attached", "仅直属单位")]


class Points(forms.DecimalField):
    """Points as an office writes them, with at most two places; cleaned to whole hundredths."""

    def __init__(self, *, label: str, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            min_value=0,
            max_value=100,
            max_digits=5,
            decimal_places=2,
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places"), _POINTS
            )
            | {"required": f"请填写{label}。"},
        )

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        return None if said is None else in_hundredths(said)


class StartForm(forms.Form):
    """A name, and the ready scheme to begin with."""

    name = forms.CharField(
        label="方案名称",
        max_length=MOST_NAME,
        help_text="如“2026 年机关党建工作考核方案”",
        error_messages={"required": "请填写方案名称。", "max_length": f"名称最多 {MOST_NAME} 个字。"},
    )
    template = forms.ChoiceField(
        label="从哪个示例开始",
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择一个示例，复制以后可以逐项修改。",
            "invalid_choice": "没有这个示例，请重新选择。",
        },
    )

    def __init__(self, data: Any = None, *, templates: Sequence[Template]) -> None:
        super().__init__(data)
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one.id, one.name) for one in templates]


class FrameForm(forms.Form):
    """Whom a version is for, its tiers, the cap of 加分, and the unknown."""

    kinds = forms.MultipleChoiceField(
        label="适用的组织类别",
        choices=_SUBJECTS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一类党组织。"},
    )
    tiers = forms.CharField(
        label="分档",
        widget=forms.Textarea({"rows": 5}),
        help_text="每行一档，从高到低，写名称和起点分，如“好 90”；最低一档从 0 分起",
        error_messages={"required": "请填写分档。"},
    )
    bonus_cap = Points(label="加分上限", help_text="加分合计最多计多少分；没有加分的填 0")
    unknown = forms.ChoiceField(label="情况未知的指标", choices=Unknown.choices, widget=forms.RadioSelect)
    period = forms.ChoiceField(
        label="多久考核一次", choices=[(one.value, f"每{one.label}") for one in PeriodKind]
    )

    @classmethod
    def of(cls, version: Version) -> "FrameForm":
        """The form as the version stands."""
        tiers = "\n".join(f"{name} {as_written(floor)}" for name, floor in version.tiers)
        return cls(
            initial={
                "kinds": version.kinds,
                "tiers": tiers,
                "bonus_cap": as_written(version.bonus_cap),
                "unknown": version.unknown,
                "period": version.period_kind,
            }
        )

    def clean_tiers(self) -> list[Rung]:
        """Each line a name and where it begins."""
        found = []
        for place, line in enumerate(self.cleaned_data["tiers"].splitlines(), start=1):
            if line.strip():
                name, _, floor = line.strip().rpartition(" ")
                found.append(Rung(name.strip()[:20], _number(floor, f"分档第 {place} 行“{line.strip()}”")))
                if not name.strip():
                    raise forms.ValidationError(f"分档第 {place} 行没有名称。请写成“好 90”的样子。")
        return found

    @property
    def frame(self) -> Frame:
        said = self.cleaned_data
        period = PeriodKind(said["period"])
        return Frame(said["kinds"], period, Unknown(said["unknown"]), said["bonus_cap"], said["tiers"])


class IndicatorForm(forms.Form):
    """One indicator."""

    group = forms.CharField(
        label="指标组",
        max_length=MOST_NAME,
        widget=forms.TextInput({"list": "groups", "autocomplete": "off"}),
        error_messages={"required": "请填写指标组，如“组织生活”。"},
    )
    name = forms.CharField(
        label="指标", max_length=MOST_NAME, error_messages={"required": "请填写指标名称。"}
    )
    part = forms.ChoiceField(label="性质", choices=Part.choices)
    weight = Points(label="分值", help_text="加分、扣分填上限；一票否决、清零填 0")
    measure = forms.ChoiceField(
        label="依据",
        choices=Measure.choices,
        help_text="前六种由系统从已有记录计算；人工评分由评分人填；登记事项用于加分、扣分、清零、一票否决",
    )
    shape = forms.ChoiceField(label="计分方式", choices=Shape.choices)
    over = forms.ChoiceField(label="计算范围", choices=Over.choices)
    tasks = forms.MultipleChoiceField(
        label="限于重点任务",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="用于完成率、按期率；不勾选为全部",
    )
    kinds = forms.MultipleChoiceField(
        label="限于记录类型",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="用于记录件数、到会率、核实通过率；不勾选为全部",
    )
    target = forms.IntegerField(
        label="目标数",
        required=False,
        min_value=1,
        max_value=10_000,
        help_text="对照目标数时填，如每半年党课 2 次",
        error_messages={"invalid": "目标数填整数。", "min_value": "目标数至少是 1。"},
    )
    each = Points(label="每项计多少分", required=False, help_text="每项计分时填")
    bands = forms.CharField(
        label="分档得分",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="分档得分时填，每行一档，从高到低：达到多少（比例或件数）得这项的百分之几，如“80 100”",
    )
    place = forms.ChoiceField(label="适用于", choices=PLACES, required=False)
    gives_to = forms.ChoiceField(
        label="不适用时并入",
        required=False,
        help_text="没有下级或直属单位的组织，这项分值并入哪个指标",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        version: Version,
        row: IndicatorRow | None = None,
        groups: Sequence[str],
        others: Sequence[IndicatorRow],
    ) -> None:
        super().__init__(data, initial=_initial(row) if row is not None else {"shape": Shape.SHARE})
        self.version, self.row = version, row
        self._choices("tasks", [(name, name) for name in groups])
        self._choices("kinds", [(one.id, one.name) for one in RECORD_KINDS().on(version.written_at.date())])
        earning = [one for one in others if Part(one.part).earns and one != row]
        self._choices(
            "gives_to", [("", "不并入，由其余指标分摊"), *((one.code, one.name) for one in earning)]
        )

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = choices

    def clean_bands(self) -> tuple[tuple[int, int], ...]:
        """Each line where a band begins, and its share of the weight."""
        found = []
        for place, line in enumerate(self.cleaned_data["bands"].splitlines(), start=1):
            if line.strip():
                parts = line.split()
                if len(parts) != 2:
                    raise forms.ValidationError(
                        f"分档得分第 {place} 行“{line.strip()}”写两个数，如“80 100”。"
                    )
                where = f"分档得分第 {place} 行“{line.strip()}”"
                found.append((_number(parts[0], where), _number(parts[1], where)))
        return tuple(found)

    @property
    def indicator(self) -> Indicator:
        """What was said; bands of a number of records are numbers, of a share percents in hundredths."""
        said = self.cleaned_data
        measure = Measure(said["measure"])
        bands = tuple(
            (floor // 100 if measure is Measure.RECORDS else floor, share) for floor, share in said["bands"]
        )
        attached = {"own": False, "attached": True}.get(said["place"])
        held = () if attached is None else tuple(Holder(kind, attached) for kind in self.version.kinds)
        return Indicator(
            code=self.row.code if self.row is not None else "",
            group=" ".join(said["group"].split()),
            name=" ".join(said["name"].split()),
            part=Part(said["part"]),
            weight=said["weight"],
            measure=measure,
            shape=Shape(said["shape"]),
            over=Over(said["over"]),
            tasks=tuple(said["tasks"]),
            kinds=tuple(said["kinds"]),
            target=said["target"] or 0,
            each=said["each"] or 0,
            bands=bands,
            holds_for=held,
            gives_to=said["gives_to"],
        )


class AdoptForm(forms.Form):
    """By which document or meeting a version is adopted."""

    document = forms.CharField(
        label="审定的文号或会议",
        max_length=MOST_DOCUMENT,
        help_text="如“市直机关工委 2026 年第 3 次委员会会议”",
        error_messages={"required": "请填写审定的文号或会议名称。"},
    )


def _initial(row: IndicatorRow) -> dict[str, object]:
    by_number = row.measure == Measure.RECORDS
    bands = "\n".join(
        f"{floor if by_number else as_written(floor)} {as_written(share)}" for floor, share in row.bands
    )
    places = {attached for _, attached, _ in row.holds_for}
    place = {frozenset({False}): "own", frozenset({True}): "attached"}.get(frozenset(places), "")
    return {
        "group": row.group,
        "name": row.name,
        "part": row.part,
        "weight": as_written(row.weight),
        "measure": row.measure,
        "shape": row.shape,
        "over": row.over,
        "tasks": row.tasks,
        "kinds": row.kinds,
        "target": row.target or None,
        "each": as_written(row.each) if row.each else None,
        "bands": bands,
        "place": place,
        "gives_to": row.gives_to,
    }


def _number(text: str, where: str) -> int:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise forms.ValidationError(
            f"{where}里的“{text.strip()}”不是数。请写成“好 90”“80 100”的样子。"
        ) from None
    if not 0 <= value <= 10_000:
        raise forms.ValidationError(f"{where}里的数要在 0 和 10000 之间。")
    return in_hundredths(value)
