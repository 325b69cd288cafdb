"""The reference receiver and the sender, as processes that are killed at random while orders change: every event, none
twice in its effect, in the order of the feed."""

import os
import random
import socket
import sqlite3
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from accounts.tests.builders import make_user
from common import events
from integration.feed import queries as feed
from integration.webhooks.models import WebhookEndpoint
from integration.webhooks.tests.receivers import allow, make_endpoint
from orders.tests import builders

RECEIVER = settings.BASE_DIR / "docs" / "integration" / "receiver.py"
SENDER = """
import django, time
django.setup()
from integration.webhooks import running
from integration.webhooks.models import WebhookEndpoint
while True:
    WebhookEndpoint.objects.filter(state="ACTIVE").update(due_at=None, failures=0)  # we cannot wait a minute here
    running.send_all()
    time.sleep(0.1)
"""
PATIENCE = 90.0
KILLS = 4


def _database():
    held = connection.settings_dict
    user = f"{quote(held['USER'])}:{quote(held['PASSWORD'])}@" if held["PASSWORD"] else f"{held['USER']}@"
    host = held["HOST"]
    if host.startswith("/"):
        return f"postgresql://{user}/{held['NAME']}?host={host}" + (f"&port={held['PORT']}" if held["PORT"] else "")
    return f"postgresql://{user}{host}:{held['PORT'] or 5432}/{held['NAME']}"


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def _start_sender():
    more = {"DATABASE_URL": _database(), "DJANGO_SETTINGS_MODULE": "orders_site.settings", "ORDERS_PROCESS": "worker"}
    environment = {**os.environ, **more, "ORDERS_OUTGOING_PRIVATE": "127.0.0.1", "DATABASE_REPLICA_URL": ""}
    return subprocess.Popen([sys.executable, "-c", SENDER], cwd=settings.BASE_DIR, env=environment)


def _taken(store):
    with sqlite3.connect(store, timeout=30) as read:
        return [row[0] for row in read.execute("SELECT message FROM taken ORDER BY rowid")]


def _wanted(reader):
    found, after = [], 0
    while True:
        page = feed.read(reader, after=after, limit=1000)
        found, after = found + [f"evt_{one.id}" for one in page.entries], page.after
        if not page.has_more:
            return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_every_event_takes_effect_once_and_in_its_order(tmp_path, settings):
    cast, reader, boss = builders.make_order_cast(), make_user("api_client"), make_user("administrator")
    allow()
    settings.OUTGOING_PRIVATE = ["127.0.0.1"]
    port, store, chance = _free_port(), tmp_path / "mine.sqlite3", random.Random(20261123)
    endpoint = make_endpoint(boss, f"http://127.0.0.1:{port}/in", reader_id=reader.pk)
    WebhookEndpoint.objects.update(position=0)
    command = [sys.executable, str(RECEIVER), str(port), endpoint.told_secret, str(store)]
    receiver, sender = subprocess.Popen(command), _start_sender()
    try:
        for round_no in range(KILLS):
            for _ in range(3):
                builders.make_submitted(cast.owner)
                events.place_events()
                time.sleep(chance.uniform(0.1, 0.4))
            time.sleep(chance.uniform(0.0, 1.5))
            if round_no % 2:
                receiver.kill()
                receiver.wait()
                receiver = subprocess.Popen(command)
            else:
                time.sleep(3)  # it has to have begun
                sender.kill()
                sender.wait()
                sender = _start_sender()
        wanted, until = _wanted(reader), time.monotonic() + PATIENCE
        while (not store.exists() or len(_taken(store)) < len(wanted)) and time.monotonic() < until:
            time.sleep(0.3)
        assert len(wanted) > KILLS and _taken(store) == wanted
    finally:
        for process in (sender, receiver):
            process.kill()
            process.wait()
