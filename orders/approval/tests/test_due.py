"""What is late (R098): somebody else is asked as well, once. Who is asked is reminded by rules (``reminders``)."""

from datetime import timedelta

import pytest

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from orders.approval import due, queries
from orders.approval.models import ApprovalStep
from orders.approval.tests.builders import make_row, step
from orders.entry import drafting
from orders.lifecycle import operations as lifecycle
from orders.order.states import Status
from orders.tests.builders import AT, approve, make_order_cast, make_submitted, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def after(hours):
    return AT + timedelta(hours=hours)


def lines(user, order):
    return Notification.objects.filter(user=user, subject_id=order.pk, kind__startswith="approval.").count()


def test_who_is_asked_hears_nothing_here_before_it_is_late_nor_then(cast):
    order = make_submitted(cast.owner)
    assert due.remind_due(at=after(23)) == 0
    assert due.remind_due(at=after(25)) == 1
    assert lines(cast.head, order) == 1  # that he is asked


def test_late_the_head_above_is_asked_as_well_once_and_whoever_comes_first_decides(cast):
    order = make_submitted(cast.owner)
    for _run in range(2):
        due.remind_due(at=after(25))
    assert lines(cast.owner, order) == 1  # who asked is told that it is stuck
    assert lines(cast.director, order) == 1
    assert queries.count_waiting(person(cast.director.pk)) == 1
    steps = ApprovalStep.objects.filter(request__subject_id=order.pk)
    assert [one.approver for one in steps] == [cast.head, cast.director]
    assert cast.head.name in steps[1].why_text
    lifecycle.approve_order(actor=person(cast.director.pk), order_id=order.pk, at=after(26))
    assert not Notification.objects.filter(
        user__in=[cast.head, cast.director], kind="approval.asked", read_at=None
    ).exists()
    assert due.remind_due(at=after(100)) == 0


def test_a_run_that_was_missed_catches_up_once(cast):
    make_submitted(cast.owner)
    assert [due.remind_due(at=after(hours)) for hours in (100, 101)] == [1, 0]


def test_the_matrix_names_whom_to_ask_when_it_is_late_or_nobody(cast):
    named = make_user("sales_manager")
    make_row(step("HEAD", hours=2, escalation="PERSON", escalate_to=named))
    order = make_submitted(cast.owner)
    due.remind_due(at=after(3))
    assert lifecycle.approve_order(actor=person(named.pk), order_id=order.pk, at=after(4)).status == Status.EFFECTIVE
    make_row(step("HEAD", escalation="NOBODY"), position=0)
    silent = make_submitted(cast.owner)
    due.remind_due(at=after(30))
    assert ApprovalStep.objects.filter(request__subject_id=silent.pk).count() == 1


def test_what_was_decided_is_not_reminded_of(cast):
    approve(make_submitted(cast.owner))
    assert due.remind_due(at=after(30)) == 0


def test_the_time_of_the_next_step_begins_when_it_is_its_turn(cast):
    make_row(step("HEAD"), step("PERSON", people=[cast.director.pk], hours=2))
    order = make_submitted(cast.owner)
    lifecycle.approve_order(actor=person(cast.head.pk), order_id=order.pk, at=after(20))
    assert due.remind_due(at=after(21.9)) == 0
    assert due.remind_due(at=after(22.1)) == 1


def test_who_is_asked_in_the_place_of_another_has_his_own_time(cast):
    make_row(step("HEAD", hours=24, escalation="NOBODY"))
    order = make_submitted(cast.owner)
    due.remind_due(at=after(25))
    drafting.update_notes(
        actor=cast.desk, order_id=order.pk, version=None, changes={"salesperson": cast.head.pk}, at=after(26)
    )
    (waiting,) = ApprovalStep.objects.filter(request__subject_id=order.pk, decision="", due_at=after(50))
    assert waiting.late_at is None
    assert waiting.approver != cast.head
