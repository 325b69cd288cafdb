"""Somebody new: made without a password, invited by mail, in with a password of his own (issue 10)."""

import re
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from django.test import Client

from accounts.password_links import operations, queries
from accounts.password_links.queries import Entry
from accounts.people import operations as people
from accounts.people.models import User
from accounts.sign_in.tests.test_sign_in import demand, is_in
from accounts.tests.builders import AT, make_department, make_user
from common import clock, errors, outbox, settings
from common.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "another-way-to-weigh-7"
GIVEN = {"language": "en", "new": NEW, "again": NEW}


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    demand([])
    yield
    cache.clear()
    settings.forget()


@pytest.fixture
def boss():
    return make_user("administrator", username="boss", language="en")


@pytest.fixture
def console(client, boss):
    client.force_login(boss)
    return client


def invited(boss, **more):
    given = {"username": "li.na", "name": "Li Na", "email": "li.na@example.com", "language": "zh-hans"}
    given |= {"roles": ["sales"], "department_id": make_department().pk} | more
    return operations.create_and_invite(actor=boss, at=clock.now(), **given)


def mails():
    before = len(django_mail.outbox)
    outbox.relay()
    return django_mail.outbox[before:]


def path_of_mail():
    (mail,) = mails()
    return re.search(r"/l/[\w-]+/", mail.body)[0]


def standing(user):
    row = queries.with_invitation(User.objects.filter(pk=user.pk)).get()
    return queries.standing_of(row, at=clock.now()).entry


def verb(user, name):
    return f"/admin/accounts/user/{user.pk}/verb/{name}/"


