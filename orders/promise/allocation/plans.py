"""What giving goods out anew would do: who gains, who loses, and which promises move by how many days (R128).

A plan is computed over all rows, whoever asks; what a reader may not see of it is masked where it is shown. Its
``token`` names the facts it was made from: what is applied is what was shown, or nothing.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from common import errors, settings
from orders.order.choices import AllocationRule, TimeClass
from orders.order.models import OrderLine
from orders.order.states import Closure, Status
from orders.promise import chain, outlook, queries
from orders.promise.allocation.sharing import Claim, share
from orders.promise.proposing import Proposal, propose_many
from products.catalogue.choices import SupplyMode
from products.stock import queries as stock

ZERO = Decimal(0)
REALLOCATE = "order.reallocate"  # the right to give goods out anew
RULES = {
    TimeClass.URGENT: "allocation.urgent",
    TimeClass.SHORT: "allocation.short",
    TimeClass.LONG: "allocation.long",
}


@dataclass(frozen=True)
class Change:
    """A line whose goods or day change. ``line`` as it stands now, with its order and customer; ``promised`` is the day
    it has then, ``proposal`` the promise to write, None where the day stays."""

    line: OrderLine
    before: Decimal
    after: Decimal
    promised: date | None
    proposal: Proposal | None

    @property
    def days(self) -> int:
        """By how many days the promise moves: above zero it gets later."""
        if self.line.promised_date is None or self.promised is None:
            return 0
        return (self.promised - self.line.promised_date).days

    @property
    def gain(self) -> Decimal:
        """Pieces that it gets; below zero: that it loses."""
        return self.after - self.before


@dataclass(frozen=True)
class Plan:
    """All changes, the most important line first."""

    changes: list[Change]

    @property
    def token(self) -> str:
        """The facts and what follows from them, as a short text."""
        told = [
            f"{one.line.pk}:{one.before.normalize():f}:{one.after.normalize():f}:{one.line.promised_date}:{one.promised}"
            for one in self.changes
        ]
        return hashlib.sha256("|".join(told).encode()).hexdigest()[:32]

    @property
    def broken(self) -> list[Change]:
        """The promises that get later."""
        return [one for one in self.changes if one.days > 0]


def rule_of(line: OrderLine) -> str:
    """What a line may win or lose: what was set by hand, else the rule of its order's class by day."""
    if line.allocation_rule:
        return line.allocation_rule
    order = line.order
    kind = TimeClass.URGENT if order.is_urgent else order.time_class
    return str(settings.get(RULES[TimeClass(kind)])) if kind else AllocationRule.KEEP


def rank(line: OrderLine) -> tuple:
    """Ascending: by the order's score, then as goods are given out at any time."""
    return (-line.order.priority, *queries.urgency(line))


def lines_of(product_ids: Collection[int]) -> QuerySet[OrderLine]:
    """All open lines of goods that pass through our stock and ask for these products. A rule: over all rows. Kits that
    count their components keep what they hold: to give one up for a piece of it would free the others for nobody."""
    rows = OrderLine.objects.filter(
        product_id__in=product_ids,
        order__status=Status.EFFECTIVE,
        order__order_type__ships=True,
        closure=Closure.OPEN,
        is_service=False,
        by_components=False,
    )
    return rows.exclude(supply_mode=SupplyMode.DIRECT).select_related("order__customer")


def plan_run(product_ids: Collection[int], today: date) -> Plan:
    """Everything that is held and free of these products given out anew, by rule and priority."""
    lines = {line.pk: line for line in lines_of(product_ids)}
    free = stock.totals(product_ids)
    after: dict[int, Decimal] = {}
    for product_id in product_ids:
        claims = [_claim(line) for line in lines.values() if line.product_id == product_id]
        after |= share(free[product_id].available, claims)
    return consequences({lines[pk]: held for pk, held in after.items()}, today)


def plan_taking(line_id: int, today: date) -> Plan:
    """What one line lacks is taken from those that may lose, the least important first."""
    target = _target(line_id)
    after: dict[OrderLine, Decimal] = {}
    got = take(max(ZERO, target.open - target.reserved), losers([target.product_id], but_line=target.pk), after)
    after[target] = target.reserved + got
    return consequences(after, today)


def losers(
    product_ids: Collection[int], *, but_line: int | None = None, but_order: int | None = None
) -> list[OrderLine]:
    """The lines that may lose what they hold of these products, the least important first."""
    rows = lines_of(product_ids).filter(_may_lose(), reserved__gt=0)
    found = [line for line in rows if rule_of(line) == AllocationRule.LOSE and not _is_fixed(line)]
    found = [line for line in found if line.pk != but_line and line.order_id != but_order]
    return sorted(found, key=rank, reverse=True)


