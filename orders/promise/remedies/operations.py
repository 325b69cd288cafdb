"""Choosing what is done about a line that lacks goods, and where its goods come from (R119–R124)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, errors, events
from common.operation import operation
from common.rows import update_rows
from orders.entry import replacing
from orders.order import derive, policies, queries, scheduling, writing
from orders.order.models import Order, OrderLine
from orders.order.scheduling import Part
from orders.order.states import Closure, Status, not_in_state
from orders.promise import promising, proposing, reserving
from orders.promise.allocation import operations as allocation
from orders.promise.models import PromiseEntry
from orders.promise.remedies import options
from orders.promise.remedies.options import Kind, Option
from products.catalogue.choices import SupplyMode

SAVED = ("reserved", "supply_mode", *promising.COLUMNS)


@operation
def choose(
    *,
    actor: User,
    order_id: int,
    line_no: int,
    option: str,
    token: str,
    at: datetime,
    version: int | None = None,
) -> Order:
    """Do what was chosen of the options for a line, as it was shown.

    In a draft the customer's days or the product change; on an effective order the promise does, with an entry in the
    book, and what was approved stays. Raises NotFound, NotAllowed, WrongState (submitted, frozen, closed), Stale (the
    order or the days changed since), Conflict (it cannot be chosen, in words), Invalid.
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.edit" if order.status == Status.DRAFT else "order.reserve", order)
    policies.require_not_frozen(order)
    today = dates.business_day(at)
    found = options.situation(actor, order, line_no, today)
    chosen = found.option(option)
    if chosen is None or chosen.token != token:
        raise errors.Stale(_("Stock or orders changed since this was worked out. Look at it again."), fields={})
    if chosen.why_not:
        raise errors.Conflict(chosen.why_not, code="not_possible")
    if order.status == Status.DRAFT:
        return _in_draft(order, found.line, chosen, actor, at)
    if order.status != Status.EFFECTIVE:
        raise not_in_state(order.status, [Status.DRAFT, Status.EFFECTIVE])
    return _on_effective(order, found.line, chosen, actor, at, today)


def _in_draft(order: Order, line: OrderLine, chosen: Option, actor: User, at: datetime) -> Order:
    if chosen.substitute is not None:
        return replacing.replace_product(
            actor=actor,
            order_id=order.pk,
            line_no=line.line_no,
            product_id=chosen.substitute.substitute_id,
            quantity=chosen.quantity,
            at=at,
        )
    fields = ["requested_date", "schedule", "supply_mode"]
    if chosen.kind == Kind.DIRECT:
        line.supply_mode = SupplyMode.DIRECT
    elif chosen.kind == Kind.SPLIT:
        scheduling.assign(line, [Part(day, quantity) for day, quantity in chosen.parts])
    else:
        scheduling.assign(line, [])
        line.requested_date = chosen.arrival
    update_rows([line], fields)
    writing.save(order, [], at)
    events.record("order.remedied", order, at=at, line_no=line.line_no, option=chosen.key)
    return order


def _on_effective(order: Order, line: OrderLine, chosen: Option, actor: User, at: datetime, today: date) -> Order:
    events.record("order.remedied", order, at=at, line_no=line.line_no, option=chosen.key)
    if chosen.kind == Kind.OTHERS:
        assert chosen.costs is not None
        allocation.take(actor=actor, line_id=line.pk, token=chosen.costs.token, at=at)
        return queries.get_order_by_id(actor=actor, order_id=order.pk)
    if chosen.kind == Kind.DIRECT:
        return _supply(order, line, SupplyMode.DIRECT, actor, at)
    desk = proposing.desk(order, [line], today)
    made = promising.set_day(line, desk.propose(line))
    entry = made.entry(actor, at)
    if chosen.kind == Kind.SPLIT:
        entry.parts = [
            {"date": day.isoformat(), "quantity": f"{quantity.normalize():f}"} for day, quantity in chosen.parts
        ]
        line.promised_date = entry.promised_date = chosen.arrival
    entry.save(force_insert=True)
    _save(order, [line], at)
    return order


@operation
def set_supply(
    *, actor: User, order_id: int, line_no: int, mode: str, at: datetime, version: int | None = None
) -> Order:
    """Say where the goods of an open line of an effective order come from; what it holds is given back, or held, as the
    new way asks, and a promise that can no longer be met gets a new day. In a draft it is part of the line.

    Raises NotFound, NotAllowed, WrongState (not effective, frozen, closed, goods on the way already), Stale, Invalid.
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.reserve", order)
    policies.require_not_frozen(order)
    if order.status != Status.EFFECTIVE:
        raise not_in_state(order.status, [Status.EFFECTIVE])
    if mode not in SupplyMode.values:
        raise errors.Invalid(fields={"mode": [_("Choose one of the list.")]})
    line = next((one for one in queries.lines_of(order) if one.line_no == line_no), None)
    if line is None or line.is_service:
        raise errors.NotFound()
    return order if line.supply_mode == mode else _supply(order, line, mode, actor, at)


def _supply(order: Order, line: OrderLine, mode: str, actor: User, at: datetime) -> Order:
    if line.closure != Closure.OPEN or line.is_frozen:
        raise errors.WrongState(_("The line is closed or frozen."), status=order.status)
    if line.shipped or line.drafted:
        raise errors.WrongState(_("Goods of the line are on the way already."), status=order.status)
    if mode != SupplyMode.STOCK:
        reserving.release_lines([line], at)
    line.supply_mode = mode
    reserving.reserve_lines(order, reserving.by_themselves([line]), at)
    promising.promise_lines(order, [line], actor=actor, at=at)
    _save(order, [line], at)
    events.record("order.supply_set", order, at=at, line_no=line.line_no, mode=mode)
    return order


def _save(order: Order, lines: list[OrderLine], at: datetime) -> None:
    update_rows(lines, SAVED)
    loaded = {line.pk: line for line in lines}
    every = [loaded.get(one.pk, one) for one in order.loaded_lines]
    writing.save(order, derive.derive(order, every), at)


@operation
def note_told(
    *, actor: User, order_id: int, at: datetime, line_nos: list[int] | None = None, version: int | None = None
) -> int:
    """Note that the customer was told the days in force, of all lines or of some. Returns how many it is new for.

    Raises NotFound, NotAllowed, Stale, Invalid for a line that the order does not have.
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.reserve", order)
    by_number = {one.line_no: one.pk for one in queries.lines_of(order)}
    if unknown := sorted(set(line_nos or ()) - by_number.keys()):
        text = _("The order has no line %(line)s.")
        raise errors.Invalid(fields={"lines": [text % {"line": one} for one in unknown]})
    lines = {by_number[one] for one in line_nos} if line_nos else set(by_number.values())
    latest: dict[int, PromiseEntry] = {}
    for entry in PromiseEntry.objects.filter(order=order, line_id__in=lines).order_by("id"):
        latest[entry.line_id or 0] = entry
    fresh = [entry for entry in latest.values() if not entry.is_told]
    for entry in fresh:
        entry.is_told, entry.told_by, entry.told_at = True, actor, at
    update_rows(fresh, ["is_told", "told_by", "told_at"])
    if fresh:
        writing.save(order, [], at)
        events.record("order.promise_told", order, at=at, lines=len(fresh))
    return len(fresh)