class TestInviting:
    def test_the_mail_leads_in(self, boss):
        user = invited(boss)
        (mail,) = mails()
        assert mail.to == ["li.na@example.com"] and "li.na" in mail.body and "李" not in mail.subject
        assert standing(user) is Entry.INVITED
        assert Event.objects.filter(kind="person.invited", subject_id=user.pk).exists()

    def test_the_console_makes_the_person_and_the_invitation_in_one_go(self, console):
        department = make_department()
        form = {
            "username": "li.na",
            "name": "Li Na",
            "email": "li.na@example.com",
            "department": department.pk,
            "language": "en",
            "roles": ["sales"],
            "invite": "on",
        }
        answer = console.post("/admin/accounts/user/add/", form)
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        assert len(mails()) == 1
        assert "Invited until" in console.get("/admin/accounts/user/").content.decode()

    def test_a_first_password_beside_it_is_refused(self, console):
        form = {"username": "li.na", "name": "Li Na", "email": "li@example.com", "language": "en"}
        answer = console.post("/admin/accounts/user/add/", {**form, "invite": "on", "password": NEW})
        assert answer.status_code == 200 and b"Either an invitation" in answer.content
        assert not User.objects.filter(username="li.na").exists()

    def test_without_an_address_nobody_is_made(self, boss):
        with pytest.raises(errors.Invalid):
            invited(boss, email=" ")
        assert not User.objects.filter(username="li.na").exists()

    def test_sent_again_the_first_one_is_dead(self, boss, console):
        user = invited(boss)
        first = path_of_mail()
        assert console.post(verb(user, "invite")).status_code == 303
        second = path_of_mail()
        assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200

    def test_taken_back_it_opens_nothing_and_a_waiting_mail_is_not_sent(self, boss, console):
        user = invited(boss)
        assert console.post(verb(user, "invitation")).status_code == 303
        assert mails() == [] and OutboxMessage.objects.get().state == "MOOT"
        assert standing(user) is Entry.TAKEN_BACK
        with pytest.raises(errors.WrongState):
            operations.take_back_invitation(actor=boss, user_id=user.pk, at=clock.now())

    def test_it_runs_out(self, boss, monkeypatch):
        user = invited(boss)
        path, later = path_of_mail(), clock.now() + timedelta(days=7, minutes=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert Client().get(path).status_code == 404
        assert standing(user) is Entry.EXPIRED

    def test_how_long_is_a_setting(self, boss):
        settings.Setting.objects.create(key="invitation_days", value=2)
        settings.forget()
        invited(boss)
        link = queries.newest(User.objects.get(username="li.na").pk, "invitation")
        assert link.valid_until - link.issued_at == timedelta(days=2)

    def test_who_has_a_password_is_not_invited(self, boss):
        with pytest.raises(errors.WrongState):
            operations.invite(actor=boss, user_id=make_user(email="x@example.com").pk, at=AT)

    def test_who_leaves_before_coming_cannot_come(self, boss):
        user = invited(boss)
        path = path_of_mail()
        people.deactivate_user(actor=boss, user_id=user.pk, at=clock.now())
        assert Client().post(path, GIVEN).status_code == 404

    def test_nobody_else_may(self):
        with pytest.raises(errors.NotAllowed):
            invited(make_user())

    def test_the_list_asks_no_statement_more_for_more_people(self, boss, console, django_assert_max_num_queries):
        for n in range(6):
            invited(boss, username=f"new{n}", email=f"new{n}@example.com")
        console.get("/admin/accounts/user/")
        with django_assert_max_num_queries(14):
            console.get("/admin/accounts/user/")


class TestComingIn:
    def test_he_is_in_with_his_password_and_language_and_is_greeted_once(self, boss):
        user = invited(boss)
        client = Client()
        answer = client.post(path_of_mail(), GIVEN)
        assert answer.status_code == 303 and answer.headers["Location"] == "/"
        home = client.get("/").content.decode()
        assert "Welcome, Li Na" in home and "Sales representative" in home
        assert "Welcome, Li Na" not in client.get("/").content.decode()
        user.refresh_from_db()
        assert user.check_password(NEW) and user.language == "en" and not user.must_change_password
        assert standing(user) is Entry.HAS_PASSWORD
        assert Event.objects.filter(kind="person.joined", subject_id=user.pk).exists()

    def test_the_page_speaks_his_language_until_he_chooses_another(self, boss):
        invited(boss)
        path, client = path_of_mail(), Client()
        assert client.get(path).headers["Content-Language"] == "zh-hans"
        client.cookies["django_language"] = "en"
        assert client.get(path).headers["Content-Language"] == "en"

    def test_his_role_leads_him_to_the_second_factor_first(self, boss):
        demand(["sales"])
        invited(boss)
        client = Client()
        assert client.post(path_of_mail(), GIVEN).headers["Location"] == "/me/second-factor/"
        assert client.get("/").headers["Location"] == "/me/second-factor/"

    def test_it_serves_once(self, boss):
        invited(boss)
        path = path_of_mail()
        Client().post(path, GIVEN)
        second = Client()
        assert second.post(path, GIVEN).status_code == 404 and not is_in(second)

    def test_who_has_a_password_already_comes_in_by_that(self, boss):
        user = invited(boss)
        path = path_of_mail()
        user.set_password(NEW)  # by a way that ends no links
        user.save()
        other = "yet-another-way-8"
        assert Client().post(path, {**GIVEN, "new": other, "again": other}).status_code == 404

    def test_a_language_that_is_none_and_a_weak_password_are_refused(self, boss):
        user = invited(boss)
        path = path_of_mail()
        assert Client().post(path, {**GIVEN, "language": "xx"}).status_code == 422
        assert Client().post(path, {**GIVEN, "new": "1234567890", "again": "1234567890"}).status_code == 422
        assert standing(user) is Entry.INVITED

    def test_who_was_signed_in_at_this_browser_is_not_any_more(self, boss, client):
        client.force_login(boss)
        user = invited(boss)
        client.post(path_of_mail(), GIVEN)
        assert int(client.session["_auth_user_id"]) == user.pk

    def test_forgetting_a_password_is_no_way_around_a_revoked_invitation(self, boss):
        user = invited(boss)
        operations.take_back_invitation(actor=boss, user_id=user.pk, at=clock.now())
        Client().post("/sign-in/forgot/", {"who": user.email})
        assert mails() == []
