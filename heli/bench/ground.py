"""What the benchmarks stand on: the invented city in the folder's database, its readers and its rows."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from heli.accounts.actor import Actor
from heli.accounts.models import Account
from heli.bench import folder as folders
from heli.demo.catalogue import DEMO_DAY
from heli.demo.city import build
from heli.duties.models import Fulfilment, Record, Requirement
from heli.kernel import installation, statistics
from heli.kernel.clock import SHANGHAI
from heli.kernel.errors import WrongState
from heli.members.models import Member
from heli.members.queries import actor_of
from heli.orglife.models import Attendance
from heli.orgs.models import Organisation

Tell = Callable[[str, int, int], None]
SEED = 1
OFFICE_READER, OFFICE_STAFF, COMMITTEE_READER, BRANCH_READER = "gongwei", "gongwei2", "jiguandangwei", "zhibu"


@dataclass(frozen=True, slots=True)
class Ground:
    """The city of `size` in `folder`, seen on `today`; `built` is how many seconds it took to build."""

    folder: Path
    size: str
    built: float
    tell: Tell
    today: date = DEMO_DAY

    @property
    def now(self) -> datetime:
        """An afternoon of the day."""
        return datetime.combine(self.today, clock_time(16), SHANGHAI)

    def actor(self, username: str) -> Actor:
        """The reader of a demo account."""
        return actor_of(Account.objects.get(username=username), self.today)

    def own_organisation(self, username: str) -> Organisation:
        """Where the reader holds the post."""
        return Organisation.objects.get(pk=self.actor(username).posts[0].organisation_id)

    def rows(self) -> dict[str, int]:
        """How many rows the figures stand on."""
        return {
            "党组织": Organisation.objects.count(),
            "党员": Member.objects.count(),
            "责任条目": Requirement.objects.count(),
            "履职记录": Record.objects.count(),
            "到会情况": Attendance.objects.count(),
            "记录完成的应办": Fulfilment.objects.count(),
        }


def prepare(folder: Path, size: str, tell: Tell) -> Ground:
    """Build the city where the folder has none yet, else take the one that is there.

    WrongState where the database is not an invented city (`bench-not-demo`), or where one that was named has
    tables that no run has made (`bench-database-taken`).
    """
    said = folders.kept(folder)
    if connection.vendor != "sqlite" and "built" not in said and connection.introspection.table_names():
        raise WrongState("bench-database-taken", "这个数据库里已有数据，测量不会使用它。请换一个空的数据库。")
    migrate()
    found = installation.current()
    if found is not None and not found.is_demo:
        raise WrongState("bench-not-demo", "这个数据库不是演示数据，测量不会使用它。")
    if found is None:
        began = time.perf_counter()
        build(size=size, seed=SEED, tell=tell)
        said["built"] = time.perf_counter() - began
        folders.keep(folder, said)
    if not statistics.refresh():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return Ground(folder, size, float(str(said["built"])), tell)


def migrate() -> None:
    """Bring the tables up to date."""
    call_command("migrate", verbosity=0, interactive=False)
