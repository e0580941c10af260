"""登录账号: who may log in, and one-time links for those who cannot yet.

The 系统管理员 opens accounts and sees nothing of the business (R14-07): he searches by name.
"""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.actor import Scope
from heli.accounts.catalogue import INVITATION_DAYS, Office, Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.members import queries
from heli.members.actions import accounts as account_actions
from heli.members.forms import InviteForm, LoginForm
from heli.members.queries import LoginFilters
from heli.members.views.addresses import address_with
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50


@require_GET
def accounts(request: SignedInRequest) -> HttpResponse:
    """Posts of today with the account of whoever holds them; at first those without one."""
    scope, today = request.actor.require(Permission.ACCOUNT_INVITE), clock.today()
    if not _sees_business(request):
        return _named(request, scope, today)
    form = LoginForm(request.GET)
    page = Paginator(queries.logins(scope, form.filters, today), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "logins": queries.logins_shown(list(page)),
        "chips": _chips(request.GET, form.filters),
        "crumbs": _crumbs(request, "登录账号"),
    }
    return render(request, "members/accounts.html#list" if request.htmx else "members/accounts.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a one-time link for whoever holds a post; it is shown in the answer, and never again."""
    scope, now = request.actor.require(Permission.ACCOUNT_INVITE), clock.now()
    login = queries.post_to_invite(pk, scope, now.date())
    form = None
    if login.account is None:
        suggested = queries.username_for(login.post.name)
        sent = request.POST if request.method == "POST" else None
        form = InviteForm(sent, initial={"username": suggested})
    shown: dict[str, Any] = {
        "login": login,
        "form": form,
        "days": INVITATION_DAYS,
        "crumbs": _crumbs(request, "邀请登录"),
    }
    if request.method == "POST" and (form is None or form.is_valid()):
        username = form.cleaned_data["username"] if form is not None else ""
        token = account_actions.invite(post=login.post, username=username, by=request.actor, at=now)
        shown["login"] = queries.post_to_invite(pk, scope, now.date())
        shown["link"] = _link(request, token)
    return render(request, "members/invite.html", shown)


def _chips(query: QueryDict, filters: LoginFilters) -> list[Chip]:
    found: list[Chip] = []
    if filters.state is not None:
        found.append(Chip(filters.state.label, address_with(query, page=None, state="all")))
    if filters.office:
        found.append(Chip(Office(filters.office).label, address_with(query, page=None, office=None)))
    if filters.words:
        found.append(Chip(f"查找：{filters.words}", address_with(query, page=None, q=None)))
    return found


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("accounts:invitation", args=[token]))


def _sees_business(request: SignedInRequest) -> bool:
    return request.actor.may_somewhere(Permission.MEMBER_SEE)


def _named(request: SignedInRequest, scope: Scope, on: date) -> HttpResponse:
    """What a name or user name finds, and nothing before one is given."""
    form = LoginForm(request.GET)
    words = str(form.asked("q")).strip()
    shown = {
        "form": form,
        "words": words,
        "too_short": bool(words) and len(words) < queries.LEAST_SIGNS,
        "most": queries.MOST_NAMED,
        "logins": queries.logins_shown(list(queries.logins_named(words, scope, on))),
        "crumbs": _crumbs(request, "邀请登录"),
    }
    return render(request, "members/accounts_named.html", shown)


def _crumbs(request: SignedInRequest, last: str) -> list[Crumb]:
    """The way back over pages that this reader may open."""
    if not _sees_business(request):
        return [Crumb("账号", reverse("accounts:accounts")), Crumb(last)]
    return [Crumb("组织", reverse("orgs:tree")), Crumb("党员", reverse("members:list")), Crumb(last)]
