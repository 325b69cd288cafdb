"""Two people meet over the same goods."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from common import errors
from orders.closure import operations as closure
from orders.fulfilment import operations as fulfilment
from orders.returns import operations
from orders.returns.rules import Decision
from orders.returns.tests.builders import announce, make_received, make_sent
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from orders.tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def _refused(results):
    return [one for one in results if isinstance(one, errors.DomainError)]


def test_two_returns_for_the_same_pieces():
    order = make_sent()
    results = race(lambda: announce(order, 6), lambda: announce(order, 6))
    assert len(_refused(results)) == 1
    assert flow.first_line(order).returning == D(6) and flow.broken_invariants() == {}


def test_a_return_against_the_un_audit_of_its_goods():
    order = builders.make_effective()
    sent = flow.make_shipped(order)
    results = race(
        lambda: announce(order, 2),
        lambda: fulfilment.unaudit_outbound(actor=people.system_user(), document_id=sent.pk, reason="slip", at=AT),
    )
    assert len(_refused(results)) == 1
    line = flow.first_line(order)
    assert (line.shipped, line.returning) in {(D(10), D(2)), (D(0), D(0))} and flow.broken_invariants() == {}


def test_a_decision_to_ship_again_against_closing():
    order = make_sent(4)
    document = make_received(order)
    system = people.system_user()
    race(
        lambda: operations.settle_return(actor=system, return_id=document.pk, lines={1: Decision(reship=D(2))}, at=AT),
        lambda: closure.close_order(actor=system, order_id=order.pk, reason_code="CUSTOMER", reason="", at=AT),
    )
    line = flow.first_line(order)
    # either the decision came too late, or what it opened was let go with the rest
    assert (line.closure, line.open, line.reship) in {("SHORT", 0, D(0)), ("SHORT", 0, D(2))}
    assert flow.broken_invariants() == {}


def test_a_decision_taken_back_against_the_notice_that_ships_it_again():
    order = make_sent()
    document = make_received(order)
    system = people.system_user()
    operations.settle_return(actor=system, return_id=document.pk, lines={1: Decision(reship=D(2))}, at=AT)
    results = race(
        lambda: operations.unsettle_return(actor=system, return_id=document.pk, reason="slip", at=AT),
        lambda: flow.make_outbound(order),
    )
    assert len(_refused(results)) == 1
    line = flow.first_line(order)
    # either nothing is owed again and nothing goes out, or the decision stands with its notice
    assert (line.reship, line.drafted, line.closure) in {(D(0), D(0), "AUTO"), (D(2), D(2), "OPEN")}
    assert flow.broken_invariants() == {}
