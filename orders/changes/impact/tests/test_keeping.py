"""Sheets are kept as facts move, frozen with each signature, and told when they get worse (SEMANTICS 8)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common import errors
from common.operation import operation
from orders.changes import queries as requests
from orders.changes.impact import jobs, operations, queries
from orders.changes.impact.models import ChangeSheet
from orders.changes.tests.builders import make_request, make_submitted_request
from orders.order.choices import AllocationRule
from orders.order.models import OrderLine
from orders.tests.builders import AT, line, make_effective, make_order_cast, person
from products.catalogue.models import Product
from products.tests.builders import make_product, receive

pytestmark = pytest.mark.django_db
THERE, MADE = date(2026, 11, 25), date(2026, 12, 15)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def product():
    return make_product(stock=4, lead_time_days=20)


@pytest.fixture
def order(cast, product):
    return make_effective(cast.owner, lines=[line(product, 2)], requested_date=THERE)


@operation
def within(*, actor, call):
    """As another operation would call it."""
    return call()


def refresh(request, at=AT):
    return within(actor=request.created_by, call=lambda: operations.refresh(request, at=at))


def require_seen(request, facts, at=AT):
    return within(actor=request.created_by, call=lambda: operations.require_seen(request, facts, at=at))


def sign(request, sheet, by):
    what = operations.APPROVAL
    return within(actor=by, call=lambda: operations.sign(request, sheet, what=what, signed_by=by, at=AT))


def again(request):
    return requests.get_request_by_id(actor=request.created_by, request_id=request.pk)


def test_its_figures_stand_on_the_request(cast, order):
    request = make_request(order, edits={"lines.1.quantity": 10})
    sheet = refresh(request)
    request.refresh_from_db()
    figures = (request.amount_delta, request.days_late, request.broken_promises, request.extra_cost)
    assert (figures, sheet.content_hash) == ((800, 20, 0, 0), request.content_hash)


def test_a_sheet_is_kept_only_when_what_it_says_changed(cast, order, product):
    request = make_request(order, edits={"lines.1.quantity": 10})
    first = refresh(request)
    assert refresh(request, at=LATER).pk == first.pk
    receive(product, 6)
    second = refresh(request, at=LATER)
    assert (second.pk > first.pk, request.days_late) == (True, 0)
    assert ChangeSheet.objects.filter(request=request).count() == 2


def test_a_signature_freezes_the_sheet_and_an_older_one_decides_nothing(cast, order, product):
    request = make_request(order, edits={"lines.1.quantity": 10})
    seen = queries.seen_by(cast.owner, request, AT)
    sheet = require_seen(request, seen.facts)
    signature = sign(request, sheet, cast.head)
    receive(product, 6)
    with pytest.raises(errors.Stale):
        require_seen(request, seen.facts, LATER)
    assert queries.seen_by(cast.owner, request, LATER).sheet.days == 0
    assert queries.signed_sheet(cast.owner, signature).sheet.days == 20
    assert [one.signed_by for one in queries.signatures_of(request)] == [cast.head]


def test_a_day_that_passes_alone_makes_no_signature_stale(cast, order):
    request = make_request(order, edits={"lines.1.quantity": 3})
    seen = queries.seen_by(cast.owner, request, AT)
    require_seen(request, seen.facts, AT + timedelta(hours=5))


def test_who_asked_and_who_decides_hear_when_it_gets_worse_once(cast, order, product):
    request = make_submitted_request(order, edits={"lines.1.quantity": 4})
    assert operations.recheck_open(at=AT) == 0
    make_effective(cast.owner, lines=[line(product, 2)], requested_date=THERE)
    assert operations.recheck_open(at=LATER) == 1
    assert again(request).days_late == 20
    told = set(Notification.objects.filter(kind="change.worse").values_list("user_id", flat=True))
    assert told == {cast.owner.pk, cast.head.pk}
    assert operations.recheck_open(at=LATER) == 0
    receive(product, 6)
    assert operations.recheck_open(at=LATER) == 1, "it got better"
    assert Notification.objects.filter(kind="change.worse").count() == 2


def test_a_draft_is_left_alone_and_the_job_asks_by_itself(cast, order):
    make_request(order, edits={"lines.1.quantity": 10})
    assert (jobs.recheck_impacts(), ChangeSheet.objects.count()) == (0, 0)


def test_items_that_no_longer_fit_show_what_was_kept(cast, order, product):
    request = make_request(order, edits={"lines.1.quantity": 10})
    refresh(request)
    OrderLine.objects.filter(order=order).update(is_frozen=True, freeze_reason="in dispute")
    found = queries.seen_by(cast.owner, again(request), AT)
    assert (found.is_live, found.sheet.days, "in dispute" in str(found.problem)) == (False, 20, True)
    with pytest.raises(errors.Invalid):
        refresh(request)


# --- who sees what -------------------------------------------------------------------------------------


def test_other_orders_are_named_to_who_sees_them_alone(cast, product):
    stranger = make_effective(cast.stranger, lines=[line(product, 4)], requested_date=THERE)
    OrderLine.objects.filter(order=stranger).update(allocation_rule=AllocationRule.LOSE)
    own = make_effective(cast.owner, lines=[line(make_product(stock=1), 1)], requested_date=THERE)
    request = make_request(own, edits={"lines.+1.product": product.code, "lines.+1.quantity": 3})
    (one,) = queries.seen_by(cast.owner, request, AT).sheet.broken
    assert (one.is_hidden, one.order, one.order_id, one.line_no, one.pieces, one.days) == (True, "", 0, None, -3, 20)
    (one,) = queries.seen_by(make_user("executive"), request, AT).sheet.broken
    assert (one.is_hidden, one.order) == (False, stranger.number)


def test_amounts_margin_and_credit_are_not_everybodys_to_know(cast, order):
    request = make_request(order, edits={"lines.1.quantity": 10, "lines.1.price": 95})
    seller = queries.seen_by(person(cast.owner.pk), request, AT)
    assert (seller.sheet.money.total.delta, seller.sheet.money.margin) == (750, None)
    boss = queries.seen_by(make_user("executive"), request, AT).sheet
    assert boss.money.margin is not None
    assert boss.credit is not None
    packer = make_user("warehouse")
    found = queries.seen_by(packer, request, AT)
    assert (found.sheet.money, found.sheet.credit, found.total.amount) == (None, None, None)
    assert all(one.amount is None and one.delta is None for one in found.sheet.alternatives)
    assert not [item for one in found.sheet.alternatives for item in one.items if item.field == "price"]
    assert "CREDIT" not in [one.kind for one in found.rows]
    whole = queries.alternative_of(packer, request, "LATER", AT)
    assert "price" in [item.field for item in whole.items], "what is taken up is whole"


def test_a_floor_price_is_told_to_who_decides(cast, order, product):
    Product.objects.filter(pk=product.pk).update(floor_price=D(99))
    request = make_request(order, edits={"lines.1.price": 90})
    assert "below_floor" not in [one.kind for one in queries.seen_by(person(cast.owner.pk), request, AT).sheet.hints]
    assert "below_floor" in [one.kind for one in queries.seen_by(person(cast.head.pk), request, AT).sheet.hints]
