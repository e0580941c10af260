"""Schemes in the demo: 机关党委 with a next version in draft, branches with published results.

And the 堡垒指数 that one 机关党委 keeps for its own branches, with a final result and an objection answered.
"""

from dataclasses import replace
from datetime import date, datetime, time
from random import Random

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Office
from heli.accounts.models import Account
from heli.demo.catalogue import DEMO_DAY
from heli.kernel.action import Doer, action
from heli.kernel.clock import SHANGHAI
from heli.kernel.periods import Period, PeriodKind
from heli.members.models import Post
from heli.members.queries import actor_of
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.schemes.actions import releasing, scoring, writing
from heli.schemes.catalogue import TEMPLATES, RaterKind, Unknown
from heli.schemes.models import Scheme, Version
from heli.schemes.queries.definitions import definition_of
from heli.schemes.queries.raters import judged
from heli.schemes.rules.keeping import Judged

DRAFTED, ADOPTED = date(DEMO_DAY.year, 1, 26), date(DEMO_DAY.year, 2, 6)
PUBLISHED, SHOWN_UNTIL = date(DEMO_DAY.year, 6, 26), date(DEMO_DAY.year, 7, 3)
QUARTER, YEAR = Period.parse(f"{DEMO_DAY.year}Q1"), Period.parse(str(DEMO_DAY.year))
MARKED = 12


@action
def score(*, random: Random, by: Doer, at: datetime) -> None:
    """What a year of 考核 looks like in its sixth month."""
    top = Organisation.objects.get(kind=Kind.WORK_COMMITTEE)
    branches = _adopted(top, f"{DEMO_DAY.year} 年党支部党建工作季度考核", "branch", PeriodKind.QUARTER, by)
    committees = _adopted(
        top, f"{DEMO_DAY.year} 年机关党委党建工作考核", "organ-committee", PeriodKind.YEAR, by
    )
    _note(branches.scheme, by)
    _mark(committees, random, by)
    _next(committees.scheme, by)
    account = Account.objects.get(username="gongwei")
    held = releasing.publish(
        version=branches,
        period=QUARTER,
        shown_until=SHOWN_UNTIL,
        document_number="",
        answerer=account,
        by=by,
        at=_on(PUBLISHED),
    )
    own = Account.objects.get(username="zhibu")
    branch = Post.objects.select_related("organisation").get(account=own).organisation
    releasing.object_to(
        release=held,
        organisation=branch,
        code="A1",
        text="2 月主题党日已按时开展并录入，请核对完成项数。",
        by=actor_of(own, DEMO_DAY),
        at=_on(date(DEMO_DAY.year, 6, 29)),
    )
    _fortress(branch, own)


def _fortress(branch: Organisation, secretary: Account) -> None:
    """堡垒指数 of the 机关党委 above the branch, all by its own 专职副书记 (S001-52)."""
    account = Account.objects.get(username="jiguandangwei")
    by, year = actor_of(account, DEMO_DAY), DEMO_DAY.year
    top = Post.objects.select_related("organisation").get(account=account).organisation
    version = _adopted(top, f"{year} 年堡垒指数", "fortress", PeriodKind.QUARTER, by, met="机关党委")
    held = releasing.publish(
        version=version, period=QUARTER, shown_until=date(year, 4, 17), document_number="", answerer=account,
        by=by, at=_on(date(year, 4, 10)),
    )  # fmt: skip
    objection = releasing.object_to(
        release=held, organisation=branch, code="A1", text="3 月支部党员大会已经召开，请核对完成项数。",
        by=actor_of(secretary, DEMO_DAY), at=_on(date(year, 4, 13)),
    )  # fmt: skip
    words = "已与支部核对履职记录，3 月支部党员大会已计入，完成项数无误。"
    releasing.answer(objection=objection, upheld=False, words=words, by=by, at=_on(date(year, 4, 15)))
    releasing.finalise(release=held, by=by, at=_on(date(year, 4, 20)))


