"""Forecasts as pages, files and API: of the reader's own orders, one or many at once, refused with a reason."""

import csv
import io
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.tests.builders import make_user
from common.models import Event
from products.tests.builders import make_product
from reports.facts.models import Flow
from reports.outlook.tests.worlds import TODAY, month, repeat, settle, years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PATH, API = "/reports/forecast/", "/api/v1/forecasts/"


def page(client, user, path=PATH, **given):
    client.force_login(user)
    return client.get(path, given)


def ask(client, user, **given):
    client.force_login(user)
    answer = client.get(API, given)
    assert answer.status_code == 200, answer.content
    return answer.json()


def facts_of(found):
    return {one["label"]: one["value"] for one in found["facts"]}


def values(found, column):
    return [D(row["values"][column]) for row in found["rows"] if row["values"][column] is not None]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Order amount – forecast", "Course and forecast", "How the methods did in the past", "Quality", "each:"),
        ),
        ("zh-hans", ("签约额预测", "走势与预测", "统计范围", "每个产品", "提前", "整体")),
    ],
)
def test_the_page_shows_course_forecast_method_and_errors(client, order, language, words):
    owner = order.salesperson
    type(owner).objects.filter(pk=owner.pk).update(language=language)
    answer = page(client, owner)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert [word for word in words if word not in text] == []
    assert "/reports/members/product/?" in text
    assert page(client, owner, by="product").status_code == 200
    assert f'href="{PATH}"' in page(client, owner, "/reports/").content.decode()  # a tab beside the statistics
    part = client.get(PATH, {"ahead": 3}, headers={"HX-Request": "true", "HX-Target": "outlook"})
    assert "<html" not in part.content.decode()


def test_a_salesperson_is_told_from_his_own_orders_and_whose_they_are(client, order, cast):
    mine = ask(client, order.salesperson, ahead="3")
    assert facts_of(mine)["Counted"] == f"Orders that {order.salesperson} may see"
    assert len(values(mine, "forecast")) == 3
    assert max(values(mine, "actual") + values(mine, "high95")) < 10_000
    whole = ask(client, cast.director, ahead="3")
    assert max(values(whole, "actual")) > 400_000
    assert facts_of(whole)["Counted"] != facts_of(mine)["Counted"]


def test_figures_that_came_open_to_the_orders_that_they_count(client, order):
    row = ask(client, order.salesperson)["rows"][-7]
    assert row["key"] == f"{month(1):%Y-%m}"
    found = client.get(row["links"]["actual"]).json()
    assert [one["order"] for one in found["results"]] == [order.number]
    assert D(found["results"][0]["amount"]) == D(row["values"]["actual"])


def test_the_season_of_the_years_before_comes_again(client, order):
    found = ask(client, order.salesperson, ahead="12")
    said = values(found, "forecast")
    usual = [D(row["values"]["former"]) for row in found["rows"][-12:]]
    assert all(abs(one - before) < before * D("0.1") for one, before in zip(said, usual, strict=True))
    quarters = ask(client, order.salesperson, ahead="4", rhythm="QUARTER")
    assert len(values(quarters, "forecast")) == 2  # a begun quarter is a whole one


def test_why_nothing_is_forecast_is_said(client, cast, order):
    found = ask(client, cast.mate)
    assert found["problem"].startswith("No forecast: the history is too short.")
    assert "No forecast: the history is too short." in page(client, cast.mate).content.decode()
    assert ask(client, make_user("sales"))["problem"] == "No forecast: there was nothing in this time."


def test_hidden_profit_is_neither_offered_nor_forecast(client, order, cast):
    assert 'value="profit"' not in page(client, order.salesperson).content.decode()
    for path in (PATH, API, "/reports/forecast/file/"):
        for by in ("", "product"):
            answer = page(client, order.salesperson, path, measures="profit", by=by, file="csv")
            assert answer.status_code == 403
    assert page(client, cast.director, measures="profit").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"measures": "margin"},
        {"measures": "amount,orders"},
        {"measures": "nonsense"},
        {"ahead": "0"},
        {"ahead": "13"},
        {"ahead": "x"},
        {"rhythm": "WEEK"},
        {"by": "month"},
        {"f.nonsense": "1"},
        {"f.product": "x"},
    ],
)
def test_what_cannot_be_forecast_is_refused(client, order, wrong):
    assert page(client, order.salesperson, **wrong).status_code in (400, 422)
    assert page(client, order.salesperson, API, **wrong).status_code in (400, 422)


