"""After a restore nothing that happens is taken by others for what they know already."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import clock, errors, events, gauges, going_back
from common.models import Event
from integration.feed import queries
from integration.webhooks import queries as webhooks
from integration.webhooks import sending
from integration.webhooks.models import WebhookEndpoint
from integration.webhooks.states import Fault, State
from integration.webhooks.tests.receivers import AT, Hands, allow, happen, make_endpoint, receiver

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(monkeypatch, settings):
    settings.OUTGOING_PRIVATE = ["127.0.0.1"]
    monkeypatch.setattr(going_back, "STEP", 1_000)
    allow()


@pytest.fixture
def boss():
    return make_user("administrator")


def test_the_gauge_counts_no_places_that_nobody_was_given(boss):
    allow("hooks.example.com")
    endpoint = make_endpoint(boss, "https://hooks.example.com/in")
    happen(boss, "order.submitted")
    before = webhooks.backlog(endpoint).positions
    going_back.go_on(actor=boss, at=clock.now())
    told = {one.name: one.value for one in gauges.read_all(at=clock.now())}
    page = webhooks.backlog(WebhookEndpoint.objects.get(pk=endpoint.pk)).positions
    assert told["orders_webhook_behind_events"] == page < before + 1_000


def lose(*kinds, actor):
    """Events that were told and are gone since: their numbers and places, as others know them. What a sequence gave
    goes back with a restored dump."""
    top = events_top()
    happen(actor, *kinds)
    lost = list(Event.objects.filter(position__gt=top).order_by("position"))
    Event.objects.filter(pk__in=[one.pk for one in lost]).delete()
    rewind()
    return lost


def events_top():
    events.place_events()
    return queries.newest_position()


def rewind():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('common_event', 'id'), (SELECT max(id) FROM common_event))"
        )


def go_on():
    going_back.go_on(actor=people.system_user(), at=clock.now())


def test_numbers_and_places_go_on_beyond_those_that_are_lost(boss):
    lost = lose("auth.failed", "auth.failed", "auth.failed", actor=boss)
    go_on()
    happen(boss, "setting.changed")
    new = Event.objects.order_by("-position").first()
    assert new.kind == "setting.changed"
    assert new.pk > lost[-1].pk + 900 and new.position > lost[-1].position + 900


def test_without_it_they_would_be_given_twice(boss):
    """What the step is there against; were this to fail, it would not be needed."""
    lost = lose("auth.failed", actor=boss)
    happen(boss, "setting.changed")
    assert Event.objects.order_by("-position").first().position == lost[0].position


def test_a_reader_goes_on_from_what_he_knows_and_misses_nothing(boss, monkeypatch):
    lost = lose("auth.failed", "auth.failed", actor=boss)
    with pytest.raises(errors.Conflict):
        queries.read(boss, after=lost[-1].position)
    go_on()
    happen(boss, "setting.changed")
    monkeypatch.setattr(queries, "WINDOW", 10)  # the gap costs him no calls
    page = queries.read(boss, after=lost[-1].position)
    assert [one.kind for one in page.entries] == ["system.restored", "setting.changed"] and not page.has_more
    assert page.entries[0].data == {"step": 1_000}


def test_a_receiver_that_takes_each_number_once_takes_all_that_is_new(boss):
    hands = Hands()
    with receiver() as there:
        endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["auth.*"])
        WebhookEndpoint.objects.update(position=events_top())
        endpoint.refresh_from_db()
        known = {f"evt_{one.pk}" for one in lose("auth.failed", "auth.failed", actor=boss)}
        go_on()
        happen(boss, "auth.failed", "auth.failed")
        assert webhooks.backlog(endpoint).positions == 3  # and not a thousand more
        sending.serve(endpoint.pk, until=hands.at + timedelta(hours=1), now=hands)
        told = [headers["Webhook-Id"] for _path, headers, _body in there.calls]
        assert len(told) == 2 and not known & set(told)
        assert {json.loads(body)["type"] for _path, _headers, body in there.calls} == {"auth.failed"}
    assert WebhookEndpoint.objects.get().position == queries.newest_position()


def test_one_that_was_stopped_because_nobody_said_so_goes_on_afterwards(boss):
    endpoint = make_endpoint(boss, "http://127.0.0.1:9/in", kinds=["order.*"])
    WebhookEndpoint.objects.update(position=events_top() + 5)
    sending.serve(endpoint.pk, until=AT + timedelta(hours=1), now=Hands())
    row = WebhookEndpoint.objects.get()
    assert (row.state, row.last_error) == (State.STOPPED, Fault.AHEAD)
    go_on()
    WebhookEndpoint.objects.update(state=State.ACTIVE)
    sending.serve(endpoint.pk, until=AT + timedelta(hours=1), now=Hands())
    row = WebhookEndpoint.objects.get()
    assert (row.state, row.position) == (State.ACTIVE, queries.newest_position())
