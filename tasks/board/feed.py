"""A person's calendar as iCalendar (RFC 5545): all-day entries that calendar programs subscribe to."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from tasks.board.feeds import Entry

TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)
_PRODUCT = "-//Sales orders//Tasks//EN"


def write(entries: Iterable[Entry], *, name: str, host: str, at: datetime, address: Callable[[str], str]) -> bytes:
    """The entries as a calendar called ``name``: an event each from its first to its last day; ``address`` makes the
    whole address of a page. An event keeps its UID, and its SEQUENCE grows with the version of what it tells of."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for one in entries:
        made.add_component(_event(one, host, at, address(one.path) if one.path else ""))
    return made.to_ical()


def _event(one: Entry, host: str, at: datetime, url: str) -> Event:
    event = Event()
    event.add("uid", f"{one.key}@{host}")
    event.add("dtstamp", at)
    if one.changed_at is not None:
        event.add("last-modified", one.changed_at)
    event.add("sequence", one.version)
    event.add("dtstart", one.first)
    event.add("dtend", one.last + timedelta(1))  # the day after the last one
    event.add("summary", one.title)
    if one.lines:
        event.add("description", "\n".join(one.lines))
    event.add("transp", "TRANSPARENT")  # hours are not reserved
    event.add("categories", [one.category])
    if one.is_key:
        event.add("priority", 1)
    if url:
        event.add("url", url)
    return event
