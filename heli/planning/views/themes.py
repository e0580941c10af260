"""战略任务: the tree, and keeping it."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.planning import actions, forms
from heli.planning.catalogue import THEMES
from heli.planning.queries import themes as theme_queries
from heli.ui.catalogue import Crumb


@require_GET
def themes(request: SignedInRequest) -> HttpResponse:
    """The tree with the tasks that serve each."""
    request.actor.require(Permission.REQUIREMENT_SEE)
    page = {
        "rows": theme_queries.tree(),
        "may_keep": request.actor.may_at_all(Permission.PLAN_KEEP),
        "crumbs": [Crumb("明责", reverse("duties:plan")), Crumb("战略任务")],
    }
    return render(request, "planning/themes.html", page)


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Another one at the top."""
    return _add(request, None)


@require_http_methods(["GET", "POST"])
def add_beneath(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another one beneath one."""
    return _add(request, pk)


def _add(request: SignedInRequest, pk: int | None) -> HttpResponse:
    request.actor.require(Permission.PLAN_KEEP)
    parent = theme_queries.theme(pk) if pk is not None else None
    form = forms.ThemeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = actions.add_theme(parent=parent, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, f"已增加“{made.name}”。")
        return redirect("planning:themes")
    return _asked(request, form, "增加战略任务", f"在“{parent.name}”下面" if parent else "最上一层")


@require_http_methods(["GET", "POST"])
def ready(request: SignedInRequest) -> HttpResponse:
    """Themes of the texts, taken up by choice."""
    request.actor.require(Permission.PLAN_KEEP)
    form = forms.ReadyThemesForm(request.POST if request.method == "POST" else None)
    named: list[tuple[object, str]] = [
        (one.id, f"{one.name}：{'、'.join(one.children)}") for one in THEMES().on(clock.today())
    ]
    forms.offered(form, "chosen", named)
    if form.is_valid():
        added = actions.take_up_themes(**form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, f"已增加 {added} 项。" if added else "选中的都已经在战略任务里，没有增加。")
        return redirect("planning:themes")
    return _asked(request, form, "采用现成的主题", "采用后可以改名、增加下级或停用")


@require_http_methods(["GET", "POST"])
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another name or source."""
    request.actor.require(Permission.PLAN_KEEP)
    held = theme_queries.theme(pk)
    initial = {"name": held.name, "source": held.source}
    form = forms.ThemeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.rename_theme(theme=held, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已修改。")
        return redirect("planning:themes")
    return _asked(request, form, "修改战略任务", held.name)


@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close one."""
    request.actor.require(Permission.PLAN_KEEP)
    held = actions.close_theme(theme=theme_queries.theme(pk), by=request.actor, at=clock.now())
    messages.success(request, f"已停用“{held.name}”，已经标记的任务不受影响。")
    return redirect("planning:themes")


def _asked(request: SignedInRequest, form: Form, title: str, sentence: str) -> HttpResponse:
    way = [
        Crumb("明责", reverse("duties:plan")),
        Crumb("战略任务", reverse("planning:themes")),
        Crumb(title),
    ]
    shown = {"form": form, "title": title, "sentence": sentence, "label": "保存", "crumbs": way}
    return render(request, "planning/form.html", shown, status=422 if form.errors else 200)
