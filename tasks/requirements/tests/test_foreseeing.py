"""What another day would do is told before it is done, and what can be done instead (R156, R157, R159)."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.tests.builders import make_user
from common import errors
from orders.tests import builders as orders
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import statements
from orders.work.models import DepartmentLoad
from products.buying import operations as buying
from products.buying.models import PurchasePrice
from products.stock import ledger
from products.stock.supply.models import PlannedReceipt
from products.tests.builders import make_product, make_supplier
from tasks.requirements import foreseeing, operations, representation
from tasks.requirements.foreseeing import Kind
from tasks.requirements.tests.builders import in_days, lines_of, make_accepted, order_for, wanted
from tasks.tests.builders import make_shop, make_task

pytestmark = pytest.mark.django_db
MONDAY = TODAY - timedelta(TODAY.weekday())


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def product():
    return make_product(lead_time_days=60)


def accepted(shop, product, quantity=4, days=6, needed=2, **more):
    found = make_accepted(shop, wanted(product, quantity, days=needed, **more.pop("line", {})), days=days, **more)
    (line,) = lines_of(found)
    return found, line


def test_a_later_day_tells_whose_promise_breaks_and_changes_nothing(shop, product):
    _found, line = accepted(shop, product)
    soon = order_for(product, 4)
    promised = orders.lines_of(soon)[0].promised_date
    (one,) = foreseeing.consequences(shop.planner, line, in_days(13), TODAY)
    assert (one.order, one.promised, one.is_broken, one.days) == (soon, promised, True, 5)
    operations.move_day(
        actor=shop.foreman,
        requirement_id=line.requirement_id,
        line_id=line.pk,
        planned_date=in_days(13),
        cause="MATERIAL",
        at=AT,
    )
    assert orders.lines_of(soon)[0].promised_date == one.would_be


def test_what_can_still_be_met_is_no_consequence(shop, product):
    _found, line = accepted(shop, product)
    order_for(product, 4, requested_date=TODAY + timedelta(50))
    assert foreseeing.consequences(shop.planner, line, in_days(13), TODAY) == []


def test_goods_that_do_not_come_at_all_leave_the_lead_time(shop, product):
    found, _line = accepted(shop, product)
    order = order_for(product, 4)
    (one,) = foreseeing.shortage(shop.planner, found, TODAY)
    assert one.order == order and one.would_be > TODAY + timedelta(60)


def test_orders_of_others_are_not_named(shop, product):
    _found, line = accepted(shop, product)
    order_for(product, 4)
    (one,) = foreseeing.consequences(make_user("executing_owner"), line, in_days(13), TODAY)
    assert (one.order, one.line_no, one.requested, one.reasons) == (None, None, None, ())
    assert one.is_broken


def test_it_takes_as_many_statements_however_many_lines_wait(shop):
    def look(count):
        product = make_product(lead_time_days=60)
        _found, line = accepted(shop, product, quantity=count)
        for _one in range(count):
            order_for(product, 1)
        return statements(lambda: foreseeing.consequences(shop.planner, line, in_days(13), TODAY))

    look(1)
    assert look(2) == look(6)


def load(department, *hours, capacity=40, first=MONDAY):
    for place, one in enumerate(hours):
        DepartmentLoad.objects.create(
            department=department, week=first + timedelta(7 * place), hours=one, capacity=capacity
        )


def test_overtime_is_what_the_people_lack_until_the_day(shop, product):
    order = order_for(product, 4)
    task = make_task(order, shop=shop, planned_hours=D(36))
    found, line = accepted(shop, product, days=20, needed=5, line={"order": order, "task_id": task.pk})
    load(shop.production, 40, 30, 0)
    (one,) = foreseeing.remedies(line, TODAY)  # 20 November 2026 is a Friday: four days of work until the 25th
    assert (one.kind, one.planned_date, one.is_in_time) == (Kind.OVERTIME, line.needed_date, True)
    # of 40 hours on 30 ten are free in the week, three of its five days are counted: 6 hours of the 36 are there
    assert (one.hours, one.people) == (D("30.0"), 3)
    taken = operations.take_remedy(
        actor=shop.foreman, requirement_id=found.pk, line_id=line.pk, remedy=one.key, token=one.token, at=AT
    )
    assert lines_of(taken)[0].planned_date == line.needed_date


def test_nobody_works_more_than_the_law_allows(shop, product):
    order = order_for(product, 4)
    task = make_task(order, shop=shop, planned_hours=D(200))
    _found, line = accepted(shop, product, days=60, needed=5, line={"order": order, "task_id": task.pk})
    (one,) = foreseeing.remedies(line, TODAY)
    assert not one.is_in_time and one.planned_date > line.needed_date


def test_who_has_a_price_for_so_many_is_named_with_it_and_with_his_days_for_the_product(shop):
    usual, cheap = make_supplier(lead_time_days=40), make_supplier(lead_time_days=60)
    product = make_product(supplier=usual)
    asked = {"product": product, "supplier": cheap, "currency_id": "CNY", "valid_from": TODAY}
    for quantity, price, days in ((0, "90", 6), (10, "70", 5), (100, "50", 1)):
        changes = {**asked, "min_quantity": quantity, "price": D(price), "lead_time_days": days}
        buying.save_price(actor=shop.buyer, changes=changes, at=AT)
    found, line = accepted(shop, product, quantity=12, days=30, needed=9, kind="BUY", supplier_id=usual.pk)
    (one,) = foreseeing.remedies(line, TODAY)
    assert (one.supplier, one.price, one.currency, one.planned_date) == (cheap, D(70), "CNY", in_days(5))
    seen = representation.remedy_row(one, may_see=True), representation.remedy_row(one, may_see=False)
    assert [row["price"] for row in seen] == ["70.00", None] and "70" not in str(seen[1]["text"])
    newer = {**asked, "min_quantity": 10, "price": D(75), "lead_time_days": 5, "valid_from": TODAY - timedelta(1)}
    buying.save_price(actor=shop.buyer, changes=newer, at=AT)
    assert foreseeing.remedies(line, TODAY)[0].token == one.token  # the one that began last still counts
    row = PurchasePrice.objects.get(price=D(70))
    buying.save_price(actor=shop.buyer, price_id=row.pk, changes={"price": D(71)}, version=row.version, at=AT)
    with pytest.raises(errors.Stale):
        operations.take_remedy(
            actor=shop.buyer, requirement_id=found.pk, line_id=line.pk, remedy=one.key, token=one.token, at=AT
        )


def test_other_suppliers_are_named_with_what_speaks_for_them(shop):
    usual, quick = make_supplier(lead_time_days=40), make_supplier(lead_time_days=7)
    product = make_product(supplier=usual)
    PlannedReceipt.objects.create(
        product=product,
        warehouse_id=ledger.default_warehouse_id(),
        quantity=3,
        received=3,
        state="RECEIVED",
        expected_date=TODAY,
        first_expected_date=TODAY,
        supplier=quick,
        created_by=shop.buyer,
        created_at=AT,
        updated_at=AT,
    )
    found, line = accepted(shop, product, days=30, needed=9, kind="BUY", supplier_id=usual.pk)
    (one,) = foreseeing.remedies(line, TODAY)
    assert (one.supplier, one.planned_date, one.is_in_time) == (quick, in_days(7), True)
    with pytest.raises(errors.Stale):
        operations.take_remedy(
            actor=shop.buyer, requirement_id=found.pk, line_id=line.pk, remedy=one.key, token="old", at=AT
        )
    operations.take_remedy(
        actor=shop.buyer, requirement_id=found.pk, line_id=line.pk, remedy=one.key, token=one.token, at=AT
    )
    (line,) = lines_of(found)
    assert (line.receipt.supplier, line.planned_date) == (quick, in_days(7))
