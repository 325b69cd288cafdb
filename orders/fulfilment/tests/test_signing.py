"""Signing: what arrived, what was lost, what is shipped again (SEMANTICS 11)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from customers.tests.builders import payment_term
from orders.closure import operations as closure
from orders.fulfilment import operations
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return people.system_user()


def test_signing_without_figures_accepts_everything():
    order = builders.make_effective()
    document = flow.make_signed(order)
    line, after = flow.first_line(order), builders.fresh(order)
    assert (document.status, document.signer, document.signed_date) == ("SIGNED", "王建国", TODAY)
    assert (line.signed, line.transit_loss, after.signing, after.stage) == (D(10), 0, "FULL", "COMPLETE")
    assert after.signed_amount == after.lines_amount
    assert flow.broken_invariants() == {}


def test_signing_makes_the_money_due(system):
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, payment_term=payment_term("ADVANCE30"))
    order = builders.make_effective(cast.owner, customer=customer)
    document = flow.make_shipped(order)
    advance, rest = flow.plan_of(order)
    assert (advance.due_date, rest.due_date) == (TODAY, None)
    flow.sign(document, signed_date=TODAY)
    assert flow.plan_of(order)[1].due_date == TODAY + timedelta(days=30)
    assert flow.broken_invariants() == {}


def test_a_loss_that_is_not_shipped_again_leaves_the_line_closed():
    order = builders.make_effective()
    document = flow.make_shipped(order)
    flow.sign(document, lines={document.lines.get().pk: (D(8), D(2))})
    line, after = flow.first_line(order), builders.fresh(order)
    assert (line.signed, line.transit_loss, line.reship, line.closure) == (D(8), D(2), 0, "AUTO")
    assert (after.status, after.signing) == ("CLOSED", "FULL")
    assert flow.broken_invariants() == {}


def test_a_loss_that_is_shipped_again_opens_line_and_order_but_row_close_stays_y():
    order = builders.make_effective()
    document = flow.make_shipped(order)
    mine = document.lines.get().pk
    flow.sign(document, lines={mine: (D(8), D(2))}, reship=[mine])
    line, after = flow.first_line(order), builders.fresh(order)
    assert (line.reship, line.open, line.closure, line.row_closed) == (D(2), D(2), "OPEN", True)
    assert (after.status, after.fulfilment) == ("EFFECTIVE", "PARTIAL")
    assert flow.broken_invariants() == {}
    flow.make_signed(order)
    line, after = flow.first_line(order), builders.fresh(order)
    assert (line.shipped, line.open, line.closure, after.status) == (D(12), 0, "AUTO", "CLOSED")
    assert after.shipped_amount == after.lines_amount
    assert flow.broken_invariants() == {}


def test_a_loss_on_a_line_closed_by_hand_is_not_shipped_again_before_it_is_opened(system):
    order = builders.make_effective()
    document = flow.make_shipped(order, 4)
    closure.close_line(actor=system, order_id=order.pk, line_no=1, reason_code="CUSTOMER", reason="", at=AT)
    mine = document.lines.get().pk
    with pytest.raises(errors.WrongState):
        flow.sign(document, lines={mine: (D(3), D(1))}, reship=[mine])
    flow.sign(document, lines={mine: (D(3), D(1))})
    assert flow.first_line(order).closure == "SHORT"


@pytest.mark.parametrize(
    "wrong",
    [
        {"signer": " "},
        {"signed_date": TODAY + timedelta(days=1)},
        {"signed_date": date(2026, 11, 19)},
        {"lines": {0: (D(1), D(0))}},
        {"reship": [0]},
    ],
)
def test_wrong_entries_are_named(system, wrong):
    document = flow.make_shipped(builders.make_effective())
    entries = {"signer": "王", "signed_date": TODAY, "lines": None, **wrong}
    with pytest.raises(errors.Invalid) as refusal:
        operations.sign_outbound(actor=system, document_id=document.pk, at=AT, **entries)
    assert any(next(iter(wrong)) in path for path in refusal.value.fields)


def test_more_than_went_out_cannot_be_signed_for(system):
    document = flow.make_shipped(builders.make_effective())
    mine = document.lines.get().pk
    with pytest.raises(errors.Invalid):
        flow.sign(document, lines={mine: (D(9), D(2))})


def test_only_audited_goods_are_signed_for_and_once(system):
    order = builders.make_effective()
    draft = flow.make_outbound(order, 5)
    with pytest.raises(errors.WrongState):
        flow.sign(draft)
    document = flow.make_signed(order, 5)
    with pytest.raises(errors.WrongState):
        flow.sign(document)


def test_a_frozen_order_can_be_signed_for(system):
    from orders.lifecycle import operations as lifecycle

    order = builders.make_effective()
    document = flow.make_shipped(order, 5)
    lifecycle.freeze_order(actor=system, order_id=order.pk, reason="dispute", at=AT)
    flow.sign(document)
    assert flow.first_line(order).signed == D(5)


def test_logistics_records_the_signing_and_the_warehouse_does_not():
    document = flow.make_shipped(builders.make_effective())
    entries = {"document_id": document.pk, "signer": "王", "signed_date": TODAY, "at": AT}
    with pytest.raises(errors.NotAllowed):
        operations.sign_outbound(actor=make_user("warehouse"), **entries)
    operations.sign_outbound(actor=make_user("logistics"), **entries)
