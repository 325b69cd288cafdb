"""Acceptance drafts that customers pay with, and what becomes of them: cashed, discounted, endorsed, dishonoured."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from orders.order.models import Order
from orders.settlement.drafts import operations
from orders.settlement.drafts.holding import DraftDetails
from orders.settlement.drafts.models import AcceptanceDraft
from orders_site.demo.agenda import Life
from orders_site.demo.company import Company

_BANKS = ("工商银行无锡分行", "招商银行苏州分行", "宁波银行北仑支行")
_TERMS = (30, 90, 180)


def drawn(order: Order, day: date) -> DraftDetails:
    """The draft that comes for an order on a day; every fourth is one of a company. No chance is taken: other lives
    would go otherwise."""
    place = AcceptanceDraft.objects.count()
    is_bank = place % 4 != 3
    return DraftDetails(
        number=f"1{30233100002:012d}{day:%Y%m%d}{place:09d}",
        drawer=order.customer.name,
        acceptor=_BANKS[place % 3] if is_bank else order.customer.name,
        kind="BANK" if is_bank else "COMMERCIAL",
        issue_date=day - timedelta(days=2),
        maturity_date=day + timedelta(days=_TERMS[place % 3]),
    )


def lives(company: Company) -> Iterator[Life]:
    """Finance looks after them."""
    yield _looked_after(company)


def _looked_after(company: Company) -> Life:
    at = yield company.ago(1, 16)
    finance, today = company.staff["wu.min"], company.day_of(at)
    held = AcceptanceDraft.objects.filter(state="HELD").select_related("receipt").order_by("maturity_date", "pk")
    matured = [draft for draft in held if draft.maturity_date <= today]
    for draft in matured[:-1]:  # the last one waits for somebody to ask the bank
        operations.cash_draft(actor=finance, receipt_id=draft.receipt_id, at=at)
    later = [draft for draft in held if draft.maturity_date > today]
    if len(later) < 4:
        return
    *_others, discounted, endorsed = (draft for draft in later if draft.kind == "BANK")
    charge = (discounted.receipt.amount / 100).quantize(Decimal("0.01"))
    operations.discount_draft(
        actor=finance, receipt_id=discounted.receipt_id, given_to="招商银行无锡分行", charge=charge, at=at
    )
    operations.endorse_draft(actor=finance, receipt_id=endorsed.receipt_id, given_to="江阴兴澄特种钢铁有限公司", at=at)
    for draft in later:
        if draft.kind == "COMMERCIAL":
            operations.dishonour_draft(actor=finance, receipt_id=draft.receipt_id, reason="承兑人账户余额不足", at=at)
            break
