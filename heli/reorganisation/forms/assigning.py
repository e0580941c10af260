"""Who goes where when an organisation is split: a choice a member, or a list of names."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

STAY = ""
_APART = re.compile(r"[\s,，、;；:：]+")


class AssignForm(forms.Form):
    """A choice for each member of the organisation; `listed` are lines of 姓名 去向, which win."""

    listed = forms.CharField(
        label="名单",
        required=False,
        max_length=20_000,
        help_text="可以粘贴：每行“姓名 去向”，去向写新党组织的序号或全称；没有列出的按下面逐人选择。",
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        members: Sequence[tuple[int, str, str]],
        names: Sequence[str],
        stays: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._members, self._names = members, names
        first = (STAY, "留在原党组织" if stays else "请选择")
        choices = [first, *((str(place), f"{place + 1}. {name}") for place, name in enumerate(names))]
        for pk, name, last4 in members:
            self.fields[f"member-{pk}"] = forms.ChoiceField(
                label=f"{name}（{last4}）", choices=choices, required=False
            )

    def of_members(self) -> list[forms.BoundField]:
        """The choices, a member each."""
        return [self[f"member-{pk}"] for pk, _, _ in self._members]

    def clean_listed(self) -> str:
        text: str = self.cleaned_data["listed"]
        self._from_list = {}
        faults = []
        for line in filter(None, map(str.strip, text.splitlines())):
            words = _APART.split(line, maxsplit=1)
            there = [pk for pk, name, _ in self._members if name == words[0]]
            place = self._place(words[1]) if len(words) > 1 else None
            if len(there) != 1:
                way = "有同名的，请在下面逐人选择。" if there else "不在原党组织的名册里，请核对。"
                faults.append(f"“{words[0]}”{way}")
            elif place is None:
                faults.append(f"“{line}”看不出去向，请写序号或新党组织的全称。")
            else:
                self._from_list[there[0]] = place
        if faults:
            raise forms.ValidationError(faults)
        return text

    def _place(self, text: str) -> int | None:
        text = text.strip().rstrip(".．。")
        if text.isdigit() and 0 < int(text) <= len(self._names):
            return int(text) - 1
        fitting = [place for place, name in enumerate(self._names) if text and text in name]
        return fitting[0] if len(fitting) == 1 else None

    _from_list: dict[int, int]

    def assigned(self) -> dict[int, int]:
        """Member → place of the new organisation; who stays is left out."""
        chosen = {
            pk: int(self.cleaned_data[f"member-{pk}"])
            for pk, _, _ in self._members
            if self.cleaned_data.get(f"member-{pk}")
        }
        return {**chosen, **self._from_list}
