"""A draft can always be saved: rows that are no lines yet stay with it, and bounds are named by their cells."""

from decimal import Decimal

import pytest

from accounts.tests.builders import make_user
from common import errors
from orders.completeness import rules as completeness
from orders.entry import drafting
from orders.entry.drafts import LONGEST, LineDraft, UnfinishedRow
from orders.lifecycle import operations as lifecycle
from orders.order import policies, queries
from orders.tests.builders import AT, fresh, line, make_draft, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal
ROW = UnfinishedRow(line_no=2, at="quantity", cells={"product": "A-1", "quantity": "a few", "price": "12"})


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def draft(cast):
    order = make_draft(cast.owner)
    return drafting.change_order(
        actor=cast.owner,
        order_id=order.pk,
        version=None,
        changes={},
        lines=[line(make_product(), 3)],
        unfinished=[ROW],
        at=AT,
    )


def change(actor, order, **options):
    return drafting.change_order(actor=actor, order_id=order.pk, version=None, at=AT, **{"changes": {}, **options})


def test_they_survive_changes_of_the_head_and_go_with_a_new_grid(cast, draft):
    change(cast.owner, draft, changes={"customer_po_number": "X1"})
    change(cast.owner, draft, changes={"notes": "later"})
    assert fresh(draft).unfinished == [{"line_no": 2, "at": "quantity", "cells": ROW.cells}]
    change(cast.owner, draft, lines=[line(make_product(), 1)])
    assert fresh(draft).unfinished == []


def test_they_block_submission_by_name(cast, draft):
    gaps = completeness.missing(draft, queries.lines_of(draft, with_products=True))
    assert [(gap.field, gap.step) for gap in gaps] == [("lines.2.quantity", completeness.Step.SUBMIT)]
    with pytest.raises(errors.Incomplete) as caught:
        lifecycle.submit_order(actor=cast.owner, order_id=draft.pk, at=AT)
    assert list(caught.value.fields) == ["lines.2.quantity"]


def test_a_copy_takes_them_along(cast, draft):
    copy = drafting.copy_order(actor=cast.owner, order_id=draft.pk, at=AT)
    assert fresh(copy).unfinished == fresh(draft).unfinished


def test_prices_typed_in_them_are_amounts(cast, draft):
    warehouse = make_user("warehouse")
    assert policies.redact(warehouse, [fresh(draft)])[0].unfinished is None


@pytest.mark.parametrize(
    ("quantity", "price"), [("99999999999", "3280"), ("9999999", "99999999999"), ("999999999999", "999999999999")]
)
def test_an_amount_that_no_column_takes_is_named_by_its_line(cast, quantity, price):
    with pytest.raises(errors.Invalid) as caught:
        make_draft(cast.owner, lines=[line(make_product(), D(quantity), D(price))])
    assert list(caught.value.fields) == ["lines.1.quantity"]


def test_a_total_that_no_column_takes_is_named_by_its_largest_line_or_the_freight(cast):
    product = make_product()
    with pytest.raises(errors.Invalid) as caught:
        make_draft(cast.owner, lines=[line(product, 1, D(60_000_000_000)), line(product, 1, D(70_000_000_000))])
    assert list(caught.value.fields) == ["lines.2.quantity"]
    with pytest.raises(errors.Invalid) as caught:
        make_draft(cast.owner, freight=D("99999999999999"))
    assert list(caught.value.fields) == ["freight"]


def test_line_numbers_and_texts_have_the_same_bounds_at_every_door(cast):
    row = LineDraft(product_code=make_product().code, quantity=D(1), line_no=9999)
    order = make_draft(cast.owner, lines=[row])
    after = LineDraft(product_code=row.product_code, quantity=D(1))
    with pytest.raises(errors.Invalid) as caught:
        change(cast.owner, order, lines=[row, after])
    assert list(caught.value.fields) == ["lines"]
    with pytest.raises(errors.Invalid) as caught:
        change(cast.owner, order, changes={"notes": "x" * (LONGEST["notes"] + 1), "special_requirements": "y" * 10_001})
    assert "notes" in caught.value.fields
