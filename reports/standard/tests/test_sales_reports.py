"""Sales over time, by anything, by size and by place: each figure against numbers worked out by hand."""

import copy
from decimal import Decimal as D

import pytest

from common import errors
from customers.models import Customer
from orders.order.models import Order
from reports.facts import operations as facts
from reports.standard.canned.sales import CHOICES
from reports.standard.tests.worlds import AT, TODAY, back, make, make_world, table

pytestmark = pytest.mark.django_db
YEAR = {"since": "2025-12-01", "until": "2026-11-30"}


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(make_world)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


def test_every_month_stands_beside_the_same_days_last_year(world):
    paper = make("sales-trend", **YEAR)
    found = table(paper, "orders", "amount", "amount~former", "amount~growth", "amount~before")
    assert found["2026-11"] == (1, D(1000), D(580), D(420) / D(580), None)  # it still runs
    assert found["2026-10"] == (2, D(100), D(0), None, D(-300) / D(400))
    assert found["2026-09"] == (2, D(400), D(0), None, None)  # nothing in August
    assert paper.sums[paper.index("amount")] == D(1500)
    assert paper.sums[paper.index("amount~former")] == D(580)
    assert [row.is_unfinished for row in paper.rows] == [False] * 11 + [True]


def test_a_month_that_runs_is_compared_with_as_many_days(world):
    Order.objects.filter(pk=world.orders[5].pk).update(effective_at=AT.replace(year=2025, day=25))
    facts.keep_up(at=AT, patience=0)
    assert table(make("sales-trend", **YEAR), "amount~former")["2026-11"] == D(80)


def test_a_day_of_a_leap_year_stands_beside_its_own_date(world):
    for place, day in ((0, (2024, 3, 1)), (5, (2023, 3, 1))):
        Order.objects.filter(pk=world.orders[place].pk).update(
            effective_at=AT.replace(year=day[0], month=day[1], day=day[2])
        )
    facts.keep_up(at=AT, patience=0)
    found = table(make("sales-trend", by="day", since="2024-02-27", until="2024-03-05"), "amount", "amount~former")
    assert found["2024-03-01"] == (D(1000), D(500))
    assert sum(one[1] for one in found.values()) == D(500)


def test_a_week_stands_beside_the_one_fifty_two_weeks_before(world):
    found = table(make("sales-trend", by="week", since="2026-11-02", until="2026-11-20"), "amount", "amount~former")
    assert found == {
        "2026 week 45": (D(0), D(80)),
        "2026 week 46": (D(0), D(500)),
        "2026 week 47": (D(1000), D(0)),
    }


def test_the_first_stretch_is_told_against_the_one_before_the_period(world):
    found = table(make("sales-trend", since="2026-10-01", until="2026-10-31"), "amount", "amount~before")
    assert found == {"2026-10": (D(100), D(-3) / D(4))}
    found = table(make("sales-trend", since="2026-10-02", until="2026-10-31"), "amount~before")
    assert found == {"2026-10": None}  # it is not a whole month


def test_sales_are_told_by_anything_with_shares(world):
    paper = make("sales-by", by="province", **YEAR)
    found = table(paper, "orders", "quantity", "amount", "amount~share")
    assert found == {
        "河北": (3, D(17), D(1160), D(1160) / D(1500)),
        "广西": (1, D(3), D(300), D(300) / D(1500)),
        "广东": (1, D(4), D(40), D(40) / D(1500)),
    }
    assert [row.cells[0] for row in paper.rows] == ["河北", "广西", "广东"]
    assert paper.charts[0].shape == "MAP"
    assert paper.sums[paper.index("amount~share")] == 1


def test_whatever_it_is_told_by_the_whole_is_the_same(world):
    for by, _label in CHOICES:
        paper = make("sales-by", by=by, against="last_year", **YEAR)
        assert paper.sums[paper.index("amount")] == D(1500), by
        assert paper.sums[paper.index("amount~former")] == D(580), by
        assert paper.rows, by


def test_agents_are_brought_together_by_their_class(world):
    for place, kind in ((0, "VIP"), (1, "VIP"), (2, "NEW")):
        agent = world.buyers[place]
        Customer.objects.filter(pk=agent.pk).update(customer_class=kind)
        Order.objects.filter(pk=world.orders[place].pk).update(agent=agent)
    facts.keep_up(at=AT, patience=0)
    found = table(make("sales-by", by="agent_class", **YEAR), "orders", "amount")
    assert found == {"VIP": (2, D(1040)), "NEW": (1, D(60)), "(none)": (2, D(400))}


