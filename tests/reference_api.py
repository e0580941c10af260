"""docs/reference/api.md out of the OpenAPI document: addresses, what they ask for, what they answer."""

from collections.abc import Iterator
from typing import Any

from config.api import described

Shape = dict[str, Any]
_LISTED = "`, `"


def api_reference() -> Iterator[str]:
    """The page, line by line; rows are cells."""
    found = described()
    yield "# The API\n"
    yield "Made from `/api/openapi.json` (OpenAPI 3.1). How to get a token and how to ask:"
    yield "[use-the-api.md](../how-to/use-the-api.md). Any of them may answer a `Problem` instead.\n"
    yield from _table(["Address", "What it is", "operation"])
    operations = [
        (method.upper(), path, one)
        for path, methods in found["paths"].items()
        for method, one in methods.items()
    ]
    for method, path, one in operations:
        yield _row(f"`{method} {path}`", one["summary"], f"`{one['operationId']}`")
    yield ""
    for method, path, one in operations:
        yield from _operation(f"{method} {path}", one)
    yield "# Shapes\n"
    for name, shape in found["components"]["schemas"].items():
        if not name.endswith("Asked"):
            yield from _shape(name, shape)


def _operation(title: str, one: Shape) -> Iterator[str]:
    yield f"## {title}\n"
    yield one["description"] + "\n"
    if one["parameters"]:
        yield from _table(["Parameter", "in", "type", "meaning"])
        for asked in one["parameters"]:
            name = f"`{asked['name']}`" + (" *" if asked["required"] else "")
            yield _row(name, asked["in"], _type(asked["schema"]), asked.get("description", ""))
        yield ""
    body = one.get("requestBody")
    if body:
        yield f"Body: {_type(body['content']['application/json']['schema'])}\n"
    for status, answer in one["responses"].items():
        if str(status).startswith("2"):
            yield f"{status}: {_type(answer['content']['application/json']['schema'])}\n"


def _shape(name: str, shape: Shape) -> Iterator[str]:
    yield f"## {name}\n"
    if "enum" in shape:
        yield f"`{_LISTED.join(shape['enum'])}`\n"
        return
    yield from _table(["Field", "type", "meaning"])
    for field, kind in shape["properties"].items():
        marked = " *" if field in shape.get("required", ()) else ""
        yield _row(f"`{field}`{marked}", _type(kind), kind.get("description", ""))
    yield ""


def _type(kind: Shape) -> str:
    """A schema in words: string, integer or null, [DutyOut](#dutyout)."""
    if "$ref" in kind:
        name = str(kind["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in kind:
        return " or ".join(map(_type, kind["anyOf"]))
    if "allOf" in kind:
        return _type(kind["allOf"][0])
    if "enum" in kind:
        return f"`{_LISTED.join(map(str, kind['enum']))}`"
    if kind.get("type") == "array":
        return f"list of {_type(kind['items'])}"
    told = kind.get("format") or kind.get("type", "any")
    limits = [
        f"{words} {kind[name]}"
        for name, words in (("minimum", "from"), ("maximum", "to"), ("maxLength", "at most"))
        if name in kind and kind[name] < 10**9
    ]
    return " ".join([str(told), *limits])


def _table(heading: list[str]) -> Iterator[str]:
    yield _row(*heading)
    yield _row(*["---"] * len(heading))


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
