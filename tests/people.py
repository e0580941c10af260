"""The standing cast: a tiny invented city, the people in it, and a stranger who is tried on everything.

`build_city` loads the organisations and the rosters, `build_people` lets fourteen people log in. The fixtures
`city`, `people` and `client_of` in `tests/conftest.py` hand them to the tests. Today is 2026-06-30.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import zip_longest

from heli.accounts import actions as account_actions
from heli.accounts.actor import Actor
from heli.accounts.catalogue import Office
from heli.accounts.models import Account
from heli.kernel import secrets
from heli.kernel.action import SYSTEM
from heli.kernel.clock import SHANGHAI
from heli.members.actions import accounts as login_actions
from heli.members.actions import posts as post_actions
from heli.members.actions.rows import MemberRow
from heli.members.actions.take_in import take_in as take_in_members
from heli.members.catalogue import Serving, Standing
from heli.members.models import Member, Post
from heli.members.queries import actor_of
from heli.orgs.actions.rows import OrgRow
from heli.orgs.actions.take_in import take_in as take_in_organisations
from heli.orgs.catalogue import TERM_KINDS, Kind, Nature
from heli.orgs.models import Organisation

TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 10, 0, tzinfo=SHANGHAI)
FOUNDED = date(2023, 3, 1)
TERM_ENDS = date(2027, 3, 1)
PASSWORD = "hexie-2026-banshi"

_building: ContextVar[bool] = ContextVar("building_the_cast", default=False)


@contextmanager
def building() -> Iterator[None]:
    """Let the builders of this module write their tables directly; nothing else may (house style, rule 4)."""
    token = _building.set(True)
    try:
        yield
    finally:
        _building.reset(token)


def is_building() -> bool:
    return _building.get()


@dataclass(frozen=True)
class City:
    """Sixteen organisations of three organs: 市教育局 with 直属单位, 市水利局, 市委宣传部 without a 党组."""

    work_committee: Organisation
    education_group: Organisation  # 党组 of 市教育局
    education_committee: Organisation  # its 机关党委
    first_branch: Organisation  # 市教育局机关第一党支部: nine members, a committee
    small_branch: Organisation  # 市教育局机关第二党支部: four members, none
    school: Organisation  # 党总支 of a 直属事业单位
    school_branch: Organisation  # its 党支部, ten members
    exam_centre: Organisation  # 党支部 of another 直属事业单位, directly beneath the 机关党委
    press: Organisation  # 党支部 of a 直属国企
    water_group: Organisation  # 党组 of 市水利局
    water_committee: Organisation
    water_branch: Organisation
    publicity_body: Organisation  # 部务会 of 市委宣传部
    publicity_committee: Organisation
    publicity_branch: Organisation
    publicity_joint: Organisation  # 联合党支部

    def __iter__(self) -> Iterator[Organisation]:
        return (getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True)
class Person:
    """Somebody with an account; `member` and `post` where there is one."""

    account: Account
    actor: Actor
    member: Member | None = None
    post: Post | None = None


@dataclass(frozen=True)
class People:
    """Who acts in the tests. Each holds one post, but `member` and `stranger`, who hold none."""

    administrator: Person  # 业务管理员 of the 工委
    staff: Person  # 工作人员 of the 工委
    lead_secretary: Person  # 党组书记 of 市教育局
    deputy: Person  # 专职副书记 of 市教育局机关党委
    general_secretary: Person  # 书记 of the school's 党总支
    secretary: Person  # 书记 of the first branch
    committee_member: Person  # 组织委员 of the first branch
    clerk: Person  # 党务干事 of the exam centre, who enters for its secretary
    member: Person  # member of the first branch
    other_secretary: Person  # 书记 of 市水利局's branch
    system_admin: Person  # the three administrators of the system, each apart from all business
    security_admin: Person
    audit_admin: Person
    stranger: Person  # an account, and nothing else

    def __iter__(self) -> Iterator[Person]:
        return (getattr(self, one.name) for one in fields(self))


_UNITS = {
    "office": ("青岚市委市直属机关工作委员会", Nature.ORGAN),
    "education": ("青岚市教育局", Nature.ORGAN),
    "school": ("青岚市第一中学", Nature.INSTITUTION),
    "exam": ("青岚市教育考试中心", Nature.INSTITUTION),
    "press": ("青岚市教育印务有限公司", Nature.ENTERPRISE),
    "water": ("青岚市水利局", Nature.ORGAN),
    "publicity": ("青岚市委宣传部", Nature.ORGAN),
}

# field of City, kind, unit, parent, leader, name without 中共青岚
_ORGANISATIONS = """
work_committee      work_committee  office    -                   -               市委市直属机关工作委员会
education_group     party_group     education -                   -               市教育局党组
education_committee organ_committee education work_committee      education_group 市教育局机关委员会
first_branch        branch          education education_committee education_group 市教育局机关第一支部委员会
small_branch        branch          education education_committee education_group 市教育局机关第二支部委员会
school              general_branch  school    education_committee education_group 市第一中学总支部委员会
school_branch       branch          school    school              education_group 市第一中学高中部支部委员会
exam_centre         branch          exam      education_committee education_group 市教育考试中心支部委员会
press               branch          press     education_committee education_group 市教育印务有限公司支部委员会
water_group         party_group     water     -                   -               市水利局党组
water_committee     organ_committee water     work_committee      water_group     市水利局机关委员会
water_branch        branch          water     water_committee     water_group     市水利局机关第一支部委员会
publicity_body      leading_body    publicity -                   -               市委宣传部部务会
publicity_committee organ_committee publicity work_committee      publicity_body  市委宣传部机关委员会
publicity_branch    branch          publicity publicity_committee publicity_body  市委宣传部机关第一支部委员会
publicity_joint     joint_branch    publicity publicity_committee publicity_body  市委宣传部机关联合支部委员会
"""

_ROSTERS = {
    # branch: members in order; the first is the secretary, a ° marks a 预备党员
    "first_branch": "林书远 周组韬 何宣宁 郑纪安 孙明岚 吴晓溪 曾庆禾 单立夏 冯小满°",
    "small_branch": "陈望舒 许知秋 沈听雨 韩若谷",
    "school_branch": "杨景行 罗以宁 梁思齐 宋怀瑾 唐克勤 邓守拙 谢子衿 彭乐水 区少华 查慎言",
    "exam_centre": "袁致远 董如初 蒋亦凡 贾平川 魏长风",
    "press": "叶印清 田版舟 任墨白",
    "water_branch": "江治河 石固堤 范巡渠 汪清源 苏润物 潘安澜 康定波 白露霜",
    "publicity_branch": "高闻道 夏传声 钟鸣远 姜向晨 崔见微 史笔直 尹慎思",
    "publicity_joint": "陆同舟 金石开 朴实诚",
}


def id_number(born_on: date, order: int) -> str:
    """A well-formed number of the region 999999, which nobody has; `order` up to 999, odd for a man."""
    digits = f"999999{born_on:%Y%m%d}{order:03d}"
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def build_city() -> City:
    """Load the organisations and the rosters as an office's workbooks would be loaded."""
    rows = [_org_row(*line) for line in _org_lines()]
    take_in_organisations(rows=rows, by=SYSTEM, at=NOW)
    take_in_members(rows=list(_member_rows()), by=SYSTEM, at=NOW)
    by_code = {one.code: one for one in Organisation.objects.select_related("unit", "organ")}
    return City(**{key: by_code[_code(key)] for key in _KEYS})


