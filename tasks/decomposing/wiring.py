"""What this room declares: its rules, settings, words of events, what follows from happenings of orders, what a change
would do to tasks, its place in the shell."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common import settings
from common.navigation import NavEntry, navigation
from orders.changes.impact import rooms
from orders.order.controls import Look
from orders.order.followers import Following, followers
from orders.order.models import Order, OrderLine
from orders.order.policies import Action
from orders.order.states import Status
from orders.workspace.actions import MoreVerb, more_verbs
from segments.uses import Use, uses
from tasks.decomposing import examples, following, impact, queries, reference, rulebook
from tasks.decomposing.operations import proposing_due
from tasks.task import policies

LABELS = {
    "tasks.proposed": _("Taken apart into proposed tasks"),
    "tasks.discarded": _("Proposed tasks discarded"),
    "tasks.released": _("Tasks released"),
    "tasks.rule_saved": _("Rule for tasks saved"),
    "tasks.template_saved": _("Task of a rule saved"),
    "tasks.word_saved": _("Word of production saved"),
    "tasks.learned": _("Durations of tasks learned"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    reference.register()
    examples.register()
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    _settings()
    followers.register("decomposing", Following(following.follow, following.HEARS))
    rooms.tasks.register("tasks", impact.moves)
    more_verbs.register(
        "tasks.take_apart",
        MoreVerb(Look("diagram-3", "link"), "tasks:order-decompose", offer=_take_apart, is_next=_is_untouched),
    )
    uses.register("tasks.rules", Use(_("Rules for tasks"), queries.rules_on, verb=queries.RULES))
    navigation.register(
        "task-rules",
        NavEntry(
            group="tasks",
            label=_("Rules for tasks"),
            icon="diagram-3",
            url_name="tasks:rules",
            verb=policies.DECOMPOSE,
            order=80,
            shelf="work",
            about=_("Which tasks an order becomes, and for whom"),
        ),
    )


def _take_apart(user: Any, order: Order, lines: Sequence[OrderLine]) -> Action | None:
    """For who may, while the order is in force."""
    if order.status != Status.EFFECTIVE or not policies.can_for_order(user, policies.DECOMPOSE, order):
        return None
    label = _("Take apart") if _is_untouched(lines) else _("Take apart anew")
    return Action("tasks.take_apart", label, True, True)


def _is_untouched(lines: Sequence[OrderLine]) -> bool:
    """Whether no line has tasks: the lines say how their work stands, so nothing is asked."""
    return all(one.work_done is None for one in lines)


def _settings() -> None:
    settings.definitions.register(
        proposing_due.SETTING,
        settings.Definition(True, _("Orders are taken apart into proposed tasks as soon as they take effect"), "tasks"),
    )
    settings.definitions.register(
        rulebook.LEARN_FROM,
        settings.Definition(
            5,
            _("So many finished tasks of a kind and their hours and days count in place of the template's"),
            "tasks",
            bounds=settings.Bounds(1, 1000),
        ),
    )
