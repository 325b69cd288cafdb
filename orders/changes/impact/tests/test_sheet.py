"""The impact sheet of a change: every figure against a scene worked out by hand (SEMANTICS 8)."""

import json
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people.queries import system_user
from customers.models import Customer
from customers.tests import builders as customers
from orders.changes import projecting
from orders.changes.assessing.models import ChangeAssessment
from orders.changes.choices import Verdict
from orders.changes.impact import computing, departments, encoding, measures, rooms
from orders.changes.impact.alternatives import Kind
from orders.changes.impact.sheet import TaskMove
from orders.changes.tests.builders import add, cancel, head, modify
from orders.credit.rules import Result
from orders.order.choices import AllocationRule
from orders.order.models import Order, OrderLine
from orders.tests.builders import AT, line, lines_of, make_buyer, make_effective, make_order_cast
from orders.tests.flow_builders import make_invoiced, make_outbound, make_paid, make_shipped
from products.kits import operations as kits
from products.kits.operations import Component
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
# goods are three days of work on the way: what leaves on Friday 20 November is there on Wednesday
THERE = date(2026, 11, 25)


@pytest.fixture
def cast():
    return make_order_cast()


def sheet(cast, order, *items, answers=()):
    flat = [one for item in items for one in (item if isinstance(item, list) else [item])]
    order = Order.objects.get(pk=order.pk)
    found = projecting.project(order, lines_of(order), flat, actor=cast.owner, at=AT)
    return computing.sheet_of(found, flat, answers, actor=cast.owner, at=AT)


def test_the_money(cast):
    product = make_product(list_price=D(113), unit_cost=D(60), stock=100)
    buyer = make_buyer(cast.owner, payment_term=customers.payment_term("ADVANCE30"))
    order = make_effective(cast.owner, customer=buyer, lines=[line(product, 10)])
    found = sheet(cast, order, modify(1, "quantity", 14)).money
    assert (found.total.before, found.total.after, found.total.delta) == (1130, 1582, 452)
    assert (found.tax.delta, found.net.delta) == (52, 400)
    assert (found.margin.before, found.margin.after) == (400, 560)
    parts = [(one.percent, one.amount.before, one.amount.after) for one in found.plan]
    assert parts == [(30, 339, D("474.6")), (70, 791, D("1107.4"))]
    assert (found.advance.before, found.advance.after, found.overpaid) == (339, D("474.6"), 0)
    other = customers.payment_term("MONTHLY30")
    found = sheet(cast, order, head("payment_term", other.pk)).money
    parts = [(one.percent, one.amount.before, one.amount.after) for one in found.plan]
    assert (parts, found.advance.after) == ([(100, 339, 1130), (70, 791, 0)], 0)


def test_money_received_stays_and_what_is_billed_above_is_named(cast):
    product = make_product(list_price=D(100), stock=100)
    order = make_effective(cast.owner, lines=[line(product, 3), line(make_product(stock=1, list_price=D(50)), 1)])
    make_shipped(order, 3)
    make_invoiced(order)
    make_paid(order, 350)
    found = sheet(cast, order, cancel(2), head("reduction", "30")).money
    assert (found.total.after, found.overpaid) == (270, 80)
    assert [(one.line_no, one.billed, one.due, len(one.numbers)) for one in found.billed] == [(1, 300, 270, 1)]


def test_prices_are_looked_at_and_what_is_new_is_marked(cast):
    product = make_product(list_price=D(100), floor_price=D(90), stock=9)
    order = make_effective(cast.owner, lines=[line(product, 2, 80)])
    assert [(one.kind, one.is_new) for one in sheet(cast, order, modify(1, "quantity", 3)).hints] == [
        ("below_floor", False)
    ]
    order = make_effective(cast.owner, lines=[line(product, 2, 95)])
    found = sheet(cast, order, modify(1, "price", 80)).hints
    assert ("below_floor", True) in [(one.kind, one.is_new) for one in found]


