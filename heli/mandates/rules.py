"""Which items a list begins with, who bears an item, what stands against adopting a list, what changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from heli.accounts.catalogue import Office
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Strength, Verdict, all_of
from heli.mandates.catalogue import KINDS_OF, MEETINGS, TEMPLATES, Bearer, Template
from heli.members.catalogue import office_words
from heli.orgs.catalogue import Kind

POST_SOURCE = "责任落实到人（S000-36、S003-71）"
ADOPTING_SOURCE = "责任清单须经会议研究（S001-72）"
CHOOSING_SOURCE = "统一模板上增删条目须说明理由（S000-42）"


class About(NamedTuple):
    """Whose list it is, as far as the templates ask: level × class (S000-21)."""

    bearer: str
    kind: str
    nature: str
    system: str
    attached: bool
    has_committee: bool
    leads_attached: bool


class Held(NamedTuple):
    """A post held on the day."""

    pk: int
    office: str
    name: str


class Borne(NamedTuple):
    """Who bears an item on the day: the post in words, the person, and what is missing ("" for nothing)."""

    post: str
    person: str
    problem: str = ""


class ItemLike(Protocol):
    """An item of a list as the rules see it."""

    line: str
    template: str
    text: str
    measures: str
    deadline: str
    due_on: date | None
    office: str
    post_id: int | None
    left_out: bool
    reason: str


def has_list(bearer: str, kind: str) -> Verdict:
    """Whether an organisation of this kind keeps a list of this actor at all."""
    if kind in KINDS_OF[Bearer(bearer)]:
        return Verdict.yes()
    return Verdict.no(
        f"{Kind(kind).label}没有“{Bearer(bearer).label}”的责任清单，请从责任清单页面选择。",
        code="no-such-list",
    )


def is_for(template: Template, about: About) -> bool:
    """Whether the item is meant for such a list."""
    return (
        about.bearer in template.bearers
        and (not template.kinds or about.kind in template.kinds)
        and (not template.natures or about.nature in template.natures)
        and about.nature not in template.not_natures
        and (not template.systems or about.system in template.systems)
        and template.attached in (None, about.attached)
        and template.with_committee in (None, about.has_committee)
        and (not template.leads_attached or about.leads_attached)
    )


def offered(about: About, taken_in: Collection[str], on: date) -> list[Template]:
    """The items that such a list begins with; what waits for its original only where it was taken in."""
    return [
        one for one in TEMPLATES().on(on) if is_for(one, about) and (not one.is_off or one.id in taken_in)
    ]


def missing(about: About, taken_in: Collection[str], on: date, held: Iterable[ItemLike]) -> list[Template]:
    """The items that such a list must have and has not (S000-28)."""
    there = {one.template for one in held if not one.left_out}
    must = (one for one in offered(about, taken_in, on) if one.strength is Strength.HARD)
    return [one for one in must if one.id not in there]


def proposed(office: Office | None, own: Held | None, held: Sequence[Held]) -> tuple[str, int | None]:
    """The post that an item of the templates begins with: its office where exactly one holds it, else the
    secretary's; the list's own post where the template names none. Empty where nobody can be meant."""
    if own is not None and office is None:
        return own.office, own.pk
    for wanted in (office, Office.LEAD_SECRETARY, Office.SECRETARY, Office.FULLTIME_DEPUTY):
        if wanted is not None and sum(one.office == wanted for one in held) == 1:
            return wanted.value, None
    return "", None


def borne(office: str, post: int | None, kind: str, held: Sequence[Held], named: str = "") -> Borne:
    """Who bears an item, by the posts of the day; `named` is who held the particular `post` it names."""
    if not office:
        return Borne("", "", "还没有明确岗位")
    words = office_words(kind, office)
    if post is not None:
        names = [one.name for one in held if one.pk == post]
        return Borne(words, names[0]) if names else Borne(words, "", f"{named or '原任'}已不任{words}")
    names = [one.name for one in held if one.office == office]
    if len(names) > 1:
        return Borne(words, "", f"有 {len(names)} 人任{words}，请选定其中一位")
    return Borne(words, names[0]) if names else Borne(words, "", f"{words}现在空缺")


def is_complete(lacking: Sequence[Template], leads: int) -> Verdict:
    """Whether nothing mandatory is missing; of 领导直属单位党组织的工作 with how many it leads (S000-28)."""
    if not lacking:
        return Verdict.yes()
    named = "、".join(f"“{one.name}”" for one in lacking)
    why = f"本组织领导 {leads} 个直属单位党组织。" if any(one.leads_attached for one in lacking) else ""
    return Verdict.no(
        f"{why}清单缺少规定条目：{named}。请先按“补入规定条目”。",
        source="；".join(dict.fromkeys(one.source for one in lacking)),
        code="mandate-incomplete",
    )


def is_borne(items: Sequence[ItemLike], bearing: Mapping[str, Borne]) -> Verdict:
    """Whether every item has a post that somebody holds: one without cannot be issued (S000-36)."""
    if not any(not one.left_out for one in items):
        return Verdict.no("清单里还没有条目，不能审定。请先列入条目。", code="mandate-empty")
    without = [one for one in items if not one.left_out and bearing[one.line].problem]
    if not without:
        return Verdict.yes()
    first = without[0]
    more = f"等 {len(without)} 条" if len(without) > 1 else ""
    return Verdict.no(
        f"“{first.text}”{more}没有责任人：{bearing[first.line].problem}。请在修改页选定岗位，或先登记任职。",
        source=POST_SOURCE,
        code="mandate-without-post",
    )


class Meeting(NamedTuple):
    """A record that is named as the meeting that adopted a list."""

    organisation: int
    kind: str
    happened_on: date
    is_void: bool


def is_meeting_of(meeting: Meeting, organisation: int, kind: str, year: int, after: date | None) -> Verdict:
    """Whether that meeting can have adopted a list of the year, the version before having been on `after`."""
    fault = ""
    if meeting.is_void:
        fault = "这条会议记录已经作废，请选择另一次会议。"
    elif meeting.organisation != organisation or meeting.kind not in MEETINGS[Kind(kind)]:
        fault = "请选择本组织审定责任清单的会议：党组会议、委员会会议、支委会或党员大会。"
    elif meeting.happened_on.year != year:
        fault = f"这次会议不在 {year} 年。请选择 {year} 年的会议记录。"
    elif after is not None and meeting.happened_on < after:
        fault = f"上一版在 {after} 审定，修订版不能早于这一天。请选择之后的会议。"
    if not fault:
        return Verdict.yes()
    return Verdict.no(fault, source=ADOPTING_SOURCE, code="mandate-meeting")


def can_be_chosen(item: ItemLike, *, mandatory: bool, fresh: bool) -> Verdict:
    """Whether an item may stand as it was chosen: in, left out with a reason, or the organisation's own."""
    if item.left_out and mandatory:
        return Verdict.no(
            f"“{item.text}”是必须列入的规定条目，不能去掉。", source=CHOOSING_SOURCE, code="mandate-must"
        )
    if item.left_out and not fresh and not item.reason.strip():
        return Verdict.no(
            f"去掉“{item.text}”请写明原因。", source=CHOOSING_SOURCE, code="mandate-reason-missing"
        )
    if not item.template and not item.left_out and not item.reason.strip():
        return Verdict.no(
            f"自选条目“{item.text}”请写明列入的原因。", source=CHOOSING_SOURCE, code="mandate-reason-missing"
        )
    return Verdict.yes()


