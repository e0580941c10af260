"""What changes a list: begun, edited on one page, adopted at a meeting, revised, given up."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.mandates.actions import adopting, drafts
from heli.mandates.catalogue import LISTS, Bearer, Group, Move
from heli.mandates.forms import AdoptForm, ItemForm, OwnItemForm, ReasonForm, StartForm
from heli.mandates.models import Mandate, MandateItem, whose
from heli.mandates.queries import drafting, one
from heli.mandates.views.addresses import way_to, way_within
from heli.members.catalogue import office_words
from heli.members.models import Post
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the list of `?bearer=` (of a member also `post`) for `?year=`, from templates or last year's."""
    organisation = visible_organisation(pk, request.actor.require(Permission.REQUIREMENT_SEE))
    request.actor.may(Permission.RECORD_ENTER, organisation).require()
    now = clock.now()
    slot = _slot(request, organisation, now.date())
    form = StartForm(
        request.POST if request.method == "POST" else None,
        initial={"bearer": slot.bearer, "post": slot.post and slot.post.pk, "year": slot.year},
        last_year=drafting.last_year(organisation, slot.year, slot.bearer or "", slot.post) is not None,
    )
    if form.is_valid() and slot.bearer is not None:
        made = drafts.start(
            organisation=organisation,
            year=slot.year,
            bearer=slot.bearer,
            post=slot.post,
            from_last_year=bool(form.cleaned_data.get("from_last_year")),
            by=request.actor,
            at=now,
        )
        messages.success(request, "已起草。请逐条核对岗位、措施和时限，再提交会议审定。")
        return redirect("mandates:edit", made.pk)
    sentence = f"{organisation.short_name}。按组织类别、单位性质和领导体制列出模板条目，再逐条增减"
    crumbs = way_to(organisation, Crumb("起草"))
    return _form_page(request, form, _title(slot, organisation), sentence, crumbs, button="起草")


class _Slot(NamedTuple):
    """Whose list the address or the form asks for; None where it names nobody."""

    bearer: Bearer | None
    post: Post | None
    year: int


def _slot(request: SignedInRequest, organisation: Organisation, today: date) -> _Slot:
    asked = request.POST if request.method == "POST" else request.GET
    named, post, year = (asked.get(name, "") for name in ("bearer", "post", "year"))
    bearer = Bearer(named) if named in Bearer.values else None
    member = bearer is Bearer.MEMBER and post.isdecimal()
    return _Slot(
        bearer,
        drafting.member_post(organisation, int(post), today) if member else None,
        int(year) if re.fullmatch(r"[0-9]{4}", year) else today.year,
    )