def test_nobody_without_the_right_gets_a_forecast(client, order):
    for path in (PATH, API, "/reports/forecast/file/?file=csv"):
        assert page(client, make_user(None), path).status_code == 403
    assert page(client, order.salesperson, "/reports/forecast/file/", file="exe").status_code == 404


def test_a_member_is_picked_on_the_members_page_and_comes_back_with_the_rest(client, order):
    text = page(client, order.salesperson, measures="quantity", ahead=9).content.decode()
    assert "period=last_3_years" in text
    given = {"measures": "quantity", "ahead": "9", "rhythm": "MONTH", "period": "last_3_years", "at": PATH}
    members = page(client, order.salesperson, "/reports/members/customer/", **given).content.decode()
    assert f"{PATH}?measures=quantity&amp;period=last_3_years&amp;f.customer={order.customer_id}" in members
    assert "ahead=9" in members
    found = ask(client, order.salesperson, **{"f.customer": order.customer_id})
    assert (
        str(order.customer) in facts_of(found)["Customer"] or order.customer.short_name in facts_of(found)["Customer"]
    )


@pytest.mark.parametrize("axis", ["product", "category", "region", "customer", "salesperson", "department"])
def test_several_at_once_say_what_each_ones_own_page_says(client, order, cast, axis):
    found = ask(client, cast.director, by=axis, ahead="3")
    assert found["rows"]
    for row in found["rows"]:
        if not row["url"]:
            continue
        own = client.get(row["url"]).json()
        assert bool(own["problem"]) == (row["values"]["forecast"] is None)
        if own["problem"]:
            assert row["values"]["remark"] == own["problem"]
        else:
            assert row["values"]["forecast"] == own["sums"]["forecast"]
            assert row["values"]["low80"] == next(
                one["values"]["low80"] for one in own["rows"] if one["values"]["low80"]
            )
    assert page(client, cast.director, by=axis).status_code == 200


def test_the_largest_come_first_and_a_salesperson_gets_his_own_alone(client, order, cast):
    names = [row["values"]["member"] for row in ask(client, cast.director, by="product")["rows"]]
    assert ["Lamp" in names[0], "Scale" in names[1]] == [True, True]
    assert [row["values"]["member"] for row in ask(client, order.salesperson, by="product")["rows"]] == names[1:]
    assert ask(client, make_user("sales"), by="product")["problem"] == "Nothing was found in the last 12 months."


def test_the_number_of_statements_does_not_grow_with_products(client, order, cast):
    def count(person):
        page(client, person, by="product")
        with CaptureQueriesContext(connection) as seen:
            assert page(client, person, by="product").status_code == 200
        return len(seen)

    people = (order.salesperson, cast.director)
    before = [count(person) for person in people]
    for n in range(24):
        repeat(order, years(10 + n, 36), product_id=make_product(name=f"More {n}").pk)
    settle()
    assert [count(person) for person in people] == before
    found = ask(client, cast.director, by="product")
    assert len(found["rows"]) == 20
    assert any("6 others" in note for note in found["notes"])


@pytest.mark.parametrize("by", ["", "product"])
def test_files_say_what_the_page_says_and_are_noted(client, order, by):
    owner = order.salesperson
    found = ask(client, owner, by=by)
    expected = found["rows"][-1]["values"]["forecast"] or found["rows"][0]["values"]["forecast"]
    for form in ("xlsx", "csv", "pdf"):
        answer = page(client, owner, "/reports/forecast/file/", by=by, file=form)
        content = b"".join(answer.streaming_content)
        if form == "pdf":
            assert content[:5] == b"%PDF-"
        elif form == "csv":
            assert expected in [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        else:
            sheets = load_workbook(io.BytesIO(content)).worksheets
            cells = [cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
            assert float(expected) in [round(float(cell), 2) for cell in cells if isinstance(cell, int | float)]
    assert Event.objects.filter(kind="report.exported").count() == 3


def test_facts_of_the_test_reach_to_last_month(order):
    assert Flow.objects.filter(order_id=order.pk, day=month(1)).exists()
    assert month(0) == TODAY.replace(day=1)
