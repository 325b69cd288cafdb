"""What goes wrong on our side: it is an outcome like any other, with pauses and a warning, and never a silence."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common import jobs as ground
from integration import jobs
from integration.feed import queries as feed
from integration.webhooks import asking_for, operations, payload, running, sending
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.states import PAUSES, WARN_AFTER, Fault, State
from integration.webhooks.tests.receivers import AT, Hands, allow, happen, make_endpoint, receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(settings):
    settings.OUTGOING_PRIVATE = ["127.0.0.1"]
    allow()
    return make_user("administrator", name="Boss", email="boss@example.com")


@pytest.fixture
def clock():
    return Hands()


@pytest.fixture
def endpoint(boss):
    with receiver() as there:
        row = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
        happen(boss, "order.submitted", "order.effective")
        row.there = there
        yield row


def broken(*_args, **_more):
    raise KeyError("x")


def serve(endpoint, clock):
    sending.serve(endpoint.pk, until=clock.at + timedelta(hours=1), now=clock)
    return WebhookEndpoint.objects.get(pk=endpoint.pk)


def test_a_message_that_cannot_be_made_is_tried_again_told_and_given_up(endpoint, clock, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(payload, "of_event", broken)
        row = serve(endpoint, clock)
        assert (row.failures, row.last_error, row.state) == (1, Fault.OURS, State.ACTIVE)
        assert row.due_at == clock.at + PAUSES[0] and WebhookAttempt.objects.get().reason == Fault.OURS
        told = []
        for pause in PAUSES:
            clock.forward(seconds=pause.total_seconds() + 1)
            serve(endpoint, clock)
            told.append(Notification.objects.count())
        assert told[WARN_AFTER - 2] == 1 and told[-1] == 2
    assert WebhookEndpoint.objects.get().state == State.STOPPED
    assert endpoint.there.calls == []
    operations.resume(actor=endpoint.owner, endpoint_id=endpoint.pk, at=clock.at)
    assert serve(endpoint, clock).last_error == "" and len(endpoint.there.calls) == 2


def test_so_is_a_feed_that_cannot_be_read(endpoint, clock, monkeypatch, client):
    monkeypatch.setattr(feed, "read", broken)
    row = serve(endpoint, clock)
    assert (row.failures, row.last_error) == (1, Fault.OURS) and row.due_at > clock.at
    client.force_login(endpoint.owner)
    assert client.get(f"/integration/webhooks/{row.pk}/").status_code == 200


def test_what_a_person_asked_for_is_tried_once_and_does_not_stand_in_the_way(endpoint, clock, monkeypatch):
    serve(endpoint, clock)
    monkeypatch.setattr(payload, "of_event", broken)
    last = WebhookAttempt.objects.order_by("pk").last()
    asked = asking_for.resend(actor=endpoint.owner, endpoint_id=endpoint.pk, attempt_id=last.pk, at=AT)
    test = asking_for.send_test(actor=endpoint.owner, endpoint_id=endpoint.pk, at=AT)
    serve(endpoint, clock)
    asked.refresh_from_db()
    test.refresh_from_db()
    assert (asked.reason, asked.is_taken) == (Fault.OURS, False) and test.is_taken


def test_a_database_that_is_away_is_no_failure_of_the_endpoint(endpoint, clock, monkeypatch):
    def away(*_args, **_more):
        raise OperationalError("gone")

    monkeypatch.setattr(feed, "read", away)
    with pytest.raises(OperationalError):
        serve(endpoint, clock)
    assert WebhookEndpoint.objects.get().failures == 0


def test_rounds_do_not_pile_up_before_a_worker():
    assert jobs.send_webhooks.expires == running.BUDGET.total_seconds()
    assert 0 < ground.place_events.expires <= 60
