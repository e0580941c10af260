"""Holding the vote; the ballot itself and the tellers' counts are forms of `heli.ballots`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from heli.ballots.catalogue import Manner
from heli.members.models import Member
from heli.reviews.forms.stages import day


class HoldForm(forms.Form):
    """On paper or electronically, when, and who may vote: all 正式党员, unless unticked."""

    manner = forms.ChoiceField(
        label="投票方式",
        choices=Manner.choices,
        initial=Manner.PAPER,
        widget=forms.RadioSelect,
        help_text="默认用纸质选票。网上投票不得强制，要求名单上人人已有登录账号、不少于 5 人",
        error_messages={"required": "请选择投票方式。"},
    )
    opens_on = day("开始日期", "纸质选票填会议当天")
    closes_on = day("截止日期", "纸质选票与开始日期相同")
    voters = forms.TypedMultipleChoiceField(
        label="投票人",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="本支部有表决权的正式党员；受留党察看处分等依规没有表决权的，取消勾选，不用写原因",
        error_messages={"required": "请勾选投票人。", "invalid_choice": "名单已更新，请刷新页面后核对。"},
    )

    def __init__(self, sent: Any, *, members: Sequence[Member], today: date) -> None:
        super().__init__(sent)
        self.members = {one.pk: one for one in members}
        self.fields["voters"].choices = [(str(one.pk), one.name) for one in members]  # type: ignore[attr-defined]
        self.initial = {
            "manner": Manner.PAPER,
            "opens_on": today,
            "closes_on": today,
            "voters": [str(one.pk) for one in members],
        }

    def asked(self) -> dict[str, Any]:
        """The arguments of `actions.hold_vote`, once the form is valid."""
        words = self.cleaned_data
        return {
            "manner": Manner(words["manner"]),
            "opens_on": words["opens_on"],
            "closes_on": words["closes_on"],
            "voters": [self.members[pk] for pk in words["voters"]],
        }
