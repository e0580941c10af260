"""Lists of the demo's organ: adopted, revised, in draft, some wanting, so that each state can be seen."""

from datetime import date, datetime, time

from heli.demo.catalogue import DEMO_DAY
from heli.duties.actions.record import record
from heli.duties.models import Record
from heli.kernel.action import Doer, action
from heli.kernel.clock import SHANGHAI
from heli.mandates.actions import adopting, drafts
from heli.mandates.actions.drafts import Chosen
from heli.mandates.catalogue import FILED, KINDS_OF, MEETINGS, MEMBER_OFFICES, OWN, Bearer
from heli.mandates.models import Mandate, MandateItem
from heli.mandates.queries import drafting
from heli.members.models import Post
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation

ADOPTED_ON = date(DEMO_DAY.year, 3, 18)
REVISED_ON = date(DEMO_DAY.year, 6, 12)
ENTERED = time(17, 0)


@action
def list_duties(*, usernames: tuple[str, ...], by: Doer, at: datetime) -> None:
    """The lists of their organisations: the body's revised, its first member's in draft, others adopted."""
    held = Post.objects.held(DEMO_DAY).filter(account__username__in=usernames)
    for organisation in Organisation.objects.filter(posts__in=held).distinct().order_by("path"):
        bearer = next((one for one in Bearer if one in OWN and organisation.kind in KINDS_OF[one]), None)
        if bearer is None:
            continue
        made = _adopted(organisation, bearer, by=by, at=at)
        if bearer is Bearer.BODY and made is not None:
            _adopted(organisation, Bearer.SECRETARY, by=by, at=at)
            _revised(made, by=by, at=at)
            _member(organisation, by=by, at=at)


def _adopted(organisation: Organisation, bearer: Bearer, *, by: Doer, at: datetime) -> Mandate | None:
    """Begun from the templates and adopted in March; None where an item has nobody who could bear it."""
    draft = drafts.start(organisation=organisation, year=DEMO_DAY.year, bearer=bearer, by=by, at=at)
    items = list(draft.items.select_related("post"))
    if not drafting.against_adopting(draft, items, DEMO_DAY):
        return None
    return _decided(draft, ADOPTED_ON, by=by, at=at)


def _decided(draft: Mandate, day: date, *, by: Doer, at: datetime) -> Mandate:
    """Adopted at the meeting of that day; what the ledger or the day itself recorded of it is linked."""
    then = datetime.combine(day, ENTERED, SHANGHAI)
    meeting, filed = _meeting(draft.organisation, day, by=by, at=then), drafting.filed_before(draft)
    if not filed and drafting.is_filed(draft, day):
        version = f"（第{draft.version}版）" if draft.version > 1 else ""
        topic = f"{draft.title}{version}"
        filed = [
            record(organisation=draft.organisation, kind=FILED, happened_on=day, topic=topic, by=by, at=then)
        ]
    return adopting.adopt(mandate=draft, meeting=meeting, filed=filed[0] if filed else None, by=by, at=at)


def _revised(made: Mandate, *, by: Doer, at: datetime) -> None:
    """A second version: one item the organ's own, one left out with its reason."""
    draft = drafts.revise(mandate=made, why="上级部署新的工作，调整责任内容", by=by, at=at)
    guard = draft.items.get(line="body-guard")
    own = Chosen(
        "", "每季度到一个直属单位调研", "每季度一次", None, "lead_secretary", None, False, "今年的重点工作",
        "推动直属单位党组织建设全覆盖", "organisation", "本单位年度工作要点",
    )  # fmt: skip
    drafts.edit(mandate=draft, items=[_out(guard, "与廉政风险排查合并"), own], by=by, at=at)
    _decided(draft, REVISED_ON, by=by, at=at)


def _out(item: MandateItem, reason: str) -> Chosen:
    return Chosen(
        item.line, item.measures, item.deadline, item.due_on, item.office, item.post_id, True, reason
    )


def _member(organisation: Organisation, *, by: Doer, at: datetime) -> None:
    """The first of the other members has begun his; the rest have none yet."""
    posts = Post.objects.held(DEMO_DAY).filter(organisation=organisation, office__in=MEMBER_OFFICES)
    post = posts.order_by("office", "pk").first()
    if post is not None:
        drafts.start(
            organisation=organisation, year=DEMO_DAY.year, bearer=Bearer.MEMBER, post=post, by=by, at=at
        )


def _meeting(organisation: Organisation, day: date, *, by: Doer, at: datetime) -> Record:
    """The meeting of that day, entered once for all the lists that it decided on."""
    kind, topic = MEETINGS[Kind(organisation.kind)][0], f"研究{day.year}年度责任清单"
    there = Record.objects.standing().filter(
        organisation=organisation, kind=kind, happened_on=day, topic=topic
    )
    found = there.first()
    if found is not None:
        return found
    return record(organisation=organisation, kind=kind, happened_on=day, topic=topic, by=by, at=at)
