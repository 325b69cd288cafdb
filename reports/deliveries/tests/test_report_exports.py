"""Reports as files of the export engine: rows behind a figure, reports with all their rows, long ones by a worker."""

import copy
import csv
import io
from datetime import timedelta
from decimal import Decimal as D
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from accounts.exports import operations as exports
from accounts.exports import running, sheet
from accounts.roles.models import FieldRule
from common import dates, errors, settings
from common.exports.models import Export
from customers.disclosures.models import DisclosedCustomer, Disclosure
from orders.tests.builders import AT, line, make_buyer, make_effective, make_order_cast, person
from products.tests.builders import make_product
from reports.builder import files, making
from reports.deliveries import exporting
from reports.facts import operations as facts
from reports.figures import asking
from reports.figures.asking import fetched

pytestmark = pytest.mark.django_db
DAY = dates.business_day(AT)
DAYS = {"since": (DAY - timedelta(days=40)).isoformat(), "until": DAY.isoformat()}


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_seller)


@pytest.fixture
def seller(standing):
    return copy.deepcopy(standing)


def _make_seller():
    cast = make_order_cast()
    for number in range(1, 8):
        customer = make_buyer(cast.owner)
        make_effective(cast.owner, customer=customer, lines=[line(make_product(list_price=D(10)), number)])
    make_effective(cast.stranger, lines=[line(make_product(list_price=D(10)), 99)])
    facts.keep_up(at=AT, patience=0)
    return cast.owner


def export(actor, key, form="xlsx", **asked):
    return exports.start_export(actor=actor, list_key=key, form=form, query=urlencode({**DAYS, **asked}), at=AT)


def book_of(found):
    with found.file.open("rb") as file:
        return load_workbook(io.BytesIO(file.read()))


def text_of(found):
    with found.file.open("rb") as file:
        return file.read().decode("utf-8-sig")


def set_at_once(monkeypatch, most):
    real = settings.get
    monkeypatch.setattr(settings, "get", lambda key: most if key == "exports.rows_at_once" else real(key))


def test_the_rows_behind_a_figure_come_as_excel_and_csv(seller):
    found = export(seller, exporting.ROWS, measures="quantity")
    assert (found.state, found.rows) == (Export.State.DONE, 7)
    first, about = book_of(found).worksheets[:2]
    rows = [*first.iter_rows(values_only=True)]
    assert "Quantity" in rows[0] and "Cost" not in rows[0]
    place = rows[0].index("Quantity")
    assert sorted(row[place] for row in rows[1:8]) == [1, 2, 3, 4, 5, 6, 7]
    assert rows[8][place] == 28
    told = [row[1] for row in about.iter_rows(values_only=True)]
    assert any("Quantity" in str(one) for one in told)
    lines = list(csv.reader(io.StringIO(text_of(export(seller, exporting.ROWS, "csv", measures="quantity")))))
    assert len(lines) == 8


def test_hidden_amounts_are_no_columns(seller):
    for role in seller.user_roles.all():
        FieldRule.objects.update_or_create(role=role.role, field="order.amount", defaults={"effect": "HIDE"})
    seller = person(seller.pk)
    found = export(seller, exporting.ROWS, measures="quantity")
    assert not {"amount", "net", "cost"} & set(found.columns)
    with pytest.raises(errors.Invalid):
        exports.start_export(
            actor=seller, list_key=exporting.ROWS, form="csv", query=urlencode(DAYS), columns=["amount"], at=AT
        )


def test_a_report_has_all_its_rows_in_its_own_workbook(seller):
    found = export(seller, exporting.REPORT, measures="orders,quantity", rows="customer", top="2", name="Buyers")
    assert (found.state, found.rows) == (Export.State.DONE, 7)
    assert sheet.file_name(found).startswith("Buyers-")
    book = book_of(found)
    assert book.sheetnames[:2] == ["Buyers", "Charts"]
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert {1, 2, 3, 4, 5, 6, 7, 28} <= set(cells)
    assert not any("Others" in str(cell) for cell in cells)
    lines = text_of(export(seller, exporting.REPORT, "csv", measures="quantity", rows="customer")).splitlines()
    assert len(lines) == 8


def test_a_long_report_is_written_by_a_worker_with_progress(seller, monkeypatch):
    set_at_once(monkeypatch, 3)
    found = export(seller, exporting.REPORT, measures="quantity", rows="customer")
    assert (found.state, found.job.total) == (Export.State.QUEUED, 7)
    told = []
    monkeypatch.setattr("common.watching.Watch.tell", lambda _self, _stage, done, total: told.append((done, total)))
    running.run(found.pk, at=AT)
    found.refresh_from_db()
    assert (found.state, found.rows) == (Export.State.DONE, 7)
    assert told[0] == (0, 7) and told[-1] == (7, 7)


