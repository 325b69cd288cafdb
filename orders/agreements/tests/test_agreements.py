"""Frame agreements: their prices on orders, what is called off and what is left, never more than agreed."""

from datetime import date
from decimal import Decimal as D

import pytest

from accounts.console import operations as console
from accounts.people import queries as people
from common import errors, settings
from orders.agreements import operations, policies, queries
from orders.agreements.states import Move, Status
from orders.agreements.tests.builders import UNTIL, agreed, line_ref, make_agreement
from orders.entry import drafting
from orders.lifecycle import operations as lifecycle
from orders.order.states import PriceSource
from orders.pricing import operations as pricing
from orders.tests import builders
from orders.tests.builders import AT, TODAY, line, make_buyer, make_draft, make_order_cast
from orders.tests.racing import behind
from orders.validity.table import SETTING
from products.pricing.writing import PriceEntry
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_order_cast().owner


@pytest.fixture
def customer(owner):
    return make_buyer(owner)


def submit(order):
    return lifecycle.submit_order(actor=builders.person(order.created_by_id), order_id=order.pk, at=AT)


def only_line(order):
    (found,) = builders.lines_of(order)
    return found


def test_its_price_comes_before_the_customers_price_and_is_named(owner, customer):
    product, other = make_product(list_price=D(200)), make_product(list_price=D(50))
    entry = PriceEntry(product.pk, D(150), TODAY, more={"currency_id": "CNY", "tax_mode": "INCLUSIVE", "reason": ""})
    pricing.set_customer_prices(actor=people.system_user(), customer_id=customer.pk, entries=[entry], at=AT)
    agreement = make_agreement(owner, customer, [agreed(product, 120, 100)])
    order = make_draft(owner, customer=customer, lines=[line(product, 10), line(other, 1)])
    first, second = builders.lines_of(order)
    assert (first.price, first.price_source, first.price_rule) == (120, PriceSource.FRAME, f"{agreement.number} / 1")
    assert (first.agreement_line_id, second.agreement_line_id) == (line_ref(agreement), None)
    assert second.price_source == PriceSource.LIST


def test_a_typed_price_calls_nothing_off_and_neither_does_one_outside_its_days(owner, customer):
    product = make_product(list_price=D(200))
    make_agreement(owner, customer, [agreed(product, 120, 100)], valid_from=date(2026, 12, 1))
    assert only_line(make_draft(owner, customer=customer, lines=[line(product, 1)])).agreement_line_id is None
    make_agreement(owner, customer, [agreed(product, 110, 100)])
    typed = only_line(make_draft(owner, customer=customer, lines=[line(product, 1, 99)]))
    assert (typed.agreement_line_id, typed.price_source) == (None, PriceSource.MANUAL)
    others = make_draft(owner, lines=[line(product, 1)])
    assert only_line(others).agreement_line_id is None  # another customer's


def test_an_order_may_name_the_agreement_and_not_one_that_is_not_its(owner, customer):
    product = make_product()
    older = make_agreement(owner, customer, [agreed(product, 120, 100)])
    make_agreement(owner, customer, [agreed(product, 110, 100)])
    order = make_draft(owner, customer=customer, lines=[line(product, 1, agreement_line_id=line_ref(older))])
    assert only_line(order).price == 120
    drafting.change_order(actor=owner, order_id=order.pk, version=None, changes={"freight": D(1)}, at=AT)
    assert only_line(order).price == 120
    with pytest.raises(errors.Invalid) as refused:
        make_draft(owner, lines=[line(product, 1, agreement_line_id=line_ref(older))])
    assert set(refused.value.fields) == {"lines.1.agreement"}


def test_more_than_agreed_is_refused_at_submission_and_void_orders_give_back(owner, customer):
    product = make_product(stock=500)
    agreement = make_agreement(owner, customer, [agreed(product, 120, 100)])
    first = submit(make_draft(owner, customer=customer, lines=[line(product, 70)]))
    second = make_draft(owner, customer=customer, lines=[line(product, 40)])
    (row,) = queries.called_lines(owner, agreement)
    assert (row.called.quantity, row.called.drafted, row.left) == (70, 40, 0)
    with pytest.raises(errors.Invalid) as refused:
        submit(second)
    assert refused.value.fields["lines.1.quantity"]
    lifecycle.void_order(actor=owner, order_id=first.pk, reason="改单", at=AT)
    submit(second)
    (row,) = queries.called_lines(owner, agreement)
    assert (row.called.quantity, row.left) == (40, 60)
    assert [order.pk for order, _quantity in row.orders] == [second.pk]


