"""What a person decides about received ship dates."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.roles.models import Role, RoleGrant
from accounts.tests.builders import make_user
from common import errors
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.ship_dates import operations, queries
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.fulfilment.ship_dates.tests.builders import EARLIER, kept, place_earlier, said, send
from orders.order.models import Order
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def order(mine):
    return mine[0]


@pytest.fixture
def clerk(mine):
    return mine[1]


def _make_all():
    order = _make_order()
    clerk = _make_clerk()
    return order, clerk


def _make_order():
    return place_earlier(builders.make_effective())


def _make_clerk():
    return make_user("logistics")


def day_of(document):
    return OutboundDocument.objects.get(pk=document.pk).ship_date


def test_one_of_several_is_assigned_by_hand(order, clerk):
    first, second = flow.make_shipped(order, 5), flow.make_shipped(order, 5)
    send(said(EARLIER, order=order.number, line_no=1, quantity=D(5)))
    one = operations.assign_ship_date(actor=clerk, received_id=kept()[0].pk, number=second.number, at=AT)
    assert (one.state, one.document_id, one.settled_by) == ("APPLIED", second.pk, clerk)
    assert (day_of(first), day_of(second)) == (TODAY, EARLIER)
    assert flow.first_line(order).first_ship_date == EARLIER
    assert flow.broken_invariants() == {}


def test_of_two_dates_in_conflict_the_chosen_one_dismisses_the_other(order, clerk):
    document = flow.make_shipped(order)
    send(said(EARLIER, outbound=document.number), said(EARLIER + timedelta(days=1), outbound=document.number))
    operations.assign_ship_date(actor=clerk, received_id=kept()[1].pk, number=document.number, at=AT)
    assert [one.state for one in kept()] == ["DISMISSED", "APPLIED"]
    assert day_of(document) == EARLIER + timedelta(days=1)
    assert flow.broken_invariants() == {}


def test_one_that_is_dismissed_gives_the_entered_day_back(order, clerk):
    document = flow.make_shipped(order, ship_date=TODAY - timedelta(days=1))
    send(said(EARLIER, outbound=document.number))
    with pytest.raises(errors.Invalid):
        operations.dismiss_ship_date(actor=clerk, received_id=kept()[0].pk, reason=" ", at=AT)
    operations.dismiss_ship_date(actor=clerk, received_id=kept()[0].pk, reason="录错", at=AT)
    assert (day_of(document), kept()[0].state, kept()[0].note) == (TODAY - timedelta(days=1), "DISMISSED", "录错")
    assert flow.first_line(order).first_ship_date == TODAY - timedelta(days=1)
    assert flow.broken_invariants() == {}


def test_one_that_is_dismissed_stays_so_when_it_is_sent_again(order, clerk):
    row = said(EARLIER, order=order.number, line_no=1, quantity=D(10))
    send(row)
    operations.dismiss_ship_date(actor=clerk, received_id=kept()[0].pk, reason="测试数据", at=AT)
    document = flow.make_shipped(order)
    assert send(row)[0].received.state == "DISMISSED"
    assert day_of(document) == TODAY


def test_a_difference_is_confirmed_once(order, clerk):
    document = flow.make_shipped(order, ship_date=TODAY - timedelta(days=1))
    send(said(EARLIER, outbound=document.number))
    operations.confirm_ship_date(actor=clerk, received_id=kept()[0].pk, at=AT)
    assert (kept()[0].differs, day_of(document)) == (False, EARLIER)
    with pytest.raises(errors.WrongState):
        operations.confirm_ship_date(actor=clerk, received_id=kept()[0].pk, at=AT)
    assert OutboundDocument.objects.get(pk=document.pk).entered_ship_date == TODAY - timedelta(days=1)


def test_what_does_not_agree_is_found_at_night(order):
    document = flow.make_shipped(order)
    send(said(EARLIER, outbound=document.number))
    rows = OutboundDocument.objects.filter(pk=document.pk)
    rows.update(ship_date=TODAY)
    assert "ship_dates.applied" in flow.broken_invariants()
    rows.update(ship_date=None)
    assert "ship_dates.dated" in flow.broken_invariants()
    ReceivedShipDate.objects.update(state="PENDING")
    assert "ship_dates.unsaid" in flow.broken_invariants()


def test_it_is_assigned_only_to_what_has_left_since_its_orders_were_placed(order, clerk):
    send(said(EARLIER, waybill="W"))
    late = flow.make_shipped(builders.make_effective())
    assign = {"actor": clerk, "received_id": kept()[0].pk, "at": AT}
    with pytest.raises(errors.WrongState):
        operations.assign_ship_date(number=flow.make_outbound(order).number, **assign)
    with pytest.raises(errors.Invalid):
        operations.assign_ship_date(number=late.number, **assign)
    with pytest.raises(errors.Invalid):
        operations.assign_ship_date(number="OB20200101-0001", **assign)
    with pytest.raises(errors.Stale):
        operations.assign_ship_date(number=late.number, version=9, **assign)
    with pytest.raises(errors.NotAllowed):
        operations.assign_ship_date(number=late.number, **{**assign, "actor": make_user("sales")})
    assert kept()[0].state == "PENDING"


def close_the_book(order):
    Order.objects.filter(pk=order.pk).update(status="ARCHIVED")


def test_what_was_applied_to_a_closed_book_is_not_dismissed(order, clerk):
    document = flow.make_shipped(order)
    send(said(EARLIER, outbound=document.number))
    close_the_book(order)
    with pytest.raises(errors.WrongState, match="archive"):
        operations.dismiss_ship_date(actor=clerk, received_id=kept()[0].pk, reason="录错", at=AT)
    assert (day_of(document), kept()[0].state) == (EARLIER, "APPLIED")
    for page in ("/ship-dates/?unsettled=", f"/outbound/{document.number}/"):
        assert f"/ship-dates/{kept()[0].pk}/dismiss/" not in Browser(clerk).get(page).text


def test_nothing_is_assigned_to_a_closed_book_nor_finds_its_way_there(order, clerk):
    document = flow.make_shipped(order, waybill="SF9")
    close_the_book(order)
    (answer,) = send(said(EARLIER, waybill="SF9"))
    assert (answer.received.state, answer.received.why) == ("PENDING", "NOT_AUDITED")
    with pytest.raises(errors.WrongState, match="archive"):
        operations.assign_ship_date(actor=clerk, received_id=kept()[0].pk, number=document.number, at=AT)
    assert (day_of(document), kept()[0].state) == (TODAY, "PENDING")


def test_documents_that_a_person_does_not_see_are_neither_named_nor_chosen(order):
    numbers = [flow.make_shipped(order, 5).number for _n in range(2)]
    send(said(EARLIER, order=order.number, line_no=1, quantity=D(5)))
    seller, clerk = make_user("sales"), make_user("logistics")
    RoleGrant.objects.create(role=Role.objects.get(code="sales"), verb="ship_date.resolve", scope="ALL")
    seller = builders.person(seller.pk)
    for actor, told in ((seller, []), (clerk, numbers)):
        (one,) = kept()
        queries.describe(actor, [one])
        assert one.candidates == told
    ReceivedShipDate.objects.update(received_by=seller)
    with pytest.raises(errors.Invalid, match="No outbound document"):
        operations.assign_ship_date(actor=seller, received_id=kept()[0].pk, number=numbers[0], at=AT)
