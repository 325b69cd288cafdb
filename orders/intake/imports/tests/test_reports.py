"""What is wrong with the rows is reported, never swallowed and never fatal."""

import json

import pytest
from django.db import connection
from openpyxl import load_workbook

from accounts.tests.builders import make_department, make_user
from common import errors
from common.imports import report
from common.imports.models import ImportIssue, ImportRun
from common.imports.profile import ProfileError
from common.locks import Lock
from customers.models import Customer
from customers.tests.builders import make_customer
from orders.intake.imports import operations, passes
from orders.intake.imports.tests.builders import AT, LINES, ORDERS, bring_in, dry_run, issues, profile, write_files
from orders.order.models import Order

pytestmark = pytest.mark.django_db


def test_an_order_number_that_stands_for_several_orders_is_noticed(tmp_path):
    orders = (
        "no,customer,date,ship\nA1,11.001,2024-03-05,\nA1,02.001,2024-03-05,\nA1,02.001,2024-03-09,\n"
        "A3,11.001,2024-03-06,\n"
    )
    run = dry_run(write_files(tmp_path, orders=orders))
    assert run.summary["ambiguous"]["orders"] == {"keys": 1, "objects": 4, "better": ["no", "customer", "date"]}
    assert [code for entity, code, _line in issues(run) if entity == "orders"] == ["ambiguous_key"] * 3
    words = report.rows(run)
    assert "Key by no, customer, date" in next(row["reason"] for row in words if row["code"] == "ambiguous_key")
    assert run.summary["rows"]["orders"] == {"taken": 1, "skipped": 0, "refused": 3}
    assert run.summary["rows"]["lines"] == {"taken": 1, "skipped": 0, "refused": 3}


def test_a_composite_key_tells_them_apart(tmp_path):
    flat = (
        "no,customer,date,product,qty,price,rate\nA1,11.001,2024-03-05,P1,1,10,0\nA1,02.001,2024-03-05,P1,2,10,0\n"
        "A1,02.001,2024-03-05,P2,2,10,0\n"
    )
    text = (
        profile(more="").replace('key = "no"', 'key = ["no", "customer", "date"]')
        .replace('order = "no"', 'order = ["no", "customer", "date"]')
        .replace('line_no = "pos"\n', "").replace('lines = "lines.csv"', "")
        .replace('file = "lines"', 'file = "orders"')
    )  # fmt: skip
    run = bring_in(write_files(tmp_path, orders=flat), text)
    assert run.summary["rows"]["orders"]["taken"] == 2
    assert [order.lines.count() for order in Order.objects.order_by("id")] == [1, 2]


FAULTY = {
    "customers": "code,name\n11.001,A\n02.001,B\n02.001,B\n02.001,C\n",
    "orders": (
        "no,customer,date,ship\nA1,11.001,2024-03-05,2024-03-09\nB1,11.001,05/03/2024,\nB2,99.001,2024-03-05,\n"
        "B3,,2024-03-05,\nB4,11.001,2024-03-05,\n,11.001,2024-03-05,\nB5,11.001,2034-03-06,\n"
        "B6,02.001,2024-03-05,2024-03-01\nC1,11.001,2024-03-05,\nC2,11.001,2024-03-05,\nC3,11.001,2024-03-05,\n"
        "C4,11.001,2024-03-05,\n"
    ),
    "lines": (
        "no,pos,product,qty,price,rate\nA1,1,P1,2,113.00,0.13\nB1,1,P1,1,1,0\nB5,1,P1,1,1,0\nB6,1,P1,1,1,0\n"
        "C1,1,P1,two,1,0\nC2,1,P1,-2,1,0\nC3,1,P1,,1,0\nC4,1,P9,1,1,0\nB7,1,P1,1,1,0\nA1,2,P2,3,50,0.13,9\n"
    ),
}
EXPECTED = [
    ("customers", "repeated", 4),
    ("customers", "differs", 5),
    ("orders", "bad_date", 3),
    ("orders", "orphan", 4),
    ("orders", "missing", 5),
    ("orders", "empty_order", 6),
    ("orders", "no_key", 7),
    ("orders", "future_date", 8),
    ("shipments", "date_before_order", 9),
    ("lines", "text_in_number", 6),
    ("lines", "too_small", 7),
    ("lines", "missing", 8),
    ("lines", "orphan", 9),
    ("lines", "orphan", 10),
    ("lines", "orphan_refused", 3),
    ("orders", "line_refused", 10),
    ("", "too_many_cells", 11),
]


def test_faulty_rows_are_named_and_the_rest_comes_in(tmp_path):
    run = bring_in(write_files(tmp_path, **FAULTY))
    found = issues(run)
    assert [one for one in EXPECTED if one not in found] == []
    assert run.state == ImportRun.State.DONE
    assert sorted(Order.objects.values_list("source_number", flat=True)) == ["A1", "B5", "B6"]
    assert Order.objects.get(source_number="A1").line_count == 2


def test_an_order_that_lost_a_line_is_left_out_whole_unless_the_profile_accepts_it(tmp_path):
    lines = LINES.replace("A1,2,P2", "A1,2,P9")
    run = bring_in(write_files(tmp_path, lines=lines))
    assert ("orders", "line_refused", 2) in issues(run)
    assert not Order.objects.filter(source_number="A1").exists()
    text = profile() + '\n[problems]\n"orders.line_refused" = "accept"\n'
    bring_in(write_files(tmp_path, lines=lines), text)
    assert Order.objects.get(source_number="A1").line_count == 1


