"""Two people check one order at once: it is checked once, and one check waits afterwards."""

import pytest

from accounts.tests.builders import make_user
from common import errors
from orders.tests.builders import AT, make_effective, person
from orders.tests.racing import race, refusals
from tasks.checks import making, operations
from tasks.checks.models import ProgressCheck

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_check_at_once_check_once():
    order = make_effective()
    making.run(at=AT)
    check = ProgressCheck.objects.get()
    one, other = make_user("order_desk"), make_user("order_desk")

    def record(actor):
        return lambda: operations.record_check(
            actor=person(actor.pk), order_id=order.pk, version=check.version, words=actor.name, at=AT
        )

    (refusal,) = refusals(race(record(one), record(other)))
    assert refusal is errors.Stale
    assert ProgressCheck.objects.filter(state="FINE").count() == 1
    assert ProgressCheck.objects.filter(state="DUE").count() == 1


def test_the_job_run_twice_at_once_makes_one_check():
    make_effective()
    race(lambda: making.run(at=AT), lambda: making.run(at=AT))
    assert ProgressCheck.objects.count() == 1
