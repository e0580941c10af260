"""How /api/ refuses: one shape for every refusal, after RFC 9457, with the code and words of the pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from heli.kernel.errors import DomainError, Invalid, NotSignedIn


class Problem(Schema):
    """What was refused, and why."""

    code: str = Field(description="程序据以判断的代码，不随版本改变")
    message: str = Field(description="给人看的说明：发生了什么、怎么办")
    where: dict[str, str] = Field(default={}, description="哪一项不对 → 错在哪里")
    source: str = Field(default="", description="所依据的条款，没有则为空")


_STATUSES = {
    401: "没有令牌，或令牌不能使用",
    403: "令牌或职务不含这项权限",
    404: "没有，或不在范围内",
    409: "目前的状态不允许",
    422: "请求的内容需要修改",
}
REFUSALS: dict[int, type[Problem]] = dict.fromkeys(_STATUSES, Problem)
"""What any endpoint may answer instead of what was asked."""

_NOT_GIVEN = "请在请求头里带上令牌：Authorization: Bearer heli_…。令牌在“我的账号—访问令牌”里新建。"
_BAD_JSON = "请求的正文不是可以读取的 JSON（UTF-8）。"
_WORDS = {
    "missing": "缺少这一项。",
    "extra_forbidden": "没有这一项，请核对名称。",
    "int_parsing": "请填整数。",
    "int_type": "请填整数。",
    "int_from_float": "请填整数。",
    "bool_parsing": "请填 true 或 false。",
    "bool_type": "请填 true 或 false。",
    "string_type": "请填文字。",
    "string_unicode": "文字里有不能保存的字符。",
    "string_pattern_mismatch": "格式不对，或文字里有不能保存的字符。",
    "day": "请填日期，如 2026-06-30。",
    "date_parsing": "请填日期，如 2026-06-30。",
    "date_from_datetime_parsing": "请填日期，如 2026-06-30。",
    "date_type": "请填日期，如 2026-06-30。",
    "list_type": "请填列表。",
}
_WITH_LIMIT = {
    "greater_than_equal": ("ge", "不小于 {}。"),
    "less_than_equal": ("le", "不大于 {}。"),
    "string_too_short": ("min_length", "至少 {} 个字。"),
    "string_too_long": ("max_length", "最多 {} 个字。"),
    "too_long": ("max_length", "最多 {} 项。"),
    "enum": ("expected", "只能是 {}。"),
    "literal_error": ("expected", "只能是 {}。"),
}


def answer(request: HttpRequest, error: DomainError) -> JsonResponse:
    """A domain error with its own status."""
    where: Mapping[str, str] = getattr(error, "fields", {})
    body = Problem(code=error.code, message=error.message, where=dict(where), source=error.source)
    made = JsonResponse(body.dict(), status=error.status, json_dumps_params={"ensure_ascii": False})
    if error.status == NotSignedIn.status:
        made["WWW-Authenticate"] = "Bearer"
    return made


def answer_shape(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """What does not have the shape that the documentation asks for: 422, every fault at its place."""
    return answer(request, Invalid("malformed", "请求的内容不符合接口说明。", fields=_where(error.errors)))


def answer_http(request: HttpRequest, error: HttpError) -> JsonResponse:
    """What ninja refuses by itself: a request without a token, a body that is not JSON."""
    if isinstance(error, AuthenticationError):
        return answer(request, NotSignedIn("token-missing", _NOT_GIVEN))
    return answer(request, Invalid("body-unreadable", _BAD_JSON))


def answer_method(request: HttpRequest, allowed: str) -> JsonResponse:
    """An address that is there, asked in another way: 405."""
    said = f"这个地址不支持 {request.method}，可以用 {allowed}。"
    made = JsonResponse(
        Problem(code="method-not-allowed", message=said).dict(),
        status=405,
        json_dumps_params={"ensure_ascii": False},
    )
    made["Allow"] = allowed
    return made


def _where(faults: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {_place(fault["loc"]): _words(fault) for fault in faults}


def _place(path: Iterable[object]) -> str:
    """("body", "given", "absent", 0, "member") → absent.0.member; `given` is how endpoints call a body."""
    parts = [str(one) for one in path][1:]
    return ".".join(parts[1:] if len(parts) > 1 and parts[0] == "given" else parts)


def _words(fault: Mapping[str, Any]) -> str:
    if fault["type"] in _WITH_LIMIT:
        name, words = _WITH_LIMIT[fault["type"]]
        limit = str(fault.get("ctx", {}).get(name, ""))
        return words.format(limit.replace(" or ", "、").replace(", ", "、").replace("'", ""))
    return _WORDS.get(fault["type"], "内容不符合接口说明。")
