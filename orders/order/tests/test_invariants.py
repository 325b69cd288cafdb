"""The nightly checks find what was broken by hand, and nothing where all went through operations."""

import copy
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts import jobs
from accounts.collaboration.models import Comment
from accounts.tests.builders import make_user
from common import invariants as checks
from common.invariants import invariants, offenders
from common.models import DayCounter, Event, Job
from common.numbering import Series
from orders.approval.models import ApprovalStep
from orders.closure import operations as closure
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.models import OutboundDocument
from orders.lifecycle import operations as lifecycle
from orders.order.invariants import NUMBERED
from orders.order.models import Order, OrderLine, OrderStep
from orders.order.states import Status
from orders.tests.builders import (
    AT,
    line,
    lines_of,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
)
from products.stock.papers.models import SERIES
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(once_a_file):
    """Orders in every state, all by operations."""
    return once_a_file(_orders_in_every_state)


@pytest.fixture
def world(made):
    return copy.deepcopy(made)


def _orders_in_every_state():
    cast = make_order_cast()
    keeper = make_user("warehouse")
    product = make_product(stock=500)
    odd = line(product, 3, "33.33", discount=Decimal("0.05"))
    make_draft(cast.owner, lines=[odd], reduction=Decimal("0.07"))
    submitted = make_submitted(cast.owner, lines=[line(product, 3, "0.335")], tax_mode="EXCLUSIVE")
    lines = [line(product, 10), line(product, 2)]
    effective = make_effective(cast.owner, lines=lines, reduction=Decimal(7), freight=Decimal(12))
    (first, _second) = lines_of(effective)
    document = fulfilment.draft_outbound(actor=keeper, lines=[(first.pk, Decimal(4))], at=AT)
    fulfilment.audit_outbound(actor=keeper, document_id=document.pk, at=AT)
    closed = make_effective(cast.owner, lines=[line(product, 1)])
    closure.close_order(actor=cast.desk, order_id=closed.pk, reason_code="CUSTOMER", reason="x", at=AT)
    sent_back = make_submitted(cast.owner)
    lifecycle.reject_order(actor=cast.head, order_id=sent_back.pk, reason="x", at=AT)
    lifecycle.void_order(actor=cast.owner, order_id=make_draft(cast.owner).pk, reason="x", at=AT)
    undone = make_effective(cast.owner, lines=[line(product, 1)])
    lifecycle.unapprove_order(actor=cast.head, order_id=undone.pk, reason="x", at=AT)
    return {"submitted": submitted, "effective": effective, "closed": closed}


def test_what_operations_made_breaks_nothing(world):
    assert {key for key in invariants if offenders(invariants[key])} == set()


