"""Quotations for tests, made by the real operations."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from customers.models import Customer
from orders.quotation import operations
from orders.quotation.drafts import OfferLineDraft, QuotationDraft
from orders.quotation.models import Quotation, QuotationLine, QuotationVersion
from orders.tests.builders import AT, make_buyer, make_order_cast
from products.catalogue.models import Product
from products.tests import builders as products


def line(product: Product, quantity: int | str = 1, price: int | str | None = None, **fields: Any) -> OfferLineDraft:
    """A line as entered."""
    typed = None if price is None else Decimal(price)
    return OfferLineDraft(product_id=product.pk, quantity=Decimal(quantity), price=typed, **fields)


def make_quotation(
    owner: User | None = None,
    *,
    customer: Customer | None = None,
    lines: Sequence[OfferLineDraft] | None = None,
    actor: User | None = None,
    at: datetime = AT,
    **header: Any,
) -> Quotation:
    """A quotation of ``owner``; ten pieces for 90.00 each unless told otherwise."""
    owner = owner or (customer.owner if customer and customer.owner else make_order_cast().owner)
    customer = customer or make_buyer(owner)
    lines = [line(products.make_product(stock=100), 10, 90)] if lines is None else lines
    draft = QuotationDraft(customer_id=customer.pk, lines=list(lines), **header)
    return operations.create_quotation(actor=actor or owner, draft=draft, at=at)


def make_sent(owner: User | None = None, *, at: datetime = AT, **options: Any) -> Quotation:
    """A quotation that the customer holds."""
    quotation = make_quotation(owner, at=at, **options)
    return operations.send_quotation(actor=quotation.created_by, quotation_id=quotation.pk, at=at)


def fresh(quotation: Quotation) -> Quotation:
    """The quotation as it stands now."""
    return Quotation.objects.get(pk=quotation.pk)


def offer(quotation: Quotation, code: str = "A1") -> QuotationVersion:
    """A version as it stands now."""
    return QuotationVersion.objects.get(quotation=quotation, alternative=code[0], no=int(code[1:]))


def lines_of(quotation: Quotation, code: str = "A1") -> list[QuotationLine]:
    """The lines of a version as they stand now."""
    return list(offer(quotation, code).lines.order_by("line_no"))
