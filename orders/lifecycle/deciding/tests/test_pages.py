"""The pages of approval: who would decide and why, sending back, asking another, the matrix, delegations, the mail."""

import re

import pytest
from django.core import mail

from accounts.tests.builders import make_user
from common import clock, errors, outbox
from common.links.models import SignedLink
from orders.approval.delegation.models import Delegation
from orders.approval.models import ApprovalStep
from orders.approval.tests.builders import make_condition, make_row, step
from orders.checking.models import OrderError
from orders.lifecycle import operations as lifecycle
from orders.order.states import Status
from orders.tests.builders import AT, TODAY, fresh, line, make_draft, make_order_cast, make_submitted, person
from orders.tests.page_builders import Browser, statements
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def url(order, tail):
    return f"/orders/{order.reference}/{tail}/"


# --- who would have to approve ----------------------------------------------------------------------


def test_a_draft_says_who_would_decide_and_why_the_rows_before_do_not(cast):
    make_row(step("PERSON", people=[cast.director.pk]), segment=make_condition("Total > 5000"), name="Large orders")
    make_row(step("HEAD"), step("CUSTOMER"), name="All others")
    order = make_draft(cast.owner, lines=[line(make_product(), 1, 100)])
    page = Browser(cast.owner).part(url(order, "approval"), "who-approves", who="").content.decode()
    assert "<html" not in page
    assert cast.head.name in page and "Large orders" in page and "All others" in page
    assert cast.director.name not in page
    lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    asked = ApprovalStep.objects.filter(request__subject_id=order.pk)
    assert [one.approver for one in asked] == [cast.head, None]


def test_a_risk_that_is_not_ones_to_know_names_no_row(cast):
    make_row(step("PERSON", people=[cast.director.pk]), signs=["below_floor"], name="Below the floor")
    order = make_draft(cast.owner)
    assert "Below the floor" not in Browser(cast.owner).get(url(order, "approval")).content.decode()
    assert "Below the floor" not in Browser(cast.owner).get("/approvals/matrix/").content.decode()
    assert "Below the floor" in Browser(cast.head).get("/approvals/matrix/").content.decode()


def test_everybody_who_was_asked_stands_in_the_history(cast):
    make_row(step("HEAD"), step("PERSON", people=[cast.director.pk]), name="Two steps")
    order = make_submitted(cast.owner)
    lifecycle.approve_order(actor=cast.head, order_id=order.pk, reason="fine with me", at=AT)
    page = Browser(cast.director).part(url(order, "approval"), "approval").content.decode()
    assert all(words in page for words in (cast.head.name, "fine with me", cast.director.name, "Two steps"))
    assert "Two steps" not in Browser(cast.owner).part(url(order, "approval"), "approval").content.decode()


def test_the_history_costs_the_same_whoever_was_asked(cast):
    small, large = make_submitted(cast.owner), make_submitted(cast.owner)
    for _round in range(3):
        lifecycle.withdraw_order(actor=cast.owner, order_id=large.pk, at=AT)
        lifecycle.submit_order(actor=cast.owner, order_id=large.pk, at=AT)
    browser = Browser(cast.head).warm()
    counts = {statements(lambda one=one: browser.part(url(one, "approval"), "approval")) for one in (small, large)}
    assert len(counts) == 1


# --- deciding ----------------------------------------------------------------------------------------


def test_sending_back_offers_the_steps_that_were_decided(cast):
    make_row(step("HEAD"), step("PERSON", people=[cast.director.pk]))
    order = make_submitted(cast.owner)
    assert 'name="to"' not in Browser(cast.head).get(url(order, "reject")).content.decode()
    lifecycle.approve_order(actor=cast.head, order_id=order.pk, at=AT)
    browser = Browser(cast.director)
    dialog = browser.part(url(order, "reject"), "dialog").content.decode()
    assert 'name="to"' in dialog and cast.head.name in dialog
    sent = browser.post(url(order, "reject"), to="1", reason="look again", version=fresh(order).version)
    assert sent.status_code == 303
    assert fresh(order).status == Status.SUBMITTED
    lifecycle.approve_order(actor=person(cast.head.pk), order_id=order.pk, at=AT)
    browser.post(url(order, "reject"), to="draft", reason="no", version=fresh(order).version)
    assert fresh(order).status == Status.DRAFT


def test_another_approver_is_asked_on_a_page(cast):
    expert = make_user("sales_manager")
    order = make_submitted(cast.owner)
    browser = Browser(cast.head)
    assert expert.name in browser.part(url(order, "add-approver"), "dialog").content.decode()
    entered = {"person": expert.pk, "place": "before", "question": "In time?"}
    sent = browser.post(url(order, "add-approver"), **entered, version=fresh(order).version)
    assert sent.status_code == 303
    assert "In time?" in Browser(expert).get(url(order, "approval")).content.decode()
    assert Browser(cast.owner).get(url(order, "add-approver")).status_code == 403


