"""The dates of many orders moved as one what-if: looked at, published as many requests, or thrown away."""

import copy
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.tests.builders import make_user
from common import errors
from orders.changes import queries as changes
from orders.changes.choices import Origin
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.operations import drafting
from orders.changes.shifting import operations, queries
from orders.changes.shifting.models import ChangeShift
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.tests.builders import AT, REQUESTED, fresh, line, make_effective, make_order_cast
from products.tests.builders import make_product, receive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def cast(mine):
    return mine[0]


@pytest.fixture
def two(mine):
    return mine[1]


def _make_all():
    cast = _make_cast()
    two = _make_two(cast)
    return cast, two


def _make_cast():
    return make_order_cast()


def _make_two(cast):
    product = make_product(list_price=D(10), stock=9)
    own = REQUESTED + timedelta(3)
    return [
        make_effective(cast.owner, lines=[line(product, 2), line(product, 1, requested_date=own)]),
        make_effective(cast.owner, lines=[line(product, 3)]),
    ]


def shift(actor, orders, days=7, **more):
    return operations.create_shift(
        actor=actor, order_ids=[one.pk for one in orders], days=days, at=AT, reason_text="钢厂晚一周", **more
    )


def publish(actor, one, **more):
    return operations.publish_shift(actor=actor, shift_id=one.pk, at=AT, **more)


def test_a_shift_says_what_would_move_and_changes_nothing(cast, two):
    made = shift(cast.owner, two)
    first, second = queries.rows_of(cast.owner, made)
    later = REQUESTED + timedelta(7)
    assert [(one.line_no, one.wish, one.arrival, one.is_late) for one in first.lines] == [
        (1, later.isoformat(), later.isoformat(), False),
        (2, (later + timedelta(3)).isoformat(), (later + timedelta(3)).isoformat(), False),
    ]
    assert (second.days, second.obstacle) == (7, "")
    assert ChangeRequest.objects.count() == 0
    assert {one.requested_date for one in Order.objects.all()} == {REQUESTED}


def test_published_it_is_a_request_an_order_exactly_once(cast, two):
    made = publish(cast.owner, shift(cast.owner, two, reason_id=changes.reason_id("G_SUPPLIER")))
    requests = ChangeRequest.objects.filter(shift=made).order_by("order_id")
    assert [(one.order_id, one.origin, one.state, one.reason.code) for one in requests] == [
        (order.pk, Origin.SHIFT, "DRAFT", "G_SUPPLIER") for order in two
    ]
    later = (REQUESTED + timedelta(7)).isoformat()
    items = ChangeItem.objects.filter(request=requests[0]).order_by("line_no")
    assert [(one.path, one.new) for one in items] == [
        ("lines.2.requested_date", (REQUESTED + timedelta(10)).isoformat()),
        ("requested_date", later),
    ]
    with pytest.raises(errors.WrongState):
        publish(cast.owner, made)
    assert ChangeRequest.objects.count() == 2
    assert queries.requests_of(cast.owner, made).keys() == {order.pk for order in two}


def test_what_cannot_be_changed_is_listed_with_the_reason(cast, two):
    busy, frozen = make_effective(cast.owner), make_effective(cast.owner)
    drafting.create_request(actor=cast.owner, order_id=busy.pk, at=AT)
    lifecycle.freeze_order(actor=cast.head, order_id=frozen.pk, reason="等款", at=AT)
    made = publish(cast.owner, shift(cast.owner, [*two, busy, frozen]))
    told = {row.order_id: (bool(row.request), bool(row.obstacle)) for row in queries.rows_of(cast.owner, made)}
    assert told == {
        two[0].pk: (True, False),
        two[1].pk: (True, False),
        busy.pk: (False, True),
        frozen.pk: (False, True),
    }
    with pytest.raises(errors.Conflict) as refused:
        publish(cast.owner, shift(cast.owner, [busy, frozen]))
    assert refused.value.code == "shift_empty"


def test_only_what_was_looked_at_is_published(cast, two):
    made = shift(cast.owner, two)
    lifecycle.freeze_order(actor=cast.head, order_id=two[1].pk, reason="等款", at=AT)
    with pytest.raises(errors.Conflict) as refused:
        publish(cast.owner, made)
    assert refused.value.code == "shift_changed"
    assert ChangeRequest.objects.count() == 0
    again = operations.change_shift(actor=cast.owner, shift_id=made.pk, at=AT, days=9, version=made.version)
    with pytest.raises(errors.Stale):
        publish(cast.owner, made, version=made.version)
    publish(cast.owner, made, version=again.version)
    (request,) = ChangeRequest.objects.all()
    assert request.items.get(line_no=None).new == (REQUESTED + timedelta(9)).isoformat()


