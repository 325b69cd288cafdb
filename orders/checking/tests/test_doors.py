"""Verification and order errors through page and API."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.builders import make_user
from orders.checking import queries
from orders.checking.models import OrderError, Verification
from orders.lifecycle import operations as lifecycle
from orders.tests import builders

AT = builders.AT


@pytest.fixture
def desk(db):
    return make_user("order_desk")


@pytest.fixture
def client(desk):
    client = Client()
    client.force_login(desk)
    return client


@pytest.fixture
def order(db):
    draft = builders.make_draft()
    return lifecycle.submit_order(actor=builders.person(draft.created_by_id), order_id=draft.pk, at=AT)


def test_the_desk_is_led_to_the_checklist_and_answers_it(client, order):
    assert order.number in client.get("/").content.decode()
    assert "view=verify" in client.get(reverse("orders:order-list")).content.decode()
    page = client.get(reverse("orders:order-detail", args=[order.number])).content.decode()
    url = reverse("orders:order-verify", args=[order.number])
    assert url in page and "has not verified" in page
    form = {"version": order.version, "nonce": "n", **{point.code: "right" for point in queries.points()}}
    missing = client.post(url, {**form, "PRICE": ""})
    assert missing.status_code == 422 and "Say whether" in missing.content.decode()
    wrong = client.post(url, {**form, "PRICE": "wrong"})
    assert wrong.status_code == 422 and "Say what is not right" in wrong.content.decode()
    stale = client.post(url, {**form, "version": 0})
    assert stale.status_code == 409 and not Verification.objects.exists()
    assert client.post(url, form).status_code == 303
    shown = client.get(reverse("orders:order-review", args=[order.number])).content.decode()
    assert "In order" in shown and "has not verified" not in shown


def test_errors_are_recorded_listed_and_settled(client, order):
    url = reverse("orders:error-record", args=[order.number])
    form = {"kind": "PRICE", "stage": "CUSTOMER", "description": "dearer than offered", "line_no": "1", "nonce": "a"}
    assert client.post(url, form).status_code == 303 and client.post(url, form).status_code == 303
    error = OrderError.objects.get()
    shown = client.get(reverse("orders:error-list") + "?open=true&q=dearer").content.decode()
    assert order.number in shown
    settle = reverse("orders:error-correct", args=[error.pk])
    assert client.get(settle).status_code == 200
    assert client.post(settle, {"correction": "", "version": 1}).status_code == 422
    assert client.post(settle, {"correction": "credited", "version": 1}).status_code == 303
    assert order.number not in client.get(reverse("orders:error-list") + "?open=true").content.decode()


def test_the_same_over_the_api(client, order):
    def post(path, body, key):
        return client.post(f"/api/v1/{path}", body, "application/json", headers={"Idempotency-Key": key})

    answers = [{"code": point.code, "is_ok": True} for point in queries.points()]
    answers[2] |= {"is_ok": False, "note": "discount", "line_no": 1}
    done = post(f"orders/{order.number}/verify/", {"answers": answers, "sends_back": True}, "k1")
    assert done.status_code == 200 and done.json()["status"] == "DRAFT"
    read = client.get(f"/api/v1/orders/{order.number}/verifications/").json()
    assert read["results"][0]["is_ok"] is False and len(read["points"]) == 5
    made = post(
        "order-errors/", {"order": order.number, "kind": "ITEM", "stage": "SHIPMENT", "description": "red"}, "k2"
    )
    assert made.status_code == 201
    listed = client.get("/api/v1/order-errors/?stage=SHIPMENT").json()
    assert [one["id"] for one in listed["results"]] == [made.json()["id"]]
    gone = post(f"order-errors/{made.json()['id']}/dismiss/", {"reason": "it was red"}, "k3")
    assert gone.json()["dismissed_at"]
    share = client.get("/api/v1/order-errors/accuracy/?since=2026-11-01&until=2026-11-30")
    assert share.status_code == 200 and set(share.json()) == {"effective", "with_error", "share"}
    assert client.get("/api/v1/order-errors/accuracy/?since=x").status_code == 400
