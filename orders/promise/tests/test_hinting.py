"""The entry grid says of every row when it would be there (R072)."""

import json

import pytest

from common import clock
from common.templatetags import fmt
from orders.entry import preview, rows
from orders.promise import transit
from orders.tests import builders
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser, statements
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return builders.make_order_cast()


def test_each_row_has_its_day_from_stock_or_after_the_lead_time_and_none_where_nobody_knows(cast):
    customer = builders.make_buyer(cast.owner)
    held, unknown = make_product(stock=5, lead_time_days=30), make_product(lead_time_days=0)
    typed = {
        "0": {"product": held.code, "quantity": "3"},
        "1": {"product": held.code, "quantity": "4", "requested_date": TODAY.isoformat()},
        "2": {"product": unknown.code, "quantity": "1"},
    }
    head = preview.head_of(cast.owner, {"customer": str(customer.pk)}, AT)
    cells = preview.preview(cast.owner, head, rows.read_json(typed), {"0", "1", "2"}).rows
    soon = transit.of(builders.make_draft(cast.owner, customer=customer)).arrival(TODAY)
    first, second, third = (cells[key]["stock"] for key in typed)
    assert fmt.day(soon) in first["text"] and "days of work on the way" in first["title"]
    assert fmt.day(soon) not in second["text"] and second["tone"] == "warn"  # the first row takes three of five
    assert "there" not in third["text"]


def test_the_days_cost_the_same_statements_for_many_rows(cast):
    customer = builders.make_buyer(cast.owner)
    browser = Browser(cast.owner)

    def ask(count):
        typed = {str(key): {"product": make_product(stock=9).code, "quantity": "2"} for key in range(count)}
        body = {"rows": typed, "head": {"customer": str(customer.pk)}}
        return statements(lambda: browser.client.post("/orders/entry/rows/", json.dumps(body), "application/json"))

    ask(1)
    assert ask(1) == ask(8)


def test_a_stored_draft_opens_with_its_days(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    order = builders.make_draft(cast.owner, lines=[builders.line(make_product(stock=9), 2)])
    page = Browser(cast.owner).get(f"/orders/{order.reference}/edit/").content.decode()
    assert f"9 free · there {fmt.day(transit.of(order).arrival(TODAY))}" in page
