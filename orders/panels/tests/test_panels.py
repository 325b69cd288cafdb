"""What orders show elsewhere: the cards of "my work", panels, the palette, the navigation."""

import pytest

from accounts.tests.builders import make_user
from orders.promise import operations as promise
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.page_builders import Browser

pytestmark = pytest.mark.django_db


def home(user):
    return Browser(user).get("/").content.decode()


def test_the_head_sees_what_waits_for_his_decision_with_the_time_left():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    page = home(cast.head)
    assert "Awaiting my approval" in page
    assert order.number in page
    assert order.number not in home(cast.stranger)


def test_a_rejected_order_comes_back_to_its_owner_with_the_reason():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    Browser(cast.head).post(f"/orders/{order.reference}/reject/", reason="ask for an advance", version=order.version)
    page = home(cast.owner)
    assert "Sent back to me" in page
    assert "ask for an advance" in page


def test_the_warehouse_sees_notices_to_audit_and_no_amounts():
    order = builders.make_effective()
    line = builders.lines_of(order)[0]
    Browser(make_user("order_desk")).post(f"/outbound/new/?ids={order.pk}", **{f"line-{line.pk}": 5})
    page = home(make_user("warehouse"))
    assert "Delivery notices to audit" in page
    assert "Overdue payments" not in page
    assert "¥" not in page


def test_goods_that_came_in_for_a_waiting_order_are_shown_to_who_may_reserve_them():
    cast, product = builders.make_order_cast(), builders.products.make_product(stock=0)
    order = builders.make_effective(cast.owner, lines=[builders.line(product, 5)])
    assert "Goods that wait to be given out" not in home(cast.desk), "nothing came in yet"
    builders.products.receive(product, 3)
    page = home(cast.desk)
    assert "Goods that wait to be given out" in page
    assert order.number in page
    assert f"/products/{product.pk}/" in page
    assert "Goods that wait to be given out" not in home(cast.owner)
    builders.products.receive(builders.products.make_product(), 3)
    promise.reserve_order(actor=cast.desk, order_id=order.pk, at=builders.AT)
    assert "Goods that wait to be given out" not in home(cast.desk), "it has all that came"


def test_finance_sees_money_that_is_not_allocated():
    order = builders.make_effective()
    user = make_user("finance")
    Browser(user).post(
        "/receipts/new/", customer=order.customer_id, amount="70", received_date="2026-11-20", allocate="later"
    )
    assert "Unallocated receipts" in home(user)


def test_the_palette_finds_orders_by_number_and_customer_and_only_visible_ones():
    cast = builders.make_order_cast()
    order = builders.make_submitted(cast.owner)
    browser = Browser(cast.owner)
    assert order.number in browser.part("/search/", "palette-results", q=order.number).content.decode()
    assert order.number in browser.part("/search/", "palette-results", q=order.customer.name).content.decode()
    stranger = Browser(cast.stranger).part("/search/", "palette-results", q=order.number).content.decode()
    assert f"/orders/{order.number}/" not in stranger


def test_the_navigation_counts_what_the_person_sees():
    cast = builders.make_order_cast()
    builders.make_submitted(cast.owner)
    assert 'id="count-orders"' in Browser(cast.owner).get("/orders/").content.decode()
    assert ">1<" in Browser(cast.owner).get("/counts/").content.decode()
    assert ">1<" not in Browser(cast.stranger).get("/counts/").content.decode()


def test_the_panel_of_a_customer_lists_his_orders():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    url = f"/panels/customers/{order.customer_id}/orders/"
    page, part = Browser(cast.owner).get(url), Browser(cast.owner).part(url, "pane")
    assert order.number in page.content.decode()
    assert order.number in part.content.decode()
    assert "<html" not in part.content.decode()
    assert Browser(cast.stranger).get(url).status_code == 404
    assert "¥" not in Browser(make_user("warehouse")).get(url).content.decode()


def test_the_panel_of_a_product_lists_who_waits_for_it():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    line = builders.lines_of(order)[0]
    url = f"/panels/products/{line.product_id}/orders/"
    assert order.number in Browser(cast.owner).part(url, "pane").content.decode()
    masked = Browser(cast.stranger).part(url, "pane").content.decode()
    assert order.number not in masked
    assert order.customer.name not in masked
    assert "Other orders, which you do not see" in masked


def test_credit_is_shown_term_by_term_to_who_sets_it_and_to_nobody_who_may_not_see_it():
    order = builders.make_effective()
    flow.make_shipped(order, 4)
    flow.make_receipt(order, 150)
    finance = Browser(make_user("finance"))
    part = finance.part(f"/panels/customers/{order.customer_id}/credit/", "customer-credit").content.decode()
    for amount in ("600", "400", "150", "850"):
        assert f">¥{amount}<" in part
    assert "Shipped, not invoiced" in finance.get(f"/panels/customers/{order.customer_id}/money/").content.decode()
    dialog = finance.part(f"/customers/{order.customer_id}/credit/", "dialog").content.decode()
    assert f"/panels/customers/{order.customer_id}/credit/" in dialog
    warehouse = Browser(make_user("warehouse"))
    assert "¥" not in warehouse.part(f"/panels/customers/{order.customer_id}/credit/", "customer-credit").text
