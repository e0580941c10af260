"""How Heli speaks OpenID Connect: allauth's client, with what it leaves to others checked as well."""

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from requests import RequestException

from heli.kernel.errors import WrongState

PROVIDER = "openid_connect"
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
CLOCKS_DIFFER_SECONDS = 60
LONGEST_SUBJECT = 191  # what allauth takes
UNREACHABLE = "现在连不上统一身份认证平台。请稍后再试，或用用户名和密码登录；多次不成时请告知系统管理员。"


def app() -> SocialApp:
    """The provider of the settings, as allauth knows one; no table is read."""
    oidc = settings.HELI_OIDC
    return SocialApp(
        provider=PROVIDER,
        provider_id=PROVIDER,
        name=oidc["name"],
        client_id=oidc["client_id"],
        secret=oidc["client_secret"],
        settings={"server_url": oidc["issuer"], "oauth_pkce_enabled": True, "scope": ["openid", "profile"]},
    )


class OpenIDProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """The provider of the settings, reached through `OpenIDAdapter`."""

    @property
    def oauth2_adapter_class(self) -> type["OpenIDAdapter"]:
        return OpenIDAdapter


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The exchange at our own address; the ID token alone says who came, its signature always checked.

    allauth skips the signature of a token that it fetched itself, which is safe over TLS alone, and it
    knows no nonce (`views.single_sign_on` compares it).
    """

    _known: dict[str, Any] | None = None

    def get_provider(self) -> OpenIDProvider:
        return OpenIDProvider(request=self.request, app=app())

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, asked once a request; WrongState when it cannot be reached."""
        if self._known is None:
            try:
                with get_adapter().get_requests_session() as session:
                    answer = session.get(self.get_provider().server_url)
                    answer.raise_for_status()
                    self._known = answer.json()
            except RequestException as error:
                raise WrongState("provider-unreachable", UNREACHABLE) from error
            if self._known["issuer"].rstrip("/") != settings.HELI_OIDC["issuer"]:
                raise WrongState("provider-unreachable", UNREACHABLE)
        return self._known

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("accounts:single_sign_on_arrive"))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("no ID token")
        claims = self._claims(app, id_token)
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.account.extra_data = claims
        return login

    def _claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The token's claims; OAuth2Error where issuer, signature, audience, time or subject do not hold."""
        config = self.openid_config
        with get_adapter().get_requests_session() as session:
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=_key(jwt.PyJWKSet.from_dict(answer.json()), id_token),
                algorithms=SIGNATURES,
                audience=app.client_id,
                issuer=config["issuer"],
                leeway=CLOCKS_DIFFER_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(str(error)) from error
        if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
            raise OAuth2Error("a subject that is empty or too long")
        return claims


def _key(keys: jwt.PyJWKSet, id_token: str) -> jwt.PyJWK:
    """The key that the token names; the only one where it names none."""
    named = jwt.get_unverified_header(id_token).get("kid")
    fitting = [one for one in keys.keys if one.key_id == named or (named is None and len(keys.keys) == 1)]
    if not fitting:
        raise OAuth2Error("signed with an unknown key")
    return fitting[0]
