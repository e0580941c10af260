"""Getting the database ready: its tables."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from heli.cli import terminal
from heli.kernel import statistics


def prepare() -> None:
    """Bring the tables up to date; says so when there is something to do."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        terminal.say("正在建立或更新数据表…")
        call_command("migrate", verbosity=0, interactive=False)
        statistics.refresh()
