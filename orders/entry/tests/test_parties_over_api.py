"""Who receives, pays and mediates: taken from the customer, and taken away again by null."""

import itertools

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from customers.tests.builders import make_address, make_customer, payment_term
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture
def desk():
    client = APIClient()
    client.force_authenticate(make_user("order_desk"))
    return client


def create(client, **body):
    sent = {"Idempotency-Key": f"n{next(_keys)}"}
    return client.post("/api/v1/orders/", {"customer": "33.017", **body}, headers=sent)


@pytest.fixture
def parties():
    receiver = make_customer(code="33.018", name="收货厂")
    make_address(receiver, street="收货路 1 号", recipient="张收")
    customer = make_customer(
        code="33.017", ship_to=receiver, bill_to=receiver, agent=receiver, payment_term=payment_term("COD")
    )
    make_address(customer, street="自己路 2 号")
    return receiver


def test_an_order_goes_to_the_customers_ship_to_partner(desk, parties):
    order = create(desk).json()
    assert (order["ship_to"], order["bill_to"], order["agent"]) == ("33.018", "33.018", "33.018")
    assert "收货路 1 号" in order["ship_address"]
    assert order["ship_recipient"] == "张收"


def test_without_a_partner_it_goes_to_the_customer_itself(desk, parties):
    customer = make_customer(code="33.019")
    make_address(customer, street="三号路 3 号")
    order = create(desk, customer="33.019").json()
    assert order["ship_to"] is None
    assert "三号路 3 号" in order["ship_address"]


NOBODY = {"ship_to": None, "bill_to": None, "agent": None, "payment_term": None}


def test_null_says_that_there_is_nobody_when_an_order_is_made(desk, parties):
    order = create(desk, **NOBODY).json()
    assert {name: order[name] for name in NOBODY} == NOBODY


def test_null_empties_a_draft(desk, parties):
    made = create(desk)
    path = f"/api/v1/orders/{made.json()['reference']}/"
    changed = desk.patch(path, NOBODY, headers={"If-Match": made.headers["ETag"]})
    assert changed.status_code == 200
    assert {name: changed.json()[name] for name in NOBODY} == NOBODY
    wrong = desk.patch(path, {"ship_to": "99.999"}, headers={"If-Match": changed.headers["ETag"]})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["ship_to"])


def test_codes_of_lines_and_the_currency_are_found_as_they_are_written(desk, parties):
    product = make_product(code="11.04a")
    line = {"quantity": "1", "requested_date": "2099-01-01"}
    order = create(desk, currency=" cny", lines=[{"product": " １１.０４ａ ", **line}]).json()
    assert (order["lines"][0]["product"], order["currency"]) == (product.code, "CNY")
    refused = create(desk, lines=[{"product": "11.04A", **line}])
    assert refused.status_code == 400 and "lines.1.product" in refused.json()["fields"], "case says something"


@pytest.mark.parametrize("currency", ["zzz", "Renminbi", "¥"])
def test_a_currency_that_is_none_is_named(desk, parties, currency):
    refused = create(desk, currency=currency)
    assert refused.status_code == 400
    assert f"“{currency}”" in str(refused.json()["fields"]["currency"])


def test_a_customer_is_found_however_wide_his_code_was_typed(desk, parties):
    assert create(desk, customer=" ３３.０１７").json()["customer"]["code"] == "33.017"


def test_an_unknown_customer_is_named_as_any_other_wrong_field_one_of_others_too(desk, parties):
    rep = APIClient()
    rep.force_authenticate(make_user("sales"))
    for client, code in ((desk, "nope"), (rep, "33.017"), (rep, "nope")):
        refused = create(client, customer=code)
        assert refused.status_code == 400
        assert code in refused.json()["fields"]["customer"][0]