def test_the_credit(cast):
    buyer = make_buyer(cast.owner)
    Customer.objects.filter(pk=buyer.pk).update(credit_limit=1000)
    buyer.refresh_from_db()
    order = make_effective(cast.owner, customer=buyer, lines=[line(make_product(stock=20), 6)])
    found = sheet(cast, order, modify(1, "quantity", 9)).credit
    assert (found.result_before, found.result_after, found.code) == (Result.OK, Result.WATCH, "")
    assert (found.exposure.before, found.exposure.after, found.headroom) == (600, 900, 100)
    assert (found.percent.before, found.percent.after) == (60, 90)
    found = sheet(cast, order, modify(1, "quantity", 11))
    assert (found.credit.result_after, found.credit.code, found.credit.headroom) == (Result.HOLD, "limit", 0)
    assert measures.of(found)[measures.CREDIT] == 2
    assert departments.rows(found)[-1].verdict == Verdict.NOT_FEASIBLE


# --- stock and days --------------------------------------------------------------------------------


def test_more_than_there_is_comes_when_it_is_made(cast):
    product = make_product(stock=4, lead_time_days=20)
    order = make_effective(cast.owner, lines=[line(product, 4)], requested_date=THERE)
    found = sheet(cast, order, modify(1, "quantity", 9))
    (one,) = found.lines
    made = date(2026, 12, 15)  # twenty days from Friday, and three days of work on the way
    assert one.parts == [(THERE, 4), (made, 5)]
    assert (one.promised, one.arrival, one.days, one.behind, one.in_time) == (THERE, made, 20, 20, 4)
    assert [link["kind"] for link in one.links] == ["STOCK", "LEAD_TIME", "TRANSIT"]
    assert (one.held, one.given_back, one.more) == (4, 0, 5)
    assert (found.promised, found.arrival, found.days) == (THERE, made, 20)
    assert measures.of(found)[measures.DAYS] == 20


def test_a_promise_that_can_be_kept_stays_and_a_wish_moves_it(cast):
    product = make_product(stock=9, lead_time_days=20)
    order = make_effective(cast.owner, lines=[line(product, 4)], requested_date=date(2026, 12, 1))
    found = sheet(cast, order, modify(1, "quantity", 9))
    assert (found.lines[0].arrival, found.days, found.alternatives) == (date(2026, 12, 1), 0, [])
    found = sheet(cast, order, modify(1, "requested_date", "2026-12-08"))
    assert (found.arrival, found.days) == (date(2026, 12, 8), 7)
    found = sheet(cast, order, modify(1, "requested_date", "2026-11-26"))
    assert (found.arrival, found.days, measures.of(found)[measures.DAYS]) == (date(2026, 11, 26), -5, 0)


def test_what_one_line_gives_back_another_takes(cast):
    product = make_product(stock=10, lead_time_days=20)
    order = make_effective(cast.owner, lines=[line(product, 8), line(product, 2)], requested_date=THERE)
    found = sheet(cast, order, modify(1, "quantity", 5), modify(2, "quantity", 5))
    assert [(one.line_no, one.given_back, one.more, one.behind) for one in found.lines] == [(1, 3, 0, 0), (2, 0, 3, 0)]
    assert found.gaining == []


def test_other_goods_hold_nothing_yet(cast):
    old, new = make_product(stock=4), make_product(stock=1, lead_time_days=10)
    order = make_effective(cast.owner, lines=[line(old, 4)], requested_date=THERE)
    (one,) = sheet(cast, order, modify(1, "product", new.pk)).lines
    assert (one.product_code, one.held, one.given_back, one.more, one.in_time) == (new.code, 4, 4, 4, 1)


def test_a_line_that_goes_has_no_day_and_the_others_keep_theirs(cast):
    slow, quick = make_product(lead_time_days=30), make_product(stock=2)
    order = make_effective(cast.owner, lines=[line(quick, 2), line(slow, 1)], requested_date=THERE)
    found = sheet(cast, order, cancel(2))
    assert (found.lines, found.promised > THERE, found.arrival) == ([], True, THERE)


