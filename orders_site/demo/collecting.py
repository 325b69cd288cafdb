"""Statements of account that went out at the end of a month, and the first letters to who pays late."""

from datetime import datetime, timedelta

from accounts.people.models import User
from common import dates
from customers.models import Customer
from orders.collecting import operations
from orders.collecting.dunning import operations as dunning
from orders.collecting.dunning import queries as due
from orders_site.demo.company import Company

STATEMENTS, LETTERS = 3, 2
ADDRESS = "caiwu@customer.example"


def load(company: Company, *, at: datetime) -> None:
    """Called once the last months were lived through."""
    finance = company.staff["wu.min"]
    _remind(finance, at - timedelta(days=3))


def _remind(finance: User, at: datetime) -> None:
    today = dates.business_day(at)
    found = [one for one in due.proposals(finance, today) if one.currency == "CNY"]
    for one in found[:LETTERS]:
        dunning.send_letter(actor=finance, customer_id=one.customer.pk, currency=one.currency, recipient=ADDRESS, at=at)
    for one in found[LETTERS : LETTERS + STATEMENTS]:
        _draw(finance, one.customer, one.currency, at)


def _draw(finance: User, customer: Customer, currency: str, at: datetime) -> None:
    """The account of the month before."""
    last = dates.business_day(at).replace(day=1) - timedelta(days=1)
    operations.draw_statement(
        actor=finance, customer_id=customer.pk, currency=currency, first=last.replace(day=1), last=last, at=at
    )
