"""The brake on API calls: so many a period and person, and it never stands in the way of a missing cache."""

import uuid
from types import SimpleNamespace

import pytest
from django.core.cache import caches

from common.api import throttle


@pytest.fixture
def moment(monkeypatch):
    """A clock that the test sets."""
    now = [6000.0]
    monkeypatch.setattr(throttle.time, "time", lambda: now[0])
    return now


def asks(rate="2/min"):
    """A throttle of this rate and a request of a person of its own."""
    person = SimpleNamespace(is_authenticated=True, pk=uuid.uuid4().hex)
    brake = type("Brake", (throttle.RateThrottle,), {"rate": rate})
    return lambda: (one := brake()).allow_request(SimpleNamespace(user=person), None) or one.wait()


def test_more_calls_than_the_rate_are_refused_until_the_period_ends(moment):
    ask = asks()
    assert [ask(), ask()] == [True, True]
    moment[0] = 6045.0
    assert ask() == 15.0
    moment[0] = 6060.0
    assert ask() is True


def test_each_person_has_a_rate_of_his_own(moment):
    ask, other = asks(), asks()
    assert [ask(), ask(), ask()] == [True, True, 60.0]
    assert other() is True


def test_a_silent_cache_refuses_nobody(monkeypatch, moment):
    monkeypatch.setattr(type(caches["default"]), "_resting_until", float("inf"))
    ask = asks()
    assert [ask(), ask(), ask()] == [True, True, True]
