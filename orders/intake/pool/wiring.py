"""What intake declares: a subject of files and comments, words of events, the setting, its place in the shell, what
becomes of it in merges and when somebody leaves."""

from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import Duty, handover, needs
from accounts.home.cards import Card, home
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import clock, settings
from common.errors import Text
from common.invariants import Invariant, invariants
from common.navigation import NavEntry, navigation
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from orders.intake.pool import operations, policies, queries, telling
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.operations import settling
from orders.intake.pool.states import OPEN
from orders.lifecycle.dividing.following import merged

LABELS = {
    "intake.received": _("Intake received"),
    "intake.customer_named": _("Customer of intake named"),
    "intake.dispatched": _("Intake dispatched"),
    "intake.entered": _("Intake entered"),
    "intake.change_requested": _("Change requested from intake"),
    "intake.followed": _("Order of the intake became part of another"),
    "intake.set_aside": _("Intake set aside"),
    "intake.discarded": _("Intake discarded"),
    "intake.released": _("Intake taken up again"),
}
SHOWN = 7
# an order that came through intake says by which channel it came
CHANNELS = """
    SELECT i.id, i.channel, i.order_id, i.state FROM orders_intakeitem i LEFT JOIN orders_order o ON o.id = i.order_id
    WHERE (i.state = 'DRAFTED') <> (i.order_id IS NOT NULL) OR (i.order_id IS NOT NULL AND i.customer_id IS NULL)
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        IntakeItem._meta.label_lower,
        Subject(get=_get, url=_url, verb=policies.VIEW, reach=policies.reach, visible=policies.visible_to),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    settings.definitions.register(
        operations.SLA_HOURS,
        settings.Definition(
            4,
            _("Hours of work within which intake is to be entered"),
            "orders",
            bounds=settings.Bounds(1, 720),
        ),
    )
    invariants.register("intake.entered", Invariant(24, _("Intake that was entered has its order"), CHANNELS))
    mergers.register("orders.intake", Merger(_move_customer, _count_customer))
    merged.register("orders.intake", settling.follow_draft)
    handover.register("intake", Duty(_("Intake to enter"), _count_of, _move_of, order=32))
    needs.register("intake", policies.ENTER)
    home.register("intake", Card(_("Intake to enter"), order=12, verb=policies.VIEW, render=_card))
    navigation.register(
        "intake",
        NavEntry(
            group="orders",
            label=_("Intake"),
            icon="inbox",
            url_name="orders:intake-list",
            verb=policies.VIEW,
            count=_waiting,
            order=5,
        ),
    )


def _waiting(user: User) -> int:
    return queries.count_work(user)


def _card(user: Any) -> tuple[str, dict[str, Any]] | None:
    rows = list(queries.list_items(user).filter(queries.WORK, salesperson=user).order_by("due_at")[:SHOWN])
    return ("orders/intake/_card.html", {"rows": telling.told(user, rows), "now": clock.now()}) if rows else None


def _get(actor: User, item_id: int) -> IntakeItem:
    return queries.get_item(actor=actor, item_id=item_id)


def _url(item: Any) -> str:
    """The page of a piece, "" where no pages are installed."""
    try:
        return reverse("orders:intake-detail", args=[item.pk])
    except NoReverseMatch:
        return ""


def _move_customer(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    IntakeItem.objects.filter(customer=source).update(customer=target)


def _count_customer(source: Customer) -> list[tuple[Text, int]]:
    count = IntakeItem.objects.filter(customer=source).count()
    return [(_("Pieces of intake"), count)] if count else []


def _count_of(user: User) -> int:
    return IntakeItem.objects.filter(salesperson=user, state__in=OPEN).count()


def _move_of(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    rows = IntakeItem.objects.filter(salesperson=from_user, state__in=OPEN)
    return rows.update(salesperson=to_user, department_id=to_user.department_id)
