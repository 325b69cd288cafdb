"""Giving goods out anew by page and API: preview, then exactly that (R128)."""

import pytest
from rest_framework.test import APIClient

from common import clock, dates
from orders.promise.allocation import operations, plans
from orders.tests.builders import AT, fresh, line, lines_of, make_effective, make_order_cast
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
RUN = "/orders/allocation/"


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def product():
    return make_product(stock=10, lead_time_days=30)


@pytest.fixture
def orders(cast, product):
    """One that holds everything and may lose, one that wins and has nothing."""
    found = [make_effective(cast.owner, lines=[line(product, quantity)]) for quantity in (10, 4)]
    for order, rule in zip(found, ("LOSE", "WIN"), strict=True):
        operations.set_rule(actor=cast.desk, order_id=order.pk, line_no=1, rule=rule, at=AT)
    return found


def held(orders):
    return [lines_of(order)[0].reserved for order in orders]


def token(product):
    return plans.plan_run([product.pk], dates.business_day(clock.now())).token


def test_the_page_offers_shows_and_does(cast, product, orders):
    desk = Browser(cast.desk)
    assert product.code in desk.get(RUN).text
    page = desk.get(RUN, product=product.pk).text
    assert token(product) in page
    assert orders[0].number in page
    assert desk.post(RUN, product=[product.pk], token="old").status_code == 409
    assert desk.post(RUN, product=[product.pk], token=token(product)).status_code == 303
    assert held(orders) == [6, 4]
    assert "No order waits" not in desk.get(RUN).text, "the first one waits now"
    assert Browser(cast.owner).get(RUN).status_code == 403


def test_the_dialog_moves_only_what_its_preview_showed(cast, product, orders):
    giver, taker = (lines_of(order)[0] for order in orders)
    desk, url = Browser(cast.desk), f"{RUN}{giver.pk}/move/"
    assert orders[1].number in desk.get(url).text
    assert desk.post(url, to=taker.pk, quantity="11").status_code == 422
    shown = desk.post(url, to=taker.pk, quantity="3")
    assert (shown.status_code, held(orders)) == (200, [10, 0])
    sent = {"to": taker.pk, "token": shown.context["preview"].token, "shown": shown.context["shown"]}
    assert desk.post(url, **sent, quantity="4").status_code == 200, "another quantity is shown first"
    assert desk.post(url, **sent, quantity="3").status_code == 303
    assert held(orders) == [7, 3]


def test_a_line_gets_a_rule_of_its_own(cast, orders):
    desk, url = Browser(cast.desk), f"/orders/{orders[0].reference}/lines/1/allocation/"
    assert "May lose" in desk.get(url).text
    assert desk.post(url, version=fresh(orders[0]).version, rule="KEEP").status_code == 303
    assert lines_of(orders[0])[0].allocation_rule == "KEEP"
    assert "Rule for giving out" in desk.get(f"/orders/{orders[0].reference}/lines/1/").text


def test_the_api_does_the_same(cast, product, orders):
    client = APIClient()
    client.force_authenticate(cast.desk)
    url, body = "/api/v1/allocations/", {"products": [product.code]}
    assert [one["short"] for one in client.get(url).json()] == ["4"]
    preview = client.post(f"{url}preview/", body, "json").json()
    assert [(one["order"], one["before"], one["after"]) for one in preview["changes"]] == [
        (orders[0].number, "10", "6"),
        (orders[1].number, "0", "4"),
    ]
    move = {"from_order": orders[0].number, "from_line": 1, "to_order": orders[1].number, "to_line": 1, "quantity": "1"}
    shown = client.post(f"{url}preview-move/", move, "json").json()
    done = client.post(f"{url}move/", {**move, "token": shown["token"]}, "json", headers={"Idempotency-Key": "a"})
    assert (done.status_code, held(orders)) == (200, [9, 1])
    stale = client.post(f"{url}run/", {**body, "token": preview["token"]}, "json", headers={"Idempotency-Key": "b"})
    assert stale.status_code == 409
    sent = {**body, "token": client.post(f"{url}preview/", body, "json").json()["token"]}
    assert client.post(f"{url}run/", sent, "json", headers={"Idempotency-Key": "c"}).status_code == 200
    assert held(orders) == [6, 4]
    rule = client.post(
        f"/api/v1/orders/{orders[0].number}/lines/1/allocation-rule/", {"rule": ""}, "json",
        headers={"Idempotency-Key": "d"},
    )  # fmt: skip
    assert rule.status_code == 200
    client.force_authenticate(cast.owner)
    assert client.get(url).status_code == 403