# --- other orders ----------------------------------------------------------------------------------


def rival(cast, product, quantity, day, rule=AllocationRule.LOSE):
    """Another order that holds pieces of a product."""
    order = make_effective(cast.owner, lines=[line(product, quantity)], requested_date=day)
    OrderLine.objects.filter(order=order).update(allocation_rule=rule)
    return order


def test_what_keeping_the_day_costs_others(cast):
    product = make_product(stock=10, lead_time_days=20)
    loser = rival(cast, product, 6, THERE)
    order = make_effective(cast.owner, lines=[line(product, 4)], requested_date=THERE)
    found = sheet(cast, order, modify(1, "quantity", 6))
    (one,) = found.broken
    assert (one.order, one.line_no, one.pieces, one.promised, one.days) == (loser.number, 1, -2, THERE, 20)
    assert measures.of(found)[measures.BROKEN] == 1
    take = next(way for way in found.alternatives if way.kind == Kind.TAKE)
    assert (take.broken, take.behind, take.share) == (1, 0, 1)
    OrderLine.objects.filter(order=loser).update(allocation_rule=AllocationRule.KEEP)
    assert sheet(cast, order, modify(1, "quantity", 6)).broken == []


def test_a_new_line_takes_as_well(cast):
    product = make_product(stock=6, lead_time_days=20)
    rival(cast, product, 6, THERE)
    order = make_effective(cast.owner, lines=[line(make_product(stock=1), 1)], requested_date=THERE)
    found = sheet(cast, order, add(2, product, 6))
    assert [(one.pieces, one.days) for one in found.broken] == [(-6, 20)]


def test_who_gains_by_pieces_that_become_free(cast):
    product = make_product(stock=5, lead_time_days=20)
    order = make_effective(cast.owner, lines=[line(product, 5), line(make_product(stock=1), 1)], requested_date=THERE)
    waiting = make_effective(cast.owner, lines=[line(product, 3)], requested_date=THERE)
    found = sheet(cast, order, cancel(1))
    (one,) = found.gaining
    assert (one.order, one.pieces, one.promised, one.arrival) == (waiting.number, 3, date(2026, 12, 15), THERE)
    assert (found.broken, one.days) == ([], -20)


# --- documents, departments, tasks -------------------------------------------------------------------


def test_documents_that_grow_stale(cast):
    order = make_effective(cast.owner, lines=[line(make_product(stock=9), 6), line(make_product(stock=1), 1)])
    notice = make_outbound(order, 2)
    found = sheet(cast, order, modify(1, "quantity", 4))
    assert [(one.kind, one.number, one.line_nos) for one in found.stale] == [("NOTICE", notice.number, [1])]
    assert sheet(cast, order, modify(2, "requested_date", "2026-12-20")).stale == []
    assert [one.kind for one in sheet(cast, order, head("ship_address", "3 号门")).stale] == ["NOTICE"]


def test_departments_row_by_row_and_the_sums(cast):
    product = make_product(stock=4, lead_time_days=20)
    order = make_effective(cast.owner, lines=[line(product, 4)], requested_date=THERE)
    answers = [
        ChangeAssessment(kind="PRODUCTION", verdict=Verdict.CONDITIONS, days=25, cost=D(60), answered_by=cast.head),
        ChangeAssessment(kind="LOGISTICS", verdict="", days=0, cost=D(0)),
    ]
    found = sheet(cast, order, modify(1, "quantity", 6), answers=answers)
    rows = {one.kind: one for one in departments.rows(found)}
    assert list(rows) == ["PRODUCTION", "WAREHOUSE", "LOGISTICS", "FINANCE", "CREDIT"]
    made = rows["PRODUCTION"]
    assert (made.verdict, made.days, made.amount, made.by) == (Verdict.CONDITIONS, 25, -60, cast.head.name)
    assert rows["LOGISTICS"].is_owed
    assert rows["WAREHOUSE"].moves == [f"2 台 of {product.code} are needed more"]
    total = departments.total(found)
    assert (rows["FINANCE"].amount, total.days, total.amount, total.broken) == (200, 25, 140, 0)
    assert (measures.of(found)[measures.COST], measures.of(found)[measures.NOT_FEASIBLE]) == (60, 0)


