"""Signing in and out, lock-out, second factor, what is told about it (RELIABILITY 2.10, 2.12)."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from accounts.console import operations as console
from accounts.people import operations as people
from accounts.people.models import User
from accounts.second_factor import operations as second_factor
from accounts.sign_in import operations as sign_in_operations
from accounts.sign_in import sessions
from accounts.tests.builders import AT, PASSWORD, make_user
from common import clock, errors, settings
from common.models import Event, Setting

pytestmark = pytest.mark.django_db

URL = "/sign-in/"


@pytest.fixture(autouse=True)
def no_demand():
    """Nobody must have a second factor, unless a test wants it."""
    demand([])
    yield
    settings.forget()


def demand(roles):
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": roles})
    settings.forget()


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(URL, {"username": user.username, "password": password, **more})


def is_in(client):
    return "_auth_user_id" in client.session


def code_of(device):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return f"{totp.token():06d}"


@pytest.fixture
def user():
    return make_user(username="wang.min")


@pytest.fixture
def device(user):
    found = second_factor.begin_enrolment(actor=user, at=AT)
    second_factor.confirm_enrolment(actor=user, token=code_of(found), at=AT)
    found.refresh_from_db()
    found.last_t = -1  # so that the code of this half minute counts once more
    found.save()
    return found


def kinds():
    return list(Event.objects.filter(kind__startswith="auth.").order_by("id").values_list("kind", flat=True))


class TestPassword:
    def test_the_page_is_open_to_everybody(self, client):
        assert client.get(URL).status_code == 200

    def test_every_other_page_asks_to_sign_in(self, client):
        response = client.get("/inbox/")
        assert response.status_code == 302 and response.headers["Location"] == f"{URL}?next=/inbox/"

    def test_a_right_password_opens(self, client, user):
        response = sign_in(client, user, next="/inbox/")
        assert response.status_code == 303 and response.headers["Location"] == "/inbox/"
        assert is_in(client)
        assert kinds() == ["auth.signed_in"]
        assert User.objects.get(pk=user.pk).last_sign_in_at is not None

    def test_the_name_may_be_written_large(self, client, user):
        client.post(URL, {"username": " Wang.MIN ", "password": PASSWORD})
        assert is_in(client)

    def test_the_session_gets_a_new_key(self, client, user):
        session = client.session
        session["planted"] = 1
        session.save()
        before = session.session_key
        sign_in(client, user)
        assert client.session.session_key != before

    def test_it_never_leads_to_another_site(self, client, user):
        assert sign_in(client, user, next="https://evil.example/").headers["Location"] == "/"

    def test_a_wrong_password_says_how_many_tries_are_left(self, client, user):
        response = sign_in(client, user, "wrong")
        assert response.status_code == 422 and not is_in(client)
        assert response.context["attempts_left"] == 4
        assert kinds() == ["auth.failed"]

    def test_who_left_is_told_what_a_stranger_is_told(self, client, user):
        boss = make_user("administrator")
        people.deactivate_user(actor=boss, user_id=user.pk, at=AT)
        response = sign_in(client, user)
        unknown = client.post(URL, {"username": "nobody", "password": "x"})
        assert response.status_code == unknown.status_code == 422
        assert str(response.context["form"].errors) == str(unknown.context["form"].errors)

    def test_what_is_typed_as_an_unknown_name_is_not_kept(self, client):
        client.post(URL, {"username": "my-secret-password", "password": "x"})
        assert "my-secret-password" not in str(Event.objects.get(kind="auth.failed").__dict__)

    def test_nobody_signs_in_as_the_machine(self, client):
        client.post(URL, {"username": "system", "password": "!"})
        assert not is_in(client)

    def test_signing_out_ends_the_session(self, client, user):
        sign_in(client, user)
        assert client.post("/sign-out/").status_code == 303
        assert not is_in(client)
        assert kinds()[-1] == "auth.signed_out"

    def test_signing_out_needs_a_form(self, client, user):
        sign_in(client, user)
        assert client.get("/sign-out/").status_code == 405
        assert is_in(client)

    def test_an_ended_session_is_renewed_in_the_dialog(self, client, user):
        htmx = {"HX-Request": "true", "HX-Target": "dialog"}
        assert client.get("/inbox/", headers=htmx).status_code == 401
        assert b"<html" not in client.get(URL, headers=htmx).content
        response = client.post(URL, {"username": user.username, "password": PASSWORD}, headers=htmx)
        assert response.status_code == 204 and "so:signed-in" in response.headers["HX-Trigger"]

    def test_another_person_does_not_go_on_with_the_page_of_the_first(self, client, user):
        page = {"HX-Request": "true", "X-Page-User": str(make_user().pk)}
        answer = client.post(URL, {"username": user.username, "password": PASSWORD}, headers=page)
        assert "so:signed-in" not in answer.headers.get("HX-Trigger", "") and is_in(client)
        assert "/" in (answer.headers.get("HX-Location") or answer.headers.get("HX-Redirect") or "")


class TestLockOut:
    def test_behind_the_proxy_a_name_is_locked_out_at_one_address_only(self, client, user, settings):
        settings.TRUSTED_PROXY = True
        here, there = {"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "made-up, 198.51.100.4"}
        for _try in range(5):
            client.post(URL, {"username": user.username, "password": "wrong"}, headers=here)
        assert client.post(URL, {"username": user.username, "password": PASSWORD}, headers=here).status_code == 422
        assert client.post(URL, {"username": user.username, "password": PASSWORD}, headers=there).status_code == 303
        told = Event.objects.filter(kind__startswith="auth.").values_list("data__ip", flat=True)
        assert set(told) == {"203.0.113.7", "198.51.100.4"}

    def test_without_a_proxy_nobody_names_his_own_address(self, client, user):
        client.post(URL, {"username": user.username, "password": "wrong"}, headers={"X-Forwarded-For": "203.0.113.7"})
        assert Event.objects.get(kind="auth.failed").data["ip"] == "127.0.0.1"

    def test_five_wrong_tries_lock_even_the_right_password_out(self, client, user):
        for left in (4, 3, 2, 1, 0):
            response = sign_in(client, user, "wrong")
            assert response.context["attempts_left"] == left
        assert sign_in(client, user).status_code == 422
        assert not is_in(client)
        assert kinds() == ["auth.failed"] * 5 + ["auth.locked_out"]

    def test_it_ends_after_the_pause(self, client, user, monkeypatch):
        from axes.models import AccessAttempt

        for _n in range(5):
            sign_in(client, user, "wrong")
        AccessAttempt.objects.update(attempt_time=clock.now() - timedelta(minutes=16))
        sign_in(client, user)
        assert is_in(client)

    def test_others_are_not_touched(self, client, user):
        for _n in range(5):
            sign_in(client, user, "wrong")
        sign_in(client, make_user())
        assert is_in(client)

    def test_a_success_forgets_the_failures(self, client, user):
        for _n in range(4):
            sign_in(client, user, "wrong")
        sign_in(client, user)
        client.post("/sign-out/")
        assert sign_in(client, user, "wrong").context["attempts_left"] == 4


class TestSecondFactor:
    def test_who_has_one_is_asked_for_it(self, client, user, device):
        response = sign_in(client, user)
        assert response.status_code == 200 and not is_in(client)
        assert client.get("/inbox/").status_code == 302
        sign_in(client, user)
        client.post(URL, {"token": code_of(device)})
        assert is_in(client)
        assert Event.objects.get(kind="auth.signed_in").data["second_factor"] == "totp"

    def test_a_code_without_a_password_opens_nothing(self, client, user, device):
        assert client.post(URL, {"token": code_of(device)}).status_code == 422
        assert not is_in(client)

    def test_a_wrong_code_is_told_and_slows_down(self, client, user, device):
        sign_in(client, user)
        assert client.post(URL, {"token": "000000"}).status_code == 422
        assert client.post(URL, {"token": code_of(device)}).status_code == 422  # too soon after a wrong one
        assert not is_in(client)
        assert kinds().count("auth.failed") == 2

    def test_a_code_counts_once(self, client, user, device):
        code = code_of(device)
        sign_in(client, user)
        client.post(URL, {"token": code})
        other = Client()
        sign_in(other, user)
        other.post(URL, {"token": code})
        assert is_in(client) and not is_in(other)

    def test_a_recovery_code_counts_once(self, client, user, device):
        code = second_factor.renew_codes(actor=user, at=AT)[0]
        sign_in(client, user)
        client.post(URL, {"token": f" {code.upper()} "})
        assert is_in(client)
        other = Client()
        sign_in(other, user)
        other.post(URL, {"token": code})
        assert not is_in(other)

    def test_the_step_between_does_not_last(self, client, user, device):
        sign_in(client, user)
        session = client.session
        session[sessions.PENDING] = [user.pk, session[sessions.PENDING][1] - 301]
        session.save()
        assert client.post(URL, {"token": code_of(device)}).status_code == 422

    def test_a_role_that_demands_it_leads_to_the_set_up_and_nowhere_else(self, client):
        boss = make_user("administrator")
        demand(["administrator"])
        response = sign_in(client, boss, next="/inbox/")
        assert response.headers["Location"] == reverse("accounts:totp")
        assert client.get("/inbox/").headers["Location"] == reverse("accounts:totp")
        assert client.get("/api/v1/schema/").status_code == 403
        assert client.get("/counts/", headers={"HX-Request": "true"}).status_code == 204
        client.post("/me/second-factor/begin/")
        device = boss.totpdevice_set.get()
        response = client.post("/me/second-factor/confirm/", {"token": code_of(device)})
        assert len(response.context["codes"]) == second_factor.CODES
        assert client.get("/inbox/").status_code == 200

    def test_a_role_given_later_asks_for_it_at_once(self, client, user):
        demand(["finance"])
        sign_in(client, user)
        people.assign_roles(actor=make_user("administrator"), user_id=user.pk, roles=["sales", "finance"], at=AT)
        assert client.get("/inbox/").status_code == 302
        assert sign_in(client, user).headers["Location"] == reverse("accounts:totp")

    def test_a_demand_made_later_reaches_who_is_signed_in(self, client, user):
        sign_in(client, user)
        other = Client()
        sign_in(other, make_user("executive"))
        console.change_settings(actor=make_user("administrator"), values={"mfa_roles": ["sales"]}, at=AT)
        assert client.get("/inbox/").status_code == 302
        assert other.get("/inbox/").status_code == 200

    def test_who_has_one_is_not_disturbed(self, client, user, device):
        demand(["finance"])
        sign_in(client, user)
        client.post(URL, {"token": code_of(device)})
        people.assign_roles(actor=make_user("administrator"), user_id=user.pk, roles=["sales", "finance"], at=AT)
        assert client.get("/inbox/").status_code == 200

    def test_an_old_mark_in_the_session_does_not_hold_who_has_one(self, client, user, device):
        client.force_login(user)
        session = client.session
        session[sessions.ENROL] = True
        session.save()
        assert client.get("/inbox/").status_code == 200
        assert not client.session[sessions.ENROL]

    def test_whose_role_demands_it_cannot_drop_it(self, client, user, device):
        demand(["sales"])
        client.force_login(user)
        assert client.post("/me/second-factor/remove/", {"password": PASSWORD}).status_code == 403
        demand([])
        assert client.post("/me/second-factor/remove/", {"password": "wrong"}).status_code == 422
        assert client.post("/me/second-factor/remove/", {"password": PASSWORD}).status_code == 303
        assert not user.totpdevice_set.exists()

    def test_an_administrator_resets_a_lost_one(self, user, device):
        second_factor.reset(actor=make_user("administrator"), user_id=user.pk, at=AT)
        assert not user.totpdevice_set.exists()
        assert User.objects.get(pk=user.pk).session_epoch == user.session_epoch + 1


class TestDuties:
    def test_a_password_set_by_others_must_be_changed_first(self, client):
        user = make_user(must_change_password=True)
        assert sign_in(client, user).headers["Location"] == "/me/password/"
        assert client.get("/inbox/").headers["Location"] == "/me/password/"
        new = "another-good-one-7"
        client.post("/me/password/", {"current": PASSWORD, "new": new, "again": new})
        assert client.get("/inbox/").status_code == 200


class TestLimits:
    @pytest.fixture
    def inside(self, client, user):
        sign_in(client, user)
        return client

    def shift(self, client, started=0, seen=0):
        session = client.session
        session[sessions.STARTED] -= started
        session[sessions.SEEN] -= seen
        session.save()

    def test_a_session_in_use_goes_on(self, inside):
        self.shift(inside, started=3600 * 3, seen=7000)
        assert inside.get("/inbox/").status_code == 200
        assert clock.now().timestamp() - inside.session[sessions.SEEN] < 60

    def test_an_idle_session_ends(self, inside):
        self.shift(inside, started=8000, seen=7501)
        assert inside.get("/inbox/").status_code == 302
        assert not is_in(inside)
        told = Event.objects.filter(kind="auth.signed_out").latest("id")
        assert told.data == {"why": "over"} and told.door == "page" and told.request_id

    def test_an_answer_stands_though_it_could_not_be_noted(self, inside, monkeypatch):
        def busy(**told):
            raise errors.Unavailable()

        monkeypatch.setattr(sign_in_operations, "record_refusal", busy)
        assert inside.get("/handover/").status_code == 403

    def test_a_session_ends_after_its_hours_even_in_use(self, inside):
        self.shift(inside, started=12 * 3600)
        assert inside.get("/inbox/").status_code == 302

    def test_use_is_written_at_most_every_five_minutes(self, inside, django_assert_num_queries):
        before = dict(inside.session)
        self.shift(inside, seen=200)
        inside.get("/inbox/")
        assert inside.session[sessions.SEEN] == before[sessions.SEEN] - 200

    def test_what_the_page_asks_by_itself_does_not_save_an_idle_session(self, inside):
        self.shift(inside, started=8000, seen=7501)
        assert inside.get("/counts/", headers={"X-Poll": "1", "HX-Request": "true"}).status_code == 401
        assert not is_in(inside)

    def test_what_the_page_asks_by_itself_is_no_use(self, inside):
        self.shift(inside, started=8000, seen=7000)
        before = inside.session[sessions.SEEN]
        inside.get("/inbox/", headers={"X-Poll": "1"})
        assert inside.session[sessions.SEEN] == before

    def test_a_changed_password_ends_the_other_sessions(self, inside, user):
        other = Client()
        sign_in(other, user)
        new = "another-good-one-7"
        inside.post("/me/password/", {"current": PASSWORD, "new": new, "again": new})
        assert inside.get("/inbox/").status_code == 200
        assert other.get("/inbox/").status_code == 302

    def test_signing_out_everywhere_else(self, inside, user):
        other = Client()
        sign_in(other, user)
        inside.post("/me/sessions/end/")
        assert inside.get("/inbox/").status_code == 200
        assert other.get("/inbox/").status_code == 302


class TestRefusals:
    def test_every_refusal_is_written_down(self, client, user):
        client.force_login(user)
        assert client.get("/handover/").status_code == 403
        event = Event.objects.get(kind="access.refused")
        assert (event.actor_id, event.door, event.data["path"]) == (user.pk, "page", "/handover/")


class TestLanguage:
    def test_signed_out_the_browser_decides_until_the_cookie_does(self, client):
        assert client.get(URL, headers={"Accept-Language": "en"}).headers["Content-Language"] == "en"
        assert client.get(URL, headers={"Accept-Language": "zh-CN"}).headers["Content-Language"] == "zh-hans"
        client.post("/language/", {"language": "en", "next": URL})
        assert client.get(URL, headers={"Accept-Language": "zh-CN"}).headers["Content-Language"] == "en"

    def test_signed_in_the_person_decides(self, client, user):
        client.force_login(user)
        client.post("/me/", {"language": "zh-hans"})
        assert client.get("/inbox/", headers={"Accept-Language": "en"}).headers["Content-Language"] == "zh-hans"


def test_a_line_break_in_the_way_on_is_dropped(client):
    person = make_user()
    form = {"username": person.username, "password": PASSWORD}
    for _again in range(2):  # with a form, and signed in already
        answer = client.post("/sign-in/?next=/orders/%0A", form)
        assert answer.status_code in (302, 303) and "\n" not in answer.headers["Location"]
