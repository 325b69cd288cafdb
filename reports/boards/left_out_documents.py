"""What definitions about goods that move and money that comes in leave out: shipments and returns of types that do not
count, receipts that are void or not allotted, history that has neither invoices nor receipts here."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from orders.order.states import Origin
from orders.settlement.models import Receipt
from orders.settlement.queries import receipts
from reports.boards.left_out import STANDING, Sort, nowhere, orders_of, seen, to_orders
from reports.boards.tiles import Told
from reports.figures.measures import Text


def _moved(told: Told, since: date, until: date, model: type[Model], day: str, states: Sequence[str]) -> QuerySet[Any]:
    """Lines of shipments or returns of orders whose type does not count."""
    found = {f"document__{day}__range": (since, until), "document__status__in": states}
    return model._default_manager.filter(seen(told, "order"), order__order_type__counts=False, **found)


def uncounted(label: Text, model: type[Model], day: str, *states: str) -> tuple[Sort, ...]:
    return (Sort(f"uncounted_{day}", label, partial(_moved, model=model, day=day, states=states), nowhere),)


def _receipts(told: Told, since: date, until: date, which: Q) -> QuerySet[Any]:
    """Of receipts; they name a customer and no department."""
    rows = receipts.list_receipts(told.actor).filter(which, received_date__range=(since, until))
    if told.filters.get("department"):
        return rows.none()
    return rows.filter(customer__customer_class=told.customer_class) if told.customer_class else rows


def _to_receipts(told: Told, since: date, until: date, **which: str) -> str:
    if told.customer_class or told.filters.get("department"):
        return ""
    given = {**which, "received_from": since.isoformat(), "received_to": until.isoformat()}
    return f"{reverse('orders:receipt-list')}?{urlencode(given)}"


PAST = Sort(
    "history",
    _("Orders of history, which came in with an import: without invoices and receipts here"),
    partial(orders_of, origin=Origin.HISTORY, status__in=STANDING),
    partial(to_orders, origin=Origin.HISTORY.value, status=list(STANDING)),
)
_LET_GO = [Receipt.Kind.CHARGE.value, Receipt.Kind.DISCOUNT.value, Receipt.Kind.DIFFERENCE.value]
RECEIVED = (
    Sort(
        "void_receipts",
        _("Void receipts"),
        partial(_receipts, which=Q(is_void=True)),
        partial(_to_receipts, is_void="true"),
    ),
    Sort(
        "charges",
        _("Charges, discounts and small differences"),
        partial(_receipts, which=Q(is_void=False, kind__in=_LET_GO)),
        nowhere,
    ),
    Sort(
        "unallotted",
        _("Receipts with money not allotted yet"),
        partial(_receipts, which=Q(is_void=False, amount__gt=F("allocated"))),
        partial(_to_receipts, is_unallocated="true"),
    ),
    PAST,
)
