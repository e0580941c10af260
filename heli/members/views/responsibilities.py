"""一岗双责: the list of a leading body, what has become void in it, and what the reader answers for."""

from datetime import date
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.members.actions import responsibilities as actions
from heli.members.catalogue import ResponsibilityKind
from heli.members.forms.responsibilities import AssignForm, BodiesForm, EndForm
from heli.members.queries import answered
from heli.members.queries import responsibilities as queries
from heli.members.queries.responsibilities import Answering
from heli.members.sheets.responsibilities import bodies_sheet
from heli.members.views.addresses import address_with
from heli.orgs.catalogue import LEADING_KINDS
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50


@require_http_methods(["GET", "POST"])
def listing(request: SignedInRequest) -> HttpResponse:
    """The list of `?organisation=`, or of the only body that the reader sees; posting adds to it."""
    scope, now = request.actor.require(Permission.MEMBER_SEE), clock.now()
    own = queries.borne_by(request.actor, now.date())
    found = queries.bodies(scope, now.date())
    body = _asked(request, found)
    if body is None:
        shown = {"any": bool(found), "own": own, "crumbs": _crumbs(), **_overview(request, now.date())}
        return render(request, "members/responsibility_bodies.html", shown)
    page = queries.answering(body, now.date())
    may_keep = request.actor.may(Permission.RESPONSIBILITY_KEEP, body)
    form = _form(request, page, now.date()) if may_keep or request.method == "POST" else None
    if form is not None and form.is_valid():
        actions.assign_responsibility(
            post=form.post_chosen,
            organisation=form.organisation_chosen,
            kind=ResponsibilityKind(form.cleaned_data["kind"]),
            field=form.cleaned_data["field"],
            on=form.cleaned_data["on"],
            why=form.cleaned_data["why"],
            by=request.actor,
            at=now,
        )
        messages.success(request, "已登记。")
        return redirect(f"{reverse('members:responsibilities')}?organisation={body.pk}")
    shown = {
        "page": page,
        "own": own,
        "form": form if may_keep else None,
        "crumbs": [*_crumbs(), Crumb(body.short_name)],
    }
    return render(request, "members/responsibilities.html", shown)


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one: on a day, the first on which it is borne no longer."""
    scope, now = request.actor.require(Permission.RESPONSIBILITY_KEEP), clock.now()
    responsibility = queries.responsibility_to_end(pk, scope)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": now.date()})
    if form.is_valid():
        actions.end_responsibility(
            responsibility=responsibility, on=form.cleaned_data["on"], by=request.actor, at=now
        )
        messages.success(request, "已结束。")
        body = responsibility.post.organisation_id
        return redirect(f"{reverse('members:responsibilities')}?organisation={body}")
    shown = {"one": responsibility, "form": form, "crumbs": [*_crumbs(), Crumb("结束分管")]}
    return render(request, "members/responsibility_end.html", shown)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The bodies that the list shows, as a workbook."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    file = BytesIO()
    write_workbook(file, [bodies_sheet(answered.body_lines(scope, today, BodiesForm(request.GET).narrowed))])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"一岗双责-{today}.xlsx")


def _overview(request: SignedInRequest, on: date) -> dict[str, Any]:
    """All bodies in sight with how far each has shared out what it leads."""
    form = BodiesForm(request.GET)
    lines = answered.body_lines(request.actor.scope(Permission.MEMBER_SEE), on, form.narrowed)
    told = {
        "q": f"查找：{form.narrowed.words}" if form.narrowed.words else "",
        "blank": "有空白" if form.narrowed.blank else "",
    }
    chips = [
        Chip(label, address_with(request.GET, page=None, **{name: None}))
        for name, label in told.items()
        if label
    ]
    return {
        "form": form,
        "page": Paginator(lines, A_PAGE).get_page(request.GET.get("page")),
        "chips": chips,
        "export_url": reverse("members:responsibilities_export") + address_with(request.GET, page=None),
    }


def _asked(request: SignedInRequest, found: list[Organisation]) -> Organisation | None:
    """The body that the address names, looked up within the scope; the only one there is; or None."""
    asked = request.GET.get("organisation", "")
    if not asked:
        return found[0] if len(found) == 1 else None
    if not asked.isdigit():
        raise NotFound("organisation-not-found", "没有这个党组织，或它不在您的范围内。")
    body = visible_organisation(int(asked), request.actor.scope(Permission.MEMBER_SEE))
    if body.kind not in LEADING_KINDS:
        raise NotFound("no-leading-body", "一岗双责清单只由党组（党委）建立，请选择党组。")
    return body


def _form(request: SignedInRequest, page: Answering, on: date) -> AssignForm:
    return AssignForm(
        request.POST if request.method == "POST" else None,
        posts=[bearer.post for bearer in page.bearers],
        organisations=queries.led_by(page.body, on),
        on=on,
    )


def _crumbs() -> list[Crumb]:
    return [Crumb("组织", reverse("orgs:tree")), Crumb("一岗双责", reverse("members:responsibilities"))]