def can_start(year: int, today: date, *, has_draft: bool, has_adopted: bool) -> Verdict:
    """Whether a first version may be begun: of this year or the next, where none stands."""
    near = Verdict.yes()
    if not today.year <= year <= today.year + 1:
        said = f"只能起草 {today.year} 年和 {today.year + 1} 年的责任清单。"
        near = Verdict.no(said, code="mandate-year")
    return all_of(near, _has_none("草稿", has_draft), _has_none("已审定的清单", has_adopted))


def _has_none(what: str, there: bool) -> Verdict:
    if not there:
        return Verdict.yes()
    said = f"这份责任清单已有{what}。请打开它继续修改，或起草修订版。"
    return Verdict.no(said, error=WrongState, code="mandate-there")


class Difference(StrEnum):
    """What became of a line."""

    ADDED = "新增"
    DROPPED = "去掉"
    CHANGED = "有改动"
    SAME = "未变"


class Compared(NamedTuple):
    """A line in two versions: each side None where it is not adopted; `changes` are label, before, after."""

    what: Difference
    old: ItemLike | None
    new: ItemLike | None
    reason: str = ""
    changes: Sequence[tuple[str, str, str]] = ()


def compare(old: Sequence[ItemLike], new: Sequence[ItemLike], kind: str) -> list[Compared]:
    """Line by line, in the order of the new version; what it no longer has comes last."""
    before = {one.line: one for one in old if not one.left_out}
    found: list[Compared] = []
    for one in new:
        was = before.pop(one.line, None)
        if one.left_out:
            if was is not None:
                found.append(Compared(Difference.DROPPED, was, None, one.reason))
        elif was is None:
            found.append(Compared(Difference.ADDED, None, one, one.reason))
        else:
            changes = _changes(was, one, kind)
            found.append(Compared(Difference.CHANGED if changes else Difference.SAME, was, one, "", changes))
    return [*found, *(Compared(Difference.DROPPED, one, None) for one in before.values())]


def _changes(was: ItemLike, now: ItemLike, kind: str) -> list[tuple[str, str, str]]:
    pairs = [
        ("责任内容", was.text, now.text),
        ("措施", was.measures, now.measures),
        ("完成时限", when(was), when(now)),
        ("岗位", _post_words(was, kind), _post_words(now, kind)),
    ]
    return [(label, before, after) for label, before, after in pairs if before != after]


def _post_words(item: ItemLike, kind: str) -> str:
    return office_words(kind, item.office) if item.office else "未明确"


def when(item: ItemLike) -> str:
    """全年; 每年一次（12月31日前）."""
    if item.due_on is None:
        return item.deadline or "未写"
    day = f"{item.due_on.month}月{item.due_on.day}日前"
    if not item.deadline:
        return day
    return item.deadline if day in item.deadline else f"{item.deadline}（{day}）"
