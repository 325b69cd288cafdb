"""Somebody else decides for some days (SEMANTICS 7)."""

from datetime import date, timedelta

import pytest

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock, errors
from orders.approval import queries
from orders.approval.delegation import operations
from orders.approval.delegation.models import Delegation
from orders.approval.models import ApprovalStep
from orders.lifecycle import operations as lifecycle
from orders.order import queries as orders
from orders.order.states import Status
from orders.tests.builders import AT, TODAY, make_draft, make_order_cast, make_submitted, person, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def deputy():
    return make_user("sales_manager")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def delegate(cast, deputy, first=TODAY, last=TODAY, **more):
    return operations.delegate(actor=cast.head, delegate_id=deputy.pk, first_day=first, last_day=last, at=AT, **more)


def test_the_delegate_finds_sees_and_decides_it_and_so_may_the_delegator(cast, deputy):
    delegate(cast, deputy)
    order, other = make_submitted(cast.owner), make_submitted(cast.owner)
    assert Notification.objects.filter(user=deputy, kind="approval.asked", read_at=None).count() == 2
    assert queries.count_waiting(person(deputy.pk)) == 2
    assert orders.get_order(actor=person(deputy.pk), reference=order.number) == order
    assert lifecycle.approve_order(actor=person(deputy.pk), order_id=order.pk, at=AT).status == Status.EFFECTIVE
    step = ApprovalStep.objects.get(request__subject_id=order.pk)
    assert (step.approver, step.decided_by) == (cast.head, deputy)
    assert not Notification.objects.filter(subject_id=order.pk, kind="approval.asked", read_at=None).exists()
    assert lifecycle.approve_order(actor=person(cast.head.pk), order_id=other.pk, at=AT).status == Status.EFFECTIVE
    with pytest.raises(errors.WrongState):
        lifecycle.approve_order(actor=person(deputy.pk), order_id=other.pk, at=AT)


@pytest.mark.parametrize("days", [(1, 2), (-2, -1)])
def test_only_on_its_days(cast, deputy, days):
    order = make_submitted(cast.owner)
    Delegation.objects.create(
        delegator=cast.head,
        delegate=deputy,
        first_day=TODAY + timedelta(days=days[0]),
        last_day=TODAY + timedelta(days=days[1]),
        created_by=cast.head,
        created_at=AT,
    )
    assert queries.count_waiting(person(deputy.pk)) == 0
    with pytest.raises(errors.NotFound):
        lifecycle.approve_order(actor=person(deputy.pk), order_id=order.pk, at=AT)
    with pytest.raises(errors.NotAllowed):
        from orders.approval.operations import decide

        decide(
            actor=person(deputy.pk),
            subject_type="orders.order",
            subject_id=order.pk,
            case=None,
            content={},
            content_hash=order.content_hash,
            is_approved=True,
            at=AT,
        )


def test_taken_back_it_ends_at_once(cast, deputy):
    row = delegate(cast, deputy)
    order = make_submitted(cast.owner)
    with pytest.raises(errors.NotFound):
        operations.end_delegation(actor=cast.mate, delegation_id=row.pk, at=AT)
    operations.end_delegation(actor=cast.head, delegation_id=row.pk, at=AT)
    with pytest.raises(errors.NotFound):
        lifecycle.approve_order(actor=person(deputy.pk), order_id=order.pk, at=AT)
    with pytest.raises(errors.WrongState):
        operations.end_delegation(actor=cast.head, delegation_id=row.pk, at=AT)


def test_a_delegate_never_decides_his_own_order(cast):
    own = make_user("sales_manager", department=cast.department)
    delegate(cast, own)
    order = make_draft(cast.owner)
    lifecycle.submit_order(actor=own, order_id=order.pk, at=AT)
    verify(order)
    assert not Notification.objects.filter(user=own, kind="approval.asked").exists()
    with pytest.raises(errors.NotAllowed) as refusal:
        lifecycle.approve_order(actor=person(own.pk), order_id=order.pk, at=AT)
    assert refusal.value.code == "own_business"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda cast: {"delegate_id": cast.mate.pk}, "delegate"),
        (lambda cast: {"delegate_id": cast.head.pk}, "delegate"),
        (lambda cast: {"last_day": TODAY - timedelta(days=1)}, "last_day"),
        (lambda cast: {"first_day": date(2026, 1, 1), "last_day": date(2026, 2, 1)}, "last_day"),
        (lambda cast: {"last_day": TODAY + timedelta(days=400)}, "last_day"),
    ],
)
def test_what_cannot_be_delegated(cast, change, field):
    values = {"delegate_id": cast.director.pk, "first_day": TODAY, "last_day": TODAY, **change(cast)}
    with pytest.raises(errors.Invalid) as refusal:
        operations.delegate(actor=cast.head, at=AT, **values)
    assert list(refusal.value.fields) == [field]


def test_the_same_days_are_delegated_once(cast, deputy):
    delegate(cast, deputy, last=TODAY + timedelta(days=5))
    with pytest.raises(errors.Invalid):
        delegate(cast, deputy, first=TODAY + timedelta(days=5), last=TODAY + timedelta(days=9))


def test_for_others_only_who_manages_them(cast, deputy):
    values = {"delegator_id": cast.head.pk, "delegate_id": deputy.pk, "first_day": TODAY, "last_day": TODAY}
    with pytest.raises(errors.NotAllowed):
        operations.delegate(actor=cast.director, at=AT, **values)
    row = operations.delegate(actor=make_user("administrator"), at=AT, **values)
    assert (row.delegator, row.delegate) == (cast.head, deputy)
    assert Notification.objects.filter(user__in=[cast.head, deputy], kind="approval.delegated").count() == 2
    assert system_user() not in (row.delegator, row.delegate)