def _org_lines() -> list[list[str]]:
    return [line.split() for line in _ORGANISATIONS.strip().splitlines()]


_KEYS = [line[0] for line in _org_lines()]


def _code(key: str) -> str:
    return f"033{_KEYS.index(key) + 1:07d}"


def _org_row(key: str, kind: str, unit: str, parent: str, leader: str, rest: str) -> OrgRow:
    name, nature = _UNITS[unit]
    has_term = kind in TERM_KINDS
    return OrgRow(
        key=f"code:{_code(key)}",
        name=f"中共青岚{rest}",
        kind=Kind(kind),
        unit=name,
        code=_code(key),
        parent=None if parent == "-" else f"code:{_code(parent)}",
        leader=None if leader == "-" else f"code:{_code(leader)}",
        nature=nature,
        founded_on=FOUNDED,
        term_begins_on=FOUNDED if has_term else None,
        term_ends_on=TERM_ENDS if has_term else None,
    )


def _member_rows() -> Iterator[MemberRow]:
    for place, (key, names) in enumerate(_ROSTERS.items()):
        for order, (text, office) in enumerate(zip_longest(names.split(), _offices(names))):
            full = not text.endswith("°")
            yield _member_row(f"code:{_code(key)}", text.rstrip("°"), place * 20 + order, office, full=full)


