"""Single sign-on by OpenID Connect: on the way there, and back. Off unless HELI_OIDC_ISSUER is set.

State, PKCE and the exchange of the code are allauth's; whom the answer lets in is Heli's.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heli.accounts import actions, browsing, queries
from heli.accounts.models import Account
from heli.accounts.openid import PROVIDER, OpenIDAdapter
from heli.accounts.requests import Request
from heli.kernel import clock
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.ui import refusals

NOT_LINKED = (
    "您在{name}上的身份还没有关联到本系统的账号，没有登录。请用用户名和密码登录，"
    "或请系统管理员在“账号管理”中登记您的统一身份编号：{subject}"
)


def offered() -> str:
    """What the button on the sign-in page says; empty where single sign-on is not set up."""
    return str(settings.HELI_OIDC["name"]) if issuer() else ""


def issuer() -> str:
    """The provider's address, empty where single sign-on is not set up."""
    return str(settings.HELI_OIDC["issuer"])


@login_not_required
@never_cache
@require_POST
def depart(request: Request) -> HttpResponse:
    """To the provider, with a state, a nonce and a PKCE challenge that this browser's session keeps."""
    adapter = _adapter(request)
    nonce = get_random_string(32)
    answer: HttpResponse = adapter.get_provider().redirect(
        request,
        process="login",
        next_url=request.POST.get("next", ""),
        auth_params={"nonce": nonce},
        nonce=nonce,
    )
    return answer


@login_not_required
@never_cache
@require_GET
def arrive(request: Request) -> HttpResponse:
    """Back from the provider: allauth checks the answer, then calls `let_in` through its adapter."""
    answer: HttpResponse = OAuth2CallbackView.adapter_view(_adapter(request))(request)
    return answer


def let_in(request: Request, login: SocialLogin) -> None:
    """Sign in the account that the provider's answer stands for; never makes one.

    Raises ImmediateHttpResponse with where to go on, which ends allauth's own flow; NotAllowed with the way
    out where no account is linked, and what `sign_in` raises for a closed account or a locked name.
    """
    at, claims = clock.now(), login.account.extra_data
    if claims.get("nonce") != login.state.get("nonce"):
        raise ImmediateHttpResponse(refused(request, cancelled=False))
    account = _account_of(claims)
    if account is None:
        said = NOT_LINKED.format(name=offered(), subject=claims["sub"])
        raise NotAllowed("identity-not-linked", said)
    raise ImmediateHttpResponse(
        browsing.go_in(
            request,
            account,
            at,
            how="single sign-on",
            onward=browsing.onward(request, login.state.get("next", "")),
        )
    )


def refused(request: Request, *, cancelled: bool) -> HttpResponse:
    """The provider, or the check of its answer, said no."""
    said = f"没有在{offered()}完成登录。" if cancelled else f"{offered()}的答复没有通过核对，没有登录。"
    code = "single-sign-on-cancelled" if cancelled else "single-sign-on-failed"
    message = said + "请回到登录页重试，或用用户名和密码登录；多次不成时请告知系统管理员。"
    return refusals.answer(request, refusals.Refusal(status=403, code=code, message=message))


def _account_of(claims: dict[str, Any]) -> Account | None:
    subject = str(claims["sub"])
    account = queries.account_of_identity(issuer(), subject)
    username = claims.get("preferred_username")
    if account is None and settings.HELI_OIDC["match"] == "username" and isinstance(username, str):
        account = queries.account_to_link(issuer(), username)
        if account is not None:  # from now on by the lasting subject: a name may later be another person's
            actions.link_identity(
                account=account, issuer=issuer(), subject=subject, by=SYSTEM, at=clock.now()
            )
    return account


def _adapter(request: Request) -> OpenIDAdapter:
    if not offered():
        raise Http404
    return OpenIDAdapter(request, PROVIDER)
