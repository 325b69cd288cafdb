"""An administrator tries the connection: each step is said, who would come in, and nothing happens."""

import pytest

from accounts.people import queries as people_queries
from accounts.single_sign_on import operations, queries
from accounts.single_sign_on.models import Identity
from accounts.single_sign_on.proving import Proven
from accounts.single_sign_on.tests.conftest import decide
from accounts.tests.builders import AT, make_user
from common.models import Event

pytestmark = pytest.mark.django_db
PAGE = "/admin/single-sign-on/"


@pytest.fixture
def boss(client, provider):
    found = make_user("administrator")
    client.force_login(found)
    return found


def look(client):
    return client.post(PAGE, {"act": "look"}).context["tried"]


def go(client, provider):
    """There and back again: what the page then shows."""
    answer = client.post(PAGE, {"act": "try"})
    way = provider.authorize(answer.context["url"]).removeprefix("http://testserver")
    return client.get(client.get(way).headers["Location"]).context["tried"]


def tones(tried):
    return [step["tone"] for step in tried["steps"]]


def test_a_sound_provider_is_read_and_the_page_itself_asks_nobody(client, boss, provider):
    assert client.get(PAGE).status_code == 200 and provider.asked == []
    tried = look(client)
    assert tones(tried) == ["good", "good"] and "/authorize" in tried["steps"][0]["words"]


def test_each_failure_is_said_where_it_happens(client, boss, provider):
    provider.description = {"issuer": "https://else.example.com"}
    tried = look(client)
    assert tones(tried) == ["bad", ""] and "letter by letter" in tried["steps"][0]["words"]
    provider.description = {}
    provider.published = []
    tried = look(client)
    assert tones(tried) == ["good", "bad"] and "None of its keys" in tried["steps"][1]["words"]
    provider.is_out_of_order = True
    assert "cannot be reached" in look(client)["steps"][0]["words"]


def test_what_was_mended_at_the_provider_is_seen_at_once(client, boss, provider):
    provider.is_out_of_order = True
    look(client)
    provider.is_out_of_order = False
    assert tones(look(client)) == ["good", "good"]


def test_a_try_shows_claims_and_the_person_and_signs_nobody_in(client, boss, user, provider):
    Identity.objects.create(user=user, issuer=provider.issuer, subject="u-1", linked_at=AT, linked_by=boss)
    before = Event.objects.count()
    tried = go(client, provider)
    assert tones(tried) == ["good"] * 5 and tried["is_in"]
    assert ["sub", "u-1"] in tried["claims"] and user.username in tried["verdict"]
    assert client.session["_auth_user_id"] == str(boss.pk) and Event.objects.count() == before
    assert client.get(PAGE).context["tried"] is None, "it is shown once"


def test_a_try_links_nobody_though_a_sign_in_would(client, boss, user, provider):
    decide(link_by_address=True)
    tried = go(client, provider)
    assert tried["is_in"] and "linked first" in tried["verdict"] and tried["roles"]
    assert not Identity.objects.exists()


@pytest.mark.parametrize(
    ("lie", "at", "words"),
    [
        ({"aud": "somebody"}, 4, "another client"),
        ({"nonce": "x"}, 4, "nonce"),
        ({"exp": 1}, 4, "clocks"),
        ({"iss": "https://else.example.com"}, 4, "another issuer"),
    ],
)
def test_a_token_that_is_not_believed_says_why(client, boss, provider, lie, at, words):
    provider.lie(**lie)
    tried = go(client, provider)
    assert tones(tried)[at] == "bad" and words in tried["steps"][at]["words"] and not tried["is_in"]


def test_a_wrong_secret_is_said_at_the_code(client, boss, provider, settings):
    settings.OIDC_CLIENT_SECRET = "old"
    tried = go(client, provider)
    assert tones(tried) == ["good", "good", "good", "bad", ""] and "client secret" in tried["steps"][3]["words"]


def test_who_may_not_set_the_company_up_does_not_try(client, user, provider):
    client.force_login(make_user("sales"))
    assert client.post(PAGE, {"act": "look"}).status_code in (302, 403)
    assert provider.asked == []


def test_a_return_of_somebody_elses_try_shows_nothing(client, boss, user, provider):
    way = provider.authorize(client.post(PAGE, {"act": "try"}).context["url"])
    session = client.session
    kept = session["single_sign_on"]
    client.force_login(make_user("administrator"))
    session = client.session
    session["single_sign_on"] = kept
    session.save()
    client.get(way.removeprefix("http://testserver"))
    assert "single_sign_on_trial" not in client.session


class TestForeseeing:
    """What a try says is what a sign-in does."""

    @pytest.mark.parametrize("case", ["linked", "left", "address", "unverified", "nobody", "two", "boss", "other"])
    @pytest.mark.parametrize("by_address", [True, False])
    def test_as_a_sign_in_does(self, user, provider, case, by_address):
        decide(link_by_address=by_address)
        machine, email = people_queries.system_user(), "" if case == "unverified" else user.email
        if case in ("linked", "left", "other"):
            subject = "u-2" if case == "other" else "u-1"
            Identity.objects.create(user=user, issuer=provider.issuer, subject=subject, linked_at=AT, linked_by=machine)
        if case == "left":
            type(user).objects.filter(pk=user.pk).update(is_active=False)
        if case == "nobody":
            email = "nobody@example.com"
        if case == "two":
            make_user(email=user.email)
        if case == "boss":
            email = make_user("administrator", email="boss@example.com").email
        foreseen, why, _links = queries.would_be(provider.issuer, "u-1", email)
        proven = Proven(provider.issuer, "u-1", email, frozenset(), False)
        found = operations.recognise(actor=machine, proven=proven, address="203.0.113.7", at=AT)
        assert why == found.why
        assert found.user is None or found.user == foreseen
