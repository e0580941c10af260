"""House rule 10: prints what is past the lengths, fails at twice the figure."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE, FUNCTION, TEMPLATE, TEST_MODULE = 300, 40, 150, 500


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ("git", "ls-files", *patterns), cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\n") if name and "/migrations/" not in name]


def _past() -> Iterator[tuple[str, int, int]]:
    for path in _tracked("*.py"):
        source = path.read_text(encoding="utf-8")
        name = str(path.relative_to(ROOT))
        yield name, source.count("\n"), TEST_MODULE if name.startswith("tests/") else MODULE
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                yield f"{name}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1, FUNCTION
    for path in _tracked("*.html"):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8").count("\n"), TEMPLATE


def main() -> int:
    past = sorted(
        ((name, lines, limit) for name, lines, limit in _past() if lines > limit), key=lambda row: -row[1]
    )
    for name, lines, limit in past:
        print(f"{name}: {lines} lines, the figure is {limit}")  # noqa: T201 - this is a command
    return 1 if any(lines > 2 * limit for _, lines, limit in past) else 0


if __name__ == "__main__":
    sys.exit(main())
