"""What is to come moved, or is late: promises that counted on it and can no longer be met get a new day, and their
people hear of it (SEMANTICS 10). What can still be met stays as it was said."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, events
from common.operation import operation
from common.rows import update_rows
from orders.order import derive, together
from orders.order.models import Order, OrderLine
from orders.order.watchers import watchers
from orders.promise import kits, outlook, promising, queries, reserving
from orders.promise.availability import Flow, Want, in_turn
from orders.promise.outlook import Outlook
from orders.promise.promising import Made
from orders.promise.proposing import propose_many
from products.catalogue.choices import SupplyMode
from products.stock import queries as stock
from products.stock.supply.news import Change

ZERO = Decimal(0)
Plans = dict[int, dict[date, Decimal]]  # product → day → what was to come on it


def replan(*, actor: User, changes: Sequence[Change], at: datetime) -> None:
    """Planned receipts changed. Fills ``products.stock.replanned``: orders are locked here, before stock rows."""
    worse = [one for one in changes if one.is_worse]
    if not worse:
        return
    before = _plans({one.product_id for one in worse})
    for one in worse:
        days = before[one.product_id]
        if one.before:
            days[one.before] = days.get(one.before, ZERO) + one.open_before
        if one.after:
            days[one.after] = days.get(one.after, ZERO) - one.open_after
    _keep(before, actor=actor, at=at)


def recheck_overdue(at: datetime) -> int:
    """Every night: what should have come by now is counted on later, a product at a time. Returns how many lines got
    another day."""
    found = sorted(stock.overdue_products(dates.business_day(at)))
    return sum(recheck_product(actor=people.system_user(), product_id=pk, at=at) for pk in found)


@operation
def recheck_product(*, actor: User, product_id: int, at: datetime) -> int:
    """Give the lines new days that counted on a receipt of this product that is late; returns how many."""
    return _keep(_plans({product_id}), actor=actor, at=at)


def _plans(product_ids: Collection[int]) -> Plans:
    found: Plans = {pk: {} for pk in product_ids}
    for row in stock.supply_by_date(product_ids):
        found[row.product_id][row.date] = row.quantity
    return found


def _keep(before: Plans, *, actor: User, at: datetime) -> int:
    """Lines that what was to come ``before`` would have covered in time, and what is to come now does not, are promised
    anew; returns how many."""
    today = dates.business_day(at)
    orders = together.lock_orders(set(_waiting(before).values_list("order_id", flat=True)))
    lines = together.lines_by_order(orders)
    waiting = _still_waiting(before, orders, lines)
    needed = {*before, *(line.product_id for line in waiting), *kits.product_ids(waiting)}
    seen = outlook.of(needed, today, apart_from=[line.pk for line in waiting])
    late = [line for pk in sorted(before) for line in _broken(seen[pk], before[pk], waiting)]
    broken = list(dict.fromkeys(late))  # a kit may wait for two of these products
    made = [
        promising.set_day(line, found)
        for line, found in zip(broken, propose_many(broken, today, seen), strict=True)
        if line.promised_date is None or line.promised_date < found.arrival
    ]
    promising.write(made, actor=actor, at=at)
    update_rows([one.line for one in made], promising.COLUMNS)
    moved = [orders[pk] for pk in sorted({one.line.order_id for one in made})]
    for order in moved:
        derive.derive(order, lines[order.pk])
        _tell(order, [one for one in made if one.line.order_id == order.pk], actor, at)
    together.save_orders(moved, at)
    return len(made)


def _waiting(product_ids: Collection[int]) -> QuerySet[OrderLine]:
    return queries.short_lines().filter(queries.asking_for(product_ids)).exclude(supply_mode=SupplyMode.MAKE)


def _still_waiting(
    product_ids: Collection[int], orders: Mapping[int, Order], lines: Mapping[int, Sequence[OrderLine]]
) -> list[OrderLine]:
    """The lines under lock that wait for these products, the most urgent first."""
    found = []
    kits.load(line for mine in lines.values() for line in mine)
    for order in orders.values():
        for line in lines[order.pk]:
            line.order = order
            waits = line.supply_mode != SupplyMode.MAKE and not kits.product_ids([line]).isdisjoint(product_ids)
            if waits and not order.is_frozen and reserving.missing(line):
                found.append(line)
    return sorted(found, key=queries.urgency)


def _broken(seen: Outlook, before: Mapping[date, Decimal], waiting: Sequence[OrderLine]) -> list[OrderLine]:
    """The lines of a product whose goods come later than they would have, and too late."""
    mine = [line for line in waiting if kits.pieces_of(line, seen.product_id)]
    wants = [Want(line.pk, reserving.missing(line) * kits.pieces_of(line, seen.product_id)) for line in mine]
    then = [Flow(day, quantity) for day, quantity in before.items() if quantity > ZERO]
    was = in_turn(seen.free, then, wants, seen.today, seen.horizon)
    now = in_turn(seen.free, seen.supply, wants, seen.today, seen.horizon)
    return [line for line in mine if _is_later(now[line.pk], was[line.pk]) and _is_too_late(line, now[line.pk])]


def _is_later(now: date | None, was: date | None) -> bool:
    return was is not None and (now is None or now > was)


def _is_too_late(line: OrderLine, day: date | None) -> bool:
    due = line.promised_ship_date or line.promised_date
    return due is None or day is None or day > due


def _tell(order: Order, made: Sequence[Made], actor: User, at: datetime) -> None:
    numbers = ", ".join(str(one.line.line_no) for one in made)
    events.record("order.promised", order, at=at, lines=numbers, cause="supply")
    inbox.notify(
        watchers(order, but=actor),
        kind="order.late_supply",
        message=gettext_noop("%(order)s: goods for lines %(lines)s come later than planned; the new day is %(day)s."),
        parameters={"order": str(order), "lines": numbers, "day": max(one.arrival for one in made).isoformat()},
        subject=order,
        at=at,
    )
