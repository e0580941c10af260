"""How a refusal is answered: one page, one fragment or one JSON object, whichever the asker can read."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from heli.kernel.errors import DomainError

TITLES = {
    400: "请求无法处理",
    401: "请先登录",
    403: "不能进行这项操作",
    404: "没有找到",
    409: "目前的状态不允许这样做",
    422: "填报内容需要修改",
    500: "系统出错",
}


@dataclass(frozen=True)
class Refusal:
    """What happened, why, and with which HTTP status; `fields` maps form fields to what is wrong there."""

    status: int
    code: str
    message: str
    source: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The heading: what kind of refusal this is."""
        return TITLES.get(self.status, TITLES[400])


def of(error: DomainError) -> Refusal:
    """The refusal that a domain error stands for."""
    fields: dict[str, str] = getattr(error, "fields", {})
    source: str = getattr(error, "source", "")
    return Refusal(status=error.status, code=error.code, message=error.message, source=source, fields=fields)


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """JSON for a program, a message for htmx (aimed at `#messages`), a whole page for everyone else."""
    if wants_json(request):
        body = {"code": refusal.code, "message": refusal.message, "fields": refusal.fields}
        if refusal.source:
            body["source"] = refusal.source
        return JsonResponse(body, status=refusal.status, json_dumps_params={"ensure_ascii": False})
    if wants_fragment(request) or _is_boosted_form(request):
        response = render(request, "ui/error.html#message", {"refusal": refusal}, status=refusal.status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:window:top"
        response["HX-Push-Url"] = "false"
        return response
    return render(
        request, "ui/error.html", {"refusal": refusal, "back": way_back(request)}, status=refusal.status
    )


def wants_json(request: HttpRequest) -> bool:
    """Whether the asker is a program, or prefers JSON to a page."""
    return (
        request.path.startswith("/api/")
        or request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked for a part of a page (a boosted link and a restored history want the whole)."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and not (
        headers.get("HX-Boosted") == "true" or headers.get("HX-History-Restore-Request") == "true"
    )


def _is_boosted_form(request: HttpRequest) -> bool:
    """A form sent by `hx-boost`: what was entered stays on the page, the refusal goes above it."""
    return request.headers.get("HX-Boosted") == "true" and request.method == "POST"


def way_back(request: HttpRequest) -> str:
    """The page that the reader came from, when it is one of ours and not this one; else ""."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(referer)
    came_from = parts.path + (f"?{parts.query}" if parts.query else "")
    return "" if came_from == request.get_full_path() and request.method == "GET" else came_from
