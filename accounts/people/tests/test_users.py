"""People: created, changed, given roles, leaving (section 2 of the customer's list, R283–R296)."""

import pytest
from django.utils import translation

from accounts import access, policies
from accounts.people import operations, queries
from accounts.people.models import User
from accounts.tests.builders import AT, PASSWORD, make_department, make_user
from accounts.tokens import operations as tokens
from common import errors
from common.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_user("administrator")


def test_a_new_person_signs_in_with_a_lower_case_name(boss):
    user = operations.create_user(actor=boss, username=" Wang.Min ", name="王敏", password=PASSWORD, at=AT)
    assert user.username == "wang.min"
    assert User.objects.get_by_natural_key("WANG.min") == user
    assert user.check_password(PASSWORD) and user.must_change_password


def test_a_person_is_found_by_pinyin(boss):
    operations.create_user(actor=boss, username="wm", name="王敏", at=AT)
    assert [user.name for user in queries.find_people("wangm")] == ["王敏"]
    assert [user.name for user in queries.find_people("敏")] == ["王敏"]


def test_without_the_right_nobody_makes_people():
    with pytest.raises(errors.NotAllowed):
        operations.create_user(actor=make_user("sales"), username="x1", name="X", at=AT)


@pytest.mark.parametrize(
    "field,values",
    [
        ("username", {"username": "王"}),
        ("username", {"username": "system"}),
        ("name", {"name": "  "}),
        ("email", {"email": "nobody"}),
        ("password", {"password": "short"}),
        ("department_id", {"department_id": 10**9}),
        ("roles", {"roles": ["emperor"]}),
    ],
)
def test_wrong_entries_are_named(boss, field, values):
    with pytest.raises(errors.Invalid) as caught:
        operations.create_user(actor=boss, at=AT, **{"username": "fine", "name": "Fine", **values})
    assert field in caught.value.fields


def test_the_system_user_cannot_be_edited(boss):
    with pytest.raises(errors.NotFound):
        operations.update_user(actor=boss, user_id=queries.system_user().pk, changes={"name": "X"}, at=AT)


def test_changing_a_name_makes_it_findable(boss):
    user = make_user(name="旧名")
    operations.update_user(actor=boss, user_id=user.pk, changes={"name": "新名"}, at=AT)
    assert queries.find_people("xm") == [user]
    assert Event.objects.get(kind="person.updated").data == {"fields": ["name"]}


def test_roles_count_from_the_next_request_on(boss):
    user = make_user("sales")
    assert not policies.can(user, "role.manage")
    operations.assign_roles(actor=boss, user_id=user.pk, roles=["administrator"], at=AT)
    assert policies.can(User.objects.get(pk=user.pk), "role.manage")
    event = Event.objects.filter(kind="permission.roles_assigned").latest("id")
    assert event.data == {"added": ["administrator"], "removed": ["sales"]}
    assert event.actor_id == boss.pk


def test_whoever_manages_people_cannot_give_himself_roles():
    clerk = make_user("warehouse")
    grant(clerk, "user.manage")
    with pytest.raises(errors.NotAllowed):
        operations.assign_roles(actor=clerk, user_id=clerk.pk, roles=["administrator"], at=AT)


def test_whoever_manages_people_cannot_take_over_an_administrator(boss):
    clerk = make_user("warehouse")
    grant(clerk, "user.manage")
    with pytest.raises(errors.NotAllowed):
        operations.set_password(actor=clerk, user_id=boss.pk, password="another-good-one-7", at=AT)


def test_the_last_administrator_stays(boss):
    other = make_user("administrator")
    operations.deactivate_user(actor=boss, user_id=other.pk, at=AT)
    with pytest.raises(errors.Conflict):
        operations.assign_roles(actor=boss, user_id=boss.pk, roles=["sales"], at=AT)
    with pytest.raises(errors.Conflict):
        operations.deactivate_user(actor=queries.system_user(), user_id=boss.pk, at=AT)


def test_who_left_has_no_right_and_no_token(boss):
    user = make_user("sales")
    token, _secret = tokens.issue_token(actor=user, name="mine", at=AT)
    operations.deactivate_user(actor=boss, user_id=user.pk, at=AT)
    token.refresh_from_db()
    gone = User.objects.get(pk=user.pk)
    assert access.load(gone).grants == {}
    assert token.revoked_at == AT
    assert gone.get_session_auth_hash() != user.get_session_auth_hash()


def test_the_substitute_handles_what_the_leaver_owned(boss):
    leaver, substitute = make_user(), make_user()
    operations.deactivate_user(actor=boss, user_id=leaver.pk, substitute_id=substitute.pk, at=AT)
    assert leaver.pk in access.load(substitute).own_ids
    operations.reactivate_user(actor=boss, user_id=leaver.pk, at=AT)
    assert leaver.pk not in access.load(substitute).own_ids


def test_when_a_substitute_leaves_his_duties_go_to_the_next(boss):
    first, second, third = make_user(), make_user(), make_user()
    operations.deactivate_user(actor=boss, user_id=first.pk, substitute_id=second.pk, at=AT)
    operations.deactivate_user(actor=boss, user_id=second.pk, substitute_id=third.pk, at=AT)
    assert {first.pk, second.pk} <= access.load(third).own_ids


def test_nobody_deactivates_himself_or_stands_in_for_himself(boss):
    make_user("administrator")
    with pytest.raises(errors.Conflict):
        operations.deactivate_user(actor=boss, user_id=boss.pk, at=AT)
    user = make_user()
    with pytest.raises(errors.Invalid):
        operations.deactivate_user(actor=boss, user_id=user.pk, substitute_id=user.pk, at=AT)


def test_a_password_change_needs_the_present_one():
    user = make_user(must_change_password=True)
    with pytest.raises(errors.Invalid) as caught:
        operations.change_password(actor=user, current="wrong", new="another-good-one-7", at=AT)
    assert "current" in caught.value.fields
    operations.change_password(actor=user, current=PASSWORD, new="another-good-one-7", at=AT)
    user.refresh_from_db()
    assert user.check_password("another-good-one-7") and not user.must_change_password


def test_heads_are_found_upwards_and_a_leaver_is_replaced(boss):
    chief = make_user(department=make_department())
    top = make_department(head=chief)
    head, deputy = make_user(), make_user()
    below = make_department(parent=top, head=head)
    assert queries.heads_above(below.pk) == [head, chief]
    operations.deactivate_user(actor=boss, user_id=head.pk, substitute_id=deputy.pk, at=AT)
    assert queries.heads_above(below.pk) == [deputy, chief]


def grant(user, verb, scope="ALL"):
    from accounts.roles.models import Role, RoleGrant

    RoleGrant.objects.update_or_create(role=Role.objects.get(holders__user=user), verb=verb, defaults={"scope": scope})


def test_since_when_somebody_is_here_is_the_moment_of_the_operation():
    assert User.objects.get(pk=make_user(at=AT).pk).joined_at == AT


def test_the_machine_is_named_in_the_readers_language():
    with translation.override("zh-hans"):
        assert str(queries.system_user()) == "系统"
    with translation.override("en"):
        assert str(queries.system_user()) == "System"
