"""Two say something at once, of one customer or of one product: both count."""

import pytest

from accounts.people.queries import system_user
from customers.voice import operations as voice
from customers.voice.models import CustomerNote, VoiceFacts
from orders.exceptions import operations as exceptions
from orders.tests import builders
from orders.tests.builders import AT, line
from orders.tests.racing import race
from orders.voice import operations
from products.catalogue.models import Product, ProductRisk
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db(transaction=True)


def say(order, score):
    return voice.add_note(
        actor=system_user(),
        customer_id=order.customer_id,
        kind="SATISFACTION",
        score=score,
        order_number=order.number,
        at=AT,
    )


def complain(order):
    case = {"kind": "COMPLAINT", "severity": "SERIOUS", "description": "零点漂移", "at": AT}
    return exceptions.raise_case(actor=system_user(), order_id=order.pk, **case)


def test_two_answers_at_once_for_one_customer_both_count():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner)
    orders = [builders.make_effective(cast.owner, customer=customer) for _n in range(2)]
    results = race(lambda: say(orders[0], 1), lambda: say(orders[1], 4))
    assert not [one for one in results if isinstance(one, Exception)]
    found = VoiceFacts.objects.get(customer=customer)
    assert (found.answers, found.score_sum, found.lowest) == (2, 5, 1)


def test_complaints_at_once_about_one_product_of_two_customers_both_count():
    cast, product = builders.make_order_cast(), make_product(stock=50)
    orders = [builders.make_effective(cast.owner, lines=[line(product, 2)]) for _n in range(2)]
    results = race(lambda: complain(orders[0]), lambda: complain(orders[1]))
    assert not [one for one in results if isinstance(one, Exception)]
    assert ProductRisk.objects.get(product=product).complaints == 2
    assert Product.objects.get(pk=product.pk).risk == "HIGH"


def test_answers_at_once_about_one_product_of_two_customers_both_count():
    cast, product = builders.make_order_cast(), make_product(stock=50)
    orders = [builders.make_effective(cast.owner, lines=[line(product, 2)]) for _n in range(3)]
    say(orders[2], 1)  # the row of its figures is there already: nothing but its lock makes one wait
    results = race(lambda: say(orders[0], 1), lambda: say(orders[1], 2))
    assert not [one for one in results if isinstance(one, Exception)]
    assert ProductRisk.objects.get(product=product).low_scores == 3


def test_a_complaint_against_an_answer_about_several_products_in_two_orders():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner)
    goods = [make_product(stock=50), make_product(stock=50)]
    orders = [
        builders.make_effective(cast.owner, customer=customer, lines=[line(one, 2) for one in some])
        for some in (goods, goods[::-1])
    ]
    results = race(lambda: complain(orders[0]), lambda: say(orders[1], 1))
    assert not [one for one in results if isinstance(one, Exception)]
    found = VoiceFacts.objects.get(customer=customer)
    assert (found.answers, found.complaints) == (1, 1)
    assert [one.low_scores for one in ProductRisk.objects.all()] == [1, 1]


def test_an_answer_taken_back_against_the_night():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    note = say(order, 1)
    say(order, 5)

    def take_back():
        return voice.withdraw_note(actor=cast.head, note_id=note.pk, reason="Wrong order", at=AT)

    race(take_back, lambda: operations.settle_all(at=AT))
    operations.settle_all(at=AT)
    assert CustomerNote.objects.filter(withdrawn_at=None).count() == 1
    assert VoiceFacts.objects.get(customer=order.customer_id).score_sum == 5