def test_tasks_answer_through_the_registry(cast, monkeypatch):
    order = make_effective(cast.owner, lines=[line(make_product(stock=9), 4)])
    monkeypatch.setattr(rooms.tasks, "_entries", {})
    assert not sheet(cast, order, modify(1, "quantity", 5)).has_tasks
    moved = TaskMove("MOVED", "装配", "PRODUCTION", D(6), 2)
    come = TaskMove("ADDED", "向客户确认", "SALES", D(1))  # of a department that nobody asks about changes
    monkeypatch.setattr(rooms.tasks, "_entries", {"tests": lambda projection, at: [moved, come]})
    found = sheet(cast, order, modify(1, "quantity", 5))
    assert (found.has_tasks, found.tasks) == (True, [moved, come])
    rows = {one.kind: one for one in departments.rows(found)}
    assert (rows["PRODUCTION"].moves, rows["SALES"].moves) == (
        ["Tasks moved (1): 装配"],
        ["Tasks added (1): 向客户确认"],
    )
    total = departments.total(found)
    assert (total.moved, total.added, total.hours) == (1, 1, 7)


# --- kept and read -----------------------------------------------------------------------------------


def test_a_sheet_is_read_back_as_it_was_written(cast):
    product = make_product(stock=10, lead_time_days=20)
    rival(cast, product, 6, THERE)
    order = make_effective(cast.owner, lines=[line(product, 4)], requested_date=THERE)
    answers = [ChangeAssessment(kind="FINANCE", verdict=Verdict.FEASIBLE, answered_by=cast.head, answered_at=AT)]
    found = sheet(cast, order, modify(1, "quantity", 6), answers=answers)
    data = json.loads(json.dumps(encoding.written(found)))
    again = encoding.read(data)
    assert (again, encoding.digest(again)) == (found, encoding.digest(found))
    data["of_tomorrow"] = 1
    assert encoding.read(data) == found


def test_the_number_of_statements_does_not_depend_on_the_lines(cast):
    counts = []
    for many in (2, 12):
        products = [make_product(stock=3, lead_time_days=20) for _ in range(many)]
        for one in products:
            rival(cast, one, 2, THERE)
        order = make_effective(cast.owner, lines=[line(one, 1) for one in products], requested_date=THERE)
        items = [modify(number, "quantity", 4) for number in range(1, many + 1)]
        with CaptureQueriesContext(connection) as captured:
            found = sheet(cast, order, *items)
        assert (len(found.lines), len(found.broken)) == (many, many)
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 1


def test_a_kit_is_counted_by_its_components(cast):
    base, sensor = make_product(stock=7), make_product(stock=20, lead_time_days=20)
    kit = make_product(lead_time_days=20)
    parts = [Component(product_id=base.pk, quantity=D(1)), Component(product_id=sensor.pk, quantity=D(4))]
    kits.save_kit(actor=system_user(), product_id=kit.pk, works_on="COMPONENTS", components=parts, at=AT)
    order = make_effective(cast.owner, lines=[line(kit, 3)], requested_date=THERE)
    (one,) = sheet(cast, order, modify(1, "quantity", 5)).lines
    assert (one.held, one.more, one.arrival, one.behind) == (3, 2, THERE, 0)
    (one,) = sheet(cast, order, modify(1, "quantity", 6)).lines
    assert (one.in_time, one.arrival) == (5, date(2026, 12, 15)), "twenty sensors are enough for five"
    assert sheet(cast, order, modify(1, "quantity", 1)).lines[0].given_back == 2
