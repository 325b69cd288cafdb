"""Ship dates from the company's own software: taken in once, applied, kept, or refused row by row (R028, R303)."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.builders import make_user
from common import errors, settings
from customers.tests import builders as customers
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.ship_dates.tests.builders import EARLIER, kept, place_earlier, results, said, send
from orders.order.models import Order
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(made):
    return copy.deepcopy(made)


def _make_order():
    return place_earlier(builders.make_effective())


def fresh(document):
    return OutboundDocument.objects.get(pk=document.pk)


def test_a_date_fills_the_audited_document_that_it_names_and_everything_behind_it(order):
    document = flow.make_shipped(order)
    assert results(send(said(EARLIER, outbound=document.number.lower(), waybill="sf99", carrier="NONE"))) == ["APPLIED"]
    document, line = fresh(document), flow.first_line(order)
    assert (document.ship_date, document.entered_ship_date, document.waybill) == (EARLIER, TODAY, "SF99")
    assert (line.first_ship_date, line.last_ship_date, line.row_closed) == (EARLIER, EARLIER, True)
    due = [row.due_date for row in flow.plan_of(order) if row.basis == "SHIP"]
    assert all(day < TODAY + timedelta(days=60) for day in due)
    assert kept()[0].differs is False  # what was entered was only the day of the audit
    assert flow.broken_invariants() == {}


def test_it_fits_by_waybill_or_by_a_lines_quantity(order):
    first = flow.make_shipped(order, 4, waybill="SF1")
    second = flow.make_shipped(order, 6, waybill="SF2")
    answers = send(said(EARLIER, waybill="sf1"), said(EARLIER, order=order.number, line_no=1, quantity=D(6)))
    assert [one.received.document_id for one in answers] == [first.pk, second.pk]
    assert flow.first_line(order).first_ship_date == EARLIER
    assert flow.broken_invariants() == {}


def test_each_shipment_of_a_line_has_its_own_day(order):
    """3.5, Q12: 60 and 40 on two documents: two dates, the line shows first and last."""
    flow.make_shipped(order, 6)
    flow.make_shipped(order, 4)
    send(*(said(day, order=order.number, line_no=1, quantity=D(q)) for q, day in ((6, EARLIER), (4, TODAY))))
    line = flow.first_line(order)
    assert (line.first_ship_date, line.last_ship_date, line.row_closed) == (EARLIER, TODAY, True)


def test_the_same_again_answers_the_same_and_another_content_changes_nothing(order):
    document = flow.make_shipped(order)
    row = said(EARLIER, outbound=document.number, external_id="A1")
    (first,), (again,) = send(row), send(row)
    assert (first.is_new, again.is_new, again.received.pk) == (True, False, first.received.pk)
    (other,) = send(said(TODAY, outbound=document.number, external_id="A1"))
    assert (other.result, other.field) == ("conflict", "external_id")
    assert fresh(document).ship_date == EARLIER
    assert results(send(said(EARLIER, outbound=document.number, external_id="A1", provider="ERP"))) == ["APPLIED"]


def test_a_number_twice_in_one_call_counts_once(order):
    flow.make_shipped(order)
    row = said(EARLIER, order=order.number, line_no=1, quantity=D(10), external_id="A1")
    other = said(TODAY, order=order.number, line_no=1, quantity=D(10), external_id="A1")
    assert results(send(row, row, other)) == ["APPLIED", "APPLIED", "conflict"]
    assert len(kept()) == 1


def test_with_no_document_it_waits_and_never_closes_a_row(order):
    (answer,) = send(said(EARLIER, order=order.number, line_no=1, quantity=D(10)))
    line = flow.first_line(order)
    assert (answer.received.state, answer.received.why) == ("PENDING", "NO_DOCUMENT")
    assert (line.row_closed, line.first_ship_date) == (False, None)


def test_several_that_fit_are_named_and_none_is_chosen(order):
    documents = [flow.make_shipped(order, 5), flow.make_shipped(order, 5)]
    (answer,) = send(said(EARLIER, order=order.number, line_no=1, quantity=D(5)))
    assert (answer.received.state, answer.received.why) == ("PENDING", "SEVERAL")
    assert answer.candidates == [one.number for one in documents]
    assert {fresh(one).ship_date for one in documents} == {TODAY}


def test_a_line_that_was_spoken_of_leaves_the_other_document(order):
    first, second = flow.make_shipped(order, 5, waybill="W1"), flow.make_shipped(order, 5)
    line = {"order": order.number, "line_no": 1, "quantity": D(5)}
    answers = send(said(EARLIER, **line), said(EARLIER, waybill="W1", **line))
    assert [one.received.document_id for one in answers] == [second.pk, first.pk]


def test_a_second_date_for_a_document_is_a_conflict_and_the_first_stays(order):
    document = flow.make_shipped(order)
    answers = send(said(EARLIER, outbound=document.number), said(TODAY, outbound=document.number))
    assert results(answers) == ["APPLIED", "CONFLICT"]
    assert answers[1].received.why == "OTHER_DATE"
    assert fresh(document).ship_date == EARLIER
    assert flow.broken_invariants() == {}


def test_a_day_that_a_person_chose_gives_way_and_the_difference_is_flagged(order):
    document = flow.make_shipped(order, ship_date=TODAY - timedelta(days=1))
    send(said(EARLIER, outbound=document.number))
    assert (kept()[0].differs, fresh(document).ship_date) == (True, EARLIER)


@pytest.mark.parametrize(
    ("fields", "result", "field"),
    [
        ({"outbound": "OB20200101-0001"}, "unknown", "outbound"),
        ({"order": "SO20200101-0001", "line_no": 1, "quantity": D(1)}, "unknown", "order"),
        ({"order": "{order}", "line_no": 7, "quantity": D(1)}, "unknown", "line_no"),
        ({"order": "{order}", "line_no": 1}, "refused", "line_no"),
        ({"order": "{order}", "line_no": 1, "quantity": D(0)}, "refused", "quantity"),
        ({}, "refused", "outbound"),
        ({"waybill": "W", "day": TODAY + timedelta(days=1)}, "refused", "ship_date"),
        ({"waybill": "W", "day": TODAY - timedelta(days=4000)}, "refused", "ship_date"),
        ({"waybill": "W", "provider": " "}, "refused", "provider"),
        (
            {"order": "{order}", "line_no": 1, "quantity": D(1), "day": EARLIER - timedelta(days=1)},
            "refused",
            "ship_date",
        ),
    ],
)
def test_what_cannot_be_is_refused_row_by_row(order, fields, result, field):
    fields = {name: order.number if value == "{order}" else value for name, value in fields.items()}
    answers = send(said(**fields), said(order=order.number, line_no=1, quantity=D(10)))
    assert (answers[0].result, answers[0].field) == (result, field)
    assert bool(answers[0].message)
    assert answers[1].received.state == "PENDING"
    assert len(kept()) == 1


def test_a_named_document_knows_its_orders_and_lines(order):
    other = place_earlier(builders.make_effective())
    document = flow.make_shipped(order)
    before = said(EARLIER - timedelta(days=1), outbound=document.number)
    elsewhere = said(EARLIER, outbound=document.number, order=other.number, line_no=1, quantity=D(10))
    assert [(one.result, one.field) for one in send(before, elsewhere)] == [
        ("refused", "ship_date"),
        ("refused", "line_no"),
    ]
    Order.objects.filter(pk=order.pk).update(status="ARCHIVED")
    assert send(said(EARLIER, outbound=document.number))[0].field == "outbound"
    assert kept() == []


def test_only_who_may_sends_them(order):
    with pytest.raises(errors.NotAllowed):
        send(said(waybill="W"), actor=make_user("sales"))
    assert results(send(said(waybill="W"), actor=make_user("api_client"))) == ["PENDING"]


def shipped_orders(count):
    owner = builders.make_order_cast().owner
    terms = customers.payment_term("MONTHLY30")
    found = []
    for _n in range(count):
        made = place_earlier(
            builders.make_effective(
                owner,
                customer=builders.make_buyer(owner, payment_term=terms),
                lines=[builders.line(products.make_product(stock=9), 3)],
            )
        )
        found.append((made, flow.make_shipped(made)))
    return found


def test_statements_do_not_grow_with_the_rows():
    counted = []
    for count in (2, 6):
        rows = [said(EARLIER, outbound=document.number) for _order, document in shipped_orders(count)]
        rows += [said(EARLIER, waybill=f"W{count}-{n}") for n in range(count)]
        settings.forget()
        with CaptureQueriesContext(connection) as captured:
            answers = send(*rows, at=AT)
        assert results(answers) == ["APPLIED"] * count + ["PENDING"] * count
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 32
    assert flow.broken_invariants() == {}
