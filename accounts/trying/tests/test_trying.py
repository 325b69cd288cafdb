"""Whoever tries a role or a person sees no more than he may see himself, changes nothing, and stands in the trail."""

import html
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts import access, policies
from accounts.home import cards
from accounts.people.models import Preference, User
from accounts.people.queries import system_user
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.sign_in import sessions
from accounts.tests.builders import AT, make_user
from accounts.tokens import operations as tokens
from accounts.trying import eyes, operations
from accounts.trying.middleware import ONLY_LOOKING
from common import clock, errors
from common.models import Event, Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db):
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    return make_user("administrator")


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def told(kind):
    return [(one.actor_id, one.subject_number, one.data) for one in Event.objects.filter(kind=kind)]


def test_he_looks_with_the_rights_of_the_person_and_keeps_his_own_things(boss):
    seller, client = make_user("sales"), browser_of(boss)
    assert client.get("/admin/").status_code == 200
    assert client.post("/trying/begin/", {"person": seller.pk}).status_code == 303
    page = client.get("/")
    assert f"You look with the eyes of {seller.name}." in page.content.decode()
    assert page.wsgi_request.user.pk == boss.pk, "what he keeps for himself stays his own"
    assert client.get("/admin/", follow=True).status_code == 403, "a seller has no console"
    assert client.post("/trying/end/").status_code == 303
    assert client.get("/admin/").status_code == 200
    assert "You look with" not in client.get("/").content.decode()
    number, name = seller.username, boss.username
    ((actor, subject, data),) = told("permission.tried")
    assert (actor, subject, data["person"]) == (boss.pk, number, name)
    assert told("permission.trying_ended") == [(boss.pk, number, {"person": name, "why": "asked"})]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/me/", "/exports/start/", "/orders/new/", "/api/v1/orders/", "/nowhere/"])
def test_nothing_that_is_no_read_is_answered(boss, method, path):
    client = browser_of(boss)
    client.post("/trying/begin/", {"role": Role.objects.get(code="order_desk").pk})
    before = (Event.objects.count(), Preference.objects.count())
    answer = getattr(client, method)(path, {}, content_type="application/json")
    assert answer.status_code == 403 and "only looking" in answer.content.decode()
    changed = Event.objects.exclude(kind="access.refused").count(), Preference.objects.count()
    assert changed == before


def test_an_operation_behind_a_read_is_refused_whoever_it_acts_as(boss, monkeypatch):
    client = browser_of(boss)
    client.post("/trying/begin/", {"role": Role.objects.get(code="executive").pk})

    def writes(_user):
        roles.create_role(actor=system_user(), code="sneaked", name="x", at=AT)
        return []

    monkeypatch.setattr(cards, "cards_for", writes)
    answer = client.get("/")
    assert answer.status_code == 403 and str(ONLY_LOOKING) in html.unescape(answer.content.decode())
    assert not Role.objects.filter(code="sneaked").exists()
    client.post("/trying/end/")
    client.get("/")
    assert Role.objects.filter(code="sneaked").exists(), "the same page writes for who is himself"


def test_it_ends_by_time_and_says_so(boss, monkeypatch):
    client = browser_of(boss)
    client.post("/trying/begin/", {"role": Role.objects.get(code="sales").pk})
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "You look with" not in client.get("/").content.decode()
    assert [data["why"] for _actor, _number, data in told("permission.trying_ended")] == ["over"]


def test_it_ends_as_the_right_the_role_or_the_person_goes(boss):
    seller, client = make_user("sales"), browser_of(boss)
    client.post("/trying/begin/", {"person": seller.pk})
    User.objects.filter(pk=seller.pk).update(is_active=False)
    assert "You look with" not in client.get("/").content.decode()
    assert [data["why"] for _actor, _number, data in told("permission.trying_ended")] == ["gone"]


def test_it_needs_a_right_of_its_own_and_is_not_for_oneself(boss):
    seller = make_user("sales")
    with pytest.raises(errors.NotAllowed):
        operations.begin(actor=seller, user_id=boss.pk, at=AT)
    with pytest.raises(errors.Invalid):
        operations.begin(actor=boss, user_id=boss.pk, at=AT)
    with pytest.raises(errors.NotFound):
        operations.begin(actor=boss, role_id=10**6, at=AT)


def test_what_he_does_not_see_all_of_himself_is_left_out(boss):
    role = Role.objects.get(code="administrator")
    roles.set_grants(actor=boss, role_id=role.pk, grants={"order.view": "OWN", "customer.view": ""}, at=AT)
    looker, manager = access.load(boss), access.load(make_user("executive"))
    seen = eyes.through(looker, manager)
    areas = {verb.partition(".")[0] for verb in seen.grants}
    assert manager.grants["order.view"] == "ALL" and not areas & {"order", "customer"} and "task" in areas
    assert {"Customers", "Orders"} <= set(eyes.left_out(looker, manager))


