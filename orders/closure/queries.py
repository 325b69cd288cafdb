"""What a closing would do, shown before it is done (SEMANTICS 3), and what stands in its way."""

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from orders.closure import rules
from orders.credit import exposure
from orders.order import due, queries, together
from orders.order.models import Order, OrderLine
from orders.order.states import Status, not_in_state
from orders.settlement import planning, sharing

ZERO = Decimal(0)


@dataclass(frozen=True)
class LinePreview:
    """A line that would be closed: ``remainder`` is let go, ``reserved`` given back to stock, ``amount`` no
    longer owed (order's currency; None for who may not see amounts)."""

    line_no: int
    product_code: str
    product_name: str
    unit: str
    ordered: Decimal
    shipped: Decimal
    remainder: Decimal
    reserved: Decimal
    amount: Decimal | None


@dataclass(frozen=True)
class PlanPreview:
    """A row of the payment plan before and after."""

    sequence: int
    is_advance: bool
    before: Decimal
    after: Decimal
    received: Decimal


@dataclass(frozen=True)
class ClosePreview:
    """What closing these lines does. Amounts are None for who may not see them.

    ``due_before`` / ``due_after``: owed for the order; ``overpaid``: received above what is then owed;
    ``credit_freed``: what the customer's exposure falls by, in the company's currency. ``obstacles`` say in
    words why it would be refused now.
    """

    order: Order
    lines: list[LinePreview]
    remainder: Decimal
    reserved: Decimal
    closes_order: bool
    due_before: Decimal | None
    due_after: Decimal | None
    received: Decimal | None
    overpaid: Decimal | None
    credit_freed: Decimal | None
    plan: list[PlanPreview]
    obstacles: list[str]


def preview_close(actor: User, order_id: int, line_nos: Collection[int] | None = None) -> ClosePreview:
    """What a short close of these lines (None: of all open ones) would do to remainder, reservations, credit,
    payment plan and order. Nothing is changed or locked.

    Raises NotFound (order or line), WrongState (the order is not effective, a line is closed already).
    """
    order = queries.get_order_by_id(actor=actor, order_id=order_id)
    if order.status != Status.EFFECTIVE:
        raise not_in_state(order.status, [Status.EFFECTIVE])
    lines = queries.lines_of(order)
    chosen = chosen_lines(lines, line_nos)
    after = [_closed(line) if line in chosen else line for line in lines]
    shows = not rights.effect(actor, "order.amount")
    owed_before, owed_after = due.amount_due(order, lines), due.amount_due(order, after)
    return ClosePreview(
        order=order,
        lines=[_line(line, shows, due.is_charged(order)) for line in chosen],
        remainder=sum((line.open for line in chosen), ZERO),
        reserved=sum((line.reserved for line in chosen), ZERO),
        closes_order=all(rules.is_closed(line) for line in after),
        due_before=owed_before if shows else None,
        due_after=owed_after if shows else None,
        received=order.received_amount if shows else None,
        overpaid=max(ZERO, order.received_amount - owed_after) if shows else None,
        credit_freed=_freed(order, lines, after) if not rights.effect(actor, "customer.credit") else None,
        plan=_plan(order, owed_after) if shows else [],
        obstacles=obstacles(order, chosen),
    )


@dataclass(frozen=True)
class OrderPreview:
    """An order among many that would be closed: ``lines`` still open, ``amount`` no longer owed (order's currency;
    None for who may not see amounts), ``obstacles`` in words, empty when nothing stands in the way."""

    order: Order
    lines: int
    amount: Decimal | None
    obstacles: list[str]


def preview_each(actor: User, order_ids: Collection[int]) -> list[OrderPreview]:
    """What closing each of these orders would do, as far as ``actor`` sees them, in a constant number of statements.
    An order that is not effective says so among its obstacles."""
    orders = list(queries.list_orders(actor).filter(pk__in=order_ids).order_by("pk"))
    lines = together.lines_by_order([order.pk for order in orders])
    shows = not rights.effect(actor, "order.amount")
    noticed = _noticed([line for found in lines.values() for line in found if line.drafted])
    return [_preview(order, lines[order.pk], shows, noticed.get(order.pk, [])) for order in orders]


