"""Every move of an order along its ladder (SEMANTICS 2)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.collaboration.models import Notification
from accounts.people import operations as people
from accounts.people.queries import system_user
from accounts.tests.builders import make_department, make_user
from common import errors, settings
from common.invariants import invariants, offenders
from common.models import Event, Setting
from customers.operations import masters
from orders.closure import operations as closure
from orders.credit import exposure
from orders.entry import drafting
from orders.fulfilment import operations as fulfilment
from orders.fulfilment import queries as outbound
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderStep
from orders.order.states import Settlement, Status
from orders.promise import queries as promise
from orders.promise.models import PromiseEntry, Reservation
from orders.settlement import operations as settlement
from orders.settlement.models import PlanRow
from orders.tests import flow_builders as flow
from orders.tests.builders import (
    AT,
    TODAY,
    approve,
    approver_of,
    fresh,
    line,
    lines_of,
    make_buyer,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
    person,
    verify,
)
from orders.tests.page_builders import Browser
from products.catalogue import operations as catalogue
from products.tests.builders import make_product, make_service, receive, stock_row

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return make_order_cast()


def do(verb, actor, order, **more):
    return getattr(lifecycle, f"{verb}_order")(actor=actor, order_id=order.pk, at=more.pop("at", AT), **more)


def steps(order):
    return list(OrderStep.objects.filter(order=order).order_by("id").values_list("move", flat=True))


def on_order(order):
    return exposure.of_holder(order.customer.credit_holder_id).on_order


# --- submit --------------------------------------------------------------------------------------


def test_submission_draws_the_number_of_its_own_day(cast):
    order = make_draft(cast.owner)
    submitted = do("submit", cast.owner, order, at=AT + timedelta(days=3))
    assert submitted.number == "SO20261123-0001"
    assert submitted.order_date == TODAY
    assert (submitted.status, submitted.submitted_at) == (Status.SUBMITTED, AT + timedelta(days=3))
    assert steps(order) == ["submit"]
    assert on_order(order) == submitted.total_amount


def test_a_refused_submission_leaves_no_gap_in_the_numbers(cast):
    first = make_submitted(cast.owner)
    refused = make_draft(cast.owner, lines=[])
    with pytest.raises(errors.Incomplete):
        do("submit", cast.owner, refused)
    assert (first.number, make_submitted(cast.owner).number) == ("SO20261120-0001", "SO20261120-0002")


def test_rate_and_cost_are_those_of_the_day_of_submission(cast):
    def rate(day, value):
        masters.save_rate(actor=system_user(), currency_code="USD", valid_from=day, rate=D(value), at=AT)

    rate(TODAY, "7")
    product = make_product(stock=10, unit_cost=D(60))
    order = make_draft(cast.owner, currency_id="USD", lines=[line(product, 1)])
    rate(TODAY + timedelta(days=1), "7.2")
    catalogue.update_product(
        actor=system_user(), product_id=product.pk, version=product.version, changes={"unit_cost": D(66)}, at=AT
    )
    submitted = do("submit", cast.owner, order, at=AT + timedelta(days=1))
    assert submitted.exchange_rate == D("7.2")
    assert lines_of(order)[0].unit_cost == 66
    rate(TODAY + timedelta(days=2), "7.5")
    verify(order)
    effective = do("approve", approver_of(order), order, at=AT + timedelta(days=2))
    assert (effective.exchange_rate, effective.cost_amount) == (D("7.2"), D(66))


def test_a_version_that_was_shown_must_still_stand(cast):
    order = make_draft(cast.owner)
    with pytest.raises(errors.Stale) as refusal:
        do("submit", cast.owner, order, version=order.version + 1)
    assert refusal.value.details["who"] == cast.owner.name


# --- withdraw, reject ----------------------------------------------------------------------------


def test_withdrawing_gives_the_draft_back_under_its_number(cast):
    order = make_submitted(cast.owner)
    back = do("withdraw", cast.owner, order)
    assert (back.status, back.number) == (Status.DRAFT, order.number)
    assert on_order(order) == 0
    again = do("submit", cast.owner, order)
    assert again.number == order.number
    assert steps(order) == ["submit", "withdraw", "submit"]


def test_sending_back_needs_a_reason_and_shows_it(cast):
    order = make_submitted(cast.owner)
    with pytest.raises(errors.Invalid):
        do("reject", cast.head, order, reason="  ")
    back = do("reject", cast.head, order, reason="价格太低")
    assert (back.status, back.is_rejected, back.rejection_reason) == (Status.DRAFT, True, "价格太低")
    assert on_order(order) == 0
    assert "价格太低" in Notification.objects.get(user=cast.owner).text
    resubmitted = do("submit", cast.owner, order)
    assert (resubmitted.is_rejected, resubmitted.rejection_reason) == (False, "")


# --- taking effect -------------------------------------------------------------------------------


def test_taking_effect_reserves_promises_plans_and_tells(cast):
    product = make_product(stock=6, lead_time_days=20)
    order = make_effective(cast.owner, lines=[line(product, 10), line(make_service(lead_time_days=5), 1)])
    goods, service = lines_of(order)
    assert (goods.original, goods.reserved, stock_row(product).reserved) == (10, 6, 6)
    assert goods.promised_date == goods.first_promised_date == date(2026, 12, 15)  # lead time and three days of work
    assert service.promised_date == order.requested_date
    assert PromiseEntry.objects.filter(line__order=order).count() == 2
    assert PlanRow.objects.get(order=order).amount == order.total_amount
    assert (order.effective_at, order.promised_date) == (AT, goods.promised_date)
    assert order.reserved_amount == goods.amount * 6 / 10
    customer = person(cast.owner.pk).customers.get(pk=order.customer_id)
    assert customer.first_effective_at == customer.last_effective_at == AT
    event = Event.objects.get(kind="order.effective", subject_id=order.pk)
    assert event.data["short_lines"] == ["1"]
    assert event.subject_number == order.number
    assert on_order(order) == order.total_amount


def test_the_heads_of_the_departments_concerned_see_it_at_once(cast):
    heads = {}
    for kind in ("WAREHOUSE", "PRODUCTION", "FINANCE", "SERVICE"):
        department = make_department(kind=kind)
        heads[kind] = make_user("department_head", department=department)
        people.update_department(
            actor=system_user(), department_id=department.pk, changes={"head_id": heads[kind].pk}, at=AT
        )
    order = make_effective(cast.owner)
    told = set(Notification.objects.filter(kind="order.effective", subject_id=order.pk).values_list("user", flat=True))
    assert told == {heads["WAREHOUSE"].pk, heads["PRODUCTION"].pk, heads["FINANCE"].pk, cast.owner.pk}


def test_a_type_that_needs_no_approval_takes_effect_at_submission_and_says_so(cast):
    from orders.order.models import OrderType

    OrderType.objects.filter(code="SAMPLE").update(needs_approval=False)
    order = make_draft(cast.owner, order_type_code="SAMPLE")
    submitted = do("submit", cast.owner, order)
    assert submitted.status == Status.EFFECTIVE
    assert steps(order) == ["submit", "approve"]
    assert lines_of(order)[0].reserved == 10
    assert OrderStep.objects.get(order=order, move="approve").reason


def test_a_service_order_ships_nothing_and_reserves_nothing(cast):
    order = make_effective(cast.owner, order_type_code="SERVICE", lines=[line(make_service(), 2)])
    assert not Reservation.objects.filter(line__order=order).exists()
    assert lines_of(order)[0].promised_date is not None


def test_an_urgent_demand_for_what_is_there_is_promised_after_transit(cast):
    order = make_effective(cast.owner, requested_date=TODAY)
    assert lines_of(order)[0].promised_date == date(2026, 11, 25)  # three days of work


# --- un-approve, void ----------------------------------------------------------------------------


def test_unapproving_takes_back_what_taking_effect_did(cast):
    product = make_product(stock=50)
    order = make_effective(cast.owner, lines=[line(product, 10)])
    with pytest.raises(errors.Invalid):
        do("unapprove", cast.head, order, reason="")
    back = do("unapprove", cast.head, order, reason="客户改数量")
    assert (back.status, back.number, back.effective_at) == (Status.DRAFT, order.number, None)
    assert (stock_row(product).reserved, lines_of(order)[0].original) == (0, 0)
    assert not PlanRow.objects.filter(order=order).exists()
    assert not Reservation.objects.exists()
    assert on_order(order) == 0
    again = approve(do("submit", cast.owner, order))
    assert (again.number, again.status) == (order.number, Status.EFFECTIVE)


def test_unapproving_takes_the_promises_back_and_the_book_keeps_them(cast):
    product = make_product(lead_time_days=20)
    order = make_effective(cast.owner, lines=[line(product, 1)], requested_date=TODAY)
    (before,) = lines_of(order)
    assert before.promised_date > TODAY
    do("unapprove", cast.head, order, reason="客户改产品")
    (draft,) = lines_of(order)
    assert (draft.promised_date, draft.first_promised_date, fresh(order).promised_date) == (None, None, None)
    receive(product, 5)
    approve(do("submit", cast.owner, order))
    (again,) = lines_of(order)
    assert again.promised_date == again.first_promised_date < before.promised_date
    assert [entry.promised_date for entry in promise.promises_of(order.pk)] == [
        before.promised_date,
        again.promised_date,
    ]


def test_lines_that_once_stood_on_a_notice_may_go_and_the_notice_keeps_them(cast):
    gauge, cell, keeper = make_product(stock=50), make_product(stock=50), make_user("warehouse")
    order = make_effective(cast.owner, lines=[line(gauge, 10), line(cell, 4)])
    notice = fulfilment.draft_outbound(actor=keeper, lines=[(one.pk, D(2)) for one in lines_of(order)], at=AT)
    fulfilment.void_outbound(actor=keeper, document_id=notice.pk, reason="录错了", at=AT)
    do("unapprove", cast.head, order, reason="客户改产品")
    other = make_product()
    drafts = [line(other, 1, line_no=1)]
    drafting.change_order(actor=cast.owner, order_id=order.pk, version=None, changes={}, lines=drafts, at=AT)
    assert [one.product_id for one in lines_of(order)] == [other.pk]
    shown = outbound.lines_of(keeper, outbound.get_document(keeper, notice.number))
    assert [(one.of.line_no, one.of.product_code, one.quantity) for one in shown] == [
        (1, gauge.code, D(2)),
        (2, cell.code, D(2)),
    ]
    assert [one.number for one in outbound.documents_of_order(cast.owner, fresh(order))] == [notice.number]
    assert {entry.of.product_code for entry in promise.promises_of(order.pk)} == {gauge.code, cell.code}
    page = Browser(keeper).get(f"/outbound/{notice.number}/").content.decode()
    assert cell.code in page
    assert cell.code in Browser(cast.owner).get(f"/orders/{order.number}/shipments/").content.decode()
    with pytest.raises(errors.WrongState):
        fulfilment.audit_outbound(actor=keeper, document_id=notice.pk, at=AT)
    assert {key: rows for key in invariants if (rows := offenders(invariants[key]))} == {}


def test_a_service_taken_back_outlives_its_line(cast):
    served = make_effective(cast.owner, lines=[line(make_service(), 5), line(make_product(stock=9), 1)])
    service = make_user("service")
    record = fulfilment.perform_service(
        actor=service, order_id=served.pk, line_no=1, quantity=D(2), performed_date=TODAY, proof="report 7", at=AT
    )
    fulfilment.revoke_service(actor=service, order_id=served.pk, record_id=record.pk, reason="别的单", at=AT)
    do("unapprove", cast.head, served, reason="x")
    kept = [line(lines_of(served)[1].product, 1, line_no=2)]
    drafting.change_order(actor=cast.owner, order_id=served.pk, version=None, changes={}, lines=kept, at=AT)
    (found,) = outbound.services_of_order(service, fresh(served))
    assert (found.of.line_no, found.quantity) == (1, D(2))


def test_a_customer_whose_only_order_went_back_is_a_new_one_again(cast):
    customer = make_buyer(cast.owner)
    first = make_effective(cast.owner, customer=customer)
    later = make_effective(cast.owner, customer=customer, at=AT + timedelta(days=3))

    def span():
        customer.refresh_from_db()
        return customer.first_effective_at, customer.last_effective_at

    assert span() == (first.effective_at, later.effective_at)
    do("unapprove", cast.head, later, reason="x")
    assert span() == (first.effective_at, first.effective_at)
    do("void", cast.head, first, reason="x")
    assert span() == (None, None)
    assert customer.is_new


def test_nothing_goes_back_once_money_was_received(cast):
    order = make_effective(cast.owner)
    finance = make_user("finance")
    settlement.record_receipt(
        actor=finance,
        customer_id=order.customer_id,
        amount=D(100),
        received_date=TODAY,
        allocations=[(PlanRow.objects.get(order=order).pk, D(100))],
        at=AT,
    )
    for verb in ("unapprove", "void"):
        with pytest.raises(errors.AlreadyExecuted):
            do(verb, cast.head, order, reason="late")


def test_a_delivery_notice_is_named_by_the_refusal(cast):
    order = make_effective(cast.owner)
    (one,) = lines_of(order)
    document = fulfilment.draft_outbound(actor=make_user("warehouse"), lines=[(one.pk, D(3))], at=AT)
    for verb in ("unapprove", "void"):
        with pytest.raises(errors.AlreadyExecuted) as refusal:
            do(verb, cast.head, order, reason="late")
        assert refusal.value.details["documents"] == [document.number]


def test_nothing_goes_back_once_goods_left(cast):
    order = make_effective(cast.owner)
    (one,) = lines_of(order)
    keeper = make_user("warehouse")
    document = fulfilment.draft_outbound(actor=keeper, lines=[(one.pk, D(3))], at=AT)
    fulfilment.audit_outbound(actor=keeper, document_id=document.pk, at=AT)
    with pytest.raises(errors.AlreadyExecuted):
        do("unapprove", cast.head, order, reason="late")
    assert fresh(order).status == Status.EFFECTIVE


@pytest.mark.parametrize("make", [make_draft, make_submitted, make_effective])
def test_voiding_keeps_the_number_and_releases_everything(cast, make):
    product = make_product(stock=50)
    order = make(cast.owner, lines=[line(product, 10)])
    void = do("void", cast.head, order, reason="录错了")
    assert (void.status, void.number) == (Status.VOID, order.number)
    assert stock_row(product).reserved == 0
    assert on_order(order) == 0
    assert fresh(order).settlement == Settlement.NONE
    with pytest.raises(errors.WrongState):
        do("void", cast.head, order, reason="again")


def test_a_void_order_takes_nothing_more(cast):
    order = do("void", cast.owner, make_draft(cast.owner), reason="x")
    for verb in ("submit", "withdraw", "approve"):
        actor = cast.head if verb == "approve" else cast.owner
        with pytest.raises(errors.WrongState):
            do(verb, actor, order)


# --- archive -------------------------------------------------------------------------------------


def not_archived(cast, order):
    with pytest.raises(errors.WrongState) as refusal:
        do("archive", cast.desk, order)
    return refusal.value.code


def closed_and_paid(cast):
    order = make_effective(cast.owner)
    keeper, finance = make_user("warehouse"), make_user("finance")
    (one,) = lines_of(order)
    document = fulfilment.draft_outbound(actor=keeper, lines=[(one.pk, one.ordered)], at=AT)
    fulfilment.audit_outbound(actor=keeper, document_id=document.pk, at=AT)
    assert fresh(order).status == Status.CLOSED
    assert not_archived(cast, order) == "not_signed"
    fulfilment.sign_outbound(
        actor=make_user("logistics"), document_id=document.pk, signer="王", signed_date=TODAY, at=AT
    )
    assert not_archived(cast, order) == "not_settled"
    settlement.record_receipt(
        actor=finance,
        customer_id=order.customer_id,
        amount=order.total_amount,
        received_date=TODAY,
        allocations=[(PlanRow.objects.get(order=order).pk, order.total_amount)],
        at=AT,
    )
    assert not_archived(cast, order) == "not_invoiced"
    flow.make_invoiced(order)
    return fresh(order)


def test_a_closed_and_paid_order_is_archived_and_restored_with_a_reason(cast):
    order = closed_and_paid(cast)
    archived = do("archive", cast.desk, order)
    assert (archived.status, archived.archived_at) == (Status.ARCHIVED, AT)
    with pytest.raises(errors.NotAllowed):
        do("restore", cast.desk, order, reason="look")
    with pytest.raises(errors.Invalid):
        do("restore", make_user("administrator"), order, reason="")
    assert do("restore", make_user("administrator"), order, reason="审计").status == Status.CLOSED


def test_neither_goods_on_their_way_nor_money_owed_to_the_customer_go_into_the_archive(cast):
    on_the_way = make_effective(cast.owner)
    shipped = flow.make_shipped(on_the_way)
    flow.make_paid(on_the_way)
    terminated = make_effective(cast.owner)
    flow.make_paid(terminated)
    closure.close_order(
        actor=system_user(), order_id=terminated.pk, reason_code="TERMINATED", reason="project stopped", at=AT
    )
    assert not_archived(cast, on_the_way) == "not_signed"
    assert not_archived(cast, terminated) == "not_settled"
    assert lifecycle.archive_due_orders(at=AT + timedelta(days=91)) == 0
    flow.sign(shipped)
    assert lifecycle.archive_due_orders(at=AT + timedelta(days=91)) == 0, "not invoiced"
    flow.make_invoiced(on_the_way)
    assert lifecycle.archive_due_orders(at=AT + timedelta(days=91)) == 1


def test_a_company_may_archive_what_is_not_invoiced(cast):
    order = make_effective(cast.owner)
    flow.make_signed(order)
    flow.make_paid(order)
    Setting.objects.create(key="orders.archive_needs_invoices", value=False)
    settings.forget()
    try:
        assert do("archive", cast.desk, order).status == Status.ARCHIVED
    finally:
        settings.forget()


def test_old_orders_go_into_the_archive_by_themselves(cast):
    order = closed_and_paid(cast)
    assert lifecycle.archive_due_orders(at=AT + timedelta(days=89)) == 0
    assert lifecycle.archive_due_orders(at=AT + timedelta(days=91)) == 1
    assert fresh(order).status == Status.ARCHIVED
    assert lifecycle.archive_due_orders(at=AT + timedelta(days=92)) == 0


# --- people who leave ----------------------------------------------------------------------------


def test_handing_over_moves_orders_and_decisions(cast):
    from accounts.handover import operations as handover

    order = make_submitted(cast.owner)
    moved = handover.hand_over(
        actor=system_user(), from_user_id=cast.owner.pk, to_user_id=cast.stranger.pk, at=AT, deactivate=True
    )
    assert moved["orders"] == 1
    assert fresh(order).salesperson == fresh(order).executing_owner == cast.stranger
    assert fresh(order).department_id == cast.stranger.department_id
    handover.hand_over(actor=system_user(), from_user_id=cast.head.pk, to_user_id=cast.director.pk, at=AT)
    assert approver_of(order) == cast.director


def test_a_decision_is_not_handed_to_who_may_not_decide(cast):
    from accounts.handover import operations as handover

    order = make_submitted(cast.owner)
    with pytest.raises(errors.Invalid):
        handover.hand_over(
            actor=system_user(), from_user_id=cast.head.pk, to_user_id=cast.owner.pk, at=AT, only=["approvals"]
        )
    assert approver_of(order) == cast.head
