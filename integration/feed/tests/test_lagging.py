"""How far clients are behind the feed is known by their own calls."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import clock, gauges
from common.standing import sections
from integration.feed import lagging, queries
from integration.feed.models import FeedReader
from integration.webhooks.tests.receivers import happen

pytestmark = pytest.mark.django_db
FEED = "/api/v1/events/"


class Machine:
    """A client with a token."""

    def __init__(self, boss, name="Ledger", scopes=("event.feed", "order.view")):
        user = make_user("api_client")
        made = {"actor": boss, "user_id": user.pk, "name": name, "scopes": list(scopes), "at": clock.now()}
        self.token, self.secret = tokens.issue_token(**made)
        self.client = Client(headers={"Authorization": f"Token {self.secret}"})

    def get(self, path=FEED, **query):
        return self.client.get(path, query)

    @property
    def note(self):
        return FeedReader.objects.filter(token=self.token).first()


@pytest.fixture
def boss():
    return make_user("administrator")


@pytest.fixture
def machine(boss):
    return Machine(boss)


def lag_of(machine, at=None):
    return lagging.of_tokens([machine.token], at=at or clock.now())[machine.token.pk]


def test_what_a_client_asks_after_it_has(boss, machine):
    happen(boss, *["order.submitted"] * 3)
    newest = queries.newest_position()
    machine.get(after=newest - 2)
    assert machine.note.position == newest - 2 and lag_of(machine).behind == 2
    machine.get(after=newest)
    assert (lag_of(machine).behind, lag_of(machine).waits_since) == (0, None)


def test_late_is_who_leaves_events_waiting_not_who_is_asleep_with_nothing_to_take(boss, machine):
    happen(boss, "order.submitted")
    newest = queries.newest_position()
    happened = queries.time_after(newest - 1)
    machine.get(after=newest - 1)
    soon, later = (happened + timedelta(minutes=minutes) for minutes in (14, 16))
    assert not lag_of(machine, soon).is_late and lag_of(machine, later).is_late
    machine.get(after=newest)
    assert not lag_of(machine, later).is_late


def test_looking_one_thing_up_is_no_following(boss, machine):
    happen(boss, "order.submitted")
    machine.get(after=0, subject="orders.order")
    assert machine.note is None


def test_a_person_at_the_same_address_is_no_client(client, boss):
    client.force_login(boss)
    assert client.get(FEED).status_code == 200 and not FeedReader.objects.exists()


def test_a_refusal_is_told_until_a_call_is_answered(boss, machine):
    assert machine.get(after=queries.newest_position() + 9).status_code == 409
    assert lag_of(machine).error == f"409 cursor_ahead GET {FEED}"
    machine.get(after=0)
    assert lag_of(machine).error == "" and machine.note.refusal


def test_a_call_elsewhere_that_is_refused_counts_and_one_that_found_nothing_does_not(machine):
    machine.get("/api/v1/orders/SO20200101-0001/")
    assert machine.note is None
    machine.get("/api/v1/price-lists/")
    assert machine.note.refusal.startswith("403 ") and machine.note.position is None


def test_an_unknown_token_is_noted_nowhere(machine):
    answer = Client(headers={"Authorization": "Token so_nobody"}).get(FEED)
    assert answer.status_code == 401 and not FeedReader.objects.exists()


def test_who_stands_still_is_written_down_seldom(machine):
    machine.get(after=0)
    first = machine.note.asked_at
    machine.get(after=0)
    assert machine.note.asked_at == first


def test_the_page_the_state_and_the_numbers_say_it(client, boss, machine):
    happen(boss, *["order.submitted"] * 2)
    machine.get(after=queries.newest_position() - 2)
    later = queries.time_after(queries.newest_position() - 1) + timedelta(hours=2)
    told = {one.name: one.value for one in gauges.gauges["integration.clients"](later)}
    assert told["orders_feed_client_behind_events"] == 2 and told["orders_feed_client_lag_seconds"] >= 7000
    facts = [one for one in sections["integration"].ask(later) if str(one.label) == "Ledger"]
    assert len(facts) == 1 and facts[0].tone and "2 events behind" in str(facts[0].value)
    client.force_login(boss)
    page = client.get(reverse("integration:feed"))
    assert [one.lag.behind for one in page.context["askers"]] == [2] and "Ledger" in page.content.decode()


def test_one_sees_ones_own_clients_only(client, boss, machine):
    machine.get(after=0)
    client.force_login(make_user("api_client"))
    assert client.get(reverse("integration:feed")).context["askers"] == []


def test_a_revoked_token_is_told_of_no_more(boss, machine):
    machine.get(after=0)
    tokens.revoke_token(actor=boss, token_id=machine.token.pk, at=clock.now())
    assert lagging.all_lags(at=clock.now()) == []
