"""The department tree and its paths."""

import pytest

from accounts import access
from accounts.people import operations
from accounts.people.models import Department
from accounts.tests.builders import AT, make_department, make_user
from common import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_user("administrator")


def move(boss, department, parent):
    return operations.move_department(
        actor=boss, department_id=department.pk, parent_id=parent.pk if parent else None, at=AT
    )


def test_a_moved_department_takes_everything_below_along(boss):
    root, other = make_department(), make_department()
    child = make_department(parent=root)
    grandchild = make_department(parent=child)
    move(boss, child, other)
    grandchild.refresh_from_db()
    assert grandchild.path == f"/{other.pk}/{child.pk}/{grandchild.pk}/"
    head = make_user("department_head", department=other)
    assert access.load(head).below_ids == {other.pk, child.pk, grandchild.pk}


def test_paths_of_neighbours_with_a_longer_number_stay(boss):
    """/1/ is no part of /11/."""
    rows = [make_department() for _n in range(12)]
    move(boss, rows[0], rows[1])
    for row in rows[2:]:
        row.refresh_from_db()
        assert row.path == f"/{row.pk}/"


def test_a_department_cannot_hang_below_itself(boss):
    root = make_department()
    child = make_department(parent=root)
    with pytest.raises(errors.Invalid):
        move(boss, root, child)
    with pytest.raises(errors.Invalid):
        move(boss, root, root)


def test_a_department_with_people_stays_open(boss):
    department = make_department()
    user = make_user(department=department)
    with pytest.raises(errors.Conflict):
        operations.update_department(actor=boss, department_id=department.pk, changes={"is_active": False}, at=AT)
    operations.update_user(actor=boss, user_id=user.pk, changes={"department_id": make_department().pk}, at=AT)
    operations.update_department(actor=boss, department_id=department.pk, changes={"is_active": False}, at=AT)
    assert not Department.objects.get(pk=department.pk).is_active


def test_codes_are_given_once(boss):
    make_department(code="EAST")
    with pytest.raises(errors.Invalid) as caught:
        make_department(code="EAST")
    assert "code" in caught.value.fields


def test_without_the_right_the_tree_stays(boss):
    department = make_department()
    with pytest.raises(errors.NotAllowed):
        move(make_user("sales"), department, None)
