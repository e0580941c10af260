"""What the tests of study stand on: a meeting held, a class entered, a list as a workbook."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from heli.duties.models import Record
from heli.kernel.action import SYSTEM, Doer
from heli.members.models import Member
from heli.orglife.rules import Turnout
from heli.orgs.models import Organisation
from heli.study.actions.classes import enrol, enter_class
from heli.study.actions.plans import add_line
from heli.study.catalogue import ClassKind, Way
from heli.study.models import StudyClass, StudyLine
from heli.study.queries.hours import Person, branch_members
from tests.orglife.meetings import away, hold
from tests.people import NOW, TODAY, City
from tests.sheets.books import xlsx

DAY = date(2026, 6, 5)


def held(branch: Organisation, kind: str = "theme_day", on: date = DAY, *absent: str) -> Record:
    """A meeting of the first branch at which everybody was but the absent."""
    return hold(branch, kind, on, topic=f"学习 {on}", absent=away(branch, *absent))


def planned_line(city: City) -> StudyLine:
    """A topic in the first branch's plan of the year."""
    return add_line(
        organisation=city.first_branch, year=TODAY.year, topic="宗教政策法规", way=Way.TOPIC, period="2026Q3",
        tag="religion", by=SYSTEM, at=NOW,
    )  # fmt: skip


def session(body: Organisation, on: date) -> Record:
    """A session of a 中心组, of which numbers alone are known."""
    said = {"topic": "集体学习研讨", "chair": "顾明德"}
    return hold(
        body, "study_group", on, numbers=Turnout(due=7, present=6, voting_due=7, voting_present=6), **said
    )


def class_of(host: Organisation, *names: str, by: Doer = SYSTEM, **given: Any) -> StudyClass:
    """A training of three days, with members by name."""
    words: dict[str, Any] = {
        "title": "党支部书记轮训班",
        "organiser": "市委党校",
        "kind": ClassKind.TRAINING,
        "begins_on": date(2026, 5, 6),
        "ends_on": date(2026, 5, 8),
        "half_days": 6,
        "tag": "theory",
    } | given
    made = enter_class(host=host, **words, by=by, at=NOW)
    if names:
        members = Member.objects.filter(name__in=names).select_related("organisation")
        enrol(study_class=made, members=list(members), by=by, at=NOW)
    return made


def person(organisation: Organisation, name: str) -> Person:
    """A member of a branch with his 学时 of this year."""
    return next(one for member, one in branch_members(organisation, TODAY.year, TODAY) if member.name == name)


def hours(organisation: Organisation, name: str) -> Decimal:
    return person(organisation, name).earned.hours


def names(*rows: tuple[str, str, str]) -> SimpleUploadedFile:
    """A list of a class's members: name, branch, last four digits."""
    return SimpleUploadedFile("名单.xlsx", xlsx([("姓名", "所在党支部", "证件号后四位"), *rows]))
