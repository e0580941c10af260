"""/api/: one NinjaAPI out of the packages' routers; every refusal is worded in `heli.ui.problems`."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from heli.appraisal.api import router as scores
from heli.duties.api import router as duties
from heli.kernel.errors import DomainError, NotFound
from heli.members.api import router as members
from heli.members.middleware import TokenAuth
from heli.orglife.api import router as entering
from heli.orgs.api import router as organisations
from heli.schemes.api import router as results
from heli.ui import problems


class _Renderer(JSONRenderer):
    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    title="合力接口",
    version="1",
    description="和页面同一套数据、规则和权限。令牌在“我的账号—访问令牌”里新建。",
    auth=TokenAuth(),
    renderer=_Renderer(),
    docs_url=None,  # ninja's own page loads from another host
    openapi_url=None,  # `document` leaves out what is said in English
    urls_namespace="api",
)
# What `heli.orglife` adds stands in the router of duties: one address has one view.
for router in dict.fromkeys((organisations, members, duties, entering, scores, results)):
    api.add_router("", router)
api.exception_handler(DomainError)(problems.answer)
api.exception_handler(ValidationError)(problems.answer_shape)
api.exception_handler(HttpError)(problems.answer_http)


def described() -> dict[str, Any]:
    """The OpenAPI document; the docstrings of shapes, which are for Heli's developers, are not in it."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="api/"))
    for shape in found["components"]["schemas"].values():
        shape.pop("description", None)
    return found


@require_GET
def document(request: HttpRequest) -> HttpResponse:
    """/api/openapi.json: the same for everybody, so nobody is asked for a token."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of /api/ that there is not."""
    said = "接口没有这个地址，请核对；全部地址见 /api/openapi.json。"
    return problems.answer(request, NotFound("address-unknown", said))


def addresses() -> tuple[list[URLPattern], str]:
    """The addresses, for `include`; a token is asked for by ninja, so no page of signing in is offered."""
    found = [
        path("openapi.json", document, name="document"),
        *(one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"),
        path("", unknown, name="root"),
        path("<path:rest>", unknown, name="unknown"),
    ]
    for one in found:
        one.callback = _worded(one.callback)
    return found, "api"


def _worded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view, open to those without a session, with its 405 in the shape of the other refusals."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        made = view(request, *args, **kwargs)
        return problems.answer_method(request, made["Allow"]) if made.status_code == 405 else made

    asked.login_required = False  # type: ignore[attr-defined]
    return asked