def test_a_long_report_that_was_cancelled_is_left(seller, monkeypatch):
    set_at_once(monkeypatch, 3)
    found = export(seller, exporting.REPORT, measures="quantity", rows="customer")

    def cancelled(*_args):
        Export.objects.filter(pk=found.pk).update(state=Export.State.CANCELLED)

    monkeypatch.setattr("common.watching.Watch.tell", cancelled)
    running.run(found.pk, at=AT)
    found.refresh_from_db()
    assert (found.state, found.file.name) == (Export.State.CANCELLED, "")


def test_nobody_without_the_right_takes_them(seller):
    for role in seller.user_roles.all():
        role.role.grants.filter(verb="report.export").delete()
    for key in (exporting.ROWS, exporting.REPORT):
        with pytest.raises(errors.NotAllowed):
            export(person(seller.pk), key, measures="quantity")


def test_a_misspelt_condition_takes_nothing_away(seller):
    with pytest.raises(errors.Invalid):
        export(seller, exporting.ROWS, measures="quantity", **{"f.custommer": "1"})


def test_the_pages_offer_it(client, seller):
    client.force_login(seller)
    rows = client.get("/reports/rows/", {"measures": "quantity", **DAYS}).content.decode()
    assert 'name="list" value="report-rows"' in rows
    page = client.get("/reports/", {"measures": "quantity", "rows": "customer", "top": "10", **DAYS}).content.decode()
    assert 'name="list" value="report"' not in page
    few = client.get("/reports/", {"measures": "quantity", "rows": "customer", "top": "3", **DAYS}).content.decode()
    assert 'name="list" value="report"' in few and "All 7 rows" in few


def test_all_rows_are_taken_however_the_page_looks_and_wherever_one_came_from(client, seller):
    client.force_login(seller)
    query = {"measures": "quantity", "rows": "customer", "top": "3", "view": "table", "up": "customer", **DAYS}
    page = client.get("/reports/", query)
    assert (page.context["desk"].look, "up" in page.context["desk"].query) == ("table", True)
    found = exports.start_export(
        actor=seller, list_key=exporting.REPORT, form="xlsx", query=page.context["all_rows"], at=AT
    )
    assert (found.state, found.rows) == (Export.State.DONE, 7)


def test_more_figures_than_anybody_reads_are_refused_at_every_door_before_they_are_all_read(
    client, seller, monkeypatch
):
    client.force_login(seller)
    by_customer = {"measures": "quantity", "rows": "customer", **DAYS}
    by_day = {**by_customer, "column": "day"}

    def refusals(given):
        doors = [("/reports/", {}), ("/reports/file/", {"file": "csv"}), ("/api/v1/figures/", {})]
        answers = [client.get(path, {**given, **more}) for path, more in doors]
        with pytest.raises(errors.Invalid) as caught:
            export(seller, exporting.REPORT, **given)
        texts = [answer.content.decode() for answer in answers]
        said = "months instead of days"
        return [answer.status_code for answer in answers], [said in text for text in (*texts, str(caught.value))]

    read = []
    monkeypatch.setattr(asking, "fetched", lambda sql: read.append(fetched(sql)) or read[-1])
    monkeypatch.setattr(asking, "MOST_CELLS", 7 * 41)
    assert client.get("/api/v1/figures/", by_day).status_code == 200
    monkeypatch.setattr(asking, "MOST_CELLS", 7 * 41 - 1)
    assert refusals(by_day) == ([422, 422, 400], [True] * 4)
    assert client.get("/api/v1/figures/", by_customer).status_code == 200
    monkeypatch.setattr(asking, "MOST_GROUPS", 2)
    read.clear()
    assert refusals(by_customer) == ([422, 422, 400], [True] * 4)
    assert {len(rows) for rows in read} == {5}


def test_csv_is_sent_while_it_is_written_in_the_readers_language(client, seller):
    type(seller).objects.filter(pk=seller.pk).update(language="zh-hans")
    seller.refresh_from_db()
    client.force_login(seller)
    answer = client.get("/reports/file/", {"measures": "quantity", "rows": "customer", "file": "csv", **DAYS})
    assert answer.streaming and "attachment" in answer.headers["Content-Disposition"]
    parts = [*answer.streaming_content]
    assert len(parts) == 8 and parts[0].decode("utf-8-sig").startswith("客户")


