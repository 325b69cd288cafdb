"""Two people at once: neither may undo what the other made sure of."""

import threading

import pytest
from django.db import connection

from accounts.people import operations
from accounts.people.models import Department, User
from accounts.second_factor import operations as second_factor
from accounts.tests.builders import AT, make_department, make_user
from common import errors

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls on connections of their own, released together; what each answered or raised."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            barrier.wait(10)
            results[number] = call()
        except errors.DomainError as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def refused(results):
    return [one for one in results if isinstance(one, errors.DomainError)]


def test_two_administrators_cannot_put_each_other_out():
    one, two = make_user("administrator"), make_user("administrator")
    results = at_once(
        lambda: operations.deactivate_user(actor=one, user_id=two.pk, at=AT),
        lambda: operations.deactivate_user(actor=two, user_id=one.pk, at=AT),
    )
    assert len(refused(results)) == 1
    assert User.objects.filter(is_active=True, user_roles__role__code="administrator").count() == 1


def test_two_moves_cannot_make_a_loop():
    boss = make_user("administrator")
    one, two = make_department(), make_department()
    results = at_once(
        lambda: operations.move_department(actor=boss, department_id=one.pk, parent_id=two.pk, at=AT),
        lambda: operations.move_department(actor=boss, department_id=two.pk, parent_id=one.pk, at=AT),
    )
    assert len(refused(results)) == 1
    assert (
        sorted(Department.objects.filter(pk__in=[one.pk, two.pk]).values_list("parent_id", flat=True), key=str)[-1]
        is None
    )


def test_a_recovery_code_counts_once_even_at_once():
    user = make_user()
    second_factor.begin_enrolment(actor=user, at=AT)
    user.totpdevice_set.update(confirmed=True)
    code = second_factor.renew_codes(actor=user, at=AT)[0]
    results = at_once(*[lambda: second_factor.verify(actor=user, token=code, at=AT)] * 3)
    assert sorted(results) == ["", "", "recovery"]


def test_of_two_people_with_one_name_one_is_made():
    boss = make_user("administrator")
    results = at_once(*[lambda: operations.create_user(actor=boss, username="same", name="Same", at=AT)] * 2)
    assert len(refused(results)) == 1
    assert User.objects.filter(username="same").count() == 1
