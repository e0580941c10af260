"""Forms about one organisation: 自评, facts, opinion, decision, objection, answer, stars held, the honour."""

from collections.abc import Sequence
from typing import Any

from django import forms

from heli.duties.forms.deciding import day_input
from heli.schemes.forms.writing import Points
from heli.schemes.rules.definition import as_written
from heli.stars.actions.taking_part import Entered
from heli.stars.catalogue import MOST_DOCUMENT, MOST_WORDS, STARS, Star
from heli.stars.forms.rounds import DAY
from heli.stars.models import Assessed
from heli.stars.queries.holdings import EXPIRED, VALID


def _words(label: str, missing: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=MOST_WORDS,
        help_text=help_text,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": missing, "max_length": f"最多 {MOST_WORDS} 个字。"},
    )


def _document(label: str, missing: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=MOST_DOCUMENT,
        help_text=help_text,
        error_messages={"required": missing},
    )


class StarForm(forms.Form):
    """A star among those offered, with words: 自评, opinion, decision."""

    star = forms.TypedChoiceField(
        label="星级",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择星级。", "invalid_choice": "请选择列出的星级。"},
    )
    words = _words("说明")

    def __init__(
        self,
        data: Any = None,
        *,
        stars: Sequence[Star],
        labels: tuple[str, str],
        help_text: str,
        star: int | None,
        words: str,
    ) -> None:
        """`labels` of star and words; `star` and `words` as they were given before."""
        super().__init__(data, initial={"star": star, "words": words})
        field = self.fields["star"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one.value, one.label) for one in stars]
        field.label, self.fields["words"].label = labels
        self.fields["words"].help_text = help_text

    @property
    def chosen(self) -> Star:
        return Star(self.cleaned_data["star"])


class FactsForm(forms.Form):
    """What Heli has no record of, each with its source."""

    satisfaction = Points(label="群众满意度（%）", required=False, help_text="没有的留空；未知不作限制")
    satisfaction_source = _document("满意度来源", help_text="哪一次测评，或文件名称")
    exception_why = _words("破格理由", help_text="特别突出、不受逐级晋升限制的才填")
    exception_document = _document("破格依据文件")
    bar_why = _words("一票否决情形", help_text="考核结果里已经认定的不用填；案件只写文件，不写案情（R12-02）")
    bar_document = _document("一票否决依据文件")

    def __init__(self, data: Any = None, *, held: Assessed) -> None:
        names = ("satisfaction_source", "exception_why", "exception_document", "bar_why", "bar_document")
        initial = {name: getattr(held, name) for name in names}
        known = "" if held.satisfaction is None else as_written(held.satisfaction)
        super().__init__(data, initial={**initial, "satisfaction": known})

    @property
    def entered(self) -> Entered:
        said = self.cleaned_data
        return Entered(
            said["satisfaction"],
            said["satisfaction_source"],
            (said["exception_why"], said["exception_document"]),
            (said["bar_why"], said["bar_document"]),
        )


class ObjectForm(forms.Form):
    """What an organisation objects to."""

    text = _words("异议和理由", "请写明因为什么有异议。", "写明哪里与事实不符；已有记录的不用另附材料")


class AnswerForm(forms.Form):
    """The answer to an objection: rejected, or corrected to a star."""

    star = forms.TypedChoiceField(
        label="结论",
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "请选择列出的结论。"},
    )
    words = _words("答复", "请写明答复。")

    def __init__(self, data: Any = None, *, stars: Sequence[Star]) -> None:
        super().__init__(data)
        field = self.fields["star"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", "不成立"), *((one.value, f"成立，更正为{one.label}") for one in stars)]

    @property
    def chosen(self) -> Star | None:
        star = self.cleaned_data["star"]
        return None if star is None else Star(star)


class EnterForm(forms.Form):
    """A star that an earlier document gave."""

    star = forms.TypedChoiceField(
        label="星级",
        coerce=int,
        choices=[(one.value, one.label) for one in STARS],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择星级。"},
    )
    begins_on = forms.DateField(label="定星日期", widget=day_input(), error_messages=DAY)
    ends_on = forms.DateField(label="有效期至", widget=day_input(), error_messages=DAY)
    document = _document("定星文号", "请填写定星的文号。")


class LowerForm(forms.Form):
    """降星 or 摘星, with reason and document."""

    star = forms.TypedChoiceField(
        label="调整为",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择调整后的星级。", "invalid_choice": "请选择比现在低的星级。"},
    )
    on = forms.DateField(label="日期", widget=day_input(), error_messages=DAY)
    why = _words("原因", "请写明降星、摘星的原因。", "案件只写文件，不写案情（R12-02）")
    document = _document("依据文件", "请填写依据文件的名称或文号。")

    def __init__(self, data: Any = None, *, stars: Sequence[Star]) -> None:
        super().__init__(data)
        field = self.fields["star"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one.value, one.label if one else "摘星（不定星）") for one in stars]


class ApplyForm(forms.Form):
    """Why a branch applies for 先锋支部."""

    words = _words("申报理由", "请写明申报理由。", "写要点；已有记录的不用另附材料")


class ReviewForm(forms.Form):
    """The opinion on an application."""

    upheld = forms.ChoiceField(
        label="评审结论",
        choices=[("yes", "通过"), ("no", "不通过")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择评审结论。"},
    )
    words = _words("评审意见", "请写明评审意见。")


class NameForm(forms.Form):
    """命名 by a document on a day."""

    document = _document("命名文号", "请填写命名的文号。")
    on = forms.DateField(label="命名日期", widget=day_input(), error_messages=DAY)


class TakeOffForm(forms.Form):
    """摘牌 with its reason."""

    why = _words("摘牌原因", "请写明摘牌的原因。")
    document = _document("摘牌文号", "请填写摘牌的文号。")
    on = forms.DateField(label="摘牌日期", widget=day_input(), error_messages=DAY)


class HeldFilter(forms.Form):
    """What the list of stars is narrowed to."""

    star = forms.TypedChoiceField(
        label="星级",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "全部"), *((one.value, one.label) for one in Star)],
    )
    validity = forms.ChoiceField(
        label="有效期", required=False, choices=[("", "全部"), (VALID, "有效"), (EXPIRED, "已过期")]
    )
    name = forms.CharField(label="党组织名称", required=False, max_length=60)
