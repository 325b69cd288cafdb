"""Accounts and statements: every movement once, the balance is the exposure's, what was drawn up stays."""

import copy
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from common.exports.lists import Asked
from customers.tests.builders import make_customer
from orders.collecting import exporting, operations, paper, queries
from orders.collecting.models import Statement
from orders.credit import exposure
from orders.invoicing import operations as invoicing
from orders.settlement import operations as settlement
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from products.tests import builders as products

FIRST = TODAY - timedelta(days=30)


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(db, standing):
    return copy.deepcopy(standing)


def _make_order():
    """Three pieces for 100.00, two delivered with freight, one of them invoiced, 20.00 paid."""
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, name="东海仪表")
    lines = [builders.line(products.make_product(stock=100), 3, "33.3333")]
    order = builders.make_effective(cast.owner, customer=customer, lines=lines, freight=D(7))
    flow.make_shipped(order, 2, ship_date=TODAY)
    line = builders.lines_of(order)[0]
    made = invoicing.draft_invoice(actor=people.system_user(), lines=[(line.pk, D(1))], at=AT)
    invoicing.issue_invoice(actor=people.system_user(), invoice_id=made.pk, at=AT)
    flow.make_paid(order, 20, received_date=TODAY)
    return order


def account(order, first=FIRST, last=TODAY, customer=None):
    customer_id = (customer or order.customer).pk
    return queries.ledger(people.system_user(), customer_id, order.currency_id, first, last)


def draw(actor, order, **more):
    days = {"first": FIRST, "last": TODAY} | more
    return operations.draw_statement(
        actor=actor, customer_id=order.customer_id, currency=order.currency_id, at=AT, **days
    )


def test_the_balance_and_what_is_not_invoiced_are_the_terms_of_the_exposure(order):
    found = account(order)
    assert [(one.kind, one.debit, one.credit) for one in found.entries] == [
        ("INVOICE", D("33.33"), 0),
        ("MONEY", 0, D(20)),
    ]
    assert (found.opening, found.closing) == (0, D("13.33"))
    left = queries.uninvoiced(order.customer_id, "CNY")
    assert left == D("40.34"), "a piece and the freight"
    terms = exposure.of_holder(order.customer_id)
    assert found.closing + left == terms.total - terms.on_order


def test_red_invoices_and_what_is_let_go_lower_the_balance_and_void_money_is_gone(order):
    system = people.system_user()
    invoice = order.customer.invoices.get()
    row = flow.plan_of(order)[0]
    off = settlement.write_off(
        actor=system, plan_row_id=row.pk, amount=D("0.50"), kind="DIFFERENCE", reason="尾差", at=AT
    )
    invoicing.reverse_invoice(actor=system, invoice_id=invoice.pk, reason="退货", lines=None, at=AT)
    found = account(order)
    kinds = {one.kind: one.credit for one in found.entries}
    assert (kinds["RED"], kinds["DIFFERENCE"], found.closing) == (D("33.33"), D("0.50"), D("-20.50"))
    terms = exposure.of_holder(order.customer_id)
    assert found.closing + queries.uninvoiced(order.customer_id, "CNY") == terms.total - terms.on_order
    settlement.void_receipt(actor=system, receipt_id=off.pk, reason="x", at=AT)
    assert account(order).closing == D(-20)


def test_what_came_before_is_the_opening_balance(order):
    tomorrow = TODAY + timedelta(days=1)
    found = account(order, first=tomorrow, last=tomorrow)
    assert (found.opening, found.entries, found.closing) == (D("13.33"), [], D("13.33"))


def test_money_of_another_account_stands_on_both(order):
    head = make_customer(owner=order.salesperson)
    order.customer.group = head
    order.customer.save(update_fields=["group"])
    receipt = settlement.record_receipt(
        actor=people.system_user(), customer_id=head.pk, amount=D(5), received_date=TODAY, at=AT, allocations=[]
    )
    row = flow.plan_of(order)[0]
    settlement.allocate_receipt(actor=people.system_user(), receipt_id=receipt.pk, allocations=[(row.pk, D(5))], at=AT)
    assert account(order).closing == D("8.33")
    theirs = account(order, customer=head)
    assert [(one.kind, one.debit, one.credit) for one in theirs.entries] == [("MONEY", 0, D(5)), ("TRANSFER", D(5), 0)]


def test_a_statement_stays_as_it_was_drawn_up(order):
    made = draw(order.salesperson, order)
    before = dict(made.content)
    assert (made.number, made.closing, made.uninvoiced) == ("ST20261120-0001", D("13.33"), D("40.34"))
    assert [one["number"] for one in made.content["invoices"]] == [order.customer.invoices.get().number]
    flow.make_paid(order, 10, received_date=TODAY)
    kept = Statement.objects.get()
    assert kept.content == before and operations.fingerprint(kept.content) == kept.content_hash
    found = paper.gather(order.salesperson, made.pk)
    assert found.total == D("13.33") and [row["document"] for row in found.rows][1].startswith("RC")


def test_days_and_people_are_checked(order):
    for first, last in ((TODAY, FIRST), (FIRST, TODAY + timedelta(days=1)), (date(2020, 1, 1), TODAY)):
        with pytest.raises(errors.Invalid):
            draw(order.salesperson, order, first=first, last=last)
    with pytest.raises(errors.DomainError):
        draw(make_user("warehouse"), order)
    made = draw(order.salesperson, order)
    with pytest.raises(errors.NotFound):
        queries.get_statement(make_user("sales"), made.number)


def test_pages_file_and_api_say_the_same(order):
    browser = Browser(order.salesperson)
    asked = {"customer": order.customer_id, "currency": "CNY", "first": FIRST, "last": TODAY}
    page = browser.get("/statements/new/", **asked).text
    assert "IV20261120-0001" in page and "RC20261120-0001" in page and "Draw up the statement" in page
    sent = browser.post("/statements/new/", **asked)
    assert sent.status_code == 303, sent.text
    made = Statement.objects.get()
    assert "IV20261120-0001" in browser.get(f"/statements/{made.number}/").text
    assert made.number in browser.get("/statements/").text
    for query in (f"number={made.number}", "&".join(f"{name}={value}" for name, value in asked.items())):
        sheet = exporting.open_account(order.salesperson, Asked(QueryDict(query), AT))
        assert [row[-1] for row in sheet.rows()] == [D("33.33"), D("13.33")]
    client = APIClient()
    client.force_authenticate(make_user("api_client"))
    body = {**asked, "customer": order.customer.code}
    live = client.get("/api/v1/statements/account/", body).json()
    kept = client.post("/api/v1/statements/", body, format="json", headers={"Idempotency-Key": "st-1"})
    assert kept.status_code == 201, kept.content
    assert live["closing"] == kept.json()["closing"] == "13.33"
    assert live["entries"] == kept.json()["entries"] == client.get(kept["Location"]).json()["entries"]
