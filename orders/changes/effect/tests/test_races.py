"""Two at once: requests, shipments, decisions and plain edits of one order (SEMANTICS 8, RELIABILITY 3)."""

import pytest

from accounts.people.queries import system_user
from common import errors
from orders.changes import operations
from orders.changes.effect.tests.builders import approve, approver_of, submitted
from orders.changes.models import ChangeRequest
from orders.changes.revisions.models import OrderRevision
from orders.changes.tests.builders import head, make_request, modify, reason
from orders.entry import drafting
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import operations as lifecycle
from orders.tests.builders import AT, fresh, lines_of, make_effective, make_order_cast, person
from orders.tests.flow_builders import broken_invariants, make_outbound
from orders.tests.racing import behind, race, refusals

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 2


@pytest.fixture
def cast():
    return make_order_cast()


def decide(request):
    actor = approver_of(request)
    return lambda: operations.approve_request(actor=actor, request_id=request.pk, at=AT)


def submit(request):
    actor = person(request.created_by_id)
    return lambda: operations.submit_request(actor=actor, request_id=request.pk, at=AT)


def note(order, actor, **changes):
    user = person(actor.pk)
    return lambda: drafting.update_notes(actor=user, order_id=order.pk, version=order.version, changes=changes, at=AT)


def written(order, quantity):
    edits = {"lines.1.quantity": quantity}
    return make_request(order, edits=edits, reason_id=reason().pk, is_urgent=True)


def test_of_two_requests_begun_at_once_one_is_open(cast):
    for _round in range(ROUNDS):
        order = make_effective(cast.owner)
        reason()
        results = race(lambda: written(order, 5), lambda: written(order, 6))  # noqa: B023 each round runs at once
        assert refusals(results) == [errors.Conflict]
        assert ChangeRequest.objects.filter(order=order).count() == 1
    assert broken_invariants() == {}


def test_two_approvals_make_one_revision(cast):
    for _round in range(ROUNDS):
        order = make_effective(cast.owner)
        request = submitted(order, modify(1, "quantity", 7))
        results = race(decide(request), decide(request))
        assert refusals(results) == [errors.WrongState]
        assert (fresh(order).revision, OrderRevision.objects.filter(order=order).count()) == (2, 1)
        assert lines_of(order)[0].ordered == 7
    assert broken_invariants() == {}


def test_a_shipment_goes_before_the_request_or_after_its_decision(cast):
    for _round in range(ROUNDS):
        order = make_effective(cast.owner)
        document = make_outbound(order, 4)
        request = written(order, 5)

        def audit(number=document.pk):
            return fulfilment.audit_outbound(actor=system_user(), document_id=number, at=AT)

        results = race(submit(request), audit)
        assert refusals(results) in ([], [errors.WrongState])
        assert approve(request).state == "EFFECTIVE"
        if refusals(results):
            audit()
        (line,) = lines_of(order)
        assert (line.ordered, line.shipped, line.reserved) == (5, 4, 1)
    assert broken_invariants() == {}


def test_an_approval_taken_back_and_a_request_submitted_exclude_each_other(cast):
    for _round in range(ROUNDS):
        order = make_effective(cast.owner)
        request = written(order, 5)

        def unapprove(key=order.pk):
            return lifecycle.unapprove_order(actor=system_user(), order_id=key, reason="wrong customer", at=AT)

        refused = refusals(race(submit(request), unapprove))
        request.refresh_from_db()
        assert len(refused) == 1  # whoever was second
        stand = (request.state, fresh(order).status)
        assert stand in {("SUBMITTED", "EFFECTIVE"), ("WITHDRAWN", "DRAFT")}
    assert broken_invariants() == {}


def test_an_edit_that_was_first_overtakes_the_change_and_the_later_one_is_told(cast):
    order = make_effective(cast.owner)
    request = submitted(order, head("contact_name", "王五"))
    seen = fresh(order)
    found = behind(note(seen, cast.owner, contact_name="赵六"), decide(request))
    assert (found.state, [one["path"] for one in found.conflicts]) == ("STALE", ["contact_name"])
    other = make_effective(cast.owner)
    request = submitted(other, head("contact_name", "王五"))
    refused = behind(decide(request), note(fresh(other), cast.owner, contact_name="赵六"))
    assert isinstance(refused, errors.Stale)
    assert fresh(other).contact_name == "王五"
    assert broken_invariants() == {}
