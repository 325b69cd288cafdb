"""Credit: exposure term by term, the check and its figures (SEMANTICS 9)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors, settings
from common.invariants import invariants, offenders
from common.models import Setting
from customers import operations as customers
from customers.cleaning import operations as cleaning
from customers.credit import operations as credit_papers
from customers.operations import masters
from customers.tests.builders import payment_term
from orders.closure import operations as closure
from orders.credit import exposure, holding, queries
from orders.credit.models import CreditExposure
from orders.credit.rules import Limits, Result, refusal, stand
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.settlement import operations as settlement
from orders.settlement.models import PlanRow
from orders.tests.builders import (
    AT,
    TODAY,
    approve,
    fresh,
    line,
    lines_of,
    make_buyer,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
)
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def product():
    return make_product(stock=1000)


def stop(customer, reason="涉诉"):
    customers.stop_credit(actor=make_user("finance"), customer_id=customer.pk, reason=reason, at=AT)
    return customer


def with_credit(customer, **credit):
    customer.refresh_from_db()
    return customers.set_credit(
        actor=system_user(), customer_id=customer.pk, version=customer.version, changes=credit, at=AT
    )


def submit(order, actor, at=AT):
    return lifecycle.submit_order(actor=actor, order_id=order.pk, at=at)


def terms(customer):
    found = exposure.of_holder(customer.credit_holder_id)
    return found.on_order, found.shipped, found.invoiced, found.received


def ship(order, quantity):
    keeper = make_user("warehouse")
    document = fulfilment.draft_outbound(actor=keeper, lines=[(lines_of(order)[0].pk, D(quantity))], at=AT)
    fulfilment.audit_outbound(actor=keeper, document_id=document.pk, at=AT)
    return document


def holds_11():
    assert offenders(invariants["credit.exposure"]) == []


# --- the rule ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "used", "expected"),
    [
        (Limits(), 10**9, Result.OK),
        (Limits(amount=D(1000)), 799, Result.OK),
        (Limits(amount=D(1000)), 800, Result.WATCH),
        (Limits(amount=D(1000)), 1000, Result.WATCH),
        (Limits(amount=D(1000)), D("1000.01"), Result.HOLD),
        (Limits(amount=D(1000), valid_until=TODAY - timedelta(days=1)), 1, Result.HOLD),
        (Limits(amount=D(1000), valid_until=TODAY), 1, Result.OK),
        (Limits(amount=D(1000), is_stopped=True), 0, Result.STOP),
        (Limits(amount=D(0)), 0, Result.OK),
    ],
)
def test_how_a_holder_stands(limits, used, expected):
    assert stand(limits, D(used), TODAY, D(80)) == expected


def test_every_bound_refuses_with_its_own_code():
    def code(limits, used=0, amount=0, late=False):
        found = refusal(limits, D(used), D(amount), TODAY, late)
        return found.code if found else None

    assert code(Limits(is_stopped=True)) == "stopped"
    assert code(Limits(order_cap=D(10)), amount=11) == "order_cap"
    assert code(Limits(days_overdue=3), late=True) == "overdue"
    assert code(Limits(amount=D(10)), used=11) == "limit"
    assert code(Limits(amount=D(10), valid_until=TODAY - timedelta(days=1)), used=1) == "expired"
    assert code(Limits(amount=D(10), order_cap=D(10), days_overdue=3), used=10, amount=10) is None


def test_the_list_of_held_holders_agrees_with_the_rule_for_each_of_them(cast):
    over = TODAY - timedelta(days=1)
    for limit, valid_until, owed in (
        (None, None, 99),
        (D(10), None, 10),
        (D(10), None, 11),
        (D(10), over, 1),
        (D(0), over, 0),
    ):
        buyer = with_credit(make_buyer(cast.owner), credit_limit=limit, credit_valid_until=valid_until)
        CreditExposure.objects.update_or_create(holder=buyer, defaults={"on_order": D(owed)})
    for default in ("", "50"):
        Setting.objects.update_or_create(key=queries.DEFAULT_LIMIT, defaults={"value": default})
        settings.forget()
        states = {one.holder_id: queries.credit_state(one.holder, TODAY).result for one in CreditExposure.objects.all()}
        held = {pk for pk, result in states.items() if result in (Result.HOLD, Result.STOP)}
        assert holding.held_holders(TODAY) == held
        assert len(held) == (3 if default else 2)
    settings.forget()


# --- the check in its operations -----------------------------------------------------------------


def test_submission_over_the_limit_is_refused_with_the_figures(cast, product):
    customer = with_credit(make_buyer(cast.owner), credit_limit=D(1500))
    make_submitted(cast.owner, customer=customer, lines=[line(product, 10)])
    order = make_draft(cast.owner, customer=customer, lines=[line(product, 6)])
    with pytest.raises(errors.CreditExceeded) as refused:
        submit(order, cast.owner)
    figures = refused.value.details
    assert (D(figures["limit"]), D(figures["exposure"]), D(figures["amount"])) == (1500, 1600, 600)
    assert (figures["result"], figures["moment"], figures["reason"]) == ("HOLD", "submit", "limit")
    assert terms(customer)[0] == 1000
    holds_11()


def test_the_single_order_cap_and_the_stop_refuse(cast, product):
    capped = with_credit(make_buyer(cast.owner), credit_order_cap=D(500))
    with pytest.raises(errors.CreditExceeded):
        submit(make_draft(cast.owner, customer=capped, lines=[line(product, 6)]), cast.owner)
    stopped = stop(make_buyer(cast.owner))
    with pytest.raises(errors.CreditExceeded, match="涉诉"):
        submit(make_draft(cast.owner, customer=stopped, lines=[line(product, 1)]), cast.owner)


def test_an_order_that_is_paid_before_it_ships_passes_every_bound_but_the_stop(cast, product):
    customer = with_credit(make_buyer(cast.owner, payment_term=payment_term("PREPAID")), credit_limit=D(1))
    assert submit(make_draft(cast.owner, customer=customer, lines=[line(product, 6)]), cast.owner).number
    stop(customer)
    with pytest.raises(errors.CreditExceeded):
        submit(make_draft(cast.owner, customer=customer, lines=[line(product, 6)]), cast.owner)


def demand(customer, **row):
    """Change what the customer's payment terms ask for; orders in effect keep their plan."""
    rows = [{"percent": D(100), "is_advance": True, "basis": "ORDER", "control": "SHIP", **row}]
    masters.save_payment_term(actor=system_user(), term_id=customer.payment_term_id, rows=rows, at=AT)


