"""The house rules that a reader would otherwise have to remember."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ("git", "ls-files", "--cached", "--others", "--exclude-standard"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    if (ROOT / name).is_file()
]
PYTHON = [path for path in TRACKED if path.suffix == ".py" and path.is_relative_to(ROOT / "heli")]
TEMPLATES = [path for path in TRACKED if path.suffix == ".html"]


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"helpers.py", "utils.py", "services.py", "common.py", "misc.py"}
    assert [_named(path) for path in PYTHON if path.name in drawers] == []


@pytest.mark.parametrize(
    "path", [p for p in PYTHON if p.name == "__init__.py" and p.parent.parent == ROOT / "heli"], ids=_named
)
def test_every_package_says_what_it_is_for(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert 3 <= len(doc.splitlines()) <= 7, "three to six lines: what for, what never, where to start"


@pytest.mark.parametrize(
    "path", [p for p in PYTHON if "views" in p.parts or p.name in ("views.py", "api.py")], ids=_named
)
def test_views_catch_nothing(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]


@pytest.mark.parametrize("path", PYTHON, ids=_named)
def test_only_the_clock_asks_what_time_it_is(path: Path) -> None:
    if path == ROOT / "heli/kernel/clock.py":
        return
    source = path.read_text(encoding="utf-8")
    assert not re.search(
        r"\b(datetime|date)\.(now|today|utcnow)\(|timezone\.(now|localdate)\(|time\.time\(", source
    )


@pytest.mark.parametrize("path", [p for p in PYTHON if not {"cli", "migrations"} & set(p.parts)], ids=_named)
def test_the_clock_is_called_at_the_edge_only(path: Path) -> None:
    edge = {
        "views",
        "views.py",
        "api.py",
        "tasks.py",
        "middleware.py",
        "context_processors.py",
        "clock.py",
        "checks.py",
    }
    if edge & {path.name, *path.parts} or {"bench", "demo"} & set(path.parts):
        return
    assert "clock.now(" not in (source := path.read_text(encoding="utf-8"))
    assert "clock.today(" not in source


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_no_page_loads_from_elsewhere_or_runs_inline(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"""(?:href|src|action)=["']?(?:https?:)?//""", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"""\s(?:style|on[a-z]+)=["']""", source)


def test_every_template_is_used() -> None:
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for path in TRACKED
        if path.suffix in {".py", ".html"} and path.is_relative_to(ROOT / "heli")
    )
    built_in = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}
    unused = []
    for path in TEMPLATES:
        name = str(path).split("/templates/", 1)[1]
        if name not in built_in and name not in sources:
            unused.append(name)
    assert unused == []


def test_no_committed_file_names_a_registry_or_this_machine() -> None:
    words = re.compile(
        r"registry\.npmjs|pypi\.org/simple|files\.pythonhosted|--(?:extra-)?index-url|--find-links|/work/(?:main|shared)|/root/"
    )
    texts = {".py", ".toml", ".lock", ".md", ".html", ".css", ".js", ".cfg", ".yml", ".yaml", ".json", ""}
    named = [
        _named(path)
        for path in TRACKED
        if path.suffix in texts
        and path != Path(__file__)
        and words.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert named == []


def test_nothing_counts_or_ranks_a_person() -> None:
    """减负 (R14-06, R14-10): no check-ins, points, online time, likes, league of persons."""
    words = re.compile(r"打卡|积分|在线时长|点赞|签到率|个人排名|登录次数")
    allowed = {"heli/ui/samples.py"}
    named = [
        _named(p)
        for p in TEMPLATES + PYTHON
        if _named(p) not in allowed and words.search(p.read_text(encoding="utf-8"))
    ]
    assert named == []
