"""The reference consumer, as a process that is killed at random while orders change: every event once, none missing."""

import random
import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings

from accounts.people import queries as people
from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import clock, events
from integration.feed import queries
from orders.tests import builders

CONSUMER = settings.BASE_DIR / "docs" / "integration" / "consumer.py"
PATIENCE = 60.0
KILLS = 8


def _token(user):
    return tokens.issue_token(actor=people.system_user(), user_id=user.pk, name="ERP", at=clock.now())[1]


def _start(site, token, store):
    return subprocess.Popen([sys.executable, str(CONSUMER), site, token, str(store), "3", "0.05"])


def _taken(store):
    with sqlite3.connect(store, timeout=30) as read:
        return [row[0] for row in read.execute("SELECT event FROM taken ORDER BY rowid")]


def _wanted(reader):
    found, after = [], 0
    while True:
        page = queries.read(reader, after=after, limit=1000)
        found, after = found + [one.id for one in page.entries], page.after
        if not page.has_more:
            return found


@pytest.mark.slow
def test_a_consumer_that_is_killed_at_random_takes_every_event_exactly_once(live_server, tmp_path):
    cast, reader, store = builders.make_order_cast(), make_user("api_client"), tmp_path / "mine.sqlite3"
    token, chance = _token(reader), random.Random(20261123)
    process = _start(live_server.url, token, store)
    try:
        for _round in range(KILLS):
            builders.make_submitted(cast.owner)
            events.place_events()
            time.sleep(chance.uniform(0.15, 0.6))
            process.kill()
            process.wait()
            process = _start(live_server.url, token, store)
        wanted, until = _wanted(reader), time.monotonic() + PATIENCE
        while (not store.exists() or len(_taken(store)) < len(wanted)) and time.monotonic() < until:
            time.sleep(0.2)
        assert len(wanted) > KILLS and _taken(store) == wanted
        assert process.poll() is None  # it goes on
    finally:
        process.kill()
        process.wait()
