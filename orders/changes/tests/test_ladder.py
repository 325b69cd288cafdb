"""From draft to decided: who is asked, who decides, what a decision is bound to (SEMANTICS 7, 8)."""

import copy
import re
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.core import mail

from accounts.handover import operations as handing
from accounts.models import Notification
from common import errors, outbox
from orders.approval import queries as approvals
from orders.approval.matrix.models import MatrixStep
from orders.approval.models import ApprovalRequest
from orders.approval.tests.builders import make_row, step
from orders.changes import operations, policies, queries, states
from orders.changes.assessing.models import ChangeAssessment, ChangeDepartment
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.states import MOVES, Move, State
from orders.changes.tests.builders import make_request, make_submitted_request, reason, wrote
from orders.order.models import Order
from orders.tests.builders import AT, line, lines_of, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

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
def order(mine):
    return mine[1]


def _make_all():
    cast = _make_cast()
    order = _make_order(cast)
    return cast, order


def _make_cast():
    return make_order_cast()


def _make_order(cast):
    lines = [line(make_product(list_price=D(100), stock=99), 2), line(make_product(list_price=D(7), stock=99), 3)]
    return make_effective(cast.owner, lines=lines)


def run(name, actor, request, **options):
    return getattr(operations, name)(actor=actor, request_id=request.pk, at=AT, **options)


def ready(order, **options):
    return make_request(order, **{"edits": {"lines.1.quantity": 5}, "reason_id": reason().pk, **options})


def test_the_ladder_knows_every_move_and_refuses_the_others():
    for state in State:
        for move in Move:
            if (state, move) in MOVES:
                assert states.after(state, move) == MOVES[state, move]
            else:
                with pytest.raises(errors.WrongState) as found:
                    states.after(state, move)
                assert found.value.details["status"] == state
    assert not any(states.possible_moves(state) for state in states.ENDED)


def test_urgent_it_is_submitted_approved_and_takes_effect_at_once(cast, order):
    request = make_submitted_request(order)
    order.refresh_from_db()
    assert (request.state, request.number, request.submitted_at) == (State.SUBMITTED, "CR20261120-0001", AT)
    assert order.is_changing
    assert [one.is_changing for one in lines_of(order)] == [True, False]
    request = run("approve_request", cast.head, request, version=request.version)
    order.refresh_from_db()
    assert (request.state, request.revision, request.decided_at) == (State.EFFECTIVE, 2, AT)
    assert (order.revision, order.is_changing, lines_of(order)[0].ordered) == (2, False, 5)
    with pytest.raises(errors.WrongState):
        run("approve_request", cast.head, request)
    assert not approvals.waiting_for(cast.head).exists()


def test_departments_are_asked_first_and_answer_or_their_time_runs_out(cast, order):
    ChangeDepartment.objects.update_or_create(kind="WAREHOUSE", defaults={"aspects": [], "hours": 8})
    request = ready(order)
    with pytest.raises(errors.WrongState) as found:
        run("submit_request", cast.owner, request)
    assert found.value.code == "departments_first"
    request = run("ask_departments", cast.owner, request)
    assert (request.state, request.number, request.asked_at) == (State.ASSESSING, "CR20261120-0001", AT)
    with pytest.raises(errors.WrongState) as found:
        run("submit_request", cast.owner, request)
    assert found.value.code == "departments_owe"
    with pytest.raises(errors.WrongState):
        run("edit_items", cast.owner, request, edits={"lines.1.quantity": {"value": 7}})
    late = AT + timedelta(days=14)
    request = operations.submit_request(actor=cast.owner, request_id=request.pk, at=late)
    assert request.state == State.SUBMITTED


def test_without_change_or_reason_nobody_is_bothered(cast, order):
    request = make_request(order)
    with pytest.raises(errors.Invalid) as found:
        run("ask_departments", cast.owner, request)
    assert set(found.value.fields) == {"items", "reason"}
    assert ChangeRequest.objects.get().number is None


