"""How a report is looked at: chart, table or both, as a chart that fits, its chips in another order."""

import copy
import io
from datetime import timedelta
from decimal import Decimal as D

import pytest
from openpyxl import load_workbook

from accounts.people.models import User
from common import dates
from orders.tests.builders import AT, line, make_effective
from products.tests.builders import make_product
from reports.builder import operations
from reports.builder.looks import Look
from reports.facts import operations as facts
from reports.figures import papers
from reports.layout import plot
from reports.layout.paper import Form, Shape

pytestmark = pytest.mark.django_db
DAY = dates.business_day(AT)
DAYS = {"since": (DAY - timedelta(days=40)).isoformat(), "until": DAY.isoformat()}


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_sold)


@pytest.fixture
def reader(standing) -> User:
    return copy.deepcopy(standing).salesperson


def _sold():
    goods = [make_product(list_price=D(10), name=name) for name in ("Scale", "Lamp")]
    made = make_effective(lines=[line(goods[0], 6), line(goods[1], 2)])
    facts.keep_up(at=AT, patience=0)
    return made


def desk(client, reader, **given):
    client.force_login(reader)
    answer = client.get("/reports/", {**DAYS, **given})
    assert answer.status_code == 200
    return answer.context["desk"], answer.content.decode()


def test_chart_and_table_stand_there_unless_one_is_wanted(client, reader):
    both, text = desk(client, reader, rows="product", measures="quantity")
    assert (both.look, "view" in both.query) == (Look.BOTH, False)
    assert "so-fig" in text
    assert "main-rows" in text
    table, text = desk(client, reader, rows="product", measures="quantity", view="table")
    assert table.query["view"] == "table"
    assert "so-fig" not in text
    assert all("view=table" in one.url for one in table.chosen if one.url)
    _chart, text = desk(client, reader, rows="product", measures="quantity", view="chart")
    assert text.index("so-fig") < text.index("so-behind") < text.index("main-rows")  # can be opened
    assert desk(client, reader, rows="product", view="<b>")[0].look is Look.BOTH


def test_where_nothing_can_be_drawn_there_is_no_choice(client, reader):
    found, text = desk(client, reader, measures="quantity", view="chart")
    assert (found.looks, found.shapes, found.look) == ([], [], Look.TABLE)
    assert "main-rows" in text


@pytest.mark.parametrize(
    ("given", "shapes"),
    [
        ({"rows": "product", "measures": "quantity"}, ["BARS", "SHARES"]),
        ({"rows": "month", "measures": "quantity"}, ["BARS", "LINES", "SHARES"]),
        ({"rows": "month", "column": "product", "measures": "quantity"}, ["STACK", "BARS", "LINES", "SHARES"]),
        ({"rows": "province", "measures": "quantity"}, ["MAP", "BARS", "SHARES"]),
        ({"rows": "month", "measures": "on_time"}, ["LINES", "BARS"]),
        ({"rows": "product", "measures": "orders"}, ["BARS"]),  # an order is in several products: no parts of a whole
    ],
)
def test_only_charts_that_fit_can_be_picked(client, reader, given, shapes):
    found, _text = desk(client, reader, **given)
    offered = [one.code for one in found.shapes if one.code] or ["BARS"]
    assert offered == shapes
    assert desk(client, reader, **given, chart="STACK")[0].report.charts[0].shape in shapes


def test_shares_are_parts_of_the_whole_also_of_what_is_not_shown(client, reader):
    found, _text = desk(client, reader, rows="product", measures="quantity", chart="SHARES", top="1")
    made = plot.plots(found.report)[0]
    assert (made.shape, made.form, made.lines[0].values) == (Shape.BARS, Form.SHARE, (D("0.75"),))
    found, _text = desk(client, reader, rows="month", column="product", measures="quantity", chart="SHARES")
    made = plot.plots(found.report)[0]
    assert made.shape == Shape.STACK
    assert sorted(line.values[-1] for line in made.lines) == [D("0.25"), D("0.75")]
    assert made.extent() == (0, 1)


@pytest.mark.parametrize("chart", ["STACK", "SHARES"])
def test_bars_of_more_columns_than_are_drawn_have_the_others_on_top(client, reader, chart):
    asked = {"rows": "product", "column": "week", "measures": "quantity", "chart": chart}
    found, _text = desk(client, reader, **asked)
    made = plot.plots(found.report)[0]
    assert (len(made.lines), made.lines[-1].name, made.lines[-1].tone) == (5, "Others", 0)
    assert [sum(values) for values in zip(*(line.values for line in made.lines), strict=True)] == (
        [1, 1] if chart == "SHARES" else [6, 2]
    )
    answer = client.get("/reports/file/", {**DAYS, **asked, "file": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert "Others" in [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]


def test_a_workbook_draws_shares_from_figures_beside_the_table(client, reader):
    client.force_login(reader)
    given = {**DAYS, "rows": "product", "measures": "quantity", "chart": "SHARES", "file": "xlsx"}
    book = load_workbook(io.BytesIO(b"".join(client.get("/reports/file/", given).streaming_content)))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 0.75 in cells
    assert 6 in cells


def test_a_kept_report_comes_back_as_it_was_looked_at(client, reader):
    asked = {"measures": "quantity", "rows": "product", "period": "this_month", "view": "chart"}
    kept = operations.save_report(actor=reader, at=AT, name="Mine", asked=asked, shape="SHARES")
    assert kept.asked["view"] == "chart"
    client.force_login(reader)
    found = client.get(f"/reports/kept/{kept.pk}/").context["desk"]
    assert (found.look, found.query["chart"]) == (Look.CHART, "SHARES")
    assert client.get(f"/api/v1/kept-reports/{kept.pk}/").json()["asked"]["view"] == "chart"
    wrong = operations.save_report(actor=reader, at=AT, name="Other", asked={**asked, "view": "upside down"})
    assert "view" not in wrong.asked


def test_the_api_draws_what_fits(client, reader):
    client.force_login(reader)
    given = {**DAYS, "rows": "month", "measures": "quantity"}
    for chart, shape in (("LINES", "LINES"), ("MAP", "BARS"), ("", "BARS")):
        found = client.get("/api/v1/figures/", {**given, "chart": chart}).json()
        assert found["charts"][0]["shape"] == shape


def test_rows_and_measures_have_ways_to_another_place(client, reader):
    found, text = desk(client, reader, rows="customer,product", measures="orders,quantity,lines".replace("orders,", ""))
    first, second = found.rows
    assert (first.sooner, second.later) == ("", "")
    assert first.later == second.sooner
    assert "rows=product%2Ccustomer" in first.later
    assert "measures=lines%2Cquantity" in found.chosen[0].later
    assert 'data-param="rows"' in text
    alone, text = desk(client, reader, rows="product", measures="quantity")
    assert not alone.rows[0].later
    assert "data-step" not in text


def test_the_foot_says_how_many_rows_and_until_when(client, reader):
    _found, text = desk(client, reader, rows="product", measures="quantity")
    assert '<b class="so-num">2</b> rows' in text
    assert "Counts what happened until" in text
    _found, text = desk(client, reader, rows="product", measures="quantity", top="1")
    assert '<b class="so-num">1</b> of 2 rows' in text


def test_one_column_of_totals_stays_in_sight(client, reader):
    _found, text = desk(client, reader, rows="product", column="month", measures="quantity")
    assert 'class="n grp tot"' in text
    _found, text = desk(client, reader, rows="product", column="month", measures="quantity,lines")
    assert " tot" not in text.split("<tbody>")[-1]
    assert papers.OTHERS not in text