def _adopted(
    top: Organisation, name: str, template: str, period: PeriodKind, by: Doer, *, met: str = "市直机关工委"
) -> Version:
    """A scheme from a ready one, adopted in February by the committee that `met`."""
    made = writing.start(
        organiser=top, name=name, template=TEMPLATES().get(template, DRAFTED), by=by, at=_on(DRAFTED)
    )
    content = definition_of(made)
    frame = writing.Frame(content.kinds, period, Unknown.ALL, content.bonus_cap, content.tiers)
    writing.set_frame(version=made, frame=frame, by=by, at=_on(DRAFTED))
    return writing.adopt(
        version=made, document=f"{met} {DEMO_DAY.year} 年第 2 次委员会会议", by=by, at=_on(ADOPTED)
    )


def _next(scheme: Scheme, by: Doer) -> None:
    """A second version in draft that weighs what the branches do more: something to try."""
    draft = writing.revise(scheme=scheme, by=by, at=_on(date(DEMO_DAY.year, 6, 15)))
    weights = {"年度任务完成": 15_00, "机关本级各党组织完成率": 25_00}
    for one in definition_of(draft).indicators:
        if one.name in weights:
            changed = replace(one, weight=weights[one.name])
            writing.keep_indicator(
                version=draft, indicator=changed, by=by, at=_on(date(DEMO_DAY.year, 6, 15))
            )


def _note(scheme: Scheme, by: Doer) -> None:
    """Two facts: one adds, one takes away."""
    codes = {one.name: one.code for one in definition_of(scheme.versions.get(number=1)).indicators}
    found = Organisation.objects.filter(kind=Kind.BRANCH, closed_on=None).order_by("path")
    for branch, name, day, what, document in (
        (
            found[3],
            "经验被上级转发",
            date(DEMO_DAY.year, 3, 12),
            "支部工作法被市直机关工委转发",
            "市直机关工委简报第 6 期",
        ),
        (
            found[9],
            "被通报批评",
            date(DEMO_DAY.year, 2, 27),
            "党费收缴不及时被通报",
            "市直机关工委通报〔2026〕2 号",
        ),
    ):
        scoring.note_fact(
            scheme=scheme,
            organisation=branch,
            code=codes[name],
            happened_on=day,
            what=what,
            document=document,
            by=by,
            at=_on(date(DEMO_DAY.year, 4, 2)),
        )


def _mark(version: Version, random: Random, by: Doer) -> None:
    """特色工作 of some 机关党委, scored by an officer of the 工委 who did not write the scheme."""
    group = version.scheme.rater_groups.get(kind=RaterKind.SUPERIOR)
    rater = _rater(version.scheme.organiser)
    code = next(one.code for one in definition_of(version).indicators if one.name == "特色工作")
    weight = 10_00
    for body in Organisation.objects.filter(kind=Kind.ORGAN_COMMITTEE, closed_on=None).order_by("path")[
        :MARKED
    ]:
        if not rater.posts or _sits(rater, judged(body, version.scheme)):
            continue
        scoring.give(
            version=version,
            period=YEAR,
            organisation=body,
            code=code,
            group=group,
            points=random.randrange(60, 100) * weight // 100,
            by=rater,
            at=_on(date(DEMO_DAY.year, 6, 20)),
        )


def _rater(top: Organisation) -> Actor:
    """The 工委's officer with an account."""
    posts = Post.objects.held(DEMO_DAY).filter(organisation=top, account__isnull=False)
    post = posts.exclude(office=Office.ADMINISTRATOR).select_related("account").order_by("pk").first()
    return Actor(None, "") if post is None or post.account is None else actor_of(post.account, DEMO_DAY)


def _sits(rater: Actor, held: Judged) -> bool:
    return any(post.organisation_id == held.pk for post in rater.posts)


def _on(day: date) -> datetime:
    return datetime.combine(day, time(16, 0), SHANGHAI)
