"""Where somebody is signed in: his own list, ending one, what administrators see and end (issue 10)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import translation
from rest_framework.test import APIClient

from accounts.people import operations as people
from accounts.people.models import User
from accounts.sign_in import devices, operations, queries, sessions
from accounts.sign_in.models import UserSession
from accounts.tests.builders import PASSWORD, make_department, make_user
from accounts.tokens import operations as tokens
from common import clock, errors, settings
from common.links.operations import Visitor
from common.models import Event, Setting

pytestmark = pytest.mark.django_db

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile MicroMessenger/8.0.50"


@pytest.fixture(autouse=True)
def no_demand():
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    settings.forget()
    yield
    settings.forget()


@pytest.fixture
def user():
    return make_user(username="wang.min")


def signed_in(user, agent=CHROME, address="203.0.113.7"):
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/inbox/").status_code == 200


def listed(user):
    with translation.override("en"):
        return queries.list_devices(User.objects.get(pk=user.pk), at=clock.now())


class TestTheList:
    def test_each_sign_in_stands_there_with_device_and_address(self, user):
        signed_in(user)
        signed_in(user, WECHAT, "2001:db8::9")
        found = {(one.device, one.address) for one in listed(user)}
        assert found == {("Chrome on Windows", "203.0.113.7"), ("WeChat on iPhone", "2001:db8::9")}

    def test_the_page_marks_this_one_and_shows_it_first(self, user):
        mine = signed_in(user)
        signed_in(user, WECHAT)
        answer = mine.get("/me/")
        assert [one.is_this for one in answer.context["devices"]] == [True, False]
        assert answer.content.count(b"This device") == 1

    def test_somebody_elses_are_not_there(self, user):
        signed_in(make_user())
        assert listed(user) == []

    def test_signing_out_takes_it_off(self, user):
        client = signed_in(user)
        client.post("/sign-out/")
        assert listed(user) == [] and not UserSession.objects.exists()

    def test_a_wrong_password_makes_none(self, user):
        Client().post("/sign-in/", {"username": user.username, "password": "wrong"})
        assert not UserSession.objects.exists()

    def test_a_new_password_leaves_only_the_session_that_set_it(self, user):
        mine = signed_in(user)
        signed_in(user, WECHAT)
        new = "another-way-to-weigh-7"
        mine.post("/me/password/", {"current": PASSWORD, "new": new, "again": new})
        assert [one.device for one in listed(user)] == ["Chrome on Windows"]
        assert is_in(mine)

    def test_signing_out_everywhere_else_leaves_this_one(self, user):
        mine, other = signed_in(user), signed_in(user, WECHAT)
        mine.post("/me/sessions/end/")
        assert [one.device for one in listed(user)] == ["Chrome on Windows"]
        assert is_in(mine) and not is_in(other)

    def test_who_leaves_is_signed_in_nowhere(self, user):
        signed_in(user)
        people.deactivate_user(actor=make_user("administrator"), user_id=user.pk, at=clock.now())
        assert listed(user) == []

    def test_a_session_without_use_is_over(self, user, settings):
        signed_in(user)
        later = clock.now() + settings.SESSION_IDLE + sessions.WRITTEN_EVERY + timedelta(seconds=1)
        assert queries.list_devices(user, at=later) == []

    def test_one_from_before_the_list_enters_it_while_it_is_used(self, user):
        client = signed_in(user)
        UserSession.objects.all().delete()
        session = client.session
        session[sessions.SEEN] -= 600
        session[sessions.STARTED] -= 600
        session.save()
        assert is_in(client)
        found = listed(user)
        assert [one.device for one in found] == ["Chrome on Windows"]
        assert found[0].seen_at - found[0].started_at >= timedelta(seconds=599)

    def test_its_last_use_and_address_follow(self, user):
        client = signed_in(user)
        session = client.session
        session[sessions.SEEN] -= 600
        session.save()
        UserSession.objects.update(seen_at=clock.now() - timedelta(minutes=10))
        client.get("/inbox/", REMOTE_ADDR="203.0.113.8")
        (found,) = listed(user)
        assert found.address == "203.0.113.8" and clock.now() - found.seen_at < timedelta(minutes=1)

    def test_what_is_over_is_forgotten(self, user):
        signed_in(user)
        Session.objects.all().delete()
        operations.forget_sessions(at=clock.now() + timedelta(hours=1))
        assert not UserSession.objects.exists()

    def test_what_stands_is_kept(self, user):
        signed_in(user)
        operations.forget_sessions(at=clock.now() + timedelta(hours=1))
        assert len(listed(user)) == 1

    def test_an_agent_that_lies_at_length_breaks_nothing(self, user):
        signed_in(user, "x" * 5000)
        assert [one.device for one in listed(user)] == ["Unknown device"]


class TestEnding:
    def test_one_of_ones_own_ends_with_its_next_request(self, user):
        mine, other = signed_in(user), signed_in(user, WECHAT)
        row = UserSession.objects.get(agent=WECHAT)
        assert mine.post(f"/me/sessions/{row.pk}/end/").headers["Location"] == "/me/"
        assert is_in(mine) and not is_in(other)

    def test_it_is_told_in_the_trail(self, user):
        mine = signed_in(user)
        signed_in(user, WECHAT, "203.0.113.99")
        mine.post(f"/me/sessions/{UserSession.objects.get(agent=WECHAT).pk}/end/")
        event = Event.objects.get(kind="auth.session_ended")
        assert event.actor_id == user.pk and "203.0.113.99" in str(event.data)

    def test_ending_this_one_signs_out(self, user):
        mine = signed_in(user)
        row = UserSession.objects.get()
        assert mine.post(f"/me/sessions/{row.pk}/end/").headers["Location"] == "/sign-in/"
        assert not is_in(mine)

    def test_another_persons_is_not_found(self, user):
        victim = signed_in(make_user())
        row = UserSession.objects.get()
        assert signed_in(user).post(f"/me/sessions/{row.pk}/end/").status_code == 404
        assert is_in(victim)

    def test_twice_is_not_found(self, user):
        mine = signed_in(user)
        signed_in(user, WECHAT)
        address = f"/me/sessions/{UserSession.objects.get(agent=WECHAT).pk}/end/"
        mine.post(address)
        assert mine.post(address).status_code == 404

    def test_a_request_that_was_under_way_does_not_bring_it_back(self, user):
        client = signed_in(user)
        stale = client.session
        stale["read"] = "before the end, written after it"
        operations.end_session(actor=user, session_id=UserSession.objects.get().pk, at=clock.now())
        with pytest.raises(UpdateError):
            stale.save()
        assert not is_in(client)


class TestAdministrators:
    def page(self, user):
        return f"/admin/accounts/user/{user.pk}/verb/devices/"

    def test_they_see_and_end_those_of_others(self, user):
        boss = signed_in(make_user("administrator"))
        one, other = signed_in(user), signed_in(user, WECHAT)
        page = boss.get(self.page(user))
        assert b"Chrome on Windows" in page.content and b"WeChat on iPhone" in page.content
        row = UserSession.objects.get(agent=WECHAT)
        assert boss.post(self.page(user), {"chosen": [row.pk]}).status_code == 303
        assert is_in(one) and not is_in(other)

    def test_they_cannot_end_one_persons_through_anothers_page(self, user):
        boss, victim = signed_in(make_user("administrator")), make_user()
        other = signed_in(victim)
        row = UserSession.objects.get(user=victim)
        assert boss.post(self.page(user), {"chosen": [row.pk]}).status_code == 422
        assert is_in(other)

    def test_nobody_else_may(self, user):
        victim = make_user(department=make_department())
        signed_in(victim)
        row = UserSession.objects.get(user=victim)
        assert signed_in(user).get(self.page(victim)).status_code in (302, 403)
        with pytest.raises(errors.NotFound):
            operations.end_chosen_sessions(actor=user, user_id=victim.pk, session_ids=[row.pk], at=clock.now())


class TestOverTheApi:
    def api(self, user, scopes=()):
        _token, secret = tokens.issue_token(actor=user, name="Access", scopes=scopes, at=clock.now())
        return APIClient(headers={"Authorization": f"Token {secret}"})

    def test_who_manages_people_lists_and_ends_sessions(self, user):
        one, other = signed_in(user), signed_in(user, WECHAT)
        signed_in(make_user())
        api = self.api(make_user("administrator"))
        found = api.get("/api/v1/sessions/?person=wang.min").json()["results"]
        assert [(row["person"], row["device"]) for row in found] == [
            ("wang.min", "WeChat on iPhone"),
            ("wang.min", "Chrome on Windows"),
        ]
        assert "session_key" not in found[0]
        address = f"/api/v1/sessions/{found[0]['id']}/"
        assert api.delete(address).status_code == 204 and api.delete(address).status_code == 404
        assert is_in(one) and not is_in(other)

    def test_nobody_else_may_nor_a_token_for_other_things(self, user):
        client = signed_in(user)
        row = UserSession.objects.get()
        for api in (self.api(user), self.api(make_user("administrator"), ["order.*"])):
            assert api.get("/api/v1/sessions/").status_code == 403
            assert api.delete(f"/api/v1/sessions/{row.pk}/").status_code == 403
        assert is_in(client)

    def test_the_list_asks_no_statement_more_for_more_sessions(self, user, django_assert_max_num_queries):
        api = self.api(make_user("administrator"))
        for _n in range(4):
            signed_in(user)
        api.get("/api/v1/sessions/")
        with django_assert_max_num_queries(5):
            assert len(api.get("/api/v1/sessions/").json()["results"]) == 4


class TestNoting:
    def test_a_key_that_changes_stays_one_row(self, user):
        given = {"actor": user, "visitor": Visitor("", CHROME), "since": clock.now(), "at": clock.now()}
        operations.note_session(key="a" * 32, former="", **given)
        operations.note_session(key="b" * 32, former="a" * 32, **given)
        assert list(UserSession.objects.values_list("session_key", flat=True)) == ["b" * 32]

    def test_the_list_is_one_statement(self, user, django_assert_num_queries):
        for _n in range(3):
            signed_in(user)
        user.refresh_from_db()
        with django_assert_num_queries(1):
            assert len(queries.list_devices(user, at=clock.now())) == 3


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome on Windows"),
        (WECHAT, "WeChat on iPhone"),
        (WECHAT + " wxwork/4.1", "WeCom on iPhone"),
        (CHROME + " Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 Version/18.0 Safari/605",
            "Safari on macOS",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15; Pixel) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.0", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_a_device_is_told_in_words(agent, words):
    with translation.override("en"):
        assert devices.in_words(agent) == words