def _offices(names: str) -> tuple[Office, ...]:
    """A committee where seven are full members (R01-28), else a secretary alone; in the roster's order."""
    committee = (Office.SECRETARY, Office.ORGANISATION, Office.PUBLICITY, Office.DISCIPLINE)
    return committee if sum(not one.endswith("°") for one in names.split()) >= 7 else committee[:1]


def _member_row(branch: str, name: str, order: int, office: Office | None, *, full: bool) -> MemberRow:
    born_on = date(1970 + order % 25, 1 + order % 12, 1 + order % 28)
    number = id_number(born_on, 100 + order)
    joined_on = date(2005 + order % 10, 7, 1) if full else date(2025, 12, 1)
    return MemberRow(
        branch=branch,
        name=name,
        id_hash=secrets.hash_id_number(number),
        id_last4=secrets.last_four(number),
        sex="女" if order % 2 else "男",
        born_on=born_on,
        education="大学本科",
        joined_on=joined_on,
        full_on=joined_on.replace(year=joined_on.year + 1) if full else None,
        standing=Standing.FULL if full else Standing.PROBATIONARY,
        serving=Serving.RETIRED if name == "单立夏" else Serving.SERVING,
        phone=f"199{order:08d}",
        wage_base=f"{5000 + order}.5",
        offices=(office,) if office is not None else (),
    )


def build_people(city: City) -> People:
    """Open the accounts and give each of the cast a post, through the actions that the office uses."""
    return People(
        administrator=_appointed(city.work_committee, Office.ADMINISTRATOR, "guanliyuan", "齐备"),
        staff=_appointed(city.work_committee, Office.STAFF, "gongwei", "方敏行"),
        lead_secretary=_appointed(city.education_group, Office.LEAD_SECRETARY, "dangzu", "顾明德"),
        deputy=_appointed(city.education_committee, Office.FULLTIME_DEPUTY, "jiguandangwei", "严守正"),
        general_secretary=_appointed(city.school, Office.SECRETARY, "zongzhi", "杨景行"),
        secretary=_appointed(city.first_branch, Office.SECRETARY, "shuji", "林书远"),
        committee_member=_appointed(city.first_branch, Office.ORGANISATION, "zuzhiweiyuan", "周组韬"),
        clerk=_appointed(city.exam_centre, Office.CLERK, "ganshi", "贾平川"),
        member=_plain_member("吴晓溪", "dangyuan"),
        other_secretary=_appointed(city.water_branch, Office.SECRETARY, "shuilishuji", "江治河"),
        system_admin=_appointed(city.work_committee, Office.SYSTEM_ADMIN, "xitong", "管系统"),
        security_admin=_appointed(city.work_committee, Office.SECURITY_ADMIN, "anquan", "管安全"),
        audit_admin=_appointed(city.work_committee, Office.AUDIT_ADMIN, "shenji", "管审计"),
        stranger=person(_account("moshengren", "路人")),
    )


def person(account: Account, *, member: Member | None = None, post: Post | None = None) -> Person:
    """Somebody with the rights that the account has today; ask again after a change of posts."""
    return Person(account=account, actor=actor_of(account, TODAY), member=member, post=post)


def _appointed(organisation: Organisation, office: Office, username: str, name: str) -> Person:
    held = organisation.posts.filter(office=office, name=name)
    if not held.exists():
        post_actions.appoint(
            organisation=organisation,
            office=office,
            name=name,
            member=Member.objects.filter(name=name).first(),
            valid_from=FOUNDED,
            by=SYSTEM,
            at=NOW,
        )
    account = login_actions.create_account(
        username=username,
        name=name,
        organisation=organisation.code or organisation.name,
        office=office,
        password=PASSWORD,
        by=SYSTEM,
        at=NOW,
    )
    post = held.select_related("member").get()
    return person(account, member=post.member, post=post)


def _plain_member(name: str, username: str) -> Person:
    account = _account(username, name)
    member = Member.objects.get(name=name)
    member.account = account
    with building():
        member.save(update_fields=["account"])
    return person(account, member=member)


def _account(username: str, name: str) -> Account:
    return account_actions.open_account(username=username, name=name, password=PASSWORD, by=SYSTEM, at=NOW)
