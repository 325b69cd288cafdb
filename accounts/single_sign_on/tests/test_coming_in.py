"""Coming in by the provider: over real HTTP, with every lie that an answer can hold (issue 10; docs/adr/0110)."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from time_machine import travel

from accounts.people import operations as people
from accounts.people.models import User
from accounts.single_sign_on import operations, queries
from accounts.single_sign_on.models import Identity
from accounts.single_sign_on.tests import provider as providers
from accounts.single_sign_on.tests.conftest import decide
from accounts.tests.builders import AT, PASSWORD, make_user
from common import clock
from common.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db

BEGIN, BACK = "/sign-in/provider/", "/sign-in/provider/back/"


def begin(client, then=""):
    answer = client.get(BEGIN, {"next": then} if then else {})
    assert answer.status_code == 303, answer.content
    return answer.headers["Location"]


def come_back(client, provider, address=None, **changed):
    """Let the provider sign the person in, and bring the browser back, perhaps with another query."""
    url = urlsplit(provider.authorize(address or begin(client)))
    query = {name: values[0] for name, values in parse_qs(url.query).items()} | changed
    return client.get(url.path, {name: value for name, value in query.items() if value is not None})


def is_in(client):
    return "_auth_user_id" in client.session


def said(client, answer):
    """The sentence on the sign-in page that an answer leads to."""
    page = client.get(answer.headers["Location"], headers={"Accept-Language": "en"}).content.decode()
    found = re.search(r"data-error-summary><h2>.*?</svg>\s*(.*?)</h2>", page, re.DOTALL)
    return found.group(1) if found else ""


def why():
    return Event.objects.filter(kind=queries.REFUSED).order_by("-id").values_list("data__why", flat=True).first()


@pytest.fixture
def linked(user, provider):
    operations.link_identity(actor=make_user("administrator"), user_id=user.pk, subject="u-1", at=AT)
    return user


class TestTheWayIn:
    def test_whoever_is_linked_comes_in_and_to_the_page_he_wanted(self, client, linked, provider):
        answer = come_back(client, provider, begin(client, "/inbox/?read=1"))
        assert answer.status_code == 303 and answer.headers["Location"] == "/inbox/?read=1"
        assert is_in(client)
        told = Event.objects.get(kind="auth.signed_in")
        assert told.subject_id == linked.pk and told.data["way"] == "single sign-on"

    def test_the_browser_is_sent_with_a_challenge_and_never_with_the_verifier(self, client, linked, provider):
        query = parse_qs(urlsplit(begin(client)).query)
        waiting = next(iter(client.session["single_sign_on"].values()))
        assert waiting["verifier"] not in str(query) and len(query["code_challenge"][0]) == 43
        assert query["redirect_uri"] == ["http://testserver/sign-in/provider/back/"]

    def test_the_session_gets_a_new_key_and_remembers_nothing_of_the_way(self, client, linked, provider):
        address = begin(client)
        before = client.session.session_key
        come_back(client, provider, address)
        assert client.session.session_key != before and not client.session.get("single_sign_on")

    def test_it_never_leads_to_another_site(self, client, linked, provider):
        assert come_back(client, provider, begin(client, "https://evil.example/")).headers["Location"] == "/"
        assert come_back(Client(), provider, begin(other := Client(), "//evil.example"))  # another browser: refused
        assert come_back(other, provider, begin(other, "javascript:alert(1)")).headers["Location"] == "/"

    def test_keys_of_elliptic_curves_are_taken(self, client, linked, provider):
        provider.rollover("ES256")
        come_back(client, provider)
        assert is_in(client)

    def test_a_client_without_a_secret_has_pkce(self, client, linked, provider, settings):
        settings.OIDC_CLIENT_SECRET, provider.requires_secret = "", False
        come_back(client, provider)
        assert is_in(client)

    def test_the_secret_goes_into_the_body_where_the_provider_takes_it_there_only(self, client, linked, provider):
        provider.description = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        come_back(client, provider)
        assert is_in(client)

    def test_two_windows_do_not_disturb_each_other(self, client, linked, provider):
        first, second = begin(client), begin(client)
        come_back(client, provider, first)
        assert is_in(client)
        assert come_back(Client(), provider, second).headers["Location"].startswith("/sign-in/?provider=again")

    def test_without_a_provider_there_is_no_button_and_no_way(self, client, site, user):
        site.OIDC_ISSUER = site.OIDC_CLIENT_ID = ""
        assert b"/sign-in/provider/" not in client.get("/sign-in/").content
        for url in (BEGIN, BACK, "/sign-in/provider/leave/"):
            assert client.get(url).headers["Location"] == "/sign-in/"

    def test_the_button_says_what_people_call_it(self, client, provider):
        decide(name="Weighing account")
        page = client.get("/sign-in/", {"next": "/inbox/?a=1&b=2"}, headers={"Accept-Language": "en"}).content.decode()
        assert "Sign in with Weighing account" in page
        assert "/sign-in/provider/?next=%2Finbox%2F%3Fa%3D1%26b%3D2" in page


class TestTheAnswerMustFit:
    def refused(self, client, provider, reason, sentence="was not accepted", **changed):
        answer = come_back(client, provider, **changed)
        assert answer.status_code == 303 and not is_in(client)
        assert why() == reason
        assert sentence in said(client, answer)
        assert "code=" not in answer.headers["Location"]

    def test_a_state_that_was_not_begun_here(self, client, linked, provider):
        begin(client)
        self.refused(client, provider, "state", "once more", state="made-up")

    def test_no_state_at_all(self, client, linked, provider):
        self.refused(client, provider, "state", "once more", state=None)

    def test_the_code_of_another_browser(self, client, linked, provider):
        url = provider.authorize(begin(Client()))
        answer = client.get(url.removeprefix("http://testserver"))
        assert not is_in(client) and why() == "state" and "once more" in said(client, answer)

    def test_an_answer_that_comes_twice(self, client, linked, provider):
        url = provider.authorize(begin(client)).removeprefix("http://testserver")
        client.get(url)
        client.post("/sign-out/")
        client.get(url)
        assert not is_in(client) and why() == "state"

    def test_an_answer_whose_session_was_written_back_by_a_request_beside_it(self, client, linked, provider):
        address = begin(client)
        session = client.session
        waiting = dict(session["single_sign_on"])
        come_back(client, provider, address, code="wrong")
        session = client.session
        session["single_sign_on"] = waiting
        session.save()
        self.refused(client, provider, "state", "once more", address=address)

    def test_an_answer_after_five_minutes(self, client, linked, provider):
        with travel(clock.now(), tick=False) as moment:
            address = begin(client)
            moment.shift(timedelta(minutes=5))
            self.refused(client, provider, "state", "once more", address=address)

    def test_the_code_of_somebody_else_does_not_fit_our_verifier(self, client, linked, provider):
        foreign = parse_qs(urlsplit(provider.authorize(begin(Client()))).query)["code"][0]
        self.refused(client, provider, "code", code=foreign)

    def test_an_answer_that_another_provider_gave(self, client, linked, provider):
        self.refused(client, provider, "issuer", iss="https://evil.example")

    def test_an_answer_that_does_not_say_who_gave_it_though_this_provider_always_does(self, client, linked, provider):
        self.refused(client, provider, "issuer", iss=None)

    def test_a_provider_that_was_changed_on_the_way(self, client, linked, provider, settings):
        address = begin(client)
        url = provider.authorize(address).removeprefix("http://testserver")
        with providers.running() as other:
            settings.OIDC_ISSUER = other.issuer
            client.get(url)
        assert not is_in(client) and why() == "issuer"

    def test_no_is_no(self, client, linked, provider):
        self.refused(client, provider, "cancelled", "was cancelled", error="access_denied", code=None)

    def test_an_error_of_the_provider_is_told_to_nobody(self, client, linked, provider):
        self.refused(client, provider, "provider", error="<b>server_error", error_description="secret", code=None)
        assert Event.objects.get(kind=queries.REFUSED).data["error"] == "<b>server_error"

    def test_who_begins_too_often_waits(self, client, linked, provider, monkeypatch):
        monkeypatch.setattr("accounts.single_sign_on.views.BEGINNINGS", 2)
        begin(client)
        begin(client)
        answer = client.get(BEGIN)
        assert "Too many tries" in said(client, answer)
        assert not Event.objects.filter(kind=queries.REFUSED).exists()  # whoever floods us does not flood the trail


class TestTheTokenMustBeTrue:
    def refused(self, client, provider, reason):
        answer = come_back(client, provider)
        assert not is_in(client) and why() == reason
        assert "was not accepted" in said(client, answer)

    @pytest.mark.parametrize(
        ("lie", "reason"),
        [
            ({"nonce": "another"}, "nonce"),
            ({"nonce": None}, "nonce"),
            ({"iss": "https://evil.example"}, "token issuer"),
            ({"aud": "another client"}, "audience"),
            ({"aud": None}, "audience"),
            ({"aud": [providers.CLIENT, "another"]}, "authorized party"),
            ({"azp": "another"}, "authorized party"),
            ({"exp": 1_700_000_000}, "expired"),
            ({"exp": None}, "expired"),
            ({"exp": "never"}, "expired"),
            ({"exp": True}, "expired"),
            ({"iat": 1_700_000_000}, "issued at"),
            ({"iat": 4_000_000_000}, "issued at"),
            ({"nbf": 4_000_000_000}, "issued at"),
            ({"at_hash": "AAAA"}, "access token hash"),
            ({"sub": None}, "subject"),
            ({"sub": ""}, "subject"),
            ({"sub": "u" * 256}, "subject"),
            ({"sub": 7}, "subject"),
        ],
    )
    def test_what_it_says(self, client, linked, provider, lie, reason):
        provider.lie(**lie)
        self.refused(client, provider, reason)

    def test_several_audiences_are_good_where_it_was_given_out_to_us(self, client, linked, provider):
        provider.lie(aud=["another", providers.CLIENT], azp=providers.CLIENT)
        come_back(client, provider)
        assert is_in(client)

    def test_a_token_that_nobody_signed(self, client, linked, provider):
        provider.sign = providers.unsigned
        self.refused(client, provider, "algorithm")

    def test_a_token_signed_with_the_public_key(self, client, linked, provider):
        provider.sign = lambda claims: providers.forged(claims, provider.key)
        self.refused(client, provider, "algorithm")

    def test_a_token_of_a_key_that_is_not_the_providers(self, client, linked, provider):
        published = provider.published
        provider.rollover()
        provider.key.dict_value["kid"] = published[0]["kid"]
        provider.published = published
        self.refused(client, provider, "signature")

    def test_a_token_that_was_changed_after_signing(self, client, linked, provider):
        def changed(claims):
            head, _body, mark = provider._sign(claims).split(".")
            return f"{head}.{providers._part(claims | {'sub': 'u-2'})}.{mark}"

        provider.sign = changed
        self.refused(client, provider, "signature")

    @pytest.mark.parametrize("text", ["", "a.b.c", "....", "é", "x" * 5000])
    def test_a_token_that_is_none(self, client, linked, provider, text):
        provider.sign = lambda _claims: text
        self.refused(client, provider, "signature")

    def test_a_key_that_is_too_short_is_no_key(self, client, linked, provider):
        from joserfc import jwk

        with pytest.warns(UserWarning, match="2048"):
            provider.key = jwk.RSAKey.generate_key(1024, {"kid": "short", "alg": "RS256", "use": "sig"})
        provider.published = [provider.key.as_dict(private=False)]
        with pytest.warns(UserWarning, match="2048"):
            self.refused(client, provider, "key")


class TestKeysChange:
    def test_a_new_key_is_fetched_when_a_token_names_it(self, client, linked, provider, monkeypatch):
        monkeypatch.setattr("accounts.single_sign_on.provider.REST", 0.0)
        come_back(client, provider)
        client.post("/sign-out/")
        provider.rollover("ES256", keep=True)
        come_back(client, provider)
        assert is_in(client)

    def test_made_up_keys_do_not_make_us_ask_again_and_again(self, client, linked, provider):
        come_back(client, provider)
        published = provider.published
        provider.rollover()
        provider.published = published
        for _n in range(3):
            browser = Client()
            come_back(browser, provider)
            assert not is_in(browser) and why() == "key"
        assert provider.asked.count("/keys") == 1
        assert provider.asked.count("/.well-known/openid-configuration") == 1


class TestTheProviderIsAway:
    def test_people_are_told_and_the_password_still_serves(self, client, linked, provider):
        provider.is_out_of_order = True
        answer = client.get(BEGIN)
        assert "cannot be reached" in said(client, answer) and why() == "away"
        client.post("/sign-in/", {"username": linked.username, "password": PASSWORD})
        assert is_in(client)

    def test_a_description_of_another_issuer_is_not_believed(self, client, linked, provider):
        provider.description = {"issuer": "https://evil.example"}
        assert "was not accepted" in said(client, client.get(BEGIN)) and why() == "confused"

    def test_nobody_is_sent_to_an_address_we_would_not_call(self, client, linked, provider):
        for bad in ("http://evil.example/authorize", "javascript:alert(1)", "https://10.0.0.1/", None, 7):
            provider.description = {"authorization_endpoint": bad}
            assert client.get(BEGIN).headers["Location"].startswith("/sign-in/"), bad

    def test_an_address_that_the_installation_does_not_allow_is_not_called(self, client, linked, provider, settings):
        settings.OUTGOING_PRIVATE = []
        client.get(BEGIN)
        assert provider.asked == [] and why() == "away"


class TestWhoLeft:
    def test_nobody_comes_in_who_left(self, client, linked, provider):
        people.deactivate_user(actor=make_user("administrator"), user_id=linked.pk, at=AT)
        answer = come_back(client, provider)
        assert not is_in(client) and why() == "left" and "not linked to anybody" in said(client, answer)

    def test_a_stranger_reads_the_same(self, client, user, provider):
        answer = come_back(client, provider)
        assert not is_in(client) and why() == "not linked" and "not linked to anybody" in said(client, answer)
        assert not Identity.objects.exists() and User.objects.filter(email=user.email).count() == 1
        assert not OutboxMessage.objects.filter(recipient=user.email).exists()
