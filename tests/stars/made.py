"""A round of the cast: eight branches with marks that an officer can reckon, up to any of its states."""

from datetime import date, datetime, timedelta

from heli.kernel.action import SYSTEM
from heli.kernel.clock import SHANGHAI
from heli.orgs.models import Organisation
from heli.schemes.actions import releasing, scoring
from heli.schemes.catalogue import RaterKind
from heli.schemes.models import Release
from heli.stars.actions import holding, honours, rounds, taking_part
from heli.stars.catalogue import Star
from heli.stars.models import Assessed, Honour, Round, StarHeld, StarObjection
from tests.people import NOW, TODAY, City, People, building
from tests.replay import replayed
from tests.schemes.made import BARRED, MARKED, YEAR, adopted, noted, released

CLAIM_UNTIL = date(2026, 7, 10)
MET_ON = date(2026, 7, 20)
MEETING = "市直机关工委 2026 年第 8 次委员会会议"
SHOWN_UNTIL = date(2026, 7, 31)
DOCUMENT = "青直工〔2026〕21号"
# Marks out of 30; the term earns 10 of 10, all else is unknown: 30 → 100, 29 → 97.5, 20 → 75 …
MARKS = {
    "first_branch": 30, "small_branch": 29, "school_branch": 29, "exam_centre": 24, "press": 20,
    "water_branch": 15, "publicity_branch": 10, "publicity_joint": 30,
}  # fmt: skip


def on(day: date) -> datetime:
    return datetime.combine(day, NOW.timetz()).astimezone(SHANGHAI)


def result(city: City, people: People, *, final: bool = True) -> Release:
    """The result of the ready scheme of stars; the joint branch is barred by it."""
    return replayed(f"a result for stars, {final}", lambda: _result(city, people, final=final))


def _result(city: City, people: People, *, final: bool) -> Release:
    version = adopted(city)
    group = version.scheme.rater_groups.get(kind=RaterKind.SUPERIOR)
    for name, points in MARKS.items():
        scoring.give(
            version=version, period=YEAR, organisation=getattr(city, name), code=MARKED, group=group,
            points=points * 100, by=people.staff.actor, at=NOW,
        )  # fmt: skip
    noted(version.scheme, city.publicity_joint, BARRED)
    held = released(version, people)
    if final:
        releasing.finalise(release=held, by=people.staff.actor, at=on(date(2026, 7, 7)))
    return held


def claiming(city: City, people: People, *, final: bool = True) -> Round:
    held = result(city, people, final=final)
    return rounds.open_round(release=held, claim_until=CLAIM_UNTIL, by=people.staff.actor, at=NOW)


def reviewing(city: City, people: People) -> Round:
    return replayed("stars under review", lambda: _reviewing(city, people))


def _reviewing(city: City, people: People) -> Round:
    held = claiming(city, people)
    return rounds.propose(round=held, by=people.staff.actor, at=on(CLAIM_UNTIL + timedelta(days=1)))


def reviewed(city: City, people: People) -> Round:
    """Every 机关党委 agrees, and the tie at five stars is decided for the school's branch."""
    held = reviewing(city, people)
    for one in (city.education_committee, city.water_committee, city.publicity_committee):
        taking_part.agree_all(round=held, reviewer=one, by=SYSTEM, at=on(CLAIM_UNTIL + timedelta(days=2)))
    decide(held, city.school_branch, Star.FIVE, people)
    decide(held, city.small_branch, Star.FOUR, people)
    return held


def decide(
    held: Round, organisation: Organisation, star: Star, people: People, why: str = "会议研究决定"
) -> None:
    rounds.decide(assessed=of(held, organisation), star=star, why=why, by=people.staff.actor, at=on(MET_ON))


def shown(city: City, people: People) -> Round:
    return rounds.adopt(
        round=reviewed(city, people), met_on=MET_ON, met_as=MEETING, shown_until=SHOWN_UNTIL,
        answerer=people.staff.account, by=people.staff.actor, at=on(MET_ON),
    )  # fmt: skip


def settled(city: City, people: People) -> Round:
    held = shown(city, people)
    return rounds.settle(
        round=held, document=DOCUMENT, by=people.staff.actor, at=on(SHOWN_UNTIL + timedelta(days=1))
    )


def of(held: Round, organisation: Organisation) -> Assessed:
    found: Assessed = held.assessed.select_related("organisation", "reviewer", "round").get(
        organisation=organisation
    )
    return found


def stars_of(held: Round) -> dict[str, int | None]:
    """What stands in a round, by the field of the city."""
    rows = {one.organisation.code: one.standing for one in held.assessed.select_related("organisation")}
    return {name: rows[code] for name, code in _codes(held).items()}


def _codes(held: Round) -> dict[str, str | None]:
    found = Organisation.objects.filter(pk__in=held.assessed.values("organisation")).order_by("code")
    return dict(zip(MARKS, [one.code for one in found], strict=True))


def objected(held: Round, organisation: Organisation, people: People) -> StarObjection:
    return taking_part.object_to(
        assessed=of(held, organisation), text="得分与事实不符", by=people.secretary.actor, at=on(MET_ON)
    )


def entered(
    organisation: Organisation, star: Star = Star.FIVE, begins_on: date = date(2026, 1, 20)
) -> StarHeld:
    return holding.enter_held(
        organisation=organisation, star=star, begins_on=begins_on,
        ends_on=begins_on.replace(year=begins_on.year + 1),
        document="青直工〔2026〕3号", by=SYSTEM, at=NOW,
    )  # fmt: skip


def applied(organisation: Organisation, people: People) -> Honour:
    return honours.apply(organisation=organisation, words="服务群众成效好", by=people.secretary.actor, at=NOW)


def made(city: City, people: People, release: Release) -> dict[str, int]:
    """One thing of each kind, for the walk over all addresses; `release` a result that no round stands on."""
    held = rounds.open_round(release=release, claim_until=CLAIM_UNTIL, by=SYSTEM, at=NOW)
    entered(city.first_branch)
    one = of(held, city.first_branch)
    at_round = ("round", "terms", "propose", "adopt", "settle", "round_export", "agree_all")
    at_assessed = ("assessed", "claim", "facts", "opinion", "decide", "object")
    at_honour = ("honour", "review", "name", "take_off")
    honour = applied(city.first_branch, people)
    return {
        "stars": city.first_branch.pk,
        **{f"stars:{name}": held.pk for name in at_round},
        **{f"stars:{name}": one.pk for name in at_assessed},
        **{f"stars:{name}": honour.pk for name in at_honour},
        "stars:objection": _objection(one, people),
    }


def _objection(one: Assessed, people: People) -> int:
    with building():
        return StarObjection.objects.create(
            assessed=one, organisation=one.organisation, text="异议", raised_at=NOW, raised_by="演示",
            answerer=people.staff.account, due_on=TODAY,
        ).pk  # fmt: skip
