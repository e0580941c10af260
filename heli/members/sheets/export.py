"""The roster as a workbook, without ID numbers, telephone numbers and wage bases."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.members.catalogue import Change, Serving, Standing
from heli.members.models import Belonging, Member, Post
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("姓名", 10),
    Heading("性别", 6),
    Heading("出生日期", 12, ValueKind.DATE),
    Heading("学历", 12),
    Heading("入党时间", 12, ValueKind.DATE),
    Heading("转正时间", 12, ValueKind.DATE),
    Heading("所在党支部", 44),
    Heading("党内职务", 16),
    Heading("人员类别", 10),
    Heading("党员类别", 10),
)
_COLUMNS = (
    "pk",
    "name",
    "sex",
    "born_on",
    "education",
    "joined_on",
    "full_on",
    "organisation",
    "organisation__name",
    "serving",
    "standing",
)
_CHUNK = 2_000


def export(scope: Scope, members: QuerySet[Member] | None = None) -> SheetOut:
    """Present members whom `scope` covers, in the order of branches; or `members`, as a list shows them."""
    found = Member.objects.visible_to(scope).present().order_by("organisation__path", "standing", "pk")
    return SheetOut("党员花名册", _HEADINGS, _rows(found if members is None else members))


def past(rows: QuerySet[Belonging], *, left: bool = False) -> SheetOut:
    """Who belonged on a day, or who has left, with the way and the day of it."""
    headings = (*_PAST, Heading("减少日期", 12, ValueKind.DATE), Heading("减少方式", 12)) if left else _PAST
    columns = (
        "member__name",
        "member__sex",
        "member__joined_on",
        "organisation__name",
        "standing",
        "serving",
    )
    ended = ("valid_to", "ended") if left else ()
    words = {**dict(Standing.choices), **dict(Serving.choices), **dict(Change.choices)}
    lines = rows.values_list(*columns, *ended).iterator(chunk_size=_CHUNK)
    said = (
        tuple(words.get(value, value) if place > 3 else value for place, value in enumerate(line))
        for line in lines
    )
    return SheetOut("离开的党员" if left else "党员名册", headings, said)


_PAST = (
    Heading("姓名", 10),
    Heading("性别", 6),
    Heading("入党时间", 12, ValueKind.DATE),
    Heading("所在党支部", 44),
    Heading("党员类别", 10),
    Heading("人员类别", 10),
)


def _rows(members: QuerySet[Member]) -> Iterator[tuple[Any, ...]]:
    serving = {str(one): one.label for one in Serving}
    standing = {str(one): one.label for one in Standing}
    offices = _offices()
    for values in members.values_list(*_COLUMNS).iterator(chunk_size=_CHUNK):
        pk, name, sex, born_on, education, joined_on, full_on, branch_id, branch, in_work, category = values
        held = offices.get((pk, branch_id))
        yield (
            name,
            sex,
            born_on,
            education,
            joined_on,
            full_on,
            branch,
            held,
            serving[in_work],
            standing[category],
        )


def _offices() -> dict[tuple[int, int], str]:
    """Offices that have not ended, by member and organisation."""
    offices: dict[tuple[int, int], str] = {}
    posts = Post.objects.filter(valid_to=None).exclude(member=None).order_by("pk")
    for member, organisation, office in posts.values_list("member", "organisation", "office"):
        label = Office(office).label
        before = offices.get((member, organisation))
        offices[member, organisation] = f"{before}、{label}" if before else label
    return offices