def _title(slot: _Slot, organisation: Organisation) -> str:
    if slot.bearer is None:
        return "起草责任清单"
    person = f" {slot.post.name}" if slot.post else ""
    kind = organisation.kind
    words = office_words(kind, slot.post.office) if slot.post else whose(slot.bearer, kind)
    return f"起草{slot.year}年度{words}{person}责任清单"


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every item of a draft on one page, and one more of the organisation's own."""
    mandate, now = _entering(request, pk), clock.now()
    LISTS.may(mandate.state_now, Move.EDIT).require()
    forms = _item_forms(request, mandate, one.items_of(mandate))
    faults = [form for form in forms if form.errors]
    if request.method == "POST" and not faults:
        wanted = [form.chosen for form in forms if not getattr(form, "is_empty", False)]
        drafts.edit(mandate=mandate, items=wanted, by=request.actor, at=now)
        messages.success(request, "已保存。")
        if "more" in request.POST:
            return redirect(f"{reverse('mandates:edit', args=[pk])}#new")
        return redirect("mandates:one", pk)
    shown = {
        "mandate": mandate,
        "groups": _grouped(forms),
        "new": forms[-1],
        "faults": faults,
        "crumbs": way_within(mandate, Crumb("修改")),
    }
    return render(request, "mandates/edit.html", shown, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
def adopt(request: SignedInRequest, pk: int) -> HttpResponse:
    """Adopt a draft at a meeting of the organisation; what stands against it is said first."""
    mandate, now = _visible(request, pk), clock.now()
    request.actor.may(Permission.MANDATE_ADOPT, mandate.organisation).require()
    meetings, filed = drafting.meetings(mandate), drafting.filed_before(mandate)
    form = AdoptForm(request.POST if request.method == "POST" else None, meetings=meetings, filed=filed)
    if form.is_valid():
        made = adopting.adopt(
            mandate=mandate,
            meeting=next(one for one, _ in meetings if one.pk == form.cleaned_data["meeting"]),
            filed=next((one for one in filed if one.pk == form.cleaned_data.get("filed")), None),
            by=request.actor,
            at=now,
        )
        filed_words = "，并记入“党建责任清单”" if made.filed_id else ""
        messages.success(request, f"已审定，自 {made.adopted_on} 起执行{filed_words}。")
        return redirect("mandates:one", pk)
    shown = {
        "mandate": mandate,
        "form": form,
        "has_meetings": bool(meetings),
        "is_filed": drafting.is_filed(mandate, now.date()),
        "verdict": drafting.against_adopting(mandate, one.items_of(mandate), now.date()),
        "crumbs": way_within(mandate, Crumb("审定")),
    }
    return render(request, "mandates/adopt.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin a revision of a list in force."""
    mandate = _entering(request, pk)
    LISTS.may(mandate.state_now, Move.REVISE).require()
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label="修订的原因",
        hint="如：班子分工调整、新增直属单位、上级部署新任务",
    )
    if form.is_valid():
        made = drafts.revise(
            mandate=mandate, why=form.cleaned_data["reason"], by=request.actor, at=clock.now()
        )
        messages.success(request, f"已起草第{made.version}版。审定以前，现在这一版继续执行。")
        return redirect("mandates:edit", made.pk)
    sentence, crumbs = "原来的一版保留，随时可以查看、对照", way_within(mandate, Crumb("修订"))
    return _form_page(request, form, "起草修订版", sentence, crumbs, button="起草修订版")


@require_POST
def complete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add the mandatory items that a draft has not."""
    mandate = _entering(request, pk)
    drafts.complete(mandate=mandate, by=request.actor, at=clock.now())
    messages.success(request, "已补入规定条目，请核对岗位、措施和时限。")
    return redirect("mandates:edit", pk)


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    mandate = _entering(request, pk)
    drafts.discard(mandate=mandate, by=request.actor, at=clock.now())
    messages.success(request, "已放弃草稿。")
    return redirect("mandates:of", mandate.organisation_id)


def _visible(request: SignedInRequest, pk: int) -> Mandate:
    return one.mandate_of(pk, request.actor.require(Permission.REQUIREMENT_SEE))


def _entering(request: SignedInRequest, pk: int) -> Mandate:
    mandate = _visible(request, pk)
    request.actor.may(Permission.RECORD_ENTER, mandate.organisation).require()
    return mandate


def _item_forms(request: SignedInRequest, mandate: Mandate, items: Sequence[MandateItem]) -> list[ItemForm]:
    """A form for each item, and at the end one for another; those sent that the draft has not are refused."""
    held = drafting.held_on(mandate.organisation, clock.today())
    posts = drafting.post_choices(held, mandate.organisation.kind)
    requirements = drafting.requirement_choices(mandate)
    data = request.POST if request.method == "POST" else None
    if data is not None:
        drafting.are_all_there(data.getlist("line"), items).require()
    asked: dict[str, Any] = {"posts": posts, "year": mandate.year}
    forms: list[ItemForm] = []
    for item in [*items, MandateItem(group=Group.POLITICAL)]:
        if item.is_own:
            forms.append(OwnItemForm(data, item=item, requirements=requirements, **asked))
        else:
            forms.append(ItemForm(data, item=item, **asked))
    return forms


def _grouped(forms: Sequence[ItemForm]) -> list[tuple[str, list[ItemForm]]]:
    found = [(group.label, [form for form in forms[:-1] if form.item.group == group]) for group in Group]
    return [(label, inside) for label, inside in found if inside]


def _form_page(
    request: SignedInRequest, form: Form, title: str, sentence: str, crumbs: list[Crumb], *, button: str
) -> HttpResponse:
    shown = {"form": form, "title": title, "sentence": sentence, "button": button, "crumbs": crumbs}
    return render(request, "mandates/form.html", shown, status=422 if form.errors else 200)
