"""Requirements for tests, made by the operations themselves."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from orders.order.models import Order
from orders.tests import builders as orders
from orders.tests.builders import AT, TODAY
from products.catalogue.models import Product
from tasks.requirements import operations, queries
from tasks.requirements.models import Requirement, RequirementLine
from tasks.requirements.operations import LineAnswer, LineDraft, RequirementDraft
from tasks.tests.builders import Shop


def in_days(count: int) -> date:
    """A day so many days from the day of the tests."""
    return TODAY + timedelta(count)


def wanted(product: Product, quantity: int | str, days: int = 10, order: Order | None = None, **more: Any) -> LineDraft:
    """Goods to be asked for, of the first line of an order where one is given."""
    if order is not None:
        more.setdefault("line_no", 1)
    return LineDraft(
        product_id=product.pk,
        quantity=Decimal(quantity),
        needed_date=in_days(days),
        order_id=order.pk if order else None,
        **more,
    )


def draft(shop: Shop, *lines: LineDraft, kind: str = "MAKE", **more: Any) -> RequirementDraft:
    """A requirement of production, of purchasing where it is bought."""
    department = shop.production if kind == "MAKE" else shop.purchasing
    return RequirementDraft(kind=kind, department_id=department.pk, lines=lines, **more)


def make_asked(shop: Shop, *lines: LineDraft, actor: User | None = None, **more: Any) -> Requirement:
    """A requirement that was asked for."""
    return operations.create_requirement(
        actor=actor or shop.planner, draft=draft(shop, *lines, **more), is_asked=True, at=AT
    )


def lines_of(requirement: Requirement) -> list[RequirementLine]:
    """Its lines as they are stored."""
    return queries.lines_of(requirement)


def accept(
    requirement: Requirement, shop: Shop, days: int = 10, quantity: int | str | None = None, **more: Any
) -> Requirement:
    """Accept all lines on a day so many days ahead."""
    answers = [
        LineAnswer(one.pk, one.quantity if quantity is None else Decimal(quantity), in_days(days))
        for one in lines_of(requirement)
    ]
    actor = shop.foreman if requirement.kind == "MAKE" else shop.buyer
    return operations.accept_requirement(actor=actor, requirement_id=requirement.pk, answers=answers, at=AT, **more)


def make_accepted(shop: Shop, *lines: LineDraft, days: int = 10, **more: Any) -> Requirement:
    """A requirement that was accepted in full, on a day so many days ahead."""
    return accept(make_asked(shop, *lines, **more), shop, days)


def order_for(product: Product, quantity: int | str, **more: Any) -> Order:
    """An effective order of a product that nobody has in stock."""
    more.setdefault("requested_date", TODAY)
    cast = orders.make_order_cast()
    return orders.make_effective(cast.owner, lines=[orders.line(product, quantity)], **more)
