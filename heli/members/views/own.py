"""我的数据, 更正申请, and what is shown of a person only with a trace."""

from io import BytesIO
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotAllowed
from heli.members.actions import own as actions
from heli.members.actions import sensitive as sensitive_actions
from heli.members.catalogue import DataField, Sensitive
from heli.members.forms.own import AnswerForm, ContactsForm, CorrectionForm, RevealForm
from heli.members.queries import own as queries
from heli.members.rules.own import NO_MEMBER
from heli.members.sheets.contacts import contact_sheet
from heli.orgs import queries as org_queries
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Crumb, Tab

A_PAGE = 50


@never_cache
@sensitive_variables("shown")
@require_http_methods(["GET", "POST"])
def mine(request: SignedInRequest) -> HttpResponse:
    """Everything held on the reader; posting asks that something be put right."""
    data = queries.own_data(_own_member(request))
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        about, text = DataField(form.cleaned_data["about"]), form.cleaned_data["text"]
        actions.ask_correction(member=data.member, about=about, text=text, by=request.actor, at=clock.now())
        messages.success(request, "更正申请已提交，由所在党支部或上级党组织答复；答复会列在这里。")
        return redirect("members:mine")
    crumbs = [Crumb("我的账号", reverse("accounts:mine")), Crumb("我的数据")]
    return render(request, "members/mine.html", {"data": data, "form": form, "crumbs": crumbs})


@require_GET
def data_requests(request: SignedInRequest) -> HttpResponse:
    """Requests of the members whose roster the reader keeps: open ones first."""
    scope = request.actor.require(Permission.MEMBER_IDENTITY)
    closed = request.GET.get("tab") == "answered"
    found = queries.requests(scope, is_open=not closed)
    shown = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "closed": closed,
        "tabs": [Tab("待答复", "?", not closed), Tab("已答复", "?tab=answered", closed)],
        "crumbs": [Crumb("党员", reverse("members:list")), Crumb("更正申请")],
    }
    return render(request, "members/data_requests.html", shown)


@sensitive_post_parameters("value")
@require_http_methods(["GET", "POST"])
def data_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request, answered here."""
    scope = request.actor.require(Permission.MEMBER_IDENTITY)
    asked = queries.request_to_answer(pk, scope)
    form = AnswerForm(asked, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        actions.answer_correction(
            request=asked,
            accepted=said["accepted"] == "1",
            answer=said["answer"],
            value=said.get("value", ""),
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, "已答复。")
        return redirect("members:data_requests")
    crumbs = [
        Crumb("党员", reverse("members:list")),
        Crumb("更正申请", reverse("members:data_requests")),
        Crumb(asked.member.name),
    ]
    return render(request, "members/data_request.html", {"asked": asked, "form": form, "crumbs": crumbs})


@never_cache
@sensitive_variables("value")
@require_POST
def reveal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one sensitive field of a person once; the page has no address to come back to."""
    scope = request.actor.require(Permission.MEMBER_SENSITIVE)
    member = queries.visible_member(pk, scope)
    form, value = RevealForm(request.POST), None
    if form.is_valid():
        value = sensitive_actions.reveal(
            member=member,
            field=Sensitive(form.cleaned_data["field"]),
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=clock.now(),
        )
    shown = {
        "member": member,
        "form": form,
        "value": value,
        "field": Sensitive(form.cleaned_data["field"]).label if value is not None else "",
        "crumbs": [Crumb("党员", reverse("members:list")), Crumb(member.name)],
    }
    return render(request, "members/revealed.html", shown, status=200 if form.is_valid() else 422)


@never_cache
@require_http_methods(["GET", "POST"])
def contacts(request: SignedInRequest, pk: int) -> HttpResponse | FileResponse:
    """The telephone list of an organisation as a workbook, for a written purpose."""
    scope, now = request.actor.require(Permission.MEMBER_SENSITIVE), clock.now()
    organisation = org_queries.visible_organisation(pk, scope)
    form = ContactsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = sensitive_actions.hand_out_contacts(
            organisation=organisation, reason=form.cleaned_data["reason"], by=request.actor, at=now
        )
        file = BytesIO()
        write_workbook(file, [contact_sheet(found)])
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"通讯录-{now.date()}.xlsx")
    crumbs = [Crumb("党员", reverse("members:list")), Crumb(organisation.short_name), Crumb("导出通讯录")]
    return render(
        request, "members/contacts.html", {"organisation": organisation, "form": form, "crumbs": crumbs}
    )


def _own_member(request: SignedInRequest) -> int:
    """The reader's own member; refused in words that lead on where his account belongs to none."""
    if not request.actor.may_at_all(Permission.OWN_DATA):
        raise NotAllowed("no-member", NO_MEMBER)
    return cast("int", request.actor.member_id)
