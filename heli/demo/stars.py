"""Stars in the demo: last year's round of the branches, finished; one star lowered since; 先锋支部."""

from collections.abc import Iterator
from datetime import date, datetime, time
from random import Random

from heli.accounts.models import Account
from heli.demo.catalogue import DEMO_DAY
from heli.kernel.action import Doer, action
from heli.kernel.bulk import insert_rows
from heli.kernel.clock import SHANGHAI
from heli.kernel.periods import Period
from heli.members.models import Post
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.schemes.actions import releasing, writing
from heli.schemes.catalogue import TEMPLATES, RaterKind
from heli.schemes.models import Mark, Release, Version
from heli.schemes.queries.definitions import definition_of
from heli.stars.actions import holding, honours, rounds, taking_part
from heli.stars.catalogue import Star
from heli.stars.models import Assessed, Round

LAST, THIS = DEMO_DAY.year - 1, DEMO_DAY.year
BEFORE = date(LAST, 1, 20)
"""Some branches were given a star by a document a year before: 逐级晋升 begins there."""
OPENED, CLAIM_UNTIL, FINAL = date(THIS, 1, 12), date(THIS, 1, 20), date(THIS, 1, 21)
ADOPTED, SHOWN_UNTIL, SETTLED = date(THIS, 1, 26), date(THIS, 2, 3), date(THIS, 2, 4)
HELD_BEFORE = 12
_MOSTLY, _MIDDLING, _POOR = (78, 100), (58, 80), (35, 50)
_SHARES = {7: _POOR, **dict.fromkeys((2, 5, 9, 12, 15, 18), _MIDDLING)}
"""Marks in per cent of what may be given, by every twentieth branch."""


@action
def award_stars(*, random: Random, by: Doer, at: datetime) -> None:
    """A round of the year before on a published result of its own, and what has followed since."""
    top = Organisation.objects.get(kind=Kind.WORK_COMMITTEE)
    own = Post.objects.select_related("organisation").get(account__username="zhibu").organisation
    version = _scheme(top, by)
    branches = list(Organisation.objects.filter(kind__in=version.kinds, closed_on=None).order_by("path"))
    _mark(version, branches, random)
    _held_before([own, *(one for one in branches if one != own)][:HELD_BEFORE], by)
    release = releasing.publish(
        version=version, period=Period.parse(str(LAST)), shown_until=date(THIS, 1, 19),
        document_number="", answerer=Account.objects.get(username="gongwei2"), by=by,
        at=_on(date(THIS, 1, 10)),
    )  # fmt: skip
    held = _round(release, own, by)
    _since(held, own, by)


def _scheme(top: Organisation, by: Doer) -> Version:
    drafted, adopted = date(LAST, 1, 15), date(LAST, 2, 10)
    made = writing.start(
        organiser=top, name=f"{LAST} 年星级党支部评定", template=TEMPLATES().get("stars", drafted),
        by=by, at=_on(drafted),
    )  # fmt: skip
    document = f"市直机关工委 {LAST} 年第 2 次委员会会议"
    return writing.adopt(version=made, document=document, by=by, at=_on(adopted))


def _mark(version: Version, branches: list[Organisation], random: Random) -> None:
    """上级评议 and 特色工作 of every branch, most of them good."""
    group = version.scheme.rater_groups.get(kind=RaterKind.SUPERIOR)
    rater = Account.objects.get(username="gongwei2")
    weights = {one.code: one.weight for one in definition_of(version).indicators if one.measure == "mark"}
    given = _on(date(LAST, 12, 22))

    def rows() -> Iterator[tuple[object, ...]]:
        for place, branch in enumerate(branches):
            for code, weight in weights.items():
                points = random.randrange(*_SHARES.get(place % 20, _MOSTLY)) * weight // 100
                yield (
                    version.scheme_id,
                    str(LAST),
                    branch.pk,
                    code,
                    group.pk,
                    rater.pk,
                    points,
                    "",
                    given,
                    rater.name,
                    False,
                    "",
                )

    columns = ["scheme_id", "period", "organisation_id", "code", "group_id", "rater_id"]
    said = ["given_at", "given_by", "beside", "replaced_why"]
    insert_rows(Mark, [*columns, "points", "reason", *said], rows())


