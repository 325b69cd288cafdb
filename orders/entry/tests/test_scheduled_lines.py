"""Dated parts of a line: entered, checked, hashed, shown; without them nothing is another."""

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import AT
from common import errors
from orders.entry import drafting
from orders.order import content, queries, scheduling
from orders.order.scheduling import Part
from orders.tests import builders
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal
EARLY, LATE = Part(date(2026, 12, 1), D(10)), Part(date(2026, 12, 15), D(8))


@pytest.fixture
def cast():
    return builders.make_order_cast()


@pytest.fixture
def customer(cast):
    return builders.make_buyer(cast.owner)


def draft_of(cast, customer, quantity, *parts, **fields):
    lines = [builders.line(make_product(), quantity, schedule=parts, **fields)]
    return builders.make_draft(cast.owner, customer=customer, lines=lines)


def test_parts_are_kept_by_day_and_the_first_is_the_requested_date(cast, customer):
    order = draft_of(cast, customer, 23, LATE, EARLY, Part(LATE.requested_date, D(5)))
    (line,) = builders.lines_of(order)
    assert scheduling.words(line.schedule) == "2026-12-01 10; 2026-12-15 13"
    assert line.requested_date == EARLY.requested_date
    assert scheduling.read(scheduling.words(line.schedule)) == tuple(scheduling.of(line.schedule))


@pytest.mark.parametrize("parts", [(EARLY,), (EARLY, LATE, LATE), (EARLY, Part(LATE.requested_date, D(0)), LATE)])
def test_parts_that_are_not_the_quantity_are_refused_at_their_cell(cast, customer, parts):
    with pytest.raises(errors.Invalid) as refused:
        draft_of(cast, customer, 18, *parts)
    assert list(refused.value.fields) == ["lines.1.schedule"]


def test_what_is_counted_comes_in_whole_parts(cast, customer):
    with pytest.raises(errors.Invalid):
        draft_of(cast, customer, 18, Part(EARLY.requested_date, D("9.5")), Part(LATE.requested_date, D("8.5")))


def test_they_belong_to_what_is_approved_and_lines_without_hash_as_ever(cast, customer):
    order = draft_of(cast, customer, 18)
    before = content.content_of(order, queries.lines_of(order))
    assert not any("schedule" in path for path in before)
    (line,) = builders.lines_of(order)
    dated = builders.line(line.product, 18, line_no=1, schedule=(EARLY, LATE))
    drafting.change_order(actor=cast.owner, order_id=order.pk, version=None, changes={}, lines=[dated], at=AT)
    after = content.content_of(order, queries.lines_of(order))
    assert content.differences(before, after)["lines.1.schedule"] == ["", "2026-12-01 10; 2026-12-15 8"]


def test_a_line_that_says_nothing_of_them_keeps_them(cast, customer):
    order = draft_of(cast, customer, 18, EARLY, LATE)
    (line,) = builders.lines_of(order)
    same = builders.line(line.product, 18, line_no=1, notes="soon")
    drafting.change_order(actor=cast.owner, order_id=order.pk, version=None, changes={}, lines=[same], at=AT)
    assert len(builders.lines_of(order)[0].schedule) == 2
    none = builders.line(line.product, 18, line_no=1, schedule=())
    drafting.change_order(actor=cast.owner, order_id=order.pk, version=None, changes={}, lines=[none], at=AT)
    assert builders.lines_of(order)[0].schedule == []


def test_the_page_takes_them_as_one_line_of_text(cast, customer):
    browser, product = Browser(cast.owner), make_product()
    row = {"product": product.code, "quantity": "18", "schedule": "2026-12-01 10; 2026/12/15 8"}
    wrong = {**row, "schedule": "10 on the first"}
    data = {f"lines-{key}-{name}": value for key, cells in enumerate((row, wrong)) for name, value in cells.items()}
    address = browser.post("/orders/new/", customer=customer.pk, then="save", **data).headers["Location"]
    page = browser.get(address).content.decode()
    assert 'value="2026-12-01 10; 2026-12-15 8"' in page
    assert 'value="10 on the first"' in page, "what cannot be read is kept and marked"


def test_the_api_takes_and_tells_them(cast, customer):
    client = APIClient(headers={"Idempotency-Key": "one"})
    client.force_authenticate(cast.owner)
    parts = [{"requested_date": "2026-12-15", "quantity": "8"}, {"requested_date": "2026-12-01", "quantity": "10"}]
    line = {"product": make_product().code, "quantity": "18", "schedule": parts}
    answer = client.post("/api/v1/orders/", {"customer": customer.code, "lines": [line]}, format="json")
    assert answer.status_code == 201, answer.content
    assert [part["requested_date"] for part in answer.json()["lines"][0]["schedule"]] == ["2026-12-01", "2026-12-15"]