def test_a_workbook_too_long_to_wait_for_is_not_made_at_once(client, seller, monkeypatch):
    client.force_login(seller)
    given = {"measures": "quantity", "rows": "customer", **DAYS}

    def statuses(**limits):
        set_limits(monkeypatch, **limits)
        return [client.get("/reports/file/", {**given, "file": form}).status_code for form in ("xlsx", "pdf", "csv")]

    assert statuses(rows_at_once=3, pdf_rows_at_once=7) == [409, 200, 200]
    assert statuses(rows_at_once=7, pdf_rows_at_once=3) == [200, 409, 200]
    assert making.MOST_ROWS >= 50_000


def set_limits(monkeypatch, **limits):
    real = settings.get
    named = {f"exports.{name}": most for name, most in limits.items()}
    monkeypatch.setattr(settings, "get", lambda key: named[key] if key in named else real(key))


def test_a_report_comes_as_a_pdf_too_but_a_list_does_not(seller):
    found = export(seller, exporting.REPORT, "pdf", measures="quantity", rows="customer", name="Buyers")
    assert (found.state, found.rows) == (Export.State.DONE, 7)
    assert sheet.file_name(found).endswith(".pdf")
    with found.file.open("rb") as file:
        assert file.read(5) == b"%PDF-"
    with pytest.raises(errors.Invalid):
        export(seller, exporting.ROWS, "pdf", measures="quantity")


def test_a_long_pdf_is_a_job_and_its_maker_is_told(client, seller, monkeypatch):
    set_limits(monkeypatch, pdf_rows_at_once=3)
    found = export(seller, exporting.REPORT, "pdf", measures="quantity", rows="customer", name="Buyers")
    assert (found.state, found.job.total) == (Export.State.QUEUED, 7)
    assert not seller.notifications.filter(kind="export").exists()
    running.run(found.pk, at=AT)
    found.refresh_from_db()
    assert (found.state, found.rows, found.job.done) == (Export.State.DONE, 7, 7)
    told = seller.notifications.get(kind="export")
    assert (told.parameters["name"], told.url) == ("Buyers", "/exports/")
    client.force_login(seller)
    file = client.get(f"/exports/{found.pk}/file/")
    assert (file.headers["Content-Type"], b"".join(file.streaming_content)[:5]) == ("application/pdf", b"%PDF-")


def test_a_pdf_of_too_many_rows_says_what_to_do(seller, monkeypatch):
    set_limits(monkeypatch, max_pdf_rows=6)
    with pytest.raises(errors.Invalid) as caught:
        export(seller, exporting.REPORT, "pdf", measures="quantity", rows="customer")
    assert "7 rows; a PDF may have 6" in str(caught.value.fields)
    assert export(seller, exporting.REPORT, measures="quantity", rows="customer").state == Export.State.DONE


def test_pages_of_long_reports_offer_a_worker_for_what_would_take_long(client, seller, monkeypatch):
    client.force_login(seller)
    for path, asked in (
        ("/reports/", {"measures": "quantity", "rows": "customer"}),
        ("/reports/standard/customer-ranking/", {}),
    ):
        short = client.get(path, {**DAYS, **asked}).content.decode()
        assert "file=pdf" in short and 'value="report"' not in short
    set_limits(monkeypatch, pdf_rows_at_once=3)
    for path, asked in (
        ("/reports/", {"measures": "quantity", "rows": "customer"}),
        ("/reports/standard/customer-ranking/", {}),
    ):
        page = client.get(path, {**DAYS, **asked}).content.decode()
        assert "file=pdf" not in page and "file=xlsx" in page
        assert 'name="list" value="report"' in page and 'name="format" value="pdf"' in page


def test_the_customers_that_figures_are_about_are_noted(seller):
    def noted():
        row = Disclosure.objects.latest("pk")
        named = DisclosedCustomer.objects.filter(disclosure=row)
        return row.kind, row.what, row.customers, sum(named.values_list("rows", flat=True))

    export(seller, exporting.REPORT, measures="orders", rows="customer")
    whole = noted()
    assert whole[:3] == ("REPORT", "report", 7) and whole[3] >= 7
    export(seller, exporting.ROWS, measures="orders")
    assert noted() == ("LIST", "report-rows", *whole[2:])
    making.download(actor=seller, given={**DAYS, "measures": "orders"}, title="Orders", form=files.File.CSV, at=AT)
    assert noted()[:3] == ("REPORT", "report", 7)
