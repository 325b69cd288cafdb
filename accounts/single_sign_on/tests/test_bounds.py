"""The second factor, people who may come in by the provider only, and signing out there, too."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.console import operations as console
from accounts.password_links import letters
from accounts.password_links import operations as password_links
from accounts.people import operations as people
from accounts.people.models import User
from accounts.people.queries import system_user
from accounts.second_factor import operations as second_factor
from accounts.sign_in.tests.test_sign_in import code_of
from accounts.single_sign_on import operations
from accounts.single_sign_on import provider as known
from accounts.single_sign_on.tests.conftest import decide
from accounts.single_sign_on.tests.test_coming_in import begin, come_back, is_in
from accounts.tests.builders import AT, PASSWORD, make_user
from common import errors, outbox
from common.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(user, provider):
    operations.link_identity(actor=make_user("administrator"), user_id=user.pk, subject="u-1", at=AT)
    return user


@pytest.fixture
def device(linked):
    found = second_factor.begin_enrolment(actor=linked, at=AT)
    second_factor.confirm_enrolment(actor=linked, token=code_of(found), at=AT)
    found.refresh_from_db()
    found.last_t = -1  # so that the code of this half minute counts once more
    found.save()
    return found


class TestTheSecondFactor:
    def test_whoever_has_one_is_asked_for_it_and_then_goes_where_he_wanted(self, client, device, provider):
        answer = come_back(client, provider, begin(client, "/inbox/?read=1"))
        assert not is_in(client)
        page = client.get(answer.headers["Location"])
        assert b'name="token"' in page.content and b"/inbox/?read=1" in page.content
        done = client.post("/sign-in/", {"token": code_of(device), "next": page.context["next"]})
        assert done.headers["Location"] == "/inbox/?read=1" and is_in(client)
        told = Event.objects.get(kind="auth.signed_in").data
        assert told["second_factor"] == "totp" and told["way"] == "single sign-on"

    def test_a_wrong_code_opens_nothing(self, client, device, provider):
        come_back(client, provider)
        assert client.post("/sign-in/", {"token": "000000"}).status_code == 422 and not is_in(client)

    @pytest.mark.parametrize("told", [{"amr": ["pwd", "mfa"]}, {"acr": "mfa"}])
    def test_the_providers_own_serves_where_the_company_says_so(self, client, device, provider, told):
        decide(factors=["mfa"])
        provider.lie(**told)
        come_back(client, provider)
        assert is_in(client) and Event.objects.get(kind="auth.signed_in").data["second_factor"] == "provider"

    @pytest.mark.parametrize("told", [{"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "0"}, {"amr": [["mfa"]]}, {}])
    def test_and_only_then(self, client, device, provider, told):
        decide(factors=["mfa"])
        provider.lie(**told)
        come_back(client, provider)
        assert not is_in(client)

    def test_nobody_trusts_what_the_company_did_not_name(self, client, device, provider):
        provider.lie(amr=["mfa"])
        come_back(client, provider)
        assert not is_in(client)

    def test_a_role_that_wants_one_has_it_set_up_first(self, client, linked, provider):
        decide(mfa_roles=["sales"])
        assert come_back(client, provider).headers["Location"] == "/me/second-factor/"
        assert client.get("/inbox/").headers["Location"] == "/me/second-factor/"

    def test_but_not_whoever_proved_two_at_the_provider(self, client, linked, provider):
        decide(mfa_roles=["sales"], factors=["mfa"])
        provider.lie(amr=["mfa"])
        come_back(client, provider)
        assert client.get("/inbox/").status_code == 200

    def test_a_password_set_by_another_need_not_be_changed_by_who_does_not_use_it(self, client, linked, provider):
        User.objects.filter(pk=linked.pk).update(must_change_password=True)
        come_back(client, provider)
        assert client.get("/inbox/").status_code == 200
        other = Client()
        other.post("/sign-in/", {"username": linked.username, "password": PASSWORD})
        assert other.get("/inbox/").headers["Location"] == "/me/password/"


class TestDoingWithoutIt:
    """Whoever comes in by the provider may have no password: a code proves him."""

    @pytest.fixture
    def inside(self, client, device, provider):
        decide(domains=["example.com"])
        come_back(client, provider)
        client.post("/sign-in/", {"token": code_of(device)})
        device.refresh_from_db()
        device.last_t = -1
        device.save()
        return client

    def test_a_code_takes_it_away(self, inside, device, linked):
        page = inside.get("/me/second-factor/").content.decode()
        assert 'name="token"' in page and 'name="password"' not in page
        assert inside.post("/me/second-factor/remove/", {"token": code_of(device)}).status_code == 303
        assert not TOTPDevice.objects.filter(user=linked).exists()

    def test_a_wrong_one_does_not_and_slows_the_next_down(self, inside, device, linked):
        assert inside.post("/me/second-factor/remove/", {"token": "000000"}).status_code == 422
        assert inside.post("/me/second-factor/remove/", {"token": code_of(device)}).status_code == 422
        assert TOTPDevice.objects.get(user=linked).throttling_failure_count == 1

    def test_a_role_that_demands_one_keeps_it(self, inside, device, linked):
        decide(mfa_roles=["sales"])
        assert inside.post("/me/second-factor/remove/", {"token": code_of(device)}).status_code == 403
        assert TOTPDevice.objects.filter(user=linked).exists()


class TestOnlyByTheProvider:
    @pytest.fixture(autouse=True)
    def bound(self, provider):
        decide(domains=["example.com"], name="Weighing account")

    def by_password(self, user, password=PASSWORD):
        browser = Client(headers={"Accept-Language": "en"})
        return browser, browser.post("/sign-in/", {"username": user.username, "password": password})

    def said_to(self, user, password):
        """The answer without what is made by chance."""
        browser, answer = self.by_password(user, password)
        assert answer.status_code == 422 and not is_in(browser)
        return re.sub(r"\b\w{64}\b|\s+", " ", answer.content.decode())

    def test_a_right_password_is_not_taken_and_leads_to_the_provider(self, linked):
        page = self.said_to(linked, PASSWORD)
        assert "no password is taken of you: then sign in with “Weighing account”" in page
        assert Event.objects.get(kind="auth.failed").data["what"] == "password of a bound domain"

    def test_whether_it_is_right_shows_neither_in_the_words_nor_in_the_count(self, linked):
        other = make_user(username="li.na", email="li.na@example.com")
        for _n in range(6):
            right, wrong = self.said_to(linked, PASSWORD), self.said_to(other, "wrong")
            assert right.replace(linked.username, other.username) == wrong
        assert "paused" in right
        assert Event.objects.filter(kind="auth.locked_out", subject_id=linked.pk).exists()

    def test_the_provider_lets_them_in(self, client, linked, provider):
        come_back(client, provider)
        assert is_in(client)

    def test_people_of_other_domains_are_free(self, provider):
        for address in ("lin@example.org", "lin@sub.example.com", "lin@notexample.com", ""):
            browser, _answer = self.by_password(make_user(email=address))
            assert is_in(browser), address

    def test_whoever_manages_roles_gets_in_while_the_provider_is_away(self, provider):
        browser, _answer = self.by_password(make_user("administrator", email="root@example.com"))
        assert is_in(browser)

    def test_nothing_is_bound_once_the_installation_names_no_provider(self, linked, settings):
        settings.OIDC_ISSUER = ""
        browser, _answer = self.by_password(linked)
        assert is_in(browser)

    def test_no_mail_for_a_new_password_is_written(self, linked):
        machine = system_user()
        password_links.ask_for_new_password(actor=machine, typed=linked.username, address="", at=AT)
        with pytest.raises(outbox.Moot):
            letters.send_reset(OutboxMessage.objects.get(topic=password_links.RESET_TOPIC))

    def test_nobody_sets_sends_or_changes_one(self, linked):
        boss = make_user("administrator")
        for call in (
            lambda: people.set_password(actor=boss, user_id=linked.pk, password="new-weigh-9-9", at=AT),
            lambda: password_links.send_password_link(actor=boss, user_id=linked.pk, at=AT),
            lambda: people.change_password(actor=linked, current=PASSWORD, new="new-weigh-9-9", at=AT),
            lambda: password_links.invite(
                actor=boss, user_id=make_user(email="new@example.com", password=None).pk, at=AT
            ),
        ):
            with pytest.raises(errors.WrongState):
                call()

    def test_a_link_that_was_sent_before_opens_nothing(self, client, linked):
        decide(domains=[])
        link = password_links.issue_reset(actor=system_user(), user_id=linked.pk, message_id=1, by=None, at=AT)
        decide(domains=["example.com"])
        with pytest.raises(errors.WrongState):
            password_links.set_password_by_link(
                actor=system_user(), link_id=link.pk, user_id=linked.pk, new="new-weigh-9-9", visitor=None, at=AT
            )

    def test_their_own_pages_speak_of_the_provider(self, client, linked, provider):
        come_back(client, provider)
        assert b"You sign in this way only" in client.get("/me/").content
        assert "Weighing account" in client.get("/me/password/").content.decode()

    def test_an_invitation_that_was_sent_before_can_still_be_taken_back(self):
        decide(domains=[])
        boss, new = make_user("administrator"), make_user(email="new@example.com", password=None)
        password_links.invite(actor=boss, user_id=new.pk, at=AT)
        decide(domains=["example.com"])
        password_links.take_back_invitation(actor=boss, user_id=new.pk, at=AT)

    @pytest.mark.parametrize(
        "bad", ["Example.com", "@example.com", "*.example.com", "example", "-a.com", "a b.com", ""]
    )
    def test_what_is_no_domain_is_refused(self, bad):
        with pytest.raises(errors.Invalid):
            console.change_settings(actor=make_user("administrator"), values={"single_sign_on.domains": [bad]}, at=AT)


class TestSigningOut:
    def test_the_page_offers_to_sign_out_there_too(self, client, linked, provider):
        come_back(client, provider)
        answer = client.post("/sign-out/")
        assert answer.headers["Location"] == "/sign-in/?out=1" and not is_in(client)
        assert b"/sign-in/provider/leave/" in client.get(answer.headers["Location"]).content
        url = client.get("/sign-in/provider/leave/").headers["Location"]
        query = parse_qs(urlsplit(url).query)
        assert url.startswith(f"{provider.issuer}/end?") and "id_token_hint" not in query
        assert query["post_logout_redirect_uri"] == ["http://testserver/sign-in/"]

    def test_not_where_the_provider_does_not_offer_it(self, client, linked, provider):
        provider.description = {"end_session_endpoint": None}
        known.forget()
        come_back(client, provider)
        assert client.post("/sign-out/").headers["Location"] == "/sign-in/"

    def test_not_after_a_password(self, client, linked):
        client.post("/sign-in/", {"username": linked.username, "password": PASSWORD})
        assert client.post("/sign-out/").headers["Location"] == "/sign-in/"


class TestAFormThatWaits:
    def test_it_is_there_to_be_sent_again_after_the_provider(self, client, linked, provider):
        late = client.post("/me/sessions/end/", {"note": "三箱砝码"})
        assert late.status_code == 401 and b'formaction="/sign-in/provider/"' in late.content
        on = client.post("/sign-in/provider/", {"kept": late.context["kept"], "next": "/me/"})
        address = on.context["url"]
        assert on.status_code == 200 and f'content="0;url={provider.issuer}/authorize?' in on.content.decode()
        page = come_back(client, provider, address).content.decode()
        assert is_in(client) and 'action="/me/sessions/end/"' in page and "三箱砝码" in page

    def test_also_with_a_second_factor(self, client, device, provider):
        late = client.post("/me/sessions/end/", {"note": "三箱砝码"})
        on = client.post("/sign-in/provider/", {"kept": late.context["kept"]})
        ask = client.get(come_back(client, provider, on.context["url"]).headers["Location"])
        page = client.post("/sign-in/", {"token": code_of(device), "kept": ask.context["kept"]}).content.decode()
        assert is_in(client) and "三箱砝码" in page

    def test_what_nobody_kept_is_not_taken_along(self, client, linked, provider):
        on = client.post("/sign-in/provider/", {"kept": "made up"})
        assert come_back(client, provider, on.context["url"]).headers["Location"] == "/"


class TestTheDialog:
    HTMX = {"HX-Request": "true", "HX-Target": "dialog"}

    def test_it_opens_the_provider_beside_the_page_and_goes_on_afterwards(self, client, linked, provider):
        dialog = client.get("/sign-in/", headers=self.HTMX).content.decode()
        assert 'target="_blank"' in dialog and 'hx-get="/sign-in/?back=1"' in dialog
        again = client.get("/sign-in/?back=1", headers=self.HTMX)
        assert again.status_code == 200 and b'name="password"' in again.content
        come_back(client, provider)
        done = client.get("/sign-in/?back=1", headers=self.HTMX)
        assert done.status_code == 204 and "so:signed-in" in done.headers["HX-Trigger"]

    def test_going_back_too_early_leaves_the_other_window_at_its_second_factor(self, client, device, provider):
        come_back(client, provider)
        assert b'name="password"' in client.get("/sign-in/?back=1", headers=self.HTMX).content
        client.post("/sign-in/", {"token": code_of(device)})
        assert is_in(client)

    def test_a_page_of_somebody_else_is_left(self, client, linked, provider):
        come_back(client, provider)
        other = {**self.HTMX, "X-Page-User": str(linked.pk + 1)}
        assert "HX-Location" in client.get("/sign-in/?back=1", headers=other).headers
