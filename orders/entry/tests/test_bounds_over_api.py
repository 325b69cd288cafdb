"""Days, numbers and amounts that no order can have, over the API: 400 with the path, nothing stored."""

import itertools

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from customers.tests.builders import make_address, make_customer, payment_term
from orders.order.models import Order
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture
def desk():
    client = APIClient()
    client.force_authenticate(make_user("order_desk"))
    return client


@pytest.fixture
def row():
    make_address(make_customer(code="33.017", payment_term=payment_term("COD")), street="自己路 2 号")
    return {"product": make_product(pack_multiple=12, stock=99).code, "quantity": "1"}


def create(client, **body):
    sent = {"Idempotency-Key": f"b{next(_keys)}"}
    return client.post("/api/v1/orders/", {"customer": "33.017", **body}, headers=sent)


@pytest.mark.parametrize("day", ["2026-W01-1", "20261224", "2026-02-30", "24.12.2026"])
def test_days_are_written_one_way(desk, row, day):
    answer = create(desk, requested_date=day, lines=[row])
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["requested_date"]


def test_an_amount_that_no_column_takes_is_named_by_its_line(desk, row):
    answer = create(desk, lines=[row, {**row, "quantity": "99999999999", "price": "3280"}])
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["lines.2.quantity"]
    assert not Order.objects.exists()


def test_the_answer_tells_risks_and_unfinished_rows(desk, row):
    make_user("executive")  # somebody to ask
    order = create(desk, requested_date="2999-12-24", lines=[row], submit=False).json()
    assert (order["risks"], order["unfinished"]) == ([], [])
    key = {"Idempotency-Key": f"b{next(_keys)}"}
    order = desk.post(f"/api/v1/orders/{order['reference']}/submit/", headers=key).json()
    assert [(risk["line_no"], risk["kind"]) for risk in order["risks"]] == [(1, "pack_multiple"), (1, "day_far")]
