"""What this room declares: doubts as a subject of inbox lines, words of events, what must hold, who sees an order
because he is asked about it, the setting, its place in the shell, whoever takes over."""

from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import Duty, handover
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import settings
from common.invariants import Invariant, invariants
from common.navigation import NavEntry, navigation
from orders.doubts import policies, queries
from orders.doubts.models import Doubt
from orders.doubts.states import Blocking, State
from orders.order.policies import also_visible

LABELS = {
    "doubt.asked": _("Doubt asked"),
    "doubt.answered": _("Doubt answered"),
    "doubt.closed": _("Doubt closed"),
    "doubt.reopened": _("Doubt asked again"),
    "order.set_aside": _("Set aside"),
    "order.cleared": _("Released"),
}
# beside the order's own: what it counts, and what it says of being set aside
COUNTED = """
    SELECT o.id, o.number, o.open_doubts, count(d.id) AS doubts FROM orders_order o
    LEFT JOIN orders_doubt d ON d.order_id = o.id AND d.state <> 'CLOSED'
    WHERE o.open_doubts > 0 OR o.id IN (SELECT order_id FROM orders_doubt WHERE state <> 'CLOSED')
    GROUP BY o.id HAVING o.open_doubts <> count(d.id)
"""
ASIDE = """
    SELECT o.id, o.number, o.set_aside_reason FROM orders_order o
    LEFT JOIN orders_setaside s ON s.order_id = o.id AND s.released_at IS NULL
    WHERE o.set_aside_reason <> coalesce(s.reason, '')
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    subjects.register(
        Doubt._meta.label_lower,
        Subject(get=_get, url=_url, visible=policies.visible_to, verb="doubt.ask"),
    )
    also_visible.register("orders.doubts", policies.is_asked)
    settings.definitions.register(
        queries.BLOCK,
        settings.Definition(
            str(Blocking.UNCLOSED),
            _("Which doubts keep an order from being submitted"),
            "orders",
            choices=lambda: Blocking.choices,
        ),
    )
    invariants.register("order.open_doubts", Invariant(8, _("Orders count their open doubts"), COUNTED))
    invariants.register("order.set_aside", Invariant(8, _("What is set aside says why"), ASIDE))
    handover.register("doubts", Duty(_("Doubts to answer"), _count, _move, order=33))
    navigation.register(
        "doubts",
        NavEntry(
            group="orders",
            label=_("Doubts"),
            icon="question-circle",
            url_name="orders:doubt-list",
            verb="order.view",
            count=queries.count_mine,
            order=40,
        ),
    )


def _get(actor: User, doubt_id: int) -> Doubt:
    return queries.get_doubt(actor=actor, doubt_id=doubt_id)


def _url(doubt: Any) -> str:
    """The doubt on its order's page, "" where no pages are installed."""
    try:
        return reverse("orders:order-detail", args=[doubt.order.reference]) + f"#doubt-{doubt.pk}"
    except NoReverseMatch:
        return ""


def _count(user: User) -> int:
    return Doubt.objects.filter(asked_to=user).exclude(state=State.CLOSED).count()


def _move(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    return Doubt.objects.filter(asked_to=from_user).exclude(state=State.CLOSED).update(asked_to=to_user)
