"""One form a kind of event, only with the fields that it needs; `change()` is what it asks for."""

from datetime import date
from typing import Any

from django import forms

from heli.accounts.actor import Scope
from heli.orgs.catalogue import COMMITTEE_KINDS, EventKind, Kind, Leading, Nature
from heli.orgs.models import Organisation, Unit
from heli.orgs.rules.change import Change, Founding
from heli.reorganisation.actions.meaning import founded_like
from heli.reorganisation.forms.fields import NamesField, OrganisationField, OrganisationsField
from heli.reorganisation.queries.naming import Meant, search

_TYPED = "全称、代码、名称中的几个字或拼音首字母"
_UNCHANGED = ("", "不变")


class EventForm(forms.Form):
    """What every event has: its document. Organisations are looked for in `scope`."""

    kind: EventKind
    happened_on = forms.DateField(
        label="生效日期",
        help_text="文件上的日期，不晚于今天。",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写生效日期。", "invalid": "请按 2026-06-30 的样子填写日期。"},
    )
    document_number = forms.CharField(
        label="文号",
        max_length=60,
        help_text="批复或通知的文号。",
        error_messages={"required": "请填写文号。"},
    )
    reason = forms.CharField(
        label="缘由", max_length=300, help_text="如：机构改革。", error_messages={"required": "请填写缘由。"}
    )

    def __init__(self, *args: Any, scope: Scope, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, OrganisationField | OrganisationsField):
                field.search = lambda text: _found(text, scope, on)

    def change(self) -> Change:
        """What is asked for; only of a valid form."""
        asked = self.cleaned_data
        return Change(
            kind=self.kind,
            happened_on=asked["happened_on"],
            document_number=asked["document_number"],
            reason=asked["reason"],
            **self.asked(),
        )

    def asked(self) -> dict[str, Any]:
        """What this kind asks for besides day, document and reason; nothing where it asks no more."""
        return {}


def _found(text: str, scope: Scope, on: date) -> Meant:
    return search(text, scope, on)


def _one(label: str = "党组织", **kwargs: Any) -> OrganisationField:
    kwargs.setdefault("help_text", _TYPED)
    return OrganisationField(label=label, error_messages={"required": f"请填写{label}。"}, **kwargs)


def _several() -> OrganisationsField:
    return OrganisationsField(
        label="党组织",
        help_text=f"{_TYPED}；多个时每行一个，或用顿号隔开。",
        error_messages={"required": "请填写要变动的党组织。"},
    )


def _name(label: str = "新名称", **kwargs: Any) -> forms.CharField:
    words = {"required": f"请填写{label}。"}
    return forms.CharField(
        label=label, max_length=120, help_text="党组织全称。", error_messages=words, **kwargs
    )