def _preview(order: Order, lines: Sequence[OrderLine], shows: bool, notices: Sequence[str]) -> OrderPreview:
    opened = [line for line in lines if not rules.is_closed(line)]
    if order.status != Status.EFFECTIVE:
        return OrderPreview(order, len(opened), None, [str(not_in_state(order.status, [Status.EFFECTIVE]).message)])
    after = [_closed(line) if line in opened else line for line in lines]
    amount = due.amount_due(order, lines) - due.amount_due(order, after) if shows else None
    return OrderPreview(order, len(opened), amount, [*_frozen(order, opened), *_on_notices(notices)])


def chosen_lines(lines: Sequence[OrderLine], line_nos: Collection[int] | None) -> list[OrderLine]:
    """The lines with these numbers and the gifts that go with them, or all open ones. Raises NotFound for a number
    that is not there and WrongState when one of them is closed already, or none is open."""
    if line_nos is None:
        chosen = [line for line in lines if not rules.is_closed(line)]
        if not chosen:
            raise errors.WrongState(_("Every line is closed already."), possible=["line_reopen"])
        return chosen
    chosen = [line for line in lines if line.line_no in line_nos]
    if len(chosen) != len(set(line_nos)):
        raise errors.NotFound()
    for line in chosen:
        if rules.is_closed(line):
            text = _("Line %(line)s is closed already (%(closure)s).")
            words = {"line": line.line_no, "closure": line.get_closure_display()}
            raise errors.WrongState(text % words, status=str(line.closure), possible=["line_reopen"])
    return [*chosen, *rules.gifts_along(lines, chosen)]


def obstacles(order: Order, lines: Iterable[OrderLine]) -> list[str]:
    """Why these lines cannot be closed just now, in words: frozen, changing, or on delivery notices that the
    warehouse may be picking. Empty when nothing stands in the way."""
    lines = list(lines)
    return [*_frozen(order, lines), *_on_notices(_noticed([line for line in lines if line.drafted]).get(order.pk, ()))]


def _frozen(order: Order, lines: Iterable[OrderLine]) -> list[str]:
    found = []
    if order.is_frozen:
        found.append(_("The order is frozen: %(reason)s") % {"reason": order.freeze_reason})
    for line in lines:
        if line.is_changing:
            found.append(_("A change of line %(line)s is being decided.") % {"line": line.line_no})
        if line.is_frozen:
            text = _("Line %(line)s is frozen: %(reason)s")
            found.append(text % {"line": line.line_no, "reason": line.freeze_reason})
    return found


def _on_notices(numbers: Sequence[str]) -> list[str]:
    if not numbers:
        return []
    text = _("Goods are on delivery notices: %(documents)s. Void or audit them first.")
    return [text % {"documents": ", ".join(numbers)}]


def _noticed(lines: Collection[OrderLine]) -> dict[int, list[str]]:
    """Numbers of the delivery notices that these lines stand on, by order."""
    if not lines:
        return {}
    drafts = OrderLine.objects.filter(pk__in=[line.pk for line in lines], outbound_lines__document__status="DRAFT")
    found: dict[int, set[str]] = {}
    for order_id, number in drafts.values_list("order_id", "outbound_lines__document__number"):
        found.setdefault(order_id, set()).add(number)
    return {order_id: sorted(numbers) for order_id, numbers in found.items()}


def _closed(line: OrderLine) -> OrderLine:
    shadow = copy(line)
    rules.close_short(shadow)
    return shadow


def _line(line: OrderLine, shows: bool, is_charged: bool) -> LinePreview:
    let_go = due.line_due(line) - due.line_due(_closed(line)) if is_charged else ZERO
    return LinePreview(
        line_no=line.line_no,
        product_code=line.product_code,
        product_name=line.product_name,
        unit=line.unit,
        ordered=line.ordered,
        shipped=line.shipped,
        remainder=line.open,
        reserved=line.reserved,
        amount=let_go if shows else None,
    )


def _freed(order: Order, before: Sequence[OrderLine], after: Sequence[OrderLine]) -> Decimal:
    shadow = copy(order)
    if all(rules.is_closed(line) for line in after):
        shadow.status = Status.CLOSED
    return exposure.terms_of(order, before).total - exposure.terms_of(shadow, after).total


def _plan(order: Order, owed: Decimal) -> list[PlanPreview]:
    rows = planning.rows_of([order.pk])[order.pk]
    if not rows:
        return []
    amounts = sharing.follow(owed, [row.percent for row in rows], [row.received for row in rows])
    return [
        PlanPreview(row.sequence, row.is_advance, row.amount, amount, row.received)
        for row, amount in zip(rows, amounts, strict=True)
    ]
