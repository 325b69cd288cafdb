"""The report builder: figures by anything, kept and shared, opened to what they count, taken away; never more than one
may see."""

import copy
import csv
import io
import re
from datetime import timedelta
from decimal import Decimal as D
from html import unescape

import pytest
from openpyxl import load_workbook

from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_user
from common import dates, errors
from orders.tests.builders import AT, line, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.builder import operations, queries
from reports.builder.models import SavedReport, Sharing
from reports.facts import operations as facts
from reports.facts.models import Flow

pytestmark = pytest.mark.django_db
DAY = dates.business_day(AT)
DAYS = {"since": (DAY - timedelta(days=40)).isoformat(), "until": DAY.isoformat()}


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_sold)


@pytest.fixture
def order(standing):
    return copy.deepcopy(standing)


def _sold():
    made = make_effective(lines=[line(make_product(list_price=D(10), name="Scale"), 6)])
    facts.keep_up(at=AT, patience=0)
    return made


@pytest.fixture
def owner(order):
    return order.salesperson


def page(client, user, path, **given):
    client.force_login(user)
    return client.get(path, given)


def test_figures_are_shown_with_the_ways_to_others(client, owner):
    answer = page(client, owner, "/reports/", rows="product", measures="orders,amount,quantity", **DAYS)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Scale" in text
    assert "/reports/rows/?" in text
    part = client.get("/reports/", {"rows": "customer", **DAYS}, headers={"HX-Request": "true", "HX-Target": "builder"})
    assert "<html" not in part.content.decode()


def test_the_ways_into_columns_from_the_first_page_lead_to_figures(client, owner):
    """Months stand in its rows: another stretch of time takes their place, in the rows and in the columns."""
    text = unescape(page(client, owner, "/reports/").content.decode())
    ways = re.findall(r'class="so-put" href="([^"]+column=(?:day|quarter|region)[^"]+)"', text)
    assert [client.get(way).status_code for way in ways] == [200, 200, 200]


def test_the_page_says_which_days_it_compares_with(client, owner):
    given = {"rows": "region", "since": "2026-10-01", "until": "2026-10-31"}
    assert "Compared with <b" not in page(client, owner, "/reports/", **given).content.decode()
    text = page(client, owner, "/reports/", against="before", **given).content.decode()
    assert 'Compared with <b class="so-num">The period before: 2026-09-01 – 2026-09-30</b>' in text


def test_what_cannot_be_asked_is_said_and_nothing_breaks(client, owner):
    for wrong in ({"rows": "nonsense"}, {"measures": "received", "rows": "product"}, {"since": "x"}, {"period": "x"}):
        assert page(client, owner, "/reports/", **wrong).status_code in (400, 422)


def test_figures_of_a_past_day_say_so_and_open_to_what_was_known_then(client, owner, order):
    Flow.objects.filter(order_id=order.pk).update(known_from=DAY - timedelta(days=3))
    past = (DAY - timedelta(days=4)).isoformat()
    given = {"measures": "quantity", "rows": "customer", "as_of": past, **DAYS}
    text = page(client, owner, "/reports/", **given).content.decode()
    assert "Nothing was found" in text
    assert past in text
    known = {**given, "as_of": (DAY - timedelta(days=2)).isoformat()}
    assert f"as_of={known['as_of']}" in page(client, owner, "/reports/", **known).content.decode()
    assert order.number in page(client, owner, "/reports/rows/", **known).content.decode()


def test_a_figure_opens_to_the_orders_that_it_counts(client, owner, order):
    answer = page(client, owner, "/reports/rows/", measures="quantity", **DAYS)
    assert order.number in answer.content.decode()
    stranger = make_order_cast().stranger
    assert order.number not in page(client, stranger, "/reports/rows/", measures="quantity", **DAYS).content.decode()


def test_hidden_costs_are_neither_offered_nor_answered(client, owner):
    answer = page(client, owner, "/reports/", rows="product", **DAYS)
    assert "Gross profit" not in answer.content.decode()
    assert page(client, owner, "/reports/", measures="profit", **DAYS).status_code == 403
    assert page(client, owner, "/reports/file/", measures="profit", file="csv", **DAYS).status_code == 403


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_file_says_what_the_page_says(client, owner, form):
    answer = page(client, owner, "/reports/file/", rows="product", measures="orders,quantity", file=form, **DAYS)
    content = b"".join(answer.streaming_content)
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert any("Scale" in cell for row in rows for cell in row)
    else:
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        assert 6 in cells


def test_a_pdf_comes_as_one(client, owner):
    answer = page(client, owner, "/reports/file/", rows="product", measures="orders", file="pdf", **DAYS)
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"


