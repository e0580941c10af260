"""The one place where a domain error becomes an answer (house style, rule 20)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from heli.kernel.errors import DomainError
from heli.ui import refusals


class DomainErrorMiddleware:
    """Answers a DomainError with its own status; every other error goes its usual way, uncaught."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The refusal as page, fragment or JSON; None for what is not a domain error."""
        if isinstance(exception, DomainError):
            return refusals.answer(request, refusals.of(exception))
        return None
