"""Splitting a draft, and making several drafts one."""

import copy
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import errors
from orders.doubts import operations as doubts
from orders.entry import drafting
from orders.entry.drafts import UnfinishedRow
from orders.lifecycle.dividing import operations, queries
from orders.order import scheduling
from orders.order.scheduling import Part
from orders.order.states import PriceSource, Status
from orders.tests.builders import (
    AT,
    TODAY,
    fresh,
    line,
    lines_of,
    make_draft,
    make_order_cast,
    make_submitted,
)
from products.promotions.models import Promotion, Scope
from products.tests.builders import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
D = Decimal


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
    cheap, dear = make_product(list_price=D(20)), make_product(list_price=D(300))
    return make_draft(
        cast.owner,
        lines=[line(cheap, 10, price=18, notes="blue"), line(dear, 4)],
        customer_po_number="PO-7",
        freight=D(15),
        reduction=D(1),
    )


def split(actor, order, quantities, **options):
    wanted = {line_no: D(quantity) for line_no, quantity in quantities.items()}
    return operations.split_order(actor=actor, order_id=order.pk, quantities=wanted, at=AT, **options)


def merge(actor, order, *others, **options):
    ids = [other.pk for other in others]
    return operations.merge_orders(actor=actor, order_id=order.pk, other_ids=ids, at=AT, **options)


def test_part_of_a_line_moves_to_a_new_draft_with_its_price_and_words(cast, order):
    part = split(cast.owner, order, {1: 4})
    assert [(one.line_no, one.ordered) for one in lines_of(order)] == [(1, 6), (2, 4)]
    (moved,) = lines_of(part)
    assert (moved.ordered, moved.price, moved.price_source, moved.notes) == (4, 18, PriceSource.MANUAL, "blue")
    part, order = fresh(part), fresh(order)
    assert (part.status, part.customer_id, part.customer_po_number) == (Status.DRAFT, order.customer_id, "PO-7")
    assert (part.requested_date, part.salesperson_id) == (order.requested_date, order.salesperson_id)
    assert (part.freight, part.reduction, order.freight, order.reduction) == (0, 0, 15, 1)
    assert part.total_amount + order.total_amount == 10 * 18 + 4 * 300 + 15 - 1


def test_a_line_that_moves_whole_is_gone_and_the_others_keep_their_numbers(cast, order):
    part = split(cast.owner, order, {1: 10})
    assert [one.line_no for one in lines_of(order)] == [2]
    assert [one.ordered for one in lines_of(part)] == [10]


@pytest.mark.parametrize(
    ("quantities", "path"),
    [
        ({1: 11}, "lines.1.quantity"),
        ({3: 1}, "lines.3.quantity"),
        ({1: -1}, "lines.1.quantity"),
        ({1: 0}, "lines"),
        ({}, "lines"),
        ({1: 10, 2: 4}, "lines"),
    ],
)
def test_more_than_there_is_nothing_or_everything_does_not_move(cast, order, quantities, path):
    with pytest.raises(errors.Invalid) as caught:
        split(cast.owner, order, quantities)
    assert list(caught.value.fields) == [path]
    assert [one.ordered for one in lines_of(order)] == [10, 4]


def test_who_splits_for_another_leaves_the_part_to_the_same_people(cast, order):
    part = fresh(split(cast.desk, order, {1: 1}))
    assert (part.salesperson_id, part.created_by_id) == (cast.owner.pk, cast.desk.pk)


def test_a_submitted_order_is_neither_split_nor_merged_and_a_strangers_not_found(cast, order):
    waiting = make_submitted(cast.owner, customer=order.customer)
    with pytest.raises(errors.WrongState):
        split(cast.owner, waiting, {1: 1})
    with pytest.raises(errors.WrongState):
        merge(cast.owner, order, waiting)
    with pytest.raises(errors.NotFound):
        split(cast.stranger, order, {1: 1})
    with pytest.raises(errors.NotFound):
        merge(cast.stranger, order, waiting)


def test_an_order_that_was_changed_meanwhile_is_not_split(cast, order):
    seen = fresh(order).version
    drafting.change_order(actor=cast.owner, order_id=order.pk, version=seen, changes={"freight": D(3)}, at=AT)
    with pytest.raises(errors.Stale):
        split(cast.owner, order, {1: 1}, version=seen)


def test_several_drafts_become_one_and_the_others_say_where_they_went(cast, order):
    other = make_draft(
        cast.owner, customer=order.customer, lines=[line(make_product(), 7, price=5)], customer_po_number="PO-7",
        freight=D(2),
    )  # fmt: skip
    whole = fresh(merge(cast.owner, order, other))
    assert [(one.ordered, one.price) for one in lines_of(whole)] == [(10, 18), (4, 300), (7, 5)]
    assert (whole.freight, whole.reduction, whole.total_amount) == (17, 1, 180 + 1200 + 35 + 17 - 1)
    other = fresh(other)
    assert other.status == Status.VOID
    assert other.steps.last().reason == f"Became part of {order.display_number}"


