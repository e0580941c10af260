"""A scheme of the cast: in force, a next version in draft, raters, a fact, results, an objection."""

from dataclasses import replace
from datetime import date

from django.test import Client
from django.urls import reverse

from heli.kernel.action import SYSTEM
from heli.kernel.periods import Period
from heli.orgs.models import Organisation
from heli.schemes.actions import releasing, scoring, writing
from heli.schemes.catalogue import TEMPLATES, Measure, RaterKind, Shape
from heli.schemes.models import Objection, Release, Scheme, Version
from heli.schemes.queries.definitions import definition_of
from tests.people import NOW, TODAY, City, People

YEAR = Period.parse("2026")
VOTED, MARKED, BONUS, BARRED = "A1", "A5", "A7", "A8"
"""The first, 上级评议, 经验被上级转发 and 一票否决 of the ready scheme of stars."""
SHOWN_UNTIL = date(2026, 7, 6)
DOCUMENT = "青直工〔2026〕9号"


def adopted(
    city: City,
    template: str = "stars",
    name: str = "2026 年星级评定",
    *,
    voted: bool = False,
    organiser: Organisation | None = None,
) -> Version:
    """A scheme from a ready one, in force; written by the system, so that everybody may score.

    `voted`: its first indicator is measured by the votes of 述职测评. `organiser`: the 工委, else said.
    """
    draft = writing.start(
        organiser=organiser or city.work_committee,
        name=name,
        template=TEMPLATES().get(template, TODAY),
        by=SYSTEM,
        at=NOW,
    )
    if voted:
        first = replace(
            definition_of(draft).indicators[0],
            measure=Measure.DEBRIEFED,
            shape=Shape.SHARE,
            worths=(10000, 8000, 6000, 0),
        )
        writing.keep_indicator(version=draft, indicator=first, by=SYSTEM, at=NOW)
    return writing.adopt(version=draft, document=DOCUMENT, by=SYSTEM, at=NOW)


def own_scheme(city: City, name: str = "机关党委支部考核") -> Version:
    """A scheme of 市教育局机关党委 for its own branches, in force; written by the system."""
    return adopted(city, "branch", name, organiser=city.education_committee)


def released(version: Version, people: People, period: Period = YEAR) -> Release:
    """Its results, shown; the 工委's staff answers, or the 专职副书记 of the 机关党委."""
    return releasing.publish(
        version=version,
        period=period,
        shown_until=SHOWN_UNTIL,
        document_number=DOCUMENT,
        answerer=(people.staff if version.scheme.is_citys else people.deputy).account,
        by=SYSTEM,
        at=NOW,
    )


def objected(release: Release, organisation: Organisation, people: People, code: str = "") -> Objection:
    return releasing.object_to(
        release=release,
        organisation=organisation,
        code=code,
        text="2 月主题党日已经开展，请核对",
        by=people.secretary.actor,
        at=NOW,
    )


def noted(scheme: Scheme, organisation: Organisation, code: str = BONUS, day: date = TODAY) -> int:
    return scoring.note_fact(
        scheme=scheme,
        organisation=organisation,
        code=code,
        happened_on=day,
        what="支部工作法被转发",
        document="简报第 6 期",
        by=SYSTEM,
        at=NOW,
    ).pk


def made(city: City, people: People) -> dict[str, int]:
    """One thing of each kind, for the walk over all addresses."""
    version = adopted(city, voted=True)
    release = released(version, people)
    writing.revise(scheme=version.scheme, by=SYSTEM, at=NOW)
    objection = objected(release, city.first_branch, people, MARKED)
    mark = scoring.give(
        version=version,
        period=YEAR,
        organisation=city.first_branch,
        code=MARKED,
        group=version.scheme.rater_groups.get(kind=RaterKind.SUPERIOR),
        points=2000,
        by=people.deputy.actor,
        at=NOW,
    )
    pages = ("release", "export", "finalise", "result", "object")
    return {
        "schemes": version.scheme_id,
        "schemes:group": version.scheme.rater_groups.get(kind=RaterKind.SUPERIOR).pk,
        **{f"schemes:{name}": release.pk for name in pages},
        "schemes:objection": objection.pk,
        "schemes:take_back": mark.pk,
        "schemes:withdraw_fact": noted(version.scheme, city.first_branch),
    }


def page(client: Client, where: str, *args: object, **query: str) -> str:
    """What a page of schemes says; it is there."""
    answer = client.get(reverse(f"schemes:{where}", args=args), query)
    assert answer.status_code == 200, (where, answer.status_code)
    return answer.content.decode()