def _may_lose() -> Q:
    """Those of which ``rule_of`` may say so: nothing else has to be read."""
    kinds = [kind for kind, key in RULES.items() if str(settings.get(key)) == AllocationRule.LOSE]
    by_class = Q(order__is_urgent=False, order__time_class__in=kinds)
    if TimeClass.URGENT in kinds:
        by_class |= Q(order__is_urgent=True)
    return Q(allocation_rule=AllocationRule.LOSE) | (Q(allocation_rule="") & by_class)


def take(need: Decimal, others: Iterable[OrderLine], after: dict[OrderLine, Decimal]) -> Decimal:
    """Take so many pieces from these lines in turn; ``after`` says what each holds then, in place. Returns what could
    be had."""
    got = ZERO
    for line in others:
        there = after.get(line, line.reserved)
        part = min(need - got, there)
        if part:
            after[line] = there - part
            got += part
    return got


def plan_move(from_id: int, to_id: int, quantity: Decimal, today: date) -> Plan:
    """``quantity`` pieces that one line holds for another of the same product.

    Raises NotFound, Invalid (another product, more than the one holds or the other lacks, frozen).
    """
    giver, taker = _target(from_id), _target(to_id)
    wrong: dict[str, list[errors.Text]] = {}
    if giver.pk == taker.pk or giver.product_id != taker.product_id:
        wrong["to"] = [_("Choose another line of the same product.")]
    elif _is_frozen(giver) or _is_frozen(taker):
        wrong["to"] = [_("One of the lines is frozen.")]
    elif not ZERO < quantity <= giver.reserved:
        wrong["quantity"] = [_("The line holds %(held)s.") % {"held": f"{giver.reserved.normalize():f}"}]
    elif quantity > taker.open - taker.reserved:
        lacks = max(ZERO, taker.open - taker.reserved)
        wrong["quantity"] = [_("The other line lacks only %(lacks)s.") % {"lacks": f"{lacks.normalize():f}"}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    return consequences({giver: giver.reserved - quantity, taker: taker.reserved + quantity}, today)


def _target(line_id: int) -> OrderLine:
    found = OrderLine.objects.filter(pk=line_id).values_list("product_id", flat=True).first()
    line = lines_of([found]).filter(pk=line_id).first() if found else None
    if line is None:
        raise errors.NotFound()
    return line


def _claim(line: OrderLine) -> Claim:
    return Claim(line.pk, line.reserved, max(line.open, line.reserved), rule_of(line), rank(line), _is_fixed(line))


def _is_frozen(line: OrderLine) -> bool:
    return line.is_frozen or line.order.is_frozen


def _is_fixed(line: OrderLine) -> bool:
    """Frozen promises keep what they have; what is made to order waits for its own goods."""
    return _is_frozen(line) or line.supply_mode == SupplyMode.MAKE


def consequences(after: Mapping[OrderLine, Decimal], today: date, freed: Mapping[int, Decimal] | None = None) -> Plan:
    """The lines that gain or lose, and the days they have then; ``freed``: product → pieces that others would give back
    first (below zero: that go to others). Six statements, whatever their number."""
    changed = sorted((line for line, held in after.items() if held != line.reserved), key=rank)
    if not changed:
        return Plan([])
    seen = outlook.of({line.product_id for line in changed}, today, apart_from=[line.pk for line in changed])
    for product_id, pieces in (freed or {}).items():
        if product_id in seen:
            seen[product_id] = replace(seen[product_id], free=seen[product_id].free + pieces)
    for line in changed:
        was = seen[line.product_id]
        seen[line.product_id] = replace(was, free=was.free + line.reserved - after[line])
    given = {line.pk: line for line in changed}
    proposals = propose_many(
        [_holding(line, after[line]) for line in changed], today, seen, lambda then: _given_away(given[then.pk], then)
    )
    return Plan([_change(line, after[line], found) for line, found in zip(changed, proposals, strict=True)])


def _holding(line: OrderLine, held: Decimal) -> OrderLine:
    """The line as it would be."""
    then = copy(line)
    then.reserved = held
    return then


def _change(line: OrderLine, held: Decimal, found: Proposal) -> Change:
    if _moves(line, found, held):
        return Change(line, line.reserved, held, found.arrival, found)
    return Change(line, line.reserved, held, line.promised_date, None)


def _moves(line: OrderLine, found: Proposal, held: Decimal) -> bool:
    """Who loses keeps his day as long as it can be met; who gains gets the earlier one."""
    if line.promised_date is None or line.promised_date < found.arrival:
        return True
    return held > line.reserved and found.arrival < line.promised_date


def _given_away(line: OrderLine, then: OrderLine) -> list[chain.Link]:
    lost = line.reserved - then.reserved
    return [chain.plain(chain.GIVEN_AWAY, quantity=f"{lost.normalize():f}")] if lost > ZERO else []
