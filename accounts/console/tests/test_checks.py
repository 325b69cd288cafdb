"""The console's pages about the machinery: what must hold, outgoing messages."""

import pytest
from django.urls import reverse

from accounts import jobs
from accounts.console import operations
from accounts.tests.builders import AT, make_user
from common import errors, invariants, outbox, waking
from common.invariants import Invariant
from common.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db
PAGE = "/admin/invariants/"


@pytest.fixture
def boss(client):
    user = make_user("administrator", email="boss@example.com")
    client.force_login(user)
    return user


@pytest.fixture
def broken():
    invariants.invariants.register("test.broken", Invariant(99, "Two is three", "SELECT 'SO-1' AS number, 3 AS sum"))
    yield
    del invariants.invariants._entries["test.broken"]


def test_before_the_first_night_the_page_says_so(client, boss):
    assert "Nothing was checked yet" in client.get(PAGE).content.decode()
    assert not client.get("/admin/").context["broken"]


def test_what_is_broken_stands_first_and_on_the_front_page(client, boss, broken):
    assert jobs.check_invariants(boss.pk) == 1
    text = client.get(PAGE).content.decode()
    assert "Two is three" in text and "SO-1" in text and "outbox.delivered" in text
    assert PAGE in client.get("/admin/").content.decode().partition('class="so-g2"')[0]


def test_when_all_is_well_no_red_line_stands_there(client, boss):
    assert jobs.check_invariants() == 0
    assert "Everything holds" in client.get(PAGE).content.decode()
    assert client.get("/admin/").context["broken"] == 0


def test_a_check_is_asked_for_in_the_background(client, boss, monkeypatch):
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(waking, "wake", lambda *given: asked.append(given))
    assert client.post(PAGE).status_code == 303
    assert asked == [("accounts.check_invariants", boss.pk)]


def test_a_test_mail_is_queued_to_oneself(client, boss):
    page = reverse("admin:mail")
    assert "boss@example.com" in client.get(page).content.decode()
    assert client.post(page).status_code == 303
    assert OutboxMessage.objects.get().payload["to"] == "boss@example.com"
    assert outbox.relay() == 1 and OutboxMessage.objects.get().state == "SENT"
    assert Event.objects.filter(kind="outbox.tested", actor_id=boss.pk).exists()


def test_a_test_mail_needs_an_address_and_the_right(client):
    nobody = make_user("administrator")
    client.force_login(nobody)
    assert client.post(reverse("admin:mail")).status_code == 422
    with pytest.raises(errors.NotAllowed):
        operations.send_test_mail(actor=make_user("executive"), at=AT)


def test_what_waits_for_a_person_is_said(client, boss):
    OutboxMessage.objects.create(topic="mail", dedupe_key="m", state="DOUBTFUL", due_at=AT, created_at=AT)
    assert "1 messages are doubtful" in client.get(reverse("admin:mail")).content.decode()
