"""What allauth calls back: its secrets are encrypted with Heli's keys, its sign-ins end in Heli's own."""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError

from heli.accounts.requests import Request
from heli.accounts.views import single_sign_on
from heli.kernel import secrets

_FIELD = "mfa.Authenticator.data"
_log = logging.getLogger(__name__)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second step stand in the database as phones and wage bases do (kernel.secrets)."""

    def encrypt(self, text: str) -> str:
        return str(secrets.encrypt(text, field=_FIELD))

    def decrypt(self, encrypted_text: str) -> str:
        return str(secrets.decrypt(encrypted_text, field=_FIELD))


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Takes over where the provider's answer was found good, so that allauth makes no account and no row."""

    def pre_social_login(self, request: Request, sociallogin: SocialLogin) -> None:
        single_sign_on.let_in(request, sociallogin)

    def on_authentication_error(
        self,
        request: Request,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        _log.warning("single sign-on refused: %s %s", error, exception)
        raise ImmediateHttpResponse(single_sign_on.refused(request, cancelled=error == AuthError.CANCELLED))
