"""Prices and customers' item codes where orders are entered."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.tests.builders import AT
from common import errors
from orders.entry import preview, rows
from orders.entry.drafts import LineDraft
from orders.order.models import Order
from orders.pricing import operations
from orders.tests.builders import line, lines_of, make_buyer, make_draft, make_effective, make_order_cast
from orders.tests.page_builders import Browser
from products.pricing.tests.test_price_lists import entry, make_list, set_prices
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return make_order_cast()


def call(cast, customer, product, code):
    operations.save_item(actor=cast.head, customer_id=customer.pk, product_id=product.pk, code=code, at=AT)


def shown(cast, customer, **cells):
    """What the grid answers for one row as typed."""
    head = preview.head_of(cast.owner, {"customer": str(customer.pk)}, timezone.now())
    row = rows.read_json({"0": cells})
    return preview.preview(cast.owner, head, row, {"0"}).rows["0"]


def test_a_draft_takes_the_customers_own_item_code(cast):
    customer, product = make_buyer(cast.owner), make_product()
    call(cast, customer, product, "KH-7")
    order = make_draft(cast.owner, customer=customer, lines=[LineDraft(product_code="kh-7", quantity=D(2))])
    assert [one.product_code for one in lines_of(order)] == [product.code]


def test_our_own_code_comes_before_the_customers(cast):
    customer, ours, other = make_buyer(cast.owner), make_product(), make_product()
    call(cast, customer, other, ours.code)
    order = make_draft(cast.owner, customer=customer, lines=[LineDraft(product_code=ours.code, quantity=D(2))])
    assert [one.product_id for one in lines_of(order)] == [ours.pk]


def test_the_grid_puts_our_code_in_place_of_the_customers(cast):
    customer, product = make_buyer(cast.owner), make_product()
    call(cast, customer, product, "KH-7")
    found = shown(cast, customer, product="KH-7", quantity="1")
    assert found["product"] == {"value": product.code} and found["name"]["text"] == product.name


def test_suggestions_know_how_the_customer_calls_it(cast):
    customer, product = make_buyer(cast.owner), make_product()
    call(cast, customer, product, "KH-7")
    address = f"/orders/entry/products/?q=KH&customer={customer.pk}"
    assert product.code in Browser(cast.owner).get(address).content.decode()
    assert product.code not in Browser(cast.owner).get("/orders/entry/products/?q=KH").content.decode()
    assert product.code not in Browser(cast.stranger).get(address).content.decode()


def test_the_price_says_its_rule_and_what_was_paid_last(cast):
    customer, product = make_buyer(cast.owner), make_product(stock=10, list_price=D(100))
    paid = make_effective(cast.owner, customer=customer, lines=[line(product, 1, 91)])
    set_prices(cast.head, make_list(cast.head, "ALL"), entry(product, 95, quantity=5))
    title = shown(cast, customer, product=product.code, quantity="5")["price"]["title"]
    assert "ALL ≥ 5" in title and "¥91.00" in title and paid.number in title
    typed = shown(cast, customer, product=product.code, quantity="5", price="90")["price"]["title"]
    assert typed.startswith("Typed in")


def test_nobody_learns_prices_of_a_customer_whom_he_does_not_see(cast):
    customer, product = make_buyer(cast.owner), make_product()
    with pytest.raises(errors.NotFound):
        preview.head_of(cast.stranger, {"customer": str(customer.pk), "currency": "CNY"}, timezone.now())
    rows_of = {
        "rows": {"0": {"product": product.code, "quantity": "1"}},
        "head": {"customer": str(customer.pk), "currency": "CNY"},
    }
    answer = Browser(cast.stranger).client.post("/orders/entry/rows/", rows_of, content_type="application/json")
    assert answer.status_code == 404


def test_the_last_order_is_named_to_who_may_see_it(cast):
    customer, product = make_buyer(cast.owner), make_product(stock=10)
    paid = make_effective(cast.owner, customer=customer, lines=[line(product, 1, 91)])
    Order.objects.filter(pk=paid.pk).update(
        salesperson=cast.stranger,
        executing_owner=cast.stranger,
        created_by=cast.stranger,
        department=cast.stranger.department,
    )
    title = shown(cast, customer, product=product.code, quantity="1")["price"]["title"]
    assert "¥91.00" in title and paid.number not in title
