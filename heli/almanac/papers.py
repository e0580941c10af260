"""A calendar as RFC 5545 writes it: all-day events, CRLF, lines folded at 75 octets. Knows no duty."""

from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta

from heli.almanac.catalogue import Event

MOST_OCTETS = 75
PRODUCT = "-//Heli//Almanac//ZH"
CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar(events: Iterable[Event], *, name: str, domain: str) -> str:
    """The whole file. `domain` makes the UIDs unique in the world (RFC 7986, 5.3)."""
    return "".join(f"{part}\r\n" for line in _lines(events, name, domain) for part in folded(line))


def _lines(events: Iterable[Event], name: str, domain: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    yield f"NAME:{escaped(name)}"
    yield f"X-WR-CALNAME:{escaped(name)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
    for one in events:
        yield "BEGIN:VEVENT"
        yield f"UID:{one.uid}@{domain}"
        yield f"DTSTAMP:{one.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(one.summary)}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def escaped(text: str) -> str:
    """A TEXT value (3.3.11): backslash, semicolon, comma and line breaks escaped."""
    safe = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return safe.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, each but the first begun by a space; no character is cut."""
    part, room = "", MOST_OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            yield part
            part, room = " ", MOST_OCTETS - 1
        part, room = part + sign, room - size
    yield part