def test_an_order_is_left_out_and_a_shift_thrown_away(cast, two):
    made = shift(cast.owner, two)
    operations.change_shift(actor=cast.owner, shift_id=made.pk, at=AT, without=[two[0].pk])
    assert [row.order_id for row in queries.rows_of(cast.owner, fresh_shift(made))] == [two[1].pk]
    operations.discard_shift(actor=cast.owner, shift_id=made.pk, at=AT)
    with pytest.raises(errors.WrongState):
        publish(cast.owner, made)
    assert ChangeRequest.objects.count() == 0


def fresh_shift(made):
    return ChangeShift.objects.get(pk=made.pk)


def test_a_wish_that_cannot_be_kept_is_told(cast):
    product = make_product(list_price=D(10), stock=0, lead_time_days=30)
    order = make_effective(cast.owner, lines=[line(product, 2)])
    (row,) = queries.rows_of(cast.owner, shift(cast.owner, [order], days=2))
    assert (row.broken, row.lines[0].is_late) == (1, True)
    receive(product, 5)
    (row,) = queries.rows_of(cast.owner, shift(cast.owner, [order], days=2))
    assert row.broken == 0


@pytest.mark.parametrize(
    ("given", "field"), [({"days": 0}, "days"), ({"days": 400}, "days"), ({"reason_text": " "}, "reason")]
)
def test_days_and_a_reason_are_asked_for(cast, two, given, field):
    values = {"days": 7, "reason_text": "x", **given}
    with pytest.raises(errors.Invalid) as refused:
        operations.create_shift(actor=cast.owner, order_ids=[two[0].pk], at=AT, **values)
    assert list(refused.value.fields) == [field]


def test_days_in_the_past_are_refused_order_by_order(cast, two):
    rows = queries.rows_of(cast.owner, shift(cast.owner, two, days=-(REQUESTED - date(2026, 11, 19)).days))
    assert [bool(row.obstacle) for row in rows] == [True, True]


def test_orders_and_shifts_of_others_stay_theirs(cast, two):
    stranger = make_user("sales")
    with pytest.raises(errors.Invalid):
        shift(stranger, two)
    made = shift(cast.owner, two)
    for call in (operations.publish_shift, operations.discard_shift):
        with pytest.raises(errors.NotFound):
            call(actor=stranger, shift_id=made.pk, at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.create_shift(actor=make_user("warehouse"), order_ids=[two[0].pk], days=1, reason_text="x", at=AT)
    boss = make_user("executive")
    assert queries.get_shift(actor=boss, shift_id=made.pk) == made
    with pytest.raises(errors.NotAllowed):
        operations.publish_shift(actor=boss, shift_id=made.pk, at=AT)


def test_more_orders_cost_no_more_statements(cast, two, django_assert_max_num_queries):
    more = [make_effective(cast.owner) for _ in range(4)]
    with django_assert_max_num_queries(30):
        shift(cast.owner, [*two, *more])


def test_pages_and_api(client, cast, two, monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT)
    client.force_login(cast.owner)
    page = client.get(f"/changes/shift/new/?ids={two[0].pk}&ids={two[1].pk}")
    assert page.status_code == 200
    form = {"ids": [two[0].pk, two[1].pk], "days": "7", "source": "GOODS", "reason_text": "晚", "nonce": "n-1"}
    made = client.post("/changes/shift/new/", form)
    assert made.status_code == 303, made.content
    address = made.headers["Location"]
    assert two[0].number in client.get(address).content.decode()
    again = client.post(address, {**form, "days": "5", "version": "1"})
    assert again.status_code == 303
    assert client.post(f"{address}publish/", {"version": "2"}).status_code == 303
    assert ChangeRequest.objects.count() == 2
    assert "DRAFT" not in client.get(address).content.decode()
    assert client.get("/changes/shift/").status_code == 200
    third = make_effective(cast.owner)
    sent = {"days": 3, "reason": "G_STOCK", "orders": [third.number]}
    headers = {"idempotency-key": "shift-1"}
    answer = client.post("/api/v1/change-shifts/", sent, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["orders"][0]["order"]) == (201, third.number)
    where = answer.headers["Location"]
    done = client.post(f"{where}publish/", headers={"idempotency-key": "shift-2"}, content_type="application/json")
    assert (done.status_code, bool(done.json()["orders"][0]["request"])) == (200, True)
    unknown = {**sent, "orders": ["SO20261120-9999"]}
    refused = client.post(
        "/api/v1/change-shifts/", unknown, content_type="application/json", headers={"idempotency-key": "shift-3"}
    )
    assert refused.status_code == 400
    assert fresh(third).requested_date == REQUESTED


def test_an_order_at_the_end_of_time_is_left_where_it_is(cast, two):
    Order.objects.filter(pk=two[1].pk).update(requested_date=date.max)
    made = shift(cast.owner, two)
    first, second = queries.rows_of(cast.owner, made)
    assert (first.obstacle, bool(second.obstacle)) == ("", True)
    assert [one.order_id for one in publish(cast.owner, made).requests.all()] == [two[0].pk]
