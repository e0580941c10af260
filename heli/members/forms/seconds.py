"""兼合式编入: who, since when, why; and ending it."""

from typing import Any

from django import forms

from heli.members.forms.changes import day
from heli.members.models import Member
from heli.members.queries.seconds import person_named


class SecondForm(forms.Form):
    """A member of any branch of the city, named so that only who knows him finds him."""

    name = forms.CharField(label="姓名", max_length=60, error_messages={"required": "请填写姓名。"})
    last4 = forms.CharField(
        label="证件号后四位",
        min_length=4,
        max_length=4,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "请填写证件号后四位。"},
    )
    on = day("编入日期")
    reason = forms.CharField(
        label="缘由",
        max_length=200,
        help_text="例如：重点项目、专班、驻点；写明经哪一级党组织同意",
        error_messages={"required": "请填写缘由。"},
    )
    why = forms.CharField(
        label="说明", required=False, max_length=200, help_text="编入一般党支部的，写明原因；其他情况不填"
    )
    found: Member | None = None

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("name") and words.get("last4"):
            named = person_named(words["name"], words["last4"])
            if len(named) == 1:
                self.found = named[0]
            else:
                told = (
                    "不止一人，请与机关工委核对"
                    if named
                    else "没有找到这名在册党员，请核对姓名和证件号后四位"
                )
                self.add_error("name", f"{told}。")
        return words


class EndSecondForm(forms.Form):
    on = day("退出日期")
