"""What a machine that watches is told, and who is told nothing."""

from datetime import timedelta
from types import SimpleNamespace

import psycopg2
import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import Client, override_settings
from prometheus_client.parser import text_string_to_metric_families

from accounts.tests.builders import make_user
from common import clock, gauges, heartbeat
from common.models import Event, Heartbeat, Job, OutboxMessage
from orders_site import metrics


def numbers(client: Client, **headers: str) -> dict[tuple[str, str], float]:
    """(name, label values) → number, as Prometheus reads the page."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, " ".join(one.labels.values())): one.value for family in families for one in family.samples}


def test_requests_are_counted_by_door_and_kind_of_status(client, db):
    before = numbers(client)
    client.force_login(make_user(roles=["order_desk"]))
    client.get("/orders/")
    client.get("/orders/", headers={"HX-Request": "true"})
    client.get("/api/v1/orders/987654321/")
    after = numbers(client)

    def grown(*labels: str) -> float:
        key = ("orders_http_requests_total", " ".join(labels))
        return after.get(key, 0) - before.get(key, 0)

    assert (grown("page", "GET", "2xx"), grown("part", "GET", "2xx"), grown("api", "GET", "4xx")) == (1, 1, 1)
    assert after["orders_http_request_seconds_count", "page"] - before.get(
        ("orders_http_request_seconds_count", "page"), 0
    ) == 1  # fmt: skip


def test_the_probes_do_not_count_themselves(client, db):
    first = numbers(client)
    client.get("/healthz")
    assert {key: value for key, value in numbers(client).items() if key[0] == "orders_http_requests_total"} == {
        key: value for key, value in first.items() if key[0] == "orders_http_requests_total"
    }


def test_what_waits_and_what_stands_still_can_be_read_off(client, db):
    now = clock.now()
    Heartbeat.objects.update_or_create(part=heartbeat.WORKER, defaults={"at": now - timedelta(seconds=300)})
    Job.objects.create(kind="x", actor_id=1, state="QUEUED", created_at=now - timedelta(seconds=600))
    Job.objects.create(kind="x", actor_id=1, state="FAILED", created_at=now, finished_at=now)
    Event.objects.create(at=now - timedelta(seconds=50), kind="order.saved")
    OutboxMessage.objects.create(
        topic="mail", dedupe_key="k", created_at=now, due_at=now - timedelta(hours=1), state="FAILED"
    )
    Job.objects.create(
        kind="invariants",
        actor_id=1,
        state="DONE",
        created_at=now,
        finished_at=now,
        result={"broken": 2, "findings": []},
    )
    seen = numbers(client)
    assert seen["orders_database_up", ""] == 1
    assert seen["orders_background_silent_seconds", ""] == pytest.approx(300, abs=60)
    assert (seen["orders_jobs", "queued"], seen["orders_jobs_failed_in_a_day", ""]) == (1, 1)
    assert seen["orders_jobs_oldest_seconds", ""] == pytest.approx(600, abs=60)
    assert seen["orders_events_unplaced", ""] >= 1
    assert seen["orders_outbox_undelivered", "failed"] == 1
    assert seen["orders_invariants_broken", ""] == 2


def test_a_room_that_cannot_answer_hides_no_other(client, db, monkeypatch):
    def broken(at):
        raise DatabaseError("no such table")

    monkeypatch.setitem(gauges.gauges._entries, "common.jobs", broken)
    seen = numbers(client)
    assert seen["orders_unreadable", "common.jobs"] == 1
    assert ("orders_outbox_late", "") in seen


def test_without_the_database_it_says_so(client, db, monkeypatch):
    def away():
        raise OperationalError("connection refused")

    monkeypatch.setattr(metrics, "connection", SimpleNamespace(cursor=away, close=lambda: None))
    seen = numbers(client)
    assert seen["orders_database_up", ""] == 0
    assert ("orders_outbox_late", "") not in seen


@pytest.mark.django_db(transaction=True)
def test_a_kept_connection_that_died_is_made_anew(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        before = cursor.fetchone()[0]
    with psycopg2.connect(**_plain(connection)) as other:
        other.cursor().execute("SELECT pg_terminate_backend(%s)", [before])
    other.close()
    seen = {(one.name, *one.labels.values()): one.value for one in metrics._Standing._readings()}
    assert seen["orders_database_up",] == 1 and not [key for key in seen if key[0] == "orders_unreadable"]


def _plain(found):
    wanted = ("dbname", "user", "password", "host", "port")
    return {name: value for name, value in found.get_connection_params().items() if name in wanted}


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_while_the_database_is_away_says_so(monkeypatch):
    """Asked on the connection that stands, and not only whether one does."""
    asked = []

    class Dead:
        def cursor(self):
            asked.append("cursor")
            raise OperationalError("server closed the connection unexpectedly")

        def ensure_connection(self):
            """One stands, as far as this side knows."""

        def close(self):
            asked.append("close")

    monkeypatch.setattr(metrics, "connection", Dead())
    assert [one.value for one in metrics._Standing._readings()] == [0]
    assert asked == ["cursor", "close"] * 2


@override_settings(TRUSTED_PROXY=True, METRICS_TOKEN="a" * 40)
def test_another_machine_reads_it_with_the_token_alone(client, db):
    away = {"X-Forwarded-For": "203.0.113.9"}
    assert client.get("/metrics", headers=away).status_code == 404
    assert client.get("/metrics", headers={**away, "Authorization": "Bearer b"}).status_code == 404
    assert client.get("/metrics", headers={**away, "Authorization": f"Basic {'a' * 40}"}).status_code == 404
    assert numbers(client, **away, Authorization=f"Bearer {'a' * 40}")


@override_settings(TRUSTED_PROXY=True, METRICS_TOKEN="")
def test_without_a_token_no_other_machine_reads_it(client, db):
    away = {"X-Forwarded-For": "203.0.113.9"}
    assert client.get("/metrics", headers={**away, "Authorization": "Bearer "}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "::1"}).status_code == 200


def test_it_may_not_be_written_to(client):
    assert client.post("/metrics").status_code == 405
