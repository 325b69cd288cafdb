"""Many who come in at once from one address, and a provider that hangs: neither keeps the others out."""

import socket
import threading
import time

import pytest
from django.test import Client

from accounts.single_sign_on import operations, proving, queries, views
from accounts.single_sign_on import provider as known
from accounts.single_sign_on.faults import Fault, Why
from accounts.single_sign_on.tests.test_coming_in import BACK, BEGIN, begin, come_back, is_in, said, why
from accounts.tests.builders import AT, make_user
from common.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(user, provider):
    operations.link_identity(actor=make_user("administrator"), user_id=user.pk, subject="u-1", at=AT)
    return user


def refusals():
    return Event.objects.filter(kind=queries.REFUSED).count()


class TestOneAddress:
    @pytest.fixture(autouse=True)
    def few(self, monkeypatch):
        monkeypatch.setattr(views, "REFUSALS", 3)

    def test_an_office_behind_one_address_comes_in_man_by_man(self, linked, provider):
        for _n in range(6):
            browser = Client()
            come_back(browser, provider)
            assert is_in(browser)

    def test_stray_returns_shut_nobody_out_and_are_written_down_a_few_times_only(self, client, linked, provider):
        for _n in range(8):
            Client().get(BACK, {"state": "made-up", "code": "x"})
        assert refusals() == 3
        come_back(client, provider)
        assert is_in(client)

    def test_after_too_many_codes_that_are_none_nothing_is_asked_of_the_provider(self, client, linked, provider):
        for _n in range(3):
            come_back(Client(), provider, code="guessed")
        assert why() == "code"
        asked = len(provider.asked)
        assert "Too many tries" in said(client, come_back(client, provider, code="guessed"))
        assert len(provider.asked) == asked and refusals() == 3

    def test_an_identity_that_is_nobodys_is_refused_without_shutting_out_its_neighbours(self, client, user, provider):
        for _n in range(3):
            come_back(Client(), provider)
        assert why() == "not linked"
        assert "Too many tries" in said(client, come_back(client, provider))
        operations.link_identity(actor=make_user("administrator"), user_id=user.pk, subject="u-2", at=AT)
        provider.person["sub"] = "u-2"
        browser = Client()
        come_back(browser, provider)
        assert is_in(browser), "who is linked comes in from the same address"


@pytest.fixture
def hole(site, monkeypatch):
    """A provider that takes connections and says nothing."""
    monkeypatch.setattr(known, "TIMEOUT", 0.5)
    monkeypatch.setattr(known, "PATIENCE", 0.1)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        site.OIDC_ISSUER = f"http://127.0.0.1:{listener.getsockname()[1]}"
        site.OIDC_CLIENT_ID = "x"
        site.OUTGOING_PRIVATE = ["127.0.0.1"]
        yield site


def seconds(call):
    began = time.monotonic()
    call()
    return time.monotonic() - began


def fails():
    with pytest.raises(Fault):
        known.current()


class TestOneThatHangs:
    def test_it_costs_one_request_its_time_and_the_next_none(self, client, hole):
        first = seconds(lambda: client.get(BEGIN))
        assert "cannot be reached" in said(client, client.get(BEGIN)) and first >= 0.5
        after = [seconds(lambda: client.get(BEGIN)) for _n in range(3)]
        assert min(after) < 0.3 and why() == "away"

    def test_it_is_asked_again_after_a_pause(self, hole, monkeypatch):
        monkeypatch.setattr(known, "PAUSE", 0.0)
        for _n in range(2):
            assert seconds(fails) >= 0.5

    def test_one_thread_reads_its_description_the_others_do_not_wait_for_it(self, hole, monkeypatch):
        monkeypatch.setattr(known, "TIMEOUT", 3.0)
        reader = threading.Thread(target=fails)
        reader.start()
        while not known._reading.locked():
            time.sleep(0.01)
        assert seconds(fails) < 2.0
        reader.join()

    def test_meanwhile_what_was_known_before_serves(self, provider, monkeypatch):
        monkeypatch.setattr(known, "PATIENCE", 0.0)
        before = known.current()
        monkeypatch.setattr(known, "LASTS", 0.0)
        with known._reading:
            assert known.current() == before

    def test_a_return_takes_its_seconds_and_no_more(self, client, linked, provider, monkeypatch):
        monkeypatch.setattr(proving, "LASTS", 0.4)
        address = begin(client)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(50)
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/token"
            object.__setattr__(known.current(), "token", url)
            assert seconds(lambda: come_back(client, provider, address)) < 3.0
        assert why() == "away" and url in known._failed

    def test_no_more_than_a_few_threads_ask_at_a_time(self, hole):
        taken = [known._asking.acquire(blocking=False) for _n in range(known.AT_ONCE)]
        try:
            with pytest.raises(Fault) as caught:
                known.ask("GET", f"{hole.OIDC_ISSUER}/keys")
        finally:
            for _one in taken:
                known._asking.release()
        assert (caught.value.why, caught.value.told) == (Why.AWAY, "busy")
