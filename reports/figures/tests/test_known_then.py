"""Figures as they were known on a past day: what was changed, handed over or taken back later is not in them, by
anything, for everybody."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection

from accounts.people import queries as people
from common import dates
from orders.tests.builders import AT, line, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped
from products.tests.builders import make_product
from reports.facts import operations
from reports.facts.models import Flow, PastFlow
from reports.figures import parameters, queries
from reports.figures.measures import measures
from reports.figures.question import Question

pytestmark = pytest.mark.django_db
DAY = dates.business_day(AT)
ONE = timedelta(days=1)
TODAY = DAY + 10 * ONE


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    made = make_effective(cast.owner, lines=[line(make_product(list_price=D(10), stock=9), 6)])
    follow(0)
    return made


def follow(days):
    """The facts follow what was written, ``days`` later."""
    operations.keep_up(at=AT + timedelta(hours=2) + days * ONE, patience=0)


def asked(*codes, days=None, **more):
    question = Question(codes, DAY - 30 * ONE, TODAY, as_of=None if days is None else DAY + days * ONE, **more)
    return queries.ask(actor=people.system_user(), asked=question, today=TODAY)


def figure(code, days=None):
    return measures[code].value(asked(code, days=days).whole.sums)


def halve(order):
    """Somebody takes half of it back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_orderline SET ordered = 3, net = net / 2, tax = tax / 2 WHERE order_id = %s", [order.pk]
        )
        cursor.execute(
            "UPDATE orders_order SET total_amount = total_amount / 2, net_amount = net_amount / 2 WHERE id = %s",
            [order.pk],
        )


def test_what_was_changed_later_counts_as_it_was_known(order):
    before = figure("amount")
    halve(order)
    follow(3)
    assert figure("amount") == before / 2
    assert [figure("quantity", days) for days in (0, 2, 3, 9)] == [6, 6, 3, 3]
    assert figure("amount", 2) == before


def test_what_did_not_change_stays_known_since_it_was(order):
    make_shipped(order, 2)
    follow(3)
    assert figure("quantity", 0) == 6
    assert (figure("shipped_quantity", 2), figure("shipped_quantity", 3)) == (0, 2)
    assert not PastFlow.objects.filter(kind=1).exists()


def test_nothing_is_known_before_it_was_entered(order):
    assert figure("orders", -1) == 0
    assert figure("orders", 0) == 1


def test_what_changes_twice_in_a_day_was_never_known_at_its_end(order):
    halve(order)
    follow(3)
    halve(order)
    follow(3)
    kept = PastFlow.objects.filter(order_id=order.pk, kind=1, line_no=1)
    assert [(row.quantity, row.known_until) for row in kept] == [(6, DAY + 3 * ONE)]


def test_a_handed_over_order_was_its_former_salespersons(order):
    other = people.system_user()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_order SET salesperson_id = %s WHERE id = %s", [other.pk, order.pk])
    follow(4)
    assert asked("orders", rows=("salesperson",), days=3).rows == [(order.salesperson_id,)]
    assert asked("orders", rows=("salesperson",)).rows == [(other.pk,)]


def test_what_was_put_right_was_never_known_so(order):
    Flow.objects.filter(order_id=order.pk, kind=1).update(quantity=1)
    operations.compare(at=AT + 5 * ONE)
    assert not PastFlow.objects.exists()
    assert figure("quantity", 1) == 6


def test_deriving_anew_forgets_nothing(order):
    halve(order)
    follow(3)
    operations.begin_anew(actor=people.system_user())
    follow(6)
    assert (figure("quantity", 2), figure("quantity")) == (6, 3)
    found = operations.compare(at=AT + 6 * ONE)
    assert not found.wrong_orders
    assert not found.wrong_sums


def test_its_rows_open_and_page_on_too(order):
    halve(order)
    follow(3)
    then = replace(asked("quantity").question, as_of=DAY + ONE)
    actor = people.system_user()
    rows = queries.facts_of(actor=actor, asked=then, today=TODAY)
    assert [row.quantity for row in rows] == [6]
    assert queries.facts_of(actor=actor, asked=then, today=TODAY, after=(rows[0].day, rows[0].key)) == []


def test_who_sees_his_own_sees_his_own_of_then(cast, order):
    halve(order)
    follow(3)
    question = Question(("quantity",), DAY, TODAY, as_of=DAY + ONE)
    assert queries.ask(actor=cast.owner, asked=question, today=TODAY).whole.sums[(1, "quantity")] == 6
    assert not queries.ask(actor=cast.stranger, asked=question, today=TODAY).whole.sums.get((1, "quantity"))


def test_an_address_says_the_day_and_today_is_now():
    then = parameters.read({"as_of": DAY.isoformat()}, TODAY)
    assert (then.as_of, parameters.write(then)["as_of"]) == (DAY, DAY.isoformat())
    assert parameters.read({"as_of": TODAY.isoformat()}, TODAY).as_of is None
