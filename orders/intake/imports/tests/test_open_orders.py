"""Open orders at take-over: part-shipped, part-paid, and alive from then on."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people import queries as people
from customers.tests.builders import make_customer, payment_term
from orders.credit.models import CreditExposure
from orders.deltas.models import LineDelta
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.models import OutboundDocument
from orders.intake.imports import passes
from orders.intake.imports.tests.builders import (
    AT,
    bring_in,
    broken_invariants,
    dry_run,
    issues,
    profile,
    write_files,
)
from orders.order.models import Order
from orders.order.states import Closure, Fulfilment, Origin, Settlement, Status
from orders.settlement.models import Receipt
from products.stock.models import StockMovement, StockRow
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db

ORDERS = "no,customer,date,ship\nA1,11.001,2026-10-05,2026-10-20\nA2,11.001,2026-11-05,\n"
LINES = "no,pos,product,qty,price,rate,gone\nA1,1,P1,10,113.00,0.13,4\nA1,2,P2,2,50,0.13,2\nA2,1,P1,1,100,0.13,0\n"
RECEIPTS = "ref,order,day,amount\nR1,A1,2026-10-06,500\nR2,,2026-11-01,70\n"
PAID = """
[receipts]
file = "receipts"
[receipts.fields]
customer = { constant = "11.001" }
order = "order"
received_date = "day"
amount = "amount"
external_id = "ref"
"""


@pytest.fixture
def ready(tmp_path):
    make_customer(code="11.001", payment_term=payment_term("ADVANCE30"))
    make_product(code="P1", stock=3)
    make_product(code="P2", stock=50)
    text = profile(
        "open", more=PAID, line_fields='shipped = "gone"', more_files='receipts = "receipts.csv"',
        order_fields='special_requirements = "ship"',
    )  # fmt: skip
    return write_files(tmp_path, orders=ORDERS, lines=LINES, receipts=RECEIPTS), text


@pytest.fixture
def taken_over(ready):
    return bring_in(*ready)


def order(number):
    return Order.objects.get(source_number=number)


def test_they_are_effective_with_what_was_shipped_and_reserved(taken_over):
    one = order("A1")
    first, second = one.lines.all()
    assert (one.origin, one.status, one.fulfilment) == (Origin.TAKEN_OVER, Status.EFFECTIVE, Fulfilment.PARTIAL)
    assert [(step.move, step.to_status) for step in one.steps.all()] == [("import", "EFFECTIVE")]
    assert (first.shipped, first.reserved, first.closure) == (4, 3, Closure.OPEN)
    assert (second.shipped, second.reserved, second.closure, second.row_closed) == (2, 0, Closure.AUTO, True)
    assert first.promised_date is not None


def test_what_left_before_moves_no_stock_and_what_is_open_is_held(taken_over):
    document = OutboundDocument.objects.get()
    assert (document.status, document.moves_stock, document.ship_date) == ("AUDITED", False, date(2026, 10, 5))
    assert not StockMovement.objects.filter(kind="ISSUE").exists()
    assert StockRow.objects.get(product__code="P1").reserved == 3


def test_the_plan_is_made_and_paid_as_far_as_money_came(taken_over):
    one = order("A1")
    assert [row.amount for row in one.plan_rows.all()] == [Decimal("369.00"), Decimal("861.00")]
    assert (one.received_amount, one.settlement) == (500, Settlement.PARTIAL)
    assert Receipt.objects.get(external_id="R2").allocated == 0


def test_exposure_counts_all_of_it(taken_over):
    terms = CreditExposure.objects.get(holder__code="11.001")
    assert (terms.on_order, terms.shipped, terms.received) == (Decimal("778.00"), Decimal("552.00"), 570)


def test_every_invariant_holds(taken_over):
    assert not broken_invariants()


def test_the_rest_ships_here_like_any_order(taken_over):
    """Where it goes was in no file: the notice says it."""
    warehouse = people.system_user()
    line = order("A1").lines.get(line_no=1)
    place = {"ship_address": "浙江省 杭州市 滨江区江南大道 588 号", "ship_recipient": "王建国"}
    document = fulfilment.draft_outbound(actor=warehouse, lines=[(line.pk, Decimal(3))], at=AT, **place)
    fulfilment.audit_outbound(actor=warehouse, document_id=document.pk, at=AT)
    line.refresh_from_db()
    assert line.shipped == 7
    assert not broken_invariants()


def test_an_order_that_is_complete_closes_by_itself(tmp_path):
    make_customer(code="11.001")
    make_product(code="P1")
    make_product(code="P2")
    lines = LINES.replace("0.13,4", "0.13,10")
    text = profile("open", more="", line_fields='shipped = "gone"')
    bring_in(write_files(tmp_path, orders=ORDERS, lines=lines), text)
    one = order("A1")
    assert one.status == Status.CLOSED
    assert [step.move for step in one.steps.all()] == ["import", "close"]
    assert not broken_invariants()


def test_more_shipped_than_ordered_cannot_be_taken_over(tmp_path):
    make_customer(code="11.001")
    make_product(code="P1")
    make_product(code="P2")
    text = profile("open", more="", line_fields='shipped = "gone"')
    run = bring_in(write_files(tmp_path, orders=ORDERS, lines=LINES.replace("0.13,4", "0.13,11")), text)
    assert ("orders", "over_shipped_open", 2) in issues(run)
    assert [row.source_number for row in Order.objects.all()] == ["A2"]


def test_an_order_that_goes_on_here_is_paid_in_cents(tmp_path):
    head = "no,customer,date,haul,cut\n"
    rows = "A1,11.001,2026-10-05,1.005,0\nA2,11.001,2026-10-05,2.50,0.005\nA3,02.001,2026-10-05,3,1\n"
    text = profile("open", more="", order_fields='freight = "haul"\nreduction = "cut"')
    run = bring_in(write_files(tmp_path, orders=head + rows), text)
    assert [one for one in issues(run) if one[1] == "below_cents"] == [
        ("orders", "below_cents", 2),
        ("orders", "below_cents", 3),
    ]
    assert list(Order.objects.values_list("source_number", "freight")) == [("A3", 3)]


def test_a_reduction_is_spread_over_the_lines(tmp_path):
    make_customer(code="11.001")
    make_product(code="P1")
    make_product(code="P2")
    orders = "no,customer,date,ship,off\nA1,11.001,2026-10-05,,1.00\nA2,11.001,2026-11-05,,0\n"
    text = profile("open", more="", order_fields='reduction = "off"')
    bring_in(write_files(tmp_path, orders=orders, lines=LINES.replace(",gone", "").replace(",4\n", "\n")), text)
    one = order("A1")
    assert one.total_amount == Decimal("1229.00")
    assert [line.reduction for line in one.lines.all()] == [Decimal("0.92"), Decimal("0.08")]
    assert not broken_invariants()


def test_what_others_may_hold_is_locked_before_a_number_is_drawn(ready, settings):
    settings.PREPARE_STATEMENTS = False  # so that each says what it is
    run = dry_run(*ready)
    with CaptureQueriesContext(connection) as told:
        passes.commit_import(actor=people.system_user(), run_id=run.pk, at=AT)
    said = [query["sql"] for query in told.captured_queries]

    def first(*words):
        return next(place for place, sql in enumerate(said) if all(word in sql for word in words))

    locks = [first("customers_customer c", "FOR NO KEY UPDATE"), first("products_stockrow s", "FOR NO KEY UPDATE")]
    numbers = [first("common_daycounter", f"'{series}'") for series in ("SO", "OB", "RC")]
    assert locks == sorted(locks)
    assert max(locks) < min(numbers)
    assert numbers[2] > first("orders_planrow", "received")  # the counter of receipts, of today, is held shortest


def test_what_was_taken_over_is_agreed_since_the_day_of_its_file(ready):
    bring_in(*ready)
    found = LineDelta.objects.filter(order__origin=Origin.TAKEN_OVER).order_by("order__source_number", "line_no")
    assert [(one.line_no, one.ordered, one.amount) for one in found] == [(1, 10, 1130), (2, 2, 100), (1, 1, 100)]
    assert [one.at for one in found] == [one.order.effective_at for one in found]
    assert broken_invariants() == {}
