"""The company's checks of entry hold for changes too; what was agreed stays as it was agreed (R068, SEMANTICS 16)."""

from decimal import Decimal as D

import pytest

from common import errors
from orders.agreements.tests.builders import agreed, line_ref, make_agreement
from orders.changes.effect.tests.builders import approve, change, submitted
from orders.changes.tests.builders import add, head, modify
from orders.order.models import Order
from orders.tests.builders import fresh, line, lines_of, make_buyer, make_effective, make_order_cast
from products.catalogue.models import Product
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def test_what_is_not_sold_any_more_does_not_come_in_and_what_was_agreed_goes_on(cast):
    old, other = make_product(stock=9), make_product(stock=9)
    order = make_effective(cast.owner, lines=[line(old, 2)])
    Product.objects.filter(pk__in=[old.pk, other.pk]).update(is_active=False)
    assert change(order, modify(1, "quantity", 3)).state == "EFFECTIVE"
    with pytest.raises(errors.Invalid) as refusal:
        submitted(order, add(2, other, 1))
    assert refusal.value.code == "not_valid"


def test_one_that_went_out_of_use_meanwhile_overtakes_the_request(cast):
    product = make_product(stock=9)
    order = make_effective(cast.owner)
    request = submitted(order, add(2, product, 1))
    Product.objects.filter(pk=product.pk).update(is_active=False)
    request = approve(request)
    assert (request.state, fresh(order).revision, len(lines_of(order))) == ("STALE", 1, 1)
    assert request.conflicts[0]["why"]


def test_a_change_takes_no_more_of_a_frame_agreement_than_is_left(cast):
    buyer, product = make_buyer(cast.owner), make_product(list_price=D(10), stock=99)
    agreement = make_agreement(cast.owner, buyer, [agreed(product, 8, 10)])
    called = line(product, 6, agreement_line_id=line_ref(agreement))
    order = make_effective(cast.owner, customer=buyer, lines=[called])
    assert change(order, modify(1, "quantity", 10)).state == "EFFECTIVE"
    assert [(one.ordered, one.price) for one in lines_of(order)] == [(10, 8)]
    with pytest.raises(errors.Invalid):
        submitted(order, modify(1, "quantity", 11))


def test_what_an_order_must_have_is_not_taken_away_and_what_it_never_had_is_not_asked_for(cast):
    order = make_effective(cast.owner)
    with pytest.raises(errors.Incomplete) as refusal:
        submitted(order, head("payment_term", None))
    assert set(refusal.value.fields) == {"payment_term"}
    other = make_effective(cast.owner)
    Order.objects.filter(pk=other.pk).update(payment_term=None)
    assert change(other, modify(1, "quantity", 3)).state == "EFFECTIVE"
