"""What a key figure is made of: its numbers of this period and former ones, the rows of each side, what is left out."""

import io
from datetime import timedelta
from decimal import Decimal as D

import pytest
from openpyxl import load_workbook

from common import clock
from orders.order.models import Order, OrderLine, OrderType
from orders.tests.builders import AT, TODAY, line, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped
from products.tests.builders import make_product
from reports.boards import choosing, course, making_up
from reports.facts import operations as facts
from reports.figures import fractions
from reports.figures.measures import Side, measures
from reports.figures.periods import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    """Lines promised for this month: one kept, one late, a gift; one kept a month before."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    cast = make_order_cast()
    made = [
        make_effective(cast.owner, at=at, lines=[line(make_product(list_price=D(10), stock=9), 2)])
        for at in (AT - timedelta(days=31), AT, AT)
    ]
    make_shipped(made[0], 2)
    make_shipped(made[1], 2)
    for one, day in zip(made, (TODAY - timedelta(days=31), TODAY, TODAY), strict=True):
        OrderLine.objects.filter(order=one).update(promised_date=day, last_ship_date=day)
    facts.keep_up(at=AT, patience=0)
    return cast, made


def paper(cast, code, **given):
    return course.of(choosing.told_of(cast.director, given, TODAY, period=Period.THIS_MONTH), code)


def part(found, title):
    return next(one for one in found.parts if one.title == title)


def test_numerator_and_denominator_stand_beside_those_of_former_days(world):
    cast, _made = world
    found = part(paper(cast, "on_time"), "How it is made up")
    assert [column.key for column in found.columns] == [
        "period", "days", "numerator", "denominator", "rest", "on_time",
    ]  # fmt: skip
    assert [row.cells[2:] for row in found.rows][:2] == [(1, 2, 1, D("0.5")), (1, 1, 0, D(1))]
    assert found.facts[0] == ("This period", "1 of 2 lines")


def test_each_side_opens_to_its_own_rows(world, client):
    cast, made = world
    links = part(paper(cast, "on_time"), "How it is made up").rows[0].links
    client.force_login(cast.director)
    orders = {
        key: {one.number for one in made if one.number in client.get(links[key]).content.decode()}
        for key in ("numerator", "denominator", "rest")
    }
    assert orders == {
        "numerator": {made[1].number},
        "denominator": {made[1].number, made[2].number},
        "rest": {made[2].number},
    }
    text = client.get(links["rest"]).content.decode()
    assert "side=above" in text
    wrong = links["rest"].replace("on_time", "amount")
    assert client.get(wrong).status_code in (400, 422)
    api = links["rest"].replace("/reports/rows/", "/api/v1/figures/facts/")
    assert [one["order"] for one in client.get(api).json()["results"]] == [made[2].number]


def test_what_the_definition_leaves_out_is_counted_and_listed(world, client):
    cast, made = world
    Order.objects.filter(pk=made[1].pk).update(status="VOID")
    found = part(paper(cast, "orders"), "What it leaves out")
    counted = {row.key: (row.cells[1:], row.links) for row in found.rows}
    assert counted["void"][0] == (1, 0)
    assert counted["coming"][0] == (0, 0)
    assert not counted["coming"][1]
    client.force_login(cast.director)
    text = client.get(counted["void"][1]["now"]).content.decode()
    assert made[1].number in text
    assert made[2].number not in text


def test_gifts_and_lines_let_go_are_left_out_of_promises(world):
    cast, made = world
    OrderLine.objects.filter(order=made[1]).update(is_gift=True)
    OrderLine.objects.filter(order=made[2]).update(short_closed=2)
    found = part(paper(cast, "on_time"), "What it leaves out")
    assert {row.key: row.cells[1:] for row in found.rows} == {"gifts": (1, 0), "unshipped": (0, 0), "let_go": (1, 0)}


def test_goods_and_money_that_do_not_count_are_counted_beside_them(world):
    cast, made = world
    OrderType.objects.filter(pk=made[1].order_type_id).update(counts=False)
    Order.objects.filter(pk=made[2].pk).update(origin="HISTORY")
    shipped = {row.key: row.cells[1] for row in part(paper(cast, "shipped"), "What it leaves out").rows}
    assert shipped["uncounted_ship_date"] >= 1
    money = {row.key: row for row in part(paper(cast, "received"), "What it leaves out").rows}
    assert (money["history"].cells[1], money["void_receipts"].cells[1]) == (1, 0)
    assert "origin=HISTORY" in money["history"].links["now"]
    both = {row.key for row in part(paper(cast, "return_rate"), "What it leaves out").rows}
    assert both == {"uncounted_ship_date", "uncounted_received_date"}


def test_every_sort_that_is_left_out_can_be_counted_for_all_and_for_some(world):
    cast, _made = world
    for code in measures:
        if code.startswith("backlog"):
            continue
        for given in ({}, {"department": str(cast.department.pk)}):
            for row in next((one.rows for one in paper(cast, code, **given).parts if "leaves" in one.title), ()):
                assert all(isinstance(cell, int) for cell in row.cells[1:]), (code, row.key)
    past = paper(cast, "orders", as_of=(TODAY - timedelta(days=1)).isoformat())
    assert not [one for one in past.parts if one.title == "What it leaves out"]


def test_what_takes_too_long_to_count_is_said_and_breaks_nothing(world, monkeypatch):
    cast, _made = world
    monkeypatch.setattr(making_up.keyset, "numbers", lambda *_: {})
    found = part(paper(cast, "orders"), "What it leaves out")
    assert all(row.cells[1:] == (None, None) for row in found.rows)
    assert found.notes


def test_page_api_and_workbook_say_the_same(world, client):
    cast, _made = world
    client.force_login(cast.director)
    text = client.get("/reports/key-figures/on_time/", {"period": "this_month"}).content.decode()
    assert "1 of 2 lines" in text
    assert text.index("How it is made up") < text.index("By department")
    figure = client.get("/api/v1/key-figures/on_time/", {"period": "this_month"}).json()
    made = next(one for one in figure["parts"] if one["title"] == "How it is made up")
    assert made["rows"][0]["values"]["denominator"] == 2
    listed = client.get("/api/v1/key-figures/").json()["results"]
    one = next(one for one in listed if one["code"] == "on_time")
    assert (one["numerator"], one["denominator"], one["former_numerator"]) == ("1", "2", "1")
    answer = client.get("/reports/key-figures/on_time/file/", {"period": "this_month", "file": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "How it is made up" in cells
    assert client.get("/reports/key-figures/on_time/file/", {"file": "exe"}).status_code == 404


def test_a_quotient_of_two_amounts_is_said_in_whole_units():
    sums = {term.key: D("1234.56") for term in measures["collection"].terms}
    assert fractions.said(measures["collection"], sums) == "1,235 ÷ 1,235"
    assert fractions.said(measures["amount"], sums) == ""
    assert measures["amount"].sides == (Side.ALL,)
