"""A new order from what was entered: defaults, checks, lines, amounts. The work behind ``create_order``."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import currencies, dates, errors, events
from common.rows import insert_rows
from customers.models import Customer
from orders.entry import defaults, grid, header
from orders.entry.drafts import OrderDraft
from orders.order import derive, loading, totals, writing
from orders.order.models import Order, OrderLine
from segments.custom_fields import values


def start_order(actor: User, draft: OrderDraft, at: datetime) -> tuple[Order, list[OrderLine]]:
    """Make and save the draft, inside an operation. Each line's ``product`` is at hand. Raises what
    ``create_order`` raises."""
    rights.require(actor, "order.create")
    day = dates.business_day(at)
    customer = defaults.find_customer(actor, customer_id=draft.customer_id, code=draft.customer_code)
    order = Order(customer=customer, created_by=actor, created_at=at, updated_at=at, order_date=day)
    order.order_type = header.find_type(draft.order_type_code, draft.order_type_id)
    basics = {**defaults.general(actor), **defaults.from_customer(customer, actor, day)}
    header.assign(order, basics)
    given = draft.given()
    changed = header.assign(order, given)
    own_people = (basics["salesperson_id"], basics["executing_owner_id"])
    header.check(order, actor, given, at, allowed_people=own_people)
    if "salesperson_id" in changed:
        order.department_id = header.department_of(order.salesperson_id)
    if "currency_id" in changed:
        order.exchange_rate = currencies.rate_on(order.currency_id, day)
    order.custom = values.started(actor, values.ORDER, draft.custom, carried=draft.carried)
    grid.require_room(draft.lines, draft.unfinished)
    lines = grid.build(order, actor, draft.lines, unfinished=draft.unfinished)
    order.unfinished = [asdict(row) for row in draft.unfinished]
    recompute(order, lines)
    writing.place(order, at)
    insert_rows([order])
    grid.write(order, lines, {})
    _hang_what_is_at_hand(order, customer, actor)
    order.loaded_lines, order.loaded_steps = lines, []
    events.record("order.created", order, at=at, customer=customer.code, lines_count=len(lines))
    return order, lines


def _hang_what_is_at_hand(order: Order, customer: Customer, actor: User) -> None:
    """What was read on the way needs no second reading for the answer."""
    people = {person.pk: person for person in (customer.owner, actor) if person}
    loading.hang(order, loading.PEOPLE, people)
    loading.hang(order, loading.PARTIES, {customer.pk: customer})
    loading.hang(order, ("department",), {customer.department_id: customer.department})
    loading.hang(order, ("payment_term",), {customer.payment_term_id: customer.payment_term})


def recompute(order: Order, lines: Sequence[OrderLine]) -> list[str]:
    """Amounts of lines and order, and what follows from them; returns the order's columns that changed.

    Raises Invalid for a reduction above what the lines are worth, and for amounts beyond all measure.
    """
    grid.check_amounts(order, lines)
    try:
        totals.compute_lines(lines, tax_mode=order.tax_mode, freight=order.freight, reduction=order.reduction)
    except ValueError:
        text = _("The reduction is more than the lines are worth.")
        raise errors.Invalid(fields={"reduction": [text]}) from None
    return derive.derive(order, lines)
