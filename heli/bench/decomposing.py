"""A plan of 40 items issued to all units and broken down to the last branch; its pages while branches wait.

Nothing of it is kept. Pages are made in process, without the wire: what the reader waits for beside it is
measured by `pages`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.test import RequestFactory
from django.urls import resolve, reverse
from django_htmx.middleware import HtmxDetails

from heli.bench.catalogue import Figure, at_most
from heli.bench.databases import copied
from heli.bench.ground import COMMITTEE_READER, OFFICE_READER, Ground
from heli.bench.timing import asked, bare, beside, taken_back, timed
from heli.decomposition import actions
from heli.decomposition.catalogue import OPEN, Layer, Way
from heli.decomposition.models import Task
from heli.duties.actions import take_in_plan
from heli.duties.actions.rows import PlanRow, Said
from heli.duties.catalogue import Cadence
from heli.duties.models import Requirement
from heli.duties.rules.owners import OwnerClass
from heli.kernel.action import SYSTEM
from heli.kernel.bulk import insert_rows
from heli.kernel.errors import WrongState
from heli.orgs.catalogue import BRANCH_KINDS, Kind
from heli.orgs.models import Organisation

ITEMS, RUNS = 40, 9
A_PAGE = at_most(0.300)
TITLE = "测量用的任务分解表"


def decomposing(ground: Ground) -> Iterator[Figure]:
    """How long it takes until everybody holds everything, and every page over so many tasks."""
    yield _down(ground)
    with copied(ground.folder):
        items = _plan(ground)
        _hand_down(ground, items, Layer.BRANCH)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield from _pages(ground, items)


def _down(ground: Ground) -> Figure:
    """From the issue to the last branch, beside the rows as they are in the end written alone."""
    columns = [one.attname for one in Task._meta.concrete_fields]
    with taken_back():
        items = _plan(ground)
        took = timed(lambda: _hand_down(ground, items, None))
        found = Task.objects.filter(requirement__in=items)
        if found.filter(state__in=sorted(OPEN)).exists():
            raise WrongState("bench-not-held", "还有组织没有签收，测量中止。")
        holders, units = (
            some.values("organisation").distinct().count() for some in (found, found.filter(level=1))
        )
        rows = list(found.order_by("pk").values_list(*columns))
    with taken_back():
        _plan(ground)
        floor = timed(lambda: insert_rows(Task, columns, rows))
    return Figure.of(
        f"{ITEMS} 条下达到 {units} 个单位，逐级签收、分解到每个党组织",
        took,
        floor,
        "只写最后同样的行",
        detail=f"{holders} 个党组织，{len(rows)} 行；不含提交",
    )


def _plan(ground: Ground) -> list[int]:
    """Items of next year's plan, of which no record fulfils any: 40 of branches, due at the year's end."""
    said = Said(
        cadence=Cadence.YEAR,
        due_month=12,
        due_day=31,
        classes=frozenset(OwnerClass(kind, None) for kind in BRANCH_KINDS),
        kinds=frozenset({"theme_day"}),
    )
    year = ground.today.year + 1
    rows = [
        PlanRow(
            year,
            TITLE,
            number,
            "组织建设",
            f"第{number}项任务",
            "各党支部",
            "书记",
            "全年",
            "记录",
            Decimal(1),
            said,
        )
        for number in range(1, ITEMS + 1)
    ]
    take_in_plan(rows=rows, by=SYSTEM, at=ground.now)
    return list(Requirement.objects.filter(plan__title=TITLE).values_list("pk", flat=True))


def _hand_down(ground: Ground, items: list[int], until: Layer | None) -> None:
    """Issue, take up, break down, a level every second day, until nothing is left, or branches wait."""
    then = ground.now - timedelta(days=12)
    actions.issue(
        requirements=list(Requirement.objects.filter(pk__in=items)),
        issuer=Organisation.objects.get(kind=Kind.WORK_COMMITTEE),
        way=Way.LEADING,
        by=SYSTEM,
        at=then,
    )
    while _a_level(items, until, then := then + timedelta(days=2)):
        pass


def _a_level(items: list[int], until: Layer | None, then: datetime) -> int:
    every = Task.objects.filter(requirement__in=items)
    waiting = every if until is None else every.exclude(layer=until)
    taken = actions.take_up_all(tasks=waiting, by=SYSTEM, at=then)
    return taken and actions.break_down_all(tasks=waiting, by=SYSTEM, at=then) + taken


def _pages(ground: Ground, items: list[int]) -> Iterator[Figure]:
    year = f"?year={ground.today.year + 1}"
    tasks = f"{reverse('decomposition:tasks')}{year}"
    top = Task.objects.filter(requirement=items[0], level=1).order_by("pk")[0]
    offered = (
        ("任务分解", reverse("decomposition:items") + year),
        ("鸟瞰", f"{reverse('decomposition:item', args=[items[0]])}?open={top.pk}"),
        ("未承接", reverse("decomposition:missing") + year),
        ("压力传导", reverse("decomposition:lag") + year),
        ("任务列表，第 1000 页", f"{tasks}&page=1000"),
        ("任务列表，超过签收期限的", f"{tasks}&slow=on"),
        ("一项任务", reverse("decomposition:task", args=[top.pk])),
        ("本组织任务", reverse("decomposition:mine") + year),
    )
    detail = f"{Task.objects.filter(requirement__in=items).count()} 项任务"
    for username, who in ((OFFICE_READER, "工委"), (COMMITTEE_READER, "机关党委")):
        for title, address in offered if username == OFFICE_READER else (*offered[:1], *offered[2:4]):
            page = _page(ground, username, address)
            statements = asked(page)
            took, floor = beside(page, lambda held=statements: bare(held), RUNS)  # type: ignore[misc]
            yield Figure.of(f"{who}：{title}", took, floor, "只执行其中的查询", A_PAGE, detail)


def _page(ground: Ground, username: str, address: str) -> Callable[[], object]:
    """The whole page as its view makes it for a reader."""
    view, args, kwargs = resolve(address.partition("?")[0])
    actor = ground.actor(username)

    def made() -> object:
        request: Any = RequestFactory().get(address)
        request.actor, request.htmx = actor, HtmxDetails(request)
        answer = view(request, *args, **kwargs)
        if answer.status_code != HTTPStatus.OK:
            raise WrongState("bench-page-failed", f"页面 {address} 回答 {answer.status_code}，测量中止。")
        return answer.content

    return made
