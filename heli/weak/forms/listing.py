"""Forms of whoever lists and accepts: putting on, another helper, withdrawing, 验收, the filters."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from heli.duties.forms.deciding import day_input
from heli.members.models import Post
from heli.orgs.models import Organisation
from heli.weak.actions.listing import Help
from heli.weak.catalogue import MOST_DOCUMENT, MOST_WORDS, ListingState, Reason
from heli.weak.queries.listings import Filters, title_of

DAY = {"required": "请填写日期。", "invalid": "日期写成 2026-06-30 的样子。"}


def words_field(label: str, missing: str = "", help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=MOST_WORDS,
        help_text=help_text,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": missing, "max_length": f"最多 {MOST_WORDS} 个字。"},
    )


def document_field(label: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_DOCUMENT,
        help_text="文号，或研究决定的会议名称",
        error_messages={"required": missing, "max_length": f"最多 {MOST_DOCUMENT} 个字。"},
    )


def day_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, widget=day_input(), required=required, help_text=help_text, error_messages=DAY
    )


class HelpForm(forms.Form):
    """Who helps until when."""

    helper = forms.TypedChoiceField(
        label="帮带人（领导包联）",
        coerce=int,
        help_text="上级党组织或者领导它的党组的书记、副书记、委员（成员）；帮带人不参加验收",
        error_messages={"required": "请选择帮带人。", "invalid_choice": "请选择列出的帮带人。"},
    )
    partner = forms.TypedChoiceField(
        label="结对党组织",
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "请选择列出的党组织。"},
    )
    due_on = day_field("改进期限", "到这一天以前整改完、申请验收")

    def __init__(
        self,
        data: Any = None,
        *,
        helpers: Sequence[Post],
        partners: Sequence[Organisation],
        least: str,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self._helpers = {one.pk: one for one in helpers}
        self._partners = {one.pk: one for one in partners}
        helper, partner = self.fields["helper"], self.fields["partner"]
        assert isinstance(helper, forms.TypedChoiceField)  # noqa: S101 - as declared above
        assert isinstance(partner, forms.TypedChoiceField)  # noqa: S101 - as declared above
        helper.choices = [("", "请选择"), *((one.pk, f"{title_of(one)} {one.name}") for one in helpers)]
        partner.choices = [("", "不安排结对"), *((one.pk, one.short_name) for one in partners)]
        partner.help_text = f"可以不选；有有效的{least}以上星级、自己不在名单里的党组织（示例，待工委确认）"

    @property
    def help_by(self) -> Help:
        said = self.cleaned_data
        partner = said["partner"]
        return Help(
            self._helpers[said["helper"]],
            self._partners[partner] if partner is not None else None,
            said["due_on"],
        )


class PutOnForm(HelpForm):
    """认定: reasons, document, day, and who helps."""

    reasons = forms.MultipleChoiceField(
        label="情形",
        widget=forms.CheckboxSelectMultiple,
        help_text="可选几种；已勾上的是系统里的情况支持的，请核对。示例，待工委确认",
        error_messages={"required": "请至少选择一种情形。", "invalid_choice": "请选择列出的情形。"},
    )
    words = words_field("说明", help_text="写组织的情况，不写个人；案件只写文件，不写案情")
    listed_on = day_field("列入日期")
    document = document_field("认定依据", "请填写认定的文号或会议名称。")
    field_order = ("reasons", "words", "listed_on", "document", "helper", "partner", "due_on")

    def __init__(self, data: Any = None, *, reasons: Sequence[Reason], **given: Any) -> None:
        super().__init__(data, **given)
        field = self.fields["reasons"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = [(one.id, one.name) for one in reasons]


class WithdrawForm(forms.Form):
    """撤销认定 with its reason."""

    why = words_field("撤销原因", "请写明撤销认定的原因。")
    document = document_field("撤销依据", "请填写撤销认定的文号或会议名称。")


class AnswerForm(forms.Form):
    """验收: accepted, or sent back with a new day."""

    accepted = forms.ChoiceField(
        label="验收结论",
        choices=[("yes", "通过，销号"), ("no", "不通过，退回整改")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择验收结论。"},
    )
    looked_on = day_field("验收日期")
    opinion = words_field("验收意见", "请写明验收意见。", "听、看、查、访的结果；退回的写明原因")
    new_due_on = day_field("新的改进期限", "退回整改时填", required=False)


class ListingFilter(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *ListingState.choices])
    year = forms.TypedChoiceField(label="列入年度", required=False, coerce=int, empty_value=None)
    relapsed = forms.BooleanField(label="只看反弹的", required=False)

    def __init__(self, data: Any = None, *, years: Sequence[int]) -> None:
        super().__init__(data)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", "全部"), *((one, f"{one}年") for one in years)]

    @property
    def filters(self) -> Filters:
        return Filters(**self.cleaned_data) if self.is_valid() else Filters()