def by_sql(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    ("key", "harm"),
    [
        ("order.sums", lambda w: Order.objects.filter(pk=w["effective"].pk).update(total_amount=1)),
        ("order.line_amounts", lambda w: OrderLine.objects.filter(order=w["submitted"]).update(price=9)),
        ("order.line_amounts", lambda w: OrderLine.objects.filter(order=w["effective"]).update(tax=1)),
        ("order.row_closed", lambda w: OrderLine.objects.filter(order=w["effective"]).update(row_closed=True)),
        ("order.states", lambda w: Order.objects.filter(pk=w["effective"].pk).update(fulfilment="FULL")),
        ("order.states", lambda w: OrderLine.objects.filter(order=w["closed"]).update(closure="OPEN")),
        ("order.states", lambda w: Order.objects.filter(pk=w["effective"].pk).update(signing="PARTIAL")),
        ("order.states", lambda w: Order.objects.filter(pk=w["effective"].pk).update(invoicing="FULL")),
        ("order.states", lambda w: Order.objects.filter(pk=w["effective"].pk).update(promised_date=date(2030, 1, 1))),
        ("order.states", lambda w: OrderLine.objects.filter(order=w["effective"]).update(closure="SHORT")),
        ("order.standing", lambda w: Order.objects.filter(pk=w["effective"].pk).update(settlement="PAID")),
        ("order.standing", lambda w: Order.objects.filter(pk=w["effective"].pk).update(stage="PREPARING")),
        ("order.gapless", lambda w: Order.objects.filter(pk=w["submitted"].pk).update(number="SO20261120-0777")),
        ("order.gapless", lambda w: DayCounter.objects.create(series="DN", day=date(2026, 1, 1), last=1)),
        ("order.gapless", lambda w: DayCounter.objects.create(series="SO", day=date(2026, 1, 1), last=1)),
        ("order.malformed", lambda w: Order.objects.filter(pk=w["submitted"].pk).update(number="SO-1")),
        (
            "order.number_kept",
            lambda w: Event.objects.filter(subject_id=w["effective"].pk, kind="order.submitted").update(
                subject_number="SO20200101-0001"
            ),
        ),
        (
            "order.numbered",
            lambda w: Order.objects.filter(pk=w["submitted"].pk).update(number=None, status=Status.DRAFT),
        ),
        ("order.steps", lambda w: OrderStep.objects.filter(order=w["effective"], move="submit").delete()),
        ("order.steps", lambda w: Order.objects.filter(pk=w["effective"].pk).update(status=Status.CLOSED)),
        ("order.steps", lambda w: OrderStep.objects.filter(order=w["submitted"]).update(to_status="CLOSED")),
        ("order.steps", lambda w: OrderStep.objects.filter(order=w["submitted"]).delete()),
        ("order.unapproved", lambda w: Order.objects.filter(pk=w["effective"].pk).update(content_hash="x")),
        (
            "approval.own",
            lambda w: ApprovalStep.objects.filter(request__subject_id=w["effective"].pk).update(
                decided_by=w["effective"].salesperson_id
            ),
        ),
        (
            "approval.undecided",
            lambda w: ApprovalStep.objects.filter(request__subject_id=w["effective"].pk).update(decision=""),
        ),
        (
            "approval.undecided",
            lambda w: ApprovalStep.objects.filter(request__subject_id=w["submitted"].pk).update(due_at=None),
        ),
        ("promise.beyond", lambda w: OrderLine.objects.filter(order=w["effective"]).update(reserved=1)),
        ("promise.outlived", lambda w: Order.objects.filter(pk=w["effective"].pk).update(status=Status.VOID)),
        ("credit.exposure", lambda w: Order.objects.filter(pk=w["effective"].pk).update(freight=13)),
        ("order.number_kept", lambda w: OutboundDocument.objects.update(number="OB20261120-0009")),
        (
            "orphans",
            lambda w: Comment.objects.create(
                subject_type="orders.order",
                subject_id=10**9,
                author=w["effective"].salesperson,
                text="x",
                created_at=AT,
            ),
        ),
        ("order.floats", lambda w: by_sql("CREATE TABLE orders_harm (harm double precision)")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_was_broken_by_hand_is_found(world, key, harm):
    harm(world)
    assert offenders(invariants[key])


def test_every_series_is_watched_for_gaps(world):
    drawn = {value for name, value in vars(Series).items() if name.isupper()}
    not_yet = {Series.PRODUCTION}  # no document draws them
    assert {series for series, _table in NUMBERED} | set(SERIES.values()) == drawn - not_yet


def test_the_command_names_the_rows_and_fails(world):
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert "ok" in out.getvalue()
    Order.objects.filter(pk=world["effective"].pk).update(total_amount=1)
    with pytest.raises(SystemExit):
        call_command("check_invariants", number=5, stdout=out)
    assert world["effective"].number in out.getvalue()


def test_the_nightly_job_keeps_its_result(world):
    assert jobs.check_invariants() == 0
    Order.objects.filter(pk=world["effective"].pk).update(tax_amount=1)
    assert jobs.check_invariants() == 1
    job = Job.objects.filter(kind=checks.JOB_KIND).latest("id")
    (found,) = [finding for finding in job.result["findings"] if finding["rows"]]
    assert (job.state, found["number"], found["rows"][0]["id"]) == ("DONE", 5, world["effective"].pk)
