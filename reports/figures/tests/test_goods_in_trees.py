"""What is told by goods leaves freight out on every level, and says nothing where parts of a whole overlap."""

import copy
from datetime import timedelta
from decimal import Decimal as D
from urllib.parse import parse_qsl, urlsplit

import pytest

from accounts.people import queries as people
from common import dates
from customers.models import Customer
from orders.tests.builders import AT, line, make_buyer, make_effective, make_order_cast
from products.catalogue.models import ProductCategory
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.figures import drawn, papers, parameters, queries, trees
from reports.figures.question import Against, Question
from reports.layout.paper import Shape

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
TODAY = dates.business_day(AT)
DAYS = (TODAY - timedelta(days=60), TODAY)


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_world)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


def _make_world():
    """In the north 5 scales and 2 lamps, 70 and freight of 30; in the south a lamp, 10 and freight of 7. Scales are in
    a category below that of lamps."""
    cast = make_order_cast()
    above = ProductCategory.objects.create(code="A", name="A")
    below = ProductCategory.objects.create(code="A1", name="A1", parent=above)
    scale = make_product(list_price=D(10), stock=99, name="Scale", category=below)
    lamp = make_product(list_price=D(10), stock=99, name="Lamp", category=above)
    sold = (("North", [line(scale, 5), line(lamp, 2)], D(30)), ("South", [line(lamp, 1)], D(7)))
    for region, lines, freight in sold:
        buyer = make_buyer(cast.owner)
        Customer.objects.filter(pk=buyer.pk).update(region=region, short_name="")
        make_effective(cast.owner, at=AT, customer=buyer, lines=lines, freight=freight)
    facts.keep_up(at=AT, patience=0)
    return scale, lamp, (above, below)


def ask(*measures, **more):
    return queries.ask(actor=people.system_user(), asked=Question(measures, *DAYS, **more), today=TODAY)


def tree(*measures, **more):
    asked = Question(measures, *DAYS, **more)
    answer, first = trees.ask(actor=people.system_user(), asked=asked, today=TODAY)
    return trees.made_of(answer, first, title="T", today=TODAY, here="/reports/")


def told(paper, key):
    place = paper.index(key)
    return [(row.level, row.cells[0].split(" ", row.level)[-1], row.cells[place]) for row in paper.rows]


def ask_by(url):
    """The answer to which an address leads."""
    asked = parameters.read(dict(parse_qsl(urlsplit(url).query)), TODAY)
    return queries.ask(actor=people.system_user(), asked=asked, today=TODAY)


def counted_by(url):
    """The amount of the rows to which a figure leads."""
    asked = parameters.read(dict(parse_qsl(urlsplit(url).query)), TODAY)
    found = queries.facts_of(actor=people.system_user(), asked=asked, today=TODAY)
    assert len({one.key for one in found}) == len(found)
    return sum(one.amount for one in found)


def test_freight_is_in_the_whole_of_regions_and_in_no_region_over_products():
    assert ask("amount", rows=("region",)).whole.sums[1, "amount"] == 117
    paper = tree("amount", rows=("region", "product"), order_by="amount")
    assert told(paper, "amount") == [
        (0, "North", 70), (1, "Scale", 50), (1, "Lamp", 20), (0, "South", 10), (1, "Lamp", 10),
    ]  # fmt: skip
    assert paper.sums[paper.index("amount")] == 80


@pytest.mark.parametrize("second", ["product", "category"])
@pytest.mark.parametrize("more", [{}, {"column": "month"}, {"against": Against.LAST_YEAR}])
def test_every_level_makes_up_the_one_above_it(second, more):
    for top in (0, 1, 2):
        paper = tree("amount", "orders", rows=("region", second), order_by="amount", top=top, **more)
        levels = [sum(value for level, _name, value in told(paper, "amount") if level == one) for one in (0, 1)]
        assert levels[0] == paper.sums[paper.index("amount")] == 80
        if not top:
            assert levels[1] == 80
    assert told(tree("amount", rows=("region", second), order_by="amount", top=1), "amount")[-1] == (0, "1 others", 10)


