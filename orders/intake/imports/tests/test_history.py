"""Historical orders: closed when they come, amounts of the file, numbers of their own day."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.people import queries as people
from accounts.trail.models import TrailRow
from common.dates import day_start
from common.imports.models import ImportRow
from common.models import DayCounter
from customers.cleaning import operations as cleaning
from customers.models import Customer
from orders.fulfilment.models import OutboundDocument
from orders.intake.imports.tests.builders import (
    AT,
    CUSTOMERS,
    SHIPMENTS,
    bring_in,
    broken_invariants,
    dry_run,
    issues,
    profile,
    write_files,
)
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Fulfilment, Origin, Settlement, Status
from orders.settlement.models import Receipt
from products.stock.models import StockMovement

pytestmark = pytest.mark.django_db


def order(number):
    return Order.objects.get(source_number=number)


def test_orders_come_closed_with_one_step_and_their_old_number(tmp_path):
    bring_in(write_files(tmp_path))
    one = order("A1")
    assert (one.origin, one.status, one.customer.code) == (Origin.HISTORY, Status.CLOSED, "11.001")
    assert [(step.move, step.from_status, step.to_status) for step in one.steps.all()] == [("import", "", "CLOSED")]
    assert one.effective_at == day_start(date(2024, 3, 5))
    assert one.closed_at == day_start(date(2024, 3, 9))
    assert not broken_invariants()


def test_numbers_are_drawn_from_the_counter_of_their_own_day(tmp_path):
    DayCounter.objects.create(series="SO", day=date(2024, 3, 6), last=9998)
    bring_in(write_files(tmp_path))
    assert [order(n).number for n in ("A1", "A2", "A3")] == ["SO20240305-0001", "SO20240305-0002", "SO20240306-9999"]
    assert DayCounter.objects.get(series="SO", day=date(2024, 3, 5)).last == 2


def test_a_counter_beyond_four_digits_goes_on(tmp_path):
    DayCounter.objects.create(series="SO", day=date(2024, 3, 6), last=9999)
    bring_in(write_files(tmp_path))
    assert order("A3").number == "SO20240306-10000"


def test_a_ship_date_makes_an_outbound_document_that_leaves_stock_alone(tmp_path):
    bring_in(write_files(tmp_path))
    document = OutboundDocument.objects.get(lines__order_line__order=order("A1"), lines__order_line__line_no=1)
    assert (document.number, document.status, document.moves_stock) == ("OB20240309-0001", "SIGNED", False)
    assert sorted(document.lines.values_list("quantity", "signed_quantity")) == [(2, 2), (10, 10)]
    assert not StockMovement.objects.exists()
    line = order("A1").lines.first()
    assert (line.closure, line.row_closed, line.shipped, line.signed) == (Closure.AUTO, True, 2, 2)
    assert (line.first_ship_date, line.last_ship_date) == (date(2024, 3, 9), date(2024, 3, 9))


def test_without_a_ship_date_nothing_is_claimed_to_have_left(tmp_path):
    bring_in(write_files(tmp_path))
    two = order("A2")
    line = two.lines.get()
    assert (two.fulfilment, line.shipped, line.row_closed) == (Fulfilment.NONE, 0, False)
    assert (line.closure, line.short_closed, line.close_reason_code) == (Closure.SHORT, 1, "OTHER")
    assert not OutboundDocument.objects.filter(lines__order_line__order=two).exists()


def test_amounts_are_worked_out_where_the_file_is_silent(tmp_path):
    bring_in(write_files(tmp_path))
    one = order("A1")
    assert (one.total_amount, one.tax_amount, one.net_amount) == (
        Decimal("281.00"),
        Decimal("32.33"),
        Decimal("248.67"),
    )
    first = one.lines.get(line_no=1)
    assert (first.amount, first.tax, first.net) == (Decimal("226.00"), Decimal("26.00"), Decimal("200.00"))
    assert one.cost_amount == Decimal("320.00")


def test_amounts_of_the_file_are_kept_to_the_digit_and_differences_reported(tmp_path):
    text = profile(order_fields='net_amount = "net"\ntax_amount = "tax"\ntotal_amount = "total"',
                   line_fields='net = "net"', options='tax_mode = "exclusive"')  # fmt: skip
    paths = write_files(
        tmp_path,
        orders="no,customer,date,ship,net,tax,total\nA1,11.001,2024-03-05,,20.1234,2.6161,22.7395\nA2,11.001,2024-03-05,,9,0,9\n",
        lines="no,pos,product,qty,price,rate,net\nA1,1,P1,2,5.03,,10.0617\nA1,2,P1,2,5.03,,10.0617\nA2,1,P1,1,7,,7\n",
    )
    run = bring_in(paths, text)
    one = order("A1")
    assert (one.net_amount, one.tax_amount, one.total_amount) == (
        Decimal("20.1234"),
        Decimal("2.6161"),
        Decimal("22.7395"),
    )
    assert sum(line.tax for line in one.lines.all()) == Decimal("2.6161")
    assert one.lines_amount == sum(line.amount for line in one.lines.all())
    assert issues(run) == [("orders", "amount_differs", 3), ("orders", "amount_differs", 3)]
    assert order("A2").total_amount == 9


def test_the_price_comes_from_the_amount_where_the_file_has_none(tmp_path):
    text = profile(line_fields='amount = "amount"\ndiscount = "off"').replace('\nprice = "price"', "")
    paths = write_files(
        tmp_path,
        lines="no,pos,product,qty,rate,amount,off\nA1,1,P1,4,0,90,0.25\nA2,1,P1,3,0,10,0\nA3,1,P1,1,0,5,1\n",
    )  # fmt: skip
    bring_in(paths, text)
    assert order("A1").lines.get().price == 30
    assert order("A2").lines.get().price == Decimal("3.333333")


def test_customers_know_their_first_and_last_order(tmp_path):
    bring_in(write_files(tmp_path))
    customer = Customer.objects.get(code="11.001")
    assert customer.first_effective_at == day_start(date(2024, 3, 5))
    assert customer.last_effective_at == day_start(date(2024, 3, 6))


def test_partial_shipments_leave_the_rest_short(tmp_path):
    more = SHIPMENTS.replace('file = "orders"', 'file = "ships"').replace(
        'where = [{ column = "ship", is = "present" }]', ""
    )
    more += 'order_line = ["no", "pos"]\nquantity = "qty"\n'
    text = profile(more=more, more_files='ships = "ships.csv"').replace("[lines]\n", '[lines]\nkey = ["no", "pos"]\n')
    paths = write_files(tmp_path, ships="no,pos,qty,ship\nA1,2,4,2024-03-07\nA1,2,3,2024-03-08\nA1,1,2,2024-03-08\n")
    bring_in(paths, text)
    line = order("A1").lines.get(line_no=2)
    assert (line.shipped, line.short_closed, line.closure) == (7, 3, Closure.SHORT)
    assert (line.first_ship_date, line.last_ship_date) == (date(2024, 3, 7), date(2024, 3, 8))
    assert OutboundDocument.objects.count() == 2
    assert not broken_invariants()


def test_the_trail_keeps_one_row_a_statement_and_names_the_import(tmp_path):
    run = bring_in(write_files(tmp_path))
    rows = TrailRow.objects.filter(table_name="orders_orderline")
    assert [(row.operation, row.changes["count"], row.changes["label"]) for row in rows] == [
        ("B", 4, f"import {run.pk}")
    ]
    assert not TrailRow.objects.filter(table_name="common_importrow").exists()


def test_a_dry_run_touches_nothing_and_a_commit_leaves_no_staged_rows(tmp_path):
    run = dry_run(write_files(tmp_path))
    assert not Order.objects.exists()
    assert not Customer.objects.exists()
    assert run.summary["figures"]["orders"]["orders"] == "3"
    assert ImportRow.objects.filter(run=run).count() == 13
    bring_in(write_files(tmp_path))
    assert ImportRow.objects.exclude(run=run).count() == 0


def test_xlsx_and_gb18030_come_in_like_csv(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in [["no", "customer", "date", "ship"], ["A1", "11.001", date(2024, 3, 5), date(2024, 3, 9)]]:
        book.active.append(row)
    paths = write_files(tmp_path, lines="no,pos,product,qty,price,rate\nA1,1,P1,2,113.00,0.13\n")
    book.save(tmp_path / "orders.xlsx")
    (tmp_path / "customers.csv").write_bytes(CUSTOMERS.encode("gb18030"))
    paths = [path for path in paths if path.name != "orders.csv"] + [tmp_path / "orders.xlsx"]
    bring_in(paths, profile().replace("orders.csv", "orders.xlsx"))
    assert order("A1").customer.name == "杭州正和衡器"
    assert OrderLine.objects.get().shipped == 2


def test_receipts_make_a_historical_order_a_plan_of_one_row(tmp_path):
    more = (
        SHIPMENTS
        + """
