"""Statements of account that went out at the end of a month, and the first letters to who pays late."""

from datetime import datetime, timedelta

from accounts.people.models import User
from accounts.people.queries import system_user
from common import dates
from common.links.operations import Visitor
from customers import operations as customers
from customers.models import Customer
from orders.collecting import operations
from orders.collecting.confirming import operations as confirming
from orders.collecting.confirming import queries as asked
from orders.collecting.dunning import operations as dunning
from orders.collecting.dunning import queries as due
from orders.collecting.models import Statement
from orders_site.demo.company import Company

STATEMENTS, LETTERS = 3, 2
_SAID = (None, "", "运费与报价单不一致，请核对")  # not answered yet, confirmed, objected
_PHONE = Visitor("203.0.113.24", "Mozilla/5.0 (Linux; Android 14) WeChat/8.0")
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
    for one, said in zip(found[LETTERS : LETTERS + STATEMENTS], _SAID, strict=False):
        _have_confirmed(finance, _draw(finance, one.customer, one.currency, at), said, at)


def _draw(finance: User, customer: Customer, currency: str, at: datetime) -> Statement:
    """The account of the month before."""
    last = dates.business_day(at).replace(day=1) - timedelta(days=1)
    return operations.draw_statement(
        actor=finance, customer_id=customer.pk, currency=currency, first=last.replace(day=1), last=last, at=at
    )


def _have_confirmed(finance: User, statement: Statement, said: str | None, at: datetime) -> None:
    """Sent to its customer, whose invoices wait for his word: he confirms, objects, or has not answered yet."""
    customer = Customer.objects.get(pk=statement.customer_id)
    customers.update_customer(
        actor=system_user(), customer_id=customer.pk, version=customer.version, changes={"billing_rule": "WAIT"}, at=at
    )
    found = confirming.ask_customer(actor=finance, statement_id=statement.pk, recipient=ADDRESS, days=30, at=at)
    if said is None:
        return
    link = asked.KIND.link_of(found)
    assert link is not None
    confirming.answer(
        actor=system_user(),
        link_id=link.pk,
        confirmation_id=found.pk,
        is_confirmed=not said,
        name="财务 赵会计",
        words=said,
        visitor=_PHONE,
        at=at + timedelta(hours=5),
    )
