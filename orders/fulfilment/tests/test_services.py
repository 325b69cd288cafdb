"""Services performed take the place of outbound documents (SEMANTICS 3, 11)."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from customers.tests.builders import payment_term
from orders.fulfilment import operations
from orders.lifecycle import operations as lifecycle
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def system(mine):
    return mine[0]


@pytest.fixture
def order(mine):
    return mine[1]


def _make_all():
    system = _make_system()
    order = _make_order()
    return system, order


def _make_system():
    return people.system_user()


def _make_order():
    product, service = products.make_product(stock=10), products.make_service()
    return builders.make_effective(lines=[builders.line(product, 2), builders.line(service, 3, 500)])


def perform(order, quantity=3, line_no=2, **more):
    values = {"actor": people.system_user(), "performed_date": TODAY, "proof": "report 17", **more}
    return operations.perform_service(order_id=order.pk, line_no=line_no, quantity=D(quantity), at=AT, **values)


def test_a_service_performed_closes_its_line_and_with_the_goods_the_order(order):
    perform(order)
    line = builders.lines_of(order)[1]
    assert (line.shipped, line.closure, line.row_closed, line.last_ship_date) == (D(3), "AUTO", True, TODAY)
    assert builders.fresh(order).status == "EFFECTIVE"
    flow.make_signed(order)
    after = builders.fresh(order)
    assert (after.status, after.signing, after.fulfilment) == ("CLOSED", "FULL", "FULL")
    assert flow.broken_invariants() == {}


def test_a_service_in_parts(order):
    perform(order, 1)
    assert builders.lines_of(order)[1].closure == "OPEN"
    perform(order, 2)
    assert builders.lines_of(order)[1].closure == "AUTO"
    assert flow.broken_invariants() == {}


def test_more_than_ordered_is_not_performed(order):
    perform(order, 2)
    with pytest.raises(errors.Conflict) as refusal:
        perform(order, 2)
    assert refusal.value.code == "over_delivery"


def test_goods_are_not_performed(order):
    with pytest.raises(errors.WrongState):
        perform(order, 1, line_no=1)


def test_a_service_needs_a_proof_a_day_that_has_come_and_a_quantity(order):
    for wrong in ({"proof": ""}, {"performed_date": TODAY + timedelta(days=1)}, {"quantity": 0}):
        with pytest.raises(errors.Invalid) as refusal:
            perform(order, **wrong)
        assert set(wrong) <= set(refusal.value.fields)


def test_a_frozen_order_performs_nothing(order, system):
    lifecycle.freeze_order(actor=system, order_id=order.pk, reason="dispute", at=AT)
    with pytest.raises(errors.WrongState):
        perform(order)


def test_the_gates_of_goods_are_those_of_services(system):
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, payment_term=payment_term("PREPAID"))
    order = builders.make_effective(
        cast.owner, customer=customer, lines=[builders.line(products.make_service(), 1, 500)]
    )
    with pytest.raises(errors.Conflict) as refusal:
        perform(order, 1, line_no=1)
    assert refusal.value.code == "payment_missing"
    flow.make_paid(order)
    perform(order, 1, line_no=1)
    assert builders.fresh(order).status == "CLOSED"


def test_an_order_of_services_alone_needs_no_shipment():
    order = builders.make_effective(lines=[builders.line(products.make_service(), 1, 500)], order_type_code="SERVICE")
    perform(order, 1, line_no=1)
    assert builders.fresh(order).status == "CLOSED"


def test_a_record_taken_back_opens_the_line(order, system):
    record = perform(order)
    operations.revoke_service(actor=system, order_id=order.pk, record_id=record.pk, reason="other customer", at=AT)
    line = builders.lines_of(order)[1]
    assert (line.shipped, line.closure, line.row_closed, line.first_ship_date) == (0, "OPEN", False, None)
    assert builders.fresh(order).next_due_date is None
    with pytest.raises(errors.WrongState):
        operations.revoke_service(actor=system, order_id=order.pk, record_id=record.pk, reason="again", at=AT)
    assert flow.broken_invariants() == {}


def test_taking_back_asks_for_a_reason(order, system):
    record = perform(order)
    with pytest.raises(errors.Invalid):
        operations.revoke_service(actor=system, order_id=order.pk, record_id=record.pk, reason="", at=AT)


def test_the_service_people_record_and_the_warehouse_does_not(order):
    with pytest.raises(errors.NotAllowed):
        perform(order, actor=make_user("warehouse"))
    perform(order, actor=make_user("service"))
