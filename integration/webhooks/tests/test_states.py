"""When a webhook is tried again, and how its messages are signed."""

import base64
import importlib.util
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from integration.webhooks import signing, states

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_the_pauses_grow_and_end():
    waits = [states.next_try(n, at=AT) for n in range(1, 8)]
    assert [(one - AT) / timedelta(minutes=1) if one else None for one in waits] == [1, 5, 30, 120, 480, 1440, None]


def test_a_receiver_may_ask_for_a_longer_pause_and_for_no_shorter_one():
    def asked(**more):
        return states.next_try(1, at=AT, asked=timedelta(**more)) - AT

    assert asked(minutes=10) == timedelta(minutes=10)
    assert asked(seconds=1) == timedelta(minutes=1)
    assert asked(days=30) == timedelta(days=1)


def test_a_signature_is_that_of_the_standard():
    # the example of standardwebhooks.com
    secret, stamp = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "1614265330"
    made = signing.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", stamp, b'{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secrets_are_long_and_never_the_same():
    made = {signing.make_secret() for _ in range(5)}
    assert len(made) == 5
    assert all(len(base64.b64decode(one.removeprefix("whsec_"))) == 32 for one in made)


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("receiver", settings.BASE_DIR / "docs/integration/receiver.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestReferenceReceiver:
    SECRET = signing.make_secret()

    def headers(self, *secrets, at=AT, body=b"{}"):
        return signing.headers(secrets or [self.SECRET], "evt_1", at, body)

    def test_it_takes_what_is_signed_with_its_secret(self, reference):
        assert reference.is_genuine(self.SECRET, self.headers(), b"{}", AT.timestamp() + 200)

    def test_it_takes_it_while_the_secret_is_changed(self, reference):
        both = self.headers(signing.make_secret(), self.SECRET)
        assert reference.is_genuine(self.SECRET, both, b"{}", AT.timestamp())

    def test_it_refuses_what_anybody_changed(self, reference):
        now = AT.timestamp()
        assert not reference.is_genuine(self.SECRET, self.headers(), b"{ }", now)
        assert not reference.is_genuine(self.SECRET, self.headers() | {"webhook-id": "evt_2"}, b"{}", now)
        later = str(int(now) + 1)
        assert not reference.is_genuine(self.SECRET, self.headers() | {"webhook-timestamp": later}, b"{}", now)
        assert not reference.is_genuine(self.SECRET, self.headers(signing.make_secret()), b"{}", now)
        assert not reference.is_genuine(self.SECRET, {}, b"{}", now)

    def test_it_refuses_an_old_message_sent_again(self, reference):
        assert not reference.is_genuine(self.SECRET, self.headers(), b"{}", AT.timestamp() + 301)
        assert not reference.is_genuine(self.SECRET, self.headers(), b"{}", AT.timestamp() - 301)

    def test_it_takes_each_number_once(self, reference, tmp_path):
        store = reference.open_store(str(tmp_path / "mine.sqlite3"))
        for _ in range(2):
            reference.take(store, "evt_1", {"type": "order.effective", "data": {}})
        assert store.execute("SELECT count(*) FROM taken").fetchone() == (1,)
