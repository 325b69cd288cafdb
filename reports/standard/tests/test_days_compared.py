"""A period that runs is compared with as many days from the beginning of the one before, wherever it is told, and every
head says which days these are."""

import copy
from datetime import date
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from orders.order.models import Order
from reports.facts import operations as facts
from reports.figures import papers, periods, queries
from reports.figures.question import Against, Question
from reports.standard.tests.worlds import AT, TODAY, make, make_world, table

MONTH = (date(2026, 11, 1), date(2026, 11, 30))
NOVEMBER = "This month: 2026-11-01 – 2026-11-20"
OCTOBER = "The period before: 2026-10-01 – 2026-10-20"


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(make_world)


@pytest.fixture
def world(standing):
    """40 on 3 October, 60 on 25 October: the first within as many days as have passed of November."""
    world = copy.deepcopy(standing)
    for place, day in ((1, 3), (2, 25)):
        Order.objects.filter(pk=world.orders[place].pk).update(effective_at=AT.replace(month=10, day=day))
    facts.keep_up(at=AT, patience=0)
    return world


def said(paper):
    return {str(label): str(value) for label, value in paper.facts}


def former(since, until, against, **more):
    return periods.former(Question(("orders",), since, until, against=against, **more), TODAY)


@pytest.mark.django_db
def test_a_report_and_the_builder_compare_a_month_that_runs_with_as_many_days(world):
    paper = make("sales-by", by="region", period="this_month", against="before")
    assert paper.sums[paper.index("amount~former")] == D(40)
    assert said(paper)["Period"] == NOVEMBER
    assert said(paper)["Compared with"] == OCTOBER
    asked = Question(("amount",), *MONTH, rows=("region",), against=Against.BEFORE)
    answer = queries.ask(actor=people.system_user(), asked=asked, today=TODAY)
    assert answer.whole.former == {(1, "amount"): D(40)}
    drawn = papers.made_of(answer, title="T", today=TODAY)
    assert said(drawn) | {"As of": ""} == {
        "Period": "2026-11-01 – 2026-11-30", "Compared with": OCTOBER, "Amounts in": said(drawn)["Amounts in"],
        "As of": "",
    }  # fmt: skip


@pytest.mark.django_db
def test_by_its_days_the_third_stands_beside_the_third(world):
    for until in MONTH:
        asked = Question(("amount",), MONTH[0], max(until, TODAY), rows=("day",), against=Against.BEFORE, ends=MONTH[1])
        answer = queries.ask(actor=people.system_user(), asked=asked, today=TODAY)
        found = {key[0]: group.former[1, "amount"] for key, group in answer.groups.items() if group.former}
        assert found == {date(2026, 11, 3): D(40)}


@pytest.mark.django_db
def test_what_a_row_opens_to_is_compared_with_the_same_days(world):
    paper = make("sales-by", by="region", period="this_month", against="before", here="/reports/standard/x/")
    assert "until=2026-11-30" in paper.rows[0].url
    last = make("sales-by", by="region", period="this_month", against="last_year", here="/reports/standard/x/")
    assert "until=2026-11-30" in last.rows[0].url


@pytest.mark.django_db
def test_heads_say_the_days_that_were_counted(world):
    heads = said(make("sales-by", by="region", period="this_month", against="last_year"))
    assert heads["Compared with"] == "The same period last year: 2025-11-01 – 2025-11-20"
    assert said(make("product-trends", period="this_month"))["Compared with"] == OCTOBER
    weeks = said(make("sales-trend", period="this_month", by="week"))
    assert weeks["Compared with"].endswith("2025-11-02 – 2025-11-21")
    assert said(make("cycle-times", period="this_month", against="before"))["Compared with"] == OCTOBER
    assert said(make("sales-by", period="last_month"))["Period"] == "Last month: 2026-10-01 – 2026-10-31"


def test_what_is_over_is_compared_with_all_of_the_one_before():
    assert former(date(2026, 10, 1), date(2026, 10, 31), Against.BEFORE) == (date(2026, 9, 1), date(2026, 9, 30))
    assert former(date(2026, 11, 11), TODAY, Against.BEFORE) == (date(2026, 11, 1), date(2026, 11, 10))
    assert former(date(2027, 1, 1), date(2027, 1, 31), Against.BEFORE) == (date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.django_db
def test_what_runs_stands_beside_as_many_days_of_last_year_on_every_door(world):
    given = (date(2026, 11, 1), date(2026, 11, 30), Against.LAST_YEAR)
    assert former(*given) == (date(2025, 11, 1), date(2025, 11, 20))
    assert former(date(2026, 1, 1), date(2026, 12, 31), Against.LAST_YEAR) == (date(2025, 1, 1), date(2025, 11, 20))
    assert former(date(2027, 1, 1), date(2027, 1, 31), Against.LAST_YEAR) == (date(2026, 1, 1), date(2026, 1, 31))
    asked = Question(("amount",), *given[:2], rows=("month",), against=Against.LAST_YEAR)
    in_builder = queries.ask(actor=people.system_user(), asked=asked, today=TODAY)
    in_report = make("sales-trend", period="this_month", by="month")
    then = in_builder.groups[date(2026, 11, 1),].former
    assert then is not None and table(in_report, "amount~former")["2026-11"] == then[1, "amount"]


def test_a_whole_february_stands_beside_a_whole_february():
    assert former(date(2025, 2, 1), date(2025, 2, 28), Against.LAST_YEAR) == (date(2024, 2, 1), date(2024, 2, 29))
    assert former(date(2024, 2, 1), date(2024, 2, 29), Against.LAST_YEAR) == (date(2023, 2, 1), date(2023, 2, 28))
    assert former(date(2025, 2, 3), date(2025, 2, 28), Against.LAST_YEAR) == (date(2024, 2, 3), date(2024, 2, 28))


@pytest.mark.django_db
def test_days_of_a_leap_year_stand_beside_their_own_dates(world):
    for place, day in ((0, date(2023, 1, 1)), (1, date(2023, 3, 1)), (2, date(2024, 1, 1))):
        Order.objects.filter(pk=world.orders[place].pk).update(
            effective_at=AT.replace(year=day.year, month=day.month, day=day.day)
        )
    facts.keep_up(at=AT, patience=0)
    asked = Question(("amount",), date(2024, 1, 1), date(2024, 12, 31), rows=("day",), against=Against.LAST_YEAR)
    answer = queries.ask(actor=people.system_user(), asked=asked, today=TODAY)
    found = {key[0]: group.former[1, "amount"] for key, group in answer.groups.items() if group.former}
    assert found == {date(2024, 1, 1): D(1000), date(2024, 3, 1): D(40)}
