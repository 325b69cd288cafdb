"""Dated parts of lines stand in the list, its file and its answers over the API (R037)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.exports.tests.taking import rows_of, take
from accounts.people import operations as people
from orders.lines import columns
from orders.order.scheduling import Part
from orders.tests import builders
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


def test_the_parts_of_a_line_are_listed_taken_away_and_answered(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    days = [TODAY + timedelta(days) for days in (10, 24)]
    parts = tuple(Part(day, Decimal(quantity)) for day, quantity in zip(days, (10, 8), strict=True))
    order = builders.make_draft(lines=[builders.line(make_product(), 18, schedule=parts)])
    words = f"{days[0]} 10; {days[1]} 8"
    people.remember(actor=order.salesperson, key=columns.COLUMNS_KEY, value=["number", "schedule"], at=AT)
    assert words in Browser(order.salesperson).get("/orders/lines/?view=all").content.decode()
    (row,) = rows_of(take(order.salesperson, "order-lines", "view=all", columns=["number", "schedule"]))
    assert row["Dated deliveries"] == words
    (line,) = Browser(order.salesperson).get("/api/v1/order-lines/").json()["results"]
    assert [(one["requested_date"], Decimal(one["quantity"])) for one in line["schedule"]] == [
        (day.isoformat(), Decimal(quantity)) for day, quantity in zip(days, (10, 8), strict=True)
    ]
