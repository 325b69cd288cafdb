"""Prices and item codes for other systems."""

import itertools
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from orders.pricing.models import CustomerItem, CustomerPrice
from orders.tests.builders import make_buyer, make_order_cast
from products.pricing.models import ListPrice, PriceList
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
_keys = itertools.count(1)


@pytest.fixture
def cast():
    return make_order_cast()


def client_of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def post(client, path, body=None):
    return client.post(f"{V1}{path}", body or {}, format="json", headers={"Idempotency-Key": f"p{next(_keys)}"})


def test_a_list_and_its_prices_are_kept_by_another_system(cast):
    api, product = client_of(cast.head), make_product()
    made = post(api, "/price-lists/", {"code": "VIP", "name": "VIP", "currency": "CNY", "customer_class": "DOMESTIC"})
    assert (made.status_code, made.headers["Location"]) == (201, "/api/v1/price-lists/VIP/"), made.content
    rows = {"prices": [{"product": product.code, "price": "90", "valid_from": "2026-01-01"}]}
    assert post(api, "/price-lists/VIP/prices/", rows).json() == {"new": 1}
    assert post(api, "/price-lists/VIP/prices/", rows).json() == {"new": 0}
    (row,) = api.get(f"{V1}/price-lists/VIP/prices/?on=2026-05-05").json()["results"]
    assert (row["product"], row["price"], row["valid_until"]) == (product.code, "90", None)
    assert post(api, f"/price-lists/VIP/prices/{row['id']}/end/", {"last_day": "2026-03-31"}).status_code == 204
    assert api.get(f"{V1}/price-lists/VIP/prices/?on=2026-05-05").json()["count"] == 0
    version = PriceList.objects.get().version
    stale = api.patch(f"{V1}/price-lists/VIP/", {"is_active": False}, format="json", headers={"If-Match": '"1"'})
    assert stale.status_code == 412 and version == 3


def test_a_bad_row_is_named_by_its_place_and_none_is_set(cast):
    api = client_of(cast.head)
    post(api, "/price-lists/", {"code": "VIP", "name": "VIP", "currency": "CNY"})
    good = {"product": make_product().code, "price": "90", "valid_from": "2026-01-01"}
    answer = post(api, "/price-lists/VIP/prices/", {"prices": [good, {**good, "product": "nope"}]})
    assert answer.status_code == 400 and list(answer.json()["fields"]) == ["prices.2.product"]
    assert not ListPrice.objects.exists()


def test_a_customers_price_comes_in_his_currency_unless_said(cast):
    api, customer, product = client_of(cast.head), make_buyer(cast.owner), make_product()
    row = {"product": product.code, "price": "90", "valid_from": "2026-01-01"}
    assert post(api, "/customer-prices/", {"customer": customer.code, "prices": [row]}).json() == {"new": 1}
    kept = CustomerPrice.objects.get()
    assert (kept.price, kept.currency_id, kept.tax_mode) == (Decimal(90), customer.currency_id, "INCLUSIVE")
    bad = post(api, "/customer-prices/", {"customer": customer.code, "prices": [{**row, "currency": "XXX"}]})
    assert bad.status_code == 400 and list(bad.json()["fields"]) == ["prices.1.currency"]
    assert client_of(cast.stranger).get(f"{V1}/customer-prices/").json()["count"] == 0
    body = {"customer": customer.code, "prices": [row]}
    assert post(client_of(cast.owner), "/customer-prices/", body).status_code == 403
    assert post(api, f"/customer-prices/{kept.pk}/end/", {"last_day": "2025-12-31"}).status_code == 204
    assert not CustomerPrice.objects.exists()


def test_an_order_names_a_product_as_the_customer_does(cast):
    api, customer, product = client_of(cast.head), make_buyer(cast.owner), make_product()
    item = post(api, "/customer-items/", {"customer": customer.code, "code": "KH-7", "product": product.code})
    assert item.status_code == 201, item.content
    body = {"customer": customer.code, "lines": [{"product": "KH-7", "quantity": "2"}]}
    order = post(client_of(cast.owner), "/orders/", body)
    assert order.status_code == 201 and order.json()["lines"][0]["product"] == product.code, order.content
    assert api.get(f"{V1}/customer-items/?code=kh-7").json()["count"] == 1
    assert post(api, f"/customer-items/{item.json()['id']}/remove/").status_code == 204
    assert not CustomerItem.objects.exists()


@pytest.mark.parametrize("name", ["list-prices", "customer-prices", "customer-items"])
def test_prices_and_item_codes_go_out_as_files(cast, name):
    api, customer, product = client_of(cast.head), make_buyer(cast.owner), make_product()
    row = {"product": product.code, "price": "90", "valid_from": "2026-01-01"}
    post(api, "/price-lists/", {"code": "VIP", "name": "VIP", "currency": "CNY"})
    post(api, "/price-lists/VIP/prices/", {"prices": [row]})
    post(api, "/customer-prices/", {"customer": customer.code, "prices": [row]})
    post(api, "/customer-items/", {"customer": customer.code, "code": "KH-7", "product": product.code})
    made = post(api, "/exports/", {"list": name, "form": "csv", "query": ""})
    assert made.status_code == 201, made.content
    text = b"".join(api.get(f"{V1}/exports/{made.json()['id']}/file/").streaming_content).decode("utf-8-sig")
    assert product.code in text