def test_headers_that_differ_are_named_and_this_ones_counts_once_that_is_agreed(cast, order):
    other = make_draft(cast.owner, customer=order.customer, customer_po_number="PO-8")
    with pytest.raises(errors.Conflict) as caught:
        merge(cast.owner, order, other)
    assert caught.value.code == "headers_differ"
    assert caught.value.details["fields"] == {"customer_po_number": ["PO-7", "PO-8"]}
    assert fresh(other).status == Status.DRAFT
    whole = merge(cast.owner, order, other, is_agreed=True)
    assert whole.customer_po_number == "PO-7" and len(lines_of(whole)) == 3


def test_rows_that_are_no_lines_yet_come_along(cast, order):
    row = UnfinishedRow(1, "product", {"product": "the small one", "quantity": "3"})
    other = make_draft(cast.owner, customer=order.customer, customer_po_number="PO-7", lines=[])
    drafting.change_order(
        actor=cast.owner, order_id=other.pk, version=None, changes={}, lines=[], unfinished=[row], at=AT
    )
    whole = fresh(merge(cast.owner, order, other))
    assert [kept["cells"]["product"] for kept in whole.unfinished] == ["the small one"]
    assert whole.unfinished[0]["line_no"] > max(one.line_no for one in lines_of(whole))


def test_drafts_of_another_customer_or_currency_do_not_become_one(cast, order):
    other = make_draft(cast.owner)
    with pytest.raises(errors.Invalid) as caught, CaptureQueriesContext(connection) as said:
        merge(cast.owner, order, other)
    assert list(caught.value.fields) == ["orders"]
    assert not any("FOR NO KEY UPDATE" in one["sql"] for one in said)  # no second credit holder behind an order
    with pytest.raises(errors.Invalid):
        merge(cast.owner, order, order)


def test_offered_are_the_customers_other_drafts_that_one_may_edit(cast, order):
    other = make_draft(cast.owner, customer=order.customer)
    make_draft(cast.owner)
    make_submitted(cast.owner, customer=order.customer)
    assert list(queries.other_drafts(actor=cast.owner, order=fresh(order))) == [other]
    assert list(queries.other_drafts(actor=cast.stranger, order=fresh(order))) == []


def test_dated_parts_stay_with_the_earliest_and_move_with_the_last_pieces(cast, order):
    dated = (Part(date(2026, 12, 1), D(10)), Part(date(2026, 12, 15), D(8)))
    order = make_draft(cast.owner, customer=order.customer, lines=[line(make_product(), 18, schedule=dated)])
    part = split(cast.owner, order, {1: 11})
    words = [scheduling.words(lines_of(one)[0].schedule) for one in (order, part)]
    assert words == ["2026-12-01 7", "2026-12-01 3; 2026-12-15 8"]
    assert lines_of(part)[0].requested_date == date(2026, 12, 1)
    whole = merge(cast.owner, order, part)
    assert [scheduling.words(one.schedule) for one in lines_of(whole)] == words


def test_nothing_gets_past_a_doubt_or_what_set_it_aside_in_another_order(cast, order):
    other = make_draft(cast.owner, customer=order.customer, customer_po_number="PO-7")
    attempts = (lambda: split(cast.owner, order, {1: 1}), lambda: merge(cast.owner, other, order))
    doubt = doubts.ask_doubt(actor=cast.desk, order_id=order.pk, text="10?", at=AT)
    for attempt in attempts:
        with pytest.raises(errors.Conflict, match="1"):
            attempt()
    doubts.close_doubt(actor=cast.desk, doubt_id=doubt.pk, at=AT)
    doubts.set_order_aside(actor=cast.desk, order_id=order.pk, reason="wrong address", at=AT)
    for attempt in attempts:
        with pytest.raises(errors.WrongState, match="wrong address"):
            attempt()
    doubts.release_order(actor=cast.desk, order_id=order.pk, at=AT)
    assert fresh(merge(cast.owner, other, order)).line_count == 3


def test_a_part_is_of_the_day_of_the_whole_and_so_are_its_gifts(cast):
    product = make_product(name="**DS3 数字仪表")
    before = TODAY - timedelta(days=2)
    order = make_draft(cast.owner, lines=[line(product, 28)], order_date=before)
    Promotion.objects.filter(scope=Scope.MARK, mark="**").update(valid_until=before)
    part = split(cast.owner, order, {1: 14})
    assert fresh(part).order_date == before
    assert [[one.ordered for one in lines_of(one_of)] for one_of in (order, part)] == [[14, 2], [14, 2]]
