"""Facts and people at the same moment: what is not committed yet is not forgotten, two followers do not count twice."""

import threading
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection, transaction

from orders.tests.builders import AT, line, make_effective
from orders.tests.flow_builders import make_shipped
from orders.tests.racing import race
from products.tests.builders import make_product
from reports.facts import operations
from reports.facts.choices import Dimension, Grain, Kind
from reports.facts.models import FactMark, Flow, Summary

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(hours=2)


@pytest.fixture
def order():
    return make_effective(lines=[line(make_product(list_price=D(10), stock=50), 6)])


def test_what_somebody_is_just_writing_is_counted_once_it_is_written(order):
    operations.keep_up(at=LATER, patience=5)
    shipped, looked = threading.Event(), threading.Event()

    def ship():
        try:
            with transaction.atomic():
                make_shipped(order, 2)
                shipped.set()
                looked.wait(timeout=20)
        finally:
            connection.close()

    thread = threading.Thread(target=ship)
    thread.start()
    shipped.wait(timeout=20)
    before = FactMark.objects.get().trail_id
    operations.keep_up(at=LATER, patience=0)
    assert FactMark.objects.get().trail_id == before  # not past what is not committed
    looked.set()
    thread.join(timeout=20)
    operations.keep_up(at=LATER, patience=5)
    assert Flow.objects.get(order_id=order.pk, kind=Kind.SHIPPED).quantity == 2


def test_two_followers_count_everything_once(order):
    race(*[lambda: operations.keep_up(at=LATER, patience=5)] * 2)
    operations.keep_up(at=LATER, patience=5)
    kept = Summary.objects.get(dimension=Dimension.TOTAL, kind=Kind.ORDERED, grain=Grain.MONTH)
    assert (kept.orders, kept.quantity) == (1, 6)
    found = operations.compare(at=LATER)
    assert (found.wrong_orders, found.wrong_sums) == ((), 0)


def test_a_follower_that_dies_leaves_nothing_half_done(order, monkeypatch):
    def die(**_given):
        raise KeyboardInterrupt

    operations.keep_up(at=LATER, patience=5)
    make_shipped(order, 1)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(operations.FactMark.objects, "filter", die)
        operations.keep_up(at=LATER, patience=5)
    assert not Flow.objects.filter(kind=Kind.SHIPPED).exists()  # neither facts nor the mark
    operations.keep_up(at=LATER, patience=5)
    assert Flow.objects.filter(kind=Kind.SHIPPED).count() == 1
