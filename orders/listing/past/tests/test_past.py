"""Orders and lines as of a past moment are what they were then (SEMANTICS 8, R314)."""

import random
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.http import QueryDict

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors, moments
from common.exports.lists import Asked
from orders.closure import operations as closure
from orders.fulfilment import operations as fulfilment
from orders.listing.past import exporting, queries
from orders.listing.past.filters import PastFilter
from orders.order.choices import CloseReason
from orders.settlement import operations as settlement
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, fresh, line, lines_of
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
STEP = timedelta(minutes=20)
NOW = AT + timedelta(days=3)


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: NOW)


def asked(moment, **more):
    query = QueryDict(mutable=True)
    query.update({"at": moments.written(moment), **more})
    return query


def orders_at(moment, now=NOW, actor=None, **more):
    found = queries.found(actor or people.system_user(), asked(moment, **more), now)
    rows = list(found.qs.order_by("pk"))
    return {row.order.pk: row for row in queries.order_rows(found, rows)}


def lines_at(moment, now=NOW):
    found = queries.found(people.system_user(), asked(moment), now)
    rows = queries.line_rows(found, list(queries.lines_of(found)))
    return {(row.order.pk, row.line_no): row.then for row in rows}


def test_a_day_is_its_end_a_minute_its_end_and_nothing_the_end_of_last_month():
    assert moments.read("2026-11-18", AT).isoformat() == "2026-11-18T23:59:59.999999+08:00"
    assert moments.read("2026-11-18T10:30", AT).isoformat() == "2026-11-18T10:30:59.999999+08:00"
    assert moments.written(moments.read("", AT)) == "2026-10-31T23:59"
    assert moments.read("2026-11-20", AT) == AT, "of today there is as much as there is"
    for wrong in ("yesterday", "2026-13-01", "2026-11-21", "9999-12-31"):
        with pytest.raises(errors.Invalid):
            moments.read(wrong, AT)


def test_an_order_is_there_from_its_first_hour_and_in_force_from_its_approval():
    order = builders.make_submitted(at=AT)
    builders.approve(order, at=AT + 2 * STEP)
    assert orders_at(AT - STEP) == {}
    then = orders_at(AT + STEP)[order.pk]
    assert (then.status, then.then.agreed, then.then.lines) == ("SUBMITTED", 0, 0)
    then = orders_at(AT + 3 * STEP)[order.pk]
    assert (then.status, then.then.agreed, then.then.open) == ("EFFECTIVE", order.total_amount, order.total_amount)
    assert list(orders_at(AT + STEP, status="EFFECTIVE")) == []
    assert list(orders_at(AT + STEP, status="SUBMITTED")) == [order.pk]
    assert lines_at(AT + STEP) == {}


def test_every_moment_of_a_history_is_found_again():
    """A little history of everything that moves an order; what it was after each step is what is told of that hour."""
    chance = random.Random(7)
    orders, moment, seen = [], AT, []
    for _turn in range(14):
        moment += STEP
        _something(chance, orders, moment)
        seen.append((moment, {order.pk: _now(order) for order in orders}, _lines_now(orders)))
    for then, expected, lines in seen:
        found = orders_at(then)
        assert {pk: _told(row) for pk, row in found.items()} == expected, then
        assert {key: _figures(one) for key, one in lines_at(then).items()} == lines, then
    sums = queries.sums(people.system_user(), queries.found(people.system_user(), asked(moment), NOW))
    assert [one.agreed for one in sums] == [sum(one[1] for one in seen[-1][1].values())]


