"""Verification before approval: who, what it binds, what is not right (R100, R101)."""

import pytest

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common import errors, settings
from common.models import Event, Setting
from orders.checking import queries
from orders.checking.models import OrderError, Verification
from orders.checking.operations import Answer
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderLine
from orders.order.states import Status
from orders.tests import builders

AT = builders.AT


def _submitted(**options):
    order = builders.make_draft(**options)
    return lifecycle.submit_order(actor=builders.person(order.created_by_id), order_id=order.pk, at=AT)


def _approve(order):
    """Past the builder, which verifies what is not verified yet."""
    return lifecycle.approve_order(actor=builders.approver_of(order), order_id=order.pk, at=AT)


def _answers(**changed):
    return [changed.get(point.code, Answer(point.code, True)) for point in queries.points()]


@pytest.mark.django_db
def test_nobody_approves_what_was_not_verified():
    order = _submitted()
    with pytest.raises(errors.WrongState) as refused:
        _approve(order)
    assert "verified" in str(refused.value.message)
    assert builders.verify(order).is_ok
    assert _approve(order).status == Status.EFFECTIVE
    assert [one.kind for one in _events(order)].count("order.verified") == 1


def _events(order):
    return Event.objects.filter(subject_type="orders.order", subject_id=order.pk)


@pytest.mark.django_db
def test_where_verification_is_optional_approval_asks_for_none():
    Setting.objects.create(key=queries.SETTING, value=queries.OPTIONAL)
    settings.forget()
    try:
        assert _approve(_submitted()).status == Status.EFFECTIVE
    finally:
        settings.forget()


@pytest.mark.django_db
def test_an_edit_voids_it_and_the_field_is_named():
    order = _submitted()
    builders.verify(order)
    OrderLine.objects.filter(order=order).update(price=7)  # past every verb: the gate still sees it
    text = str(queries.why_unverified(order.pk, "another"))
    assert "line 1: Price" in text
    lifecycle.withdraw_order(actor=builders.person(order.created_by_id), order_id=order.pk, at=AT)
    order = lifecycle.submit_order(actor=builders.person(order.created_by_id), order_id=order.pk, at=AT)
    with pytest.raises(errors.WrongState, match="line 1: Price"):
        _approve(order)


@pytest.mark.django_db
def test_submitted_again_unchanged_it_is_still_verified():
    order = _submitted()
    builders.verify(order)
    owner = builders.person(order.created_by_id)
    lifecycle.withdraw_order(actor=owner, order_id=order.pk, at=AT)
    order = lifecycle.submit_order(actor=owner, order_id=order.pk, at=AT)
    assert _approve(order).status == Status.EFFECTIVE


@pytest.mark.django_db
def test_what_is_not_right_is_an_error_and_blocks_until_it_is_found_right():
    order = _submitted()
    assert not builders.verify(order, wrong="PRICE").is_ok
    error = OrderError.objects.get(order=order)
    assert (error.kind, error.stage, error.made_by_id) == ("PRICE", "VERIFICATION", order.created_by_id)
    assert Notification.objects.filter(kind="order.not_verified", user_id=order.salesperson_id).exists()
    with pytest.raises(errors.WrongState):
        _approve(builders.fresh(order))
    builders.verify(order)
    error.refresh_from_db()
    assert error.corrected_at and not error.is_open
    assert _approve(builders.fresh(order)).status == Status.EFFECTIVE


@pytest.mark.django_db
def test_it_sends_back_with_what_is_wrong_as_the_reason():
    order = _submitted()
    builders.verify(order, wrong="QUANTITY", sends_back=True)
    order = builders.fresh(order)
    assert (order.status, order.is_rejected, order.rejection_reason) == (Status.DRAFT, True, "not as agreed")


@pytest.mark.django_db
def test_the_checklist_is_answered_in_whole_and_what_is_wrong_is_said():
    order = _submitted()
    desk = make_user("order_desk")
    for answers, path in (
        (_answers()[1:], "answers.CONTACT"),
        ([*_answers(), Answer("NO", True)], "answers.NO"),
        (_answers(PRICE=Answer("PRICE", False)), "answers.PRICE.note"),
        (_answers(PRICE=Answer("PRICE", False, "x", line_no=9)), "answers.PRICE.line_no"),
    ):
        with pytest.raises(errors.Invalid) as refused:
            lifecycle.verify_order(actor=desk, order_id=order.pk, answers=answers, at=AT)
        assert path in refused.value.fields
    assert not Verification.objects.exists()


@pytest.mark.django_db
def test_neither_the_salesperson_nor_who_has_no_right_verifies():
    desk = make_user("order_desk", department=builders.make_order_cast().department)
    order = _submitted(owner=desk)
    with pytest.raises(errors.NotAllowed):
        lifecycle.verify_order(actor=desk, order_id=order.pk, answers=_answers(), at=AT)
    other = _submitted()
    with pytest.raises(errors.NotAllowed):
        lifecycle.verify_order(
            actor=builders.person(other.salesperson_id), order_id=other.pk, answers=_answers(), at=AT
        )
    draft = builders.make_draft()
    with pytest.raises(errors.WrongState):
        lifecycle.verify_order(actor=make_user("order_desk"), order_id=draft.pk, answers=_answers(), at=AT)
    assert list(queries.to_verify(desk)) == [other]
    assert not Verification.objects.exists()
