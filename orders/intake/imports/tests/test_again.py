"""What comes again changes nothing: receipts and remarks too, under another profile, and two runs at once."""

from decimal import Decimal

import pytest

from common.imports.known import ChangedSince
from orders.intake.imports import passes
from orders.intake.imports.tests.builders import AT, SHIPMENTS, bring_in, dry_run, issues, profile, write_files
from orders.intake.imports.tests.builders import people as people_of
from orders.order.models import Order
from orders.settlement.models import Allocation, Receipt
from products.stock.models import StockRow

pytestmark = pytest.mark.django_db

PAID = (
    "no,customer,paid,on,ref\nA1,,100,2024-04-01,\nA1,,100,2024-04-01,\nA3,,150,2024-04-02,\n,02.001,70,2024-04-03,\n"
)
RECEIPTS = """
[receipts]
file = "receipts"
[receipts.fields]
order = "no"
customer = "customer"
amount = "paid"
received_date = "on"
"""
REMARKS = """
[remarks]
file = "remarks"
[remarks.fields]
order_number = "no"
text = "text"
"""
SAID = "no,text\nA1,came back\nA3,scratched\n"


def text(more=SHIPMENTS + RECEIPTS + REMARKS, **parts):
    return profile(more=more, more_files='receipts = "receipts.csv"\nremarks = "remarks.csv"', **parts)


def files(folder, **contents):
    return write_files(folder, **{"receipts": PAID, "remarks": SAID, **contents})


def money():
    return Receipt.objects.count(), sum(Receipt.objects.values_list("amount", flat=True))


def test_receipts_and_remarks_come_once_however_often_they_are_sent(tmp_path):
    bring_in(files(tmp_path), text())
    assert money() == (4, Decimal(420))
    assert Order.objects.get(source_number="A1").notes == "came back"
    again = bring_in(files(tmp_path), text(options='tolerance = "0.02"'))  # one word of the profile changed
    assert again.repeats is None
    assert money() == (4, Decimal(420))
    assert again.summary["rows"]["receipts"] == {"taken": 0, "skipped": 4, "refused": 0}
    assert [row for row in issues(again) if row[0] == "remarks"] == [
        ("remarks", "imported_already", 2),
        ("remarks", "imported_already", 3),
    ]
    bring_in(files(tmp_path), text(options='title = "again"').replace('name = "small"', 'name = "renamed"'))
    assert money() == (4, Decimal(420))
    assert Order.objects.get(source_number="A1").notes == "came back"


def test_a_longer_export_brings_the_new_money_and_remarks_only(tmp_path):
    bring_in(files(tmp_path), text())
    longer = PAID.replace("A3,,150", "A1,,100,2024-04-01,\nA3,,150") + "A3,,5,2024-05-01,\n"
    bring_in(files(tmp_path, receipts=longer, remarks=SAID + "A1,paid late\n"), text())
    assert money() == (6, Decimal(525))
    assert Order.objects.get(source_number="A1").notes == "came back\npaid late"


def test_an_external_number_is_the_key_of_a_receipt(tmp_path):
    mapped = text(RECEIPTS + 'external_id = "ref"\n')
    paid = "no,customer,paid,on,ref\nA1,,100,2024-04-01,77\nA1,,100,2024-04-01,77\nA3,,90,2024-04-01,77\n"
    run = bring_in(files(tmp_path, receipts=paid), mapped)
    assert money() == (1, Decimal(100))
    assert [row[1:] for row in issues(run) if row[0] == "receipts"] == [("repeated", 3), ("differs", 4)]
    again = bring_in(files(tmp_path, receipts=paid.replace("100", "100.00")), mapped)
    assert money() == (1, Decimal(100))
    assert ("receipts", "imported_already", 2) in issues(again)


def test_two_checked_runs_with_the_same_rows_are_written_once(tmp_path):
    stock = '[stock]\nfile = "stock"\n[stock.fields]\nproduct = "code"\nquantity = "qty"\n'
    both = {"more": SHIPMENTS + stock, "more_files": 'stock = "stock.csv"'}
    paths = write_files(tmp_path, stock="code,qty\nP1,5\n")
    first = dry_run(paths, profile(**both))
    second = dry_run(paths, profile(**both, options='tax_mode = "exclusive"'))
    actor = people_of.system_user()
    passes.commit_import(actor=actor, run_id=first.pk, at=AT)
    with pytest.raises(ChangedSince):
        passes.commit_import(actor=actor, run_id=second.pk, at=AT)
    assert (Order.objects.count(), StockRow.objects.get(product__code="P1").on_hand) == (3, 5)


@pytest.mark.parametrize("more", [SHIPMENTS, RECEIPTS, REMARKS])
def test_also_when_masters_were_there_before(tmp_path, more):
    masters = (
        "[profile]\nname = 'm'\n[files]\ncustomers = 'customers.csv'\nproducts = 'products.csv'\n"
        "[customers]\nfile = 'customers'\n[customers.fields]\ncode = 'code'\nname = 'name'\n"
        "[products]\nfile = 'products'\n[products.fields]\ncode = 'code'\nname = 'name'\n"
    )
    bring_in(files(tmp_path), masters)
    first = dry_run(files(tmp_path), text(more))
    second = dry_run(files(tmp_path), text(more, options='tax_mode = "exclusive"'))
    passes.commit_import(actor=people_of.system_user(), run_id=first.pk, at=AT)
    counted = Order.objects.count(), Receipt.objects.count()
    with pytest.raises(ChangedSince):
        passes.commit_import(actor=people_of.system_user(), run_id=second.pk, at=AT)
    assert (Order.objects.count(), Receipt.objects.count()) == counted == (3, 4 if more == RECEIPTS else 0)


def test_receipts_alone_are_written_once_too(tmp_path):
    bring_in(files(tmp_path), text(SHIPMENTS))
    alone = '[profile]\nname = "small"\n{}\n[files]\nreceipts = "receipts.csv"\n' + RECEIPTS
    runs = [dry_run(files(tmp_path), alone.format(option)) for option in ("", 'title = "x"')]
    passes.commit_import(actor=people_of.system_user(), run_id=runs[0].pk, at=AT)
    with pytest.raises(ChangedSince):
        passes.commit_import(actor=people_of.system_user(), run_id=runs[1].pk, at=AT)
    assert money() == (4, Decimal(420))
    assert Allocation.objects.count() == 3


def test_a_remark_raises_the_version_and_stands_in_the_trail_and_not_on_archived_orders(tmp_path):
    bring_in(files(tmp_path), text(SHIPMENTS))
    Order.objects.filter(source_number="A3").update(status="ARCHIVED")
    before = Order.objects.get(source_number="A1").version
    alone = '[profile]\nname = "small"\n[files]\nremarks = "remarks.csv"\n' + REMARKS
    run = bring_in(files(tmp_path), alone)
    assert ("remarks", "order_archived", 3) in issues(run)
    one = Order.objects.get(source_number="A1")
    assert (one.notes, one.version) == ("came back", before + 1)
    from accounts.trail.models import TrailRow
    from common.models import Event

    assert Event.objects.filter(kind="order.noted", subject_id=one.pk).count() == 1
    change = TrailRow.objects.filter(table_name="orders_order", row_id=str(one.pk), operation="U").latest("id")
    assert change.changes["notes"] == ["", "came back"]
