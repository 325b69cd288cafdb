"""Two things in the rows make a tree whose parts add up to their sums and whose sums add up to the whole."""

import copy
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from common import dates
from customers.models import Customer
from orders.tests.builders import AT, line, make_buyer, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.facts.choices import Kind
from reports.facts.models import Flow
from reports.figures import papers, statements, trees
from reports.figures.question import Against, Question

pytestmark = pytest.mark.django_db
TODAY = dates.business_day(AT)
DAYS = (TODAY - timedelta(days=60), TODAY)


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_world)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


def _make_world():
    """Three customers in the north, one in the south, an order each; the third order has two products."""
    cast = make_order_cast()
    scale, lamp = (make_product(list_price=D(10), stock=99, name=name) for name in ("Scale", "Lamp"))
    made = []
    for number, region in enumerate(("North", "North", "North", "South"), start=1):
        buyer = make_buyer(cast.owner)
        Customer.objects.filter(pk=buyer.pk).update(region=region, name=f"Buyer {number}", short_name="")
        lines = [line(scale, number), *([line(lamp, 10)] if number == 3 else [])]
        made.append(make_effective(cast.owner, at=AT, customer=buyer, lines=lines))
    facts.keep_up(at=AT, patience=0)
    return made


def drawn(*measures, rows=("region", "customer"), **more):
    asked = Question(measures, *DAYS, rows=rows, **more)
    actor = people.system_user()
    answer, first = trees.ask(actor=actor, asked=asked, today=TODAY)
    return trees.made_of(answer, first, title="T", today=TODAY, here="/reports/")


def told(paper, column):
    place = paper.index(column)
    return [(row.level, row.cells[0], row.cells[place]) for row in paper.rows]


@pytest.mark.usefixtures("world")
class TestTrees:
    def test_each_member_stands_with_its_sum_over_what_it_is_made_of(self):
        paper = drawn("quantity", order_by="quantity")
        assert str(paper.columns[0].label) == "Region / Customer"
        assert told(paper, "quantity") == [
            (0, "North", 16), (1, "Buyer 3", 13), (1, "Buyer 2", 2), (1, "Buyer 1", 1),
            (0, "South", 4), (1, "Buyer 4", 4),
        ]  # fmt: skip
        assert paper.sums == ("Total", 20)
        assert {len(row.cells) for row in paper.rows} == {len(paper.columns)}

    def test_what_is_beyond_the_rows_asked_for_stands_in_its_member_or_at_the_end(self):
        paper = drawn("quantity", order_by="quantity", top=1)
        assert told(paper, "quantity") == [
            (0, "North", 16), (1, "Buyer 3", 13), (1, "2 others", 3), (0, "1 others", 4),
        ]  # fmt: skip

    def test_columns_and_shares_are_those_of_the_member_not_added_up(self):
        paper = drawn("quantity", "average", column="month", order_by="quantity", top=2)
        now = f"{TODAY:%Y-%m}"
        column = next(one.key for one in paper.columns if str(one.group) == now and one.key.startswith("average"))
        north = D(160) / 3
        flat = {row.key: row for row in papers_of("average").rows}
        assert paper.rows[0].cells[paper.index("average")] == flat["North"].cells[1]
        assert abs(paper.rows[0].cells[paper.index(column)] - north) < 1
        rest = next(row for row in paper.rows if row.key.startswith("North|~"))
        assert rest.cells[paper.index("quantity")] == 3

    def test_every_row_opens_and_every_figure_leads_to_what_it_counts(self):
        paper = drawn("orders", against=Against.LAST_YEAR)
        for row in paper.rows:
            assert "orders" in row.links
            assert row.level or row.url
        assert paper.charts[0].across == paper.columns[0].key

    def test_an_order_of_two_products_counts_once_in_its_region(self):
        paper = drawn("orders", rows=("region", "product"), order_by="orders")
        assert told(paper, "orders")[:3] == [
            (0, "North", 3),
            (1, paper.rows[1].cells[0], 3),
            (1, paper.rows[2].cells[0], 1),
        ]

    def test_one_thing_in_the_rows_stays_a_table(self):
        assert {row.level for row in drawn("orders", rows=("region",)).rows} == {0}


def papers_of(measure):
    asked = Question((measure,), *DAYS, rows=("region",))
    answer, _first = trees.ask(actor=people.system_user(), asked=replace(asked), today=TODAY)
    return papers.made_of(answer, title="T", today=TODAY)


def test_a_member_whose_parts_cancel_each_other_out_stands_there(world, monkeypatch):
    """Ordered and taken back by two customers of a region: each of them has a figure, the region has none."""
    flow = Flow.objects.filter(kind=Kind.ORDERED, order_id=world[3].pk)
    other = make_buyer(world[3].salesperson)
    Customer.objects.filter(pk=other.pk).update(region="South", name="Buyer 5", short_name="")
    for row in flow:
        row.pk, row.customer_id = None, other.pk
        row.orders, row.lines, row.quantity, row.amount, row.net, row.cost = (
            -value for value in (row.orders, row.lines, row.quantity, row.amount, row.net, row.cost)
        )
        row.save(force_insert=True)
    monkeypatch.setattr(statements, "base_of", lambda _question: None)  # no sums were made of these facts
    paper = drawn("quantity", order_by="quantity", filters={"region": ("South",)})
    assert told(paper, "quantity") == [(0, "South", 0), (1, "Buyer 4", 4), (1, "Buyer 5", -4)]
