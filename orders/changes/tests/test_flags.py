"""Only the lines that a change under way touches do not ship (SEMANTICS 2)."""

from decimal import Decimal as D

import pytest

from common import errors
from orders.changes import operations
from orders.changes.effect.tests.builders import approver_of, submitted
from orders.changes.tests.builders import add, head, make_request, modify
from orders.lifecycle import operations as lifecycle
from orders.tests.builders import AT, fresh, line, lines_of, make_effective, make_order_cast
from orders.tests.flow_builders import broken_invariants, make_shipped
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    """A line with the gift that follows it, and another line."""
    product = make_product(name="* Sensor", list_price=D(10), stock=99)
    return make_effective(cast.owner, lines=[line(product, 4), line(make_product(stock=9), 3)])


def held(order):
    return [one.line_no for one in lines_of(order) if one.is_changing]


def test_a_draft_holds_nobody_up(cast, order):
    make_request(order, edits={"lines.1.quantity": 5})
    assert (held(order), fresh(order).is_changing) == ([], False)


def test_what_is_under_way_holds_its_lines_until_it_is_decided(cast, order):
    request = submitted(order, modify(1, "quantity", 5))
    source, other, gift = (lines_of(order)[place] for place in (0, 1, 2))
    assert gift.gift_of_id == source.pk
    assert held(order) == [source.line_no, gift.line_no]
    with pytest.raises(errors.WrongState):
        make_shipped(order, lines=[(source.pk, D(1))])
    make_shipped(order, lines=[(other.pk, D(3))])
    for verb in (lifecycle.unapprove_order, lifecycle.void_order):
        with pytest.raises(errors.DomainError):
            verb(actor=cast.desk, order_id=order.pk, reason="wrong", at=AT)
    operations.reject_request(actor=approver_of(request), request_id=request.pk, reason="no", at=AT)
    assert (held(order), fresh(order).is_changing) == ([], False)
    assert broken_invariants() == {}


def test_another_place_holds_every_open_line_and_another_contact_none(cast, order):
    request = submitted(order, head("ship_address", "三号门"))
    assert held(order) == [one.line_no for one in lines_of(order)]
    operations.withdraw_request(actor=cast.owner, request_id=request.pk, at=AT)
    assert held(order) == []
    submitted(order, head("contact_name", "王五"), add(9, make_product(), 1))
    assert (held(order), fresh(order).is_changing) == ([], True)
    assert broken_invariants() == {}
