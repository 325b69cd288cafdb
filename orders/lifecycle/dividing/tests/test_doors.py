"""Splitting and merging drafts by page and API."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from orders.order.states import Status
from orders.tests.builders import fresh, line, lines_of, make_draft, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


def post(user, path, data):
    client = APIClient()
    client.force_authenticate(user)
    return client.post(
        f"/api/v1/orders/{path}", data, format="json", headers={"Idempotency-Key": f"k{path}{data}"[:80]}
    )


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    return make_draft(cast.owner, lines=[line(make_product(), 10, price=5)], customer_po_number="PO-7")


def test_the_page_splits_and_leads_to_the_new_draft(cast, order):
    client = Client()
    client.force_login(cast.owner)
    url = f"/orders/{order.reference}/split/"
    page = client.get(url).content.decode()
    assert 'name="lines.1.quantity"' in page
    refused = client.post(url, {"version": fresh(order).version, "lines.1.quantity": "11", "nonce": "a"})
    assert refused.status_code == 422 and "at most 10" in refused.content.decode()
    done = client.post(url, {"version": fresh(order).version, "lines.1.quantity": "4", "nonce": "b"})
    assert done.status_code == 303 and done.headers["Location"].endswith("/edit/")
    assert [one.ordered for one in lines_of(order)] == [6]


def test_the_page_asks_where_drafts_differ_before_it_merges_them(cast, order):
    other = make_draft(cast.owner, customer=order.customer, customer_po_number="PO-8")
    client = Client()
    client.force_login(cast.owner)
    url = f"/orders/{order.reference}/merge/"
    sent = {"version": fresh(order).version, "orders": [other.pk], "nonce": "a"}
    asked = client.post(url, sent)
    assert asked.status_code == 422 and "PO-8" in asked.content.decode()
    assert client.post(url, {**sent, "is_agreed": "on", "nonce": "b"}).status_code == 303
    assert fresh(other).status == Status.VOID and len(lines_of(order)) == 2


def test_the_api_splits_and_merges_and_names_what_differs(cast, order):
    answer = post(cast.owner, f"{order.reference}/split/", {"lines": [{"line_no": 1, "quantity": "4"}]})
    assert answer.status_code == 201 and answer.json()["lines"][0]["ordered"] == "4"
    part = answer.json()["reference"]
    other = make_draft(cast.owner, customer=order.customer, customer_po_number="PO-8")
    answer = post(cast.owner, f"{order.reference}/merge/", {"orders": [part, other.reference]})
    assert (answer.status_code, answer.json()["code"]) == (409, "headers_differ")
    answer = post(cast.owner, f"{order.reference}/merge/", {"orders": [part]})
    assert answer.status_code == 200 and len(answer.json()["lines"]) == 2
