"""One meeting recorded, beside its rows written alone."""

from collections.abc import Iterator

from heli.bench.catalogue import Figure
from heli.bench.ground import BRANCH_READER, Ground
from heli.bench.timing import asked, bare, middle_of, taken_back, timed, writes
from heli.kernel.action import SYSTEM
from heli.members.models import Post
from heli.orglife.actions.record import record_meeting

RUNS = 25


def record(ground: Ground) -> Iterator[Figure]:
    branch = ground.own_organisation(BRANCH_READER)
    chair = Post.objects.held(ground.today).get(organisation=branch, office="secretary").name

    def meeting() -> None:
        record_meeting(
            organisation=branch,
            kind="theme_day",
            happened_on=ground.today,
            topic="主题党日",
            chair=chair,
            text="集中学习并讨论。",
            by=SYSTEM,
            at=ground.now,
        )

    with taken_back():
        written = writes(asked(meeting))
    measured, floors = [], []
    for _ in range(RUNS):
        # Taken back each time, so that the bare writes begin where the meeting began.
        with taken_back():
            measured.append(timed(meeting))
        with taken_back():
            floors.append(timed(lambda: bare(written)))
    yield Figure.of(
        "一次主题党日：记录、到会、完成、计数、留痕",
        middle_of(measured),
        middle_of(floors),
        "只写同样的行",
        detail=f"应到 {branch.member_count} 人，{len(written)} 条写入语句；两边都不含提交",
    )
