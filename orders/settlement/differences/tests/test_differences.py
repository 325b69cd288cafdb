"""What exchange rates do to money that pays an order: recorded as it is allocated, undone as that is taken back."""

import copy
from datetime import date
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common.exports.lists import Asked
from common.models import ExchangeRate
from orders.returns import operations as returns
from orders.returns.rules import Decision
from orders.returns.tests.builders import make_received, settle
from orders.settlement import operations, queries
from orders.settlement.differences import exporting
from orders.settlement.differences import queries as differences
from orders.settlement.models import Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
SYSTEM = people.system_user


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(standing):
    return copy.deepcopy(standing)


def _make_order():
    """1,000 dollars, ordered at 7 and paid at 7.1."""
    ExchangeRate.objects.create(currency_id="USD", valid_from=date(2026, 1, 1), rate=D("7"))
    lines = [builders.line(make_product(stock=10), 10, 100)]
    order = builders.make_effective(currency_id="USD", lines=lines)
    ExchangeRate.objects.create(currency_id="USD", valid_from=TODAY, rate=D("7.1"))
    return order


def noted():
    rows = differences.list_differences(SYSTEM()).order_by("pk")
    return [(row.day, row.amount) for row in rows]


def test_a_gain_stands_from_the_day_of_the_allocation_until_it_is_taken_back(order):
    assert order.exchange_rate == 7
    receipt = flow.make_paid(order, 333, currency="USD")
    assert noted() == [(TODAY, D("33.30"))]
    (allocation,) = queries.allocations_of(SYSTEM(), receipt)
    assert allocation.difference == D("33.30")
    operations.revoke_allocation(actor=SYSTEM(), allocation_id=allocation.pk, reason="x", at=AT)
    assert noted() == [(TODAY, D("33.30")), (TODAY, D("-33.30"))] and flow.broken_invariants() == {}
    (one,) = differences.months(differences.list_differences(SYSTEM()))
    assert (one.month, one.gains, one.losses, one.total) == (TODAY.replace(day=1), D("33.30"), D("-33.30"), 0)
    operations.void_receipt(actor=SYSTEM(), receipt_id=receipt.pk, reason="x", at=AT)
    assert flow.broken_invariants() == {}


def test_a_loss_and_what_is_paid_back_of_it(order):
    ExchangeRate.objects.filter(valid_from=TODAY).update(rate=D("6.9"))
    flow.make_signed(order)
    flow.make_paid(builders.fresh(order), currency="USD")
    document = settle(make_received(builders.fresh(order), 2), {1: Decision(refund=D(2))})
    total = order.total_amount
    assert sum(amount for _day, amount in noted()) == -total / 10
    returns.settle_refund(actor=SYSTEM(), return_id=document.pk, at=AT)
    assert sum(amount for _day, amount in noted()) == -total * 8 / 100 and flow.broken_invariants() == {}


def test_the_companys_own_currency_and_what_is_written_off_make_no_difference(order):
    flow.make_paid(builders.make_effective())
    row = flow.plan_of(order)[0]
    operations.write_off(actor=SYSTEM(), plan_row_id=row.pk, amount=D(1), kind="DIFFERENCE", reason="x", at=AT)
    assert noted() == [] and flow.broken_invariants() == {}


def test_page_file_and_system_agree_and_strangers_see_nothing(order):
    receipt = flow.make_paid(order, 100, currency="USD")
    finance = make_user("finance")
    browser = Browser(finance)
    assert receipt.number in browser.get("/exchange-differences/?side=GAIN").text
    assert receipt.number not in browser.get("/exchange-differences/?side=LOSS").text
    assert "Exchange gain" in browser.get(f"/receipts/{receipt.number}/").text
    sheet = exporting.open_differences(finance, Asked(QueryDict("day_from=2026-11-01"), AT))
    row = dict(zip([column.key for column in sheet.columns], next(iter(sheet.rows())), strict=True))
    assert (row["month"], row["paid"], row["amount"]) == ("2026-11", D(100), D(10))
    client = APIClient()
    client.force_authenticate(finance)
    (read,) = client.get("/api/v1/exchange-differences/").json()["results"]
    assert (read["receipt_rate"], read["order_rate"], read["amount"]) == ("7.1", "7", "10.00")
    (paid,) = client.get(f"/api/v1/receipts/{receipt.number}/").json()["allocations"]
    assert paid["exchange_difference"] == "10.00"
    assert not differences.list_differences(make_user("sales")).exists()
    assert Receipt.objects.count() == 1