def test_an_agreed_amount_bounds_too_and_the_company_may_only_warn(owner, customer):
    product = make_product(stock=500)
    make_agreement(owner, customer, [agreed(product, 100, amount=D(1000))])
    order = make_draft(owner, customer=customer, lines=[line(product, 11)])
    with pytest.raises(errors.Invalid):
        submit(order)
    warn = {SETTING: {"over_call": {"severity": "WARNING"}}}
    console.change_settings(actor=people.system_user(), values=warn, at=AT)
    submitted = submit(order)
    settings.forget()
    assert [(risk["kind"], risk["figure"]) for risk in submitted.risks] == [("over_call", "1")]


def test_what_is_in_force_is_extended_and_what_was_called_off_stays(owner, customer):
    product, other = make_product(), make_product()
    agreement = make_agreement(owner, customer, [agreed(product, 120, 10)])
    call = {"actor": make_order_cast().desk, "agreement_id": agreement.pk, "version": None, "at": AT}
    make_draft(owner, customer=customer, lines=[line(product, 5)])
    operations.save_line(line_no=1, entered=agreed(product, 118, 20), **call)
    operations.save_line(line_no=None, entered=agreed(other, 9), **call)
    for refused in (
        lambda: operations.save_line(line_no=1, entered=agreed(make_product(), 1), **call),
        lambda: operations.save_line(line_no=None, entered=agreed(other, 9), **call),
        lambda: operations.change_agreement(values={"currency_id": "USD"}, **call),
    ):
        with pytest.raises(errors.Invalid):
            refused()
    with pytest.raises(errors.WrongState):
        operations.remove_line(line_no=1, **call)
    operations.remove_line(line_no=2, **call)
    changed = operations.change_agreement(values={"valid_until": date(2028, 1, 1)}, **call)
    assert [(row.line_no, row.price, row.quantity) for row in queries.lines_of(changed)] == [(1, 118, 20)]


def test_who_writes_agreements_does_not_change_what_is_in_force(owner, customer):
    product = make_product()
    agreement = make_agreement(owner, customer, [agreed(product, 120, 10)])
    call = {"actor": owner, "agreement_id": agreement.pk, "version": None, "at": AT}
    for change in (
        lambda: operations.save_line(line_no=1, entered=agreed(product, 1, 9999), **call),
        lambda: operations.save_line(line_no=None, entered=agreed(make_product(), 1), **call),
        lambda: operations.remove_line(line_no=1, **call),
        lambda: operations.change_agreement(values={"valid_until": date(2099, 1, 1)}, **call),
    ):
        with pytest.raises(errors.NotAllowed):
            change()
    (row,) = queries.lines_of(agreement)
    assert (row.price, row.quantity) == (120, 10)
    assert not policies.may_change(owner, agreement)
    assert policies.may_change(make_order_cast().desk, agreement)


def test_it_is_put_in_force_and_ended_by_who_decides(owner, customer):
    cast = make_order_cast()
    agreement = operations.create_agreement(actor=owner, customer_id=customer.pk, values={"valid_until": UNTIL}, at=AT)
    assert agreement.number == "AG20261120-0001"
    call = {"agreement_id": agreement.pk, "at": AT}
    with pytest.raises(errors.NotAllowed):
        operations.move_agreement(actor=owner, move=Move.ACTIVATE, **call)
    with pytest.raises(errors.Invalid):
        operations.move_agreement(actor=cast.desk, move=Move.ACTIVATE, **call)  # no lines yet
    operations.save_line(actor=owner, line_no=None, entered=agreed(make_product(), 5), version=None, **call)
    operations.move_agreement(actor=cast.desk, move=Move.ACTIVATE, **call)
    with pytest.raises(errors.Invalid):
        operations.move_agreement(actor=cast.desk, move=Move.END, **call)
    ended = operations.move_agreement(actor=cast.desk, move=Move.END, reason="到期", **call)
    assert ended.status == Status.ENDED
    with pytest.raises(errors.WrongState):
        operations.change_agreement(actor=owner, version=None, values={"title": "x"}, **call)
    assert not queries.list_agreements(cast.stranger).exists()


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_never_take_more_than_was_agreed():
    owner = make_order_cast().owner
    customer, product = make_buyer(owner), make_product(stock=500)
    agreement = make_agreement(owner, customer, [agreed(product, 120, 100)])
    first, second = (make_draft(owner, customer=customer, lines=[line(product, 60)]) for _each in range(2))
    assert isinstance(behind(lambda: submit(first), lambda: submit(second)), errors.Invalid)
    assert queries.called([line_ref(agreement)])[line_ref(agreement)].quantity == 60
