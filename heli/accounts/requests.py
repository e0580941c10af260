"""What middleware puts on a request."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from heli.accounts.actor import Actor
from heli.accounts.models import PersonalToken


class Request(HttpRequest):
    """A request of anybody: `actor` is None for a stranger. For views marked `login_not_required`."""

    actor: Actor | None
    htmx: HtmxDetails


class SignedInRequest(Request):
    """A request that `ActorMiddleware` has let through: what every other view takes."""

    actor: Actor


class ApiRequest(SignedInRequest):
    """A request of a program, by the token `auth`: what every endpoint of /api/ takes."""

    auth: PersonalToken
