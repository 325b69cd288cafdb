"""Gifts of promotions leave as the company says: always, in proportion to their line, or after all of it."""

from decimal import Decimal

import pytest

from accounts.console.operations import change_settings
from accounts.people import queries as people
from common import errors, settings
from orders.closure import operations as closure
from orders.fulfilment import gifts
from orders.fulfilment import operations as fulfilment
from orders.order.models import OrderLine
from orders.order.states import Closure
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, line, lines_of, make_effective
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def _forgotten():
    """What a test says in the settings is rolled back, and out of memory too."""
    yield
    settings.forget()


@pytest.fixture
def order():
    return make_effective(lines=[line(make_product(stock=100, name="**DS3"), 14)])


def say(mode):
    change_settings(actor=people.system_user(), values={gifts.SETTING: mode}, at=AT)


def ship(order, bought, given):
    source, gift = lines_of(order)
    wanted = [(one.pk, D(quantity)) for one, quantity in ((source, bought), (gift, given)) if quantity]
    return flow.make_shipped(order, lines=wanted)


@pytest.mark.parametrize(
    ("mode", "bought", "given", "fits"),
    [
        (gifts.ALWAYS, 0, 2, True),
        (gifts.PROPORTION, 6, 1, False),
        (gifts.PROPORTION, 7, 1, True),
        (gifts.PROPORTION, 13, 2, False),
        (gifts.COMPLETE, 13, 1, False),
        (gifts.COMPLETE, 14, 2, True),
    ],
)
def test_a_notice_takes_what_its_line_has_earned(order, mode, bought, given, fits):
    say(mode)
    if fits:
        ship(order, bought, given)
        return
    with pytest.raises(errors.Invalid) as caught:
        ship(order, bought, given)
    assert caught.value.code == "gift_not_due" and list(caught.value.fields) == ["lines.2.quantity"]


def test_a_gift_planned_with_another_notice_waits_for_it_at_the_audit(order):
    say(gifts.PROPORTION)
    source, gift = lines_of(order)
    first = flow.make_outbound(order, lines=[(source.pk, D(7))])
    second = flow.make_outbound(order, lines=[(gift.pk, D(1))])

    def audit(document):
        return fulfilment.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)

    with pytest.raises(errors.Conflict) as caught:
        audit(second)
    assert caught.value.code == "gift_not_due"
    audit(first)
    audit(second)


def test_a_gift_ends_with_its_line_and_comes_back_with_it(order):
    ship(order, 7, 1)
    system = people.system_user()
    closure.close_line(actor=system, order_id=order.pk, line_no=1, reason_code="CUSTOMER", reason="", at=AT)
    assert [one.closure for one in lines_of(order)] == [Closure.SHORT, Closure.SHORT]
    closure.reopen_line(actor=system, order_id=order.pk, line_no=1, reason="again", at=AT)
    assert [(one.closure, one.open) for one in lines_of(order)] == [(Closure.OPEN, 7), (Closure.OPEN, 1)]


def test_a_gift_that_was_earned_stays_open_and_leaves(order):
    say(gifts.COMPLETE)
    ship(order, 7, 0)
    closure.close_line(
        actor=people.system_user(), order_id=order.pk, line_no=1, reason_code="CUSTOMER", reason="", at=AT
    )
    assert OrderLine.objects.get(order=order, is_gift=True).closure == Closure.OPEN
    with pytest.raises(errors.Invalid):
        ship(order, 0, 2)
    ship(order, 0, 1)
