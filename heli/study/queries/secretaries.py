"""支部书记台账: who leads each branch, since when, how long a member, and which trainings (S001-50)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.members.models import Post
from heli.orgs.models import Organisation
from heli.study import rules
from heli.study.catalogue import ClassKind
from heli.study.models import ClassMember
from heli.study.queries.hours import CHUNK, branches
from heli.ui.catalogue import State


@dataclass(frozen=True, slots=True)
class Led:
    """A branch with its secretary; without one `post` is None and it is vacant (R01-33).

    `standing` are whole years of membership, None where the roster does not say. `rotation` is the year's,
    `first` the training of whoever is new, with its last day; both None where the roster does not know him.
    """

    organisation: Organisation
    post: Post | None = None
    standing: int | None = None
    trained_on: date | None = None
    rotation: State | None = None
    first: tuple[State, date] | None = None

    @property
    def since_known(self) -> bool:
        return self.post is not None and rules.is_known(self.post.valid_from)

    @property
    def is_new_member(self) -> bool:
        """Less than a year a member (R01-32)."""
        return self.standing is not None and self.standing < 1


def led(found: Collection[Organisation], year: int, today: date) -> list[Led]:
    """The branches in the order given, as of the year's last day or today. Two queries."""
    on = rules.last_day(year, today)
    held = Post.objects.held(on).filter(office=Office.SECRETARY, organisation__in=found)
    posts = {one.organisation_id: one for one in held.select_related("member").order_by("valid_from", "pk")}
    attended = ClassMember.objects.filter(
        member__in={one.member_id for one in posts.values()},
        study_class__kind=ClassKind.TRAINING,
        study_class__withdrawn_at=None,
        study_class__ends_on__lte=on,
    )
    trained: dict[int, list[date]] = defaultdict(list)
    for member, day in attended.order_by("study_class__ends_on").values_list(
        "member_id", "study_class__ends_on"
    ):
        trained[member].append(day)
    return [_led(one, posts.get(one.pk), trained, year, on) for one in found]


def _led(
    organisation: Organisation, post: Post | None, trained: dict[int, list[date]], year: int, on: date
) -> Led:
    if post is None or post.member is None:
        return Led(organisation, post)
    days = trained.get(post.member.pk, [])
    joined = post.member.joined_on
    return Led(
        organisation,
        post,
        None
        if joined is None
        else (on.year - joined.year - ((on.month, on.day) < (joined.month, joined.day))),
        days[-1] if days else None,
        rules.rotation(days, year, on),
        rules.first_training(post.valid_from, days, year, on),
    )


def all_led(scope: Scope, year: int, today: date, words: str = "") -> Iterator[Led]:
    """Every branch in sight, CHUNK at a time: for the workbook."""
    found = list(branches(scope, today, words))
    for start in range(0, len(found), CHUNK):
        yield from led(found[start : start + CHUNK], year, today)
