"""Steps that the orders of the showcase share."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from common import errors
from orders.entry.drafts import LineDraft
from orders.fulfilment.models import OutboundDocument
from orders.order.models import Order, OrderLine
from orders_site.demo import deeds
from orders_site.demo.agenda import Step, after
from orders_site.demo.baskets import draft_for, line
from orders_site.demo.company import Company


def effective(company: Company, code: str, days: int, **header: Any) -> Step[Order | None]:
    """An order of this customer, in effect since about so many days; None where credit did not bear it."""
    customer = company.customers[code]
    at = yield company.ago(days, 9.2)
    actor = company.staff["lin.xy"] if company.rng.random() < 0.6 else company.owner_of(customer)
    try:
        order = deeds.submitted(actor, draft_for(company, customer, at, **header), at)
        at = yield at + timedelta(hours=1.5)
        return deeds.approve(company, order.pk, at)
    except errors.CreditExceeded:
        return None


def running(company: Company, code: str, days: int, **header: Any) -> Step[Order | None]:
    """An order over goods that are quickly there, in effect since so many days, its advance paid."""
    header.setdefault("lines", quick_lines(company))
    order = yield from effective(company, code, days, **header)
    if order is None or order.effective_at is None:
        return None
    yield from advance_paid(company, order, order.effective_at)
    return order


def quick_lines(company: Company) -> list[LineDraft]:
    """Some pieces each of two or three goods."""
    goods = company.shelf.quick(company.rng)
    return [
        line(one, company.rng.choice((6, 8, 10, 12, 16, 20)), line_no=number)
        for number, one in enumerate(goods, start=1)
    ]


def advance_paid(company: Company, order: Order, at: datetime) -> Step[datetime]:
    """What is to be paid before is paid the day after."""
    if rows := deeds.unpaid(order.pk, advance=True):
        at = yield after(at, company.rng, days=1)
        deeds.pay(company, rows, at)
    return at


def whole(order: Order) -> list[tuple[OrderLine, Decimal]]:
    """Everything that is still to go out."""
    return [(one, one.open) for one in deeds.goods_of(order.pk)]


def share(order: Order, part: Decimal) -> list[tuple[OrderLine, Decimal]]:
    """A share of everything that is still to go out, in whole pieces."""
    return [(one, max(Decimal(1), (one.open * part).to_integral_value())) for one in deeds.goods_of(order.pk)]


def shipped(
    company: Company, order: Order, part: Sequence[tuple[OrderLine, Decimal]], at: datetime
) -> Step[OutboundDocument]:
    """A delivery leaves the house."""
    document = deeds.draft_delivery(company, order, part, at)
    at = yield after(at, company.rng, hours=3)
    return deeds.audit(company, document, part, at)


def arrived(company: Company, document: OutboundDocument) -> Step[datetime]:
    """The customer signs for it, days later."""
    at = yield after(document.audited_at or company.now, company.rng, days=3)
    deeds.sign(company, document, at)
    return at
