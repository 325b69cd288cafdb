"""What this room declares: its setting, shipped cadences, words of events, what follows when an order ends, a card of
the home page, a tab of the order, what is handed over, its place in the shell."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handover.duties import Duty, handover
from accounts.home.cards import Card, home
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import clock, dates, settings
from common.navigation import NavEntry, navigation
from orders.order.followers import Following, followers
from orders.order.states import Status
from orders.workspace.tabs import Tab, more_tabs
from tasks.checks import cadence, examples, exporting, following, policies, queries, reference
from tasks.checks.models import ProgressCheck

SHOWN = 7
LABELS = {
    "order.checked": _("Progress checked"),
    "order.check_moved": _("Check moved"),
    "order.action_done": _("Corrective action done"),
    "check.missed": _("Check missed"),
    "check.cadence_saved": _("Cadence of checks saved"),
}


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    settings.definitions.register(
        cadence.COMPLEX,
        settings.Definition(
            12,
            _("An order counts as complex, and is checked more often, while so many of its tasks are still to be done"),
            "tasks",
            bounds=settings.Bounds(1, 500),
        ),
    )
    reference.register()
    examples.register()
    exporting.register()
    followers.register("tasks.checks", Following(following.follow, following.HEARS))
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    more_tabs.register(
        "progress", Tab(pgettext_lazy("tab", "Progress"), "tasks:order-checks", show=_shows_tab, before="shipments")
    )
    home.register(
        "checks",
        Card(_("To be checked today"), order=16, verb=policies.CHECK, render=_card, more="tasks:check-list"),
    )
    handover.register("checks", Duty(_("Checks to make"), _count_checks, _move_checks, order=62))
    navigation.register(
        "checks",
        NavEntry(
            "tasks",
            _("Progress checks"),
            "clipboard-check",
            "tasks:check-list",
            verb=policies.CHECK,
            count=_count_due,
            order=40,
        ),
    )


def _shows_tab(user: Any, order: Any) -> bool:
    return order.status in (Status.EFFECTIVE, Status.CLOSED)


def _count_due(user: Any) -> int:
    return queries.due_for(user, dates.business_day(clock.now())).count()


def _card(user: Any) -> tuple[str, dict[str, Any]] | None:
    today = dates.business_day(clock.now())
    checks = list(queries.due_for(user, today)[:SHOWN])
    return ("tasks/check/_card.html", {"checks": checks}) if checks else None


def _count_checks(user: User) -> int:
    return ProgressCheck.objects.filter(owner=user, state=ProgressCheck.State.DUE).count()


def _move_checks(actor: User, giver: User, taker: User, at: datetime) -> int:
    return ProgressCheck.objects.filter(owner=giver, state=ProgressCheck.State.DUE).update(owner=taker)