@pytest.mark.parametrize("row", [{"control": "PRODUCE"}, {"allowed_shortfall": D(100)}, {"is_advance": False}])
def test_an_advance_that_ships_nothing_back_is_no_prepayment(cast, product, row):
    customer = with_credit(make_buyer(cast.owner, payment_term=payment_term("PREPAID")), credit_limit=D(1))
    demand(customer, **row)
    with pytest.raises(errors.CreditExceeded):
        submit(make_draft(cast.owner, customer=customer, lines=[line(product, 6)]), cast.owner)


def test_whether_an_order_in_effect_is_prepaid_is_said_by_its_own_plan(cast, product):
    customer = make_buyer(cast.owner, payment_term=payment_term("PREPAID"))
    demand(customer, control="PRODUCE")
    order = make_effective(cast.owner, customer=customer, lines=[line(product, 6)])
    with_credit(customer, credit_limit=D(1))
    demand(customer, control="SHIP")
    with pytest.raises(errors.CreditExceeded):
        ship(order, 6)


def test_who_may_not_see_credit_reads_neither_figures_nor_cause_nor_holder(cast, product):
    head = with_credit(make_buyer(cast.owner), credit_limit=D(500))
    customer = make_buyer(cast.owner, group=head)
    machine = make_user("api_client")
    order = make_draft(cast.owner, customer=customer, lines=[line(product, 6)], actor=machine)
    with pytest.raises(errors.CreditExceeded) as refused:
        submit(order, machine)
    assert refused.value.details == {"moment": "submit"}
    assert head.name not in str(refused.value)


