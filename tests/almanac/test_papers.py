"""A calendar as RFC 5545 asks: folded at 75 octets, CRLF, all-day events."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from heli.almanac.catalogue import Event
from heli.almanac.papers import calendar, escaped, folded

STAMP = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=200))
def test_a_line_is_folded_at_75_octets_and_unfolds_to_itself(text: str) -> None:
    parts = list(folded(text))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text


def test_what_means_something_to_the_format_is_escaped() -> None:
    assert escaped("a,b;c\\d\r\ne\nf") == "a\\,b\\;c\\\\d\\ne\\nf"


def test_an_event_is_a_whole_day_and_every_line_ends_with_crlf() -> None:
    text = calendar(
        [Event("plan-1", date(2026, 12, 31), "主题党日、党课", STAMP)], name="合力", domain="heli.test"
    )
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("\n") == text.count("\r\n")
    assert text.splitlines()[8:16] == [
        "BEGIN:VEVENT",
        "UID:plan-1@heli.test",
        "DTSTAMP:20260630T020000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:主题党日、党课",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
