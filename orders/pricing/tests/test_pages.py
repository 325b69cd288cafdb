"""A customer's prices and item codes on his page."""

from decimal import Decimal

import pytest

from orders.pricing.models import CustomerItem, CustomerPrice
from orders.tests.builders import make_buyer, make_order_cast
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def test_a_price_is_agreed_shown_and_ended(cast):
    boss, customer, product = Browser(cast.head), make_buyer(cast.owner), make_product(list_price=Decimal(100))
    row = {
        "product": product.code,
        "price": "88.5",
        "valid_from": "2026-01-01",
        "currency_id": "CNY",
        "tax_mode": "INCLUSIVE",
    }
    answer = boss.post(f"/customers/{customer.pk}/prices/set/", **row, reason="年度合同")
    assert answer.status_code == 303 and answer.headers["Location"].endswith("?tab=prices")
    page = boss.get(f"/panels/customers/{customer.pk}/prices/").content.decode()
    assert product.code in page and "¥88.50" in page and "年度合同" in page
    assert all(f'name="list" value="{name}"' in page for name in ("customer-prices", "customer-items"))
    price = CustomerPrice.objects.get()
    assert boss.post(f"/customers/prices/{price.pk}/end/", last_day="2025-12-31").status_code == 303
    assert not CustomerPrice.objects.exists()


def test_a_bad_day_is_said_at_its_field(cast):
    boss, customer, product = Browser(cast.head), make_buyer(cast.owner), make_product()
    row = {"product": product.code, "price": "8", "currency_id": "CNY", "tax_mode": "INCLUSIVE"}
    answer = boss.post(
        f"/customers/{customer.pk}/prices/set/", **row, valid_from="2026-02-01", valid_until="2026-01-01"
    )
    assert answer.status_code == 422 and "id_valid_until" in answer.content.decode()


def test_an_item_code_is_kept_and_removed(cast):
    boss, customer, product = Browser(cast.head), make_buyer(cast.owner), make_product()
    boss.post(f"/customers/{customer.pk}/items/new/", product=product.code, code="KH-7", name="表头")
    assert "KH-7" in boss.get(f"/panels/customers/{customer.pk}/prices/").content.decode()
    boss.post(f"/customers/items/{CustomerItem.objects.get().pk}/remove/")
    assert not CustomerItem.objects.exists()


def test_the_salesperson_sees_and_others_do_not(cast):
    customer, address = make_buyer(cast.owner), "/panels/customers/{}/prices/"
    own, other = Browser(cast.owner), Browser(cast.stranger)
    assert own.get(address.format(customer.pk)).status_code == 200
    assert other.get(address.format(customer.pk)).status_code == 404
    assert own.get(f"/customers/{customer.pk}/prices/set/").status_code == 403
    assert "tab=prices" in own.get(f"/customers/{customer.pk}/").content.decode()
