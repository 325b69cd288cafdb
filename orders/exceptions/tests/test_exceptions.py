"""Something goes wrong: reported once, answered in time or escalated, closed with cause and remedy (R208–R219)."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.http import QueryDict

from accounts.collaboration.models import Notification
from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from common.exports.lists import Asked
from customers.models import Carrier
from customers.voice import operations as voice
from orders.exceptions import exporting, operations, queries
from orders.exceptions.filters import PlanFilter
from orders.exceptions.models import ExceptionCase
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY

pytestmark = pytest.mark.django_db


def report(order=None, actor=None, **fields):
    values = {"kind": "DELAY", "severity": "SERIOUS", "description": "Material is late", "at": AT, **fields}
    key = {} if order is None else {"order_id": order.pk}
    return operations.raise_case(actor=actor or people.system_user(), **key, **values)


def find_out(case, **changes):
    changes = {"cause": "SUPPLY", "remedy": "NEW_DATE", **changes}
    return operations.change_case(actor=people.system_user(), case_id=case.pk, changes=changes, at=AT)


def close(case):
    return operations.close_case(actor=people.system_user(), case_id=case.pk, at=AT)


def told(kind):
    return set(Notification.objects.filter(kind=kind).values_list("user_id", flat=True))


def test_an_exception_tells_salesperson_and_executing_owner_and_the_order_counts_it():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner, actor=cast.desk, executing_owner_id=cast.desk.pk)
    case = report(order)
    assert case.number.startswith("EX20261120-") and case.owner_id == cast.desk.pk
    assert told("exception.raised") == {cast.owner.pk, cast.desk.pk}
    assert builders.fresh(order).open_exceptions == 1
    find_out(case)
    close(case)
    assert builders.fresh(order).open_exceptions == 0 and flow.broken_invariants() == {}


def test_the_time_to_answer_is_hours_of_work_by_severity():
    order = builders.make_effective()  # Friday, ten o'clock: eight hours of work end at six
    assert report(order).answer_due_at == AT + timedelta(hours=8)
    assert report(order, severity="URGENT").answer_due_at == AT + timedelta(hours=2)
    monday = AT + timedelta(days=3)
    assert report(order, severity="MINOR").answer_due_at == monday + timedelta(days=1)


def test_it_is_closed_only_with_cause_and_remedy_and_a_complaint_once_the_customer_was_told():
    case = report(builders.make_effective(), kind="COMPLAINT")
    with pytest.raises(errors.Incomplete) as refused:
        close(case)
    assert set(refused.value.fields) == {"cause", "remedy", "told_date"}
    find_out(case)
    with pytest.raises(errors.Incomplete):
        close(case)
    operations.tell_customer(
        actor=people.system_user(), case_id=case.pk, told_how="PHONE", told_text="Sorry", told_date=TODAY, at=AT
    )
    assert close(case).status == "CLOSED"
    again = operations.reopen_case(actor=people.system_user(), case_id=case.pk, reason="It broke again", at=AT)
    assert (again.status, again.answered_at) == ("OPEN", None) and flow.broken_invariants() == {}


def test_what_nobody_answers_goes_up_once_at_a_time_and_an_answer_ends_it():
    cast = builders.make_order_cast()
    case = report(builders.make_effective(cast.owner), owner_id=cast.owner.pk, severity="URGENT")
    late = case.answer_due_at
    assert operations.escalate_due(at=late - timedelta(seconds=1)) == 0
    assert operations.escalate_due(at=late) == 1
    assert operations.escalate_due(at=late) == 0  # a run that comes twice tells nobody twice
    assert told("exception.escalated") == {cast.owner.pk, cast.head.pk}
    case.refresh_from_db()
    operations.answer_case(actor=cast.owner, case_id=case.pk, answer="Steel comes on Monday", at=late)
    assert operations.escalate_due(at=late + timedelta(days=30)) == 0
    case.refresh_from_db()
    assert (case.status, case.escalations) == ("SOLVING", 1)
    assert [step.move for step in queries.steps_of(case)] == ["raise", "answer"]


def test_a_disputed_amount_is_known_to_dunning_until_the_dispute_is_closed():
    order = builders.make_effective()
    case = report(order, kind="DISPUTE", disputed_amount=D("12.50"), disputed_document="IV-7")
    assert queries.disputed_amounts([order.pk]) == {order.pk: D("12.50")}
    with pytest.raises(errors.Invalid):
        report(order, disputed_amount=order.total_amount + 1)
    find_out(case, disputed_amount=D("10"))
    assert queries.disputed_amounts([order.pk]) == {order.pk: D(10)}
    close(case)
    assert queries.disputed_amounts([order.pk]) == {}


def test_a_joint_decision_says_who_does_what_by_when_and_tells_him():
    case = report(builders.make_effective())
    doer = make_user("purchasing")
    decision = operations.record_decision(
        actor=people.system_user(),
        case_id=case.pk,
        participants="Sales, purchasing",
        text="Buy from the second supplier",
        responsible_id=doer.pk,
        due_date=TODAY,
        at=AT,
    )
    assert queries.decisions_of(case) == [decision] and doer.pk in told("exception.decided")
    assert case in queries.list_cases(make_user("purchasing"))


def test_the_archive_waits_for_open_exceptions():
    order = builders.make_effective()
    flow.make_signed(order)
    flow.make_paid(order)
    flow.make_invoiced(order)
    case = report(order)
    with pytest.raises(errors.WrongState, match="not closed"):
        lifecycle.archive_order(actor=people.system_user(), order_id=order.pk, at=AT)
    find_out(case)
    close(case)
    assert lifecycle.archive_order(actor=people.system_user(), order_id=order.pk, at=AT).status == "ARCHIVED"


def test_a_complaint_is_one_record_and_no_note():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner)
    with pytest.raises(errors.Invalid):
        voice.add_note(actor=cast.owner, customer_id=customer.pk, kind="COMPLAINT", text="Late", at=AT)
    case = report(actor=cast.owner, customer_id=customer.pk, kind="COMPLAINT")
    assert queries.of_customer(cast.owner, customer.pk) == [case] and case.order_id is None
    assert case not in queries.list_cases(cast.stranger)
    with pytest.raises(errors.NotFound):
        operations.answer_case(actor=cast.stranger, case_id=case.pk, answer="?", at=AT)


def test_whoever_owes_the_answer_sees_and_answers_it_whatever_his_scopes():
    cast = builders.make_order_cast()
    case = report(builders.make_effective(cast.owner), owner_id=cast.stranger.pk)
    assert case in queries.list_cases(cast.stranger) and queries.count_mine(cast.stranger) == 1
    operations.answer_case(actor=cast.stranger, case_id=case.pk, answer="On it", at=AT)


def test_a_claim_is_filed_answered_and_paid():
    order = builders.make_effective()
    case = report(order, kind="DAMAGE")
    carrier = Carrier.objects.create(code="SFX", name="SF")
    logistics = make_user("logistics")
    claim = operations.file_claim(actor=logistics, case_id=case.pk, amount=D(100), carrier_id=carrier.pk, at=AT)
    with pytest.raises(errors.WrongState):
        operations.record_recovery(actor=logistics, claim_id=claim.pk, amount=D(80), at=AT)
    with pytest.raises(errors.Invalid):
        operations.answer_claim(actor=logistics, claim_id=claim.pk, accepted=D(101), at=AT)
    operations.answer_claim(actor=logistics, claim_id=claim.pk, accepted=D(80), at=AT)
    paid = operations.record_recovery(actor=logistics, claim_id=claim.pk, amount=D(80), at=AT)
    assert (paid.status, paid.recovered) == ("PAID", D(80))
    sheet = exporting.open_claims(logistics, Asked(QueryDict("status=PAID"), AT))
    row = dict(zip([one.key for one in sheet.columns], next(iter(sheet.rows())), strict=True))
    assert (row["exception"], row["carrier"], row["recovered"]) == (case.number, "SF", D(80))
    stranger = exporting.open_claims(make_user("sales"), Asked(QueryDict(""), AT))
    assert stranger.count(True)[0] == 0
    shortage = report(order, kind="SHORTAGE")
    with pytest.raises(errors.WrongState):
        operations.file_claim(actor=logistics, case_id=shortage.pk, amount=D(1), carrier_id=carrier.pk, at=AT)


def test_a_plan_for_its_kind_and_its_goods_is_offered_and_its_use_noted():
    order = builders.make_effective()
    code = flow.first_line(order).product_code
    desk = make_user("order_desk")
    save = {"actor": desk, "kind": "DELAY", "steps": [("Call the customer", desk.pk)], "at": AT}
    plan = operations.save_plan(name="Late steel", product_prefix=code[:3], **save)
    operations.save_plan(name="Other goods", product_prefix="~", **save)
    general = operations.save_plan(name="Any delay", **save)
    filled = PlanFilter({"product": code, "kind": ["DELAY"]}, queries.list_plans(desk)).qs
    assert set(filled) == {plan, general}, "for these goods, or for all"
    assert not PlanFilter({"supplier": "nobody"}, queries.list_plans(desk)).qs
    case = report(order)
    assert queries.plans_for(case) == [plan, general]
    operations.use_plan(actor=desk, case_id=case.pk, plan_id=plan.pk, at=AT)
    assert queries.list_plans(desk).get(pk=plan.pk).times_used == 1
    other = report(order, kind="QUALITY")
    with pytest.raises(errors.Invalid):
        operations.use_plan(actor=desk, case_id=other.pk, plan_id=plan.pk, at=AT)


def test_figures_count_by_kind_cause_and_month():
    order = builders.make_effective()
    find_out(report(order), responsible="SUPPLIER", cost=D(30))
    report(order, kind="DAMAGE")
    found = queries.figures(ExceptionCase.objects.all())
    assert found.total == 2 and {(one.count, one.open) for one in found.by_kind} == {(1, 1)}
    assert [(one.count, one.cost) for one in found.by_cause if one.query] == [(1, D(30))]
    assert [(one.label, one.count) for one in found.by_month] == [("2026-11", 2)]


def test_a_shipment_names_its_order_and_a_loss_its_line():
    order = builders.make_effective()
    sent = flow.make_shipped(order)
    case = operations.raise_case(
        actor=people.system_user(), kind="DAMAGE", severity="URGENT", description="Broken", document=sent.number, at=AT
    )
    assert (case.order_id, case.document_id) == (order.pk, sent.pk)
    other = builders.make_effective()
    with pytest.raises(errors.Invalid):
        report(other, document=sent.number)
    with pytest.raises(errors.Invalid):
        report(order, line_no=99)
    assert Order.objects.get(pk=other.pk).open_exceptions == 0
