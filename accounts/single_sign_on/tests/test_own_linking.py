"""One's own account at the provider: linked after one's password and a sign-in there, unlinked after one's password."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.single_sign_on.models import Identity
from accounts.single_sign_on.tests.conftest import decide
from accounts.tests.builders import AT, PASSWORD, make_user
from common.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db
PAGE, LINK, UNLINK = (f"/me/provider/{end}" for end in ("", "link/", "unlink/"))


@pytest.fixture
def me(client, user, provider):
    client.force_login(user)
    return client


def begin(client, password=PASSWORD):
    """The address at the provider that the page leads on to; None where it does not."""
    answer = client.post(LINK, {"password": password})
    return answer.context["url"] if answer.status_code == 200 else None


def go(client, provider, password=PASSWORD):
    """There and back again."""
    way = provider.authorize(begin(client, password))
    answer = client.get(way.removeprefix("http://testserver"))
    return client.get(answer.headers["Location"])


def test_a_person_links_himself_and_comes_in_by_it_from_then_on(me, user, provider):
    page = go(me, provider)
    assert page.status_code == 200 and "u-1" in page.content.decode()
    made = Identity.objects.get()
    assert (made.user_id, made.subject, made.linked_by_id) == (user.pk, "u-1", user.pk)
    assert Event.objects.get(kind="auth.identity_linked").actor_id == user.pk
    assert OutboxMessage.objects.filter(dedupe_key=f"accounts.identity_linked:{made.pk}").exists()
    there = Client()
    begun = there.get(reverse("accounts:single_sign_on")).headers["Location"]
    there.get(provider.authorize(begun).removeprefix("http://testserver"))
    assert there.session["_auth_user_id"] == str(user.pk)


def test_who_does_not_know_the_password_links_nothing(me, provider):
    assert begin(me, "guessed-wrong") is None
    assert "present password" in me.post(LINK, {"password": "x"}).content.decode()
    assert provider.asked == [] and not Identity.objects.exists()


def test_a_return_begun_by_somebody_else_links_nobody(me, user, provider):
    way = provider.authorize(begin(me)).removeprefix("http://testserver")
    session = me.session
    kept = session["single_sign_on"]
    other = Client()
    other.force_login(make_user())
    theirs = other.session
    theirs["single_sign_on"] = kept
    theirs.save()
    other.get(way)
    assert not Identity.objects.exists()


def test_a_return_after_signing_out_links_and_signs_in_nobody(me, provider):
    way = provider.authorize(begin(me)).removeprefix("http://testserver")
    session = me.session
    del session["_auth_user_id"]
    session.save()
    me.get(way)
    assert not Identity.objects.exists() and "_auth_user_id" not in me.session


def test_what_is_somebody_elses_there_stays_his(me, user, provider):
    other = make_user()
    theirs = Identity.objects.create(user=other, issuer=provider.issuer, subject="u-1", linked_at=AT, linked_by=other)
    page = go(me, provider)
    assert "linked already" in page.content.decode()
    assert list(Identity.objects.all()) == [theirs]


def test_an_administrator_may_link_himself(client, provider):
    boss = make_user("administrator")
    client.force_login(boss)
    go(client, provider)
    assert Identity.objects.get().user_id == boss.pk


def test_a_lie_of_the_provider_links_nothing_and_is_said(me, provider):
    provider.lie(aud="somebody else")
    page = go(me, provider)
    assert not Identity.objects.exists() and "was not accepted" in page.content.decode()


def test_unlinking_asks_for_the_password_and_ends_other_sessions(me, user, provider):
    go(me, provider)
    other = Client()
    user.refresh_from_db()
    other.force_login(user)
    assert me.post(UNLINK, {"password": "wrong"}).status_code == 422 and Identity.objects.exists()
    assert me.post(UNLINK, {"password": PASSWORD}).status_code == 303
    assert not Identity.objects.exists() and Event.objects.filter(kind="auth.identity_unlinked").count() == 1
    assert me.get(PAGE).status_code == 200 and other.get(PAGE).status_code == 302


def test_who_signs_in_by_the_provider_only_does_not_unlink_himself(me, user, provider):
    go(me, provider)
    decide(domains=["example.com"])
    assert me.post(UNLINK, {"password": PASSWORD}).status_code == 409
    assert Identity.objects.exists()


def test_without_a_provider_there_is_no_such_page(client, user):
    client.force_login(user)
    assert client.get(PAGE).status_code == 404
