"""Commissions for tests: rules, targets and money made by the operations themselves. Everything happens in November
2026; ``THEN`` is a day of December on which its statements can be confirmed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from orders.order.models import Order
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, line, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.commissions import operations
from reports.commissions.models import CommissionRule
from reports.facts import operations as facts
from reports.targets import operations as targets
from reports.targets.subjects import Kind, Whose

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
THEN = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
MUCH_LATER, JANUARY = datetime(2027, 2, 4, 2, 0, tzinfo=UTC), date(2027, 1, 1)
STEPS = [["0", "0.01"], ["1", "0.02"]]  # 1 % up to the target, 2 % of what is above


def make_rule(**changes: Any) -> CommissionRule:
    """A rule on money received, unless told otherwise."""
    given: dict[str, Any] = {
        "name": f"Rule {CommissionRule.objects.count() + 1}",
        "measure": "received",
        "steps": STEPS,
        "valid_from": date(2026, 1, 1),
        **changes,
    }
    return operations.save_rule(actor=system_user(), changes=given, at=AT)


def set_target(person: User, value: int, *, month: int = 11, measure: str = "received") -> None:
    """A target of somebody."""
    entry = targets.Entry(Whose(Kind.PERSON, person.pk), month, Decimal(value))
    targets.set_targets(actor=system_user(), year=2026, measure=measure, entries=[entry], at=AT)


def sell(owner: User | None = None, pieces: int = 10, *, price: int = 100, **more: Any) -> Order:
    """An order in effect, its price for a piece with tax."""
    owner = owner or make_order_cast().owner
    product = make_product(list_price=Decimal(price), stock=500)
    return make_effective(owner, lines=[line(product, pieces, price)], **more)


def sell_and_get_paid(owner: User | None = None, amount: int = 1000) -> Order:
    """An order that was paid in November in full."""
    order = sell(owner, 1, price=amount)
    flow.make_paid(order)
    return order


def count(at: datetime = THEN) -> None:
    """Have the figures count everything."""
    facts.keep_up(at=at, patience=0)


def finance() -> User:
    """Who confirms and pays."""
    return make_user("finance")