def test_a_figure_over_products_leads_to_lines_and_not_to_freight():
    pivot = papers.made_of(
        ask("amount", rows=("region",), column="product"), title="T", today=TODAY, here="/reports/"
    )  # fmt: skip
    by_category = papers.made_of(
        ask("amount", rows=("region",), column="category"), title="T", today=TODAY, here="/reports/"
    )  # fmt: skip
    for paper in (pivot, by_category, tree("amount", rows=("region", "product"))):
        for row in paper.rows:
            assert counted_by(row.links["amount"]) == row.cells[paper.index("amount")]


def test_a_figure_of_whole_orders_leads_to_freight_too():
    paper = papers.made_of(ask("amount", rows=("region",)), title="T", today=TODAY, here="/reports/")
    assert [counted_by(row.links["amount"]) for row in paper.rows] == [100, 17]


def test_of_the_others_nothing_is_said_that_they_have_in_common_with_what_is_shown():
    paper = tree("orders", "average", "quantity", rows=("product",), order_by="quantity", top=1, against=Against.BEFORE)
    others = paper.rows[-1]
    places = [paper.index(key) for key in ("orders", "orders~former", "orders~growth", "average", "quantity")]
    assert [others.cells[place] for place in places] == [None, None, None, None, 3]
    pivot = tree("orders", "quantity", rows=("product",), column="region", order_by="quantity", top=1)
    told_of = dict(zip((one.key for one in pivot.columns), pivot.rows[-1].cells, strict=True))
    assert (told_of["orders:North"], told_of["quantity:North"], told_of["quantity:South"]) == (None, 2, 1)


def test_customers_of_a_product_have_others_with_orders_of_their_own(world):
    lamp = str(world[1].pk)
    paper = tree("orders", rows=("customer",), order_by="orders", top=1, filters={"product": (lamp,)})
    assert [row.cells[1] for row in paper.rows] == [1, 1]


def test_a_category_and_one_below_it_are_not_added_up(world):
    picked = {"category": tuple(str(one.pk) for one in world[2])}
    found = ask("quantity", "orders", rows=("category",), filters=picked, order_by="quantity")
    assert sorted(one.sums[1, "quantity"] for one in found.groups.values()) == [5, 8]
    assert found.whole.sums == {(1, "quantity"): 8, (1, "orders"): 2}
    assert Shape.SHARES not in drawn.fitting(found)
    paper = tree("quantity", rows=("category",), filters=picked, order_by="quantity", top=1)
    assert [row.cells[1] for row in paper.rows] == [8, None]
    paper = tree("quantity", rows=("region", "category"), filters=picked, order_by="quantity")
    assert [(level, value) for level, _name, value in told(paper, "quantity") if not level] == [(0, 7), (0, 1)]


def test_the_own_products_of_a_category_lead_nowhere_beside_those_below_it(world):
    """A filter by the category would take those of the categories below it, too."""
    above, below = world[2]
    picked = {"category": (str(above.pk),)}
    paper = tree("amount", rows=("category",), filters=picked, order_by="amount")
    assert [(row.key, row.cells[1], bool(row.links or row.url)) for row in paper.rows] == [
        (str(below.pk), 50, True), (str(above.pk), 30, False),
    ]  # fmt: skip
    assert counted_by(paper.rows[0].links["amount"]) == 50
    pivot = tree("amount", rows=("region",), column="category", filters=picked)
    assert [counted_by(row.links["amount"]) for row in pivot.rows] == [70, 10]
    assert {column.split(":")[-1] for row in pivot.rows for column in row.links} == {"amount", str(below.pk)}
    leaf = {"category": (str(below.pk),)}
    assert counted_by(tree("amount", rows=("category",), filters=leaf).rows[0].links["amount"]) == 50


def test_what_a_row_opens_to_counts_what_the_row_counts():
    for more in ({"rows": ("region", "product")}, {"rows": ("region",), "column": "product"}):
        north = tree("amount", order_by="amount", **more).rows[0]
        opened = ask_by(north.url)
        assert opened.whole.sums == {(1, "amount"): 70}
        assert opened.question.rows[0] == "province"


@pytest.mark.parametrize(("row", "column"), [("region", "province"), ("channel", "month"), ("channel", "quarter")])
def test_a_row_opens_where_what_comes_below_it_stands_in_the_columns(row, column):
    found = ask_by(tree("amount", rows=(row,), column=column).rows[0].url)
    assert (len(found.question.rows), found.question.column) == (1, "")
