"""The payment plan of an order: made when it takes effect, following the amount that is really due.

Called by other rooms' operations under the order's lock; plan rows are reached only under it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from common import errors, operation
from common.dates import business_day
from common.rows import insert_rows, read_rows, update_rows
from customers.models import PaymentTermRow
from orders.order import due
from orders.order.loading import columns
from orders.order.models import Order, OrderLine
from orders.settlement import amounts, dates, sharing
from orders.settlement.models import PlanRow

Basis = PaymentTermRow.Basis
_COPIED = ("percent", "is_advance", "basis", "days", "from_month_end", "control", "allowed_shortfall")
_WHOLE = PaymentTermRow(sequence=1, percent=Decimal(100), basis=Basis.ORDER)


_TERMS = (
    f"SELECT {columns(PaymentTermRow, 'r')},"
    " EXISTS (SELECT FROM orders_planrow p WHERE p.order_id = %(order)s) AS has_rows"
    " FROM customers_paymenttermrow r WHERE r.term_id = %(term)s ORDER BY r.sequence"
)


@dataclass(frozen=True)
class Moved:
    """Money that came to stand on another row of the plan."""

    was: PlanRow
    into: PlanRow
    amount: Decimal


def make_plan(order: Order, at: datetime) -> list[PlanRow]:
    """Make the plan of an order that takes effect at ``at``: a row per row of its payment terms, amounts by
    largest remainder; without terms one row, all due on that day; none where the type is not paid for. Sets
    ``next_due_date`` (does not save).

    Raises Conflict when a plan stands already.
    """
    operation.current()
    found = read_rows(PaymentTermRow, _TERMS, {"term": order.payment_term_id, "order": order.pk})
    has_rows = any(row.__dict__["has_rows"] for row in found) if found else _of(order).exists()
    retired = {row.sequence: row for row in _of(order)} if has_rows else {}
    if any(row.percent for row in retired.values()):
        raise errors.Conflict(code="plan_exists")
    rows = _plan(order, found, at, retired)
    insert_rows([row for row in rows if row.pk is None])
    update_rows([row for row in rows if row.sequence in retired], ["amount", "due_date", *_COPIED])
    note(order, rows)
    return rows


def _of(order: Order) -> QuerySet[PlanRow]:
    return PlanRow.objects.filter(order=order)


def make_plans(moments: Sequence[tuple[Order, datetime]]) -> None:
    """The same for many new orders and the moments they take effect (a take-over): two statements."""
    operation.current()
    terms: dict[int | None, list[PaymentTermRow]] = {}
    for term in PaymentTermRow.objects.filter(term__in={order.payment_term_id for order, _at in moments}):
        terms.setdefault(term.term_id, []).append(term)
    made: list[PlanRow] = []
    for order, at in moments:
        rows = _plan(order, terms.get(order.payment_term_id, []), at, {})
        note(order, rows)
        made += rows
    insert_rows(made)


def _plan(order: Order, found: Sequence[PaymentTermRow], at: datetime, retired: Mapping[int, PlanRow]) -> list[PlanRow]:
    """Plan rows by the rows of the terms, in ``retired`` ones where they stand; none where the type is not paid
    for. Saves nothing."""
    if not due.is_charged(order):
        return []
    terms: list[PaymentTermRow] = [*found] or [_WHOLE]
    parts = sharing.shares(order.total_amount, [row.percent for row in terms])
    rows = []
    for sequence, (term, amount) in enumerate(zip(terms, parts, strict=True), start=1):
        row = retired.get(sequence) or PlanRow(order=order, sequence=sequence)
        row.amount = amount
        row.due_date = _due(term, business_day(at)) if term.basis == Basis.ORDER else None
        for name in _COPIED:
            setattr(row, name, getattr(term, name))
        rows.append(row)
    return rows


def change_terms(order: Order, lines: Iterable[OrderLine]) -> tuple[list[PlanRow], list[Moved]]:
    """Make the plan of an effective order anew by the payment terms that it has now, row by row: money stays on the
    row it was received for, and that of rows which the new terms do not have moves to those that stay
    (``sharing.regather``). Rows counted from the order count from the day it took effect; the others get their days by
    ``set_due_dates``. Sets what the order says of them (does not save it).

    Returns the rows, and what moved: the caller lets its allocations follow (``operations.moving``).
    """
    operation.current()
    rows = {row.sequence: row for row in _of(order)}
    found = list(PaymentTermRow.objects.filter(term=order.payment_term_id).order_by("sequence"))
    if not due.is_charged(order) or order.effective_at is None:
        return list(rows.values()), []
    made = _plan(order, found, order.effective_at, rows)
    beyond = [row for row in rows.values() if row not in made]
    total = due.amount_due(order, lines)
    moved = _gather(total, made, sorted((row for row in beyond if row.received), key=lambda row: row.sequence))
    _take_out(PlanRow.objects.filter(pk__in=[row.pk for row in beyond]))
    wanted = sharing.follow(total, [row.percent for row in made], [row.received for row in made])
    for row, amount in zip(made, wanted, strict=True):
        row.amount = amount
    insert_rows([row for row in made if row.pk is None])
    update_rows([row for row in made if row.sequence in rows], ["amount", "received", "due_date", *_COPIED])
    note(order, made)
    return made, moved


def _gather(total: Decimal, made: Sequence[PlanRow], going: Sequence[PlanRow]) -> list[Moved]:
    """Let the rows that stay take the money of those that go (saves nothing)."""
    received, freed = [row.received for row in made], [row.received for row in going]
    found = sharing.regather(total, [row.percent for row in made], received, freed) if freed else []
    moved = [
        Moved(was, row, part)
        for was, parts in zip(going, found, strict=True)
        for row, part in zip(made, parts, strict=True)
    ]
    for one in moved:
        one.into.received += one.amount
    return [one for one in moved if one.amount]


def drop_plan(order: Order) -> None:
    """Take the plan away when an order goes back to draft or is void. Raises AlreadyExecuted when money stands
    on it. Rows that money once stood on are retired (nothing, 0 %), for its history points to them."""
    operation.current()
    rows = _of(order)
    if rows.filter(received__gt=0).exists():
        raise errors.AlreadyExecuted()
    _take_out(rows)
    note(order, [])


def _take_out(rows: QuerySet[PlanRow]) -> None:
    """Rows that money once stood on are retired, the others go."""
    rows.filter(allocations=None).delete()
    rows.update(percent=0, amount=0, received=0, due_date=None, is_advance=False, control=PaymentTermRow.Control.NONE)


def rows_of(order_ids: Iterable[int]) -> dict[int, list[PlanRow]]:
    """The plan rows of orders that the caller has locked, by order, in their sequence. One statement."""
    found: dict[int, list[PlanRow]] = {order_id: [] for order_id in order_ids}
    rows = PlanRow.objects.filter(order_id__in=found, percent__gt=0)  # 0 %: retired
    for row in rows.order_by("order_id", "sequence"):
        found[row.order_id].append(row)
    return found


def follow(order: Order, lines: Iterable[OrderLine], rows: Sequence[PlanRow] | None = None) -> list[PlanRow]:
    """Bring the plan in line with what is really due for the order (``order.due``), keeping what was
    received on each row, and set the order's ``received_amount`` and ``next_due_date`` (does not save it).

    A short-closed remainder leaves the plan, a reopened one comes back. When more was received than is due
    the rows shrink to what was received and the order is overpaid. Idempotent. Returns the rows changed.
    """
    rows = rows_of([order.pk])[order.pk] if rows is None else rows
    changed = []
    if rows:
        total = due.amount_due(order, lines)
        wanted = sharing.follow(total, [row.percent for row in rows], [row.received for row in rows])
        for row, amount in zip(rows, wanted, strict=True):
            if row.amount != amount:
                row.amount = amount
                changed.append(row)
        update_rows(changed, ["amount"])
    note(order, rows)
    return changed


def set_due_dates(order: Order, basis: str, day: date | None, rows: Sequence[PlanRow] | None = None) -> None:
    """Date the plan rows counted from ``basis`` (SHIP, SIGN, INVOICE): ``day`` is the latest day on which it
    happened, None when it did not (any more). Sets the order's ``next_due_date`` (does not save it).

    With partial deliveries the row's day moves with the latest one: it is one sum, and no part of it is
    asked for goods that were still in the house.
    """
    rows = rows_of([order.pk])[order.pk] if rows is None else rows
    update_rows(_date(order, basis, day, rows), ["due_date"])


def date_many(dated: Iterable[tuple[Order, date | None, Sequence[PlanRow]]], basis: str) -> None:
    """The same for the plans of many orders at once: (order, day, its rows); one statement."""
    update_rows([row for order, day, rows in dated for row in _date(order, basis, day, rows)], ["due_date"])


def _date(order: Order, basis: str, day: date | None, rows: Sequence[PlanRow]) -> list[PlanRow]:
    """Date the rows and note it on the order; returns those that changed (saves nothing)."""
    changed = []
    for row in rows:
        wanted = _due(row, day) if day else None
        if row.basis == basis and row.due_date != wanted:
            row.due_date = wanted
            changed.append(row)
    note(order, rows)
    return changed


def note(order: Order, rows: Iterable[PlanRow]) -> None:
    """Write onto the order what its plan says; ``order.derive`` builds on it (does not save)."""
    rows = list(rows)
    order.received_amount = amounts.received(rows)
    order.next_due_date = amounts.next_due(rows)


def _due(row: PlanRow | PaymentTermRow, day: date) -> date:
    return dates.due_date(day, row.days, row.from_month_end)
