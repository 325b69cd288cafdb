"""Repurchase, cohorts and customers by month, worked out by hand (R271)."""

import copy
from datetime import date
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from customers.tests.builders import make_customer
from orders.tests.builders import make_effective, make_order_cast
from reports.clientele import return_papers, who_papers
from reports.clientele.tests.worlds import TODAY, ordered, pattern
from reports.standard.reports import Wanted

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)  # runs until 20 November

ORDERS = {
    "A": ("2026-01-05", "2026-01-25", "2026-06-01"),  # again after 20 days
    "B": ("2026-02-01", "2026-03-23"),  # after 50 days
    "C": ("2026-03-01",),
    "D": ("2026-11-10", "2026-11-10"),  # twice on one day; ten days ago
    "E": ("2025-03-01", "2025-03-11", "2026-08-01"),  # new in 2025, won back in August
    "F": ("2025-02-01",),  # lost in February 2026
}


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_begin)


@pytest.fixture
def begun(standing):
    return copy.deepcopy(standing)


@pytest.fixture
def cast(begun):
    return begun[0]


@pytest.fixture
def world(begun):
    return begun[1]


def _begin():
    cast = make_order_cast()
    return cast, _make_world(cast)


def _make_world(cast):
    like = pattern(make_effective(cast.owner))
    found = {}
    for name, days in ORDERS.items():
        found[name] = make_customer(owner=cast.owner, name=name, short_name=name)
        for day in days:
            ordered(like, found[name], date.fromisoformat(day), 100)
    return found


def wanted(actor=None, **more):
    return Wanted(actor or people.system_user(), TODAY, SINCE, UNTIL, **more)


def rows(paper):
    keys = [column.key for column in paper.columns]
    return {row.key: dict(zip(keys, row.cells, strict=True)) for row in paper.rows}


def test_the_repurchase_rate_is_of_those_who_had_the_time(world):
    found = rows(return_papers.make_repurchase(wanted(by="rate")))
    whole = found["0"]
    assert (whole["customers"], whole["again"], whole["rate"]) == (5, 2, D(2) / 5)  # A and B, on another day
    assert (found["30"]["customers"], found["30"]["again"]) == (4, 1)  # not D: ten days are no thirty
    assert (found["60"]["customers"], found["60"]["again"]) == (4, 2)
    assert (found["180"]["customers"], found["180"]["again"]) == (3, 2)  # E ordered in August
    # the year before as far: E twice, F once
    assert (whole["customers_before"], whole["again_before"], whole["rate_before"]) == (2, 1, D(1) / 2)
    assert whole["change"] == -10  # points


def test_the_definition_shows_the_real_numbers(world):
    paper = return_papers.make_repurchase(wanted(by="rate"))
    assert paper.definitions[0].figures == "2 ÷ 5 = 40.0%"


def test_cohorts_follow_customers_from_their_first_quarter(world):
    paper = return_papers.make_repurchase(wanted(by="cohorts"))
    found = rows(paper)
    first = found["2026-01-01"]  # A, B, C
    assert first["customers"] == 3
    assert (first["q1"], first["q2"], first["q3"]) == (D(1) / 3, 0, 0)  # A in the second quarter
    assert first["q4"] is None  # has not come yet
    assert found["2025-01-01"]["q6"] == D(1) / 2  # E in the third quarter of 2026
    assert found["2026-10-01"] | {"start": ""} == {"start": "", "customers": 1} | {f"q{n}": None for n in range(1, 8)}
    assert len(paper.rows) == 8 and paper.notes  # from the first quarter in which anybody came


def test_months_tell_new_kept_back_and_lost(world):
    paper = return_papers.make_months(wanted())
    found = rows(paper)
    january, february, august, november = (found[f"2026-{month:02}-01"] for month in (1, 2, 8, 11))
    assert (january["new"], january["kept"], january["all"], january["new_amount"]) == (1, 0, 1, 200)
    assert (february["new"], february["lost"], february["net"], february["lost_amount"]) == (1, 1, 0, 100)
    march = found["2026-03-01"]
    assert (march["new"], march["kept"], march["lost"], march["lost_amount"]) == (1, 1, 1, 200)  # E, for the first time
    assert (august["back"], august["back_amount"]) == (1, 100)
    assert (november["new"], november["all_amount"], november["lost"], november["net"]) == (1, 200, None, None)
    assert paper.rows[-1].is_unfinished and len(paper.rows) == 11


