"""How one wants to be reminded."""

from typing import Any

from django import forms

from heli.notices import rules
from heli.notices.queries import Chosen


class ChoiceForm(forms.Form):
    """The own choice; without mail in this installation it asks nothing about mail."""

    only_now = forms.BooleanField(
        label="只提醒“现在要办”", required=False, help_text="本月到期、还没到办理时候的不提醒。"
    )
    address = forms.EmailField(
        label="邮箱",
        required=False,
        max_length=120,
        help_text="只有您自己看得到；清空后保存即删除。请填单位邮箱。",
        error_messages={"invalid": "邮箱写成 name@example.gov.cn 的样子。"},
    )
    by_mail = forms.BooleanField(label="每天的提醒发到邮箱", required=False)

    def __init__(self, data: Any = None, *, chosen: Chosen, mail: bool) -> None:
        super().__init__(data, initial=chosen._asdict())
        self.chosen = chosen
        if not mail:
            del self.fields["by_mail"]
            if not chosen.address:
                del self.fields["address"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        address, by_mail = given.get("address", ""), given.get("by_mail", False)
        verdict = rules.can_be_chosen(address=address, by_mail=by_mail)
        if not verdict and "address" not in self.errors:
            self.add_error("address", verdict.reason)
        return {"address": address, "by_mail": by_mail, "only_now": given.get("only_now", False)}
