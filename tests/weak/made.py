"""Listings of the cast's city, each as far as a test needs it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from heli.accounts.catalogue import Office
from heli.kernel.clock import SHANGHAI
from heli.members.models import Post
from heli.orgs.models import Organisation
from heli.weak.actions import accepting, listing, mending
from heli.weak.actions.listing import Help
from heli.weak.models import Listing, Rectification
from tests.people import TODAY, City, People, building

LISTED_ON, DUE_ON = date(2026, 5, 6), date(2026, 10, 31)
DOCUMENT = "青教机党〔2026〕12号"


def on(day: date) -> datetime:
    return datetime.combine(day, time(10, 0), SHANGHAI)


def leader(people: People) -> Post:
    """The 党组书记 who leads the first branch's organ."""
    assert people.lead_secretary.post is not None
    return people.lead_secretary.post


def said(city: City, people: People, **other: Any) -> dict[str, Any]:
    """What `put_on` takes: the 机关党委 lists the first branch, the 党组书记 helps."""
    return {
        "organisation": city.first_branch, "lister": city.education_committee, "reasons": ["org_life"],
        "words": "", "document": DOCUMENT, "listed_on": LISTED_ON,
        "help_by": Help(leader(people), None, DUE_ON), "by": people.deputy.actor, "at": on(LISTED_ON),
        **other,
    }  # fmt: skip


def listed(city: City, people: People, **other: Any) -> Listing:
    return listing.put_on(**said(city, people, **other))


def task_of(held: Listing, people: People, due_on: date = date(2026, 7, 20)) -> Rectification:
    return mending.add_task(
        listing=held, problem="一季度没有召开党员大会", measure="补开党员大会，排定全年日程",
        office=Office.SECRETARY, due_on=due_on, by=people.secretary.actor, at=on(LISTED_ON),
    )  # fmt: skip


def planned(city: City, people: People) -> Listing:
    held = listed(city, people)
    task_of(held, people)
    return mending.settle_plan(listing=held, by=people.secretary.actor, at=on(LISTED_ON))


def mended(city: City, people: People) -> Listing:
    held = planned(city, people)
    mending.tell(
        task=Rectification.objects.get(listing=held), words="已补开，到会八人", done_on=TODAY, record=None,
        by=people.secretary.actor, at=on(TODAY),
    )  # fmt: skip
    return held


def applied(city: City, people: People) -> Listing:
    held = mended(city, people)
    mending.apply(listing=held, words="任务已办结", by=people.secretary.actor, at=on(TODAY))
    held.refresh_from_db()
    return held


def cleared(city: City, people: People) -> Listing:
    held = applied(city, people)
    accepting.accept(listing=held, looked_on=TODAY, opinion="情况属实", by=people.deputy.actor, at=on(TODAY))
    held.refresh_from_db()
    return held


def secretary_left(organisation: Organisation, days: int) -> None:
    """Its secretary left so many days ago."""
    with building():
        posts = Post.objects.filter(organisation=organisation, office=Office.SECRETARY)
        posts.update(valid_to=TODAY - timedelta(days=days))


def made(city: City, people: People) -> dict[str, int]:
    """One thing of each kind, for the walk over all addresses."""
    held = applied(city, people)
    other = listed(city, people, organisation=city.small_branch)
    task = Rectification.objects.get(listing=held).pk
    at_listing = ("listing", "change_help", "withdraw", "add_task", "settle_plan", "tell_help", "apply")
    return {
        "weak:put_on": city.exam_centre.pk,
        **{f"weak:{name}": held.pk for name in (*at_listing, "answer")},
        "weak:withdraw": other.pk,
        "weak:change_help": other.pk,
        **dict.fromkeys(("weak:drop_task", "weak:tell"), task),
    }
