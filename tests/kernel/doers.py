"""Who does things in the kernel's tests, and when; and how a row is tampered with past every guard."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from heli.kernel.clock import SHANGHAI

AT = datetime(2026, 6, 30, 9, 30, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Someone:
    account_id: int | None = 7
    label: str = "张三（市教育局机关党委）"


def tamper(*statements: str) -> None:
    """Run SQL on the bare driver, where no test guard looks: what someone at the database could do."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = connection.connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()


def without_triggers(*statements: str) -> None:
    """Tamper after taking the audit's triggers away."""
    on = {
        name: f" ON {table}"
        for table in ("kernel_auditentry", "kernel_auditseal")
        for name in (f"{table}_no_change", f"{table}_no_truncate")
    }
    if connection.vendor == "sqlite":
        tables = ("kernel_auditentry", "kernel_auditseal")
        on = {f"{table}_no_{what}": "" for table in tables for what in ("update", "delete", "replace")}
    drops = [f"DROP TRIGGER IF EXISTS {name}{table}" for name, table in on.items()]
    tamper(*drops, *statements)