def test_picked_orders_are_approved_row_by_row_with_reasons(cast):
    mine, own = make_submitted(cast.owner), make_submitted(cast.head, actor=cast.desk)
    answer = Browser(cast.head).send("/orders/bulk/approve/", ids=[mine.pk, own.pk])
    words = answer.content.decode()
    assert (fresh(mine).status, fresh(own).status) == (Status.EFFECTIVE, Status.SUBMITTED)
    assert own.number in words and "own order" in words


def test_picked_orders_are_sent_back_with_one_reason(cast):
    orders = [make_submitted(cast.owner) for _ in range(2)]
    ids = [order.pk for order in orders]
    Browser(cast.head).send("/orders/bulk/reject/", ids=ids, reason="not this month")
    assert [fresh(order).rejection_reason for order in orders] == ["not this month"] * 2


# --- delegations -------------------------------------------------------------------------------------


def test_one_delegates_and_takes_it_back_on_ones_page(cast):
    browser = Browser(cast.head)
    days = {"first_day": TODAY.isoformat(), "last_day": TODAY.isoformat()}
    sent = browser.post("/approvals/delegations/new/", delegate=cast.director.pk, reason="trip", **days)
    assert sent.status_code == 303
    row = Delegation.objects.get()
    assert cast.director.name in browser.get("/approvals/delegations/").content.decode()
    assert cast.director.name not in Browser(cast.mate).get("/approvals/delegations/").content.decode()
    assert Browser(cast.mate).post(f"/approvals/delegations/{row.pk}/end/").status_code == 404
    browser.post(f"/approvals/delegations/{row.pk}/end/")
    row.refresh_from_db()
    assert row.ended_by == cast.head


# --- from the mail -----------------------------------------------------------------------------------


def mailed(user):
    """The path in the last mail to somebody."""
    user.email, user.wants_mail = f"{user.username}@example.com", True
    user.save(update_fields=["email", "wants_mail"])
    return lambda: re.search(r"/l/[\w-]+/", next(one.body for one in mail.outbox[::-1] if user.email in one.to))[0]


def test_a_mail_leads_to_the_decision_once_and_only_for_who_is_asked(cast):
    path_of = mailed(cast.head)
    order = make_submitted(cast.owner)
    outbox.relay(now=lambda: AT)
    path = path_of()
    assert Browser(cast.director).get(path).status_code == 404
    browser = Browser(cast.head)
    assert order.number in browser.get(path).content.decode()
    version = fresh(order).version
    refused = browser.post(path, decision="reject", reason="", version=version)
    assert refused.status_code == 200 and fresh(order).status == Status.SUBMITTED
    assert browser.post(path, decision="approve", version=version).status_code == 303
    assert fresh(order).status == Status.EFFECTIVE
    assert browser.post(path, decision="approve", version=version).status_code == 404


def test_a_mail_asks_for_the_sign_in_and_opens_nothing_for_another_step(cast):
    path_of = mailed(cast.head)
    order = make_submitted(cast.owner)
    outbox.relay(now=lambda: AT)
    path = path_of()
    signed_out = Browser(cast.head)
    signed_out.client.logout()
    assert signed_out.get(path).status_code == 302
    lifecycle.withdraw_order(actor=cast.owner, order_id=order.pk, at=AT)
    link = SignedLink.objects.get()
    answer = Browser(cast.head).post(path, decision="approve", version=fresh(order).version)
    assert answer.status_code == 409
    assert SignedLink.objects.get(pk=link.pk).used_at is None


def test_sending_back_keeps_the_error_for_which_it_is_sent_back(cast):
    order, browser = make_submitted(cast.owner), Browser(cast.head)
    assert 'name="error_kind"' in browser.part(url(order, "reject"), "dialog").content.decode()
    wrong = {"error_kind": "PRICE", "error_line": "9", "reason": "price of last year"}
    assert browser.post(url(order, "reject"), version=fresh(order).version, **wrong).status_code == 422
    assert fresh(order).status == "SUBMITTED" and not OrderError.objects.exists()
    browser.post(url(order, "reject"), version=fresh(order).version, **{**wrong, "error_line": "1"})
    found = OrderError.objects.get(order=order)
    assert (found.kind, found.stage, found.line_no, found.found_by) == ("PRICE", "AUDIT", 1, cast.head)
    assert (found.description, fresh(order).status) == ("price of last year", "DRAFT")
    again = make_submitted(cast.owner)
    with pytest.raises(errors.Invalid) as refused:
        lifecycle.reject_order(actor=cast.head, order_id=again.pk, reason="no", error_line=1, at=AT)
    assert set(refused.value.fields) == {"error_kind"}
    lifecycle.reject_order(actor=cast.head, order_id=again.pk, reason="not this month", at=AT)
    assert OrderError.objects.count() == 1  # decided otherwise: no error