def test_a_field_hidden_from_either_stays_hidden(boss):
    role = Role.objects.get(code="administrator")
    roles.set_field_rules(actor=boss, role_id=role.pk, rules={"order.cost": "HIDE"}, at=AT)
    seen = eyes.through(access.load(boss), access.load(make_user("warehouse")))
    assert seen.effects["order.cost"] == "HIDE" and seen.effects["order.amount"] == "HIDE"
    assert seen.effects["customer.contact"] == "MASK"
    finance = eyes.through(access.load(boss), access.load(make_user("finance")))
    assert finance.effects == {"order.cost": "HIDE"}


def test_a_role_is_tried_in_ones_own_place(boss):
    seen = eyes.through(access.load(boss), eyes.of_role(boss, Role.objects.get(code="sales")))
    assert seen.own_ids == {boss.pk} and seen.department_ids == {boss.department_id}
    assert seen.grants["order.view"] == "OWN" and "role.manage" not in seen.grants
    boss._access = seen
    assert policies.ground(boss, "order.view", owners=[boss.pk]) == "OWN"


def test_a_right_rides_on_the_look_at_its_area_only_where_it_is_a_press(boss):
    looker, finance = access.load(boss), access.load(make_user("finance"))
    seen = eyes.through(looker, finance)
    assert finance.grants["receipt.record"] == "ALL" and looker.grants["receipt.view"] == "ALL"
    assert "receipt.record" not in seen.grants, "bank statements are read by it, and the looker has no look at them"
    assert "receipt.view" in seen.grants and "order.freeze" in seen.grants, "a press on what he sees anyhow"


def test_what_a_person_sees_without_a_role_is_not_shown(boss):
    seller, other = make_user("sales"), make_user("sales")
    boss._access = eyes.through(access.of(boss), access.load(seller))
    held = access.of(boss)
    assert held.own_ids == {boss.pk}, "asked with no right: the one who looks"
    assert policies.ground(boss, "order.view", owners=[seller.pk]) == "OWN", "asked by a right: the one who is tried"
    assert not policies.can(boss, "order.view", owners=[boss.pk]) and not policies.can(
        boss, "order.view", owners=[other.pk]
    )
    mine = policies.visible(User.objects.all(), boss, "order.view", owners=["pk"])
    assert list(mine.values_list("pk", flat=True)) == [seller.pk]


def test_who_sees_all_only_by_a_condition_does_not_see_all(boss):
    looker, seller = access.load(boss), access.load(make_user("executive"))
    assert "order.view" in eyes.through(looker, seller).grants
    by_condition = replace(looker, by_condition={"order.view": frozenset([1])}, plain={"customer.view": "ALL"})
    seen = eyes.through(by_condition, seller)
    assert "order.view" not in seen.grants and "customer.view" in seen.grants


def test_conditions_of_the_tried_come_along_only_with_their_right(boss):
    held = {"order.view": frozenset([7]), "receipt.record": frozenset([7])}
    scopes = dict.fromkeys(held, "ALL")
    other = replace(access.load(make_user(None)), grants=scopes, by_condition=held, plain=scopes)
    seen = eyes.through(access.load(boss), other)
    assert seen.by_condition == {"order.view": frozenset([7])} and seen.plain == {"order.view": "ALL"}


@pytest.mark.parametrize("way", ["asked", "limits"])
def test_it_ends_with_the_session_and_says_so(boss, monkeypatch, way):
    client = browser_of(boss)
    client.post("/trying/begin/", {"role": Role.objects.get(code="sales").pk})
    if way == "asked":
        client.post("/sign-out/")
    else:
        monkeypatch.setattr(sessions, "is_over", lambda *_args, **_limits: True)
        client.get("/")
    ((actor, number, data),) = told("permission.trying_ended")
    assert (actor, number, data["why"]) == (boss.pk, "sales", "signed out")


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer x", "Token"])
def test_a_header_that_is_no_token_of_the_api_ends_nothing(boss, header):
    client = browser_of(boss)
    client.post("/trying/begin/", {"role": Role.objects.get(code="sales").pk})
    assert "You look with" in client.get("/", headers={"Authorization": header}).content.decode()
    sent = {"Authorization": header, "Idempotency-Key": "k"}
    answer = client.post("/api/v1/product-categories/", {"code": "07"}, "application/json", headers=sent)
    assert answer.status_code in (401, 403)


def test_a_token_of_his_goes_on_as_before(boss):
    browser_of(boss).post("/trying/begin/", {"role": Role.objects.get(code="sales").pk})
    _token, secret = tokens.issue_token(actor=boss, name="t", at=clock.now())
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    assert api.get("/api/v1/orders/").status_code == 200
