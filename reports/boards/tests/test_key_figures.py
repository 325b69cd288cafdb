"""Key figures say how much, against when and of what; hidden ones are not there; each opens to what it counts."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from common import clock, dates
from orders.tests.builders import AT, line, make_effective, make_order_cast
from orders.tests.flow_builders import make_signed
from products.tests.builders import make_product
from reports.boards import choosing, course, overview, pace, tiles
from reports.boards.tests.worlds import set_target
from reports.facts import operations as facts
from reports.facts.choices import Kind
from reports.facts.models import Flow
from reports.figures.periods import Period
from reports.layout.paper import Form
from reports.outlook.tests.worlds import settle

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


def test_targets_of_departments_stand_beside_them_only_for_who_sees_all_their_orders(order, client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    cast = make_order_cast()
    set_target(cast.director, "amount", "1200", department=order.department)

    def targets_for(actor):
        told = choosing.told_of(actor, {}, TODAY, period=Period.THIS_MONTH)
        by_department = course.of(told, "amount").parts[0]
        return [column.key for column in by_department.columns].count("target")

    assert (targets_for(cast.director), targets_for(order.salesperson)) == (1, 0)
    client.force_login(order.salesperson)
    for path in ("/reports/key-figures/amount/", "/api/v1/key-figures/amount/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "100.00" not in answer.content.decode()


def test_the_month_that_runs_stands_beside_as_many_days_of_last_year(order):
    row = Flow.objects.filter(order_id=order.pk, kind=Kind.ORDERED, line_no=1)[0]
    for day, amount in ((date(2025, 11, 10), 15), (date(2025, 11, 25), 70)):
        row.pk, row.day, row.amount = None, day, D(amount)
        row.save(force_insert=True)
    settle()
    paper = course.of(choosing.told_of(order.salesperson, {}, TODAY, period=Period.THIS_MONTH), "amount")
    month, before = paper.rows[-1], paper.rows[-13]
    assert (month.cells[1:4], before.cells[1]) == ((30, 15, 1), 85)


def test_departments_stand_beside_the_days_that_were_asked_for(order):
    def label(by_year):
        told = choosing.told_of(order.salesperson, {}, TODAY, period=Period.THIS_MONTH, by_year=by_year)
        columns = course.of(told, "amount").parts[0].columns
        return next(str(column.label) for column in columns if column.key == "former")

    assert (label(by_year=False), label(by_year=True)) == ("The period before", "The same period last year")


def test_a_share_misses_its_target_by_points_as_in_the_builder(order):
    boss = make_order_cast().director
    set_target(boss, "accuracy", "0.95")
    paper = course.of(choosing.told_of(boss, {}, TODAY, period=Period.THIS_MONTH), "accuracy")
    column = next(one for one in paper.columns if one.key == "reached")
    assert (str(column.label), column.form, paper.rows[-1].cells[-1]) == ("Points", Form.POINTS, 5)


def test_a_whole_february_stands_beside_a_whole_one():
    span = tiles.span_of(Period.LAST_MONTH, date(2025, 3, 10), by_year=True)
    assert span.former == (date(2024, 2, 1), date(2024, 2, 29))
