"""得分: classes, one class in tiers, one organisation's sheet; and the 通报."""

from datetime import date
from io import BytesIO
from itertools import groupby
from operator import itemgetter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from heli.accounts.actor import EVERYTHING
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.accounts.rules import may_somewhere
from heli.appraisal import actions, papers, sheets
from heli.appraisal.catalogue import PaperForm
from heli.appraisal.forms import PublishForm, chosen_period, offered_periods
from heli.appraisal.queries import conditions as condition_queries
from heli.appraisal.queries import scores as score_queries
from heli.appraisal.queries.basis import class_code, class_name, organisation_to_score
from heli.appraisal.queries.published import published
from heli.kernel import clock
from heli.kernel.periods import Period
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Crumb, Tab

A_PAGE = 100


def _period(request: SignedInRequest) -> Period:
    return chosen_period(request.GET.get("period", ""), clock.today())


def _crumbs(period: Period, *last: str) -> list[Crumb]:
    home = Crumb("考责", f"{reverse('appraisal:scores')}?period={period.code}")
    return [home, *(Crumb(words) for words in last)] if last else [Crumb("考责")]


def _about(period: Period, today: date) -> dict[str, object]:
    return {
        "period": period,
        "on": min(period.end, today),
        "periods": [
            Tab(one.name, f"?period={one.code}", active=one == period)
            for one in offered_periods(period, today)
        ],
        "scheme": score_queries.scheme_on(today),
    }


@require_GET
def scores(request: SignedInRequest) -> HttpResponse:
    """Every class that the actor may see, with its tiers."""
    may_somewhere(request.actor, Permission.SCORE_SEE).require()
    today, period = clock.today(), _period(request)
    scope = request.actor.scope(Permission.SCORE_SEE)
    found = score_queries.classes(period, today, scope)
    page = {
        **_about(period, today),
        "sentence": f"{period.name}，截至 {min(period.end, today).isoformat()}，按类别比较，先分档、后排序",
        "classes": found,
        "median_label": "中位分" if scope.everything else "所见组织中位分",
        "export_link": f"{reverse('appraisal:export')}?period={period.code}",
        "crumbs": _crumbs(period),
        "may_hand_out": request.actor.may_somewhere(Permission.CIRCULAR_MAKE),
    }
    return render(request, "appraisal/scores.html", page)


@require_GET
def conditions(request: SignedInRequest) -> HttpResponse:
    """组织状态 of the quarter beside the one before (S000-20); `?grade=` lists who is in one."""
    may_somewhere(request.actor, Permission.SCORE_SEE).require()
    found = condition_queries.conditions(clock.today(), request.actor.scope(Permission.SCORE_SEE))
    grade = request.GET.get("grade", "")
    rows = [one for one in found.rows if not grade or one.code == grade]
    page = {
        "found": found,
        "grade": grade,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "crumbs": [Crumb("考责", reverse("appraisal:scores")), Crumb("组织状态")],
    }
    return render(request, "appraisal/conditions.html", page)


@require_GET
def one_class(request: SignedInRequest, code: str) -> HttpResponse:
    """The organisations of one class, tiers before order."""
    may_somewhere(request.actor, Permission.SCORE_SEE).require()
    today, period = clock.today(), _period(request)
    scope = request.actor.scope(Permission.SCORE_SEE)
    bands = score_queries.bands(period, today, scope, code)
    name = class_name(code)
    rows = [(band, row) for band in bands for row in band.rows]
    paged = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    page = {
        **_about(period, today),
        "sentence": f"{period.name}，共 {len(rows)} 个党组织，先分档、后排序",
        "page": paged,
        "bands": [(band, list(inside)) for band, inside in groupby(paged, key=itemgetter(0))],
        "back": f"{reverse('appraisal:scores')}?period={period.code}",
        "name": name,
        "crumbs": _crumbs(period, name),
    }
    return render(request, "appraisal/class.html", page)


@require_GET
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """One organisation's score, line by line; every line opens to its duties."""
    organisation = organisation_to_score(pk)
    request.actor.may(Permission.SCORE_SEE, organisation).require()
    today, period = clock.today(), _period(request)
    found = score_queries.sheet(organisation, period, today)
    page = {
        **_about(period, today),
        "sentence": f"{period.name}得分，截至 {min(period.end, today).isoformat()}",
        "organisation": organisation,
        "organisation_id": str(organisation.pk),
        "window": f"&due_from={period.start}&due_to={min(period.end, today)}",
        "year": str(period.year),
        "sheet": found,
        "class_code": class_code(found.subject),
        "class_name": class_name(class_code(found.subject)),
        "changes": [class_name(code) for code in found.classes] if len(found.classes) > 1 else [],
        "aloud": score_queries.aloud(found),
        "crumbs": _crumbs(period, organisation.short_name),
    }
    return render(request, "appraisal/sheet.html", page)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The scores of the actor's scope as Excel."""
    may_somewhere(request.actor, Permission.SCORE_SEE).require()
    period, file = _period(request), BytesIO()
    scope = request.actor.scope(Permission.SCORE_SEE)
    write_workbook(file, [sheets.export(scope, period=period, on=clock.today())])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{period.name}得分.xlsx")


@require_GET
def circular(request: SignedInRequest) -> HttpResponse:
    """What the 通报 will say, before it is taken out."""
    may_somewhere(request.actor, Permission.CIRCULAR_MAKE).require()
    today, period = clock.today(), _period(request)
    was = published(period, today, EVERYTHING)  # whoever may open it: what a 通报 says, it says to all
    paper = papers.paper_of(papers.told(period, today, was), dated=today)
    page = {
        **_about(period, today),
        "sentence": "下面是通报的全部内容；下载的文件按公文格式排好，可以在 Word 中修改",
        "title": paper.title,
        "blocks": paper.body,
        "published": was,
        "may_publish": was is None and request.actor.may_somewhere(Permission.STATISTICS_PUBLISH),
        "form": PublishForm(),
        "crumbs": _crumbs(period, "通报"),
    }
    return render(request, "appraisal/circular.html", page)


@require_POST
def publish(request: SignedInRequest) -> HttpResponse:
    """Freeze the figures of the 通报; what becomes known later stands beside them."""
    period, form = _period(request), PublishForm(request.POST)
    form.full_clean()
    made = actions.publish_circular(
        period=period,
        document_number=form.cleaned_data.get("document_number", ""),
        by=request.actor,
        at=clock.now(),
    )
    messages.success(request, f"已发布《{made.title}》。这些数字不再改变，以后查明的不同记在旁边。")
    return redirect(f"{reverse('appraisal:circular')}?period={period.code}")


@require_POST
def download(request: SignedInRequest, form: PaperForm) -> FileResponse:
    """The 通报 as a file; taking it out stands in the audit."""
    period = _period(request)
    made = actions.hand_out_circular(
        period=period, form=form, render=papers.render, by=request.actor, at=clock.now()
    )
    name = f"{period.name}机关党建工作责任落实情况通报.{form.value}"
    return FileResponse(BytesIO(made), as_attachment=True, filename=name, content_type=form.media_type)
