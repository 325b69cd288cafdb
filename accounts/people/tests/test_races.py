"""Two people at once: neither may undo what the other made sure of."""

import threading
from functools import partial

import pytest
from django.db import connection

from accounts.console import operations as console
from accounts.people import operations
from accounts.people.models import Department, User
from accounts.roles import operations as role_operations
from accounts.roles import queries as roles
from accounts.roles.models import Role
from accounts.second_factor import operations as second_factor
from accounts.tests.builders import AT, make_department, make_user
from common import errors
from common.models import Setting

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


def left_by(results):
    """Of two changes of the same thing, the one that was taken; the other must have heard that it came too late."""
    assert [type(one) for one in refused(results)] == [errors.Stale], results
    return next(number for number, one in enumerate(results) if not isinstance(one, errors.DomainError))


def test_of_two_changes_of_a_person_the_second_hears_what_is_stored():
    boss, user = make_user("administrator"), make_user("sales", phone="1")
    change = partial(operations.update_user, actor=boss, user_id=user.pk, shown={"phone": "1"}, at=AT)
    results = at_once(*[partial(change, changes={"phone": phone}) for phone in ("2", "3")])
    left = ("2", "3")[left_by(results)]
    assert User.objects.get(pk=user.pk).phone == left
    assert refused(results)[0].details["fields"]["phone"][0] == left


def test_of_two_changes_of_a_persons_roles_the_second_hears_what_is_stored():
    boss, user = make_user("administrator"), make_user("sales")
    change = partial(operations.update_user, actor=boss, user_id=user.pk, changes={}, shown={"roles": ["sales"]}, at=AT)
    results = at_once(*[partial(change, roles=[role]) for role in ("finance", "warehouse")])
    assert roles.codes_of(user.pk) == [("finance", "warehouse")[left_by(results)]]


def test_of_two_changes_of_a_department_the_second_hears_what_is_stored():
    boss, department, heads = make_user("administrator"), make_department(), [make_user(), make_user()]
    change = partial(
        operations.update_department, actor=boss, department_id=department.pk, shown={"head_id": None}, at=AT
    )
    results = at_once(*[partial(change, changes={"head_id": head.pk}) for head in heads])
    head = heads[left_by(results)]
    assert Department.objects.get(pk=department.pk).head == head
    assert refused(results)[0].details["fields"]["head"][0] == str(head)


def test_of_two_changes_of_a_right_the_second_hears_what_is_stored():
    boss, role = make_user("administrator"), Role.objects.get(code="sales")
    shown = {"customer.view": roles.grants_of(role)["customer.view"]}
    change = partial(role_operations.update_role, actor=boss, role_id=role.pk, changes={}, shown=shown, at=AT)
    results = at_once(*[partial(change, grants={"customer.view": scope}) for scope in ("ALL", "REGION")])
    assert roles.grants_of(role)["customer.view"] == ("ALL", "REGION")[left_by(results)]


def test_of_two_changes_of_a_setting_that_followed_its_default_the_second_hears_what_is_stored():
    boss = make_user("administrator")
    change = partial(console.change_settings, actor=boss, shown={"attachment_max_mb": 20}, at=AT)
    results = at_once(*[partial(change, values={"attachment_max_mb": size}) for size in (7, 9)])
    assert Setting.objects.get(key="attachment_max_mb").value == (7, 9)[left_by(results)]


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
