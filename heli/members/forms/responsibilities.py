"""Writing down who answers for what, and ending it."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict

from heli.members.catalogue import ResponsibilityKind
from heli.members.forms.transfers import day
from heli.members.models import Post
from heli.members.queries.answered import Asked
from heli.orgs.models import Organisation


class BodiesForm(forms.Form):
    """Which leading bodies the list shows; what cannot be read in the address narrows nothing."""

    q = forms.CharField(
        label="党组名称或拼音首字母",
        required=False,
        max_length=60,
        widget=forms.TextInput(
            {
                "type": "search",
                "autocomplete": "off",
                "class": "form-control",
                "placeholder": "党组名称或拼音首字母",
            }
        ),
    )
    blank = forms.ChoiceField(label="空白", required=False, choices=[("", "不限"), ("1", "有空白")])

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, auto_id="filter-%s")
        self.full_clean()

    @property
    def narrowed(self) -> Asked:
        """The filters that could be read."""
        return Asked(self.cleaned_data.get("q") or "", self.cleaned_data.get("blank") == "1")


class AssignForm(forms.Form):
    """Which member of the body, which organisation that it leads, as what."""

    post = forms.ChoiceField(label="班子成员", error_messages={"required": "请选择班子成员。"})
    organisation = forms.ChoiceField(label="分管的党组织", error_messages={"required": "请选择党组织。"})
    kind = forms.ChoiceField(label="责任类型", choices=ResponsibilityKind.choices)
    field = forms.CharField(
        label="分管业务", required=False, max_length=120, help_text="党建责任与分管业务并列，例如：基础教育。"
    )
    on = day("自")
    why = forms.CharField(
        label="说明",
        required=False,
        max_length=200,
        help_text="直属单位由成员分管而不登记直接责任的，写明理由。",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        posts: Sequence[Post],
        organisations: Sequence[Organisation],
        on: date,
    ) -> None:
        super().__init__(data, initial={"on": on, "kind": ResponsibilityKind.DIRECT})
        self._posts = {str(one.pk): one for one in posts}
        self._organisations = {str(one.pk): one for one in organisations}
        self._choose(
            "post", [(pk, f"{one.name}（{one.get_office_display()}）") for pk, one in self._posts.items()]
        )
        self._choose("organisation", [(pk, _told(one)) for pk, one in self._organisations.items()])

    @property
    def post_chosen(self) -> Post:
        return self._posts[self.cleaned_data["post"]]

    @property
    def organisation_chosen(self) -> Organisation:
        return self._organisations[self.cleaned_data["organisation"]]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", "请选择"), *choices]


class EndForm(forms.Form):
    """From which day on it is borne no longer."""

    on = day("结束日期")


def _told(organisation: Organisation) -> str:
    return f"{organisation.short_name}（{organisation.place}）"
