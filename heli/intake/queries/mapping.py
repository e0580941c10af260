"""Headings that the office has mapped by hand: those remembered, and those of a `--map` file."""

import json
from collections.abc import Mapping

from heli.intake.models import ColumnChoice
from heli.intake.queries.tables import column_named, table_named
from heli.kernel.errors import Invalid
from heli.sheets.headers import LEFT_OUT, is_refused
from heli.sheets.recognising import Mappings

LEAVE_OUT_WORDS = frozenset({"", "不导入", "忽略"})


def remembered() -> dict[str, dict[str, str]]:
    """{table: {heading: column}} as the office has chosen so far; the empty column leaves it out."""
    mapping: dict[str, dict[str, str]] = {}
    for table, heading, column in ColumnChoice.objects.order_by("pk").values_list(
        "table", "heading", "column"
    ):
        mapping.setdefault(table, {})[heading] = column
    return mapping


def merged(*mappings: Mappings) -> dict[str, dict[str, str]]:
    """All of them together; of two choices for one heading the later counts."""
    result: dict[str, dict[str, str]] = {}
    for mapping in mappings:
        for table, choices in mapping.items():
            result.setdefault(table, {}).update(choices)
    return result


def read_map(text: str) -> dict[str, dict[str, str]]:
    """The mapping that a `--map` file holds, as JSON: {"党员花名册": {"编号": "序号", "科室": "不导入"}}.

    Tables and columns go by their title or key. Invalid where it is no such JSON (`map-unreadable`) or names
    what there is not (`table-unknown`, `column-unknown`).
    """
    try:
        stated = json.loads(text)
    except ValueError as error:
        raise Invalid("map-unreadable", f"对照文件不是有效的 JSON：{error}。") from error
    if not isinstance(stated, dict) or not all(isinstance(one, dict) for one in stated.values()):
        raise Invalid("map-unreadable", '对照文件应写成 {"表名": {"表头": "列名"}} 的形式。')
    return {table_named(name).key: _choices(name, stated[name]) for name in stated}


def _choices(table_name: str, stated: Mapping[str, object]) -> dict[str, str]:
    table = table_named(table_name)
    choices: dict[str, str] = {}
    for heading, column in stated.items():
        name = str(column).strip()
        choices[heading] = LEFT_OUT if name in LEAVE_OUT_WORDS else column_named(table, name).key
    require_keepable({table.key: choices})
    return choices


def require_keepable(mapping: Mappings) -> None:
    """Invalid (`column-not-kept`) where a heading that must not be stored (民族 …) is given a column."""
    for table_key, choices in mapping.items():
        table = table_named(table_key)
        for heading, column in choices.items():
            if column != LEFT_OUT and is_refused(heading, table):
                raise Invalid("column-not-kept", f"“{heading}”按规定不得保存，不能对应到任何一列。")
