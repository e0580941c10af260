"""System checks: dated catalogues can be read, the audit's triggers are in force, the keys fit the data."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Tags
from django.db import connections

from heli.kernel import secrets, triggers
from heli.kernel.catalogue import CATALOGUES, CatalogueError
from heli.kernel.installation import strange_keys
from heli.kernel.models import Installation


@checks.register("catalogues")
def catalogues_load(app_configs: object, **_: Any) -> list[CheckMessage]:
    """kernel.E001 for each catalogue declared with `dated` that cannot be read."""
    faults: list[CheckMessage] = []
    for load in CATALOGUES.values():
        try:
            load()
        except CatalogueError as error:
            faults.append(checks.Error(str(error), id="kernel.E001"))
    return faults


@checks.register(Tags.database)
def audit_is_guarded(app_configs: object, databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """kernel.W001 for each trigger that is not in force.

    A warning, not an error, because `migrate` is what mends it and would not run past an error.
    """
    return [
        checks.Warning(
            f"审计触发器 {name} 不在或已失效。",
            hint="执行 python -m django migrate 会重新建立。",
            id="kernel.W001",
        )
        for alias in databases or ()
        for name in triggers.missing(connections[alias])
    ]


@checks.register(Tags.database)
def keys_fit_the_data(app_configs: object, databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """kernel.E002 when keys that data was written with are lost or changed; kernel.W002 for a new one."""
    faults: list[CheckMessage] = []
    for alias in databases or ():
        if Installation._meta.db_table not in connections[alias].introspection.table_names():
            continue
        for recorded in Installation.objects.using(alias).values_list("key_fingerprint", flat=True):
            lost = strange_keys(recorded)
            if lost:
                hint = "恢复原来的密钥文件（或环境变量）后再启动；换用别的密钥，已加密的内容将无法读取。"
                faults.append(
                    checks.Error(f"密钥与数据不符：{'、'.join(lost)}。", hint=hint, id="kernel.E002")
                )
            elif recorded != secrets.fingerprint():
                faults.append(checks.Warning("有新的密钥尚未登记。", id="kernel.W002"))
    return faults
