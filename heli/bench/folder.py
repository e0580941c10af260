"""The folder of a run: its mark, its database, and the surroundings that keep everything inside it."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from heli.demo.catalogue import DEMO_DAY
from heli.kernel.errors import WrongState

DATABASE, MARK, RESULTS = "bench.sqlite3", "bench.json", "results.json"
_FOREIGN = ("HELI_", "DJANGO_", "DATABASE_URL")


def claim(folder: Path, size: str, server: str = "") -> None:
    """Make the folder one of benchmarks of `size`, or find it so; `server` is the address of its database.

    WrongState where it holds anything else (`bench-folder-taken`), another size (`bench-other-size`), or the
    city of another database (`bench-other-database`): nothing in it is touched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / MARK
    if not mark.exists():
        if any(folder.iterdir()):
            raise WrongState(
                "bench-folder-taken",
                f"“{folder}”里有别的文件，测量只使用自己的数据。请换一个空文件夹：heli bench --data 文件夹",
            )
        keep(folder, {"size": size, "database": _named(server)})
    (folder / "static").mkdir(exist_ok=True)
    found = kept(folder)
    if found.get("size") != size:
        raise WrongState(
            "bench-other-size",
            f"“{folder}”里是规模 {found.get('size')} 的测量数据，不是 {size}。请换一个文件夹，或改用该规模。",
        )
    if found.get("database", "") != _named(server):
        raise WrongState(
            "bench-other-database",
            f"“{folder}”里的测量数据用的是另一个数据库。请换一个文件夹，或改用原来的数据库。",
        )


def _named(server: str) -> str:
    """Host and name of a database, without user and password; nothing for the folder's own file."""
    told = urlsplit(server)
    return f"{told.hostname}:{told.port or ''}{told.path}" if server else ""


def kept(folder: Path) -> dict[str, object]:
    """What the mark says: the size, and once it is built the seconds that the city took."""
    found = json.loads((folder / MARK).read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise WrongState("bench-folder-taken", f"“{folder / MARK}”不是测量留下的文件，请换一个文件夹。")
    return found


def keep(folder: Path, said: Mapping[str, object]) -> None:
    """Write the mark."""
    (folder / MARK).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def surroundings(folder: Path, given: Mapping[str, str], server: str = "") -> dict[str, str]:
    """`given`, with the database, files and keys of the folder in place of the user's own.

    `server` is the address of an empty database elsewhere, for its own file.
    """
    own = {name: value for name, value in given.items() if not name.startswith(_FOREIGN)}
    return {
        **own,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": server or f"sqlite:///{folder.resolve() / DATABASE}",
        "HELI_VAR": str(folder.resolve()),
        "HELI_TODAY": DEMO_DAY.isoformat(),
        "HELI_WORKERS": "1",
    }