def _leading(first: tuple[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label="领导关系", required=False, choices=[first, *Leading.choices])


class FoundedForm(EventForm):
    kind = EventKind.FOUNDED
    name = _name("党组织全称")
    new_kind = forms.ChoiceField(
        label="组织类别",
        choices=[("", "请选择"), *Kind.choices],
        error_messages={"required": "请选择组织类别。"},
    )
    unit = forms.CharField(
        label="所在单位", max_length=120, required=False, help_text="单位全称；没有的单位会随同登记。"
    )
    parent = _one("上级党组织", required=False, help_text=f"{_TYPED}；党组没有上级党组织，留空。")
    leader = _one("领导党组（党委）", required=False)
    leading = _leading((Leading.LEADS.value, Leading.LEADS.label))
    code = forms.CharField(label="党组织代码", max_length=40, required=False, help_text="没有代码可以不填。")
    ends_on = forms.DateField(
        label="存续截止日期",
        required=False,
        help_text="临时党支部、项目党组织填写。",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    covered = forms.CharField(
        label="覆盖单位",
        required=False,
        max_length=600,
        help_text="联合党支部填写，每行一个单位。",
        widget=forms.Textarea({"rows": 2}),
    )
    place = forms.ChoiceField(
        label="归属",
        required=False,
        choices=[("", "本市"), ("outside", "本系统以外")],
        help_text="垂管单位、外地的党组和派出工委的地方党委选“本系统以外”：只记名称和关系，"
        "不设账号，不产生应办，不计入数字。",
    )
    field_order = (
        *("name", "new_kind", "place", "unit", "parent", "leader", "leading", "code", "ends_on", "covered"),
    )

    def asked(self) -> dict[str, Any]:
        asked = self.cleaned_data
        unit = Unit.objects.filter(name=asked["unit"].strip()).first()
        founding = Founding(
            name=asked["name"],
            kind=Kind(asked["new_kind"]),
            unit=asked["unit"].strip(),
            parent=asked["parent"],
            leader=asked["leader"],
            leading=Leading(asked["leading"] or Leading.LEADS),
            nature=Nature(unit.nature) if unit is not None else Nature.UNSTATED,
            code=asked["code"].strip() or None,
            ends_on=asked["ends_on"],
            covered=tuple(filter(None, (one.strip() for one in asked["covered"].splitlines()))),
            outside=asked["place"] == "outside",
        )
        return {"founding": (founding,)}


class RenamedForm(EventForm):
    kind = EventKind.RENAMED
    organisation = _one()
    new_name = _name()
    field_order = ("organisation", "new_name")

    def asked(self) -> dict[str, Any]:
        return {
            "subjects": (self.cleaned_data["organisation"],),
            "new_name": self.cleaned_data["new_name"],
        }


class RaisedForm(EventForm):
    kind = EventKind.RAISED
    organisation = _one()
    new_kind = forms.ChoiceField(
        label="升格为",
        choices=[("", "请选择"), *((one.value, one.label) for one in Kind if one in COMMITTEE_KINDS)],
        error_messages={"required": "请选择升格后的类别。"},
    )
    new_name = _name("新名称", required=False)
    field_order = ("organisation", "new_kind", "new_name")

    def asked(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {
            "subjects": (asked["organisation"],),
            "new_kind": Kind(asked["new_kind"]),
            "new_name": asked["new_name"] or None,
        }


class MovedForm(EventForm):
    kind = EventKind.MOVED
    organisation = _several()
    new_parent = _one("新上级党组织", required=False, help_text=f"{_TYPED}；不变则留空。")
    new_leader = _one(
        "新领导党组（党委）",
        required=False,
        or_none=True,
        help_text=f"{_TYPED}；不变则留空，不再有则写“无”。",
    )
    leading = _leading(_UNCHANGED)
    unit = forms.CharField(label="所在单位", max_length=120, required=False, help_text="单位本身变了才填写。")
    field_order = ("organisation", "new_parent", "new_leader", "leading", "unit")

    def asked(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {
            "subjects": asked["organisation"],
            "new_parent": asked["new_parent"],
            "new_leader": asked["new_leader"],
            "new_leading": Leading(asked["leading"]) if asked["leading"] else None,
            "new_unit": asked["unit"].strip() or None,
        }


class MergedForm(EventForm):
    kind = EventKind.MERGED
    organisation = _several()
    successor = _one("并入", required=False, help_text=f"已有的党组织：{_TYPED}。合并后新设的，填下一项。")
    new_name = _name("合并后新设的党组织", required=False)
    field_order = ("organisation", "successor", "new_name")

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if not self.errors and bool(asked.get("successor")) == bool(asked.get("new_name")):
            self.add_error("successor", "请填写并入哪个党组织，或合并后新设的党组织全称，两项填一项。")
        return asked

    def asked(self) -> dict[str, Any]:
        asked = self.cleaned_data
        subjects, heir = asked["organisation"], asked["successor"]
        if heir is not None:
            return {"subjects": tuple(one for one in subjects if one != heir), "successor": heir}
        return {"subjects": subjects, "founding": (_like(subjects[0], asked["new_name"]),)}


class SplitForm(EventForm):
    kind = EventKind.SPLIT
    organisation = _one()
    new_names = NamesField(
        label="新设的党组织",
        help_text="每行一个全称。",
        error_messages={"required": "请填写拆分后新设的党组织。"},
    )
    stays = forms.BooleanField(label="原党组织保留", required=False, initial=True)
    field_order = ("organisation", "new_names", "stays")

    def asked(self) -> dict[str, Any]:
        asked = self.cleaned_data
        subject = asked["organisation"]
        return {
            "subjects": (subject,),
            "successor": subject if asked["stays"] else None,
            "founding": tuple(_like(subject, name) for name in asked["new_names"]),
        }


class ClosedForm(EventForm):
    kind = EventKind.CLOSED
    organisation = _several()
    successor = _one("承接组织", required=False, help_text=f"党员和未完成的应办转到这里：{_TYPED}。")
    new_parent = _one(
        "下级党组织的新上级", required=False, help_text="其下还有党组织时填写；空着则归承接组织。"
    )
    new_leader = _one(
        "所领导组织的新党组（党委）", required=False, or_none=True, help_text="撤销党组时填写。"
    )
    field_order = ("organisation", "successor", "new_parent", "new_leader")

    def asked(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {
            "subjects": asked["organisation"],
            "successor": asked["successor"],
            "new_parent": asked["new_parent"],
            "new_leader": asked["new_leader"],
        }


def _like(pk: int, name: str) -> Founding:
    """A new organisation in the place of an old one: same kind, unit, superiors."""
    one = Organisation.objects.select_related("unit").get(pk=pk)
    superiors = {"parent": one.parent_id, "leader": one.leader_id}
    return founded_like(one, name, kind=None, unit="", **superiors, leading=None)


FORMS: dict[EventKind, type[EventForm]] = {
    one.kind: one
    for one in (FoundedForm, RenamedForm, RaisedForm, MovedForm, MergedForm, SplitForm, ClosedForm)
}
SENTENCES = {
    EventKind.FOUNDED: "成立新的党组织",
    EventKind.RENAMED: "名称变了，其他不变",
    EventKind.RAISED: "支部改建总支、总支改建机关党委",
    EventKind.MOVED: "换上级党组织、领导党组或所在单位，党员随党组织走",
    EventKind.MERGED: "几个并成一个，党员都到承接组织",
    EventKind.SPLIT: "一个分成几个，逐人确定去向",
    EventKind.CLOSED: "不再存续，党员转到承接组织",
}
