"""Who asks: puts the Actor on every request, by session or by token, and asks strangers to sign in first."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from ninja.security import HttpBearer

from heli.accounts import actions as account_actions
from heli.accounts import browsing
from heli.accounts import queries as account_queries
from heli.accounts.actor import Actor
from heli.accounts.models import Account, PersonalToken
from heli.accounts.requests import ApiRequest, Request
from heli.kernel import clock
from heli.members.queries import actor_by_token, actor_of
from heli.ui import refusals

View = Callable[..., HttpResponseBase]


class ActorMiddleware:
    """Sets `request.actor`, the Actor of today or None. None opens only views marked `login_not_required`."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        request.actor = _actor(request)
        return self.get_response(request)

    def process_view(
        self, request: Request, view: View, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """None lets the request through; a stranger is asked to sign in, in a way that his client knows."""
        if request.actor is not None or not getattr(view, "login_required", True):
            return None
        return _ask_to_sign_in(request)


class TokenAuth(HttpBearer):
    """Who asks at /api/: the owner of the token in `Authorization: Bearer …`, whatever session there is."""

    def authenticate(self, request: HttpRequest, token: str) -> PersonalToken:
        """The token, its owner as `request.actor`; NotSignedIn for words that open nothing."""
        asking, at = cast(ApiRequest, request), clock.now()
        opened = account_queries.token_opened_by(token, at.date())
        asking.actor = actor_by_token(opened, at.date())
        if opened.used_on != at.date():
            address = browsing.address_of(asking)
            account_actions.use_token(token=opened, address=address, by=asking.actor, at=at)
        return opened


def _actor(request: Request) -> Actor | None:
    account = request.user
    return actor_of(account, clock.today()) if isinstance(account, Account) else None


def _ask_to_sign_in(request: Request) -> HttpResponse:
    if refusals.wants_json(request):
        body = {"code": "sign-in-needed", "message": "请先登录。", "fields": {}}
        return JsonResponse(body, status=401, json_dumps_params={"ensure_ascii": False})
    if request.htmx:
        current = request.htmx.current_url_abs_path or ""
        return HttpResponseClientRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': current})}")
    # What was sent by POST cannot be sent again: back to the page with the form.
    asked = request.get_full_path() if request.method == "GET" else refusals.way_back(request)
    return redirect_to_login(asked)
