"""What waits is applied with the audit of its document, kept when the audit is taken back, and applied again."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from orders.fulfilment import operations
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.ship_dates.tests.builders import EARLIER, kept, place_earlier, results, said, send
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.racing import behind, race

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return place_earlier(builders.make_effective())


def audit(document):
    return operations.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)


def unaudit(document):
    return operations.unaudit_outbound(actor=people.system_user(), document_id=document.pk, reason="错", at=AT)


def line_of(order):
    return {"order": order.number, "line_no": 1, "quantity": D(10)}


@pytest.mark.parametrize("names", ["number", "waybill", "line"])
def test_it_applies_by_itself_in_the_audit(order, names):
    document = flow.make_outbound(order, waybill="SF1")
    by = {"number": {"outbound": document.number}, "waybill": {"waybill": "SF1"}, "line": line_of(order)}[names]
    (answer,) = send(said(EARLIER, **by))
    assert (answer.received.state, answer.received.why) == ("PENDING", "NOT_AUDITED")
    document = audit(document)
    assert (document.ship_date, document.entered_ship_date) == (EARLIER, TODAY)
    line = flow.first_line(order)
    assert (line.first_ship_date, line.last_ship_date) == (EARLIER, EARLIER)
    assert (kept()[0].state, kept()[0].document_id) == ("APPLIED", document.pk)
    assert flow.broken_invariants() == {}


def test_an_audit_taken_back_keeps_the_date_flagged_and_the_next_applies_it_again(order):
    """3.5, row 5: kept but flagged; the row-close flag falls."""
    document = flow.make_shipped(order)
    send(said(EARLIER, outbound=document.number))
    unaudit(document)
    line, one = flow.first_line(order), kept()[0]
    assert (line.row_closed, line.first_ship_date) == (False, None)
    assert (one.state, one.why, one.document_id, one.ship_date) == ("PENDING", "NOT_AUDITED", document.pk, EARLIER)
    assert flow.broken_invariants() == {}
    assert audit(document).ship_date == EARLIER
    assert flow.first_line(order).last_ship_date == EARLIER
    assert flow.broken_invariants() == {}


def test_what_was_said_of_a_notice_that_is_void_waits_for_another(order):
    document = flow.make_shipped(order)
    send(said(EARLIER, **line_of(order)))
    unaudit(document)
    operations.void_outbound(actor=people.system_user(), document_id=document.pk, at=AT)
    assert (kept()[0].document_id, kept()[0].why) == (None, "NO_DOCUMENT")
    assert audit(flow.make_outbound(order)).ship_date == EARLIER


def test_a_waybill_learnt_on_the_way_finds_what_waits_for_it(order):
    document = flow.make_shipped(order)
    send(said(EARLIER, waybill="SF7"))
    operations.update_outbound(
        actor=people.system_user(), document_id=document.pk, version=None, changes={"waybill": "sf7"}, at=AT
    )
    assert OutboundDocument.objects.get(pk=document.pk).ship_date == EARLIER
    assert flow.first_line(order).first_ship_date == EARLIER
    assert flow.broken_invariants() == {}


def test_a_quantity_that_is_not_on_the_document_goes_on_waiting(order):
    send(said(EARLIER, order=order.number, line_no=1, quantity=D(4)))
    assert audit(flow.make_outbound(order)).ship_date == TODAY
    assert kept()[0].state == "PENDING"


def test_two_dates_that_wait_for_one_document_apply_the_first(order):
    document = flow.make_outbound(order)
    send(said(EARLIER, outbound=document.number), said(EARLIER + timedelta(days=1), outbound=document.number))
    audit(document)
    assert [one.state for one in kept()] == ["APPLIED", "CONFLICT"]
    assert flow.broken_invariants() == {}


@pytest.mark.django_db(transaction=True)
def test_a_date_sent_while_its_document_is_audited_is_never_lost():
    order = place_earlier(builders.make_effective())
    document = flow.make_outbound(order)
    race(lambda: audit(document), lambda: send(said(EARLIER, **line_of(order))))
    assert OutboundDocument.objects.get(pk=document.pk).ship_date == EARLIER
    assert kept()[0].state == "APPLIED"
    assert flow.broken_invariants() == {}


def test_a_line_that_left_the_notice_takes_its_date_along(order):
    document = flow.make_shipped(order, 10)
    send(said(EARLIER, **line_of(order)))
    unaudit(document)
    other = flow.first_line(place_earlier(builders.make_effective(order.salesperson, customer=order.customer)))
    operations.update_outbound(
        actor=people.system_user(),
        document_id=document.pk,
        version=None,
        changes={},
        lines=[(other.pk, D(1))],
        at=AT,
    )
    assert audit(document).ship_date == TODAY
    assert [(one.state, one.document_id, one.why) for one in kept()] == [("PENDING", None, "NO_DOCUMENT")]
    assert flow.broken_invariants() == {}
    assert audit(flow.make_outbound(order)).ship_date == EARLIER
    assert flow.broken_invariants() == {}


@pytest.mark.django_db(transaction=True)
def test_who_sends_a_date_waits_for_who_audits_its_document():
    order = place_earlier(builders.make_effective())
    document = flow.make_outbound(order)
    answers = behind(lambda: audit(document), lambda: send(said(EARLIER, **line_of(order))))
    assert results(answers) == ["APPLIED"]
    assert OutboundDocument.objects.get(pk=document.pk).ship_date == EARLIER


@pytest.mark.django_db(transaction=True)
def test_who_audits_a_document_waits_for_who_sends_its_date():
    order = place_earlier(builders.make_effective())
    document = flow.make_outbound(order)
    assert behind(lambda: send(said(EARLIER, **line_of(order))), lambda: audit(document)).ship_date == EARLIER
    assert kept()[0].state == "APPLIED"


@pytest.mark.django_db(transaction=True)
def test_who_sends_a_date_waits_for_who_takes_the_audit_back():
    order = place_earlier(builders.make_effective())
    document = flow.make_shipped(order)
    answers = behind(lambda: unaudit(document), lambda: send(said(EARLIER, **line_of(order))))
    assert [(one.received.state, one.received.why) for one in answers] == [("PENDING", "NOT_AUDITED")]
    assert flow.broken_invariants() == {}


@pytest.mark.django_db(transaction=True)
def test_who_takes_an_audit_back_waits_for_who_sends_its_date():
    order = place_earlier(builders.make_effective())
    document = flow.make_shipped(order)
    behind(lambda: send(said(EARLIER, **line_of(order))), lambda: unaudit(document))
    assert [(one.state, one.document_id) for one in kept()] == [("PENDING", document.pk)]
    assert flow.broken_invariants() == {}


@pytest.mark.django_db(transaction=True)
def test_the_same_number_sent_twice_at_once_is_taken_in_once():
    order = place_earlier(builders.make_effective())
    flow.make_shipped(order)
    row = said(EARLIER, **line_of(order))
    found = race(lambda: send(row), lambda: send(row))
    assert [results(one) for one in found] == [["APPLIED"], ["APPLIED"]]
    assert len(kept()) == 1