def test_credit_is_checked_again_at_final_approval(cast, product):
    customer = with_credit(make_buyer(cast.owner), credit_limit=D(1500))
    order = make_submitted(cast.owner, customer=customer, lines=[line(product, 10)])
    with_credit(customer, credit_limit=D(900))
    with pytest.raises(errors.CreditExceeded) as refused:
        approve(order)
    assert refused.value.details["moment"] == "approve"
    assert fresh(order).status == "SUBMITTED"


def test_the_company_default_applies_where_the_customer_has_no_limit(cast, product):
    Setting.objects.create(key=queries.DEFAULT_LIMIT, value="500")
    settings.forget()
    try:
        customer = make_buyer(cast.owner)
        with pytest.raises(errors.CreditExceeded):
            submit(make_draft(cast.owner, customer=customer, lines=[line(product, 6)]), cast.owner)
        with_credit(customer, credit_limit=D(10_000))
        assert submit(make_draft(cast.owner, customer=customer, lines=[line(product, 6)]), cast.owner).number
    finally:
        Setting.objects.all().delete()
        settings.forget()


def test_members_of_a_group_share_the_limit_of_its_head(cast, product):
    head = with_credit(make_buyer(cast.owner), credit_limit=D(1500))
    a, b = make_buyer(cast.owner, group=head), make_buyer(cast.owner, group=head)
    make_submitted(cast.owner, customer=a, lines=[line(product, 10)])
    with pytest.raises(errors.CreditExceeded):
        submit(make_draft(cast.owner, customer=b, lines=[line(product, 6)]), cast.owner)
    assert terms(head)[0] == 1000
    assert not CreditExposure.objects.filter(pk__in=[a.pk, b.pk]).exists()


def test_overdue_payments_beyond_the_allowed_days_hold_new_orders(cast, product):
    customer = with_credit(
        make_buyer(cast.owner, payment_term=payment_term("MONTHLY30")), credit_limit=D(10**6), credit_days_overdue=5
    )
    order = make_effective(cast.owner, customer=customer, lines=[line(product, 1)])
    ship(order, 1)
    due = PlanRow.objects.get(order=order).due_date
    late = AT + timedelta(days=(due - TODAY).days + 6)
    with pytest.raises(errors.CreditExceeded) as refused:
        submit(make_draft(cast.owner, customer=customer, lines=[line(product, 1)]), cast.owner, at=late)
    assert refused.value.details["reason"] == "overdue"
    on_time = late - timedelta(days=1)
    assert submit(make_draft(cast.owner, customer=customer, lines=[line(product, 1)]), cast.owner, at=on_time).number


def test_a_small_amount_overdue_does_not_hold_orders(cast, product):
    customer = with_credit(make_buyer(cast.owner, payment_term=payment_term("MONTHLY30")), credit_days_overdue=0)
    order = make_effective(cast.owner, customer=customer, lines=[line(product, 1)])
    ship(order, 1)
    late = AT + timedelta(days=(PlanRow.objects.get(order=order).due_date - TODAY).days + 1)
    Setting.objects.create(key=queries.SMALL_OVERDUE, value="100")
    settings.forget()
    try:
        assert queries.overdue(customer.pk, 0, late.date()) == 100
        assert submit(make_draft(cast.owner, customer=customer, lines=[line(product, 1)]), cast.owner, at=late).number
        Setting.objects.update(value="99.99")
        settings.forget()
        with pytest.raises(errors.CreditExceeded):
            submit(make_draft(cast.owner, customer=customer, lines=[line(product, 1)]), cast.owner, at=late)
    finally:
        Setting.objects.all().delete()
        settings.forget()


