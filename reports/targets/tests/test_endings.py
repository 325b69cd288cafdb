"""Where a target ends by the forecast: beside the pace, never where history says nothing, with the reader's rights."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import clock
from common.workdays import calendar
from orders.tests.builders import AT, line, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.figures.measures import measures
from reports.outlook.tests.worlds import TODAY, month, repeat, settle, years
from reports.standard import queries
from reports.targets import ending, operations
from reports.targets.operations import Entry
from reports.targets.pace import Stretch
from reports.targets.subjects import Kind, Whose

pytestmark = pytest.mark.django_db
YEAR = TODAY.year
END = date(YEAR, 12, 31)
LABEL = "Expected by the end, by forecast"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    kept = {}
    monkeypatch.setattr(ending.cache, "get", kept.get)
    monkeypatch.setattr(ending.cache, "set", lambda key, value, timeout: kept.update({key: value}))


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    """Four years of the same season: 12,000 a year, and 60 today."""
    made = make_effective(cast.owner, lines=[line(make_product(list_price=D(10)), 6)])
    facts.keep_up(at=AT, patience=0)
    repeat(made, years(1000))
    settle()
    return made


def put(value, whose, year=YEAR, measure="amount"):
    entry = Entry(whose, 0, D(value))
    operations.set_targets(actor=people.system_user(), year=year, measure=measure, entries=[entry], at=AT)


def made(actor, code="attainment", here="", **given):
    return queries.made(actor, code, {"period": "this_year", **given}, TODAY, here)


def cells(paper, row=0):
    return {column.key: cell for column, cell in zip(paper.columns, paper.rows[row].cells, strict=True)}


def left(first, last):
    """The part of the running month's days of work that is after today."""
    return D(calendar().between(first, last)) / calendar().between(date(YEAR, 10, 31), date(YEAR, 11, 30))


def test_the_year_ends_with_what_came_and_what_is_expected(cast, order):
    put(12000, Whose(Kind.PERSON, cast.owner.pk))
    found = cells(made(cast.director, by="person"))
    season = years(1000, 12)  # November last year to October
    rest = season[0] * left(TODAY, date(YEAR, 11, 30)) + season[1]
    assert abs(found["ending"] - (found["reached"] + rest)) < D("0.02")
    assert found["ending_low"] <= found["ending"] <= found["ending_high"]
    assert found["ending_share"] == found["ending"] / 12000
    assert found["ending_off"] == 0
    assert found["ending_how"].startswith("As a year before (tried ")
    assert found["expected"] is not None  # the pace stays beside it


def test_who_has_too_short_a_history_is_told_why_and_gets_no_figure(cast, order):
    mates = make_effective(cast.mate, lines=[line(make_product(list_price=D(10)), 6)])
    facts.keep_up(at=AT, patience=0)
    repeat(mates, years(100, 20))
    settle()
    for person in (cast.owner, cast.mate):
        put(12000, Whose(Kind.PERSON, person.pk))
    rows = {
        row.key: cells(made(cast.director, by="person"), n)
        for n, row in enumerate(made(cast.director, by="person").rows)
    }
    mine = rows[str(cast.mate.pk)]
    assert [mine[key] for key in ("ending", "ending_low", "ending_high", "ending_share", "ending_off")] == [None] * 5
    assert "history is too short. 10 months more" in mine["ending_how"]
    assert rows[str(cast.owner.pk)]["ending"] > 0


def test_an_end_farther_away_than_the_history_bears_is_not_told(cast, order):
    put(12000, Whose())
    put(12000, Whose(), year=YEAR + 1)
    far = made(cast.director, "key-targets", period="", since=f"{YEAR}-01-01", until=f"{YEAR + 1}-12-31")
    assert cells(far)["ending"] is None
    assert "14 months ahead; at most 12 months" in cells(far)["ending_how"]
    near = made(cast.director, "key-targets")
    assert cells(near)["ending"] > 0


def test_a_quarter_a_month_and_one_to_come_end_as_well(cast, order):
    put(12000, Whose())
    put(12000, Whose(), year=YEAR + 1)
    season = years(1000, 12)
    month_left = left(TODAY, date(YEAR, 11, 30))
    this_month = cells(made(cast.director, "key-targets", period="", since=f"{YEAR}-11-01", until=f"{YEAR}-11-30"))
    assert abs(this_month["ending"] - (60 + season[0] * month_left)) < D("0.02")
    quarter = cells(made(cast.director, "key-targets", period="", since=f"{YEAR}-10-01", until=f"{YEAR}-12-31"))
    assert abs(quarter["ending"] - (quarter["reached"] + season[0] * month_left + season[1])) < D("0.02")
    following = made(cast.director, "key-targets", period="", since=f"{YEAR + 1}-01-01", until=f"{YEAR + 1}-03-31")
    assert "due" not in {column.key for column in following.columns}
    assert abs(cells(following)["ending"] - sum(season[2:5])) < D("0.02")


def test_days_that_are_over_and_figures_that_are_no_sums_have_no_end(cast, order):
    put(12000, Whose(), year=YEAR - 1)
    over = made(cast.director, "key-targets", period="last_year")
    assert not {"ending", "expected"} & {column.key for column in over.columns}
    put("0.95", Whose(), measure="accuracy")
    assert "ending" not in {column.key for column in made(cast.director, "key-targets").columns}
    put("4", Whose(), measure="complaints")
    parts = {str(part.title): part for part in made(cast.director, "key-targets").parts}
    assert "ending" not in {column.key for column in parts["Numbers"].columns}


