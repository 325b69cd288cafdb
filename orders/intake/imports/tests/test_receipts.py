"""Receipts that do not fit are reported by the dry run; what it takes, the commit writes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.collaboration.models import Notification
from accounts.people import queries as people
from accounts.periods import operations as periods
from accounts.tests.builders import make_user
from common import currencies, errors
from common.models import ExchangeRate
from customers.models import Customer
from orders.intake.imports import passes
from orders.intake.imports.tests.builders import (
    AT,
    SHIPMENTS,
    bring_in,
    broken_invariants,
    dry_run,
    issues,
    profile,
    write_files,
)
from orders.order.models import Order
from orders.settlement.models import Receipt

pytestmark = pytest.mark.django_db

RECEIPTS = """
[receipts]
file = "receipts"
[receipts.fields]
order = "no"
customer = "customer"
amount = "paid"
received_date = "on"
currency = "currency"
"""
DECEMBER = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
HEAD = "no,customer,paid,on,currency\n"
ORDERS = "no,customer,date,ship\nA1,11.001,2026-11-01,\nA2,02.001,2026-11-01,\nA3,11.001,2026-11-02,\n"


def files(folder, *rows, **contents):
    return write_files(folder, **{"orders": ORDERS, "receipts": HEAD + "\n".join(rows) + "\n", **contents})


def text(mode="open", more=RECEIPTS, **parts):
    return profile(mode, more=more, more_files='receipts = "receipts.csv"', **parts)


@pytest.mark.parametrize("mode", ["open", "history"])
def test_what_cannot_be_recorded_is_refused_and_the_rest_is_written(tmp_path, mode):
    rows = (
        "A1,,50,2026-11-05,",
        "A1,,50,2026-11-21,",  # tomorrow
        "A1,,50,2026-11-05,ZZZ",  # a currency of nobody
        "A1,,50,2026-11-05,USD",  # no rate
        "A9,,50,2026-11-05,",
        ",,50,2026-11-05,",
    )
    run = bring_in(files(tmp_path, *rows), text(mode))
    assert [row[1:] for row in issues(run, "REFUSED")] == [
        ("money_to_come", 3),
        ("unknown_currency", 4),
        ("no_rate", 5),
        ("orphan", 6),
        ("missing", 7),
    ]
    assert list(Receipt.objects.values_list("amount", "allocated")) == [(50, 50)]
    assert not broken_invariants()


def test_money_that_may_not_pay_the_order_stays_unallocated(tmp_path):
    ExchangeRate.objects.create(currency_id="USD", valid_from=date(2026, 1, 1), rate=7)
    rows = ("A1,,50,2026-11-05,USD", "A1,02.001,60,2026-11-05,", "A2,11.001,1,2026-11-06,")
    run = bring_in(files(tmp_path, *rows), text())
    assert [row[1:] for row in issues(run, "DOUBTFUL")] == [
        ("other_currency", 2),
        ("other_payer", 3),
        ("other_payer", 4),
    ]
    assert set(Receipt.objects.values_list("amount", "allocated")) == {(50, 0), (60, 0), (1, 0)}
    assert not broken_invariants()


def test_a_payer_that_the_file_names_or_of_the_group_pays(tmp_path):
    rows = ("A1,02.001,60,2026-11-05,",)
    orders = ORDERS.replace(",\n", ",,\n").replace("ship\n", "ship,payer\n").replace("01,,\n", "01,,02.001\n", 1)
    run = bring_in(files(tmp_path, *rows, orders=orders), text(order_fields='bill_to = "payer"'))
    assert not issues(run, "DOUBTFUL")
    assert Receipt.objects.get().allocated == 60
    assert not broken_invariants()


def test_money_for_an_order_left_out_at_last_goes_with_it(tmp_path):
    lines = "no,pos,product,qty,price,rate,gone\nA1,1,P1,2,113,0.13,3\nA3,1,P2,3,50,0.13,0\nA2,1,P1,1,9,0.13,0\n"
    run = bring_in(files(tmp_path, "A1,,50,2026-11-05,", lines=lines), text(line_fields='shipped = "gone"'))
    assert {("orders", "over_shipped_open", 2), ("receipts", "orphan_refused", 2)} <= set(issues(run))
    assert not Receipt.objects.exists()


def test_a_reduction_above_the_lines_and_half_cents_are_refused(tmp_path):
    orders = (
        "no,customer,date,ship,off,freight\nA1,11.001,2026-11-01,,9999,0\n"
        "A2,02.001,2026-11-01,,0,0.005\nA3,11.001,2026-11-02,,1,2\n"
    )
    fields = 'reduction = "off"\nfreight = "freight"'
    run = bring_in(files(tmp_path, "A3,,1,2026-11-05,", orders=orders), text(order_fields=fields))
    assert {("orders", "reduction_too_large", 2), ("orders", "below_cents", 3)} <= set(issues(run))
    assert [order.source_number for order in Order.objects.all()] == ["A3"]
    assert not broken_invariants()


def test_an_order_in_a_currency_without_a_rate_is_refused(tmp_path):
    orders = "no,customer,date,ship,cur\nA1,11.001,2026-11-01,,USD\nA2,02.001,2026-11-01,,CNY\nA3,11.001,2026-11-02,,\n"
    run = dry_run(files(tmp_path, orders=orders), text(order_fields='currency = "cur"'))
    assert ("orders", "no_rate", 2) in issues(run)
    assert currencies.base() == "CNY"


def test_many_receipts_cost_few_statements_and_tell_nobody(tmp_path, django_assert_max_num_queries):
    rows = [f"A1,,0.{n:02},2026-11-05," for n in range(1, 60)]
    run = dry_run(files(tmp_path, *rows), text())
    told = Notification.objects.count()
    from accounts.people import queries as people
    from orders.intake.imports import passes
    from orders.intake.imports.tests.builders import AT

    with django_assert_max_num_queries(260):
        passes.commit_import(actor=people.system_user(), run_id=run.pk, at=AT)
    assert Receipt.objects.count() == 59
    assert Order.objects.get(source_number="A1").received_amount == sum(Decimal(n) for n in range(1, 60)) / 100
    assert Notification.objects.count() == told


def test_receipts_follow_the_customer_of_an_order_that_was_here(tmp_path):
    bring_in(files(tmp_path), text(more=""))
    alone = '[profile]\nname = "small"\norders = "open"\n[files]\nreceipts = "receipts.csv"\n' + RECEIPTS
    bring_in(files(tmp_path, "A2,,5,2026-11-05,"), alone)
    assert Receipt.objects.get().customer == Customer.objects.get(code="02.001")
    assert not broken_invariants()


def test_old_orders_and_money_are_not_dated_into_closed_months(tmp_path):
    periods.close_month(actor=make_user("finance"), month=date(2026, 10, 1), at=AT)
    orders = ORDERS + "A4,11.001,2026-10-31,\nA5,11.001,2026-11-02,2026-10-30\n"
    lines = "no,pos,product,qty,price,rate\n" + "".join(f"A{n},1,P1,1,113.00,0.13\n" for n in (1, 2, 3, 4, 5))
    rows = ("A1,,5,2026-10-31,", "A1,,5,2026-11-05,")
    paths, both = files(tmp_path, *rows, orders=orders, lines=lines), RECEIPTS + SHIPMENTS
    run = dry_run(paths, text(more=both))
    assert [row for row in issues(run) if row[1] == "closed_month"] == [
        ("orders", "closed_month", 5),
        ("orders", "closed_month", 6),
        ("receipts", "closed_month", 2),
    ]
    periods.close_month(actor=make_user("finance"), month=date(2026, 11, 1), at=DECEMBER)  # between check and commit
    with pytest.raises(errors.WrongState) as refused:
        passes.commit_import(actor=people.system_user(), run_id=run.pk, at=DECEMBER)
    assert refused.value.code == "period_closed" and not Order.objects.exists()
