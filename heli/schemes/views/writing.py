"""Schemes: a new one, one scheme, a version with its indicators, the forms that write it, and its trial."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.queries.plan import plan_year
from heli.duties.queries.readings import book_of
from heli.kernel import clock
from heli.kernel.errors import Invalid
from heli.kernel.periods import Period
from heli.orgs.catalogue import Kind
from heli.schemes.actions import writing as actions
from heli.schemes.catalogue import TEMPLATES, VersionState
from heli.schemes.forms.indicators import IndicatorForm
from heli.schemes.forms.writing import AdoptForm, FrameForm, StartForm
from heli.schemes.models import Scheme, Version
from heli.schemes.queries import definitions, organisers, telling
from heli.schemes.queries.periods import chosen, offered
from heli.schemes.queries.trial import trial as tried
from heli.schemes.rules import definition as definition_rules
from heli.schemes.rules import keeping
from heli.ui.catalogue import Crumb, Tab

A_PAGE = 50


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    """A new scheme, from a ready one marked 示例."""
    request.actor.require(Permission.SCHEME_KEEP)
    today = clock.today()
    found = organisers.organisers(request.actor, today)
    if not found:
        keeping.can_organise("", None).require()
    templates = [
        one
        for one in TEMPLATES().on(today)
        if any(definition_rules.judges(body.kind, one.kinds) for body in found)
    ]
    form = StartForm(
        request.POST if request.method == "POST" else None, organisers=found, templates=templates
    )
    if request.method == "POST" and form.is_valid():
        version = actions.start(
            organiser=form.whose,
            name=form.cleaned_data["name"],
            template=TEMPLATES().get(form.cleaned_data["template"], today),
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, "已按示例起草。请逐项修改指标和分值，审定以后生效。")
        return redirect("schemes:version", version.scheme_id, version.number)
    page = {"form": form, "organisers": found, "templates": templates, "crumbs": way(Crumb("新建方案"))}
    return render(request, "schemes/start.html", page, status=422 if form.errors else 200)


@require_GET
def scheme(request: SignedInRequest, pk: int) -> HttpResponse:
    """A scheme: the version in force with its indicators, its other versions, what one may do."""
    scope = request.actor.require(Permission.SCORE_SEE)
    held = definitions.scheme(pk, scope)
    versions = list(held.versions.order_by("-number"))
    shown = next((one for one in versions if one.state == VersionState.ADOPTED), versions[0])
    return redirect("schemes:version", held.pk, shown.number)


@require_GET
def version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One version: whom it is for, its indicators by group, and whether it holds together."""
    held = definitions.version(pk, number, request.actor.require(Permission.SCORE_SEE))
    rows = list(held.indicators.order_by("position", "pk"))
    definition = definitions.definition_of(held)
    hows = {one.code: telling.how(one) for one in definition.indicators}
    heirs = {one.code: one.name for one in rows}
    told = [(one, hows[one.code], heirs.get(one.gives_to, "")) for one in rows]
    writes = bool(keeping.may_write(request.actor, held.scheme.organiser))
    page = {
        "held": held,
        "groups": [(name, list(inside)) for name, inside in groupby(told, key=lambda one: one[0].group)],
        "kinds": "、".join(Kind(kind).label for kind in held.kinds),
        "tiers": [(name, Decimal(floor) / 100) for name, floor in held.tiers],
        "limits": telling.limits(definition),
        "bonus_cap": Decimal(held.bonus_cap) / 100,
        "versions": version_tabs(held),
        "writes": writes and held.state == VersionState.DRAFT,
        "keeps": writes,
        "may_revise": writes and not held.scheme.versions.filter(state=VersionState.DRAFT).exists(),
        "may_adopt": bool(keeping.may_adopt(request.actor, held.scheme.organiser)),
        "verdict": definition_rules.can_be_adopted(definition, organisers.judging(held.scheme)),
        "crumbs": way(Crumb(held.scheme.name)),
    }
    return render(request, "schemes/version.html", page)


def version_tabs(held: Version) -> list[Tab]:
    """The versions of a scheme as tabs, the latest first."""
    return [
        Tab(
            f"第 {one.number} 版（{one.get_state_display()}）",
            reverse("schemes:version", args=[held.scheme_id, one.number]),
            active=one == held,
        )
        for one in held.scheme.versions.order_by("-number")
    ]


@require_POST
def revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the next version."""
    held = definitions.scheme(pk, request.actor.require(Permission.SCORE_SEE))
    made = actions.revise(scheme=held, by=request.actor, at=clock.now())
    messages.success(request, f"已起草第 {made.number} 版。审定以前仍按原来的一版计分。")
    return redirect("schemes:version", pk, made.number)


@require_http_methods(["GET", "POST"])
def frame(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Whom a draft is for, its tiers, and the unknown."""
    held = _written(request, pk, number)
    kind = held.scheme.organiser.kind
    form = FrameForm(request.POST, organiser=kind) if request.method == "POST" else FrameForm.of(held)
    if request.method == "POST" and form.is_valid():
        actions.set_frame(version=held, frame=form.frame, by=request.actor, at=clock.now())
        messages.success(request, "已保存。")
        return redirect("schemes:version", pk, number)
    return _form(request, held, form, "适用范围和分档", "一版方案只有一套分档；类别之间不比较")


