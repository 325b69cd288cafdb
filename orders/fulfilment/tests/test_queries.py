"""Who sees which deliveries, and what lists and forms are told (RELIABILITY 2.8)."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people import queries as people
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import make_user
from common import errors
from customers.operations import save_carrier
from orders.fulfilment import filters, freight, operations, queries
from orders.lifecycle import operations as lifecycle
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return builders.make_order_cast()


def filtered(**data):
    found = filters.OutboundFilter(data, queries.list_documents(people.system_user()))
    assert found.is_valid(), found.errors
    return list(found.qs)


def test_own_orders_show_their_deliveries_and_strangers_get_not_found(cast):
    document = flow.make_outbound(builders.make_effective(cast.owner))
    owner, stranger = builders.person(cast.owner.pk), builders.person(cast.stranger.pk)
    assert queries.get_document(owner, document.number) == document
    assert not queries.list_documents(stranger).exists()
    with pytest.raises(errors.NotFound):
        queries.get_document(stranger, document.number)
    with pytest.raises(errors.NotFound):
        queries.get_document_by_id(stranger, document.pk)
    assert queries.get_document(builders.person(cast.head.pk), document.number) == document
    assert queries.get_document(make_user("warehouse"), document.number) == document


def test_a_person_without_the_right_sees_nothing(cast):
    flow.make_outbound(builders.make_effective(cast.owner))
    assert not queries.list_documents(make_user(None)).exists()


def test_goods_of_anothers_order_on_the_same_document_are_left_out_and_it_is_not_his_to_change(cast):
    customer, product = builders.make_buyer(cast.owner), products.make_product(stock=50)
    mine = builders.make_effective(cast.owner, customer=customer, lines=[builders.line(product, 1)])
    line = [builders.line(product, 2)]
    theirs = builders.make_effective(cast.owner, customer=customer, lines=line, actor=cast.desk)
    type(theirs).objects.filter(pk=theirs.pk).update(salesperson=cast.stranger)
    lines = [(flow.first_line(mine).pk, D(1)), (flow.first_line(theirs).pk, D(2))]
    document = operations.draft_outbound(actor=people.system_user(), lines=lines, at=AT)
    owner = builders.person(cast.owner.pk)
    assert [row.order_line.order_id for row in queries.lines_of(owner, document)] == [mine.pk]
    assert len(queries.lines_of(make_user("warehouse"), document)) == 2
    executing = make_user("executing_owner")
    type(mine).objects.filter(pk=mine.pk).update(executing_owner=executing)
    with pytest.raises(errors.NotAllowed):
        operations.void_outbound(actor=executing, document_id=document.pk, at=AT)


def test_filters_find_by_number_order_customer_state_day_and_waybill():
    order, other = builders.make_effective(), builders.make_effective()
    document = flow.make_shipped(order, 1, waybill=" sf1001 ")
    assert document.waybill == "SF1001"
    draft = flow.make_outbound(other)
    assert filtered(q=document.number) == filtered(order=order.number) == filtered(status=["AUDITED"]) == [document]
    assert filtered(q="sf10") == filtered(waybill="sf1") == filtered(ship_date_from=TODAY) == [document]
    assert filtered(customer=other.customer_id) == filtered(customer=other.customer.code) == [draft]
    assert filtered(q=order.number) == [document]
    assert len(filtered(q="ob2026")) == 2
    assert filtered(q=order.customer.name) == filtered(salesperson=order.salesperson_id) == [document]


def test_a_proposal_offers_what_is_open_and_there(cast):
    product = products.make_product(stock=8)
    order = builders.make_effective(cast.owner, lines=[builders.line(product, 5), builders.line(product, 6)])
    products.receive(product, 1)
    flow.make_outbound(order, 2)
    first, second = queries.proposals(people.system_user(), order_ids=[order.pk]).rows
    assert (first.open, first.reserved, first.available, first.quantity) == (D(3), D(5), D(1), D(3))
    assert (second.open, second.reserved, second.quantity) == (D(6), D(3), D(4))


def test_a_notice_is_proposed_from_where_most_lies_and_says_what_lies_elsewhere(cast):
    product, other = products.make_product(stock=13), products.make_warehouse()
    products.receive(product, 24, warehouse=other)
    order = builders.make_effective(cast.owner, lines=[builders.line(product, 37)])
    found = queries.proposals(people.system_user(), order_ids=[order.pk])
    (row,) = found.rows
    assert (found.warehouse_id, row.reserved, row.quantity) == (other.pk, D(24), D(24))
    assert [(place.is_default, quantity) for place, quantity in row.elsewhere] == [(True, D(13))]
    (there,) = queries.proposals(people.system_user(), order_ids=[order.pk], warehouse_id=row.elsewhere[0][0].pk).rows
    assert (there.quantity, there.elsewhere) == (D(13), [(other, D(24))])
    document = flow.make_outbound(order)
    assert document.warehouse == other
    with pytest.raises(errors.OutOfStock) as refusal:
        operations.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)
    assert {name: refusal.value.details[name] for name in ("warehouse", "asked", "available")} == {
        "warehouse": other.code,
        "asked": "37",
        "available": "24",
    }
    assert list(refusal.value.details["elsewhere"].values()) == ["13"]
    assert str(other) in str(refusal.value)


def test_a_proposal_leaves_out_what_cannot_ship_now(cast):
    service = products.make_service()
    order = builders.make_effective(
        cast.owner, lines=[builders.line(service, 1, 5), builders.line(products.make_product(stock=5), 5)]
    )
    assert [one.line.line_no for one in queries.proposals(people.system_user(), order_ids=[order.pk]).rows] == [2]
    assert not queries.proposals(builders.person(cast.stranger.pk), order_ids=[order.pk]).rows
    lifecycle.freeze_order(actor=people.system_user(), order_id=order.pk, reason="x", at=AT)
    assert not queries.proposals(people.system_user(), order_ids=[order.pk]).rows


def test_buttons_say_why_not(cast):
    document = flow.make_shipped(builders.make_effective(cast.owner))
    actions = {action.verb: action for action in queries.possible_verbs(make_user("logistics"), document)}
    assert actions["outbound.sign"].allowed
    assert not actions["outbound.unaudit"].allowed
    assert actions["outbound.unaudit"].is_in_state
    assert not actions["outbound.audit"].is_in_state


def test_who_may_not_see_deliveries_gets_none_of_an_order_he_sees(cast):
    order = builders.make_effective(cast.owner)
    flow.make_outbound(order)
    role_id = Role.objects.get(code="sales").pk
    roles.set_grants(actor=people.system_user(), role_id=role_id, grants={"outbound.view": ""}, at=AT)
    owner = builders.person(cast.owner.pk)
    assert queries.documents_of_order(owner, order) == queries.services_of_order(owner, order) == []


def test_the_documents_of_an_order_come_with_their_lines_in_two_statements(cast):
    product = products.make_product(stock=50)
    order = builders.make_effective(cast.owner, lines=[builders.line(product, 5), builders.line(product, 6)])
    for _n in range(3):
        flow.make_outbound(order, lines=[(line.pk, D(1)) for line in builders.lines_of(order)])
    warehouse = make_user("warehouse")
    assert warehouse.can("outbound.view")
    with CaptureQueriesContext(connection) as captured:
        found = queries.documents_of_order(warehouse, order)
        assert [len(document.order_lines) for document in found] == [2, 2, 2]
    assert len(captured) == 2
    with CaptureQueriesContext(connection) as captured:
        on_page = queries.orders_of(warehouse, found)
    assert len(captured) == 1
    assert [(one.reference, one.lines, one.quantity) for one in on_page[found[0].pk]] == [(order.number, 2, D(2))]


def test_freight_is_told_of_what_left_by_document_and_by_carrier():
    carrier = save_carrier(actor=people.system_user(), code="SFX", name="顺丰", at=AT)
    paid = {"carrier": carrier.pk, "freight": D("80"), "freight_charged": D("30")}
    left, notice = flow.make_shipped(builders.make_effective(), **paid), flow.make_outbound(builders.make_effective())
    found = freight.freight_of([left.pk, notice.pk])
    assert [(one.number, one.cost, one.charged) for one in found.values()] == [(left.number, D(80), D(30))]
    assert freight.freight_with(carrier.pk, TODAY, TODAY) == found
    assert freight.freight_with(carrier.pk, TODAY + timedelta(1), TODAY + timedelta(9)) == {}
