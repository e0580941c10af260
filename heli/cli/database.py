"""Getting the database ready: its tables, and whether anything is in it."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from heli.cli import terminal
from heli.kernel.models import Installation


def prepare() -> None:
    """Bring the tables up to date; says so when there is something to do."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        terminal.say("正在建立或更新数据表…")
        call_command("migrate", verbosity=0, interactive=False)


def installation() -> Installation | None:
    """What this database is; None before its first use."""
    return Installation.objects.first()
