"""What the pages of tasks put together: controls, tabs, facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.order.controls import Button, Look, buttons
from orders.order.policies import Action
from orders.order.states import Status
from tasks.doing import forms, locking
from tasks.task import policies
from tasks.task.models import Task
from tasks.task.states import LIVE, Move, State

MINE = "mine"  # where a verb was pressed: it leads back there

_LOOKS = {
    "start": Look("play-fill"),
    "progress": Look("speedometer2"),
    "finish": Look("check2"),
    "resume": Look("play-fill"),
    "block": Look("pause-circle"),
    "hours": Look("stopwatch"),
    "hand-over": Look("person-check"),
    "assign": Look("person-plus", "link"),
    "move": Look("calendar-event"),
    "after": Look("diagram-3"),
    "edit": Look("pencil"),
    "key": Look("star"),
    "reopen": Look("arrow-counterclockwise"),
    "drop": Look("trash", is_grave=True),
}
_OF_OTHERS = ("assign", "move")  # verbs that another room has a page for
STEPS = (25, 50, 75, 90)  # percent, one press each
_FIRST = ("start", "resume", "finish", "progress")


@dataclass(frozen=True)
class Rights:
    """What somebody may do to a task, asked once."""

    works: bool
    leads: bool
    schedules: bool
    splits: bool

    @classmethod
    def of(cls, actor: Any, task: Task) -> "Rights":
        """Ask the policies."""
        return cls(
            works=policies.can(actor, policies.WORK, task),
            leads=policies.can(actor, policies.ASSIGN, task),
            schedules=policies.can(actor, policies.SCHEDULE, task),
            splits=policies.can(actor, policies.DECOMPOSE, task),
        )


def actions(actor: Any, task: Task, came_from: str = "") -> dict[str, Any]:
    """The verbs that the task's state knows: the primary one, those beside it, the others."""
    found = buttons(_possible(actor, task), _looks(task), lambda verb: url_of(task, verb, came_from))
    allowed = [found[verb] for verb in _FIRST if verb in found and found[verb].allowed]
    primary = allowed[0] if allowed else None
    others = [one for one in found.values() if one is not primary]
    return {"primary": primary, "others": others}


def quick(task: Task) -> list[Button]:
    """What an owner does with a thumb: begin or go on, end, say what holds it up."""
    found = buttons(_working(task, ""), _looks(task), lambda verb: url_of(task, verb, MINE))
    return [found[verb] for verb in ("start", "resume", "finish", "block") if verb in found and found[verb].allowed]


def url_of(task: Task, end: str = "detail", came_from: str = "") -> str:
    """Where a verb of this task is done, or its page."""
    name = f"tasks:{end}" if end in _OF_OTHERS else f"tasks:task-{end}"
    try:
        url = reverse(name, args=[task.pk])
    except NoReverseMatch:
        return ""
    if end == "move":  # its dialog is on the pages of orders too, and leads back to where it was opened
        return f"{url}?next={quote(url_of(task))}"
    return f"{url}?from={came_from}" if came_from else url


def back_of(request: HttpRequest, task: Task) -> str:
    """Where a verb leads once it is done: to the list it was pressed in, else to the task."""
    return reverse("tasks:my-tasks") if request.GET.get("from") == MINE else url_of(task)


def _looks(task: Task) -> dict[str, Look]:
    """A task that waits for nothing is begun at once."""
    return {**_LOOKS, "start": Look("play-fill", "post" if task.is_ready else "dialog"), "key": Look("star", "post")}


def _possible(actor: Any, task: Task) -> Iterable[Action]:
    rights = Rights.of(actor, task)
    if rights.works:
        yield from _working(task, "")
    elif actor.can(policies.WORK) and task.state in LIVE:
        yield from _working(task, _("Only its owner and who leads the department work on it."))
    if rights.leads and task.state in LIVE:
        yield Action("assign", _("Give to somebody"), True, True)
    if rights.schedules:
        yield Action("move", _("Move the days"), task.state in LIVE, not (why := _still(task)), why)
    if rights.schedules or rights.splits:
        yield Action("after", _("Set what comes before"), task.state in LIVE, not (why := _begun(task)), why)
    if (rights.leads or rights.splits) and task.state in LIVE:
        yield Action("edit", pgettext("verb", "Edit"), True, True)
    if rights.schedules and task.state in LIVE:
        label = _("Key task no more") if task.is_marked_key else _("Mark as key task")
        yield Action("key", label, True, True)
    if rights.leads or rights.splits:
        yield Action("drop", str(Move.DROP.label), task.state in LIVE, True)


