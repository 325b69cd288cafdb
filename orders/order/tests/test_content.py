"""What an approval is bound to (SEMANTICS 7)."""

from decimal import Decimal

from orders.order import content
from orders.order.models import Order, OrderLine


def lines(**fields):
    return [OrderLine(line_no=1, product_id=7, **{"ordered": Decimal(3), "price": Decimal("9.5"), **fields})]


def test_the_same_content_has_the_same_fingerprint_however_it_is_written():
    one = content.content_hash(Order(freight=Decimal("5")), lines())
    assert one == content.content_hash(Order(freight=Decimal("5.000000")), lines(price=Decimal("9.500000")))


def test_notes_and_people_are_not_commercial():
    one = content.content_hash(Order(), lines())
    assert one == content.content_hash(Order(notes="call first", salesperson_id=4, contact_name="王"), lines(notes="!"))


def test_every_commercial_field_is_named_when_it_changes():
    before = content.content_of(Order(payment_term_id=1), lines())
    after = content.content_of(Order(payment_term_id=2), lines(price=Decimal(8)))
    assert content.differences(before, after) == {"payment_term": ["1", "2"], "lines.1.price": ["9.5", "8"]}


def test_a_line_that_came_is_named_once():
    before = content.content_of(Order(), [])
    assert content.differences(before, content.content_of(Order(), lines())) == {"lines.1.product": ["", "7"]}
