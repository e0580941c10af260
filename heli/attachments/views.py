"""The files of one record: looked at, added, used again, taken off, downloaded."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.attachments import actions, queries
from heli.attachments.forms import FileForm
from heli.duties.queries.records import record as record_in
from heli.kernel import clock
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def of_record(request: SignedInRequest, pk: int) -> HttpResponse:
    """What proves a record; POST adds a file."""
    record = record_in(pk, request.actor.require(Permission.RECORD_SEE))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(*sent)
    if form.is_valid():
        file = form.cleaned_data["file"]
        actions.attach(record=record, name=file.name, content=file.read(), by=request.actor, at=clock.now())
        messages.success(request, f"已添加“{file.name}”。")
        return redirect("attachments:of_record", pk)
    page = {
        "record": record,
        "files": queries.files_of(record),
        "form": form,
        "may_enter": request.actor.may(Permission.RECORD_ENTER, record.organisation),
        "crumbs": [
            Crumb("履责", reverse("duties:records")),
            Crumb(record.topic, reverse("duties:record", args=[pk])),
            Crumb("附件"),
        ],
    }
    return render(request, "attachments/of_record.html", page, status=422 if form.errors else 200)


@require_POST
def prove(request: SignedInRequest, pk: int, attachment: int) -> HttpResponse:
    """A file that is there proves this record, too."""
    scope = request.actor.require(Permission.RECORD_ENTER)
    record, file = record_in(pk, scope), queries.attachment(attachment, scope)
    actions.prove(record=record, attachment=file, by=request.actor, at=clock.now())
    messages.success(request, f"“{file.name}”也用于这条记录。")
    return redirect("attachments:of_record", pk)


@require_POST
def take_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a file off a record."""
    held = queries.proof(pk, request.actor.require(Permission.RECORD_ENTER))
    actions.take_off(proof=held, by=request.actor, at=clock.now())
    messages.success(request, "已移除。")
    return redirect("attachments:of_record", held.record_id)


@require_GET
def download(request: SignedInRequest, pk: int) -> FileResponse:
    """The file itself, always to be saved and never shown in the page."""
    found = queries.attachment(pk, request.actor.require(Permission.RECORD_SEE))
    return FileResponse(
        BytesIO(queries.content_of(found)),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
