"""Price lists through the browser's door."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.tests.builders import make_user
from orders.tests.page_builders import Browser
from products.pricing.models import ListPrice, PriceList
from products.pricing.tests.test_price_lists import entry, make_list, set_prices
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_user("sales_manager")


def test_a_list_is_made_and_its_prices_are_set_and_ended(boss):
    browser, product = Browser(boss), make_product(list_price=Decimal(100))
    form = {"code": "VIP", "name": "大客户", "currency": "CNY", "tax_mode": "INCLUSIVE", "is_active": "on"}
    assert browser.post("/prices/new/", **form).status_code in (302, 303)
    vip = PriceList.objects.get()
    row = {"product": product.code, "price": "92.5", "min_quantity": "10", "valid_from": "2026-01-01"}
    assert browser.post(f"/prices/{vip.pk}/set/", **row).status_code in (302, 303)
    page = browser.get(f"/prices/{vip.pk}/").content.decode()
    assert product.code in page and "92.50" in page and 'name="list" value="list-prices"' in page
    price = ListPrice.objects.get()
    assert browser.post(f"/prices/rows/{price.pk}/end/", last_day="2026-01-31").status_code in (302, 303)
    assert product.code not in browser.get(f"/prices/{vip.pk}/").content.decode()
    assert product.code in browser.get(f"/prices/{vip.pk}/?on=").content.decode()


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(boss):
    vip, product = make_list(boss), make_product()
    row = {"product": product.code, "price": "5", "valid_from": "2026-02-01", "valid_until": "2026-01-01"}
    answer = Browser(boss).post(f"/prices/{vip.pk}/set/", **row)
    assert answer.status_code == 422 and 'value="2026-01-01"' in answer.content.decode()
    assert not ListPrice.objects.exists()


def test_a_list_of_prices_costs_the_same_however_long_it_is(boss, django_assert_max_num_queries):
    vip, browser = make_list(boss), Browser(boss)
    set_prices(boss, vip, *(entry(make_product(), 5, date(2026, 1, 1)) for _n in range(40)))
    browser.get(f"/prices/{vip.pk}/")
    with django_assert_max_num_queries(12):
        browser.get(f"/prices/{vip.pk}/")


def test_who_only_sells_sees_prices_and_no_way_to_change_them(boss):
    vip, seller = make_list(boss), Browser(make_user("sales"))
    set_prices(boss, vip, entry(make_product(), 5, date(2026, 1, 1)))
    page = seller.get(f"/prices/{vip.pk}/").content.decode()
    assert "/set/" not in page and "/end/" not in page
    assert seller.get(f"/prices/{vip.pk}/set/").status_code == 403
    assert Browser(make_user("warehouse")).get("/prices/").status_code == 403
