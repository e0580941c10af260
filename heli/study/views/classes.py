"""Classes: those in sight, one of them, entering one and who attended it, by ticks or by a sheet."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.orgs import queries as org_queries
from heli.sheets.writing import write_workbook
from heli.study import rules
from heli.study.actions import classes as actions
from heli.study.catalogue import TAGS, ClassKind
from heli.study.forms import ClassForm, ListForm, PickForm, UploadForm, WithdrawForm
from heli.study.models import StudyClass
from heli.study.queries import classes as queries
from heli.study.queries.places import places
from heli.study.sheets import coming, going
from heli.study.views.addresses import A_PAGE, crumbs, with_year, year_of, years
from heli.ui.catalogue import Chip, Crumb


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Classes in sight that ended in the year."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    year, form = year_of(request, today), ListForm(request.GET)
    page = Paginator(queries.classes(scope, year, form.words), A_PAGE).get_page(request.GET.get("page"))
    rule, here = rules.rules_of(year), with_year("study:classes", year)
    shown = {
        "form": form,
        "page": page,
        "rows": [(one, rule.of_class(one.kind, one.half_days, one.hours)) for one in page],
        "year": year,
        "tabs": years(request, year, today),
        "chips": [Chip(f"名称：{form.words}", here)] if form.words else [],
        "here": here,
        "may_enter": request.actor.may_at_all(Permission.RECORD_ENTER),
        "conversions": list(rule.classes.values()),
        "crumbs": crumbs("培训班次"),
    }
    return render(request, "study/classes.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Enter a class that is over; its members follow on its page."""
    now = clock.now()
    sent = request.POST if request.method == "POST" else None
    form = ClassForm(places(request.actor, now.date()), now.date(), sent)
    if form.is_valid():
        given = {**form.cleaned_data, "kind": ClassKind(form.cleaned_data["kind"])}
        made = actions.enter_class(**given, by=request.actor, at=now)
        messages.success(request, f"已登记“{made.title}”。请接着登记参加的党员。")
        return redirect("study:class", made.pk)
    shown = {
        "form": form,
        "title": "登记培训班次",
        "sentence": "一个班次只登记一次：谁组织谁登记；外出参加培训的，由所在党支部登记",
        "label": "登记",
        "crumbs": crumbs(Crumb("培训班次", reverse("study:classes")), "登记"),
    }
    return render(request, "study/form.html", shown, status=422 if form.errors else 200)


@require_GET
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    """One class, with whom of its members the reader may see by name."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    held = queries.class_seen(pk, scope)
    page = queries.class_page(held, request.actor)
    picks = queries.may_be_entered(held, today) if page.may_enter and held.host.is_branch else ()
    shown = {
        "page": page,
        "held": held,
        "tag": next((tag.name for tag in TAGS() if tag.id == held.tag), ""),
        "form": PickForm(picks),
        "picks": bool(picks),
        "upload": UploadForm(),
        "withdraw": WithdrawForm(),
        "crumbs": crumbs(Crumb("培训班次", with_year("study:classes", held.ends_on.year)), held.title),
    }
    return render(request, "study/class.html", shown)


@require_POST
def pick(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter those who are ticked."""
    held, now = _own(request, pk), clock.now()
    form = PickForm(queries.may_be_entered(held, now.date()), request.POST)
    picked = form.picked if form.is_valid() else []
    actions.enrol(study_class=held, members=picked, by=request.actor, at=now)
    messages.success(request, f"已登记 {len(picked)} 人。")
    return redirect("study:class", pk)


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter the members of a sheet; rows that cannot be are named with their place and the way out."""
    held, now = _own(request, pk), clock.now()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, read = UploadForm(*sent), None
    if form.is_valid():
        chosen = form.cleaned_data["workbook"]
        read = coming.read(
            chosen.name or "未命名",
            chosen.read(),
            study_class=held,
            index=org_queries.name_index(now.date()),
            scope=request.actor.scope(Permission.MEMBER_SEE),
        )
        if read.members:
            actions.enrol(study_class=held, members=read.members, by=request.actor, at=now)
        if not read.refused:
            messages.success(request, f"已登记 {len(read.members)} 人，{read.again} 人此前已登记。")
            return redirect("study:class", pk)
    shown = {
        "form": form,
        "held": held,
        "read": read,
        "rows": len({(one.sheet, one.row) for one in read.refused}) if read else 0,
        "crumbs": crumbs(Crumb(held.title, reverse("study:class", args=[pk])), "上传学员名单"),
    }
    return render(request, "study/upload.html", shown, status=422 if form.errors else 200)


@require_GET
def give_template(request: SignedInRequest) -> FileResponse:
    """The empty list."""
    request.actor.require(Permission.RECORD_ENTER)
    content = BytesIO()
    write_workbook(content, [going.members_template()])
    content.seek(0)
    return FileResponse(content, as_attachment=True, filename="学员名单（空白）.xlsx")


@require_POST
def strike(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take somebody off a class who was entered by mistake."""
    found = queries.attended_seen(pk, request.actor.require(Permission.RECORD_ENTER))
    actions.strike(attended=found, by=request.actor, at=clock.now())
    messages.success(request, f"已从学员名单中去掉{found.member.name}。")
    return redirect("study:class", found.study_class_id)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Declare a class void."""
    held, form = _own(request, pk), WithdrawForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    actions.withdraw_class(study_class=held, why=why, by=request.actor, at=clock.now())
    messages.success(request, f"“{held.title}”已作废，不再计入任何人的学时。")
    return redirect("study:classes")


def _own(request: SignedInRequest, pk: int) -> StudyClass:
    """A class that the reader's own organisation entered."""
    held = queries.class_seen(pk, request.actor.require(Permission.RECORD_SEE))
    request.actor.may(Permission.RECORD_ENTER, held.host).require()
    return held
