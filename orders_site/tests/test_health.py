"""The two questions of the machinery, and that Redis is never a reason to fail."""

import pytest
import redis
from django.conf import settings
from django.test import Client, override_settings

from orders_site import cache, health, web_worker


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr(cache.FailOpenCache, "_resting_until", 0.0)


def test_alive_without_asking_the_database(client):
    answer = client.get("/healthz")  # the test would fail on any query: it asks for no database
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@override_settings(INSTANCE="this-run")
def test_alive_says_which_run_answers(client):
    assert client.get("/healthz").json()["instance"] == "this-run"


def test_ready_tells_of_the_database_and_the_outbox(client, db):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert {"database": "ok", "migrations": "ok", "outbox": "ok"}.items() <= answer.json().items()


def test_not_ready_while_a_migration_is_missing(client, db, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["orders.0002"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "missing")


def test_not_ready_without_the_database(client, db, monkeypatch):
    from django.db import OperationalError

    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "_is_migrated", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "away")


def test_health_may_not_be_written_to(client):
    assert client.post("/healthz").status_code == 405


def test_every_answer_forbids_inline_scripts(client):
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


def away_cache() -> cache.FailOpenCache:
    return cache.FailOpenCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.3}})


def test_a_cache_that_is_away_misses_instead_of_failing():
    away = away_cache()
    away.set("key", 1)
    assert away.get("key", "nothing") == "nothing"
    assert away.get_many(["key"]) == {}
    assert away.add("key", 1) is True
    assert away.incr("key") == 1
    away.delete("key")
    away.clear()


def test_a_cache_that_is_away_is_not_asked_again_at_once(monkeypatch):
    away = away_cache()
    away.get("key")
    asked = []
    monkeypatch.setattr(away._cache, "get", lambda *args: asked.append(args))
    for _ in range(100):
        away.get("key")
    assert asked == []


def test_clearing_the_cache_keeps_the_job_messages():
    client = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    client.set("jobs:celery", "a message")
    present = cache.FailOpenCache(settings.CELERY_BROKER_URL, {"KEY_PREFIX": "cache"})
    present.set("key", 1)
    present.clear()
    assert present.get("key") is None
    assert client.getdel("jobs:celery") == b"a message"


def test_a_page_is_served_while_redis_is_away(db):
    with override_settings(CACHES={"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}):
        assert Client().get(settings.LOGIN_URL).status_code == 200


@pytest.mark.parametrize(
    ("headers", "address", "words"),
    [
        ({"Accept-Language": "zh-CN"}, "/orders/", "稍后再试"),
        ({}, "/api/v1/orders/", "unavailable"),
        ({"HX-Request": "true"}, "/orders/", ""),
    ],
)
def test_what_waited_for_too_long_is_not_begun(client, headers, address, words):
    """The test would fail on any query. A page, a call and a part are refused in their own way; a probe never is."""
    token = web_worker.waited.set(60.0)
    try:
        answer = client.get(address, headers=headers)
        assert client.get("/healthz").status_code == 200
    finally:
        web_worker.waited.reset(token)
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) <= 5
    assert words in answer.content.decode()
