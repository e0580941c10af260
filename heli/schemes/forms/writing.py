"""Forms of writing a scheme: a start from a ready one, the frame, one indicator, adopting."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from heli.kernel.periods import PeriodKind
from heli.orgs.models import Organisation
from heli.schemes.actions.writing import Frame
from heli.schemes.catalogue import (
    MOST_DOCUMENT,
    MOST_NAME,
    Limit,
    Rung,
    Template,
    Unknown,
)
from heli.schemes.models import Version
from heli.schemes.rules.definition import as_written, in_hundredths, kinds_judged

_POINTS = "填 0 至 100 之间的数，可以有两位小数，如 12.5。"


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


class FindForm(forms.Form):
    """A part of the name of a scheme of a 机关党委, or of the 机关党委."""

    name = forms.CharField(label="方案或机关党委的名称", required=False, max_length=MOST_NAME)

    @property
    def words(self) -> str:
        """What is looked for; empty where nothing is."""
        return str(self.cleaned_data["name"]) if self.is_valid() else ""


class StartForm(forms.Form):
    """Whose scheme, where one writes for several; a name, and the ready scheme to begin with."""

    organiser = forms.TypedChoiceField(
        label="制定组织",
        coerce=int,
        widget=forms.RadioSelect,
        help_text="机关党委的方案只考核自己下级的党组织",
        error_messages={"required": "请选择制定组织。", "invalid_choice": "请选择列出的组织。"},
    )
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

    def __init__(
        self, data: Any = None, *, organisers: Sequence[Organisation], templates: Sequence[Template]
    ) -> None:
        super().__init__(data)
        self._organisers = {one.pk: one for one in organisers}
        whose = self.fields["organiser"]
        assert isinstance(whose, forms.TypedChoiceField)  # noqa: S101 - as declared above
        whose.choices = [(str(one.pk), one.name) for one in organisers]
        if len(organisers) == 1:
            del self.fields["organiser"]
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one.id, one.name) for one in templates]

    @property
    def whose(self) -> Organisation:
        """Whose scheme it is: the one asked for, or the only one."""
        only = next(iter(self._organisers))
        return self._organisers[self.cleaned_data.get("organiser", only)]


class FrameForm(forms.Form):
    """Whom a version is for, its tiers, the cap of 加分, and the unknown."""

    kinds = forms.MultipleChoiceField(
        label="适用的组织类别",
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
    limits = forms.CharField(
        label="指标组保底、封顶",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="每行一组，写指标组名称、保底分和封顶分，没有的写 0，如“工作质量 5 18”；都没有的不填",
    )
    unknown = forms.ChoiceField(label="情况未知的指标", choices=Unknown.choices, widget=forms.RadioSelect)
    period = forms.ChoiceField(
        label="多久考核一次", choices=[(one.value, f"每{one.label}") for one in PeriodKind]
    )

    def __init__(self, data: Any = None, *, organiser: str, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = [(kind.value, kind.label) for kind in kinds_judged(organiser)]

    @classmethod
    def of(cls, version: Version) -> "FrameForm":
        """The form as the version stands."""
        tiers = "\n".join(f"{name} {as_written(floor)}" for name, floor in version.tiers)
        limits = "\n".join(
            f"{group} {as_written(least)} {as_written(most)}" for group, least, most in version.limits
        )
        return cls(
            organiser=version.scheme.organiser.kind,
            initial={
                "kinds": version.kinds,
                "tiers": tiers,
                "limits": limits,
                "bonus_cap": as_written(version.bonus_cap),
                "unknown": version.unknown,
                "period": version.period_kind,
            },
        )

    def clean_tiers(self) -> list[Rung]:
        """Each line a name and where it begins."""
        found = []
        for place, line in enumerate(self.cleaned_data["tiers"].splitlines(), start=1):
            if line.strip():
                name, _, floor = line.strip().rpartition(" ")
                found.append(Rung(name.strip()[:20], number_in(floor, f"分档第 {place} 行“{line.strip()}”")))
                if not name.strip():
                    raise forms.ValidationError(f"分档第 {place} 行没有名称。请写成“好 90”的样子。")
        return found

    def clean_limits(self) -> list[Limit]:
        """Each line a group, its least and its most."""
        found: list[Limit] = []
        for place, line in enumerate(self.cleaned_data["limits"].splitlines(), start=1):
            if line.strip():
                where = f"保底、封顶第 {place} 行“{line.strip()}”"
                parts = line.strip().rsplit(maxsplit=2)
                if len(parts) != 3:
                    raise forms.ValidationError(f"{where}写名称和两个数，如“工作质量 5 18”。")
                found.append(Limit(parts[0], *(number_in(one, where) for one in parts[1:])))
        if len({one.group for one in found}) != len(found):
            raise forms.ValidationError("同一指标组只写一行保底、封顶。请合并。")
        return found

    @property
    def frame(self) -> Frame:
        said = self.cleaned_data
        period = PeriodKind(said["period"])
        return Frame(
            said["kinds"],
            period,
            Unknown(said["unknown"]),
            said["bonus_cap"],
            said["tiers"],
            said["limits"],
        )


class AdoptForm(forms.Form):
    """By which document or meeting a version is adopted."""

    document = forms.CharField(
        label="审定的文号或会议",
        max_length=MOST_DOCUMENT,
        help_text="如“2026 年第 3 次委员会会议”；由制定组织的会议审定",
        error_messages={"required": "请填写审定的文号或会议名称。"},
    )


def number_in(text: str, where: str) -> int:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise forms.ValidationError(
            f"{where}里的“{text.strip()}”不是数。请写成“好 90”“80 100”的样子。"
        ) from None
    if not 0 <= value <= 10_000:
        raise forms.ValidationError(f"{where}里的数要在 0 和 10000 之间。")
    return in_hundredths(value)
