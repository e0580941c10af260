"""Ballots on screen: one's own ballot, and what two tellers counted; for whichever package holds the vote."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from heli.ballots.models import Poll
from heli.ballots.queries import Line
from heli.ballots.rules import Count, Counted


def number(label: str, *, required: bool = True, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=99_999,
        help_text=help_text,
        error_messages={
            "required": f"请填写{label}。",
            **dict.fromkeys(("invalid", "min_value", "max_value"), "请填 0 或正整数。"),
        },
        widget=forms.NumberInput({"inputmode": "numeric", "min": "0"}),
    )


class VoteForm(forms.Form):
    """One's own ballot: for each member one mark, or an abstention."""

    def __init__(self, sent: Any, *, lines: Sequence[Line]) -> None:
        super().__init__(sent)
        self.lines = lines
        for line in lines:
            self.fields[f"q{line.pk}"] = forms.TypedChoiceField(
                label=line.text,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[(str(one.pk), one.text) for one in line.choices],
                widget=forms.RadioSelect({"autocomplete": "off"}),
                error_messages={"invalid_choice": "选票上没有这个选项，请刷新页面后重新填写。"},
            )

    @property
    def ballot(self) -> dict[int, list[int]]:
        """The options chosen, by question."""
        left = {one.pk for line in self.lines for one in line.choices if one.is_abstention}
        chosen = {line.pk: self.cleaned_data[f"q{line.pk}"] for line in self.lines}
        return {pk: [one] for pk, one in chosen.items() if one is not None and one not in left}


class CountForm(forms.Form):
    """What the two tellers counted: the ballots, and of each member the marks."""

    issued = number("发出票数")
    returned = number("收回票数")
    valid = number("有效票")
    invalid = number("无效票", help_text="一个人名下选了两项以上的，或无法辨认的，整张作无效票")
    supervisor = forms.CharField(label="监票人", max_length=60, error_messages={"required": "请填写监票人。"})
    teller = forms.CharField(
        label="计票人",
        max_length=60,
        help_text="与监票人不是同一人",
        error_messages={"required": "请填写计票人。"},
    )
    void = forms.BooleanField(
        label="收回多于发出，本次投票无效，重新投票",
        required=False,
        help_text="只在收回票数多于发出票数时勾选；勾选后不记任何票数",
    )

    def __init__(self, sent: Any, *, poll: Poll, lines: Sequence[Line]) -> None:
        super().__init__(sent)
        self.poll, self.lines = poll, lines
        self.fields["issued"].help_text = f"实际发出的张数，不多于投票人 {poll.issued} 人"
        self.initial = {"issued": poll.issued}
        for line in lines:
            for one in line.choices:
                field = number(f"{line.text}：{one.text}", required=False)
                field.widget.attrs |= {"aria-label": f"{line.text}：{one.text}", "class": "form-control"}
                self.fields[_key(line, one.pk)] = field

    @property
    def ballots(self) -> list[BoundField]:
        names = ("issued", "returned", "valid", "invalid", "supervisor", "teller", "void")
        return [self[name] for name in names]

    @property
    def rows(self) -> Iterator[tuple[Line, list[tuple[str, BoundField]]]]:
        """Each member with the fields of his marks."""
        return ((line, [(one.text, self[_key(line, one.pk)]) for one in line.choices]) for line in self.lines)

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        returned = words.get("returned")
        if returned is None:
            return words
        issued = words.get("issued", self.poll.issued)
        over = returned > issued
        if over and not words.get("void"):
            self.add_error(
                "returned",
                f"收回 {returned} 张，多于发出的 {issued} 张。请重新清点；确实多出的，勾选下面的“无效”。",
            )
        if words.get("void") and not over:
            self.add_error("void", "收回票数不多于发出票数，投票有效，请取消勾选。")
        return words

    def counted(self) -> Count:
        """What was counted, for `ballots.actions.count`, once the form is valid."""
        words = self.cleaned_data
        return Count(
            issued=words["issued"],
            returned=words["returned"],
            valid=words["valid"],
            invalid=words["invalid"],
            supervisor=words["supervisor"],
            teller=words["teller"],
            questions={line.pk: self._of(line) for line in self.lines},
        )

    def _of(self, line: Line) -> Counted:
        found = {one: self.cleaned_data.get(_key(line, one.pk)) or 0 for one in line.choices}
        votes = {one.pk: number for one, number in found.items() if not one.is_abstention}
        return Counted(votes, sum(number for one, number in found.items() if one.is_abstention))


def _key(line: Line, option: int) -> str:
    return f"q{line.pk}-{option}"
