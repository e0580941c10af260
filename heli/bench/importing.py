"""Members from a workbook, end to end, beside calamine reading it and `executemany` writing the rows."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Model
from python_calamine import CalamineWorkbook

from heli.bench.catalogue import Figure, at_most_times
from heli.bench.databases import copied, fresh
from heli.bench.ground import SEED, Ground, migrate
from heli.bench.timing import Took, middle_of, timed
from heli.demo.catalogue import OFFICE, SIZES
from heli.demo.city import organisation_rows
from heli.demo.forest import plant, shared
from heli.demo.persons import Persons
from heli.intake.actions import load
from heli.intake.queries.check import check
from heli.kernel import installation
from heli.kernel.action import SYSTEM
from heli.members.models import Belonging, Member, Post
from heli.orgs.actions.take_in import take_in as take_in_organisations
from heli.sheets.writing import Heading, SheetOut, ValueKind, write_workbook

RUNS = 5
MEMBERS_IN = at_most_times(2)
MADE: tuple[type[Model], ...] = (Member, Belonging, Post)
"""What a roster brings rows of: members, where each belongs, and the posts of their 党内职务."""

WORKBOOK = "党员花名册.xlsx"
DAY = ValueKind.DATE
HEADINGS = (
    Heading("序号", 6, ValueKind.WHOLE),
    Heading("姓名", 10),
    Heading("性别", 6),
    Heading("出生日期", 12, DAY),
    Heading("公民身份证号码", 22),
    Heading("学历", 10),
    Heading("入党时间", 12, DAY),
    Heading("转正时间", 12, DAY),
    Heading("所在党支部", 44),
    Heading("党内职务", 12),
    Heading("人员类别", 10),
    Heading("党员类别", 10),
    Heading("月工资基数", 12, ValueKind.DECIMAL),
    Heading("手机号码", 14),
    Heading("备注", 10),
)


def importing(ground: Ground) -> Iterator[Figure]:
    with TemporaryDirectory(dir=ground.folder) as scratch, fresh(ground.folder):
        book = Path(scratch) / WORKBOOK
        ground.tell("准备导入用的花名册", 0, 0)
        branches = _plant(ground)
        write_workbook(book, [SheetOut("花名册", HEADINGS, list(_persons(ground, branches)))])
        content = book.read_bytes()
        whole, reading, writing = [], [], []
        for _ in range(RUNS):
            with copied(ground.folder):
                whole.append(timed(lambda: _load(content, ground)))
                stored = [_stored(model) for model in MADE]
            reading.append(timed(lambda: _read(book)))
            with copied(ground.folder):
                writing.append(_written(stored))
    read, wrote = middle_of(reading), middle_of(writing)
    rows = "、".join(f"{one.title} {len(one.rows)} 行" for one in stored)
    yield Figure.of(
        "读取、检查、写入、留痕",
        middle_of(whole),
        Took(read.wall + wrote.wall, read.busy + wrote.busy),
        "calamine 读文件加 executemany 写同样的行",
        MEMBERS_IN,
        f"{len(HEADINGS)} 列；下限中读取 {read.wall:.2f} s、写入 {wrote.wall:.2f} s：{rows}",
    )


def _plant(ground: Ground) -> list[str]:
    """The city's organisations in an empty database; the names of its branches."""
    migrate()
    planted = plant(SIZES[ground.size], Random(SEED), ground.today)
    installation.found(office_name=OFFICE, is_demo=True, by=SYSTEM, at=ground.now)
    take_in_organisations(rows=organisation_rows(planted), by=SYSTEM, at=ground.now)
    return [one.name for one in planted if one.has_roster]


def _persons(ground: Ground, branches: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """The serving members (在职) of the size, branch by branch, as an office lists them."""
    size, random = SIZES[ground.size], Random(SEED)
    persons, number = Persons(random, ground.today), 0
    counts = shared(
        size.serving_own + size.serving_attached, [0.3 + random.random() for _ in branches], least=1
    )
    for branch, count in zip(branches, counts, strict=True):
        for place in range(count):
            one, number = persons.person(retired=False), number + 1
            yield (
                number,
                one.name,
                one.sex,
                one.born_on,
                one.id_number,
                random.choice(("大专", "大学", "硕士研究生")),
                one.joined_on,
                one.full_on,
                branch,
                "书记" if place == 0 else None,
                "在职",
                "正式党员",
                3000 + random.randrange(9000),
                f"1{number:010d}",
                None,
            )


def _load(content: bytes, ground: Ground) -> None:
    checked = check([(WORKBOOK, content)], today=ground.today)
    load(checked=checked, by=SYSTEM, at=ground.now)


def _read(book: Path) -> list[list[Any]]:
    rows: list[list[Any]] = (
        CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    )
    return rows


class Stored(NamedTuple):
    """Rows as they stand in a table, with days as text, which both databases take; and their INSERT."""

    title: str
    statement: str
    rows: list[tuple[Any, ...]]


def _stored(model: type[Model]) -> Stored:
    fields = model._meta.concrete_fields
    found = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    plain: Callable[[Any], Any] = lambda value: value.isoformat() if isinstance(value, date) else value  # noqa: E731
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    statement = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({', '.join('%s' for _ in fields)})"
    return Stored(str(model._meta.verbose_name), statement, [tuple(map(plain, row)) for row in found])


def _written(stored: Sequence[Stored]) -> Took:
    """What `executemany` of the same rows takes, table by table, commit included."""

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for one in stored:
                cursor.executemany(one.statement, one.rows)

    connection.ensure_connection()
    return timed(write)
