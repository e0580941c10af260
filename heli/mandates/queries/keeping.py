"""The templates as a page shows them, and what an actor's lists leave open for 今日要务."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import COMMITTEE_OFFICES, LEADING_OFFICES, Permission
from heli.kernel.errors import NotFound
from heli.mandates.catalogue import KINDS_OF, OWN, TEMPLATES, Bearer, ListState, Template
from heli.mandates.models import Mandate, TakenIn
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation


class Offered(NamedTuple):
    """An item of the templates, for which classes, and whether it is on."""

    template: Template
    classes: str
    taken: TakenIn | None

    @property
    def state(self) -> str:
        """在用, 待采用, 已采用."""
        if not self.template.is_off:
            return "在用"
        return "已采用" if self.taken else "待采用"


def templates(bearer: Bearer, on: date, state: str = "") -> list[Offered]:
    """The items of one actor's lists, in the order of the file: one query."""
    taken = {one.template: one for one in TakenIn.objects.filter(given_up_at=None)}
    found = [
        Offered(one, classes_of(one), taken.get(one.id))
        for one in TEMPLATES().on(on)
        if bearer in one.bearers
    ]
    return [one for one in found if not state or one.state == state]


def template_of(entry: str, on: date) -> Template:
    """One item; NotFound where there is none."""
    found = next((one for one in TEMPLATES().on(on) if one.id == entry), None)
    if found is None:
        raise NotFound("template-not-found", "没有这个模板条目。请从清单模板页面进入。")
    return found


def classes_of(one: Template) -> str:
    """For which classes an item is, in words (S000-21); 不限 where for all."""
    places = {None: "", True: "直属单位", False: "机关本级"}[one.attached]
    committee = {None: "", True: "设支委会的", False: "不设支委会的"}[one.with_committee]
    parts = [
        "、".join(Kind(kind).label for kind in one.kinds),
        "、".join(nature.label for nature in one.natures),
        f"{'、'.join(nature.label for nature in one.not_natures)}以外" if one.not_natures else "",
        "、".join(system.label for system in one.systems),
        places,
        committee,
        "领导直属单位的" if one.leads_attached else "",
    ]
    return "；".join(part for part in parts if part) or "不限"


class Open(NamedTuple):
    """A list of the reader's own organisation that waits: none yet, or a draft not adopted."""

    organisation: Organisation
    bearer: Bearer
    draft: Mandate | None


def open_items(actor: Actor, today: date) -> Sequence[Open]:
    """What the reader's own organisations have not adopted of their own lists of this year: two queries."""
    held = [
        post.organisation_id for post in actor.posts if post.office in COMMITTEE_OFFICES | LEADING_OFFICES
    ]
    if not held:
        return []
    here = Organisation.objects.live(today).visible_to(actor.scope(Permission.RECORD_ENTER))
    mine = list(here.filter(pk__in=held).order_by("path"))
    lists = Mandate.objects.standing().filter(organisation__in=mine, year=today.year, bearer__in=OWN)
    of = {(one.organisation_id, one.state): one for one in lists}
    found = []
    for one in mine:
        bearer = next((each for each in Bearer if each in OWN and one.kind in KINDS_OF[each]), None)
        if bearer is not None and (one.pk, ListState.ADOPTED.value) not in of:
            found.append(Open(one, bearer, of.get((one.pk, ListState.DRAFT.value))))
    return found
