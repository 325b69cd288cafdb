"""Whether a holder's credit bears an order, and what it lacks: what the check asks and the page tells (SEMANTICS 9)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from accounts import policies
from accounts.people.models import User
from common.money import round2
from customers.credit import queries as papers
from customers.models import Customer
from orders.credit import exposure, queries, rules
from orders.credit.rules import Limits, Refusal
from orders.credit.special import queries as specials
from orders.order import due
from orders.order.models import Order
from orders.order.states import Status

ZERO = Decimal(0)


@dataclass(frozen=True)
class Verdict:
    """``found``: what stands against the order, None for nothing. ``exposure`` counts the order already; all amounts
    in the company's currency."""

    found: Refusal | None
    limits: Limits
    exposure: Decimal
    amount: Decimal
    special: Decimal | None = None

    def over(self, day: date) -> Decimal:
        """By how much the order passes the tighter of its bounds: what a special approval would have to grant."""
        bounds = []
        limit = self.limits.amount_on(day)
        if limit is not None:
            bounds.append(self.exposure - limit)
        if self.limits.order_cap is not None:
            bounds.append(self.amount - self.limits.order_cap)
        return max([ZERO, *bounds])


def of(order: Order, holder: Customer, day: date, total: Decimal, limits: Limits) -> Verdict:
    """The verdict on an order of a holder whose exposure, with the order, is ``total``. Guarantees and special
    approvals are only read where something stands against it."""
    amount = queries.amount_of(order)
    has_overdue = queries.has_overdue(holder.pk, limits, day)
    found = rules.refusal(limits, total, amount, day, has_overdue)
    if found is None or (found.code != "stopped" and queries.is_prepaid(order)):
        return Verdict(None, limits, total, amount)
    limits = replace(limits, secured=papers.secured(holder.pk, day))
    special = specials.granted(order.pk, day)
    found = rules.refusal(limits, total, amount, day, has_overdue, special)
    return Verdict(found, limits, total, amount, special)


def of_now(order: Order, day: date) -> Verdict:
    """The verdict if the order were submitted, approved or shipped now: a draft counts as submitted. For showing."""
    holder = order.customer
    if holder.group_id:
        holder = Customer.objects.get(pk=holder.group_id)
    total = exposure.of_holder(holder.pk).total
    if order.status == Status.DRAFT and due.is_charged(order):
        total += round2(order.total_amount * order.exchange_rate)
    return of(order, holder, day, total, queries.limits_of(holder))


def told(actor: User, order: Order, day: date) -> Verdict | None:
    """The same for people: None for who sees neither amounts nor credit, or for an order without a customer."""
    if order.customer_id is None or any(policies.effect(actor, one) for one in ("customer.credit", "order.amount")):
        return None
    return of_now(order, day)
