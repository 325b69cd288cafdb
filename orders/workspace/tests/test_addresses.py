"""The address of a draft goes on leading to its order once that has a number: for people and other systems."""

import pytest

from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.tests import builders
from orders.tests.page_builders import Browser
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return builders.make_order_cast()


@pytest.mark.parametrize("tab", ["", "particulars/", "money/", "history/"])
def test_the_page_of_a_draft_leads_to_its_number(cast, tab):
    order = builders.make_submitted(cast.owner)
    response = Browser(cast.owner).get(f"/orders/draft-{order.pk}/{tab}", x="1")
    assert (response.status_code, response.headers["Location"]) == (302, f"/orders/{order.number}/{tab}?x=1")


def test_nobody_learns_a_number_that_is_not_his(cast):
    order = builders.make_submitted(cast.owner)
    assert Browser(cast.stranger).get(f"/orders/draft-{order.pk}/").status_code == 404
    assert Browser(cast.stranger).get(f"/orders/draft-{order.pk}/edit/").status_code == 404


def test_a_double_click_on_submit_ends_at_the_order(cast):
    browser, customer, product = Browser(cast.owner), builders.make_buyer(cast.owner), products.make_product(stock=9)
    row = {"lines-0-product": product.code, "lines-0-quantity": "3"}
    form = {"nonce": "n", "customer": customer.pk, "requested_date": "2026-12-10", "then": "submit", **row}
    browser.post("/orders/new/", **form)
    again = browser.post("/orders/new/", **form)
    landed = browser.client.get(again.headers["Location"], follow=True)
    assert landed.status_code == 200
    assert landed.redirect_chain[-1][0] == f"/orders/{Order.objects.get().number}/"


def test_an_edit_that_meets_a_submitted_order_says_so_and_keeps_the_text(cast):
    product = products.make_product(stock=9)
    order = builders.make_draft(cast.owner, lines=[builders.line(product, 1)])
    form = {"customer": order.customer_id, "requested_date": "2026-12-10", "then": "save", "version": order.version}
    form |= {"notes": "Ring twice", "lines-0-product": product.code, "lines-0-quantity": "77", "lines-0-line_no": "1"}
    order = lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=builders.AT)
    address = f"/orders/draft-{order.pk}/edit/"
    plain = Browser(cast.owner).post(address, **form)
    page = plain.content.decode()
    assert plain.status_code == 409
    assert f"Meanwhile this became {order.number}" in page
    assert "Ring twice" in page and 'value="77"' in page
    part = Browser(cast.owner).send(address, "entry-errors", **form)
    assert order.number in part.content.decode()
    assert builders.lines_of(builders.fresh(order))[0].ordered == 1


def test_the_api_knows_the_order_under_both(cast):
    order = builders.make_submitted(cast.owner)
    browser = Browser(cast.owner)
    answer = browser.get(f"/api/v1/orders/draft-{order.pk}/")
    assert (answer.status_code, answer.json()["reference"]) == (200, order.number)
    assert Browser(cast.stranger).get(f"/api/v1/orders/draft-{order.pk}/").status_code == 404
