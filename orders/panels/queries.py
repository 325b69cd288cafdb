"""The reads of what orders show on other pages: cards of the home page, panels, search, counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts import policies as rights
from orders.approval import queries as approval
from orders.fulfilment import queries as fulfilment
from orders.lifecycle.notices import lines_concerning
from orders.order import policies, queries, search
from orders.order.models import OrderLine
from orders.order.states import Closure, Fulfilment, Status
from orders.promise import queries as promise
from orders.promise.models import Reservation
from orders.settlement import queries as settlement

SHOWN = 7
PANEL = 20
NEW_FOR = timedelta(days=3)


def sees_money(user: Any) -> bool:
    """Whether ``user`` sees prices and amounts of orders."""
    return "total_amount" not in policies.hidden_columns(user)


def is_order_of(*, actor: Any, customer_id: int, number: str) -> bool:
    """Whether a number is that of an order of the customer that ``actor`` may see."""
    return queries.list_orders(actor).filter(customer_id=customer_id, number=number).exists()


def waiting_approvals(user: Any) -> list[tuple[Any, Any]]:
    """(step, order) of what waits for the person's decision, most urgent first."""
    steps = list(approval.waiting_for(user).filter(request__subject_type="orders.order")[:SHOWN])
    orders = queries.all_for_rule().select_related("customer")
    found = orders.in_bulk([step.request.subject_id for step in steps])
    return [(step, found[step.request.subject_id]) for step in steps if step.request.subject_id in found]


def sent_back(user: Any) -> QuerySet:
    """The person's drafts that carry a rejection."""
    return _drafts(user).filter(is_rejected=True)


def drafts(user: Any) -> QuerySet:
    """The person's other drafts."""
    return _drafts(user).filter(is_rejected=False)


def _drafts(user: Any) -> QuerySet:
    mine = Q(created_by=user) | Q(salesperson=user) | Q(executing_owner=user)
    return queries.list_orders(user).filter(mine, status=Status.DRAFT).order_by("-updated_at", "-pk")


def new_for_department(user: Any, at: datetime) -> QuerySet:
    """What took effect in the last days and brings work to the person's department, the newest first (R071)."""
    effective = queries.list_orders(user).filter(status=Status.EFFECTIVE, effective_at__gte=at - NEW_FOR)
    which = lines_concerning(user.department.kind if user.department else "")
    if which is None:
        return effective.none()
    lines = OrderLine.objects.filter(order=OuterRef("pk"), **which)
    return effective.filter(Exists(lines)).order_by("-effective_at", "-pk")


def _undelivered(user: Any) -> QuerySet:
    effective = queries.list_orders(user).filter(status=Status.EFFECTIVE)
    return effective.exclude(fulfilment=Fulfilment.FULL).order_by("promised_date", "pk")


def late(user: Any, today: date) -> QuerySet:
    """Orders that should have been delivered, the longest late first."""
    return _undelivered(user).filter(promised_date__lt=today)


def due_today(user: Any, today: date) -> QuerySet:
    """Orders that are promised for today."""
    return _undelivered(user).filter(promised_date=today)


def overdue(user: Any, today: date) -> QuerySet:
    """Orders with a payment past its day, the longest overdue first."""
    orders = queries.list_orders(user).filter(next_due_date__lt=today).exclude(status=Status.VOID)
    return orders.order_by("next_due_date", "pk")


def unallocated(user: Any) -> QuerySet:
    """Receipts with money that is not allocated, oldest first."""
    rows = settlement.list_receipts(user).filter(is_void=False, allocated__lt=F("amount"))
    return rows.order_by("received_date", "pk")


def notices(user: Any) -> QuerySet:
    """Delivery notices that wait for their audit, by the day planned."""
    rows = fulfilment.list_documents(user).filter(status="DRAFT")
    return rows.order_by(F("planned_ship_date").asc(nulls_last=True), "pk")


# --- panels -----------------------------------------------------------------------------------


def orders_of_customer(user: Any, customer_id: int) -> list[Any]:
    """The newest orders of a customer, as far as ``user`` sees them."""
    rows = queries.list_orders(user).filter(customer_id=customer_id).order_by("-order_date", "-pk")
    return list(rows[:PANEL])


def open_lines_of_product(user: Any, product_id: int) -> list[OrderLine]:
    """Open lines of effective orders that ask for a product, by itself or in kits that count their components, by the
    day promised."""
    lines = OrderLine.objects.filter(
        Q(product_id=product_id) | promise.asking_for([product_id]),
        order__in=policies.visible_to(user).values("pk"),
        order__status=Status.EFFECTIVE,
        closure=Closure.OPEN,
    )
    lines = lines.select_related("order", "order__customer")
    return list(lines.order_by(F("promised_date").asc(nulls_last=True), "pk")[:PANEL])


@dataclass(frozen=True)
class Holder:
    """Who holds goods in stock: the line, None for one of an order that the reader may not see."""

    warehouse: str
    quantity: Decimal
    line: OrderLine | None


def holders_of_product(user: Any, product_id: int) -> list[Holder]:
    """What of a product is held, the most first; orders that ``user`` may not see count without their names, together
    for each warehouse. Nothing for who may not see stock."""
    if not rights.can(user, "stock.view"):
        return []
    rows = Reservation.objects.filter(stock_row__product_id=product_id).order_by("-quantity", "pk")
    rows = rows.select_related("stock_row__warehouse", "line__order__customer")
    theirs = policies.visible_to(user).filter(lines__reservations__stock_row__product_id=product_id)
    visible = set(theirs.values_list("pk", flat=True))
    found: list[Holder] = []
    others: dict[str, Decimal] = {}
    for row in rows:
        place = str(row.stock_row.warehouse)
        if row.line.order_id in visible:
            found.append(Holder(place, row.quantity, row.line))
        else:
            others[place] = others.get(place, Decimal(0)) + row.quantity
    return found + [Holder(place, quantity, None) for place, quantity in sorted(others.items())]


# --- navigation and search --------------------------------------------------------------------

COUNTED = 999


def count(rows: QuerySet) -> int:
    """How many, at most COUNTED + 1: a number beside a link need not be dear."""
    return rows.select_related(None).order_by()[: COUNTED + 1].count()


def count_open(user: Any) -> int:
    """Orders in progress."""
    open_states = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)
    return count(queries.list_orders(user).filter(status__in=open_states))


def count_notices(user: Any) -> int | None:
    """Delivery notices to audit, for who audits them."""
    return count(notices(user)) if rights.can(user, "outbound.audit") else None


def count_unallocated(user: Any) -> int | None:
    """Receipts to allocate, for who allocates them."""
    return count(unallocated(user)) if rights.can(user, "receipt.allocate") else None


def find_orders(user: Any, text: str, limit: int) -> list[Any]:
    """Orders that ``text`` finds, newest first."""
    return list(search.search_orders(queries.list_orders(user), text).order_by("-order_date", "-pk")[:limit])
