"""Pages over HTTP: the 95th percentile of each, from one gunicorn worker to a reader with a session."""

import time
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count
from django.urls import reverse

from heli.appraisal.queries.basis import class_code
from heli.bench.catalogue import Figure, at_most
from heli.bench.ground import BRANCH_READER, COMMITTEE_READER, OFFICE_READER, OFFICE_STAFF, Ground
from heli.bench.server import Reader, Worker, one_worker
from heli.bench.timing import percentile, timed
from heli.demo.catalogue import ROLES
from heli.duties.catalogue import DutyState
from heli.duties.queries.briefs import BRIEF, Brief
from heli.orgs.models import Organisation

SAMPLES, FEWEST, BUDGET, WARMING = 40, 12, 6.0, 4
A_PAGE = at_most(0.300)
SHARE = 0.95
FLOOR = "最简单的页面（我的账号）"


class Page(NamedTuple):
    """A page, by what the table calls it."""

    title: str
    address: str


def pages(ground: Ground) -> Iterator[Figure]:
    passwords = {role.username: role.password for role in ROLES}
    branch, top = ground.own_organisation(BRANCH_READER), ground.own_organisation(COMMITTEE_READER)
    readers = (
        (OFFICE_READER, "工委", [*_of_everybody(), *_of_the_office(branch, top)]),
        (OFFICE_STAFF, "工委工作人员", [Page("提请研判", reverse("weak:candidates"))]),
        (COMMITTEE_READER, "机关党委", _of_everybody()),
        (BRANCH_READER, "党支部", _of_the_branch(branch)),
    )
    connection.close()
    with one_worker(ground.folder) as worker:
        for username, who, offered in readers:
            reader = Reader(worker.port)
            reader.sign_in(reverse("accounts:sign_in"), username, passwords[username])
            floor, _, _ = _measured(worker, reader, reverse("accounts:mine"))
            for page in offered:
                ground.tell(f"页面：{who} {page.title}", 0, 0)
                took, busy, detail = _measured(worker, reader, page.address)
                yield Figure(f"{who}：{page.title}", took, busy, floor, FLOOR, A_PAGE, detail)


def _measured(worker: Worker, reader: Reader, address: str) -> tuple[float, float | None, str]:
    """The percentile, the worker's processor time a request, and on what they stand.

    Slow pages are asked less often.
    """
    size = max(reader.get(address) for _ in range(WARMING))
    found: list[float] = []
    began, before = time.perf_counter(), worker.busy()
    while len(found) < SAMPLES and (len(found) < FEWEST or time.perf_counter() - began < BUDGET):
        found.append(timed(lambda: reader.get(address)).wall)
    detail = f"中位 {median(found) * 1000:.0f} ms，{len(found)} 次，{size / 1000:.0f} KB"
    after = worker.busy()
    busy = None if before is None or after is None else (after - before) / len(found)
    return percentile(found, SHARE), busy, detail


def _of_everybody() -> list[Page]:
    overdue = urlencode({"state": DutyState.OVERDUE.value})
    return [
        Page("今日要务", reverse("home:today")),
        Page("挂图作战", reverse("home:board")),
        Page("应办", reverse("duties:list")),
        Page("应办，只看逾期", f"{reverse('duties:list')}?{overdue}"),
        Page("履职记录", reverse("duties:records")),
        Page("得分", reverse("appraisal:scores")),
        Page("组织", reverse("orgs:tree")),
        Page("统计", reverse("members:statistics")),
        Page("增减", reverse("members:ledger")),
        Page("直属单位覆盖", reverse("home:coverage")),
        Page("设置检查", reverse("orgs:setting")),
        Page("换届", reverse("elections:terms")),
        Page("框架图数据", reverse("orgs:chart_data")),
        Page("四项核对", reverse("reorganisation:checks")),
        Page("减负账", reverse("burden:account")),
        Page("年度任务", reverse("duties:plan")),
        Page("待核实", reverse("duties:verify")),
        Page("免除和延期", reverse("duties:dispensations")),
        Page("法规条目", reverse("planning:regulations")),
        Page("责任清单", reverse("mandates:lists")),
        Page("组织生活会", reverse("orglife:org_lives")),
        Page("民主评议", reverse("reviews:years")),
        Page("领导干部执行情况", reverse("orglife:leading")),
        Page("记录质量", reverse("orglife:thin")),
        Page("谈心谈话", reverse("talks:list")),
        Page("设岗定责", reverse("assignments:list")),
        Page("学时", reverse("study:hours")),
        Page("收到的通知", reverse("circulation:received")),
        Page("考核方案", reverse("schemes:schemes")),
        Page("述职评议", reverse("debriefing:rounds")),
        Page("晒比评", reverse("exchange:gatherings")),
        Page("任务分解", reverse("decomposition:items")),
        Page("未承接", reverse("decomposition:missing")),
        Page("压力传导", reverse("decomposition:lag")),
    ]


def _of_the_office(branch: Organisation, top: Organisation) -> list[Page]:
    brief = Brief(*Organisation.objects.values_list(*BRIEF).get(pk=branch.pk))
    counted = Organisation.objects.order_by().values("organ").annotate(count=Count("pk"))
    widest = counted.order_by("-count").values_list("organ", flat=True)[0]
    return [
        Page("挂图作战，最大的单位", reverse("home:unit_board", args=[widest])),
        Page("得分，一类党支部", reverse("appraisal:class", args=[class_code(brief)])),
        Page("得分明细，一个党支部", reverse("appraisal:sheet", args=[branch.pk])),
        Page("党员名册", reverse("members:list")),
        Page("组织页，一个机关党委", reverse("orgs:organisation", args=[top.pk])),
        Page("班子与任期，一个机关党委", reverse("elections:organisation", args=[top.pk])),
        Page("通报", reverse("appraisal:circular")),
        Page("党务干部", reverse("members:officers")),
        Page("转接", reverse("members:transfers")),
        Page("对账", reverse("members:comparisons")),
        Page("单位", reverse("orgs:units")),
        Page("组织变动", reverse("reorganisation:events")),
    ]


def _of_the_branch(branch: Organisation) -> list[Page]:
    return [
        Page("今日要务", reverse("home:today")),
        Page("挂图作战", reverse("home:board")),
        Page("本支部的组织页", reverse("orgs:organisation", args=[branch.pk])),
        Page("本支部全年应办", reverse("duties:of_organisation", args=[branch.pk])),
        Page("记录会议", f"{reverse('orglife:record')}?{urlencode({'organisation': branch.pk})}"),
    ]
