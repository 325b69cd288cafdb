"""What a change says beside what stands, for its page, the letter and revisions (SEMANTICS 8)."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.utils import translation

from accounts.tests.builders import make_user
from orders.changes import diffing, projecting
from orders.changes.diff_rows import Act
from orders.changes.tests.builders import add, cancel, head, modify
from orders.tests.builders import AT, line, lines_of, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def compare(cast, order, *items, actor=None):
    flat = [one for item in items for one in (item if isinstance(item, list) else [item])]
    found = projecting.project(order, lines_of(order), flat, actor=cast.owner, at=AT)
    return diffing.diff(found, actor)


def test_a_change_is_told_row_by_row_and_in_a_sentence(cast):
    sensor, box = (
        make_product(name="Sensor", unit="pcs", list_price=D(100), stock=50),
        make_product(name="Box", unit="pcs", list_price=D(5)),
    )
    cable = make_product(name="Cable", list_price=D(2))
    day = date(2026, 12, 8)
    order = make_effective(cast.owner, lines=[line(sensor, 40, requested_date=day), line(box, 20), line(cable, 1)])
    make_shipped(order, 6)
    with translation.override("en"):
        found = compare(
            cast,
            order,
            modify(1, "quantity", 48),
            modify(1, "requested_date", "2026-12-10"),
            cancel(2),
            head("ship_address", "Gate 3"),
        )
        assert found.title == "Add 8 pcs Sensor, cancel 20 pcs Box, date 12-10, new: Delivery place"
    assert [(row.line_no, [sign.act for sign in row.signs]) for row in found.changed] == [
        (1, [Act.INCREASE, Act.RESCHEDULE]),
        (2, [Act.CANCELLED]),
    ]
    first, second, third = found.lines
    assert (first.old.quantity, first.new.quantity, first.difference) == (40, 48, 800)
    assert first.differs == {"quantity", "amount", "day"}
    assert "6" in first.delivered and "42" in first.delivered, "shipped 6, rest 42"
    assert (second.new, second.difference) == (None, -100)
    assert not third.is_changed and found.lines_unchanged == 1
    assert [(row.name, row.new) for row in found.head] == [("ship_address", "Gate 3")]
    assert (found.total.old, found.total.new, found.percent) == (4102, 4802, D("17.1"))


def test_other_fields_stand_under_their_line_and_new_lines_have_no_former_side(cast):
    old, new = make_product(name="Old", list_price=D(10)), make_product(name="New", list_price=D(4))
    order = make_effective(cast.owner, lines=[line(old, 2), line(old, 1)])
    found = compare(cast, order, modify(1, "colour", "red"), modify(2, "price", 9), add(3, new, 5))
    one, two, three = found.lines
    assert ([sign.act for sign in one.signs], one.differs) == ([Act.SPECIFICATION], frozenset())
    assert [(row.name, row.old, row.new) for row in one.others] == [("colour", "", "red")]
    assert [(row.name, row.new) for row in two.others] == [("price", "9.00")]
    assert (three.old, three.new.amount, three.difference) == (None, 20, 20)
    assert [sign.act for sign in three.signs] == [Act.NEW]


def test_who_may_not_see_amounts_gets_none(cast):
    product = make_product(list_price=D(10))
    order = make_effective(cast.owner, lines=[line(product, 2)])
    found = compare(cast, order, modify(1, "price", 9), head("freight", "8"), actor=make_user("warehouse"))
    (row,) = found.lines
    assert (row.old.amount, row.new.amount, row.difference, row.old.price) == (None, None, None, None)
    assert (found.sums, found.total, found.percent) == ((), None, None)
    said = [one.new for one in (*found.head, *row.others)]
    assert said and not any(character.isdigit() for text in said for character in text)
