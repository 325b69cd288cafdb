"""What a machine that watches reads of webhooks."""

from datetime import timedelta

import pytest

from accounts.tests.builders import make_user
from common import clock, gauges
from common.models import Event
from integration.webhooks.models import WebhookEndpoint
from integration.webhooks.tests.receivers import allow, make_endpoint

pytestmark = pytest.mark.django_db


def read(at):
    found = {(one.name, *one.labels.values()): one.value for one in gauges.read_all(at=at)}
    assert not [key for key in found if key[0] == "orders_unreadable"]
    return found


def test_the_slowest_endpoint_that_is_sent_to_is_told(settings):
    settings.OUTGOING_PRIVATE = ["127.0.0.1"]
    allow()
    boss, now = make_user("administrator"), clock.now()
    made = [make_endpoint(boss, f"http://127.0.0.1:9/{n}", name=str(n)) for n in range(3)]
    top = Event.objects.filter(position__isnull=False).count() and max(Event.objects.values_list("position", flat=True))
    for n in (1, 2, 3):
        Event.objects.create(at=now - timedelta(seconds=100 * n), kind="order.saved", position=(top or 0) + n)
    newest = (top or 0) + 3
    for one, position, state in zip(
        made, (newest, newest - 2, newest - 3), ("ACTIVE", "ACTIVE", "PAUSED"), strict=True
    ):
        WebhookEndpoint.objects.filter(pk=one.pk).update(position=position, state=state, failures=one is made[1])
    seen = read(now)
    assert seen["orders_feed_position",] == newest
    assert (seen["orders_webhooks", "active"], seen["orders_webhooks", "paused"]) == (2, 1)
    assert seen["orders_webhooks_failing",] == 1
    assert seen["orders_webhook_behind_events",] == 2
    assert seen["orders_webhook_lag_seconds",] == pytest.approx(200)


def test_nothing_waits_where_there_is_no_endpoint():
    seen = read(clock.now())
    assert (seen["orders_webhook_behind_events",], seen["orders_webhook_lag_seconds",]) == (0, 0)
