"""What a plan, an item, a strategic task and a tie are written with."""

from datetime import date
from decimal import Decimal

from django import forms

from heli.duties.actions.rows import PlanRow
from heli.duties.catalogue import Line
from heli.duties.models import Plan
from heli.duties.rules import planning
from heli.duties.sheets.checking import said_of
from heli.orgs.queries import name_index
from heli.planning.catalogue import GROUPS


def offered(form: forms.Form, name: str, choices: list[tuple[object, str]]) -> None:
    """Give a field of choice what may be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared as one
    field.choices = choices


class PlanForm(forms.Form):
    """A new plan."""

    year = forms.IntegerField(
        label="年度", min_value=2000, max_value=2100, error_messages={"required": "请填写年度"}
    )
    title = forms.CharField(
        label="名称",
        max_length=200,
        help_text="如：2027年工作要点、市直机关2027年党建责任目标。",
        error_messages={"required": "请填写计划名称"},
    )


class ItemForm(forms.Form):
    """One item, in the words of a 年度任务分解表; Heli says how it reads them."""

    group = forms.ChoiceField(label="重点任务", required=False)
    measure = forms.CharField(label="具体举措", max_length=300, error_messages={"required": "请填写具体举措"})
    owner = forms.CharField(
        label="责任单位",
        max_length=300,
        help_text="写哪一类组织（各党支部、各机关党委、各党组）或单个组织的名称，多个用顿号隔开。",
        error_messages={"required": "请填写责任单位"},
    )
    person = forms.CharField(
        label="责任岗位", max_length=120, required=False, help_text="写岗位，如党支部书记。"
    )
    deadline = forms.CharField(
        label="完成时限",
        max_length=120,
        required=False,
        help_text="如：3月底前、每月、每季度、每半年、6月30日前、届满前。没有写明的，下达后列入待定。",
    )
    evidence = forms.CharField(
        label="佐证材料", max_length=200, required=False, help_text="由哪类履职记录完成，如主题党日记录。"
    )
    weight = forms.DecimalField(
        label="分值", required=False, min_value=0, max_digits=6, decimal_places=2, initial=Decimal(0)
    )
    optional = forms.BooleanField(label="自选动作（不勾选为规定动作）", required=False)
    line = forms.ChoiceField(label="任务来源", choices=Line.choices, required=False)
    themes = forms.TypedMultipleChoiceField(
        label="服务的战略任务", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, groups: list[str], themes: list[tuple[int, str]]) -> None:
        """The 六大建设, the groups that the plan has beside them, and the strategic tasks."""
        names = list(dict.fromkeys([*(one.name for one in GROUPS()), *groups]))
        offered(self, "group", [("", "未分组"), *((name, name) for name in names)])
        offered(self, "themes", [*themes])

    def row(self, plan: Plan, today: date) -> PlanRow:
        """The item as a row of the plan, read as a loaded one is."""
        given = self.cleaned_data
        understood = planning.understand(
            owner=given["owner"],
            deadline=given["deadline"],
            measure=given["measure"],
            evidence=given["evidence"],
            year=plan.year,
            index=name_index(today),
        )
        return PlanRow(
            year=plan.year,
            title=plan.title,
            number=0,
            group=given["group"],
            measure=given["measure"].strip(),
            owner_text=given["owner"].strip(),
            person_text=given["person"].strip(),
            deadline_text=given["deadline"].strip(),
            evidence_text=given["evidence"].strip(),
            weight=given["weight"] or Decimal(0),
            said=said_of(understood),
        )


class IssueForm(forms.Form):
    """By which document a plan is issued."""

    document = forms.CharField(
        label="文号",
        max_length=120,
        help_text="没有文件的，写研究决定的会议和日期。",
        error_messages={"required": "请填写文号，或者会议名称和日期"},
    )


class TakeBackForm(forms.Form):
    """Why an item is taken back."""

    why = forms.CharField(
        label="理由",
        max_length=200,
        help_text="下级组织会看到。已有的履职记录都保留，只是不再要求这一条。",
        error_messages={"required": "请写明撤回的理由"},
    )
    as_repeat = forms.BooleanField(
        label="因为与已有的要求重复", required=False, help_text="勾选的计入减负账：不再重复要求的事项。"
    )


class TakeUpForm(forms.Form):
    """Which regulations are taken up into the year."""

    regulations = forms.MultipleChoiceField(required=False, choices=[])


class ThemeForm(forms.Form):
    """A strategic task."""

    name = forms.CharField(label="名称", max_length=120, error_messages={"required": "请填写名称"})
    source = forms.CharField(label="出处", max_length=200, required=False, help_text="文件或会议。")


class ReadyThemesForm(forms.Form):
    """Which themes of the texts are taken up."""

    chosen = forms.MultipleChoiceField(
        label="主题",
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一项"},
    )


class TieForm(forms.Form):
    """A business project or goal beside a task of the plan."""

    organisation = forms.TypedChoiceField(
        label="党组织", coerce=int, error_messages={"required": "请选择党组织"}
    )
    requirement = forms.TypedChoiceField(
        label="党建任务", coerce=int, error_messages={"required": "请选择党建任务"}
    )
    project = forms.CharField(
        label="业务项目或目标任务", max_length=120, error_messages={"required": "请填写业务项目"}
    )
    goal = forms.CharField(
        label="目标", max_length=200, required=False, help_text="到什么时候、做到什么程度。"
    )


class StepForm(forms.Form):
    """Which record shows one of the four."""

    record = forms.TypedChoiceField(
        label="由哪一条履职记录体现", coerce=int, required=False, empty_value=None
    )
