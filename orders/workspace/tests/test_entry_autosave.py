"""A draft that saves itself: the script's own answer, a lost answer, somebody else's version."""

import pytest

from orders.order.models import Order
from orders.tests import builders
from orders.tests.page_builders import Browser
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return builders.make_order_cast()


@pytest.fixture
def customer(cast):
    return builders.make_buyer(cast.owner)


def entries(customer, *lines, **head):
    data = {"customer": customer.pk, "then": "auto", **head}
    for key, cells in enumerate(lines):
        data |= {f"lines-{key}-{name}": value for name, value in cells.items()}
    return data


def test_a_new_order_becomes_a_draft_and_goes_on_as_one(cast, customer):
    browser, row = Browser(cast.owner), {"product": products.make_product().code, "quantity": "3"}
    answer = browser.send("/orders/new/", **entries(customer, row, {"product": "no-such"})).json()
    order = Order.objects.get()
    assert answer["url"] == f"/orders/draft-{order.pk}/edit/"
    assert (answer["version"], answer["lines"]) == (order.version, {"0": 1, "1": 2})
    assert (order.line_count, len(order.unfinished)) == (1, 1), "what is no line yet is kept too"
    rest = entries(customer, {**row, "line_no": "1", "quantity": "4"}, version=answer["version"])
    assert browser.send(answer["url"], **rest).json()["version"] == answer["version"] + 1
    assert [line.ordered for line in builders.lines_of(order)] == [4]


def test_a_lost_answer_makes_no_second_draft(cast, customer):
    browser = Browser(cast.owner)
    data = entries(customer, {"product": products.make_product().code, "quantity": "3"}, nonce="once")
    first, second = (browser.send("/orders/new/", **data).json() for _again in range(2))
    assert (second["url"], second["version"]) == (first["url"], first["version"])
    assert Order.objects.count() == 1


def test_somebody_elses_version_is_told_and_not_written_over(cast, customer):
    order = builders.make_draft(cast.owner, customer=customer)
    response = Browser(cast.owner).send(
        f"/orders/draft-{order.pk}/edit/", **entries(customer, version=order.version + 1, notes="mine")
    )
    assert response.status_code == 409
    assert b"mine" in response.content
    assert builders.fresh(order).notes == ""


def test_what_cannot_be_saved_is_refused_quietly(cast, customer):
    data = entries(customer, requested_date="some day")
    assert Browser(cast.owner).send("/orders/new/", **data).status_code == 422
    assert not Order.objects.exists()


def test_a_customer_brings_what_his_last_order_had_and_no_master_data_say(cast, customer):
    browser = Browser(cast.owner)
    url = f"/orders/entry/customer/?customer={customer.pk}"
    assert browser.get(url).json()["values"]["transport_mode"] == ""
    builders.make_effective(cast.owner, customer=customer, transport_mode="AIR", payment_method="CHEQUE")
    builders.make_draft(cast.owner, customer=customer, transport_mode="SEA")
    values = browser.get(url).json()["values"]
    assert (values["transport_mode"], values["payment_method"]) == ("AIR", "CHEQUE"), "of what took effect"
    assert builders.make_draft(cast.owner, customer=customer).transport_mode == "AIR"