def test_members_narrow_the_figures(client, owner, order):
    answer = page(client, owner, "/reports/members/customer/", q=order.customer.name[:3], at="/reports/", **DAYS)
    assert f"f.customer={order.customer_id}" in answer.content.decode()
    assert page(client, owner, "/reports/members/customer/", at="https://evil.example/", **DAYS).status_code == 200
    assert page(client, owner, "/reports/members/month/", **DAYS).status_code == 404


def save(actor, **given):
    given = {"name": "Mine", "asked": {"measures": "orders", "period": "this_month"}, **given}
    return operations.save_report(actor=actor, at=AT, **given)


def test_a_report_is_kept_with_a_period_that_moves(client, owner):
    client.force_login(owner)
    form = client.get("/reports/keep/?measures=orders&rows=month&period=this_year")
    asked = form.context["form"].initial["asked"]
    given = {"name": "My year", "sharing": "PRIVATE", "notes": "", "asked": asked, "nonce": "n1"}
    assert client.post("/reports/keep/", given).status_code == 303
    kept = SavedReport.objects.get()
    assert kept.asked == {"measures": "orders", "rows": "month", "period": "this_year"}
    assert client.get(f"/reports/kept/{kept.pk}/").status_code == 200


def test_only_who_may_shares_and_only_the_owner_changes(owner):
    head = owner.department.head
    with pytest.raises(errors.NotAllowed):
        save(owner, sharing=Sharing.EVERYBODY)
    shared = save(head, sharing=Sharing.DEPARTMENT, name="Ours")
    assert shared in queries.list_reports(owner)
    with pytest.raises(errors.NotAllowed):
        operations.save_report(actor=owner, report_id=shared.pk, version=shared.version, name="Stolen", at=AT)
    private = save(head, name="Not yours")
    with pytest.raises(errors.NotFound):
        queries.get_report(actor=owner, report_id=private.pk)
    stranger = make_user("sales")
    assert shared not in queries.list_reports(stranger)


def test_a_stale_change_is_refused_and_a_dropped_report_is_gone(owner):
    kept = save(owner)
    operations.save_report(actor=owner, report_id=kept.pk, version=1, name="Other", at=AT)
    with pytest.raises(errors.Stale):
        operations.save_report(actor=owner, report_id=kept.pk, version=1, name="Third", at=AT)
    with pytest.raises(errors.Invalid):
        save(owner, name="Wrong", asked={"rows": "nonsense"})
    with pytest.raises(errors.Invalid):
        save(owner, name="Other")  # the name is taken
    operations.drop_report(actor=owner, report_id=kept.pk, version=2, at=AT)
    assert not queries.list_reports(owner)
    assert save(owner, name="Other").pk


def test_the_number_of_statements_does_not_grow_with_rows(client, owner, django_assert_max_num_queries):
    page(client, owner, "/reports/", rows="product", **DAYS)
    with django_assert_max_num_queries(22):
        page(client, owner, "/reports/", rows="product", column="month", **DAYS)


def test_the_api_answers_the_same_figures(client, owner, order):
    client.force_login(owner)
    found = client.get("/api/v1/figures/", {"measures": "orders,quantity", "rows": "product", **DAYS}).json()
    assert [(row["values"]["orders"], row["values"]["quantity"]) for row in found["rows"]] == [(1, "6")]
    assert all(url.startswith("/api/v1/figures/facts/?") for url in found["rows"][0]["links"].values())
    facts = client.get("/api/v1/figures/facts/", {"measures": "quantity", **DAYS}).json()
    assert [one["order"] for one in facts["results"]] == [order.number]
    codes = {one["code"] for one in client.get("/api/v1/figures/catalogue/").json()["measures"]}
    assert "orders" in codes
    assert "profit" not in codes
    assert client.get("/api/v1/figures/", {"rows": "nonsense"}).status_code == 400


def test_nobody_without_the_right_gets_figures(order):
    with pytest.raises(errors.NotAllowed):
        operations.note_taken(actor=make_user(None), name="x", asked={}, form="csv", rows=1, at=AT)


def test_the_chart_picked_goes_along_and_is_kept(client, owner):
    answer = page(client, owner, "/reports/", rows="month", chart="LINES", **DAYS)
    found = answer.context["desk"]
    assert found.report.charts[0].shape == "LINES"
    assert all("chart=LINES" in one.url for one in found.chosen if one.url)
    given = {"name": "Lines", "sharing": "PRIVATE", "notes": "", "nonce": "n2"}
    asked = client.get("/reports/keep/", found.query).context["form"].initial["asked"]
    client.post("/reports/keep/", {**given, "asked": asked})
    kept = SavedReport.objects.get(name="Lines")
    assert kept.shape == "LINES"
    assert client.get(f"/reports/kept/{kept.pk}/").context["desk"].report.charts[0].shape == "LINES"
    assert page(client, owner, "/reports/", rows="product", chart="<b>", **DAYS).status_code == 200


