"""Credit notes of an amount alone: the invoice and what the order owes go down together, to the cent, and nothing is
invoiced anew for it."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.collecting import queries as accounts
from orders.credit import exposure
from orders.invoicing import operations
from orders.invoicing.models import Invoice
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from products.tests import builders as products


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(db, standing):
    return copy.deepcopy(standing)


def _make_order():
    """Three pieces for 33.33 and one for 50.00, all delivered."""
    cast = builders.make_order_cast()
    lines = [
        builders.line(products.make_product(stock=100), 3, "33.3333"),
        builders.line(products.make_product(stock=100), 1, "50"),
    ]
    order = builders.make_effective(cast.owner, customer=builders.make_buyer(cast.owner), lines=lines)
    flow.make_shipped(order, ship_date=TODAY)
    return order


def invoice(order, *pieces):
    system, lines = people.system_user(), builders.lines_of(order)
    asked = [(line.pk, D(count)) for line, count in zip(lines, pieces, strict=False) if count]
    made = operations.draft_invoice(actor=system, lines=asked, at=AT)
    return operations.issue_invoice(actor=system, invoice_id=made.pk, at=AT)


def credit(blue, amount=None, **more):
    asked = {"actor": people.system_user(), "invoice_id": blue.pk, "reason": "年度返利", "at": AT, **more}
    return operations.credit_invoice(amount=None if amount is None else D(amount), **asked)


def owed(order):
    fresh = builders.fresh(order)
    account = accounts.ledger(
        people.system_user(), order.customer_id, order.currency_id, TODAY - timedelta(days=9), TODAY
    )
    terms = exposure.of_holder(order.customer_id)
    return fresh.due_amount, account.closing + accounts.uninvoiced(order.customer_id, "CNY"), terms.total


def test_an_amount_lowers_the_invoice_and_what_the_order_owes(order):
    blue = invoice(order, 3, 1)
    assert owed(order) == (D(150), D(150), D(150))
    red = credit(blue, "20")
    assert (red.amount, red.red_of, [line.amount for line in red.lines.all()]) == (
        D(-20),
        blue,
        [D("-13.33"), D("-6.67")],
    )
    assert all(line.tax == -round(-line.amount * D("0.13") / D("1.13"), 2) for line in red.lines.all())
    assert owed(order) == (D(130), D(130), D(130))
    assert sum(row.amount for row in flow.plan_of(order)) == D(130)
    assert [line.invoiced for line in builders.lines_of(order)] == [3, 1], "no piece came back"
    operations.void_invoice(actor=people.system_user(), invoice_id=red.pk, reason="x", at=AT)
    assert owed(order) == (D(150), D(150), D(150)) and flow.broken_invariants() == {}


def test_what_is_credited_is_not_invoiced_anew(order):
    first = invoice(order, 1)
    credit(first, lines=[(1, D("3"))])
    rest = invoice(order, 2, 1)
    assert first.amount + rest.amount == D(150)
    assert owed(order) == (D(147), D(147), D(147)) and flow.broken_invariants() == {}


def test_reversing_takes_what_is_left_to_the_cent(order):
    blue = invoice(order, 3)
    credit(blue, "10")
    reverse = {"actor": people.system_user(), "invoice_id": blue.pk, "reason": "开错", "at": AT}
    part = operations.reverse_invoice(**reverse, lines=[(1, D(1))])
    assert part.amount == D("-30.00")
    operations.reverse_invoice(**reverse)
    blue.refresh_from_db()
    assert blue.status == "RED" and sum(one.amount for one in Invoice.objects.all()) == 0
    again = invoice(order, 3)
    assert again.amount == D(90), "at the lowered price"
    assert owed(order)[0] == D(140) and flow.broken_invariants() == {}


def test_no_more_than_is_left_and_owed_by_who_may_with_a_reason(order):
    blue = invoice(order, 3)
    for wrong in ({"amount": "100"}, {"lines": [(1, D(101))]}):
        with pytest.raises(errors.Conflict):
            credit(blue, **wrong)
    for wrong in ({"amount": "0"}, {"amount": "1.005"}, {"amount": None}, {"amount": "1", "reason": " "}):
        with pytest.raises(errors.Invalid):
            credit(blue, **wrong)
    with pytest.raises(errors.DomainError):
        credit(blue, "1", actor=order.salesperson)
    red = credit(blue, "1")
    with pytest.raises(errors.WrongState):
        credit(red, "0.5")
    assert owed(order)[0] == D(149)


def test_what_was_paid_stays_on_the_order_and_shows_as_too_much(order):
    blue = invoice(order, 3, 1)
    flow.make_paid(order, 150, received_date=TODAY)
    credit(blue, "20")
    fresh = builders.fresh(order)
    assert (fresh.due_amount, fresh.received_amount) == (D(130), D(150)) and flow.broken_invariants() == {}


def test_page_and_api(order):
    blue = invoice(order, 3, 1)
    browser = Browser(make_user("finance"))
    assert "credit" in browser.get(f"/invoices/{blue.number}/").text
    sent = browser.post(
        f"/invoices/{blue.number}/credit/",
        version=blue.version,
        amount="5",
        invoice_date=TODAY,
        reason="返利",
        nonce="n",
    )
    assert sent.status_code == 303, sent.text
    red = Invoice.objects.get(red_of=blue)
    assert red.amount == D(-5) and red.number in browser.get(f"/invoices/{blue.number}/").text
    client = APIClient()
    client.force_authenticate(make_user("finance"))
    body = {"reason": "返利", "lines": [{"position": 2, "amount": "7.50"}]}
    url = f"/api/v1/invoices/{blue.number}/credit/"
    made = client.post(url, body, format="json", headers={"Idempotency-Key": "c"})
    assert made.status_code == 201, made.content
    assert made.json()["amount"] == "-7.50" and made.json()["lines"][0]["quantity"] == "0"
