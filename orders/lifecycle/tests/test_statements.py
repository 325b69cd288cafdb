"""How many statements the two hot operations cost: constant in the number of lines (bench contract)."""

import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import access
from orders.entry.drafts import OrderDraft
from orders.intake import operations as intake
from orders.lifecycle import operations as lifecycle
from orders.promise import taking
from orders.tests.builders import AT, REQUESTED, approve, approver_of, line, make_buyer, make_order_cast, verify
from products.tests.builders import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]

CREATE_AND_SUBMIT = 18  # two of them: the promotions in force, and what the customer paid last
APPROVE = 19  # three of them: whether it was verified, by which route goods go, and what was agreed (``deltas``)


# a test's own savepoints; the settings, which a process reads every few seconds
_NOT_COUNTED = ("SAVEPOINT", 'FROM "common_setting"')


def statements(captured: CaptureQueriesContext) -> list[str]:
    """What was sent, without the savepoints that only a test's own transaction needs."""
    return [query["sql"][:160] for query in captured if not any(word in query["sql"] for word in _NOT_COUNTED)]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_world)


@pytest.fixture
def world(made):
    return copy.deepcopy(made)


def _make_world():
    cast = make_order_cast()
    products = [make_product(stock=1000) for _ in range(40)]
    return cast, make_buyer(cast.owner), products


def draft(customer, products):
    return OrderDraft(
        customer_id=customer.pk, requested_date=REQUESTED, lines=[line(product, 2) for product in products]
    )


def create(cast, customer, products):
    actor = cast.owner
    access.of(actor)
    with CaptureQueriesContext(connection) as captured:
        order = intake.create_and_submit(actor=actor, draft=draft(customer, products), at=AT)
    return order, statements(captured)


@pytest.mark.parametrize("count", [5, 40])
def test_create_and_submit_stays_within_its_statements(world, count):
    cast, customer, products = world
    create(cast, customer, products[:1])  # settings are in the process's memory after the first one
    _order, sent = create(cast, customer, products[:count])
    assert len(sent) <= CREATE_AND_SUBMIT, f"{len(sent)} statements:\n" + "\n".join(sent)


@pytest.mark.parametrize("count", [5, 40])
def test_approve_stays_within_its_statements(world, count):
    cast, customer, products = world
    order, _sent = create(cast, customer, products[:count])
    verify(order)
    actor = approver_of(order)
    with CaptureQueriesContext(connection) as captured:
        lifecycle.approve_order(actor=actor, order_id=order.pk, at=AT)
    sent = statements(captured)
    assert len(sent) <= APPROVE, f"{len(sent)} statements:\n" + "\n".join(sent)


def test_customers_are_locked_before_stock(world, monkeypatch):
    """Merging customers waits for orders, and orders wait for stock: nobody goes the other way (DESIGN 3)."""
    cast, customer, products = world
    order, _sent = create(cast, customer, products[:1])
    noted, reserve = [], taking.reserve_and_promise

    def look(*arguments, **named):
        noted.append(type(customer).objects.get(pk=customer.pk).first_effective_at)
        reserve(*arguments, **named)

    monkeypatch.setattr(taking, "reserve_and_promise", look)
    approve(order)
    assert noted == [AT]


def test_the_number_is_drawn_last(world, settings):
    """After the day counter is locked only rows of our own are written: nobody waits for our work (DESIGN 3)."""
    settings.PREPARE_STATEMENTS = False  # so that each says what it is
    cast, customer, products = world
    _order, sent = create(cast, customer, products[:5])
    (place,) = [number for number, sql in enumerate(sent) if "common_daycounter" in sql]
    after = [sql.split("(")[0].split(" SET")[0] for sql in sent[place + 1 :]]
    inbox = "\nWITH told AS "  # lines in inboxes, and mail of them for who wants it
    assert after == ['UPDATE "orders_order"', 'INSERT INTO "common_event" ', inbox]
