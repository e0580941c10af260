"""What waits for the 工委's word: questions that loads have raised, requirements left open."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value

from heli.duties.catalogue import OpenPoint, RequirementState
from heli.duties.models import Requirement
from heli.home.catalogue import Line
from heli.home.queries import addresses
from heli.intake.catalogue import DecisionKind, IntakeState
from heli.intake.models import Decision, Intake

MOST_LINES = 5
"""Requirements to settle that are told one by one; where there are more, one line more has them all."""


@dataclass
class Desk:
    """The newest plan's year, intakes to confirm (primary keys), questions by kind, and open requirements.

    `requirements` are (primary key, what, open points).
    """

    newest_plan: int | None = None
    intakes: list[int] = field(default_factory=list)
    questions: Counter[str] = field(default_factory=Counter)
    requirements: list[tuple[int, str, str]] = field(default_factory=list)

    def plan_year(self, today: date) -> int:
        """This year's plan, or the newest there is, as `heli.duties.queries.plan.plan_year` says it."""
        return min(self.newest_plan, today.year) if self.newest_plan else today.year


def desk() -> Desk:
    """Everything on the desk in one query: rows of (tag, word, other word, number)."""
    found = Desk()
    rows = _plan_years().union(_checked_intakes(), _questions(), _open_requirements(), all=True)
    for tag, word, other, number in rows:
        if tag == "plan":
            found.newest_plan = max(number, found.newest_plan or number)
        elif tag == "intake":
            found.intakes.append(number)
        elif tag == "question":
            found.questions[word] = number
        else:
            found.requirements.append((number, word, other))
    found.intakes.sort()
    found.requirements.sort()
    return found


def settling(found: Desk) -> list[Line]:
    """A line for each requirement that leaves something open."""
    told = [
        Line(
            what=f"明确“{what}”",
            whom="、".join(OpenPoint(code).label for code in points.split(",")),
            when="明确以前情况未知",
            label="去明确",
            url=addresses.requirement(pk),
        )
        for pk, what, points in found.requirements[:MOST_LINES]
    ]
    if len(found.requirements) > MOST_LINES:
        count = f"{len(found.requirements)} 条"
        told.append(Line("全部待明确的责任条目", "机关工委", count, "查看", addresses.open_requirements()))
    return told


def deciding(found: Desk) -> list[Line]:
    """A line for each checked intake, and one for all questions: their page parts them by kind."""
    told = [
        Line("确认导入已检查的工作簿", "机关工委", "检查已完成", "去确认", addresses.intake(pk))
        for pk in found.intakes[-MOST_LINES:]
    ]
    if not found.questions:
        return told
    kinds = "，".join(f"{DecisionKind(kind).label} {count}" for kind, count in found.questions.most_common())
    count = f"{found.questions.total()} 项"
    line = Line("处理导入后的待定事项", "机关工委", count, "去处理", addresses.decisions(), note=kinds)
    return [*told, line]


def _plan_years() -> QuerySet[Requirement, Any]:
    years = Requirement.objects.order_by().values_list(_text("plan"), _text(""), _text(""), "plan__year")
    return years.distinct()


def _checked_intakes() -> QuerySet[Intake, Any]:
    checked = Intake.objects.filter(state=IntakeState.CHECKED)
    return checked.order_by().values_list(_text("intake"), _text(""), _text(""), "pk")


def _questions() -> QuerySet[Decision, Any]:
    counted = Decision.objects.open().order_by().values("kind").annotate(number=Count("pk"))
    return counted.values_list(_text("question"), "kind", _text(""), "number")


def _open_requirements() -> QuerySet[Requirement, Any]:
    left_open = Requirement.objects.exclude(open_points="").exclude(state=RequirementState.WITHDRAWN)
    return left_open.order_by().values_list(_text("requirement"), "measure", "open_points", "pk")


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())
