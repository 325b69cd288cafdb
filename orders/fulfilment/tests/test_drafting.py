"""Delivery notices: checked when they are written, not only when they leave (SEMANTICS 3, 16)."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors, settings
from common.models import DayCounter, Setting
from orders.fulfilment import operations, queries
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderLine
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from products.tests import builders as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return people.system_user()


@pytest.fixture
def over_ten_percent():
    Setting.objects.create(key="orders.over_delivery_percent", value="10")
    settings.forget()
    yield
    settings.forget()


def draft(lines, actor=None, **header):
    return operations.draft_outbound(actor=actor or people.system_user(), lines=lines, at=AT, **header)


def test_a_notice_has_its_number_and_takes_the_place_from_the_order(system):
    order = builders.make_effective()
    document = flow.make_outbound(order)
    assert document.number == "OB20261120-0001"
    assert (document.status, document.customer_id) == ("DRAFT", order.customer_id)
    assert (document.ship_address, document.ship_recipient) == (order.ship_address, order.ship_recipient)
    assert flow.first_line(order).drafted == D(10)
    assert builders.fresh(order).stage == "LOGISTICS"
    assert flow.broken_invariants() == {}


def test_the_quantity_is_checked_against_open_and_other_notices_when_it_is_drafted():
    order = builders.make_effective()
    line = flow.first_line(order)
    draft([(line.pk, D(7))])
    with pytest.raises(errors.Invalid) as refusal:
        draft([(line.pk, D(4))])
    assert refusal.value.code == "over_delivery"
    assert "at most 3" in str(refusal.value.fields["lines.1.quantity"][0])
    draft([(line.pk, D(3))])
    assert flow.first_line(order).drafted == D(10)


@pytest.mark.usefixtures("over_ten_percent")
def test_the_over_delivery_tolerance_counts_when_it_is_drafted():
    line = flow.first_line(builders.make_effective())
    draft([(line.pk, D(11))])
    with pytest.raises(errors.Invalid):
        draft([(line.pk, D("0.1"))])


def test_a_refused_notice_leaves_no_gap_in_the_numbers():
    line = flow.first_line(builders.make_effective())
    with pytest.raises(errors.Invalid):
        draft([(line.pk, D(11))])
    assert not DayCounter.objects.filter(series="OB").exists()


@pytest.mark.parametrize("quantity", [D(0), D(-1), D("1.00001")])
def test_a_quantity_that_is_none_is_refused(quantity):
    line = flow.first_line(builders.make_effective())
    with pytest.raises(errors.Invalid) as refusal:
        draft([(line.pk, quantity)])
    assert "lines.1.quantity" in refusal.value.fields


def test_no_lines_or_the_same_line_twice_is_refused():
    line = flow.first_line(builders.make_effective())
    with pytest.raises(errors.Invalid):
        draft([])
    with pytest.raises(errors.Invalid):
        draft([(line.pk, D(1)), (line.pk, D(1))])


def test_goods_of_two_customers_do_not_travel_on_one_document():
    lines = [(flow.first_line(builders.make_effective()).pk, D(1)) for _n in range(2)]
    with pytest.raises(errors.Invalid) as refusal:
        draft(lines)
    assert refusal.value.code == "several_customers"


@pytest.mark.parametrize("make", [builders.make_draft, builders.make_submitted])
def test_an_order_that_is_not_effective_does_not_ship(make):
    with pytest.raises(errors.WrongState):
        flow.make_outbound(make())


def test_a_frozen_order_and_a_frozen_line_do_not_ship(system):
    order = builders.make_effective()
    lifecycle.freeze_order(actor=system, order_id=order.pk, reason="dispute", at=AT)
    with pytest.raises(errors.WrongState):
        flow.make_outbound(order)
    other = builders.make_effective()
    lifecycle.freeze_order(actor=system, order_id=other.pk, reason="dispute", line_nos=[1], at=AT)
    with pytest.raises(errors.WrongState):
        flow.make_outbound(other)


def test_only_the_lines_that_a_change_touches_do_not_ship():
    order = builders.make_effective(lines=[builders.line(products.make_product(stock=9), 2) for _line in range(2)])
    held, free = builders.lines_of(order)
    OrderLine.objects.filter(pk=held.pk).update(is_changing=True)
    with pytest.raises(errors.WrongState):
        flow.make_outbound(order)
    proposed = queries.proposals(people.system_user(), order_ids=[order.pk]).rows
    assert [one.line for one in proposed] == [free]
    assert flow.make_outbound(order, lines=[(free.pk, D(1))]).status == "DRAFT"


def test_a_service_is_not_put_on_a_delivery(system):
    order = builders.make_effective(lines=[builders.line(products.make_service(), 1)])
    with pytest.raises(errors.WrongState):
        draft([(flow.first_line(order).pk, D(1))])


def test_a_delivered_line_is_not_drafted_again():
    order = builders.make_effective()
    flow.make_shipped(order)
    with pytest.raises(errors.WrongState):
        draft([(flow.first_line(order).pk, D(1))])


def test_header_fields_are_checked():
    order = builders.make_effective()
    for wrong in ({"transport_mode": "ROCKET"}, {"freight": D(-1)}, {"waybill": "x" * 81}, {"warehouse_id": 999_999}):
        with pytest.raises(errors.Invalid):
            flow.make_outbound(order, 1, **wrong)


# --- change and void ---------------------------------------------------------------------------


def test_a_notice_changes_its_lines_and_header():
    product = products.make_product(stock=100)
    order = builders.make_effective(lines=[builders.line(product, 5), builders.line(product, 6)])
    first, second = builders.lines_of(order)
    document = draft([(first.pk, D(5))])
    changed = operations.update_outbound(
        actor=people.system_user(),
        document_id=document.pk,
        version=document.version,
        changes={"waybill": "SF1001", "notes": "careful"},
        lines=[(first.pk, D(2)), (second.pk, D(6))],
        at=AT,
    )
    assert (changed.waybill, changed.version) == ("SF1001", 2)
    assert {row.order_line_id: row.quantity for row in document.lines.all()} == {first.pk: D(2), second.pk: D(6)}
    assert [line.drafted for line in builders.lines_of(order)] == [D(2), D(6)]
    assert flow.broken_invariants() == {}


def test_its_own_quantity_does_not_count_against_it_when_it_is_changed():
    line = flow.first_line(builders.make_effective())
    document = draft([(line.pk, D(8))])
    with pytest.raises(errors.Invalid):
        update(document, lines=[(line.pk, D(11))])
    update(document, lines=[(line.pk, D(10))])
    assert document.lines.get().quantity == D(10)


def update(document, changes=None, **more):
    return operations.update_outbound(
        actor=people.system_user(),
        document_id=document.pk,
        version=more.pop("version", document.version),
        changes=changes or {},
        at=AT,
        **more,
    )


def test_an_edit_from_an_old_version_is_refused_and_names_the_field():
    document = flow.make_outbound(builders.make_effective())
    update(document, {"waybill": "A"})
    with pytest.raises(errors.Stale) as refusal:
        update(document, {"waybill": "B"}, version=1)
    assert refusal.value.details["fields"] == {"waybill": ["A", "B"]}


def test_of_goods_on_their_way_only_the_transport_changes():
    document = flow.make_shipped(builders.make_effective())
    update(document, {"waybill": "SF1001", "arrival_date": builders.REQUESTED})
    with pytest.raises(errors.WrongState):
        update(document, {"ship_address": "elsewhere"}, version=None)
    with pytest.raises(errors.WrongState):
        update(document, lines=[(document.lines.get().order_line_id, D(1))], version=None)


def test_a_void_notice_gives_its_quantity_back_and_keeps_its_number(system):
    order = builders.make_effective()
    document = flow.make_outbound(order)
    operations.void_outbound(actor=system, document_id=document.pk, reason="not today", at=AT)
    document.refresh_from_db()
    assert (document.status, document.number) == ("VOID", "OB20261120-0001")
    assert flow.first_line(order).drafted == 0
    assert builders.fresh(order).stage == "PREPARING"
    assert flow.make_outbound(order).number == "OB20261120-0002"
    assert flow.broken_invariants() == {}


def test_an_audited_document_is_not_made_void(system):
    document = flow.make_shipped(builders.make_effective())
    with pytest.raises(errors.WrongState):
        operations.void_outbound(actor=system, document_id=document.pk, at=AT)


# --- who may -----------------------------------------------------------------------------------


def test_a_stranger_does_not_even_see_it_and_a_salesperson_may_not_write_it():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    line = flow.first_line(order)
    with pytest.raises(errors.NotFound):
        draft([(line.pk, D(1))], actor=cast.stranger)
    with pytest.raises(errors.NotAllowed):
        draft([(line.pk, D(1))], actor=builders.person(cast.owner.pk))
    document = draft([(line.pk, D(1))], actor=make_user("warehouse"))
    with pytest.raises(errors.NotFound):
        operations.void_outbound(actor=builders.person(cast.stranger.pk), document_id=document.pk, at=AT)
    assert OutboundDocument.objects.count() == 1


# --- long documents ----------------------------------------------------------------------------


def statements(call):
    settings.forget()  # each call reads them once, however long ago the last one was
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def long_order(count):
    product = products.make_product(stock=1000)
    return builders.make_effective(lines=[builders.line(product, 2) for _n in range(count)])


def figures_of(count):
    """Statements of drafting, auditing, taking back and signing a document of so many lines."""
    system = people.system_user()
    wanted = [(line.pk, D(2)) for line in builders.lines_of(long_order(count))]
    drafted = statements(lambda: draft(wanted))
    document = OutboundDocument.objects.latest("pk")
    entries = {"actor": system, "document_id": document.pk, "at": AT}
    audited = statements(lambda: operations.audit_outbound(**entries))
    taken_back = statements(lambda: operations.unaudit_outbound(**entries, reason="x"))
    operations.audit_outbound(**entries)
    signed = statements(lambda: flow.sign(document))
    assert OutboundLine.objects.filter(document=document).count() == count
    return drafted, audited, taken_back, signed


def test_statements_do_not_grow_with_the_lines():
    few, many = figures_of(2), figures_of(200)
    assert few == many
    assert max(many) <= 38  # one asks whether apps above follow the order; one whose pieces are told apart
    assert flow.broken_invariants() == {}
