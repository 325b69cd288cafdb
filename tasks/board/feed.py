"""The calendar of a person's tasks as iCalendar (RFC 5545): all-day entries that calendar programs subscribe to."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from tasks.task.models import Task
from tasks.task.states import State

TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)
_PRODUCT = "-//Sales orders//Tasks//EN"


def write(tasks: Iterable[Task], *, name: str, host: str, at: datetime, urls: dict[int, str]) -> bytes:
    """The tasks as a calendar called ``name``: an event each from its first to its last day, its state and progress in
    words; ``urls`` by task. An event keeps its UID, and its SEQUENCE grows with the task's version."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for one in tasks:
        if one.planned_start is not None and one.planned_end is not None:
            made.add_component(_event(one, one.planned_start, one.planned_end, host, at, urls.get(one.pk, "")))
    return made.to_ical()


def _event(task: Task, first: date, last: date, host: str, at: datetime, url: str) -> Event:
    event = Event()
    event.add("uid", f"task-{task.pk}@{host}")
    event.add("dtstamp", at)
    event.add("last-modified", task.updated_at)
    event.add("sequence", task.version)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(1))  # the day after the last one
    mark = "✓ " if task.state == State.DONE else ""
    event.add("summary", f"{mark}{task.title} · {task.order.display_number}")
    event.add("description", "\n".join(_lines(task)))
    event.add("transp", "TRANSPARENT")  # hours are not reserved
    event.add("categories", [str(task.phase)])
    if task.is_key:
        event.add("priority", 1)
    if url:
        event.add("url", url)
    return event


def _lines(task: Task) -> Iterable[str]:
    yield _("%(state)s, %(progress)s %%") % {"state": task.get_state_display(), "progress": task.progress}
    if task.goal:
        yield task.goal
    yield _("Customer: %(name)s") % {"name": task.order.customer.name}
    if task.due_date is not None and task.due_date != task.planned_end:
        yield _("Due: %(day)s") % {"day": task.due_date.isoformat()}