def test_months_hide_amounts_from_who_does_not_see_them(world):
    somebody = make_user("warehouse", department=None)
    paper = return_papers.make_months(wanted(somebody))
    hidden = [column.key for column in paper.columns if column.is_hidden]
    assert hidden == ["new_amount", "kept_amount", "back_amount", "all_amount", "lost_amount"]
    assert all(cell is None for key in hidden for cell in paper.values(key))


def test_nobody_counts_customers_of_others(world, cast):
    for make in (return_papers.make_months, return_papers.make_repurchase):
        assert make(wanted(cast.stranger)).problem
        assert not make(wanted(cast.head)).problem


def test_each_report_asks_once(world, django_assert_max_num_queries):
    for make, by in (
        (return_papers.make_months, ""),
        (return_papers.make_repurchase, "rate"),
        (return_papers.make_repurchase, "cohorts"),
        (return_papers.make_repurchase, "again"),
        (return_papers.make_months, "lost"),
    ):
        with django_assert_max_num_queries(5):
            make(wanted(by=by))


def test_each_rate_opens_to_its_customers(world):
    here = "/reports/standard/repurchase/"
    paper = return_papers.make_repurchase(wanted(by="rate", here=here, top=50))
    links = {row.key: row.links for row in paper.rows}
    assert "by=again" in links["0"]["again"] and "by=within30" in links["30"]["customers"]
    assert "until=2025-11-20" in links["0"]["customers_before"]
    behind = {row.key: row.cells for row in return_papers.make_repurchase(wanted(by="again", top=50)).rows}
    assert [cells[:2] for cells in behind.values()] == [
        ("A", "Yes"),
        ("B", "Yes"),
        ("D", "No"),
        ("C", "No"),
        ("E", "No"),
    ]
    assert behind[str(world["A"].pk)][2:] == (date(2026, 1, 5), date(2026, 1, 25), 20, 3, 3, 300)
    for days, customers, again in ((30, 4, 1), (60, 4, 2), (180, 3, 2)):
        paper = return_papers.make_repurchase(wanted(by=f"within{days}", top=50))
        said = [row.cells[1] for row in paper.rows]
        assert (len(said), said.count("Yes")) == (customers, again)
    cut = return_papers.make_repurchase(wanted(by="again", top=2))
    assert (len(cut.rows), cut.notes) == (2, ("These are 2 of 5 customers.",))


def test_each_month_opens_to_who_is_new_kept_back_and_lost(world):
    paper = return_papers.make_months(wanted(by="months", here="/reports/standard/customers-by-month/"))
    months = {row.key: row for row in paper.rows}
    assert "by=back" in months["2026-08-01"].links["back"] and "since=2026-08-01" in months["2026-08-01"].links["back"]
    assert "lost" not in months["2026-11-01"].links and "kept" not in months["2026-01-01"].links
    counted = rows(paper)
    for kind in who_papers.KINDS:
        listed = return_papers.make_months(wanted(by=kind, top=50)).rows
        whole = sum(one[kind] or 0 for one in counted.values())
        running = kind == "lost"  # who is lost in the month that runs is not known yet
        assert len(listed) == whole or (running and len(listed) >= whole)
    lost = {row.cells[0]: row.cells[1:] for row in return_papers.make_months(wanted(by="lost", top=50)).rows}
    assert lost["F"] == ("2026-02", "2025-02", 100) and lost["E"] == ("2026-03", "2025-03", 200)


def test_who_orders_again_hides_amounts_and_others_customers(world, cast):
    hidden = return_papers.make_repurchase(wanted(make_user("warehouse", department=None), by="again", top=50))
    assert [column.key for column in hidden.columns if column.is_hidden] == ["amount"]
    assert all(cell is None for cell in hidden.values("amount"))
    assert return_papers.make_repurchase(wanted(cast.stranger, by="again", top=50)).problem
    assert return_papers.make_months(wanted(cast.stranger, by="new", top=50)).problem
