"""How many work in an organ."""

from django import forms


class StaffForm(forms.Form):
    """机关工作人员总数; left blank: not known."""

    count = forms.IntegerField(
        label="机关工作人员总数",
        required=False,
        min_value=0,
        max_value=100_000,
        help_text="机关本级在编工作人员，不是党员数；不知道的留空。",
        error_messages={"invalid": "请填写整数。", "min_value": "不能小于 0。"},
    )