def _something(chance, orders, at):
    system = people.system_user()
    live = [order for order in orders if fresh(order).status == "EFFECTIVE"]
    move = chance.choice(["new", "ship", "ship", "pay", "close"]) if live else "new"
    if move == "new":
        lines = [line(make_product(list_price=D(10), stock=50), chance.randint(2, 9)) for _ in range(2)]
        orders.append(builders.make_effective(lines=lines, at=at))
        return
    order = chance.choice(live)
    open_lines = [one for one in lines_of(order) if one.closure == "OPEN"]
    if move == "ship":
        one = chance.choice(open_lines)
        document = fulfilment.draft_outbound(actor=system, lines=[(one.pk, D(1))], at=at)
        fulfilment.audit_outbound(actor=system, document_id=document.pk, ship_date=flow.TODAY, at=at)
        if chance.random() < 0.5:
            flow.sign(document, at=at)
    elif move == "pay":
        receipt = flow.make_paid(order, 1, at=at)
        if chance.random() < 0.4:
            settlement.void_receipt(actor=system, receipt_id=receipt.pk, reason="错", at=at)
    else:
        reason = {"reason_code": CloseReason.OTHER, "reason": "不要了"}
        closure.close_line(actor=system, order_id=order.pk, line_no=open_lines[0].line_no, at=at, **reason)


def _now(order):
    row, lines = fresh(order), lines_of(order)
    agreed = sum((one.amount - one.reduction for one in lines), D(0))
    open_lines = sum(1 for one in lines if one.open)
    return str(row.status), agreed, open_lines, row.shipped_amount, row.signed_amount, row.received_amount


def _told(row):
    then = row.then
    return row.status, then.agreed, then.open_lines, then.shipped, then.signed, then.received


def _figures(one):
    return one.ordered, one.let_go, one.shipped, one.signed, one.open


def _lines_now(orders):
    return {
        (order.pk, one.line_no): (one.ordered, one.short_closed, one.shipped, one.signed, one.open)
        for order in orders
        for one in lines_of(order)
    }


def test_who_may_not_see_amounts_sees_none_and_strangers_see_nothing(client, now):
    order = builders.make_effective()
    warehouse = make_user("warehouse")
    client.force_login(warehouse)
    row = client.get(f"/api/v1/past-orders/?at={moments.written(AT)}")
    assert row.status_code == 200
    assert [(one["number"], one["agreed"], one["lines"]) for one in row.json()["results"]] == [(order.number, None, 1)]
    assert client.get("/api/v1/past-orders/totals/?at=2026-11-20").status_code == 403
    sheet = exporting.open_orders(warehouse, Asked(asked(AT), NOW))
    assert "agreed" not in [one.key for one in sheet.columns]
    client.force_login(make_user("sales"))
    assert client.get(f"/api/v1/past-orders/?at={moments.written(AT)}").json()["results"] == []
    assert client.get(f"/api/v1/past-order-lines/?at={moments.written(AT)}").json()["results"] == []


def test_pages_files_and_api_tell_the_same(client, now):
    order = builders.make_effective(lines=[line(make_product(list_price=D(10), stock=9), 4)])
    flow.make_shipped(order, 1, at=AT + STEP)
    admin = make_user("executive")
    client.force_login(admin)
    at = moments.written(AT)
    page = client.get(f"/orders/as-of/?at={at}").content.decode()
    assert order.number in page and "¥40<span" in page
    assert "¥40<span" in client.get(f"/orders/as-of/totals/?at={at}").content.decode()
    assert order.number in client.get(f"/orders/as-of/lines/?at={at}").content.decode()
    (told,) = client.get(f"/api/v1/past-order-lines/?at={at}").json()["results"]
    assert (told["ordered"], told["shipped"], told["open"], told["amount"]) == ("4", "0", "4", "40.00")
    (sums,) = client.get(f"/api/v1/past-orders/totals/?at={at}").json()
    assert (sums["agreed"], sums["shipped"], sums["orders"]) == ("40.00", "0.00", 1)
    for opened in (exporting.open_orders, exporting.open_lines):
        (row,) = opened(admin, Asked(asked(AT), NOW)).rows()
        assert D(40) in row and order.number in row
    assert client.get("/orders/as-of/?at=soon").status_code == 422
    assert client.get("/api/v1/past-orders/?at=soon").status_code == 400
    assert "at" in PastFilter.base_filters
