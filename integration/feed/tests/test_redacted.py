"""Events that lost personal data: the feed says so, everything else of them stays (ADR 0121)."""

import json

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from accounts.trail.redacting import redact_events
from common import events
from common.models import Event
from common.operation import in_operation
from integration.feed import queries, representation
from integration.webhooks import payload
from integration.webhooks.models import WebhookAttempt
from integration.webhooks.tests.receivers import allow, make_endpoint

pytestmark = pytest.mark.django_db
NAME = "Wang Xiaoming"


def happen(boss):
    in_operation(
        people.system_user().pk,
        lambda: events.record("person.updated", boss, at=AT, reason=f"asked by {NAME}", number=NAME),
    )
    events.place_events()
    return Event.objects.order_by("-pk")[0]


@pytest.fixture
def boss():
    allow("hooks.example.com")
    return make_user("administrator")


def redacted(boss, event):
    redact_events(event_ids=[event.pk], texts=[NAME], reason="Request 7", actor=boss, at=AT)


def read(boss):
    events.place_events()
    return queries.read(boss, limit=1000)


def test_the_feed_says_so_and_keeps_order_and_places(boss):
    event = happen(boss)
    before = read(boss)
    redacted(boss, event)
    after = read(boss)
    assert [(one.position, one.id, one.kind) for one in after.entries] == [
        (one.position, one.id, one.kind) for one in before.entries
    ]
    [one] = [representation.event(one) for one in after.entries if one.id == event.pk]
    assert one["redacted"] is True and one["reason"] == "asked by [redacted]"
    assert one["subject"]["number"] == "[redacted]" and NAME not in json.dumps(one, default=str)
    assert {one.redacted for one in after.entries if one.id != event.pk} == {False}


def test_what_webhooks_send_again_and_their_log_lose_it_too(boss):
    event, endpoint = happen(boss), make_endpoint(boss, "https://hooks.example.com/in")
    attempt = WebhookAttempt.objects.create(
        endpoint=endpoint, trigger="FEED", event_id=event.pk, kind=event.kind, subject_number=NAME, asked_at=AT,
        tried_at=AT, answer=f'{{"thanks": "{NAME}"}}',
    )  # fmt: skip
    redacted(boss, event)
    attempt.refresh_from_db()
    assert (attempt.subject_number, attempt.answer) == ("[redacted]", "[redacted]")
    [entry] = [one for one in read(boss).entries if one.id == event.pk]
    number, body = payload.of_event(entry)
    assert number == f"evt_{event.pk}" and NAME.encode() not in body and b'"redacted":true' in body