def test_what_is_beyond_the_rows_asked_for_is_one_row(world):
    found = table(make("sales-by", by="customer", top=1, **YEAR), "amount", "amount~share")
    assert list(found.values()) == [(D(1160), D(1160) / D(1500)), (D(340), D(340) / D(1500))]


def test_a_salesperson_gets_his_own_orders_and_no_profit(world):
    mine = make("sales-by", world.cast.owner, by="salesperson", **YEAR)
    assert [column.key for column in mine.columns if column.key in ("profit", "margin", "cost")] == []
    assert mine.sums[mine.index("orders")] == 5
    assert make("sales-by", world.cast.stranger, by="salesperson", **YEAR).problem
    assert "profit" in [column.key for column in make("sales-by", world.cast.director, **YEAR).columns]


def test_orders_are_counted_in_their_amount_bands(world):
    paper = make("amount-distribution", **YEAR)
    found = table(paper, "orders", "orders~share", "orders~running", "amount", "amount~running")
    assert found["below 1,000"] == (4, D("0.8"), D("0.8"), D(500), D(500) / D(1500))
    assert found["1,000 – 5,000"] == (1, D("0.2"), D(1), D(1000), D(1))
    assert len(paper.rows) == 8
    assert found["from 1,000,000"][0] == 0


def test_median_quartiles_and_average_are_those_of_the_orders(world):
    part = make("amount-distribution", **YEAR).parts[0]
    keys = ("orders", "average", "low", "median", "high", "ninth", "largest")
    whole = tuple(part.sums[part.index(key)] for key in keys)
    assert whole == (5, D(300), D(60), D(100), D(300), D(720), D(1000))  # of 40, 60, 100, 300, 1000
    found = table(part, *keys[:4])
    assert found["2026-10"] == (2, D(50), D(45), D(50))
    assert found["2026-08"] == (0, None, None, None)


def test_amounts_of_orders_are_narrowed_and_not_for_who_sees_none(world, monkeypatch):
    part = make("amount-distribution", region="South", **YEAR).parts[0]
    assert part.sums[part.index("median")] == D(170)
    assert make("amount-distribution", world.cast.stranger, **YEAR).parts[0].sums[1] == 0
    monkeypatch.setattr("reports.standard.queries.rights.effect", lambda _actor, name: "hide")
    with pytest.raises(errors.NotAllowed):
        make("amount-distribution", world.cast.owner, **YEAR)


def test_places_that_begin_or_grow_fast_are_marked(world):
    for place in (1, 2, 4):  # three small orders in a province where there were none
        Order.objects.filter(pk=world.orders[place].pk).update(customer=world.buyers[2])
    Order.objects.filter(pk=world.orders[3].pk).update(customer=world.buyers[0])
    facts.keep_up(at=AT, patience=0)
    paper = make("demand-by-region", **YEAR)
    found = table(paper, "orders", "amount", "amount~former", "mark", "customers", "customers~former")
    assert found["河北"] == (2, D(1300), D(500), "", 1, 1)
    assert found["广西"] == (3, D(200), D(0), "emerging", 1, 0)
    assert found["广东"] == (0, D(0), D(80), "", 0, 1)
    assert paper.sums[paper.index("customers")] == 2
    assert paper.sums[paper.index("customers~former")] == 2
    by_region = table(make("demand-by-region", by="region", **YEAR), "amount", "customers")
    assert by_region == {"North": (D(1300), 1), "South": (D(200), 1)}


def test_figures_lead_to_what_they_count_and_files_lead_nowhere(world):
    for code in ("sales-trend", "sales-by", "amount-distribution", "demand-by-region"):
        page = make(code, here="/reports/standard/x/", **YEAR)
        links = [url for row in page.rows for url in row.links.values()]
        assert links, code
        assert all(url.startswith("/reports/rows/?") for url in links)
        api = make(code, here="/api/v1/standard-reports/x/", **YEAR)
        assert all(
            url.startswith("/api/v1/figures/") for row in api.rows for url in (*row.links.values(), row.url) if url
        )
        file = make(code, **YEAR)
        assert not any(row.links or row.url for part in (file, *file.parts) for row in part.rows)


def test_today_and_back_are_days_of_the_company(world):
    assert (TODAY.isoformat(), back(20).isoformat()) == ("2026-11-20", "2026-10-31")
