"""Backups: one zip with the whole database and a manifest, taken while Heli runs. Keys are never in it.

The manifest tells the fingerprint of the keys that the database's secrets were written with, so that a
restore under other keys is refused before it does harm.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from heli.kernel.errors import Invalid, WrongState
from heli.kernel.installation import strange_keys
from heli.kernel.models import Installation
from heli.kernel.secrets import fingerprint

FORMAT = 1
MANIFEST = "manifest.json"
CONTENT = "database"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: engine "sqlite" or "postgresql", when, under which keys, its content's SHA-256."""

    format: int
    engine: str
    made_at: str
    office_name: str
    key_fingerprint: str
    sha256: str


def take(path: Path, *, at: datetime) -> Manifest:
    """Write a backup of the running database to `path` (zip); whole or not at all.

    SQLite by its online backup, PostgreSQL by pg_dump in one snapshot. Invalid when `path` cannot be written.
    """
    if path.exists():
        raise Invalid("backup-exists", f"{path} 已经存在；为免覆盖旧备份，请换一个文件名。")
    if not path.parent.is_dir():
        raise Invalid("backup-no-folder", f"文件夹 {path.parent} 不存在。")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        content = Path(folder) / CONTENT
        _dump(content)
        found = Installation.objects.first()
        manifest = Manifest(
            format=FORMAT,
            engine=connection.vendor,
            made_at=at.isoformat(timespec="seconds"),
            office_name=found.office_name if found else "",
            key_fingerprint=found.key_fingerprint if found else fingerprint(),
            sha256=_digest(content),
        )
        draft = Path(folder) / "backup.zip"
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=2))
            archive.write(content, CONTENT)
        os.chmod(draft, 0o600)
        draft.replace(path)
    return manifest


def restore(path: Path, *, over: bool = False) -> Manifest:
    """Put a backup in the place of the present database.

    WrongState when the database holds an installation and `over` is not given; Invalid when the file is no
    backup, is damaged, is of another engine, or was written with other keys than those at hand.
    """
    manifest = inspect(path)
    if not over and _holds_something():
        raise WrongState(
            "restore-not-empty",
            "当前数据库里已有数据。确认要用备份替换它，请加 --over（建议先 heli backup）。",
        )
    with tempfile.TemporaryDirectory(prefix="heli-restore-") as folder:
        with zipfile.ZipFile(path) as archive:
            content = Path(archive.extract(CONTENT, folder))
        if _digest(content) != manifest.sha256:
            raise Invalid("backup-damaged", f"{path} 已损坏：内容与清单中的校验值不符。当前数据没有改动。")
        _load(content)
    return manifest


def inspect(path: Path) -> Manifest:
    """Read a backup's manifest and hold it against this machine's engine and keys; see `restore`."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
            archive.getinfo(CONTENT)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise Invalid("backup-unreadable", f"{path} 不是合力的备份文件，或者已损坏。") from error
    if manifest.format != FORMAT:
        raise Invalid("backup-format", f"{path} 的格式是 {manifest.format}，这个版本只认 {FORMAT}。")
    if manifest.engine != connection.vendor:
        raise Invalid(
            "backup-engine",
            f"备份来自 {manifest.engine}，当前数据库是 {connection.vendor}，请把 DATABASE_URL 改成同一种。",
        )
    if strange_keys(manifest.key_fingerprint):
        raise Invalid(
            "backup-keys",
            "备份是用另一套密钥写的，恢复后身份证号和手机号将无法读取。"
            f"请先放回当时的密钥文件（{settings.HELI_KEYS_FILE}）。",
        )
    return manifest


def _holds_something() -> bool:
    return (
        Installation._meta.db_table in connection.introspection.table_names()
        and Installation.objects.exists()
    )


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
    else:
        _run(["pg_dump", "--format=custom", f"--file={target}"])


def _load(content: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(content)) as copy:
            copy.backup(connection.connection)
        connections.close_all()
    else:
        connections.close_all()
        _run(["pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner", str(content)])


def _run(command: Sequence[str]) -> None:
    """Run a tool of PostgreSQL on our database; the password goes by environment, never as an argument."""
    tool = shutil.which(command[0])
    if tool is None:
        raise WrongState(
            "backup-no-tool",
            f"这台机器上没有 {command[0]}，请安装 PostgreSQL 客户端工具（postgresql-client）。",
        )
    place = connection.settings_dict
    surroundings = dict(os.environ, PGPASSWORD=str(place["PASSWORD"] or ""))
    named = {"--host": place["HOST"], "--port": place["PORT"], "--username": place["USER"]}
    where = [f"{option}={value}" for option, value in named.items() if value]
    done = subprocess.run(  # noqa: S603 - the tool's own path, arguments without a shell
        [tool, *command[1:], *where, f"--dbname={place['NAME']}"],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise WrongState("backup-tool-failed", f"{command[0]} 没有完成：{done.stderr.strip()[-400:]}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