def test_an_unreadable_optional_cell_is_left_empty_and_reported(tmp_path):
    text = profile(order_fields='requested_date = "ship"')
    run = bring_in(write_files(tmp_path, orders=ORDERS.replace("2024-03-10", "soon")), text)
    assert ("orders", "bad_date", 4) in issues(run, "DOUBTFUL")
    assert Order.objects.get(source_number="A3").requested_date is None


def test_customers_that_are_here_already_are_left_alone(tmp_path):
    make_customer(code="11.001", name="Old name")
    run = bring_in(write_files(tmp_path))
    assert ("customers", "known_differs", 2) in issues(run)
    assert Customer.objects.get(code="11.001").name == "Old name"
    assert Order.objects.get(source_number="A1").customer.name == "Old name"


def test_the_same_files_twice_change_nothing(tmp_path):
    first = bring_in(write_files(tmp_path))
    second = bring_in(write_files(tmp_path))
    assert second.repeats == first
    assert Order.objects.count() == 3
    assert {code for entity, code, _line in issues(second) if entity == "orders"} == {"imported_already"}


def test_a_longer_export_brings_only_what_is_new(tmp_path):
    bring_in(write_files(tmp_path))
    orders, lines = ORDERS + "A4,11.001,2024-03-07,\n", LINES + "A4,1,P1,1,10,0\n"
    run = bring_in(write_files(tmp_path, orders=orders, lines=lines))
    assert run.summary["written"]["orders"] == 1
    assert Order.objects.count() == 4


def test_nothing_is_written_when_something_changed_since_the_dry_run(tmp_path):
    run = dry_run(write_files(tmp_path))
    make_customer(code="02.001")
    with pytest.raises(errors.DomainError):
        passes.commit_import(actor=_system(), run_id=run.pk, at=AT)
    assert not Order.objects.exists()
    assert Customer.objects.count() == 1
    run.refresh_from_db()
    assert run.state == ImportRun.State.CHECKED


def test_two_imports_are_never_written_at_the_same_time(tmp_path):
    run = dry_run(write_files(tmp_path))
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [int(Lock.WRITE_IMPORT)])
        with pytest.raises(errors.Busy):
            passes.commit_import(actor=_system(), run_id=run.pk, at=AT)
    finally:
        other.close()
    run.refresh_from_db()
    assert run.state == ImportRun.State.CHECKED
    assert not Order.objects.exists()
    assert passes.commit_import(actor=_system(), run_id=run.pk, at=AT).state == ImportRun.State.DONE


def test_a_missing_column_or_file_refuses_the_whole_import_with_words(tmp_path):
    run = dry_run(write_files(tmp_path, orders="no,kunde,date,ship\nA1,11.001,2024-03-05,\n"))
    assert (run.state, run.error["code"]) == (ImportRun.State.REFUSED, "no_such_column")
    assert "customer" in " ".join(report.in_words(run))
    run = dry_run([path for path in write_files(tmp_path) if path.name != "lines.csv"])
    assert run.error["code"] == "no_such_file"


def test_a_profile_is_checked_place_by_place():
    text = profile().replace('customer = "customer"', 'buyer = "customer"').replace("history", "sometime")
    with pytest.raises(ProfileError) as caught:
        operations.start_local_import(actor=_system(), paths=[], profile_text=text, at=AT)
    assert set(caught.value.fields) == {"profile.orders", "orders.fields.buyer", "orders.fields.customer"}


def test_the_report_is_a_page_of_json_a_csv_and_a_workbook(tmp_path):
    run = dry_run(write_files(tmp_path, lines=LINES.replace("A1,1,P1,2,", "A1,1,=1+1,2,")))
    for name in ("r.json", "r.csv", "r.xlsx"):
        report.write_file(run, tmp_path / name)
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {"file", "line", "column", "value", "reason"} <= set(told["issues"][0])
    assert "'=1+1" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    sheet = load_workbook(tmp_path / "r.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "'=1+1" and cell.data_type == "s" for cell in cells)


def test_who_may_not_import_is_refused(tmp_path):
    with pytest.raises(errors.NotAllowed):
        operations.start_local_import(
            actor=make_user("sales"), paths=write_files(tmp_path), profile_text=profile(), at=AT
        )


def test_an_import_needs_the_rights_of_what_it_brings(tmp_path):
    stock = '[stock]\nfile = "stock"\n[stock.fields]\nproduct = "code"\nquantity = "qty"\n'
    text = profile(more=stock, more_files='stock = "stock.csv"')
    paths = write_files(tmp_path, stock="code,qty\nP1,5\n")
    with pytest.raises(errors.NotAllowed):
        operations.start_local_import(actor=make_user("order_desk"), paths=paths, profile_text=text, at=AT)


def test_an_import_of_another_person_is_not_found(tmp_path):
    run = dry_run(write_files(tmp_path))
    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        passes.commit_import(actor=make_user("sales", department=make_department()), run_id=run.pk, at=AT)


def test_every_reported_reason_has_words(tmp_path):
    run = dry_run(write_files(tmp_path, lines=LINES.replace("A1,1,P1,2,", "A1,1,P1,two,"), orders=ORDERS + ",x,y,z\n"))
    assert ImportIssue.objects.filter(run=run).count() > 3
    assert all("%(" not in row["reason"] for row in report.rows(run))


def _system():
    from accounts.people import queries

    return queries.system_user()