@require_http_methods(["GET", "POST"])
def indicator(request: SignedInRequest, pk: int, number: int, code: str = "") -> HttpResponse:
    """Add an indicator to a draft, or change one."""
    held = _written(request, pk, number)
    rows = list(held.indicators.order_by("position", "pk"))
    row = definitions.indicator_row(held, code) if code else None
    groups = book_of(plan_year(clock.today())).groups()
    form = IndicatorForm(
        request.POST if request.method == "POST" else None,
        version=held,
        row=row,
        groups=[one for one in groups if one],
        others=rows,
    )
    if request.method == "POST" and form.is_valid():
        kept = actions.keep_indicator(
            version=held, indicator=form.indicator, by=request.actor, at=clock.now()
        )
        messages.success(request, f"已保存“{kept.name}”。")
        return redirect("schemes:version", pk, number)
    page = {
        "form": form,
        "held": held,
        "row": row,
        "groups": list(dict.fromkeys(one.group for one in rows)),
        "title": f"修改“{row.name}”" if row is not None else "添加指标",
        "crumbs": way(_to(held), Crumb("指标")),
    }
    return render(request, "schemes/indicator.html", page, status=422 if form.errors else 200)


@require_POST
def drop(request: SignedInRequest, pk: int, number: int, code: str) -> HttpResponse:
    """Take an indicator out of a draft."""
    held = _written(request, pk, number)
    name = definitions.indicator_row(held, code).name
    actions.drop_indicator(version=held, code=code, by=request.actor, at=clock.now())
    messages.success(request, f"已删去“{name}”。")
    return redirect("schemes:version", pk, number)


@require_http_methods(["GET", "POST"])
def adopt(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Adopt a draft, by the document or meeting that did."""
    held = definitions.version(pk, number, request.actor.require(Permission.SCORE_SEE))
    keeping.may_adopt(request.actor, held.scheme.organiser).require()
    keeping.is_draft(held.state).require()
    form = AdoptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.adopt(version=held, document=form.cleaned_data["document"], by=request.actor, at=clock.now())
        messages.success(request, f"第 {held.number} 版已审定，从现在起按这一版计分。")
        return redirect("schemes:version", pk, number)
    return _form(request, held, form, f"审定第 {held.number} 版", "审定以后不能再改，只能另起草新版")


@require_GET
def trial(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """A version tried on a past period beside another: who moves, and why."""
    scope = request.actor.require(Permission.SCORE_SEE)
    held = definitions.version(pk, number, scope)
    keeping.may_write(request.actor, held.scheme.organiser).require()
    today = clock.today()
    period = chosen(request.GET.get("period", ""), held, today)
    others = _beside(held)
    beside = _asked(request.GET.get("with", ""), others)
    found = tried(beside, held, period, min(period.end, today), scope)
    only = request.GET.get("only", "")
    movers = [one for one in found.movers if not only or one.changes_tier]
    here = reverse("schemes:trial", args=[pk, number])
    page = {
        "held": held,
        "beside": beside,
        "found": found,
        "page": Paginator(movers, A_PAGE).get_page(request.GET.get("page")),
        "only": only,
        "period": period,
        "opens": [one for one in (beside, held) if definitions.in_force(one.scheme) == one],
        "periods": [
            Tab(one.name, f"{here}?period={one.code}&with={beside.pk}", active=one == period)
            for one in offered(held, today)
        ],
        "others": [
            Tab(str(one), f"{here}?period={period.code}&with={one.pk}", active=one == beside)
            for one in others
        ],
        "crumbs": way(_to(held), Crumb("试算")),
    }
    return render(request, "schemes/trial.html", page)


def _beside(held: Version) -> Sequence[Version]:
    """The versions that one may be tried beside: for the same kinds, of the organiser or the 工委; the own
    ones first."""
    known = Scheme.objects.filter(organiser=held.scheme.organiser) | Scheme.objects.of_work_committee()
    rows = Version.objects.select_related("scheme__organiser").filter(scheme__in=known).exclude(pk=held.pk)
    same = [one for one in rows.order_by("pk") if set(one.kinds) & set(held.kinds)]
    return (
        [held] if not same else sorted(same, key=lambda one: (one.scheme_id != held.scheme_id, -one.number))
    )


def _asked(said: str, others: Sequence[Version]) -> Version:
    """The one that the address names, else the first."""
    if not said:
        return others[0]
    found = next((one for one in others if str(one.pk) == said), None)
    if found is None:
        raise Invalid("version-unknown", "没有可以对照的这一版方案。请从试算页面重新选择。")
    return found


def _written(request: SignedInRequest, pk: int, number: int) -> Version:
    """A draft that the actor writes."""
    held = definitions.version(pk, number, request.actor.require(Permission.SCORE_SEE))
    keeping.may_write(request.actor, held.scheme.organiser).require()
    keeping.is_draft(held.state).require()
    return held


def _form(
    request: SignedInRequest, held: Version, form: FrameForm | AdoptForm, title: str, sentence: str
) -> HttpResponse:
    page = {"form": form, "title": title, "sentence": sentence, "crumbs": way(_to(held), Crumb(title))}
    return render(request, "schemes/form.html", page, status=422 if form.errors else 200)


def _to(held: Version) -> Crumb:
    return Crumb(held.scheme.name, reverse("schemes:version", args=[held.scheme_id, held.number]))


def way(*last: Crumb) -> list[Crumb]:
    """The breadcrumb of a page here."""
    home = Crumb("考责", reverse("appraisal:scores"))
    return [home, Crumb("考核方案", reverse("schemes:schemes")), *last] if last else [home, Crumb("考核方案")]


def periods_tabs(held: Version, period: Period, here: str) -> list[Tab]:
    """The periods of a version that have begun, as tabs."""
    return [
        Tab(one.name, f"{here}?period={one.code}", active=one == period)
        for one in offered(held, clock.today())
    ]
