"""What another system sends twice at the same moment is taken once: answers, papers of the warehouse, notes."""

from decimal import Decimal
from functools import partial

import pytest

from accounts.tests.builders import make_user
from customers.tests.builders import make_customer
from customers.voice import operations as voice
from customers.voice.models import CustomerNote
from orders.promise.answering import operations
from orders.promise.models import ReservationAnswer
from orders.tests.builders import AT, line, lines_of, make_effective, make_order_cast
from orders.tests.racing import race
from products.stock.papers.models import StockPaper
from products.stock.papers.operations import Entry, post_paper
from products.tests.builders import make_product, stock_row

pytestmark = pytest.mark.django_db(transaction=True)
SENT = {"provider": "WMS", "external_id": "1", "at": AT}


def test_an_answer_that_comes_twice_at_once_lowers_the_stock_once():
    product, keeper = make_product(stock=10), make_user("warehouse")
    order = make_effective(make_order_cast().owner, lines=[line(product, 6)])
    about = {"order_number": order.number, "line_no": 1, "product_id": product.pk, "reason": "broken"}
    about["warehouse_id"] = stock_row(product).warehouse_id
    answer = partial(operations.answer_reservation, actor=keeper, asked=Decimal(6), held=Decimal(4), **about, **SENT)
    found = race(answer, answer)
    assert sorted(is_new for _answer, is_new in found) == [False, True]
    row = stock_row(product)
    assert (ReservationAnswer.objects.count(), row.on_hand, lines_of(order)[0].reserved) == (1, 8, 4)


def test_two_answers_under_one_number_for_different_orders_at_once():
    product, keeper, cast = make_product(stock=20), make_user("warehouse"), make_order_cast()
    orders = [make_effective(cast.owner, lines=[line(product, 6)]) for _turn in range(2)]
    about = {"line_no": 1, "product_id": product.pk, "warehouse_id": stock_row(product).warehouse_id, **SENT}
    about |= {"asked": Decimal(6), "held": Decimal(4), "reason": "broken"}
    found = race(
        *(partial(operations.answer_reservation, actor=keeper, order_number=one.number, **about) for one in orders)
    )
    [refused] = [one for one in found if isinstance(one, Exception)]
    assert refused.code == "external_id_used", refused
    assert (ReservationAnswer.objects.count(), stock_row(product).on_hand) == (1, 18)


def test_a_movement_that_comes_twice_at_once_is_one_paper():
    product, keeper = make_product(stock=10), make_user("warehouse")
    post = partial(post_paper, actor=keeper, kind="ARRIVAL", entries=[Entry(product.pk, Decimal(5))], **SENT)
    one, other = race(post, post)
    assert (one.pk, StockPaper.objects.filter(external_id="1").count()) == (other.pk, 1)
    assert stock_row(product).on_hand == 15


def test_a_note_that_comes_twice_at_once_is_one_note():
    customer, desk = make_customer(), make_user("order_desk")
    say = partial(voice.add_note, actor=desk, customer_id=customer.pk, kind="SATISFACTION", score=4, **SENT)
    one, other = race(say, say)
    assert (one.pk, CustomerNote.objects.count()) == (other.pk, 1)
