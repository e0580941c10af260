"""What is vendored is what it says it is, with its licence, and loads nothing from elsewhere."""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.test_house import ROOT

STATIC = ROOT / "heli/ui/static/ui"
FOLDERS = [STATIC / "vendor", ROOT / "tests/journeys/axe"]
FILES = [
    (folder, entry)
    for folder in FOLDERS
    for entry in tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))["file"]
]


@pytest.mark.parametrize(("folder", "entry"), FILES, ids=[entry["file"] for _, entry in FILES])
def test_a_vendored_file_is_unchanged_and_has_its_licence(folder: Path, entry: dict[str, Any]) -> None:
    assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert (folder / entry["licence_file"]).stat().st_size > 300
    assert entry["version"]
    assert entry["licence"]


@pytest.mark.parametrize("folder", FOLDERS, ids=["vendor", "axe"])
def test_nothing_is_vendored_that_is_not_listed(folder: Path) -> None:
    listed = {entry["file"] for home, entry in FILES if home == folder}
    found = {path.name for path in folder.iterdir() if not path.name.startswith("LICENSE")} - {"vendor.toml"}
    assert found == listed


@pytest.mark.parametrize("name", ["vendor/tabler.min.css", "heli.css"])
def test_the_styles_load_nothing_from_elsewhere(name: str) -> None:
    css = (STATIC / name).read_text(encoding="utf-8")
    assert "@import" not in css
    assert "@font-face" not in css
    assert "sourceMappingURL" not in css
    assert {url.split(":")[0] for url in re.findall(r"url\([\"']?([^)\"']+)", css)} <= {"data"}


def test_every_icon_that_a_page_names_is_in_the_sprite_and_no_other() -> None:
    sprite = set(
        re.findall(r'<symbol id="([^"]+)"', (STATIC / "vendor/icons.svg").read_text(encoding="utf-8"))
    )
    named: set[str] = set()
    for path in (ROOT / "heli").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'"ui/icon.html" with name="([^"]+)"', source))
    from heli.ui.samples import ICONS

    assert named - sprite == set()
    assert sprite == set(ICONS)


def test_the_scripts_need_no_eval() -> None:
    assert not re.search(
        r"\beval\(|new Function|innerHTML|\.style\b", (STATIC / "heli.js").read_text(encoding="utf-8")
    )


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _colours() -> dict[str, str]:
    css = (STATIC / "heli.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))


@pytest.mark.parametrize(
    ("name", "grounds"),
    [
        *[(name, ("paper", "ground", "tint")) for name in ("ink", "ink-quiet", "navy", "overdue")],
        *[(name, ("paper", "ground")) for name in ("on-time", "due-soon-word")],
    ],
)
def test_words_stand_out_from_every_ground_they_are_on(name: str, grounds: tuple[str, ...]) -> None:
    """WCAG 2.1 AA, 1.4.3: 4.5 to 1. A row under the pointer takes the ground of the page, not the tint."""
    assert min(_contrast(_colours()[name], _colours()[ground]) for ground in grounds) >= 4.5


def test_signs_and_the_masthead_stand_out() -> None:
    colours = _colours()
    assert _contrast(colours["red"], "#ffffff") >= 4.5
    signs = [(sign, ground) for sign in ("due-soon", "grey") for ground in ("paper", "ground", "tint")]
    assert min(_contrast(colours[sign], colours[ground]) for sign, ground in signs) >= 3
