"""Customers who were asked to confirm their orders, and errors that came to light after: part of the showcase."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.people.queries import system_user
from common.links.operations import Visitor
from orders.checking import operations as checking
from orders.order.models import Order
from orders.service import operations as service
from orders.service import queries
from orders.service.choices import Method
from orders.service.models import Confirmation
from orders_site.demo import deeds, scenes
from orders_site.demo.agenda import Life
from orders_site.demo.baskets import draft_for
from orders_site.demo.company import Company

_PHONE = Visitor("203.0.113.24", "Mozilla/5.0 (Linux; Android 14) WeChat/8.0")


def lives(company: Company) -> Iterator[Life]:
    """All of them."""
    yield asked(company, "33.045", "")
    yield asked(company, "36.003", "第 2 行能否提前两天到货？")
    yield answered(company, "32.058", "王工", "")
    yield answered(company, "14.007", "采购 孙小姐", "单价与 11 月报价不一致")
    yield by_phone(company, "12.010", "李经理")
    yield found_wrong(company, "34.006", "QUANTITY", "客户少收 2 只传感器，装箱漏装", Decimal(180))
    yield found_wrong(company, "33.091", "DOCUMENT", "合格证未随货", None)


def asked(company: Company, code: str, question: str) -> Life:
    """Submitted, verified, and sent to the customer; he asked something back, or has not opened it yet."""
    at = yield company.ago(2, 9.5)
    order = deeds.submitted(company.staff["lin.xy"], draft_for(company, company.customers[code], at), at)
    at = yield at + timedelta(minutes=50)
    deeds.verify(company, order.pk, at)
    at = yield at + timedelta(minutes=10)
    found = _ask(company, order, at)
    if question:
        at = yield at + timedelta(hours=3)
        service.ask_back(**_by_link(found, at), name="采购部 陈工", text=question)


def answered(company: Company, code: str, name: str, objection: str) -> Life:
    """Confirmed or declined under the link after it took effect."""
    order = yield from scenes.effective(company, code, 8)
    if order is None:
        return
    at = yield company.ago(7, 10.5)
    found = _ask(company, order, at)
    at = yield at + timedelta(hours=5)
    kind = "PRICE" if objection else ""
    service.answer(**_by_link(found, at), is_accepted=not objection, name=name, reason=objection, kind=kind)


def by_phone(company: Company, code: str, name: str) -> Life:
    """He said so on the telephone."""
    order = yield from scenes.effective(company, code, 6)
    if order is not None:
        at = yield company.ago(5, 14)
        desk = company.staff["lin.xy"]
        service.record_answer(
            actor=desk,
            order_id=order.pk,
            method=Method.PHONE,
            is_accepted=True,
            name=name,
            reason="交期可以",
            said_at=at - timedelta(minutes=20),
            evidence="来电 0755-2688 0000，林晓燕接听",
            at=at,
        )


def found_wrong(company: Company, code: str, kind: str, words: str, cost: Decimal | None) -> Life:
    """The customer found an error; one of them was put right."""
    order = yield from scenes.running(company, code, 22)
    if order is None:
        return
    at = yield company.ago(9, 11)
    desk = company.staff["lin.xy"]
    error = checking.record_error(
        actor=desk, order_id=order.pk, kind=kind, stage="CUSTOMER", description=words, cost=cost, at=at
    )
    if cost is not None:
        at = yield at + timedelta(days=1)
        checking.correct_error(actor=desk, error_id=error.pk, correction="次日补发，运费我方承担", at=at)


def _ask(company: Company, order: Order, at: datetime) -> Confirmation:
    contact = queries.contacts_of(order)[0]
    return service.ask_customer(
        actor=company.staff["lin.xy"], order_id=order.pk, recipient=contact.email, days=30, at=at
    )


def _by_link(found: Confirmation, at: datetime) -> dict[str, Any]:
    link = queries.KIND.link_of(found)
    assert link is not None
    return {"actor": system_user(), "link_id": link.pk, "confirmation_id": found.pk, "visitor": _PHONE, "at": at}
