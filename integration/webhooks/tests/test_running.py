"""The round of all webhooks: nobody waits for another, and nothing goes twice because two run."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connections

from accounts.tests.builders import make_user
from common import clock
from integration.webhooks import operations, running, sending
from integration.webhooks.models import WebhookEndpoint
from integration.webhooks.tests.receivers import allow, happen, make_endpoint, receiver

pytestmark = pytest.mark.django_db(transaction=True)
ROUND = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def here(settings):
    settings.OUTGOING_PRIVATE = ["127.0.0.1"]


@pytest.fixture
def boss():
    allow()
    return make_user("administrator", name="Boss")


@pytest.fixture
def there():
    with receiver() as told:
        yield told


def at_once(*calls):
    """Run the calls at the same time, each on a connection of its own; what they gave."""
    gave, gate = [], threading.Barrier(len(calls))

    def run(call):
        try:
            gate.wait(20)
            gave.append(call())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return gave


def positions(there, path):
    return [json.loads(body)["data"]["position"] for one, _, body in there.calls if one == path]


def test_a_slow_endpoint_keeps_no_other_waiting(boss, there):
    slow = make_endpoint(boss, f"{there.url}/slow", name="Slow", kinds=["order.*"])
    make_endpoint(boss, f"{there.url}/quick", name="Quick", kinds=["order.*"])
    done, quick_done = threading.Event(), []
    there.pauses["/slow"] = 0.5
    happen(boss, *["order.submitted"] * 5)

    def look():
        while not done.is_set():
            if len(positions(there, "/quick")) == 5:
                quick_done.append(len(positions(there, "/slow")))
                return
            done.wait(0.02)

    watcher = threading.Thread(target=look)
    watcher.start()
    assert running.send_all(budget=ROUND) == 10
    done.set()
    watcher.join(10)
    assert quick_done and quick_done[0] <= 2
    assert positions(there, "/slow") == positions(there, "/quick")
    assert WebhookEndpoint.objects.get(pk=slow.pk).failures == 0


def test_a_dead_endpoint_keeps_no_other_waiting(boss, there, monkeypatch):
    monkeypatch.setattr(sending, "TIMEOUT_S", 1.0)
    there.pauses["/dead"] = 3.0
    for n in range(3):
        make_endpoint(boss, f"{there.url}/dead", name=f"Dead {n}", kinds=["order.*"])
    make_endpoint(boss, f"{there.url}/well", name="Well", kinds=["order.*"])
    happen(boss, *["order.submitted"] * 30)
    running.send_all(budget=ROUND)
    assert len(positions(there, "/well")) == 30
    assert set(WebhookEndpoint.objects.filter(name__startswith="Dead").values_list("failures", "last_error")) == {
        (1, "TIME")
    }


def test_what_goes_wrong_with_one_endpoint_stays_there(boss, there, monkeypatch):
    bad = make_endpoint(boss, f"{there.url}/bad", name="Bad", kinds=["order.*"])
    make_endpoint(boss, f"{there.url}/good", name="Good", kinds=["order.*"])
    WebhookEndpoint.objects.filter(pk=bad.pk).update(secret="whsec_abc")
    happen(boss, "order.submitted")
    running.send_all(budget=timedelta(seconds=2))
    assert len(positions(there, "/good")) == 1 and positions(there, "/bad") == []


def test_two_senders_of_one_endpoint_send_nothing_twice(boss, there):
    endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
    happen(boss, *["order.submitted"] * 12)
    there.pauses["/in"] = 0.05
    until = clock.now() + ROUND

    def serve():
        return sending.serve(endpoint.pk, until=until, now=clock.now)

    gave = at_once(serve, serve, serve)
    assert sorted(gave)[:2] == [0, 0] and sum(gave) == 12
    sent = positions(there, "/in")
    assert sent == sorted(set(sent)) and len(sent) == 12


def test_a_second_round_does_nothing_while_one_runs(boss, there):
    make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
    happen(boss, *["order.submitted"] * 4)
    there.pauses["/in"] = 0.2
    gave = at_once(lambda: running.send_all(budget=ROUND), lambda: running.send_all(budget=ROUND))
    assert sorted(gave) == [0, 4]


def test_who_removes_a_webhook_while_it_is_sent_to_waits_for_nobody(boss, there):
    endpoint = make_endpoint(boss, f"{there.url}/in", kinds=["order.*"])
    happen(boss, *["order.submitted"] * 4)
    there.pauses["/in"] = 0.4

    def remove():
        while not there.calls:
            threading.Event().wait(0.02)
        operations.remove(actor=boss, endpoint_id=endpoint.pk, at=clock.now())
        return "removed"

    gave = at_once(lambda: running.send_all(budget=ROUND), remove)
    assert "removed" in gave and not WebhookEndpoint.objects.exists() and len(there.calls) < 4
