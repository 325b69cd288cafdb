"""Special approvals over the limit (特批): decided by others, the order's alone, not past their day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.people.queries import system_user
from accounts.roles import operations as roles
from accounts.tests.builders import make_user
from common import errors
from common.operation import operation
from customers import operations as customers
from orders.approval import queries as approval
from orders.approval.due import remind_due
from orders.credit.models import SpecialApproval
from orders.credit.special import operations, policies, queries
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import answers
from orders.lifecycle import operations as lifecycle
from orders.tests.builders import (
    AT,
    TODAY,
    approve,
    fresh,
    line,
    lines_of,
    make_buyer,
    make_draft,
    make_order_cast,
    person,
)
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal
UNTIL = TODAY + timedelta(days=10)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def product():
    return make_product(stock=1000)


@pytest.fixture
def finance(cast):
    return make_user("finance")


def limited(cast, amount=500):
    customer = make_buyer(cast.owner)
    customers.set_credit(
        actor=system_user(),
        customer_id=customer.pk,
        version=type(customer).objects.get(pk=customer.pk).version,
        changes={"credit_limit": D(amount)},
        at=AT,
    )
    return customer


def over_limit(cast, product, customer=None, quantity=6):
    return make_draft(cast.owner, customer=customer or limited(cast), lines=[line(product, quantity)])


def request(order, actor, amount=100, until=UNTIL, at=AT):
    return operations.request_special(
        actor=actor, order_id=order.pk, amount=D(amount), valid_until=until, reason="急用", at=at
    )


def grant(special, at=AT, is_approved=True):
    step = approval.current_step(approval.open_request(policies.SUBJECT, special.pk)[1])
    return operations.decide_special(
        actor=person(step.approver_id), special_id=special.pk, is_approved=is_approved, reason="限本单", at=at
    )


def submit(order, actor, at=AT):
    return lifecycle.submit_order(actor=actor, order_id=order.pk, at=at)


def test_it_lets_its_order_pass_and_no_other(cast, product, finance):
    customer = limited(cast)
    order = over_limit(cast, product, customer)
    other = over_limit(cast, product, customer, quantity=1)
    special = request(order, cast.owner)
    with pytest.raises(errors.CreditExceeded):
        submit(order, cast.owner)
    grant(special)
    assert submit(order, cast.owner).number
    with pytest.raises(errors.CreditExceeded):
        submit(other, cast.owner)
    approve(fresh(order))
    keeper = make_user("warehouse")
    document = fulfilment.draft_outbound(actor=keeper, lines=[(lines_of(order)[0].pk, D(6))], at=AT)
    later = AT + timedelta(days=11)
    with pytest.raises(errors.CreditExceeded) as refused:  # its last day is past
        fulfilment.audit_outbound(actor=keeper, document_id=document.pk, at=later)
    assert refused.value.details["moment"] == "outbound"
    assert fulfilment.audit_outbound(actor=keeper, document_id=document.pk, at=AT).status == "AUDITED"


def test_its_amount_is_a_bound_and_two_add_up(cast, product, finance):
    order = over_limit(cast, product)
    grant(request(order, cast.owner, amount=60))
    with pytest.raises(errors.CreditExceeded):
        submit(order, cast.owner)
    grant(request(order, cast.owner, amount=40))
    assert submit(order, cast.owner).number


def test_it_lifts_the_largest_order_and_late_payments_and_never_the_stop(cast, product, finance):
    customer = limited(cast, amount=10_000)
    changes = {"credit_order_cap": D(500), "credit_days_overdue": 0}
    version = type(customer).objects.get(pk=customer.pk).version
    customers.set_credit(actor=system_user(), customer_id=customer.pk, version=version, changes=changes, at=AT)
    order = over_limit(cast, product, customer)
    grant(request(order, cast.owner))
    customers.stop_credit(actor=finance, customer_id=customer.pk, reason="涉诉", at=AT)
    with pytest.raises(errors.CreditExceeded):
        submit(order, cast.owner)
    customers.resume_credit(actor=finance, customer_id=customer.pk, at=AT)
    assert submit(order, cast.owner).number


def test_nobody_decides_his_own_and_only_who_is_asked_does(cast, product, finance):
    order = over_limit(cast, product)
    mine = request(order, finance)
    asked = approval.current_step(approval.open_request(policies.SUBJECT, mine.pk)[1]).approver_id
    assert asked not in (finance.pk, cast.owner.pk)
    for actor in (finance, cast.head):
        with pytest.raises(errors.NotAllowed):
            operations.decide_special(actor=actor, special_id=mine.pk, is_approved=True, at=AT)
    with pytest.raises(errors.NotFound):
        operations.decide_special(actor=cast.stranger, special_id=mine.pk, is_approved=True, at=AT)


def test_it_is_asked_with_sense_once_at_a_time_and_by_who_may(cast, product, finance):
    order = over_limit(cast, product)
    for wrong in ({"amount": 0}, {"until": TODAY - timedelta(days=1)}):
        with pytest.raises(errors.Invalid):
            request(order, cast.owner, **wrong)
    with pytest.raises(errors.NotAllowed):
        request(order, make_user("warehouse"))
    request(order, cast.owner)
    with pytest.raises(errors.WrongState):
        request(order, cast.owner)


def test_refused_withdrawn_and_void_ones_do_not_count(cast, product, finance):
    order = over_limit(cast, product)
    with pytest.raises(errors.Invalid):
        step = request(order, cast.owner)
        operations.decide_special(actor=finance, special_id=step.pk, is_approved=False, at=AT)
    grant(step, is_approved=False)
    operations.withdraw_special(actor=cast.owner, special_id=request(order, cast.owner).pk, at=AT)
    held = grant(request(order, cast.owner))
    with pytest.raises(errors.NotAllowed):
        operations.withdraw_special(actor=cast.owner, special_id=held.pk, at=AT)
    operations.withdraw_special(actor=finance, special_id=held.pk, at=AT)
    waiting = request(order, cast.owner)
    lifecycle.void_order(actor=cast.owner, order_id=order.pk, reason="取消", at=AT)
    states = [*SpecialApproval.objects.order_by("pk").values_list("state", flat=True)]
    assert states == ["REJECTED", "WITHDRAWN", "WITHDRAWN", "WITHDRAWN"]
    assert approval.open_request(policies.SUBJECT, waiting.pk) is None
    assert queries.granted(order.pk, TODAY) is None


def test_it_is_reminded_of_delegated_and_handed_over_like_an_order(cast, product, finance):
    special = request(over_limit(cast, product), cast.owner)
    step = approval.current_step(approval.open_request(policies.SUBJECT, special.pk)[1])
    other = make_user("executive")
    move = operation(lambda actor: answers.move_approvals(actor, step.approver, other, AT))
    assert move(actor=system_user()) == 1
    assert queries.waiting_for(person(other.pk), 5) == [special]
    assert remind_due(at=AT + timedelta(days=2)) == 1
    assert str(special) in approval.titles([approval.waiting_for(person(other.pk)).first()]).values()


def test_it_is_asked_and_decided_on_the_page_and_over_the_api(client, cast, product, finance):
    order = over_limit(cast, product)
    client.force_login(cast.owner)
    url = reverse("orders:special-request", args=[order.reference])
    dialog = client.get(url).text
    assert "100" in dialog
    sent = {"amount": "100", "valid_until": UNTIL.isoformat(), "reason": "急用", "nonce": "a" * 32}
    assert client.post(url, sent).status_code in (303, 422)
    special = SpecialApproval.objects.first() or request(order, cast.owner)
    asked = approval.current_step(approval.open_request(policies.SUBJECT, special.pk)[1]).approver
    client.force_login(asked)
    decide = reverse("orders:special-decide", args=[special.pk])
    assert client.get(decide).status_code == 200
    assert client.post(decide, {"decision": "approve", "version": special.version}).status_code == 303
    row = client.get(f"/api/v1/special-approvals/{special.pk}/").json()
    assert (row["state"], row["amount"], row["order"]) == ("APPROVED", "100.00", order.reference)
    client.force_login(make_user("warehouse"))
    assert client.get("/api/v1/special-approvals/").json()["results"] == []


def test_who_decides_within_a_reach_sees_those_of_his_reach_only(cast, product):
    """And who is asked about one sees it whatever his reach is."""
    order = over_limit(cast, product)
    found = request(order, cast.owner)
    boss, names = make_user("administrator"), {}
    for scope in ("OWN", "ALL"):
        role = roles.create_role(actor=boss, code=f"deciding_{scope.lower()}", name=scope, at=AT)
        roles.set_grants(actor=boss, role_id=role.pk, grants={"credit.special": scope, "order.view": "OWN"}, at=AT)
        roles.set_field_rules(actor=boss, role_id=role.pk, rules={}, at=AT)
        names[scope] = make_user(role.code)
    assert list(queries.list_special(names["ALL"])) == [found]
    assert list(queries.list_special(names["OWN"])) == []
    with pytest.raises(errors.NotFound):
        queries.get_special(actor=names["OWN"], special_id=found.pk)
