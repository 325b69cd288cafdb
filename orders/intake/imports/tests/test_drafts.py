"""Orders that arrive as drafts, through order entry."""

from decimal import Decimal

import pytest

from accounts.tests.builders import make_department, make_user
from customers.tests.builders import make_customer, payment_term
from orders.intake.imports.tests.builders import bring_in, broken_invariants, dry_run, issues, profile, write_files
from orders.order.models import Order
from orders.order.states import Origin, Status
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db

ORDERS = "no,customer,date,ship\nA1,11.001,2026-11-19,\nA2,11.001,2026-11-19,\n"
LINES = "no,pos,product,qty,price,rate\nA1,1,P1,2,,\nA1,2,P1,1,90,\nA2,1,P1,1,80,0.06\n"


def drafts_profile():
    return profile("drafts", more="").replace('unit_cost = "cost"\n', "")  # the order desk does not see costs


def test_drafts_are_filled_in_from_master_data(tmp_path):
    owner = make_user("sales")
    make_customer(code="11.001", owner=owner, payment_term=payment_term("MONTHLY30"))
    make_product(code="P1", list_price=Decimal(113))
    desk = make_user("order_desk", department=make_department(kind="ORDER_DESK"))
    run = bring_in(
        write_files(tmp_path, orders=ORDERS, lines=LINES, products="code,name,price,cost\n"),
        drafts_profile(),
        actor=desk,
    )
    one = Order.objects.get(source_number="A1")
    assert (one.status, one.origin, one.number, one.channel) == (Status.DRAFT, Origin.NATIVE, None, "IMPORT")
    assert (one.salesperson, one.payment_term.code, one.created_by) == (owner, "MONTHLY30", desk)
    assert [line.price for line in one.lines.all()] == [113, 90]
    assert one.total_amount == 316
    assert run.summary["written"] == {"customers": 1, "products": 0, "orders": 2, "lines": 3}
    assert not broken_invariants()


def test_what_order_entry_refuses_is_reported_by_the_dry_run(tmp_path):
    make_customer(code="11.001")
    make_product(code="P1")
    make_product(code="P2")
    orders = "no,customer,date,ship,off\nA1,11.001,2026-11-19,,\nA2,11.001,2026-11-19,,99999\n"
    text = profile("drafts", more="", order_fields='reduction = "off"')
    run = dry_run(write_files(tmp_path, orders=orders, lines=LINES), text)
    assert ("orders", "not_accepted", 3) in issues(run)
    assert run.summary["rows"]["orders"] == {"taken": 1, "skipped": 0, "refused": 1}
    assert not Order.objects.exists()


def test_drafts_and_their_customers_may_come_together(tmp_path):
    bring_in(write_files(tmp_path, orders=ORDERS, lines=LINES), drafts_profile())
    assert Order.objects.count() == 2


def test_shipments_have_no_place_among_drafts(tmp_path):
    make_customer(code="11.001")
    make_product(code="P1")
    run = dry_run(
        write_files(tmp_path, orders=ORDERS.replace("11-19,\n", "11-19,2026-11-20\n"), lines=LINES), profile("drafts")
    )
    assert ("shipments", "not_for_mode", 2) in issues(run)