def test_the_days_come_along_when_a_named_period_is_left_for_typed_days(client, owner):
    text = page(client, owner, "/reports/", period="last_year").content.decode()
    year = DAY.year - 1
    assert f'type="hidden" name="since" value="{year}-01-01"' in text
    found = client.get("/reports/", {"period": "", "since": f"{year}-01-01", "until": f"{year}-12-31"}).context["desk"]
    assert (found.period, found.asked.since.year) == ("", year)


def test_two_things_in_the_rows_are_a_tree_and_a_row_for_each_in_files_for_programs(client, owner):
    asked = {"rows": "customer,product", "measures": "orders,quantity", **DAYS}
    text = page(client, owner, "/reports/", **asked).content.decode()
    assert 'class="l0"' in text
    assert 'class="l1"' in text
    answer = page(client, owner, "/reports/file/", file="csv", **asked)
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 2
    assert [len(row) for row in rows] == [4, 4]
    answer = page(client, owner, "/reports/file/", file="xlsx", **asked)
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    flat = next(sheet for sheet in book.worksheets if sheet.tables)  # ready for somebody's own pivot
    assert [cell.value for cell in next(flat.iter_rows())][2:] == ["Orders", "Quantity ordered"]


def test_orders_are_told_by_what_stands_on_them(client, owner, order):
    client.force_login(owner)
    for axis, key in (("delivery_method", order.delivery_method), ("status", order.status), ("currency", "CNY")):
        given = {"rows": axis, "measures": "orders", **DAYS}
        found = client.get("/api/v1/figures/", given).json()
        assert [row["values"]["orders"] for row in found["rows"]] == [1], axis
        if key:
            opened = client.get(found["rows"][0]["links"]["orders"]).json()
            assert [one["order"] for one in opened["results"]] == [order.number]
            narrowed = client.get("/api/v1/figures/", {**given, f"f.{axis}": key}).json()
            assert narrowed["sums"]["orders"] == 1
            none = client.get("/api/v1/figures/", {**given, f"f.{axis}": "OTHER"}).json()
            assert none["sums"]["orders"] == 0


def test_a_shared_report_shows_what_its_reader_may_see_and_says_what_is_missing(client, owner):
    given = {"rows": "product", "measures": "orders,profit", "order_by": "profit", **DAYS}
    assert page(client, owner, "/reports/", **given).status_code == 200
    part = client.get("/reports/", given, headers={"HX-Request": "true", "HX-Target": "builder"})
    text = part.content.decode()
    assert "Not shown to your roles: Gross profit" in text
    assert "measures=orders&" in text
    assert "=profit" not in text


def test_the_largest_come_first_unless_time_goes_down_the_rows_or_names_are_asked_for(client, order, owner):
    def sorted_by(**given):
        asked = page(client, owner, "/reports/", measures="orders,quantity", **given, **DAYS).context["desk"].asked
        return asked.order_by

    assert sorted_by(rows="product") == "orders"
    assert sorted_by(rows="month") == "name"
    assert sorted_by(rows="product", order_by="name") == "name"
    assert sorted_by(rows="product", order_by="quantity") == "quantity"


def test_before_anything_is_asked_the_months_stand_there(client, owner):
    found = page(client, owner, "/reports/").context["desk"]
    assert found.asked.rows == ("month",)
    assert page(client, owner, "/reports/", measures="orders").context["desk"].asked.rows == ()


def test_who_sees_no_amounts_is_not_told_in_which_amount_band_orders_lie(client, owner):
    assert "Amount band" in page(client, owner, "/reports/").content.decode()
    for role in Role.objects.filter(holders__user=owner):
        FieldRule.objects.update_or_create(
            role=role, field="order.amount", defaults={"effect": FieldRule.Effect.HIDE}
        )  # fmt: skip
    text = page(client, owner, "/reports/", measures="orders", **DAYS).content.decode()
    assert "Amount band" not in text
    assert "band" not in [one["code"] for one in client.get("/api/v1/figures/catalogue/").json()["axes"]]
    for more in ({"rows": "band"}, {"column": "band", "rows": "customer"}, {"f.band": "1"}):
        for path in ("/reports/", "/api/v1/figures/", "/api/v1/figures/facts/", "/reports/rows/"):
            assert page(client, owner, path, measures="orders", **more, **DAYS).status_code == 403, (path, more)
    assert client.get("/reports/members/band/", {"measures": "orders"}).status_code == 403
    text = client.get("/reports/standard/sales-by/").content.decode()
    assert 'value="channel"' in text
    assert 'value="band"' not in text
    assert client.get("/reports/standard/sales-by/", {"by": "band"}).status_code == 403
