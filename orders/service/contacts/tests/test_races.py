"""Two at once: the same contact, the same return visit."""

from datetime import timedelta

import pytest

from accounts.people.queries import system_user
from common import errors
from orders.service.contacts import operations
from orders.service.contacts.models import FollowUp
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.racing import race, refusals
from products.tests import builders as products

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_hold_the_same_contact_the_second_is_told():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner)
    row = operations.plan_contact(actor=cast.owner, customer_id=customer.pk, subject="回访", due_date=TODAY, at=AT)

    def hold(words):
        wanted = operations.Next(TODAY + timedelta(days=9))
        return lambda: operations.hold_contact(
            actor=builders.person(cast.owner.pk),
            follow_up_id=row.pk,
            outcome="REACHED",
            words=words,
            next_contact=wanted,
            at=AT,
        )

    assert refusals(race(hold("一"), hold("二"))) == [errors.WrongState]
    assert FollowUp.objects.filter(follows=row).count() == 1


def test_two_runs_of_the_job_plan_one_visit():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner, lines=[builders.line(products.make_product(stock=9), 2, "10")])
    flow.sign(flow.make_shipped(order, 2, ship_date=TODAY), signed_date=TODAY)

    def run():
        return operations.plan_visit(actor=system_user(), order_id=order.pk, at=AT)

    results = race(run, run)
    assert sorted(one is None for one in results) == [False, True]
    assert FollowUp.objects.count() == 1
