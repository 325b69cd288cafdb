"""The impact sheet over the API: whole, masked, and its alternatives adopted."""

import itertools
from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from orders.changes.effect.tests.builders import approve, approver_of
from orders.changes.impact.serializers import ChangeImpactSerializer, ChangeSignatureSerializer
from orders.changes.tests.builders import make_request, make_submitted_request, wrote
from orders.tests.builders import AT, line, make_effective, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture(autouse=True)
def _that_day(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    product = make_product(stock=4, lead_time_days=20)
    return make_effective(cast.owner, lines=[line(product, 2)], requested_date=date(2026, 11, 25))


def call(user, request, path, body=None, query=""):
    client = APIClient()
    client.force_authenticate(user)
    url = f"/api/v1/change-requests/{request.reference}/{path}/{query}"
    if body is None:
        return client.get(url)
    return client.post(url, body, format="json", headers={"Idempotency-Key": f"i{next(_keys)}"})


def test_the_sheet_is_read_whole(cast, order):
    request = make_request(order, edits={"lines.1.quantity": 10})
    found = call(cast.owner, request, "impact").json()
    assert set(found) == set(ChangeImpactSerializer().fields), "as the schema says"
    assert (found["is_live"], found["promised"], found["arrival"]) == (True, "2026-11-25", "2026-12-15")
    assert found["money"]["total"] == {"before": "200.00", "after": "1000.00"}
    assert [one["kind"] for one in found["alternatives"]] == ["PARTLY", "SPLIT", "LATER"]
    assert found["alternatives"][0]["items"] == [{"path": "lines.1.quantity", "action": "MODIFY", "value": "4"}]
    assert found["lines"][0]["parts"][1] == {"date": "2026-12-15", "quantity": "6"}
    assert [one["kind"] for one in found["departments"]] == ["PRODUCTION", "WAREHOUSE", "FINANCE", "CREDIT"]
    assert (found["total"]["days"], D(found["total"]["amount"])) == (20, 800)


def test_who_sees_no_amounts_gets_none(order):
    request = make_request(order, edits={"lines.1.quantity": 10})
    found = call(make_user("warehouse"), request, "impact").json()
    assert (found["money"], found["credit"], found["total"]["amount"]) == (None, None, None)
    assert all(one["amount"] is None for one in found["alternatives"])
    assert call(make_user("sales"), request, "impact").status_code == 404


def test_an_alternative_takes_the_place_of_the_draft(cast, order):
    request = make_request(order, edits={"lines.1.quantity": 10})
    assert call(cast.owner, request, "adopt", {"key": "LATER"}).status_code == 200
    assert wrote(request) == {"lines.1.quantity": "10", "lines.1.requested_date": "2026-12-15"}
    assert call(cast.owner, request, "adopt", {"key": "LATER"}).status_code == 409, "it is there in time now"


def test_a_submitted_one_is_not_written_over(cast, order):
    request = make_submitted_request(order, edits={"lines.1.quantity": 10})
    assert call(cast.owner, request, "adopt", {"key": "LATER"}).status_code == 409


def test_the_page_shows_money_plan_and_who_gains(client, cast):
    product = make_product(stock=5, lead_time_days=20)
    lines = [line(product, 5), line(make_product(stock=1), 1)]
    order = make_effective(cast.owner, lines=lines, requested_date=date(2026, 11, 25))
    waiting = make_effective(cast.owner, lines=[line(product, 3)], requested_date=date(2026, 11, 25))
    request = make_request(order, edits={"lines.1": True})
    client.force_login(cast.owner)
    page = client.get(reverse("orders:change-detail", args=[request.reference])).content.decode()
    assert "Payment plan" in page
    assert "no tasks yet" in page
    assert waiting.number in page
    client.force_login(make_user("warehouse"))
    assert "Payment plan" not in client.get(reverse("orders:change-detail", args=[request.reference])).content.decode()


def test_the_sheet_that_each_saw_who_signed(cast, order):
    request = make_submitted_request(order, edits={"lines.1.quantity": 10})
    approver = approver_of(request)
    approve(request)
    (signed,) = call(cast.owner, request, "signatures").json()
    assert set(signed) == set(ChangeSignatureSerializer().fields)
    assert (signed["what"], signed["by"]) == ("APPROVAL", approver.name)
    seen = call(cast.owner, request, "impact", query=f"?signature={signed['id']}").json()
    assert (seen["facts"], seen["is_live"], seen["arrival"]) == (signed["facts"], False, "2026-12-15")
    assert call(cast.owner, request, "impact", query=f"?signature={signed['id'] + 999}").status_code == 404
    assert call(cast.owner, request, "impact", query="?signature=x").status_code == 400
    hidden = call(make_user("warehouse"), request, "impact", query=f"?signature={signed['id']}").json()
    assert hidden["money"] is None, "masked as the sheet of today is"
    assert call(make_user("sales"), request, "signatures").status_code == 404
