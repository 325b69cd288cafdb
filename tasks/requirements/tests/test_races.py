"""Two people at the same moment: one day, one shortage, no deadlock (docs/adr/0075)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal as D

import pytest
from django.db import connection

from accounts.people.queries import system_user
from common import errors, outbox
from orders.lifecycle import operations as lifecycle
from orders.tests.builders import AT
from orders.tests.builders import lines_of as order_lines
from orders.tests.flow_builders import broken_invariants
from products.stock.supply import operations as supply
from products.tests.builders import make_product
from tasks.requirements import operations
from tasks.requirements.choices import State
from tasks.requirements.models import Requirement, RequirementLine
from tasks.requirements.operations import LineAnswer
from tasks.requirements.tests.builders import (
    draft,
    in_days,
    lines_of,
    make_accepted,
    make_asked,
    order_for,
    wanted,
)
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls on a connection each, all released at the same moment; their results or errors."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        barrier.wait(timeout=20)
        try:
            return call()
        except errors.DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def failed(answers):
    return [type(one) for one in answers if isinstance(one, errors.DomainError)]


def test_the_same_shortage_is_asked_for_once():
    shop, product = make_shop(), make_product(lead_time_days=30)
    order = order_for(product, 40)
    asked = draft(shop, wanted(product, 40, order=order))

    def ask():
        return operations.create_requirement(actor=shop.planner, draft=asked, is_asked=True, at=AT)

    assert failed(at_once(ask, ask, ask)) == [errors.Invalid] * 2
    assert [one.quantity for one in RequirementLine.objects.all()] == [D(40)]


def test_one_answer_counts():
    shop, product = make_shop(), make_product(lead_time_days=30)
    asked = make_asked(shop, wanted(product, 40))
    (line,) = lines_of(asked)

    def accept(days):
        return lambda: operations.accept_requirement(
            actor=shop.foreman, requirement_id=asked.pk, answers=[LineAnswer(line.pk, D(40), in_days(days))], at=AT
        )

    def refuse():
        return operations.refuse_requirement(actor=shop.foreman, requirement_id=asked.pk, reason="no", at=AT)

    assert failed(at_once(accept(4), accept(9), refuse)) == [errors.WrongState] * 2
    assert broken_invariants() == {}


def test_goods_come_while_the_day_moves_and_promises_are_made():
    shop, product = make_shop(), make_product(lead_time_days=60)
    found = make_accepted(shop, wanted(product, 40), days=6)
    (line,) = lines_of(found)
    soon = order_for(product, 4)

    def come(pieces):
        return lambda: supply.receive_planned(
            actor=system_user(), receipt_id=line.receipt_id, quantity=D(pieces), at=AT
        )

    def move(days):
        return lambda: operations.move_day(
            actor=shop.foreman,
            requirement_id=found.pk,
            line_id=line.pk,
            planned_date=in_days(days),
            cause="MATERIAL",
            at=AT,
        )

    answers = at_once(come(3), move(13), come(5), move(20), come(2))
    assert failed(answers) == []
    (line,) = lines_of(found)
    assert line.done == D(10) and line.planned_date in (in_days(13), in_days(20))
    assert order_lines(soon)[0].promised_date is not None
    assert broken_invariants() == {}


def test_an_order_is_made_void_while_its_requirement_is_accepted():
    shop, product = make_shop(), make_product(lead_time_days=30)
    order = order_for(product, 4)
    asked = make_asked(shop, wanted(product, 4, order=order))
    (line,) = lines_of(asked)
    answers = at_once(
        lambda: lifecycle.void_order(actor=system_user(), order_id=order.pk, reason="gone", at=AT),
        lambda: operations.accept_requirement(
            actor=shop.foreman, requirement_id=asked.pk, answers=[LineAnswer(line.pk, D(4), in_days(4))], at=AT
        ),
    )
    assert failed(answers) == []
    outbox.relay(now=lambda: AT)
    assert Requirement.objects.get().state == State.ACCEPTED  # a person ends it
    assert broken_invariants() == {}
