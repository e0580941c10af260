"""The form of one indicator."""

from collections.abc import Sequence
from typing import Any

from django import forms

from heli.duties.catalogue import RECORD_KINDS
from heli.schemes.catalogue import MOST_NAME, Holder, Indicator, Measure, Over, Part, Shape, Times
from heli.schemes.forms.writing import Points, number_in
from heli.schemes.models import IndicatorRow, Version
from heli.schemes.rules.definition import as_written

PLACES = [("", "机关本级和直属单位"), ("own", "仅机关本级"), ("attached", "仅直属单位")]


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
        help_text="完成率至晒比评评议由系统从已有记录计算；人工评分由评分人填；登记事项用于加分、扣分、清零、一票否决",
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
    least = Points(label="保底分", required=False, help_text="有依据时至少得多少分；没有保底的不填")
    times = forms.ChoiceField(
        label="每位评分人评几次",
        choices=Times.choices,
        required=False,
        help_text="只用于人工评分，按考核周期计",
    )
    each = Points(label="每项计多少分", required=False, help_text="每项计分时填")
    bands = forms.CharField(
        label="分档得分",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="分档得分时填，每行一档，从高到低：达到多少（比例或件数）得这项的百分之几，如“80 100”",
    )
    worths = forms.CharField(
        label="每种意见折算",
        required=False,
        help_text="用于述职测评、晒比评评议：好、较好、一般、差（较差）的票各折算百分之几，如“100 80 60 0”",
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
                found.append((number_in(parts[0], where), number_in(parts[1], where)))
        return tuple(found)

    def clean_worths(self) -> tuple[int, ...]:
        """A number for each mark of a vote, or nothing."""
        said = self.cleaned_data["worths"]
        return tuple(number_in(one, f"每种意见折算“{said}”") for one in said.split())

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
            least=said["least"] or 0,
            worths=said["worths"],
            times=Times(said["times"] or Times.LAST),
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
        "least": as_written(row.least) if row.least else None,
        "times": row.times,
        "worths": " ".join(as_written(one) for one in row.worths),
        "bands": bands,
        "place": place,
        "gives_to": row.gives_to,
    }
