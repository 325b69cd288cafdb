"""Frame agreements on pages and over the API."""

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from orders.agreements.models import Agreement
from orders.agreements.tests.builders import agreed, make_agreement
from orders.tests.builders import line, make_buyer, make_draft, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
BASE = "/api/v1/agreements/"


@pytest.fixture
def cast():
    return make_order_cast()


def url(name, *args):
    return reverse(f"orders:{name}", args=args)


def test_it_is_written_put_in_force_and_called_off_on_pages(cast):
    client, product = Client(), make_product()
    client.force_login(cast.desk)
    customer = make_buyer(cast.owner)
    form = {"nonce": "a1", "customer": customer.pk, "customer_name": "x", "title": "年度", "tax_mode": "INCLUSIVE"}
    days = {"valid_from": "2020-01-01", "valid_until": "2099-01-01"}
    assert client.post(url("agreement-new"), {**form, "valid_from": "2020-01-01"}).status_code == 422
    made = client.post(url("agreement-new"), {**form, **days, "nonce": "a2"})
    agreement = Agreement.objects.get()
    page = url("agreement-detail", agreement.number)
    assert made["Location"] == page
    typed = {"product": product.code, "price": "80", "quantity": "100", "version": 1}
    assert client.post(url("agreement-line-new", agreement.number), typed).status_code == 303
    edited = {**typed, "price": "79", "version": 2}
    assert client.post(url("agreement-line-edit", agreement.number, 1), edited).status_code == 303
    assert client.post(url("agreement-activate", agreement.number), {"version": 3}).status_code == 303
    order = make_draft(cast.owner, customer=customer, lines=[line(product, 30)])
    shown = client.get(page).content.decode()
    assert order.display_number in shown
    assert ">70</td>" in shown.replace(" ", "")
    assert agreement.number in client.get(url("agreement-list")).content.decode()
    assert client.post(url("agreement-line-remove", agreement.number, 1), {"version": 4}).status_code == 409
    head = {**form, **days, "currency": "CNY", "title": "新", "version": 4}
    assert client.post(url("agreement-edit", agreement.number), head).status_code == 303
    assert client.post(url("agreement-end", agreement.number), {"reason": "到期", "version": 5}).status_code == 303
    assert client.post(url("agreement-resume", agreement.number), {"version": 6}).status_code == 303


def test_it_is_kept_over_the_api_and_orders_name_it(cast):
    client, keys = APIClient(), iter(range(1000))
    client.force_authenticate(cast.desk)
    customer, product = make_buyer(cast.owner), make_product()

    def send(path, body=None, method="post", **headers):
        headers.setdefault("Idempotency-Key", f"k{next(keys)}")
        return getattr(client, method)(path, body, format="json", headers=headers)

    lines = [{"product": product.code, "price": "80", "quantity": "100"}]
    days = {"valid_from": "2020-01-01", "valid_until": "2099-01-01"}
    made = send(BASE, {"customer": customer.code, **days, "lines": lines})
    assert made.status_code == 201, made.json()
    number = made.json()["number"]
    path = f"{BASE}{number}/"
    assert send(path, {"title": "y"}, "patch", **{"If-Match": made["ETag"]}).json()["title"] == "y"
    other = make_product()
    assert len(send(f"{path}lines/", {"product": other.code, "price": "5"}).json()["lines"]) == 2
    assert len(send(f"{path}lines/remove/", {"line_no": 2}).json()["lines"]) == 1
    assert send(f"{path}activate/").json()["status"] == "ACTIVE"
    wanted = [{"product": product.code, "quantity": "10", "agreement": f"{number}/1"}]
    order = send("/api/v1/orders/", {"customer": customer.code, "lines": wanted})
    assert order.status_code == 201, order.json()
    assert order.json()["lines"][0]["price_rule"] == f"{number} / 1"
    unknown = send("/api/v1/orders/", {"customer": customer.code, "lines": [{**wanted[0], "agreement": "AG1/1"}]})
    assert set(unknown.json()["fields"]) == {"lines.1.agreement"}
    assert send(path, None, "get").json()["lines"][0]["left"] == "90"
    assert send(f"{path}end/", {"reason": "x"}).json()["status"] == "ENDED"
    assert send(f"{path}resume/").json()["status"] == "ACTIVE"
    assert send(f"{BASE}?product={product.code}", None, "get").json()["count"] == 1


def test_others_find_nothing(cast):
    agreement = make_agreement(cast.owner, make_buyer(cast.owner), [agreed(make_product(), 5)])
    client = Client()
    client.force_login(cast.stranger)
    assert client.get(url("agreement-detail", agreement.number)).status_code == 404
