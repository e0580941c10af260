"""A session's end, by idleness or by its hours; and what has to be done before anything else is opened."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from heli.accounts import actions, browsing, queries, rules
from heli.accounts.models import Account
from heli.accounts.requests import Request
from heli.kernel import clock
from heli.kernel.verdict import Verdict
from heli.ui import refusals

NOT_SAVED = "刚才提交的内容没有保存：登录后请重新填写，按浏览器的“后退”通常还能看到刚才填的，可先复制下来。"
OPEN_TO_ALL = {"accounts:password", "accounts:second_step_begin", "accounts:sign_out", "ui:larger_text"}


class SessionEndMiddleware:
    """Signs out whom the minutes or the hours are over for, says so, and writes the stamp once a minute."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        account = request.user
        if isinstance(account, Account):
            at = clock.now()
            began, seen = browsing.stamps(request)
            stays = rules.stays_signed_in(began, seen, at, idle_minutes=settings.HELI_IDLE_MINUTES)
            if stays:
                browsing.stamp(request, at)
            else:
                _end(request, account, at, stays)
        return self.get_response(request)


class FirstThingsMiddleware:
    """Leads to a new password or to the second step whoever must see to it before going on."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if request.actor is None or match is None or match.view_name in OPEN_TO_ALL:
            return None
        if not getattr(view, "login_required", True):
            return None
        first = browsing.first_thing(request, clock.now())
        return None if first is None else _lead(request, *first)


def _end(request: Request, account: Account, at: datetime, over: Verdict) -> None:
    key = request.session.session_key or ""
    owner = queries.owner_of(account)
    actions.sign_out(account=account, session_key=key, why=over.code, by=owner, at=at)
    logout(request)
    if not refusals.wants_json(request):
        messages.warning(request, over.reason + (NOT_SAVED if request.method == "POST" else ""))


def _lead(request: Request, page: str, said: str) -> HttpResponse:
    if refusals.wants_json(request):
        body = {"code": page.replace("accounts:", ""), "message": said, "fields": {}}
        return JsonResponse(body, status=403, json_dumps_params={"ensure_ascii": False})
    messages.warning(request, said)
    return HttpResponseClientRedirect(resolve_url(page)) if request.htmx else redirect(page)
