"""A mail that is no order but wants one changed becomes a change request with the customer's words (R195)."""

import copy
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from accounts.collaboration.models import Notification
from common import errors
from orders.changes import operations as changes
from orders.changes.choices import Origin, Side
from orders.changes.models import ChangeRequest
from orders.changes.states import State as Change
from orders.intake.pool import operations, queries
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.states import State
from orders.intake.pool.tests.builders import receive
from orders.tests.builders import AT, make_buyer, make_draft, make_effective, make_order_cast

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_begin)


@pytest.fixture
def begun(standing):
    return copy.deepcopy(standing)


@pytest.fixture
def cast(begun):
    return begun[0]


@pytest.fixture
def order(begun):
    return begun[1]


def _begin():
    cast = make_order_cast()
    return cast, _make_order(cast)


def _make_order(cast):
    return make_effective(cast.owner)


def mail(cast, order, **fields):
    text = fields.pop("text", f"请把 {order.number} 改为 8 只")
    return receive(cast.desk, channel="MAIL", subject="变更", text=text, sender="王工", **fields)


def begin(cast, item, order=None, at=AT, **more):
    order_id = order.pk if order else None
    return operations.request_change(actor=cast.desk, item_id=item.pk, order_id=order_id, at=at, **more)


def test_a_mail_becomes_a_change_request(cast, order):
    item = mail(cast, order)
    assert queries.named_order(cast.desk, item) == order.number
    request = begin(cast, item, order)
    assert (request.state, request.origin, request.source) == (Change.DRAFT, Origin.MAIL, Side.CUSTOMER)
    assert "改为 8 只" in request.customer_words and request.customer_words.startswith("王工: ")
    kept = IntakeItem.objects.get(pk=item.pk)
    assert (kept.state, kept.order_id) == (State.DRAFTED, order.pk)
    assert Notification.objects.filter(user=cast.owner, kind="change.wished").count() == 1


def test_words_are_added_to_the_request_that_is_open(cast, order):
    first = begin(cast, mail(cast, order), order)
    second = begin(cast, mail(cast, order, text="还有一件事"), order, at=LATER)
    assert (second.pk, ChangeRequest.objects.count()) == (first.pk, 1)
    assert second.customer_words.index("改为 8 只") < second.customer_words.index("还有一件事")
    changes.withdraw_request(actor=cast.desk, request_id=first.pk, at=LATER)
    assert begin(cast, mail(cast, order), order, at=LATER).pk != first.pk


def test_one_that_was_linked_by_hand_asks_for_its_own_order(cast, order):
    item = mail(cast, order)
    with pytest.raises(errors.Invalid):
        begin(cast, item)
    operations.link_order(actor=cast.desk, item_id=item.pk, order_id=order.pk, at=AT)
    assert begin(cast, item).order_id == order.pk


def test_what_cannot_be_changed_is_refused_and_nothing_is_linked(cast, order):
    draft = make_draft(cast.owner, customer=order.customer)
    item = mail(cast, order)
    with pytest.raises(errors.WrongState):
        begin(cast, item, draft)
    with pytest.raises(errors.Stale):
        begin(cast, item, order, version=item.version + 1)
    other = mail(cast, order, customer_id=make_buyer(cast.owner).pk)
    with pytest.raises(errors.Conflict) as refused:
        begin(cast, other, order)
    assert refused.value.code == "other_customer"
    assert not ChangeRequest.objects.exists()


def test_over_the_api(cast, order):
    item = mail(cast, order)
    client = APIClient()
    client.force_authenticate(cast.desk)
    path = f"/api/v1/intake-items/{item.pk}/request-change/"
    done = client.post(path, {"order": order.number}, format="json", headers={"Idempotency-Key": "change-of-intake"})
    assert done.status_code == 200, done.content
    assert ChangeRequest.objects.get().order_id == order.pk
