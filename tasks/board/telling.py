"""What this room knows of somebody's days itself: his tasks, and the contacts with customers that he planned."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates
from orders.service.contacts import queries as contacts
from orders.service.contacts.models import FollowUp
from tasks.board import desk, diary
from tasks.board.feeds import Entry
from tasks.task.models import Task
from tasks.task.states import State


def tasks(user: User, *, first: date, last: date, at: datetime) -> Iterable[Entry]:
    """His tasks of these days that he sees, with those that are late."""
    for one in diary.tasks_between(user, user, first, last, today=dates.business_day(at)):
        if one.planned_start is not None and one.planned_end is not None:
            yield _task(one, one.planned_start, one.planned_end)


def _task(one: Task, first: date, last: date) -> Entry:
    mark = "✓ " if one.state == State.DONE else ""
    return Entry(
        key=f"task-{one.pk}",
        about=(Task._meta.label_lower, one.pk),
        first=first,
        last=last,
        title=f"{mark}{one.title} · {one.order.display_number}",
        category=str(one.phase),
        lines=tuple(_task_lines(one)),
        path=desk.task_url(one),
        version=one.version,
        changed_at=one.updated_at,
        is_key=one.is_key,
    )


def _task_lines(one: Task) -> Iterator[str]:
    yield _("%(state)s, %(progress)s %%") % {"state": one.get_state_display(), "progress": one.progress}
    if one.goal:
        yield one.goal
    yield _("Customer: %(name)s") % {"name": one.order.customer.name}
    if one.due_date is not None and one.due_date != one.planned_end:
        yield _("Due: %(day)s") % {"day": one.due_date.isoformat()}


def planned_contacts(user: User, *, first: date, last: date, at: datetime) -> Iterable[Entry]:
    """The contacts with customers that are planned for him; what he wants to say there stays here."""
    for one in contacts.planned_by(user, last):
        if one.due_date is not None:
            yield _contact(one, one.due_date)


def _contact(one: FollowUp, day: date) -> Entry:
    return Entry(
        key=f"contact-{one.pk}",
        about=(FollowUp._meta.label_lower, one.pk),
        first=day,
        last=day,
        title=f"{one.subject} · {one.customer.name}",
        category=_("Contact with a customer"),
        lines=tuple(_contact_lines(one)),
        path=reverse("orders:follow-up-detail", args=[one.pk]),
        version=one.version,
    )


def _contact_lines(one: FollowUp) -> Iterator[str]:
    yield f"{one.get_purpose_display()} · {one.get_way_display()}"
    if one.order is not None:
        yield _("Order: %(number)s") % {"number": one.order.display_number}
