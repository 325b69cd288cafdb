"""Anchors of the work on orders: tasks, what checks asked for, checks, and who handles an order next."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from orders.order.states import Status
from reminders.anchors import facts
from reminders.anchors.choices import Group, Recipient
from reminders.anchors.reading import DEPARTMENT, STAGE, RowAnchor, days_within, of_order, under_way
from reminders.anchors.source import Facts, Key, Text
from tasks.checks import policies as checks
from tasks.checks.models import ProgressCheck
from tasks.task import policies
from tasks.task.choices import Source
from tasks.task.models import Task
from tasks.task.states import LIVE, State

_TASKS = {**of_order("order"), Recipient.EXECUTOR: "owner_id", DEPARTMENT: "department_id"}
_TASK_WORDS: dict[str, Text] = {
    **facts.ORDER_WORDS,
    "task": _("The task"),
    "goal": _("Its goal"),
    "department": _("The department that has it"),
    "owner": _("Who has to do it"),
    "phase": _("The phase that it belongs to"),
}


class TaskAnchor(RowAnchor):
    """An anchor whose subjects are tasks of orders in force."""

    group = Group.WORK
    subject_type = policies.SUBJECT
    recipients = (Recipient.EXECUTOR, Recipient.OWNER, Recipient.RESPONSIBLE, Recipient.HEAD)
    words: ClassVar[Mapping[str, Text]] = _TASK_WORDS
    columns: ClassVar[dict[str, str]] = _TASKS
    moment = "day"

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """Two statements."""
        rows = Task.objects.filter(pk__in={pk for pk, _due in keys})
        tasks = {one.pk: one for one in rows.select_related("owner", "department", "phase")}
        orders = facts.Orders((one.order_id for one in tasks.values()), reader)
        found = {}
        for pk, due in keys:
            if (task := tasks.get(pk)) is not None:
                words = {**orders.words(task.order_id), **_of_task(task)}
                url = reverse("tasks:task-detail", args=[pk]) if reader is not None else ""
                found[pk, due] = Facts(f"{task.title} · {orders.title(task.order_id)}", url, words)
        return found

    def visible(self, ids: Collection[int], user: User) -> set[int]:
        """Tasks that somebody sees, and his own."""
        return set(policies.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


def _of_task(task: Task) -> dict[str, str]:
    return facts.without_empty(
        {
            "task": task.title,
            "goal": task.goal,
            "department": str(task.department),
            "owner": task.owner.name if task.owner else "",
            "phase": str(task.phase),
        }
    )


class TaskDue(TaskAnchor):
    """A task on the day by which it has to be done."""

    code = "task"
    label = _("Task due")
    about = _("The department's due date of a task, else its planned end, until it is done or dropped")
    from_checks = False

    def of_orders(self) -> Q:
        """The orders whose tasks are due."""
        return under_way("order")

    def rows(self) -> QuerySet[Any]:
        rows = Task.objects.filter(self.of_orders(), state__in=LIVE)
        rows = rows.filter(source=Source.CHECK) if self.from_checks else rows.exclude(source=Source.CHECK)
        return rows.annotate(day=Coalesce("department_due_date", "planned_end"))

    def within(self, rows: QuerySet[Any], first: datetime, last: datetime) -> QuerySet[Any]:
        """Said of the two columns, so that their indexes serve it."""
        span = days_within(first, last)
        planned = Q(department_due_date__isnull=True, planned_end__range=span)
        return rows.filter(Q(department_due_date__range=span) | planned)


class ActionDue(TaskDue):
    """A corrective action on the day that was agreed."""

    code = "corrective_action"
    label = _("Corrective action due")
    about = _("Until when something is to be done about a problem that a check found; also of closed orders")
    from_checks = True
    ends_with_order = False

    def of_orders(self) -> Q:
        """Closed ones too: what is learned from an order outlives it (docs/adr/0077)."""
        return Q(order__status__in=(Status.EFFECTIVE, Status.CLOSED))


class StageEntry(TaskAnchor):
    """An order is about to enter a phase: the first tasks of it, of which none was begun (R186)."""

    code = "stage_entry"
    label = _("Next phase begins")
    about = _("The planned start of the first tasks of a phase of which none was begun; the next handler has them")
    recipients = (Recipient.NEXT, Recipient.RESPONSIBLE, Recipient.OWNER, Recipient.HEAD)
    repeats = False
    columns: ClassVar[dict[str, str]] = {
        **{name: column for name, column in _TASKS.items() if name != Recipient.EXECUTOR},
        Recipient.NEXT: "owner_id",
        STAGE: "phase__stage",
    }

    def rows(self) -> QuerySet[Any]:
        begun = Q(state__in=[State.RUNNING, State.BLOCKED, State.DONE])
        earlier = Q(state=State.OPEN, planned_start__lt=OuterRef("planned_start"))
        siblings = Task.objects.filter(begun | earlier, order=OuterRef("order"), phase=OuterRef("phase"))
        rows = Task.objects.filter(under_way("order"), ~Exists(siblings), state=State.OPEN)
        return rows.exclude(source=Source.CHECK).annotate(day=F("planned_start"))

    def within(self, rows: QuerySet[Any], first: datetime, last: datetime) -> QuerySet[Any]:
        return rows.filter(planned_start__range=days_within(first, last))


class CheckDue(RowAnchor):
    """A check of an order that waits to be made."""

    code, group = "check", Group.WORK
    label = _("Check due")
    about = _("The day on which the progress of an order is to be checked")
    subject_type = ProgressCheck._meta.label_lower
    recipients = (Recipient.EXECUTOR, Recipient.OWNER, Recipient.RESPONSIBLE, Recipient.HEAD)
    words: ClassVar[Mapping[str, Text]] = facts.ORDER_WORDS
    repeats = False  # what is not made in time is missed, and told of by itself
    columns: ClassVar[dict[str, str]] = {**of_order("order"), Recipient.EXECUTOR: "owner_id"}

    def rows(self) -> QuerySet[Any]:
        return ProgressCheck.objects.filter(under_way("order"), state=ProgressCheck.State.DUE)

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """Two statements."""
        of = dict(ProgressCheck.objects.filter(pk__in={pk for pk, _due in keys}).values_list("pk", "order_id"))
        orders = facts.Orders(of.values(), reader)
        return {
            (pk, due): Facts(orders.title(of[pk]), orders.url(of[pk], "tasks:order-check"), orders.words(of[pk]))
            for pk, due in keys
            if pk in of
        }

    def visible(self, ids: Collection[int], user: User) -> set[int]:
        """Checks of orders that somebody sees, and his own."""
        return set(checks.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
