"""The console tells who may do what and why, finds rights by words, and lays two side by side."""

import html
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from accounts import access, policies
from accounts.people.models import User
from accounts.roles import comparing, explaining, queries
from accounts.roles import operations as roles
from accounts.roles.models import Role, RoleGrant
from accounts.tests.builders import AT, make_user
from common import clock
from common.models import Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db):
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    return make_user("administrator")


@pytest.fixture
def page(boss):
    client = Client()
    client.force_login(boss)
    return lambda path, **query: html.unescape(client.get(f"/admin/rights/{path}", query).content.decode())


def keys(groups):
    return [row.key for _group, rows in groups for row in rows]


@pytest.mark.parametrize("words", ["manage roles", "管理角色", "role.manage", "guanlijuese"])
def test_rights_are_found_by_words_of_both_languages_codes_and_pinyin(words):
    found = queries.matrix(words)
    assert "role.manage" in keys(found.groups) and "outbox.resend" not in keys(found.groups)


def test_what_differs_from_how_a_role_came_is_found(boss, page):
    assert keys(queries.matrix(differs=True).groups) == []
    sales = Role.objects.get(code="sales")
    roles.set_grants(actor=boss, role_id=sales.pk, grants={"order.view": "ALL"}, at=AT)
    roles.set_field_rules(actor=boss, role_id=sales.pk, rules={"order.cost": ""}, at=AT)
    found = queries.matrix(differs=True)
    assert (keys(found.groups), keys(found.field_groups)) == (["order.view"], ["order.cost"])
    shown = page("", differs="on")
    assert "standard: Own" in shown and "standard: Hidden" in shown and "role.manage" not in shown


def test_each_right_of_a_person_says_which_role_gives_it(boss):
    person = make_user(roles=["sales", "order_desk"])
    found = explaining.picture(User.objects.get(pk=person.pk), clock.now())
    rows = {row.key: row for _group, each in found.groups for row in each}
    view = rows["order.view"]
    assert view.scope == "ALL" == access.load(person).scope("order.view")
    assert [(one.role.code, one.scope, one.decides) for one in view.given] == [
        ("order_desk", "ALL", True),
        ("sales", "OWN", False),
    ]
    assert (rows["role.manage"].scope, rows["role.manage"].given) == ("", [])
    assert [held.since for held in found.roles] == [person.joined_at] * 2


def test_every_scope_and_effect_is_what_the_policies_answer(boss):
    person = make_user(roles=["warehouse", "decomposition_admin"])
    found = explaining.picture(User.objects.get(pk=person.pk), clock.now())
    for row in (row for _group, rows in found.groups for row in rows):
        assert row.scope == policies.ground(person, row.key) and bool(row.scope) == policies.can(person, row.key)
    fields = {row.key: row for _group, rows in found.field_groups for row in rows}
    assert {key: row.effect for key, row in fields.items()} == {key: policies.effect(person, key) for key in fields}
    assert [role.code for role in fields["order.amount"].show] == ["decomposition_admin"]
    assert len(fields["order.cost"].keep) == 2


def test_whom_he_stands_in_for_is_told(boss, page):
    person = make_user("sales")
    gone = make_user("sales", name="Wang Gone")
    User.objects.filter(pk=gone.pk).update(is_active=False, substitute=person)
    assert "Stands in for Wang Gone" in page("person/", person=person.username)
    early = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # the 24th, seven in the morning, where the company is
    User.objects.filter(pk=gone.pk).update(left_at=early)
    assert [one.since for one in explaining.picture(person, clock.now()).standings] == [date(2026, 11, 24)]
    assert policies.ground(person, "order.edit", owners=[gone.pk]) == policies.STANDING_IN


def test_two_sides_differ_in_what_they_say_and_the_rest_on_request(boss, page):
    sales, desk = (comparing.of_role(Role.objects.get(code=code)) for code in ("sales", "order_desk"))
    differing, whole = comparing.compare(sales, desk)[0], comparing.compare(sales, desk, whole=True)[0]
    assert "order.view" in keys(differing) and all(row.differs for _group, rows in differing for row in rows)
    assert len(keys(whole)) > len(keys(differing))
    person = make_user("sales")
    assert comparing.compare(sales, comparing.of_person(person)) == ([], [])
    assert "They may do the same" in page("compare/", a="sales", b=person.username)
    assert "order.view" in page("compare/", a="sales", b="order_desk")
    assert "no such role or person" in page("compare/", a="sales", b="nobody")


def test_a_scope_in_whose_place_a_condition_stands_is_another_one(boss, page):
    for code, is_narrow in (("plain", False), ("narrow", True)):
        role = Role.objects.create(code=code, name=code, by_condition=is_narrow)
        RoleGrant.objects.create(role=role, verb="order.view", scope="ALL")
    plain, narrow = (comparing.of_role(Role.objects.get(code=code)) for code in ("plain", "narrow"))
    assert keys(comparing.compare(plain, narrow)[0]) == ["order.view"]
    assert "All (a condition that is not there" in page("compare/", a="plain", b="narrow")
    person = make_user(roles=["narrow"])
    assert comparing.compare(narrow, comparing.of_person(person)) == ([], [])
    assert "All <span" in page("person/", person=person.username).replace("\n", "")
    both = make_user(roles=["narrow", "plain"])
    assert comparing.compare(plain, comparing.of_person(both)) == ([], []), "the plain one reaches all anyhow"


def test_only_who_manages_roles_asks(boss):
    client = Client()
    client.force_login(make_user("executive"))
    for path in ("", "person/", "compare/"):
        assert client.get(f"/admin/rights/{path}", follow=True).status_code == 403
