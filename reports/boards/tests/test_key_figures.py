"""Key figures say how much, against when and of what; hidden ones are not there; each opens to what it counts."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from common import clock, dates
from orders.tests.builders import AT, line, make_effective, make_order_cast
from orders.tests.flow_builders import make_signed
from products.tests.builders import make_product
from reports.boards import choosing, overview, pace, tiles
from reports.facts import operations as facts
from reports.figures.periods import Period

TODAY = dates.business_day(AT)


@pytest.fixture
def order(db):
    owner = make_order_cast().owner
    make_effective(owner, at=AT - timedelta(days=31), lines=[line(make_product(list_price=D(10)), 1)])
    made = make_effective(owner, lines=[line(make_product(list_price=D(10), stock=9), 3)])
    facts.keep_up(at=AT, patience=0)
    return made


def board(actor, **given):
    return overview.of(choosing.told_of(actor, given, TODAY, period=Period.THIS_MONTH))


def tile(found, code):
    return next(one for group in found.groups.values() for one in group if one.code == code)


def test_a_figure_stands_beside_as_much_of_the_month_before(order):
    found = board(order.salesperson)
    amount = tile(found, "amount")
    assert (amount.value, amount.change, amount.direction, amount.tone) == ("30", "200.0%", "up", "ok")
    assert found.span.until == TODAY
    assert found.span.former[1] - found.span.former[0] == TODAY - found.span.since
    assert "measures=amount" in amount.rows
    assert amount.spark.line.startswith("M0.0,")


def test_a_share_differs_by_points_and_says_of_what(order):
    accuracy = tile(board(order.salesperson), "accuracy")
    assert (accuracy.value, accuracy.parts, accuracy.change) == ("100.0%", "1 of 1 order", "0.0 points")
    assert accuracy.definition.denominator


def test_hidden_figures_are_not_there_and_strangers_count_nothing(order):
    codes = {one.code for group in board(order.salesperson).groups.values() for one in group}
    assert "profit" not in codes
    assert tile(board(make_order_cast().stranger), "orders").value == "0"


def test_the_page_shows_them_in_a_constant_number_of_statements(order, client, django_assert_max_num_queries):
    clock_day = dates.business_day(clock.now())
    client.force_login(order.salesperson)
    client.get("/reports/key-figures/")
    with django_assert_max_num_queries(50):
        answer = client.get("/reports/key-figures/", {"period": "this_year", "against": "last_year"})
    assert answer.status_code == 200
    assert f"{clock_day.year}-01-01" in answer.content.decode()
    assert client.get("/reports/key-figures/", {"period": "nonsense"}).status_code == 200


def test_the_backlog_and_the_cycle_time_stand_among_them(order):
    found = board(order.salesperson)
    assert tile(found, "backlog").value == "40"
    assert tile(found, "cycle").value == "–"
    assert tile(found, "cycle").page.startswith("/reports/standard/cycle-times/?period=this_month")


def test_a_signed_order_says_how_long_it_took(order):
    make_signed(order, 3)
    facts.keep_up(at=AT, patience=0)
    found = pace.tile(tiles.Told(order.salesperson, tiles.span_of(Period.THIS_MONTH, TODAY), TODAY))
    assert found.number != "–"
    assert found.unit == "days"