def _held_before(branches: list[Organisation], by: Doer) -> None:
    for place, branch in enumerate(branches):
        holding.enter_held(
            organisation=branch, star=Star(2 + place % 3), begins_on=BEFORE, ends_on=date(THIS, 1, 19),
            document=f"安直工〔{LAST}〕3号", by=by, at=_on(BEFORE),
        )  # fmt: skip


def _round(release: Release, own: Organisation, by: Doer) -> Round:
    held = rounds.open_round(release=release, claim_until=CLAIM_UNTIL, by=by, at=_on(OPENED))
    taking_part.claim(
        assessed=held.assessed.get(organisation=own), star=Star.FOUR,
        words="组织生活按期开展，承担的重点任务全部完成", by=by, at=_on(OPENED),
    )  # fmt: skip
    releasing.finalise(release=release, by=by, at=_on(FINAL))
    held = rounds.propose(round=held, by=by, at=_on(FINAL))
    for reviewer in Organisation.objects.filter(pk__in=held.assessed.values("reviewer")):
        taking_part.agree_all(round=held, reviewer=reviewer, by=by, at=_on(date(THIS, 1, 23)))
    for one in held.assessed.filter(is_tied=True):
        rounds.decide(
            assessed=one, star=Star(one.proposed or 0), why="会议研究：名额处同分的，这次都不占名额",
            by=by, at=_on(ADOPTED),
        )  # fmt: skip
    _depart(held, by)
    held = rounds.adopt(
        round=held, met_on=ADOPTED, met_as=f"市直机关工委 {THIS} 年第 1 次委员会会议",
        shown_until=SHOWN_UNTIL,
        answerer=Account.objects.get(username="gongwei2"), by=by, at=_on(ADOPTED),
    )  # fmt: skip
    return rounds.settle(round=held, document=f"安直工〔{THIS}〕4号", by=by, at=_on(SETTLED))


def _depart(held: Round, by: Doer) -> None:
    """One star lower than proposed, with the meeting's reason."""
    one = held.assessed.filter(proposed=Star.FOUR, decided=None).order_by("-organisation__path").first()
    if one is not None:
        why = "会议研究：一项重点任务没有按期完成"
        rounds.decide(assessed=one, star=Star.THREE, why=why, by=by, at=_on(ADOPTED))


def _since(held: Round, own: Organisation, by: Doer) -> None:
    """One star lowered in May; of the five-star branches one is 先锋支部 and one has applied."""
    five: list[Assessed] = list(
        held.assessed.filter(star=Star.FIVE).exclude(organisation=own).select_related("organisation")[:3]
    )
    for place, one in enumerate(five):
        if place == 2:
            holding.lower(
                organisation=one.organisation, star=Star.FOUR, on=date(THIS, 5, 12),
                why="党费收缴不及时被通报",
                document=f"安直工通报〔{THIS}〕3号", by=by, at=_on(date(THIS, 5, 12)),
            )  # fmt: skip
            continue
        applied = honours.apply(
            organisation=one.organisation, words="服务群众成效突出，支部工作法被转发", by=by,
            at=_on(date(THIS, 3 if place == 0 else 6, 10)),
        )  # fmt: skip
        if place == 0:
            day = date(THIS, 3, 27)
            honours.review(honour=applied, upheld=True, words="符合条件，同意命名", by=by, at=_on(day))
            honours.name(honour=applied, document=f"安直工〔{THIS}〕9号", on=day, by=by, at=_on(day))


def _on(day: date) -> datetime:
    return datetime.combine(day, time(15, 0), SHANGHAI)