[receipts]
file = "receipts"
[receipts.fields]
order = "order"
received_date = "day"
amount = "amount"
external_id = "ref"
"""
    )
    text = profile(more=more, more_files='receipts = "receipts.csv"')
    receipts = "ref,order,day,amount\nR1,A1,2024-03-20,281\nR2,A3,2024-04-01,200\n"
    run = bring_in(write_files(tmp_path, receipts=receipts), text)
    one, three = order("A1"), order("A3")
    assert (one.settlement, one.received_amount) == (Settlement.PAID, Decimal("281.00"))
    assert [(row.amount, row.received) for row in three.plan_rows.all()] == [(Decimal("150.00"), Decimal("150.00"))]
    assert Receipt.objects.get(external_id="R2").allocated == 150
    assert ("receipts", "over_allocated", 3) in issues(run)
    assert not broken_invariants()


def test_a_merged_customer_is_found_by_the_key_of_the_doubled_one(tmp_path):
    bring_in(write_files(tmp_path))
    doubled, kept = Customer.objects.get(code="02.001"), Customer.objects.get(code="11.001")
    cleaning.merge_customers(actor=people.system_user(), source_id=doubled.pk, target_id=kept.pk, at=AT)
    orders = "no,customer,date,ship\nA9,02.001,2024-05-05,\n"
    paths = write_files(tmp_path, orders=orders, lines="no,pos,product,qty,price,rate\nA9,1,P1,1,1,0\n")
    bring_in(paths)
    assert order("A9").customer == kept
