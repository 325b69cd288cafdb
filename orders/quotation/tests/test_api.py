"""Inquiries and quotations over the API."""

import pytest
from rest_framework.test import APIClient

from orders.quotation.models import Quotation
from orders.quotation.tests.builders import make_sent
from orders.tests.builders import make_buyer, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
BASE = "/api/v1/quotations/"


@pytest.fixture
def owner():
    return make_order_cast().owner


@pytest.fixture
def post(owner):
    client = APIClient()
    client.force_authenticate(owner)
    keys = iter(range(1000))

    def send(path, body=None, method="post", **headers):
        headers.setdefault("Idempotency-Key", f"k{next(keys)}")
        return getattr(client, method)(path, body, format="json", headers=headers)

    return send


def test_a_quotation_goes_from_inquiry_to_order(post, owner):
    customer, product = make_buyer(owner), make_product()
    asked = post("/api/v1/inquiries/", {"customer": customer.code, "asked": "10 台", "channel": "MAIL"})
    assert (asked.status_code, asked.json()["status"]) == (201, "OPEN")
    lines = [
        {"product": product.code, "quantity": "10", "price": "90"},
        {"product": product.code, "quantity": "1", "price": "5", "is_optional": True},
    ]
    made = post(BASE, {"inquiry": asked.json()["number"], "title": "x", "valid_until": "2099-01-01", "lines": lines})
    assert made.status_code == 201, made.json()
    body, path = made.json(), f"{BASE}{made.json()['number']}/"
    assert (body["total_amount"], body["versions"][0]["optional_amount"]) == ("900.00", "5.00")
    change = {"code": "A1", "reduction": "10.00"}
    assert post(path, change, "patch").status_code == 428
    changed = post(path, change, "patch", **{"If-Match": made["ETag"]})
    assert changed.json()["total_amount"] == "890.00"
    sent = post(f"{path}send/", {})
    assert (sent.json()["status"], sent.json()["versions"][0]["is_standing"]) == ("SENT", True)
    order = post(f"{path}convert/", {"code": "A1", "lines": [{"line_no": 1, "quantity": "6"}]})
    assert (order.status_code, order.json()["lines"][0]["price_source"]) == (201, "QUOTED")
    assert order.json()["lines"][0]["price_rule"] == f"{body['number']} A1/1"
    more = post(f"{path}convert/", {"code": "A1", "lines": [{"line_no": 1, "quantity": "5"}]})
    assert (more.status_code, more.json()["left"]) == (409, "4")
    read = post(path, None, "get").json()
    assert (read["status"], read["versions"][0]["lines"][0]["left"]) == ("PARTLY_WON", "4")
    assert read["orders"] == [order.json()["reference"]]


def test_versions_alternatives_and_outcomes(post, owner):
    quotation = make_sent(owner)
    path = f"{BASE}{quotation.number}/"
    assert post(f"{path}revise/", {"alternative": "A"}).json()["versions"][1]["code"] == "A2"
    assert post(f"{path}alternative/", {"copy_of": "A1", "label": "B"}).json()["versions"][2]["code"] == "B1"
    assert post(f"{path}send/", {"versions": ["B1"]}).status_code == 200
    assert post(f"{path}win/", {"code": "B1"}).json()["accepted"] == "B1"
    lost = make_sent(owner)
    answer = post(f"{BASE}{lost.number}/lose/", {"outcome_code": "PRICE", "competitor": "甲"})
    assert (answer.json()["status"], answer.json()["outcome"]) == ("LOST", "PRICE")
    gone = make_sent(owner)
    assert post(f"{BASE}{gone.number}/withdraw/", {"reason": "x"}).json()["status"] == "WITHDRAWN"
    listed = post(f"{BASE}?status=LOST", None, "get").json()
    assert [row["number"] for row in listed["results"]] == [lost.number]
    asked = post("/api/v1/inquiries/", {"company": "甲", "asked": "x"}).json()["number"]
    assert post(f"/api/v1/inquiries/{asked}/close/", {"reason": "y"}).json()["status"] == "CLOSED"
    assert post("/api/v1/inquiries/?status=CLOSED", None, "get").json()["count"] == 1


def test_who_may_not_see_it_finds_nothing(post):
    other = make_sent(make_order_cast().owner)
    Quotation.objects.filter(pk=other.pk).update(salesperson=None, department=None)
    Quotation.objects.filter(pk=other.pk).update(created_by=make_order_cast().stranger)
    assert post(f"{BASE}{other.number}/", None, "get").status_code == 404