def test_the_parts_of_months_are_days_of_work():
    stretch = Stretch(date(YEAR, 1, 1), END, TODAY)
    now, last = ending.parts_of(stretch)
    assert (D(str(round(now, 9))), last) == (round(left(TODAY, date(YEAR, 11, 30)), 9), 1.0)
    ahead = ending.parts_of(Stretch(date(YEAR + 1, 2, 1), date(YEAR + 1, 2, 28), TODAY))
    assert ahead == [0.0, 0.0, 0.0, 1.0]
    half = ending.parts_of(Stretch(date(YEAR, 12, 1), date(YEAR, 12, 15), TODAY))
    assert half[0] == 0.0
    assert 0.4 < half[1] < 0.6


def test_of_departments_regions_products_and_categories_too(cast, order):
    product = order.lines.get().product
    for whose in (Whose(Kind.DEPARTMENT, cast.office.pk), Whose(Kind.PRODUCT, product.pk)):
        put(12000, whose)
    for by in ("department", "product"):
        assert cells(made(cast.director, by=by))["ending"] > 1000


def test_a_row_that_is_not_the_readers_has_no_end(cast, order):
    for person in (cast.owner, cast.mate):
        put(12000, Whose(Kind.PERSON, person.pk))
    assert [row.key for row in made(cast.mate, by="person").rows] == [str(cast.mate.pk)]
    assert cells(made(cast.mate, by="person"))["ending"] is None  # his own history, not his colleague's
    course = made(cast.mate, "target-course", by="amount")
    assert LABEL not in {str(label) for label, _value in course.facts}


def test_the_course_says_where_it_ends(cast, order):
    put(12000, Whose(Kind.PERSON, cast.owner.pk))
    course = made(cast.director, "target-course", by="amount", salesperson=str(cast.owner.pk))
    told = {str(label): str(value) for label, value in course.facts}
    end = cells(made(cast.director, by="person"))
    assert f"{end['ending']:,.2f}" in told[LABEL]
    assert told["Method"] == end["ending_how"]
    without = made(cast.director, "target-course", by="orders", salesperson=str(cast.owner.pk))
    assert LABEL not in {str(label) for label, _value in without.facts}  # no target, no end of it


def test_only_the_largest_targets_of_a_long_table_are_forecast(cast, order, monkeypatch):
    monkeypatch.setattr(ending, "MOST", 1)
    put(12000, Whose(Kind.PERSON, cast.owner.pk))
    put(100, Whose(Kind.PERSON, cast.mate.pk))
    paper = made(cast.director, by="person")
    told = {row.key: cells(paper, n)["ending_how"] for n, row in enumerate(paper.rows)}
    assert "only the 1 with the largest" in told[str(cast.mate.pk)]
    assert "tried" in told[str(cast.owner.pk)]


def test_a_history_is_worked_out_once(cast, order, monkeypatch):
    put(12000, Whose(Kind.PERSON, cast.owner.pk))
    first = cells(made(cast.director, by="person"))
    monkeypatch.setattr(ending.forecasting, "forecast", None)  # would fail
    assert cells(made(cast.director, by="person")) == first
    repeat(order, [0, 0, 500])
    settle()
    with pytest.raises(TypeError):
        made(cast.director, by="person")


def test_one_question_more_however_many_rows(cast, order, monkeypatch):
    def asked():
        made(cast.director, by="person")  # warm
        with CaptureQueriesContext(connection) as found:
            made(cast.director, by="person")
        return len(found)

    for count in (2, 8):
        for _n in range(count):
            put(100, Whose(Kind.PERSON, make_user("sales", department=cast.department).pk))
        with_end = asked()
        with monkeypatch.context() as without:
            without.setattr(ending, "is_told", lambda measure, stretch: False)
            assert with_end - asked() <= 3  # one question of the figures: its mark, its rows, its names
    assert asked() == with_end


def test_file_and_api_carry_the_end(client, cast, order):
    put(12000, Whose(Kind.PERSON, cast.owner.pk))
    client.force_login(cast.director)
    row = client.get("/api/v1/standard-reports/attainment/", {"by": "person"}).json()["rows"][0]["values"]
    assert D(row["ending"]) > 0
    assert row["ending_how"]
    page = client.get("/reports/standard/attainment/", {"by": "person"}).content.decode()
    assert "By forecast" in page and "At this pace" in page
    file = client.get("/reports/standard/attainment/file/", {"by": "person", "file": "csv"})
    text = b"".join(file.streaming_content).decode("utf-8-sig") if file.streaming else file.content.decode("utf-8-sig")
    assert "By forecast" in text


def test_measures_that_are_told_are_those_that_are_forecast():
    stretch = Stretch(date(YEAR, 1, 1), END, TODAY)
    assert ending.is_told(measures["amount"], stretch)
    assert not ending.is_told(measures["complaints"], stretch)
    assert not ending.is_told(measures["amount"], Stretch(date(YEAR, 1, 1), TODAY, TODAY))
    assert month(0) == TODAY.replace(day=1)
