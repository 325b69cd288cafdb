"""The dated options for a line that lacks goods, and what each costs other orders (R119, R120). Reads only.

Options are worked out over all rows; what they reveal of orders that the reader may not see is masked. Each has a
``token``: what is chosen is what was shown, or nothing.
"""

import hashlib
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from orders.order import policies, queries
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status
from orders.promise import chain, kits, proposing
from orders.promise.allocation import plans
from orders.promise.allocation.queries import Preview, shown
from orders.promise.chain import Link, Said
from products.catalogue import queries as catalogue
from products.catalogue.choices import SupplyMode
from products.catalogue.models import Substitute

ZERO = Decimal(0)


class Kind(models.TextChoices):
    """What can be done."""

    LATER = "LATER", _("All of it on a later day")
    SPLIT = "SPLIT", _("In parts")
    SUBSTITUTE = "SUBSTITUTE", _("Another product")
    OTHERS = "OTHERS", _("From other orders")
    DIRECT = "DIRECT", _("Direct from the supplier")


@dataclass(frozen=True)
class Option:
    """One way out. ``arrival`` of the last piece; ``parts`` by day of arrival; ``costs``: what it does to other orders,
    None where it takes nothing from anybody; ``why_not``: it cannot be chosen here."""

    kind: str
    key: str
    arrival: date
    parts: list[tuple[date, Decimal]]
    links: list[Link]
    substitute: Substitute | None = None
    quantity: Decimal = ZERO
    costs: Preview | None = None
    why_not: Any = ""

    @property
    def reasons(self) -> list[Said]:
        """Why that day, in words."""
        return chain.said(self.links)

    @property
    def label(self) -> Any:
        """What it is called."""
        return Kind(self.kind).label

    @property
    def token(self) -> str:
        """What was shown, as a short text."""
        told = [self.key, str(self.arrival), *(f"{day}:{quantity.normalize():f}" for day, quantity in self.parts)]
        told.append(self.costs.token if self.costs else "")
        return hashlib.sha256("|".join(told).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Situation:
    """A line and how it stands: what it lacks, the day that was asked for, and what can be done."""

    order: Order
    line: OrderLine
    short: Decimal
    asked: date | None
    options: list[Option] = field(default_factory=list)

    def option(self, key: str) -> Option | None:
        """The option with that key."""
        return next((one for one in self.options if one.key == key), None)


def situation(actor: User, order: Order, line_no: int, today: date) -> Situation:
    """What can be done about a line of an order the actor sees. Raises NotFound, WrongState (closed, or no goods that
    pass through our stock)."""
    lines = queries.lines_of(order)
    line = next((one for one in lines if one.line_no == line_no), None)
    if line is None:
        raise errors.NotFound()
    if line.closure != Closure.OPEN or order.status not in (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE):
        raise errors.WrongState(_("The line is closed."), status=order.status)
    if line.is_service or not order.order_type.ships:
        raise errors.WrongState(_("The line needs no goods."), status=order.status)
    wanted = line.open if order.status == Status.EFFECTIVE else line.ordered
    found = Situation(order, line, max(ZERO, wanted - line.reserved), proposing.last_requested(line))
    if order.status != Status.EFFECTIVE:
        kits.foresee([line])
    found.options.extend(_in_time(order, line, today))
    later = found.options[0].arrival
    found.options.extend(_substitutes(order, line, wanted, today))
    if order.status == Status.EFFECTIVE and line.needs_stock and not line.by_components:
        found.options.extend(one for one in _from_others(actor, line, today) if one.arrival < later)
    if line.needs_stock:
        found.options.extend(_direct(order, line, today))
    why_not = _why_not(actor, order)
    return _closed(found, why_not) if why_not else found


def _closed(found: Situation, why_not: Any) -> Situation:
    options = [Option(**{**vars(one), "why_not": one.why_not or why_not}) for one in found.options]
    return Situation(found.order, found.line, found.short, found.asked, options)


def _why_not(actor: User, order: Order) -> Any:
    """Why nothing can be chosen here and now; "" when something can."""
    if order.status == Status.SUBMITTED:
        return _("The order waits for approval: withdraw it to change it.")
    if order.is_frozen:
        return _("The order is frozen.")
    verb = "order.edit" if order.status == Status.DRAFT else "order.reserve"
    return "" if policies.can(actor, verb, order) else _("Your role does not include this.")


def holds_of(order: Order) -> list[Link]:
    """What holds an order back that is not approved yet."""
    return [] if order.status == Status.EFFECTIVE else [chain.plain(chain.APPROVAL)]


def _in_time(order: Order, line: OrderLine, today: date) -> list[Option]:
    desk = proposing.desk(order, [line], today, holds_of(order))
    found = desk.propose(line)
    parts = proposing.days_by_part(found, desk.way)
    options = [Option(Kind.LATER, Kind.LATER, found.arrival, [(found.arrival, line.open)], found.links)]
    if len(parts) > 1:
        options.append(Option(Kind.SPLIT, Kind.SPLIT, parts[-1][0], parts, found.links))
    return options


def _substitutes(order: Order, line: OrderLine, wanted: Decimal, today: date) -> list[Option]:
    rows = catalogue.substitutes_of(line.product_id, today)
    asked = []
    for row in rows:
        other = copy(line)
        kits.forget(other)
        other.product_id, other.supply_mode = row.substitute_id, row.substitute.supply_mode
        other.reserved = other.shipped = other.reship = other.short_closed = ZERO
        other.ordered = (wanted * row.ratio).quantize(Decimal("0.0001"))
        asked.append((row, other))
    if not asked:
        return []
    kits.foresee([other for _row, other in asked])
    desk = proposing.desk(order, [other for _row, other in asked], today, holds_of(order))
    why_not = _("It takes a change request: the order is effective.") if order.status == Status.EFFECTIVE else ""
    options = []
    for row, other in asked:
        found = desk.propose(other)
        key = f"{Kind.SUBSTITUTE}:{row.substitute.code}"
        parts = [(found.arrival, other.ordered)]
        options.append(
            Option(Kind.SUBSTITUTE, key, found.arrival, parts, found.links, row, other.ordered, why_not=why_not)
        )
    return options


def _from_others(actor: User, line: OrderLine, today: date) -> list[Option]:
    plan = plans.plan_taking(line.pk, today)
    mine = next((one for one in plan.changes if one.line.pk == line.pk), None)
    if mine is None or mine.promised is None:
        return []
    why_not = "" if rights.can(actor, plans.REALLOCATE) else _("Your role does not give goods out anew.")
    links = mine.proposal.links if mine.proposal else []
    parts = [(mine.promised, line.open)]
    return [
        Option(
            Kind.OTHERS,
            Kind.OTHERS,
            mine.promised,
            parts,
            links,
            quantity=mine.gain,
            costs=shown(actor, plan),
            why_not=why_not,
        )
    ]


def _direct(order: Order, line: OrderLine, today: date) -> list[Option]:
    other = copy(line)
    other.supply_mode, other.reserved = SupplyMode.DIRECT, ZERO
    desk = proposing.desk(order, [other], today, holds_of(order))
    if not desk.outlooks[line.product_id].supplier:
        return []
    found = desk.propose(other)
    why_not = _("Goods of the line are on the way already.") if line.shipped or line.drafted else ""
    parts = [(found.arrival, line.open)]
    return [Option(Kind.DIRECT, Kind.DIRECT, found.arrival, parts, found.links, why_not=why_not)]
