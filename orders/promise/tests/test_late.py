"""A promise moves only when it can no longer be met, and its people hear of it (SEMANTICS 10)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from orders.promise import late, queries
from orders.tests.builders import AT, TODAY, fresh, line, lines_of, make_effective, make_order_cast
from products.stock.supply import operations as supply
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def product():
    return make_product(lead_time_days=60)


@pytest.fixture
def receipt(product):
    entry = supply.Planned(product.pk, D(10), TODAY + timedelta(6))
    (answer,) = supply.plan_receipts(actor=system_user(), entries=[entry], at=AT)
    return answer.receipt


def order_for(cast, product, quantity, **more):
    more.setdefault("requested_date", TODAY)
    return make_effective(cast.owner, lines=[line(product, quantity)], **more)


def days(*orders):
    return [lines_of(order)[0].promised_ship_date for order in orders]


def told():
    return set(Notification.objects.filter(kind="order.late_supply").values_list("subject_id", flat=True))


def move(receipt, to, **more):
    return supply.change_receipt(
        actor=system_user(),
        receipt_id=receipt.pk,
        at=AT,
        reason="mill late",
        expected_date=TODAY + timedelta(to),
        **more,
    )


def test_a_receipt_that_moves_moves_the_promises_that_counted_on_it_and_no_other(cast, product, receipt):
    soon = order_for(cast, product, 4)
    patient = order_for(cast, product, 4, requested_date=TODAY + timedelta(40))
    made = order_for(cast, product, 5)
    before = days(soon, patient, made)
    assert before[0] == date(2026, 11, 26)
    move(receipt, 13)
    assert days(soon, patient, made) == [date(2026, 12, 3), *before[1:]]
    assert told() == {soon.pk}
    assert [entry.promised_date for entry in queries.promises_of(soon.pk)] == [date(2026, 12, 1), date(2026, 12, 8)]
    assert fresh(soon).promised_date == date(2026, 12, 8)


def test_a_receipt_that_comes_earlier_moves_nothing(cast, product, receipt):
    soon = order_for(cast, product, 4)
    before = days(soon)
    move(receipt, 2)
    assert (days(soon), told()) == (before, set())


def test_a_cancelled_receipt_leaves_the_lead_time(cast, product, receipt):
    soon = order_for(cast, product, 4)
    supply.cancel_receipt(actor=system_user(), receipt_id=receipt.pk, reason="cancelled by the mill", at=AT)
    assert days(soon) == [date(2027, 1, 19)]


def test_a_receipt_that_did_not_come_is_counted_on_a_week_later(cast, product, receipt):
    soon = order_for(cast, product, 4)
    assert late.recheck_overdue(AT) == 0
    after = AT + timedelta(7)
    assert late.recheck_overdue(after) == 1
    assert days(soon) == [date(2026, 12, 3)]
    assert late.recheck_overdue(after) == late.recheck_overdue(after + timedelta(6)) == 0
    assert told() == {soon.pk}