def test_nobody_decides_his_own_and_only_who_is_asked(cast, order):
    request = make_submitted_request(order, actor=cast.head)  # her own request: her department's head does not decide
    with pytest.raises(errors.NotAllowed):
        run("approve_request", cast.head, request)
    with pytest.raises(errors.NotAllowed):
        run("approve_request", cast.owner, request)
    with pytest.raises(errors.NotFound):
        run("approve_request", cast.stranger, request)
    assert run("approve_request", cast.director, request).state == State.EFFECTIVE


def test_an_approval_is_bound_to_what_was_submitted(cast, order):
    request = make_submitted_request(order)
    ChangeItem.objects.filter(request=request).update(new="6")  # as no operation would
    with pytest.raises(errors.Stale) as found:
        run("approve_request", cast.head, request)
    assert list(found.value.details["fields"]) == ["lines.1.quantity"]
    assert Order.objects.get(pk=order.pk).revision == 1


def test_sent_back_it_is_written_again_and_keeps_its_number(cast, order):
    request = make_submitted_request(order)
    with pytest.raises(errors.Invalid):
        run("return_request", cast.head, request)
    request = run("return_request", cast.head, request, reason="不到货")
    order.refresh_from_db()
    assert (request.state, request.return_reason, order.is_changing) == (State.DRAFT, "不到货", False)
    assert not any(one.is_changing for one in lines_of(order))
    assert Notification.objects.filter(user=cast.owner, kind="change.returned").exists()
    run("edit_items", cast.owner, request, edits={"lines.1.quantity": {"value": 4}})
    again = run("submit_request", cast.owner, request)
    assert (again.number, again.return_reason) == (request.number, "")
    again = run("return_request", cast.owner, again)  # taken back by who wrote it
    assert again.state == State.DRAFT
    open_ones = ApprovalRequest.objects.filter(subject_type=policies.SUBJECT, state="OPEN")
    assert not open_ones.exists()


def test_rejected_it_is_over_and_another_may_be_begun(cast, order):
    request = make_submitted_request(order)
    with pytest.raises(errors.Invalid):
        run("reject_request", cast.head, request, reason=" ")
    request = run("reject_request", cast.head, request, reason="不做")
    assert (request.state, request.return_reason, request.ended_at) == (State.REJECTED, "不做", AT)
    order.refresh_from_db()
    assert (order.revision, order.is_changing) == (1, False)
    assert ready(order).state == State.DRAFT


def test_withdrawn_or_superseded_while_it_waits_nobody_is_asked_any_more(cast, order):
    request = make_submitted_request(order)
    later = ready(order, supersedes=request.pk)
    request.refresh_from_db()
    assert (request.state, later.state) == (State.SUPERSEDED, State.DRAFT)
    assert not approvals.waiting_for(cast.head).exists()
    run("submit_request", cast.owner, run("change_head", cast.owner, later, changes={"is_urgent": True}))
    run("withdraw_request", cast.owner, later, reason="客户改主意")
    assert not approvals.waiting_for(cast.head).exists()
    order.refresh_from_db()
    assert not order.is_changing
    with pytest.raises(errors.WrongState):
        run("approve_request", cast.head, later)


def test_the_customer_is_waited_for_where_he_has_to_agree(cast, order):
    request = make_submitted_request(order, needs_customer=True)
    request = run("approve_request", cast.head, request)
    assert (request.state, Order.objects.get(pk=order.pk).revision) == (State.APPROVED, 1)
    assert run("return_request", cast.owner, request).state == State.DRAFT


def test_overtaken_by_a_shipment_it_says_so_and_is_brought_up_to_date(cast, order):
    request = ready(order, edits={"lines.1.quantity": 1, "lines.2.quantity": 4}, is_urgent=True)
    make_shipped(order, 2)
    with pytest.raises(errors.Invalid) as found:
        run("submit_request", cast.owner, request)
    assert "lines.1" in found.value.fields
    run("edit_items", cast.owner, request, edits={"lines.1.quantity": {"value": 2}})
    Order.objects.filter(pk=order.pk).update(revision=2)  # as another change would
    request = run("submit_request", cast.owner, request)
    assert (request.state, request.conflicts[0]["path"]) == (State.STALE, "revision")
    request = run("rebase_request", cast.owner, request)
    assert (request.state, request.base_revision, request.conflicts) == (State.DRAFT, 2, [])
    assert wrote(request) == {"lines.2.quantity": "4"}


