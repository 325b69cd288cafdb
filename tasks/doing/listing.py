"""The columns of the list of tasks: what each shows, and which are shown at first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from common.templatetags import fmt, ui
from tasks.task.choices import KeyReason
from tasks.task.models import Task
from tasks.task.states import State

COLUMNS_KEY = "tasks.list.columns"
GLYPHS = {
    State.PROPOSED: "draft",
    State.OPEN: "wait",
    State.RUNNING: "run",
    State.BLOCKED: "block",
    State.DONE: "closed",
    State.DROPPED: "void",
}


_KEY_LOOKS = {
    KeyReason.CRITICAL: ("bad", "signpost-split"),
    KeyReason.SPECIAL: ("run", "tools"),
    KeyReason.URGENT: ("warn", "lightning-charge-fill"),
    KeyReason.BY_HAND: ("run", "star-fill"),
}


@dataclass(frozen=True)
class Column:
    """A column: ``sort`` is a key of the list's sorts, ``place`` the cell's place on the phone's card."""

    key: str
    label: str | Promise
    cell: Callable[[Task], Any]
    sort: str = ""
    css: str = ""
    place: str = ""
    is_default: bool = True


def state_of(task: Task, *, pill: bool = False) -> SafeString:
    """The state of a task as round glyph and word, with what it waits for."""
    shown = ui.status(GLYPHS[State(task.state)], task.get_state_display(), pill)
    facts = []
    if task.state == State.BLOCKED:
        facts.append(ui.flag(task.get_block_reason_display(), "bad", "exclamation-octagon-fill", task.block_words))
    elif task.state == State.OPEN and not task.is_ready:
        facts.append(ui.flag(pgettext("task", "Waits"), "line", "hourglass-split", waits_for(task)))
    return format_html_join(" ", "{}", ((one,) for one in (shown, *facts)))


def waits_for(task: Task) -> str:
    """In words how many tasks it waits for."""
    return _("Waits for %(count)s tasks") % {"count": task.open_predecessors}


def key_flags(task: Task) -> SafeString:
    """Why a task is handled first."""
    labels = dict(KeyReason.choices)
    flags = (ui.flag(labels[one], *_KEY_LOOKS[KeyReason(one)]) for one in task.key_reasons)
    return format_html_join(" ", "{}", ((one,) for one in flags))


def _title(task: Task) -> SafeString:
    url = reverse("tasks:task-detail", args=[task.pk])
    return format_html('<a class="t-in" href="{}" title="{}">{}</a>', url, task.title, task.title)


def _order(task: Task) -> SafeString:
    order = task.order
    return format_html(
        '<a class="so-no" href="{}">{}</a>', reverse("orders:order-detail", args=[order.reference]), order
    )


def _owner(task: Task) -> Any:
    if task.state == State.OPEN and not task.is_picked:
        return format_html("{} {}", fmt.dash(task.owner), ui.flag(_("To be given out"), "warn", "person-plus"))
    return fmt.dash(task.owner)


def _due(task: Task) -> SafeString:
    return ui.due(task.due_date, done=not task.is_live)


def _day(name: str) -> Callable[[Task], Any]:
    return lambda task: ui.day(getattr(task, name))


def _progress(task: Task) -> SafeString:
    tone = "sg" if task.state == State.DONE else "sh"
    return ui.pct(task.progress, [(tone, task.progress)], size="w44")


_EVERY = (
    Column("title", gettext_lazy("Task"), _title, css="clip w-say", place="cu"),
    Column("order", gettext_lazy("Order"), _order, place="no"),
    Column("line", gettext_lazy("Line"), lambda task: fmt.dash(task.line_no), css="n", is_default=False),
    Column(
        "customer",
        gettext_lazy("Customer"),
        lambda task: task.order.customer.short_name or task.order.customer.name,
        css="clip w-te",
    ),
    Column("state", gettext_lazy("State"), state_of, css="nowrap", place="st"),
    Column("progress", gettext_lazy("Progress"), _progress, place="pr"),
    Column("phase", gettext_lazy("Phase"), lambda task: task.phase, is_default=False),
    Column("department", gettext_lazy("Department"), lambda task: task.department, css="nowrap"),
    Column("owner", gettext_lazy("Owner"), _owner, css="nowrap"),
    Column("start", gettext_lazy("Start"), _day("planned_start"), css="nowrap", is_default=False),
    Column("planned_end", gettext_lazy("End"), _day("planned_end"), "planned_end", "nowrap"),
    Column("due", gettext_lazy("Due"), _due, css="nowrap", place="am"),
    Column("key", gettext_lazy("Key task"), key_flags, css="nowrap", place="fl"),
    Column(
        "hours",
        pgettext_lazy("of work", "Hours"),
        lambda task: f"{fmt.qty(task.actual_hours)} / {fmt.qty(task.planned_hours)}",
        css="n nowrap",
        is_default=False,
    ),
    Column("slack", gettext_lazy("Slack"), lambda task: fmt.dash(task.slack_days), css="n", is_default=False),
    Column("baseline", gettext_lazy("First planned end"), _day("baseline_end"), css="nowrap", is_default=False),
    Column("goal", gettext_lazy("Goal"), lambda task: task.goal, css="clip w-say", is_default=False),
    Column("done", pgettext_lazy("task", "Done"), lambda task: ui.day(task.done_at), css="nowrap", is_default=False),
)
COLUMNS = {column.key: column for column in _EVERY}
EVERY = [(column.key, column.label) for column in _EVERY]


def chosen(keys: Any) -> list[Column]:
    """The columns a person picked, in the list's own order; the usual ones where he picked none."""
    picked = set(keys or ())
    return [one for one in _EVERY if (one.key in picked if picked else one.is_default)]


def draw(task: Task, columns: list[Column]) -> SafeString:
    """The cells of a row; those without a place are not on the phone's card."""
    return format_html_join("", '<td class="{}"{}>{}</td>', ((one.css, _place(one), one.cell(task)) for one in columns))


def _place(column: Column) -> Any:
    return format_html(' data-m="{}"', column.place) if column.place else ""
