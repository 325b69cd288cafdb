"""One row that no column takes is refused with its place; the rest of the file goes on."""

import pytest
from django.db import connection, transaction

from accounts.people import queries as people
from common.imports.models import ImportIssue, ImportRun
from orders.intake.imports import operations, passes, running
from orders.intake.imports.tests.builders import AT, SHIPMENTS, bring_in, dry_run, profile, write_files
from orders.order.models import Order

pytestmark = pytest.mark.django_db

GOOD = "no,pos,product,qty,price,rate,sum,tax\nA1,1,P1,2,113.00,0.13,226.00,26.00\n"
TAIL = "A3,1,P2,3,50,0.13,150.00,17.26\n"
FIELDS = 'amount = "sum"\ntax = "tax"'


@pytest.mark.parametrize("mode", ["history", "open", "drafts"])
@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A2,1,P1,99999999999,99999999,0.13,,", "qty"),
        ("A2,1,P1,9999999999999,1,0.13,,", "qty"),
        ("A2,1,P1,1,999999999999999,0.13,,", "price"),
        ("A2,1,P1,1,1,0.13,9999999999999,", "sum"),
        ("A2,1,P1,1,1,0.13,1,9999999999999", "tax"),
        ("A2,1,P1,5000000000000,1,0.13,,", "qty"),
        ("A2,3000000000,P1,1,1,0.13,,", "pos"),
        ("A2,9999999999999999999,P1,1,1,0.13,,", "pos"),
    ],
)
def test_a_line(tmp_path, mode, row, column):
    has_amounts = mode != "drafts"
    if not has_amounts and column in ("sum", "tax"):
        pytest.skip("drafts bring no amounts")
    more = SHIPMENTS if mode == "history" else ""
    text = profile(mode, more=more, line_fields=FIELDS if has_amounts else "")
    run = dry_run(write_files(tmp_path, lines=f"{GOOD}{row}\n{TAIL}"), text)
    assert run.state == ImportRun.State.CHECKED, run.error
    found = ImportIssue.objects.filter(run=run, entity="lines", severity="REFUSED", line=3)
    assert [(one.column, one.code) for one in found] == [(column, "too_large")]
    assert run.summary["rows"]["orders"]["taken"] == 2


def test_an_order_that_is_too_large_only_as_a_whole(tmp_path):
    rows = "".join(f"A2,{n},P1,50000000,1000,0.13,,\n" for n in range(1, 4))
    run = bring_in(write_files(tmp_path, lines=GOOD + rows + TAIL), profile(more="", line_fields=FIELDS))
    assert set(Order.objects.values_list("source_number", flat=True)) == {"A1", "A3"}
    assert ImportIssue.objects.filter(run=run, entity="orders", code="too_large", line=3).exists()


def test_a_rate_beyond_all_measure(tmp_path):
    orders = "no,customer,date,ship,rate\nA1,11.001,2024-03-05,,\nA3,11.001,2024-03-05,,99999999999\n"
    text = profile(more="", order_fields='exchange_rate = "rate"')
    run = dry_run(write_files(tmp_path, orders=orders), text)
    assert ImportIssue.objects.filter(run=run, code="too_large", line=3, column="rate").exists()


def test_what_slipped_through_is_told_in_words(tmp_path, monkeypatch):
    def overflow(**_given):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1e30::numeric(5, 2)")

    paths = write_files(tmp_path)
    run = operations.start_local_import(actor=people.system_user(), paths=paths, profile_text=profile(), at=AT)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.QUEUED)
    monkeypatch.setattr(passes, "check_import", overflow)
    running.check(run.pk, at=AT)
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED
    assert "does not fit" in run.error["text"]
