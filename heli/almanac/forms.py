"""Forms of the calendar: shape here, sense by the rules."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from heli.almanac.catalogue import LAST_IN_MONTH, WEEKDAYS, Role
from heli.almanac.queries.calendar import table
from heli.almanac.queries.shown import Calendar, Entry
from heli.almanac.rules import planning as rules
from heli.almanac.rules.days import Habit
from heli.almanac.rules.placing import Key
from heli.kernel.periods import add_months

_DAY = {"required": "请填写日期。", "invalid": "请按 2026-06-30 的样子填写日期。"}
_FIELDS = {"day-off": "day_off", "may-not-share": "apart"}
BY_DAY, BY_WEEKDAY = "day", "weekday"


class YearForm(forms.Form):
    """The year of a calendar: last year, this one, the next."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data if data.get("year") else {"year": str(today.year)})
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one, f"{one} 年") for one in (today.year - 1, today.year, today.year + 1)]
        self.full_clean()
        self.asked: int = self.cleaned_data.get("year") or today.year


class MonthForm(forms.Form):
    """A month of the list of branches, written 2026-07."""

    month = forms.DateField(
        label="月份",
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput({"type": "month"}, format="%Y-%m"),
    )
    unplanned = forms.BooleanField(label="只看还没有安排的", required=False)

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data if data.get("month") else {"month": f"{today:%Y-%m}", **data.dict()})
        self.full_clean()
        self.asked: date = (self.cleaned_data.get("month") or today).replace(day=1)
        self.only_unplanned: bool = self.cleaned_data["unplanned"]
        self.before, self.after = add_months(self.asked, -1), add_months(self.asked, 1)


class RoleForm(forms.Form):
    """Whose year, and which."""

    role = forms.ChoiceField(choices=[(one.value, one.label) for one in Role], required=False)

    def asked(self, otherwise: Role) -> Role:
        return Role(self.cleaned_data["role"]) if self.is_valid() and self.cleaned_data["role"] else otherwise


class HabitForm(forms.Form):
    """The relatively fixed day of a branch: a day of the month, or a weekday of it."""

    way = forms.ChoiceField(
        label="固定在",
        choices=[(BY_DAY, "每月几日"), (BY_WEEKDAY, "每月第几个周几")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择固定在每月几日，还是第几个周几。"},
    )
    day = forms.IntegerField(
        label="每月几日",
        required=False,
        min_value=1,
        max_value=31,
        help_text="没有这一天的月份，按当月最后一天",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "请填写 1 至 31。"),
    )
    nth = forms.TypedChoiceField(
        label="第几个",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", "请选择"),
            *((n, f"第{'一二三四'[n - 1]}个") for n in range(1, 5)),
            (LAST_IN_MONTH, "最后一个"),
        ],
    )
    weekday = forms.TypedChoiceField(
        label="周几",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "请选择"), *enumerate(WEEKDAYS)],
    )
    shifting = forms.ChoiceField(
        label="遇到休息日",
        choices=[("later", "顺延"), ("earlier", "提前"), ("held", "照常，不避开休息日")],
        widget=forms.RadioSelect,
        help_text="提前或顺延一般在一周以内（地方做法）",
        error_messages={"required": "请选择遇到休息日怎么办。"},
    )

    def __init__(self, data: Any = None, *, habit: Habit) -> None:
        shifting = "held" if habit.on_days_off else "earlier" if habit.earlier else "later"
        super().__init__(
            data,
            initial={
                "way": BY_DAY if habit.day is not None else BY_WEEKDAY,
                "day": habit.day,
                "nth": habit.nth,
                "weekday": habit.weekday,
                "shifting": shifting,
            },
        )

    @property
    def habit(self) -> Habit:
        said = self.cleaned_data
        by_day = said["way"] == BY_DAY
        return Habit(
            day=said.get("day") if by_day else None,
            nth=None if by_day else said.get("nth"),
            weekday=None if by_day else said.get("weekday"),
            earlier=said["shifting"] == "earlier",
            on_days_off=said["shifting"] == "held",
        )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors:
            if said["way"] == BY_DAY and said.get("day") is None:
                self.add_error("day", "请填写每月几日。")
            elif said["way"] == BY_WEEKDAY:
                for name, words in (("nth", "请选择第几个。"), ("weekday", "请选择周几。")):
                    if said.get(name) is None:
                        self.add_error(name, words)
        return said


class DayForm(forms.Form):
    """The day for a duty, and which others of the same day move along."""

    day = forms.DateField(
        label="日期", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), error_messages=_DAY
    )
    along = forms.MultipleChoiceField(
        label="同一天的一起改",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不勾选的留在原来那天",
    )
    day_off = forms.BooleanField(label="休息日也安排", required=False)
    apart = forms.BooleanField(
        label="当天分开召开",
        required=False,
        help_text="与当天其他会议不同时、到会范围不同时勾选，各记一条",
    )

    def __init__(self, data: Any = None, *, calendar: Calendar, entry: Entry) -> None:
        beside = calendar.on(entry.day) if entry.waits and entry.day is not None else []
        self.others = [one for one in beside if one.key != entry.key]
        names = [(_written(one.key), one.name) for one in self.others]
        super().__init__(data, initial={"day": entry.day, "along": [value for value, _ in names]})
        self.calendar, self.entry = calendar, entry
        field = self.fields["along"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = names
        if not names:
            del self.fields["along"]
        self.fields["day"].help_text = f"应在 {entry.span.first} 至 {entry.span.last} 之间"

    @property
    def keys(self) -> list[Key]:
        return [self.entry.key, *(one.key for one in self._along())]

    def _along(self) -> Sequence[Entry]:
        chosen = self.cleaned_data.get("along", ())
        return [one for one in self.others if _written(one.key) in chosen]

    def clean(self) -> dict[str, Any]:
        """Weigh the day against the periods of all that go there, and against what is there."""
        said = self.cleaned_data
        if "day" not in said:
            return said
        day, today = said["day"], self.calendar.today
        moved = [self.entry, *self._along()]
        for one in moved:
            verdict = rules.can_be_planned(one.span, day, today, day_off=said["day_off"])
            if not verdict:
                self.add_error(_FIELDS.get(verdict.code, "day"), verdict.reason)
                return said
        there = {one.kind for one in self.calendar.planned_ahead if one.planned == day and one not in moved}
        kinds = there | {one.kind for one in moved}
        shares = rules.can_share(self.entry.name, kinds, day, table(today), apart=said["apart"])
        if not shares:
            self.add_error(_FIELDS.get(shares.code, "day"), shares.reason)
        return said


def _written(key: Key) -> str:
    return f"{key.requirement}-{key.period}"


class SwitchForm(forms.Form):
    """Whether to turn on or off."""

    on = forms.TypedChoiceField(
        choices=[("1", "开启"), ("0", "关闭")],
        coerce=lambda value: value == "1",
        error_messages={"required": "请说明是开启还是关闭。", "invalid_choice": "请说明是开启还是关闭。"},
    )
