"""The demo's accounts, one for each role, all around one organ; and the late entries of its branch."""

from datetime import date, datetime, time
from random import Random

from heli.accounts import actions as account_actions
from heli.accounts.catalogue import Office
from heli.accounts.models import Account
from heli.demo.catalogue import DEMO_DAY, PASSWORD, ROLES
from heli.demo.year import TEXTS, TOPICS
from heli.duties.actions.record import record
from heli.duties.models import Record
from heli.kernel.action import Doer, action
from heli.kernel.clock import SHANGHAI
from heli.members.actions.accounts import create_account
from heli.members.models import Member, Post
from heli.members.queries import actor_of
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation


@action
def open_accounts(*, random: Random, by: Doer, at: datetime) -> None:
    """Open every account of ROLES, linked to the city's posts, and let the branch enter two meetings late."""
    committee = Organisation.objects.get(kind=Kind.WORK_COMMITTEE)
    leader, top, general, branch = _around_one_organ()
    places = {
        "gongwei": (committee, Office.ADMINISTRATOR, "演示管理员"),
        "gongwei2": (committee, Office.STAFF, "演示工作人员"),
        "dangzu": (leader, Office.LEAD_SECRETARY, _holder(leader, Office.LEAD_SECRETARY)),
        "jiguandangwei": (top, Office.FULLTIME_DEPUTY, "演示专职副书记"),
        "zongzhi": (general, Office.SECRETARY, _holder(general, Office.SECRETARY)),
        "zhibu": (branch, Office.SECRETARY, _holder(branch, Office.SECRETARY)),
        "weiyuan": (branch, Office.ORGANISATION, _holder(branch, Office.ORGANISATION)),
        "ganshi": (branch, Office.CLERK, "演示党务干事"),
        "xitong": (committee, Office.SYSTEM_ADMIN, "演示系统管理员"),
        "anquan": (committee, Office.SECURITY_ADMIN, "演示安全管理员"),
        "shenji": (committee, Office.AUDIT_ADMIN, "演示审计管理员"),
    }
    for role in ROLES:
        if role.username in places:
            where, office, name = places[role.username]
            _open(role.username, where, office, name, by=by, at=at)
    open_member_account(member=_plain_member(branch), username="dangyuan", by=by, at=at)
    _name_roles()
    _enter_late(branch, random, at)


def _around_one_organ() -> tuple[Organisation, Organisation, Organisation, Organisation]:
    """党组, 机关党委, 党总支 and a branch with a committee, of the first organ that has them all.

    The branch still owes its committee meeting of June, so that its secretary has something to do.
    """
    june = date(DEMO_DAY.year, DEMO_DAY.month, 1)
    met = Record.objects.filter(kind="committee", happened_on__gte=june).values("organisation")
    for leader in Organisation.objects.filter(kind=Kind.PARTY_GROUP, outside=False).order_by("path"):
        inside = Organisation.objects.filter(organ=leader.organ).order_by("path")
        top = inside.filter(kind=Kind.ORGAN_COMMITTEE).first()
        general = inside.filter(kind=Kind.GENERAL_BRANCH).first()
        branches = inside.filter(kind=Kind.BRANCH, attached=False, has_committee=True)
        branch = branches.filter(member_count__lte=24).exclude(pk__in=met).first()
        if top is not None and general is not None and branch is not None:
            return leader, top, general, branch
    raise ValueError("the demo must have an organ with a 党总支 and a branch with a committee")


def _open(username: str, where: Organisation, office: Office, name: str, *, by: Doer, at: datetime) -> None:
    create_account(
        username=username,
        name=name,
        organisation=where.name,
        office=office,
        password=PASSWORD,
        is_demo=True,
        by=by,
        at=at,
    )


@action
def open_member_account(*, member: Member, username: str, by: Doer, at: datetime) -> Account:
    """Let a member without a post log in: only the demo does, no step of Heli needs it (R14-07)."""
    account = account_actions.open_account(
        username=username, name=member.name, password=PASSWORD, is_demo=True, by=by, at=at
    )
    member.account = account
    member.save(update_fields=["account"])
    return account


def _name_roles() -> None:
    """Say each account's role beside the name: the sign-in page of a demo lists them."""
    titles = {role.username: role.title for role in ROLES}
    for account in Account.objects.filter(username__in=titles):
        account.name = f"{account.name} · {titles[account.username]}"
        account.save(update_fields=["name"])


def _holder(where: Organisation, office: Office) -> str:
    return str(Post.objects.filter(organisation=where, office=office).values_list("name", flat=True)[0])


def _plain_member(branch: Organisation) -> Member:
    found = Member.objects.filter(organisation=branch, posts=None).order_by("-pk").first()
    if found is None:
        raise ValueError("the demo's branch must have a member without a post")
    return found


def _enter_late(branch: Organisation, random: Random, at: datetime) -> None:
    """Two meetings of spring that the secretary typed in weeks later: they carry the mark 补录."""
    secretary = actor_of(Account.objects.get(username="zhibu"), at.date())
    year = at.year
    for day, entered in ((date(year, 3, 27), date(year, 5, 8)), (date(year, 4, 24), date(year, 6, 2))):
        record(
            organisation=branch,
            kind="group" if day.month == 3 else "heart_talk",
            happened_on=day,
            topic=random.choice(TOPICS),
            due=branch.member_count,
            present=branch.member_count - 1,
            chair=_holder(branch, Office.SECRETARY),
            text=random.choice(TEXTS),
            by=secretary,
            at=datetime.combine(entered, time(16, 20), SHANGHAI),
        )
