"""What the screens of tasks put together around their figures: actions, tabs, choices, neighbouring windows."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.people.models import Department, User
from common import typed
from orders.order.states import Status
from tasks.board import busy, diary
from tasks.board.ordered import Screen
from tasks.task import policies
from tasks.task.models import Phase, Task

PLAN = "task.plan_all"  # of the room that plans
_VIEWS: tuple[tuple[str, Any], ...] = (
    ("", lambda: _("All tasks")),
    ("mine", lambda: _("My tasks")),
    ("key", lambda: _("Key tasks")),
    ("critical", lambda: pgettext("tasks", "Critical")),
    ("late", lambda: pgettext("tasks", "Late")),
    ("unassigned", lambda: _("To be given out")),
)


def address(name: str, *args: Any) -> str:
    """The address of a page of another room, "" where it is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def task_url(task: Task) -> str:
    """The page of a task."""
    return address("tasks:task-detail", task.pk)


def plan_url(user: User, department: int | None = None) -> str:
    """Where a plan for all tasks is asked for, "" for who may not."""
    if not policies.leads(PLAN)(user):
        return ""
    url = address("tasks:plan-new")
    return f"{url}?department={department}" if department and url else url


def of_order(user: User, screen: Screen) -> dict[str, Any]:
    """The actions of an order's screen: taking apart, dating anew."""
    order = screen.order
    may_decompose = policies.can_for_order(user, policies.DECOMPOSE, order)
    url = address("tasks:order-decompose", order.reference)
    open_url = url if may_decompose and order.status == Status.EFFECTIVE else ""
    actions: list[dict[str, Any]] = []
    if screen.tasks and open_url:
        actions.append({"label": _("Take apart anew"), "url": open_url, "icon": "diagram-3"})
    if open_url and (new_url := address("tasks:task-new")):
        new_url = f"{new_url}?order={order.reference}"
        actions.append({"label": _("Add a task"), "url": new_url, "icon": "plus-lg", "dialog": True})
    if screen.may_schedule and policies.can_for_order(user, policies.SCHEDULE, order):
        replan = reverse("tasks:order-replan", args=[order.reference])
        actions.append({"label": _("Date by rules"), "url": replan, "icon": "magic", "dialog": True, "is_often": True})
    if screen.may_schedule and (plan := plan_url(user)):
        actions.append({"label": _("Plan all"), "url": plan, "icon": "sliders"})
    if screen.tasks:
        actions.append(
            {
                "label": _("Phases"),
                "url": reverse("tasks:order-phases", args=[order.reference]),
                "icon": "signpost-split",
            }
        )
    shown = [one for one in actions if one.get("is_often")]
    rest = [one for one in actions if not one.get("is_often")]
    return {"actions": shown, "more": rest, "may_decompose": may_decompose, "decompose_url": open_url}


def of_board(user: User, query: QueryDict, today: date) -> dict[str, Any]:
    """Tabs and choices of the board of all."""
    kept = {name: value for name, value in query.items() if name in ("department", "owner", "phase", "order", "q")}
    chosen = next((name for name, _words in _VIEWS[1:] if query.get(name) == "true"), "")
    here = reverse("tasks:board")
    tabs = [
        {
            "label": words(),
            "url": f"{here}?{urlencode(kept | ({name: 'true'} if name else {}))}",
            "current": name == chosen,
        }
        for name, words in _VIEWS
    ]
    return {
        "views": tabs,
        "chosen_view": chosen,
        "departments": departments(user),
        "plan_url": plan_url(user, typed.read_key(query.get("department"))),
        "phases": Phase.objects.filter(is_active=True),
        "department": typed.read_key(query.get("department")),
        "phase": typed.read_key(query.get("phase")),
        "today": today,
    }


def departments(user: User) -> Iterable[Department]:
    """The departments whose tasks the reader may look into."""
    return policies.departments_for(user, policies.VIEW).order_by("path")


def of_calendar(user: User, person: User, day: date, span: str) -> dict[str, Any]:
    """Whose calendars may be opened, and the windows before and after."""
    here, history = reverse("tasks:calendar"), address("reminders:history")

    def at(other: date, kind: str = span) -> str:
        return f"{here}?{urlencode({'person': person.pk, 'span': kind, 'day': other.isoformat()})}"

    if span == diary.WEEK:
        before, after = day - timedelta(7), day + timedelta(7)
    else:
        before = day.replace(day=1) - timedelta(1)
        after = (day.replace(day=1) + timedelta(31)).replace(day=1)
    return {
        "people": diary.people_for(user).order_by("department__path", "name", "pk"),
        "reminders_url": f"{history}?person={person.pk}" if history else "",
        "before_url": at(before),
        "after_url": at(after),
        "spans": [
            (diary.WEEK, pgettext("scale", "Week"), at(day, diary.WEEK)),
            (diary.MONTH, pgettext("scale", "Month"), at(day, diary.MONTH)),
        ],
    }


def of_loads(user: User, sheet: busy.Sheet, weeks: int, department: int | None) -> dict[str, Any]:
    """Choices of the loads and the windows before and after."""
    here = reverse("tasks:load")
    kept = {"weeks": weeks, **({"department": department} if department else {})}

    def at(day: date, **more: Any) -> str:
        return f"{here}?{urlencode({**kept, 'from': day.isoformat(), **more})}"

    return {
        "departments": departments(user),
        "before_url": at(sheet.first - timedelta(7 * weeks)),
        "after_url": at(sheet.last + timedelta(1)),
        "spans": [(number, at(sheet.first, weeks=number)) for number in (2, 4, 8)],
    }
