"""The gallery, the sample pages, the larger-text switch, and Django's own errors in our words."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.ui import refusals, samples
from heli.ui.context_processors import LARGER_COOKIE
from heli.ui.refusals import Refusal

A_YEAR = 365 * 24 * 60 * 60


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample values; nothing here or on the sample pages comes from the database."""
    return render(request, "ui/gallery.html", {**samples.gallery(), "crumbs": samples.crumbs()})


@require_GET
def sample_list(request: HttpRequest) -> HttpResponse:
    """The pattern of a list page."""
    shown = samples.listing(page=request.GET.get("page", "1"), sort=request.GET.get("sort", ""))
    shown["crumbs"] = samples.crumbs("示例列表")
    template = "ui/sample_list.html"
    return render(request, f"{template}#list" if refusals.wants_fragment(request) else template, shown)


@require_http_methods(["GET", "POST"])
def sample_form(request: HttpRequest) -> HttpResponse:
    """The pattern of a form page; what is sent is checked and thrown away."""
    sent = request.method == "POST"
    form = samples.SampleForm(request.POST, request.FILES) if sent else samples.SampleForm()
    if sent and form.is_valid():
        samples.keep_nothing(present=len(request.POST.getlist("present")))
        messages.success(request, "示例：已记入支部党员大会（二季度）、主题党日（6月）。还差：党课。")
        return redirect("ui:sample_form")
    shown = {"form": form, "crumbs": samples.crumbs("示例表单"), **samples.attendance()}
    return render(request, "ui/sample_form.html", shown)


@require_GET
def sample_board(request: HttpRequest) -> HttpResponse:
    """The pattern of a board: frozen first column, full screen by F."""
    return render(request, "ui/sample_board.html", {**samples.board(), "crumbs": samples.crumbs("示例看板")})


@require_GET
def sample_refusal(request: HttpRequest) -> HttpResponse:
    """A refusal as the reader meets it. Raises Invalid, always."""
    samples.keep_nothing(present=0)
    return redirect("ui:gallery")


@login_not_required
@require_POST
def larger_text(request: HttpRequest) -> HttpResponse:
    """Turn larger text on or off for this browser and go back to where the reader was."""
    response = HttpResponseRedirect(refusals.way_back(request) or "/")
    if request.COOKIES.get(LARGER_COOKIE) == "1":
        response.delete_cookie(LARGER_COOKIE, samesite="Lax")
    else:
        response.set_cookie(LARGER_COOKIE, "1", max_age=A_YEAR, samesite="Lax")
    return response


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 raised by Django itself."""
    message = "您没有进行这项操作的权限。如有需要，请与机关工委联系。"
    return refusals.answer(request, Refusal(status=403, code="forbidden", message=message))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the page was open too long or came from elsewhere (settings.CSRF_FAILURE_VIEW)."""
    message = "页面打开时间过长，或登录状态已改变，本次提交没有保存。请返回上一页，刷新后重新提交。"
    return refusals.answer(request, Refusal(status=403, code="csrf", message=message))


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """404: no such address, or nothing there that this reader may know of."""
    message = "这个地址没有内容：可能已经改名或撤销，也可能不在您的查看范围内。"
    return refusals.answer(request, Refusal(status=404, code="not_found", message=message))


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without request context, so that what broke the page cannot break this one."""
    refusal = Refusal(status=500, code="broken", message="系统出错，刚才的操作可能没有完成；请核对后重试。")
    if refusals.wants_json(request):
        return refusals.answer(request, refusal)
    return HttpResponse(render_to_string("500.html"), status=500)