def test_a_guarantee_raises_the_usable_limit(cast, product):
    customer = with_credit(make_buyer(cast.owner), credit_limit=D(500))
    order = make_draft(cast.owner, customer=customer, lines=[line(product, 6)])
    with pytest.raises(errors.CreditExceeded):
        submit(order, cast.owner)
    papers = {"kind": "DEPOSIT", "amount": D(100), "guarantor": "某公司", "valid_from": TODAY, "at": AT}
    guarantee = credit_papers.add_guarantee(actor=make_user("finance"), customer_id=customer.pk, **papers)
    credit_papers.decide_guarantee(actor=make_user("executive"), guarantee_id=guarantee.pk, is_approved=True, at=AT)
    assert submit(order, cast.owner).number
    assert queries.credit_state(customer, TODAY).limit == 600


# --- the terms -----------------------------------------------------------------------------------


def test_the_terms_follow_an_order_through_its_life(cast, product):
    customer = make_buyer(cast.owner)
    order = make_draft(cast.owner, customer=customer, lines=[line(product, 10)], freight=D(50), reduction=D(10))
    assert terms(customer) == (0, 0, 0, 0)
    submit(order, cast.owner)
    assert terms(customer) == (1040, 0, 0, 0)
    approve(order)
    assert terms(customer) == (1040, 0, 0, 0)
    ship(order, 4)
    assert terms(customer) == (594, 446, 0, 0)
    settlement.record_receipt(
        actor=make_user("finance"), customer_id=customer.pk, amount=D(300), received_date=TODAY, at=AT
    )
    assert terms(customer) == (594, 446, 0, 300)
    holds_11()
    closure.close_line(actor=cast.desk, order_id=order.pk, line_no=1, reason_code="CUSTOMER", reason="不要了", at=AT)
    assert terms(customer) == (0, 446, 0, 300)
    holds_11()


def test_foreign_orders_count_in_the_companys_currency(cast, product):
    masters.save_rate(actor=system_user(), currency_code="USD", valid_from=TODAY, rate=D("7.1"), at=AT)
    customer = make_buyer(cast.owner)
    order = make_draft(cast.owner, customer=customer, currency_id="USD", lines=[line(product, 1, "33.33")])
    submit(order, cast.owner)
    assert terms(customer)[0] == D("236.64")
    holds_11()


def test_rebuilding_says_what_the_documents_say(cast, product):
    customer = make_buyer(cast.owner)
    order = make_effective(cast.owner, customer=customer, lines=[line(product, 10)])
    ship(order, 3)
    right = terms(customer)
    CreditExposure.objects.filter(pk=customer.pk).update(on_order=7, received=9)
    assert offenders(invariants["credit.exposure"])
    exposure.rebuild({customer.pk})
    assert terms(customer) == right
    Order.objects.filter(pk=order.pk).update(status="VOID")
    exposure.rebuild()
    assert terms(customer) == (0, 0, 0, 0)


def test_joining_a_group_moves_the_exposure_to_its_head(cast, product):
    head, member = make_buyer(cast.owner), make_buyer(cast.owner)
    make_submitted(cast.owner, customer=member, lines=[line(product, 10)])
    member.refresh_from_db()
    customers.update_customer(
        actor=system_user(), customer_id=member.pk, version=member.version, changes={"group": head}, at=AT
    )
    member.refresh_from_db()
    assert terms(head)[0] == 1000
    holds_11()


def test_merging_customers_moves_orders_and_exposure(cast, product):
    old, new = make_buyer(cast.owner), make_buyer(cast.owner)
    order = make_submitted(cast.owner, customer=old, lines=[line(product, 10)])
    cleaning.merge_customers(actor=system_user(), source_id=old.pk, target_id=new.pk, at=AT)
    assert fresh(order).customer_id == new.pk
    assert terms(new)[0] == 1000
    holds_11()


def test_the_state_shows_limit_headroom_and_result(cast, product):
    customer = with_credit(make_buyer(cast.owner), credit_limit=D(1200))
    make_submitted(cast.owner, customer=customer, lines=[line(product, 10)])
    state = queries.credit_state(customer, TODAY)
    assert (state.limit, state.exposure, state.headroom, state.result) == (1200, 1000, 200, Result.WATCH)
    assert queries.credit_state_for(make_user("production"), customer, TODAY) is None