def _working(task: Task, refused: str) -> Iterable[Action]:
    """The verbs of who works on it, in the order of its life."""
    state, waits = task.state, _("Something before it is still to be done.")
    is_open, is_running = state == State.OPEN, state == State.RUNNING
    stopped = refused or (_stopped(task) if is_open else "")
    add: Callable[..., Action] = _action
    yield add("start", str(Move.START.label), is_open, stopped)
    yield add("progress", _("Report progress"), is_open or is_running, stopped)
    early = waits if is_open and not task.is_ready else ""
    yield add("finish", str(Move.FINISH.label), is_open or is_running, stopped or early)
    yield add("resume", str(Move.RESUME.label), state == State.BLOCKED, refused)
    yield add("block", str(Move.BLOCK.label), is_open or is_running, refused)
    yield add("hours", _("Write down hours"), state in (*LIVE, State.DONE), refused)
    yield add("hand-over", pgettext("task", "Hand over"), state in LIVE, refused)
    yield add("reopen", str(Move.REOPEN.label), state == State.DONE, refused)


def _action(verb: str, label: str, is_in_state: bool, why_not: str) -> Action:
    return Action(verb, label, is_in_state, not why_not, why_not)


def _still(task: Task) -> str:
    """Why its days stay, in words; "" where they may move."""
    if task.order.status in (Status.EFFECTIVE, Status.CLOSED):
        return ""
    return _("The order is %(status)s.") % {"status": Status(task.order.status).label}


def _begun(task: Task) -> str:
    """Why what comes before it stays, in words."""
    return _("It began already: what comes before it stays.") if task.started_at else _still(task)


def _stopped(task: Task) -> str:
    """Why nothing new is begun for the order, in words; "" where it is."""
    if task.order.status != Status.EFFECTIVE and not locking.outlasts(task):
        return _("The order is %(status)s.") % {"status": Status(task.order.status).label}
    return _("The order is frozen.") if task.order.is_frozen else ""


@dataclass(frozen=True)
class Part:
    """A part of one's tasks, each with what a thumb does to it."""

    key: str
    label: str
    tone: str
    rows: list[tuple[Task, list[Button]]]


def parts_of(mine: Any) -> list[Part]:
    """One's tasks in parts, the most urgent first; empty ones are left out."""
    found = [
        ("late", _("Late"), "bad"),
        ("running", _("At work"), ""),
        ("today", _("Today"), ""),
        ("week", _("This week"), ""),
        ("waiting", _("Waiting"), ""),
        ("later", _("Later"), ""),
        ("done", _("Done lately"), "t2"),
    ]
    parts = [Part(key, label, tone, [(one, quick(one)) for one in getattr(mine, key)]) for key, label, tone in found]
    return [part for part in parts if part.rows]


def kept(asked: Any) -> list[tuple[str, str]]:
    """The conditions that the list's own form does not draw, to travel with it."""
    drawn = {*forms.ListForm.base_fields, "cursor", "sort"}
    return [(name, value) for name, value in asked.items() if name not in drawn]


def tabs(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The tabs above the list."""
    base = reverse("tasks:task-list")
    found: list[tuple[str, dict[str, str]]] = [
        (pgettext("tasks", "To do"), {"open": "true"}),
        (_("My tasks"), {"open": "true", "mine": "true"}),
        (_("To be given out"), {"unassigned": "true"}),
        (_("Late"), {"late": "true"}),
        (_("Key tasks"), {"open": "true", "key": "true"}),
        (pgettext("tasks", "Blocked"), {"state": "BLOCKED"}),
        (pgettext("tasks", "Done"), {"state": "DONE"}),
        (pgettext("tasks", "All"), {"q": ""}),
    ]
    shown = {name: value for name, value in asked.items() if name not in ("cursor", "sort")}
    return [
        {
            "label": label,
            "url": f"{base}?{'&'.join(f'{name}={value}' for name, value in wanted.items())}",
            "current": shown == wanted,
        }
        for label, wanted in found
    ]
