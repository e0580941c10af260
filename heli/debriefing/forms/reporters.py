"""One reporter: report, mark of the 党建考核, remark, feedback, rectification; and holding a group's vote."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from heli.accounts.catalogue import ASSISTANTS, SEPARATE_ADMINISTRATORS, Office
from heli.ballots.catalogue import Manner
from heli.debriefing.forms.rounds import day
from heli.debriefing.models import Feedback, Remark, Reporter
from heli.debriefing.queries.filling import Part


def _text(label: str, help_text: str = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=5000,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


class _Draft(forms.CharField):
    """Wanted when the report is handed in, and let be empty while it is a draft."""

    def validate(self, value: str) -> None:
        """Whether it is there is asked on handing in."""


class ReportForm(forms.Form):
    """The chapters of a report, each as written or as Heli fills it in."""

    def __init__(self, sent: Any, *, parts: Sequence[Part]) -> None:
        super().__init__(sent)
        self.parts = parts
        for one in parts:
            filled = "；已由系统预填，请补充和修改" if one.is_filled and one.text else ""
            self.fields[one.rule.id] = _Draft(
                label=one.rule.name,
                help_text=f"{one.rule.hint}{filled}",
                required=one.rule.required,
                max_length=5000,
                initial=one.text,
                widget=forms.Textarea({"rows": 7}),
            )

    def texts(self) -> dict[str, str]:
        """What `actions.write_report` takes, once the form is valid."""
        return {one.rule.id: self.cleaned_data[one.rule.id] for one in self.parts}


class WorkForm(forms.Form):
    """The result of the 党建考核, with what it is taken from."""

    mark = forms.DecimalField(
        label="党建考核得分",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text="百分制；没有考核结果的留空，测算时不计入",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places", "max_digits"), "请填 0 至 100 的数。"
        ),
    )
    source = forms.CharField(label="依据", required=False, max_length=120, help_text="考核通报的文号或名称")

    def __init__(self, sent: Any, *, held: Reporter) -> None:
        super().__init__(sent, initial={"mark": held.work_mark, "source": held.work_source})


class RemarkForm(forms.Form):
    """一述一评: what was said of one report."""

    spoken_on = day("点评日期")
    speaker = forms.CharField(
        label="点评人",
        max_length=60,
        help_text="组织方的负责同志",
        error_messages={"required": "请填写点评人。"},
    )
    text = _text("肯定的成绩", required=False)
    problems = _text("指出的问题", "只写抓党建工作的问题；反馈和整改会引用")

    def __init__(self, sent: Any, *, known: Remark | None, speakers: Sequence[str], today: date) -> None:
        initial: dict[str, Any] = {"spoken_on": today, "speaker": speakers[0] if speakers else ""}
        if known is not None:
            initial = {name: getattr(known, name) for name in ("spoken_on", "speaker", "text", "problems")}
        super().__init__(sent, initial=initial)


class FeedbackForm(forms.Form):
    """面对面反馈: begins with the problems of the remark, so that they are not typed again."""

    given_on = day("反馈日期", "面对面反馈的当天")
    giver = forms.CharField(
        label="反馈人",
        max_length=60,
        help_text="组织方负责反馈的同志，由本人确认",
        error_messages={"required": "请填写反馈人。"},
    )
    problems = _text("反馈的问题", "已由点评预填")

    def __init__(
        self,
        sent: Any,
        *,
        known: Feedback | None,
        remark: Remark | None,
        speakers: Sequence[str],
        today: date,
    ) -> None:
        initial: dict[str, Any] = {
            "given_on": today,
            "giver": speakers[0] if speakers else "",
            "problems": remark.problems if remark is not None else "",
        }
        if known is not None:
            initial = {name: getattr(known, name) for name in ("given_on", "giver", "problems")}
        super().__init__(sent, initial=initial)


class ItemForm(forms.Form):
    """One problem with its measure, day and post."""

    problem = forms.CharField(label="问题", max_length=200, error_messages={"required": "请填写问题。"})
    measure = forms.CharField(
        label="整改措施",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请填写整改措施。"},
    )
    due_on = day("整改期限")
    office = forms.ChoiceField(label="责任岗位", error_messages={"required": "请选择责任岗位。"})

    def __init__(self, sent: Any, *, held: Reporter, problem: str) -> None:
        super().__init__(sent, initial={"office": held.office, "problem": problem[:200]})
        left_out = ASSISTANTS | SEPARATE_ADMINISTRATORS | {Office.ADMINISTRATOR}
        self.fields["office"].choices = [  # type: ignore[attr-defined]
            (one.value, one.label) for one in Office if one not in left_out
        ]


class FinishForm(forms.Form):
    """What came of an item."""

    done_on = day("完成日期")
    how = forms.CharField(
        label="整改结果",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="下一年度的述职报告会引用",
        error_messages={"required": "请填写整改结果。"},
    )

    def __init__(self, sent: Any, *, today: date) -> None:
        super().__init__(sent, initial={"done_on": today})


class HoldForm(forms.Form):
    """Who of a group may vote, on paper or electronically, when."""

    manner = forms.ChoiceField(
        label="投票方式",
        choices=Manner.choices,
        initial=Manner.PAPER,
        widget=forms.RadioSelect,
        help_text="默认用纸质测评票。网上投票要求名单上人人已有登录账号、不少于 5 人",
        error_messages={"required": "请选择投票方式。"},
    )
    opens_on = day("开始日期", "纸质测评票填会议当天")
    closes_on = day("截止日期", "纸质测评票与开始日期相同")
    voters = forms.CharField(
        label="投票人",
        widget=forms.Textarea({"rows": 10}),
        help_text="每行一人：姓名；有同名的，空一格写所在党支部。须是名册上的正式党员。确定后不再增减",
        error_messages={"required": "请填写投票人。"},
    )

    def __init__(self, sent: Any, *, suggested: Sequence[str], today: date) -> None:
        super().__init__(sent)
        self.initial = {
            "manner": Manner.PAPER,
            "opens_on": today,
            "closes_on": today,
            "voters": "\n".join(suggested),
        }

    def asked(self) -> dict[str, Any]:
        """The arguments of `actions.hold_vote`, once the form is valid."""
        words = self.cleaned_data
        return {
            "manner": Manner(words["manner"]),
            "opens_on": words["opens_on"],
            "closes_on": words["closes_on"],
            "voters": [line.strip() for line in words["voters"].splitlines() if line.strip()],
        }