def test_brought_up_to_date_only_while_no_other_request_is_open(cast, order):
    request = ready(order)
    Order.objects.filter(pk=order.pk).update(revision=2)
    run("ask_departments", cast.owner, request)
    ready(order)
    with pytest.raises(errors.Conflict) as found:
        run("rebase_request", cast.owner, request)
    assert found.value.code == "change_open"


def test_who_decides_sees_the_order_whatever_his_scope(cast, order):
    request = make_submitted_request(order)
    asked = approvals.open_request(policies.SUBJECT, request.pk)[1][0]
    assert asked.approver == cast.head
    asked.approver = cast.stranger
    asked.save()
    assert queries.get_request(actor=cast.stranger, reference=request.reference) == request
    assert list(queries.list_requests(cast.stranger)) == [request]


def test_open_requests_go_to_who_takes_over(cast, order):
    request = ready(order)
    handing.hand_over(actor=cast.head, from_user_id=cast.owner.pk, to_user_id=cast.mate.pk, at=AT)
    request.refresh_from_db()
    assert request.created_by == cast.mate
    assert not ChangeAssessment.objects.exists()


def test_what_waits_for_who_takes_over_is_decided_by_another(cast, order):
    request = make_submitted_request(order)
    handing.hand_over(actor=cast.head, from_user_id=cast.owner.pk, to_user_id=cast.head.pk, at=AT)
    asked = approvals.open_request(policies.SUBJECT, request.pk)[1]
    assert [one.approver for one in asked if not one.decision] == [cast.director]
    assert run("approve_request", cast.director, request).state == State.EFFECTIVE


def test_a_row_of_the_matrix_asks_for_what_changes_and_how_much(cast, order):
    above = step(MatrixStep.Kind.PERSON, people=[cast.director.pk])
    make_row(above, name="prices", signs=["PRICE"], subject_type=policies.SUBJECT)
    make_row(above, name="much", at_least={"amount": "1000"}, subject_type=policies.SUBJECT)
    with pytest.raises(errors.Invalid):  # the request itself says that he has to agree
        make_row(step(MatrixStep.Kind.CUSTOMER), subject_type=policies.SUBJECT)
    for edits, row in (
        ({"lines.1.quantity": 5}, ""),
        ({"lines.1.price": "90"}, "prices"),
        ({"lines.1.quantity": 20}, "much"),
    ):
        request = make_submitted_request(order, edits=edits)
        assert approvals.open_request(policies.SUBJECT, request.pk)[0].matrix_row == row
        run("withdraw_request", cast.owner, request)


def test_the_mail_that_asks_leads_to_the_decision_once(cast, order, monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT)
    cast.head.email, cast.head.wants_mail = "head@example.com", True
    cast.head.save(update_fields=["email", "wants_mail"])
    request = make_submitted_request(order)
    outbox.relay(now=lambda: AT)
    body = next(one.body for one in mail.outbox[::-1] if "head@example.com" in one.to)
    path = re.search(r"/l/[\w-]+/", body)[0]
    assert Browser(cast.director).get(path).status_code == 404
    browser = Browser(cast.head)
    page = browser.get(path).text
    assert order.number in page and "Approve the change" in page
    facts = re.search(r'name="facts" value="(\w+)"', page)[1]
    refused = browser.post(path, decision="return", reason="", version=request.version, facts=facts)
    assert refused.status_code == 200
    stale = browser.post(path, decision="approve", version=request.version, facts="0" * 64)
    assert stale.status_code == 409
    done = browser.post(path, decision="approve", version=request.version, facts=facts)
    assert (done.status_code, Order.objects.get(pk=order.pk).revision) == (303, 2)
    assert browser.post(path, decision="approve", version=request.version, facts=facts).status_code == 404
