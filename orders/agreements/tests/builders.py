"""Frame agreements for tests, made by the real operations."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.people import queries as people
from accounts.people.models import User
from customers.models import Customer
from orders.agreements import operations, queries
from orders.agreements.models import Agreement
from orders.agreements.operations import LineInput
from orders.agreements.states import Move
from orders.tests.builders import AT
from products.catalogue.models import Product

UNTIL = date(2027, 11, 20)


def agreed(product: Product, price: int | str, quantity: int | str | None = None, **fields: Any) -> LineInput:
    """A line as entered."""
    pieces = None if quantity is None else Decimal(quantity)
    return LineInput(product.pk, Decimal(price), pieces, **fields)


def make_agreement(
    owner: User, customer: Customer, lines: Sequence[LineInput], *, at: datetime = AT, **values: Any
) -> Agreement:
    """An agreement in force for a year from today on."""
    values = {"valid_until": UNTIL, **values}
    agreement = operations.create_agreement(actor=owner, customer_id=customer.pk, values=values, lines=lines, at=at)
    return operations.move_agreement(actor=people.system_user(), agreement_id=agreement.pk, move=Move.ACTIVATE, at=at)


def line_ref(agreement: Agreement, line_no: int = 1) -> int:
    """Key of a line."""
    return queries.line_of(agreement, line_no).pk
