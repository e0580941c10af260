"""战略任务 as a tree, with the tasks of the plan that serve each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from heli.duties.catalogue import RequirementState
from heli.duties.models import Requirement
from heli.kernel.errors import NotFound
from heli.planning.models import Theme, ThemeTag


@dataclass(frozen=True, slots=True)
class Branch:
    """A strategic task at its level (from 1), with the tasks that serve it."""

    theme: Theme
    level: int
    requirements: Sequence[Requirement]


def tree(*, closed: bool = False) -> list[Branch]:
    """All strategic tasks from the top, each above what lies beneath it. Two queries."""
    rows = Theme.objects.order_by("place", "pk")
    beneath: dict[int | None, list[Theme]] = defaultdict(list)
    for one in rows if closed else rows.filter(closed_at=None):
        beneath[one.parent_id].append(one)
    tagged: dict[int, list[Requirement]] = defaultdict(list)
    tags = ThemeTag.objects.exclude(requirement__state=RequirementState.WITHDRAWN)
    for tag in tags.select_related("requirement").order_by("requirement__number"):
        tagged[tag.theme_id].append(tag.requirement)
    found: list[Branch] = []
    _descend(beneath, tagged, None, 1, found)
    return found


def _descend(
    beneath: dict[int | None, list[Theme]],
    tagged: dict[int, list[Requirement]],
    parent: int | None,
    level: int,
    found: list[Branch],
) -> None:
    for one in beneath[parent]:
        found.append(Branch(one, level, tagged[one.pk]))
        _descend(beneath, tagged, one.pk, level + 1, found)


def theme(pk: int) -> Theme:
    """One strategic task; NotFound (`theme-unknown`) where there is none."""
    found = Theme.objects.select_related("parent").filter(pk=pk).first()
    if found is None:
        raise NotFound("theme-unknown", "没有这一项战略任务。请从战略任务页面进入。")
    return found


def choices() -> list[tuple[int, str]]:
    """What a task may be tagged with: (primary key, name indented by its level)."""
    return [(one.theme.pk, "　" * (one.level - 1) + one.theme.name) for one in tree()]
