"""审计: reading the audit, its copy as a workbook, and whether its seals hold. Nobody can switch it off."""

from io import BytesIO

from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.actions.audit import hand_out_audit
from heli.accounts.catalogue import Permission
from heli.accounts.forms import AuditForm
from heli.accounts.queries import audit as audit_queries
from heli.accounts.requests import SignedInRequest
from heli.accounts.sheets import audit_sheet
from heli.kernel import clock, verification
from heli.kernel.action_names import name_of
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Who did what to what, newest first; `?before_id=` is the cursor."""
    request.actor.require(Permission.AUDIT_READ)
    form = AuditForm(request.GET)
    page = audit_queries.audit_page(form.filters, form.before)
    shown = {
        "form": form,
        "page": page,
        "older": _with(request.GET, before_id=str(page.before)) if page.before else "",
        "newest": _with(request.GET, before_id=None) if form.before else "",
        "chips": _chips(request.GET, form),
        "export_url": f"{reverse('accounts:audit_export')}?{request.GET.urlencode()}",
        "crumbs": [Crumb("审计")],
    }
    return render(request, "accounts/audit.html", shown)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The same entries as the list shows, as a workbook; that it was taken away is audited."""
    request.actor.require(Permission.AUDIT_READ)
    filters, now = AuditForm(request.GET).filters, clock.now()
    hand_out_audit(filters=filters, by=request.actor, at=now)
    file = BytesIO()
    write_workbook(file, [audit_sheet(audit_queries.audit_lines(filters), now.date())])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"审计-{now.date()}.xlsx")


@require_http_methods(["GET", "POST"])
def seals(request: SignedInRequest) -> HttpResponse:
    """How far the audit is sealed; POST reads it again against its seals and writes nothing."""
    request.actor.require(Permission.AUDIT_READ)
    findings = verification.verify() if request.method == "POST" else None
    shown = {
        "state": audit_queries.seal_state(),
        "findings": findings,
        "crumbs": [Crumb("审计", reverse("accounts:audit")), Crumb("核对封存")],
    }
    return render(request, "accounts/seals.html", shown)


def _chips(query: QueryDict, form: AuditForm) -> list[Chip]:
    filters = form.filters
    told = {
        "action": name_of(filters.action) if filters.action else "",
        "person": f"谁：{filters.person}" if filters.person else "",
        "thing": f"对什么：{filters.thing}" if filters.thing else "",
        "first": f"自 {filters.first}" if filters.first else "",
        "last": f"至 {filters.last}" if filters.last else "",
    }
    return [
        Chip(words, _with(query, **{name: None, "before_id": None})) for name, words in told.items() if words
    ]


def _with(query: QueryDict, **changes: str | None) -> str:
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"
