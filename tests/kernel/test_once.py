"""A request under a key is done once, however often it comes, and by however many at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from heli.kernel.errors import Invalid, WrongState
from heli.kernel.models import KeptAnswer, Schedule
from heli.kernel.once import KEPT, Asked, forget_answers, once
from heli.kernel.schedules import ensure
from tests.people import NOW

ASKED = Asked("token:1", "key", b"the words")


def deed(name: str = "deed") -> Callable[[], tuple[int, str]]:
    """Something that writes: a schedule of this name, which there can be once."""

    def do() -> tuple[int, str]:
        made = ensure(name=f"{name}-{Schedule.objects.count()}", every=timedelta(days=1), at=NOW)
        return 201, made.name

    return do


@pytest.mark.django_db
def test_it_is_done_once_and_answered_again() -> None:
    assert once(ASKED, deed(), at=NOW) == once(ASKED, deed(), at=NOW) == (201, "deed-0")
    assert Schedule.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("other", [Asked("token:2", "key", b"x"), Asked("token:1", "other", b"x")])
def test_another_asker_or_key_is_another_request(other: Asked) -> None:
    once(ASKED, deed(), at=NOW)
    assert once(other, deed(), at=NOW) == (201, "deed-1")


@pytest.mark.django_db
def test_a_key_of_other_words_is_refused() -> None:
    once(ASKED, deed(), at=NOW)
    with pytest.raises(WrongState) as refusal:
        once(Asked("token:1", "key", b"other words"), deed(), at=NOW)
    assert refusal.value.code == "key-used-otherwise"


@pytest.mark.django_db
@pytest.mark.parametrize("error", [Invalid("no", "不行。"), IntegrityError("of the deed itself")])
def test_what_fails_leaves_nothing(error: Exception) -> None:
    def fails() -> tuple[int, str]:
        deed()()
        raise error

    with pytest.raises(type(error)):
        once(ASKED, fails, at=NOW)
    assert not KeptAnswer.objects.exists()
    assert not Schedule.objects.exists()
    assert once(ASKED, deed(), at=NOW)[0] == 201


@pytest.mark.django_db
def test_answers_are_kept_for_two_days() -> None:
    once(ASKED, deed(), at=NOW)
    assert forget_answers(at=NOW + KEPT) == 0
    assert forget_answers(at=NOW + KEPT + timedelta(seconds=1)) == 1


def test_of_many_at_a_time_one_does_it(real_transactions: None) -> None:
    ready = Barrier(4)

    def ask() -> tuple[int, str]:
        try:
            ready.wait(timeout=20)
            return once(ASKED, deed("race"), at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = {done.result() for done in [pool.submit(ask) for _ in range(4)]}
    assert len(answers) == 1
    assert Schedule.objects.filter(name__startswith="race").count() == 1
