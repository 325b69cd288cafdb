"""Orders of quotations: in parts, never more than quoted, at the quoted prices (R083, R089)."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.console import operations as console
from accounts.people import queries as people
from common import errors, settings
from orders.entry import drafting
from orders.lifecycle import operations as lifecycle
from orders.lifecycle.dividing import operations as dividing
from orders.order.states import PriceSource
from orders.quotation import operations, queries
from orders.quotation.operations import Pick
from orders.quotation.states import Status
from orders.quotation.tests.builders import fresh, line, lines_of, make_quotation, make_sent
from orders.tests import builders
from orders.tests.builders import AT, REQUESTED, TODAY, make_order_cast
from orders.tests.racing import behind
from orders.validity import queries as validity
from orders.validity.table import SETTING
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_order_cast().owner


def convert(quotation, *picks, code="A1", actor=None, at=AT):
    return operations.convert_quotation(
        actor=actor or quotation.created_by,
        quotation_id=quotation.pk,
        code=code,
        picks=[Pick(number, None if quantity is None else D(quantity)) for number, quantity in picks] or None,
        requested_date=REQUESTED,
        at=at,
    )


def test_all_of_it_becomes_an_order_that_names_quotation_and_price(owner):
    quotation = make_sent(owner, reduction=D("3.33"), freight=D("5"))
    order = convert(quotation)
    (row,) = builders.lines_of(order)
    assert (row.price, row.price_source, row.price_rule) == (90, PriceSource.QUOTED, "QT20261120-0001 A1/1")
    assert (order.total_amount, order.reduction, order.freight) == (D("901.67"), D("3.33"), 5)
    assert row.quotation_line == lines_of(quotation)[0]
    assert fresh(quotation).status == Status.WON
    assert (queries.of_order(owner, order), queries.orders_of(owner, quotation)) == ([quotation], [order])


def test_parts_add_up_to_the_quotation_to_the_cent(owner):
    one, two = make_product(), make_product()
    quotation = make_sent(
        owner, lines=[line(one, 3, "33.33"), line(two, 7, "1.99")], reduction=D("1.00"), freight=D("9")
    )
    parts = [convert(quotation, (1, 1), (2, 5)), convert(quotation, (1, 1), (2, 2)), convert(quotation)]
    assert fresh(quotation).status == Status.WON
    assert sum(part.total_amount for part in parts) == quotation.total_amount
    assert [part.freight for part in parts] == [9, 0, 0]


def test_a_part_leaves_the_rest_and_more_is_refused_with_what_is_left(owner):
    quotation = make_sent(owner)
    convert(quotation, (1, 6))
    assert fresh(quotation).status == Status.PARTLY_WON
    with pytest.raises(errors.Conflict) as refused:
        convert(quotation, (1, 5))
    assert (refused.value.code, refused.value.details["left"]) == ("more_than_quoted", "4")
    convert(quotation, (1, 4))
    with pytest.raises(errors.Invalid):
        convert(quotation)


def test_a_void_order_gives_its_share_back_and_a_line_taken_off_too(owner):
    quotation = make_sent(owner)
    order = convert(quotation)
    lifecycle.void_order(actor=owner, order_id=order.pk, reason="重开", at=AT)
    again = convert(quotation, (1, 10))
    assert builders.lines_of(again)[0].ordered == 10
    drafting.change_order(actor=owner, order_id=again.pk, version=None, changes={}, lines=[], at=AT)
    assert queries.ordered_of([lines_of(quotation)[0].pk]) == {}


def test_quoted_prices_survive_changes_of_the_order_and_a_typed_one_is_typed(owner):
    quotation = make_sent(owner)
    order = convert(quotation)
    product = lines_of(quotation)[0].product
    kept = builders.line(product, 4, 90, line_no=1)
    drafting.change_order(actor=owner, order_id=order.pk, version=None, changes={}, lines=[kept], at=AT)
    (row,) = builders.lines_of(order)
    assert (row.ordered, row.price_source, row.quotation_line_id is None) == (4, PriceSource.QUOTED, False)
    dearer = builders.line(product, 4, 95, line_no=1)
    drafting.change_order(actor=owner, order_id=order.pk, version=None, changes={}, lines=[dearer], at=AT)
    part = dividing.split_order(actor=owner, order_id=order.pk, quantities={1: D(1)}, at=AT)
    for found in (order, part):  # typed over the quoted one: it stays so when it moves, and counts as ordered
        (row,) = builders.lines_of(found)
        assert (row.price, row.price_source, row.quotation_line_id is None) == (95, PriceSource.MANUAL, False)
    other = builders.line(make_product(), 4, line_no=1)
    drafting.change_order(actor=owner, order_id=order.pk, version=None, changes={}, lines=[other], at=AT)
    assert builders.lines_of(order)[0].quotation_line_id is None  # another product is not what was quoted


def test_optional_lines_come_only_when_they_are_picked(owner):
    product, option = make_product(), make_product()
    quotation = make_sent(owner, lines=[line(product, 1, 100), line(option, 2, 30, is_optional=True)])
    assert [row.product for row in builders.lines_of(convert(quotation))] == [product]
    assert fresh(quotation).status == Status.WON
    assert builders.lines_of(convert(quotation, (2, 1)))[0].product == option


def test_only_what_the_customer_holds_and_what_is_still_valid_is_ordered(owner):
    draft = make_quotation(owner)
    with pytest.raises(errors.WrongState):
        convert(draft)
    quotation = make_sent(owner, valid_until=TODAY)
    with pytest.raises(errors.WrongState) as refused:
        convert(quotation, at=AT + timedelta(days=1))
    assert refused.value.code == "expired"
    with pytest.raises(errors.WrongState) as refused:  # whether the hourly job was there or not
        operations.win_quotation(actor=owner, quotation_id=quotation.pk, code="A1", at=AT + timedelta(days=1))
    assert refused.value.code == "expired"
    operations.win_quotation(actor=owner, quotation_id=quotation.pk, code="A1", at=AT)
    assert convert(quotation, at=AT + timedelta(days=9)).line_count == 1  # accepted in time


def test_orders_come_from_one_alternative(owner):
    quotation = make_quotation(owner)
    operations.add_alternative(actor=owner, quotation_id=quotation.pk, copy_of="A1", label="", version=None, at=AT)
    operations.send_quotation(actor=owner, quotation_id=quotation.pk, at=AT)
    convert(quotation, (1, 1), code="B1")
    with pytest.raises(errors.WrongState):
        convert(quotation, (1, 1), code="A1")


def test_a_copy_of_the_order_orders_nothing_of_the_quotation(owner):
    quotation = make_sent(owner)
    order = convert(quotation)
    copied = drafting.copy_order(actor=owner, order_id=order.pk, at=AT)
    (row,) = builders.lines_of(copied)
    assert (row.quotation_line_id, row.price, row.price_source) == (None, 90, PriceSource.MANUAL)


def submit(order):
    return lifecycle.submit_order(actor=builders.person(order.created_by_id), order_id=order.pk, at=AT)


def raise_to(order, quantity):
    (row,) = builders.lines_of(order)
    kept = builders.line(row.product, quantity, row.price, line_no=row.line_no)
    drafting.change_order(
        actor=order.created_by, order_id=order.pk, version=None, changes={"reduction": D(0)}, lines=[kept], at=AT
    )


def test_an_order_raised_beyond_what_was_quoted_is_refused_or_only_warned_of(owner):
    quotation = make_sent(owner)
    first, second = convert(quotation, (1, 6)), convert(quotation, (1, 4))
    raise_to(second, 7)
    assert [one.risk.kind for one in validity.findings(second, builders.lines_of(second), TODAY)] == []  # 6 is a draft
    submit(first)
    with pytest.raises(errors.Invalid) as refused:
        submit(second)
    assert "3" in str(refused.value.fields["lines.1.quantity"][0])
    console.change_settings(
        actor=people.system_user(), values={SETTING: {"over_quoted": {"severity": "WARNING"}}}, at=AT
    )
    assert [(risk["kind"], risk["figure"]) for risk in submit(second).risks] == [("over_quoted", "3")]
    settings.forget()


def test_the_reduction_is_granted_once_whatever_became_of_the_drafts(owner):
    one, two = make_product(stock=100), make_product(stock=100)
    quotation = make_sent(owner, lines=[line(one, 10, "33.33"), line(two, 7, "1.99")], reduction=D("1.01"))
    whole = convert(quotation)
    other = builders.line(make_product(), 1, 500)  # takes a part of the spread reduction to itself
    kept = builders.line(one, 4, "33.33", line_no=1)
    drafting.change_order(actor=owner, order_id=whole.pk, version=None, changes={}, lines=[kept, other], at=AT)
    found = validity.findings(builders.fresh(whole), builders.lines_of(whole), TODAY)
    assert [one.risk.figure for one in found if one.risk.kind == "over_reduced"] == ["0.39"]
    part = convert(quotation, (1, 6))
    assert (whole.reduction, part.reduction) == (D("1.01"), 0)  # all of it is granted already
    drafting.change_order(
        actor=owner, order_id=whole.pk, version=None, changes={"reduction": D("0.39")}, lines=[kept], at=AT
    )
    rest = convert(quotation)
    assert rest.reduction == D("0.62")  # what was missing with the part comes with the rest
    lifecycle.void_order(actor=owner, order_id=rest.pk, reason="重开", at=AT)
    drafting.change_order(actor=owner, order_id=part.pk, version=None, changes={"reduction": D("0.60")}, at=AT)
    assert convert(quotation).reduction == D("0.02")


@pytest.mark.django_db(transaction=True)
def test_two_drafts_raised_and_submitted_at_once_never_take_more_than_was_quoted():
    owner = make_order_cast().owner
    quotation = make_sent(owner)
    drafts = [convert(quotation, (1, 6)), convert(quotation, (1, 4))]
    raise_to(drafts[1], 6)
    assert isinstance(behind(lambda: submit(drafts[0]), lambda: submit(drafts[1])), errors.Invalid)


@pytest.mark.django_db(transaction=True)
def test_two_who_convert_at_once_never_order_more_than_was_quoted():
    owner = make_order_cast().owner
    quotation = make_sent(owner)
    refused = behind(lambda: convert(quotation, (1, 7)), lambda: convert(quotation, (1, 7)))
    assert isinstance(refused, errors.Conflict)
    assert queries.ordered_of([lines_of(quotation)[0].pk]) == {lines_of(quotation)[0].pk: 7}


@pytest.mark.django_db(transaction=True)
def test_of_who_confirms_and_the_expiry_at_the_same_moment_the_first_counts():
    owner, tomorrow = make_order_cast().owner, AT + timedelta(days=1)
    won = make_sent(owner, valid_until=TODAY)

    def win():
        return operations.win_quotation(actor=owner, quotation_id=won.pk, code="A1", at=AT)

    assert behind(win, lambda: operations.expire_due_quotations(at=tomorrow)) == 0
    late = make_sent(owner, valid_until=TODAY)
    refused = behind(lambda: operations.expire_due_quotations(at=tomorrow), lambda: convert(late))
    assert isinstance(refused, errors.WrongState)
    assert [fresh(one).status for one in (won, late)] == [Status.WON, Status.EXPIRED]
