"""What integration tells a machine that watches: how far webhooks are behind, and who is sent nothing."""

from collections.abc import Iterator
from datetime import datetime

from common.gauges import Reading, gauges
from integration.feed import lagging
from integration.feed import queries as feed
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.states import State


def _feed(at: datetime) -> Iterator[Reading]:
    yield Reading("orders_feed_position", "Place of the newest event in the change feed", feed.newest_position())


def _clients(at: datetime) -> Iterator[Reading]:
    for one in lagging.all_lags(at=at):
        if one.reader.position is None:
            continue
        which = {"client": one.reader.token.name, "token": one.reader.token.prefix}
        yield Reading("orders_feed_client_behind_events", "Events that a client is behind", one.behind, which)
        lag = one.waited(at).total_seconds()
        yield Reading(
            "orders_feed_client_lag_seconds", "Age of the oldest event that a client has not taken", lag, which
        )
        asked = one.reader.asked_at
        silent = (at - asked).total_seconds() if asked else 0
        yield Reading("orders_feed_client_silent_seconds", "Time since a client asked last", max(silent, 0), which)


def _webhooks(at: datetime) -> Iterator[Reading]:
    endpoints = list(WebhookEndpoint.objects.only("state", "position", "failures"))
    for state in State:
        count = sum(one.state == state for one in endpoints)
        yield Reading("orders_webhooks", "Endpoints by state", count, {"state": state.lower()})
    sending = [one for one in endpoints if one.state == State.ACTIVE]
    failing = sum(1 for one in sending if one.failures)
    yield Reading("orders_webhooks_failing", "Endpoints that do not take an event", failing)
    oldest = min((one.position for one in sending), default=None)
    behind = 0 if oldest is None else feed.counted_after([oldest])[0]
    yield Reading("orders_webhook_behind_events", "Events that the slowest endpoint is behind", behind)
    since = feed.time_after(oldest) if behind and oldest is not None else None
    lag = (at - since).total_seconds() if since else 0
    yield Reading("orders_webhook_lag_seconds", "Age of the oldest event that waits for an endpoint", max(lag, 0))
    asked = WebhookAttempt.objects.filter(tried_at__isnull=True).count()
    yield Reading("orders_webhooks_asked", "Sendings that somebody asked for and that wait", asked)


def register() -> None:
    """Called once from ``IntegrationConfig.ready``."""
    gauges.register("integration.feed", _feed)
    gauges.register("integration.clients", _clients)
    gauges.register("integration.webhooks", _webhooks)
