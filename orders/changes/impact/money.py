"""What a change does to the money of its order: amounts, margin, plan of payments, invoices, prices."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from decimal import Decimal

from customers.models import PaymentTermRow
from orders.changes.impact.sheet import ZERO, Billed, Hint, Money, MovedMoney, Pair, PlanPart, Share, total
from orders.changes.projecting import Projection
from orders.invoicing.queries.billable import billed_of, numbers_of
from orders.order import due, margins
from orders.order.models import Order, OrderLine
from orders.order.risks import Kind, Risk
from orders.settlement import sharing
from orders.settlement.models import PlanRow
from orders.validity import queries as validity

# of the checks of entry those that tell of a price or a quantity; days are told by the promise
PRICE_CHECKS = frozenset(
    {
        Kind.BELOW_FLOOR,
        Kind.BELOW_COST,
        Kind.DISCOUNT_OVER,
        Kind.PRICE_OFF_LAST,
        Kind.PACK_MULTIPLE,
        Kind.BELOW_MINIMUM,
        Kind.PRODUCT_INACTIVE,
    }
)


def of(projection: Projection) -> Money:
    """The money of an order before and after. A constant number of statements."""
    was, order = projection.was, projection.order
    plan, advance, moved = plan_parts(projection)
    after = due.amount_due(order, projection.lines)
    return Money(
        currency=order.currency_id,
        total=Pair(was.total_amount, order.total_amount),
        tax=Pair(was.tax_amount, order.tax_amount),
        net=Pair(was.net_amount, order.net_amount),
        due=Pair(due.amount_due(was, projection.before), after),
        advance=advance,
        overpaid=max(ZERO, order.received_amount - after),
        margin=Pair(_margin(was, projection.before), _margin(order, projection.lines)),
        plan=plan,
        billed=billed_above(projection),
        shares=shares_moved(projection),
        moved=moved,
    )


def _margin(order: Order, lines: Iterable[OrderLine]) -> Decimal:
    return total(margins.line_margins(order, lines).values())


def plan_parts(projection: Projection) -> tuple[list[PlanPart], Pair, list[MovedMoney]]:
    """The rows of the plan before and after, as ``settlement.planning`` follows a change: money stays on the row it was
    received for, where there is one; what of the advance payments is not received yet; and the money that moves."""
    order = projection.order
    rows = {row.sequence: row for row in PlanRow.objects.filter(order_id=order.pk, percent__gt=0)}
    then = _terms(order) if projection.was.payment_term_id != order.payment_term_id else dict(rows)
    places, wanted = sorted(then), due.amount_due(order, projection.lines)
    percents = [then[place].percent for place in places]
    stands = {place: rows[place].received if place in rows else ZERO for place in places}
    moved = _moving(rows, wanted, percents, stands)
    for one in moved:
        stands[one.now] += one.amount
    after = dict(zip(places, sharing.follow(wanted, percents, [*stands.values()]) if then else [], strict=True))
    parts = [_part(rows.get(place), then.get(place), after.get(place, ZERO)) for place in sorted({*rows, *then})]
    still = [
        max(ZERO, one.amount.after - stands[one.sequence]) for one in parts if one.sequence in then and one.is_advance
    ]
    owed = [row.amount - row.received for row in rows.values() if row.is_advance]
    return parts, Pair(total(owed), total(still)), moved


def _moving(
    rows: Mapping[int, PlanRow], wanted: Decimal, percents: Sequence[Decimal], stands: Mapping[int, Decimal]
) -> list[MovedMoney]:
    """Money of rows that go; ``stands``: what was received on each that stays."""
    going = [rows[place] for place in sorted(rows) if place not in stands and rows[place].received]
    found = sharing.regather(wanted, percents, [*stands.values()], [row.received for row in going]) if stands else []
    return [
        MovedMoney(row.sequence, place, part)
        for row, parts in zip(going, found, strict=bool(stands))
        for place, part in zip(stands, parts, strict=True)
        if part
    ]


def _terms(order: Order) -> dict[int, PlanRow | PaymentTermRow]:
    """The rows that other payment terms make; none where nothing is charged."""
    if not due.is_charged(order):
        return {}
    found = list(PaymentTermRow.objects.filter(term_id=order.payment_term_id).order_by("sequence"))
    whole = PaymentTermRow(sequence=1, percent=Decimal(100), basis=PaymentTermRow.Basis.ORDER)
    return dict(enumerate(found or [whole], 1))


def _part(was: PlanRow | None, then: PlanRow | PaymentTermRow | None, after: Decimal) -> PlanPart:
    row = then if then is not None else was
    assert row is not None  # it stands on one of the sides
    return PlanPart(
        sequence=row.sequence,
        percent=row.percent,
        is_advance=row.is_advance,
        control=str(row.control),
        amount=Pair(was.amount if was else ZERO, after),
        received=was.received if was else ZERO,
        due_date=was.due_date if was else None,
    )


def billed_above(projection: Projection) -> list[Billed]:
    """The lines of which more is invoiced than they would cost: their invoices have to be credited in part."""
    after = {line.pk: line for line in projection.lines}
    before = [line for line in projection.before if line.invoiced]
    worth = billed_of([line.pk for line in before]) if before else {}
    above = []
    for line in before:
        then = after.get(line.pk)
        owed = due.line_worth(then) if then is not None else ZERO
        if line.pk in worth and worth[line.pk].amount > owed:
            above.append((line, worth[line.pk].amount, owed))
    numbers = numbers_of([line.pk for line, _billed, _owed in above]) if above else {}
    return [Billed(line.line_no, billed, owed, numbers.get(line.pk, [])) for line, billed, owed in above]


def shares_moved(projection: Projection) -> list[Share]:
    """The invoiced lines whose share of the reduction moves, be it by a cent: their invoices say another one."""
    after = {line.pk: line for line in projection.lines}
    pairs = [(line, after[line.pk]) for line in projection.before if line.invoiced and line.pk in after]
    moved = [(was, line) for was, line in pairs if was.reduction != line.reduction and was.amount == line.amount]
    numbers = numbers_of([was.pk for was, _line in moved]) if moved else {}
    return [
        Share(was.line_no, due.line_worth(was), due.line_worth(line), numbers.get(was.pk, [])) for was, line in moved
    ]


def hints(projection: Projection, on: date) -> list[Hint]:
    """What the checks of entry find about prices and quantities of the changed lines, new findings marked."""
    changed = [line for line in projection.lines if line.line_no in projection.touched and _knows_product(line)]
    if not changed:
        return []
    known = {(one.line_no, one.kind) for one in _found(projection.was, _former(projection, changed), on)}
    return [
        Hint(one.line_no, one.kind, one.figure, one.unit, (one.line_no, one.kind) not in known)
        for one in _found(projection.order, changed, on)
    ]


def _found(order: Order, lines: Sequence[OrderLine], on: date) -> list[Risk]:
    found = validity.findings(order, lines, on, only=PRICE_CHECKS) if lines else []
    return [one.risk for one in found if one.risk.line_no]


def _knows_product(line: OrderLine) -> bool:
    return "product" in line._state.fields_cache


def _former(projection: Projection, changed: Iterable[OrderLine]) -> list[OrderLine]:
    """The same lines as they are, where they are of the same product, which is at hand already."""
    found = []
    for line in changed:
        was = projection.former(line.line_no)
        if was is not None and was.product_id == line.product_id:
            then = copy(was)
            then._state = copy(was._state)
            then._state.fields_cache = {**was._state.fields_cache, "product": line.product}
            found.append(then)
    return found
