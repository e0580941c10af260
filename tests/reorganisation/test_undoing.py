"""What stands in the way of an undoing, and what a page says of corrections that change no figure."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from heli.figures.actions import publish
from heli.figures.catalogue import PublicationKind
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, WrongState
from heli.members.queries.statistics import figures
from heli.orgs.catalogue import EventKind
from heli.orgs.models import Event
from heli.orgs.queries.changes import foresee, inverse
from heli.reorganisation.rules import may_undo
from tests.people import NOW, TODAY, City, People, Person
from tests.reorganisation.changes import PAPER, change, done, renamed, undone

ClientOf = Callable[[Person], Client]


def renaming(city: City, name: str, day: int) -> Event:
    asked = change(EventKind.RENAMED, date(2026, 6, day), subjects=(city.press.pk,), new_name=name)
    return done(city, asked)


def test_what_was_changed_since_names_the_event_that_can_be_undone_first(city: City) -> None:
    first = renaming(city, "中共青岚市甲支部委员会", 1)
    later = renaming(city, "中共青岚市乙支部委员会", 2)
    refused = foresee(inverse(first, happened_on=TODAY, **PAPER), TODAY).refusals
    assert [one.code for one in refused] == ["changed-since"]
    assert f"请先撤回那次变动（{later}）" in refused[0].reason
    assert refused[0].source
    undone(later)
    assert not foresee(inverse(first, happened_on=TODAY, **PAPER), TODAY).refusals


def test_a_later_undoing_is_not_advised_to_be_undone(city: City) -> None:
    """The name went back on 20 June: what is dated before can only be done after it."""
    undone(renaming(city, "中共青岚市甲支部委员会", 1))
    asked = change(
        EventKind.RENAMED, date(2026, 6, 10), subjects=(city.press.pk,), new_name="中共青岚市丙支部委员会"
    )
    (refused,) = foresee(asked, TODAY).refusals
    assert refused.code == "changed-later"
    assert "本身是一次撤回，不能再撤回" in refused.reason
    assert "请先撤回" not in refused.reason
    with pytest.raises(Invalid, match="另行办理一次变动"):
        done(city, asked)


def test_undoing_has_its_own_word_and_says_what_can_be_done_instead(city: City) -> None:
    event = done(city, renamed(city))
    undone(event)
    with pytest.raises(WrongState, match="已经撤回过"):
        inverse(event, happened_on=TODAY, **PAPER)
    for verdict in (may_undo(undone=True, is_undoing=False), may_undo(undone=False, is_undoing=True)):
        assert "办理" in verdict.reason
        assert "撤销" not in verdict.reason
        assert verdict.source


def test_a_correction_without_a_changed_figure_says_so(
    city: City, people: People, client_of: ClientOf
) -> None:
    publish(
        kind=PublicationKind.STATISTICS,
        title="五月底党员统计",
        publisher=city.work_committee,
        period_start=None,
        period="",
        as_of=date(2026, 5, 31),
        rows=figures(date(2026, 5, 31)),
        by=SYSTEM,
        at=NOW,
    )
    client, here = client_of(people.staff), f"{reverse('reorganisation:new')}?kind=renamed"
    asked = {
        **PAPER,
        "happened_on": "2026-05-20",
        "organisation": city.small_branch.name,
        "new_name": "中共青岚市教育局机关综合支部委员会",
    }
    page = client.post(here, {**asked, "step": "preview"}).content.decode()
    assert "没有一项已发布的数字因此改变" in page
    assert "并列记在旁边" not in page
    client.post(here, {**asked, "step": "confirm"})
    page = client.get(reverse("reorganisation:event", args=(Event.objects.get().pk,))).content.decode()
    assert "没有一项已发布的数字因此改变" in page
