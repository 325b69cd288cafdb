"""Doubtful sends: what is known of each, what a decision would do, and that it is taken once."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.background import deciding, sends
from accounts.background.sends import Decision
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import AT, make_user
from common import errors, mailing
from common.mailing.models import MailAddress
from common.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
_keys = itertools.count(1)


@pytest.fixture
def boss():
    return make_user("administrator", email="boss@example.com", language="en")


@pytest.fixture
def console(client, boss):
    client.force_login(boss)
    return client


def message(state=State.DOUBTFUL, **more):
    given = {
        "topic": "mail",
        "dedupe_key": f"m{next(_keys)}",
        "payload": {"to": "a@example.com", "subject": "About your order", "body": "b"},
        "recipient": "a@example.com",
        "attempts": 1,
        "claimed_at": AT,
        "last_error": "the sender stopped while sending",
    }
    return OutboxMessage.objects.create(state=state, due_at=AT, created_at=AT, **given | more)


def words_of(boss, row):
    _page, [found] = sends.list_doubts(actor=boss)
    assert found.message.pk == row.pk
    return " ".join(words for _tone, words in found.evidence)


def state_of(row):
    row.refresh_from_db()
    return row.state


class TestWhatIsKnown:
    def test_what_to_whom_why_and_where_to_look_in_the_servers_log(self, boss):
        row = message()
        _page, [found] = sends.list_doubts(actor=boss)
        assert (found.label, found.what, found.whom) == ("Mail", "About your order", "a@example.com")
        assert found.is_doubtful and mailing.message_id(row.pk) in words_of(boss, row)

    def test_mail_that_came_back_did_not_reach_anybody(self, boss):
        assert "It came back" in words_of(boss, message(bounce="HARD"))

    def test_a_blocked_address_is_told(self, boss):
        given = {"kind": "HARD", "reason": "550 no such user", "first_at": AT, "last_at": AT}
        MailAddress.objects.create(address="a@example.com", is_blocked=True, **given)
        assert "550 no such user" in words_of(boss, message())

    def test_later_mail_that_was_taken_is_told_earlier_is_not(self, boss):
        row = message()
        message(State.SENT, sent_at=AT - timedelta(hours=1))
        assert "Later mail" not in words_of(boss, row)
        message(State.SENT, sent_at=AT + timedelta(hours=1))
        assert "Later mail" in words_of(boss, row)

    def test_only_what_waits_for_a_person_is_listed(self, boss):
        for state in State.values:
            message(state)
        _page, rows = sends.list_doubts(actor=boss)
        assert {one.message.state for one in rows} == {State.DOUBTFUL, State.FAILED}
        assert sends.counts() == {"doubtful": 1, "failed": 1}

    def test_the_list_asks_a_fixed_number_of_questions(self, boss, django_assert_max_num_queries):
        for _n in range(20):
            message()
        sends.list_doubts(actor=boss)
        with django_assert_max_num_queries(8):
            sends.list_doubts(actor=boss)


class TestDeciding:
    @pytest.mark.parametrize(
        ("decision", "state", "kind"),
        [
            (Decision.ARRIVED, State.SENT, "outbox.confirmed"),
            (Decision.AGAIN, State.PENDING, "outbox.resent"),
            (Decision.GIVE_UP, State.MOOT, "outbox.given_up"),
        ],
    )
    def test_each_decision_does_what_it_says_and_is_told(self, boss, decision, state, kind):
        row = message()
        assert deciding.decide(actor=boss, decision=decision, message_ids=[row.pk], at=AT).done == [row.pk]
        assert state_of(row) == state
        assert Event.objects.get(kind=kind).actor_id == boss.pk

    def test_what_somebody_decided_meanwhile_is_left_and_the_others_are_done(self, boss):
        gone, stays = message(State.PENDING), message()
        found = deciding.decide(actor=boss, decision=Decision.ARRIVED, message_ids=[gone.pk, stays.pk, 0], at=AT)
        assert found.done == [stays.pk]
        assert {pk: error.code for pk, error in found.refused} == {gone.pk: "wrong_state", 0: "not_found"}
        assert state_of(gone) == State.PENDING

    def test_the_effect_warns_of_what_may_arrive_twice(self, boss):
        rows = sends.chosen(actor=boss, ids=[message().pk, message(State.FAILED).pk])
        assert "1 of them may have arrived already" in sends.effect_of(rows, Decision.AGAIN)["warning"]
        assert not sends.effect_of([one for one in rows if not one.is_doubtful], Decision.AGAIN)["warning"]

    def test_the_effect_warns_of_saying_that_returned_mail_arrived(self, boss):
        rows = sends.chosen(actor=boss, ids=[message(bounce="HARD").pk])
        assert "1 of them came back" in sends.effect_of(rows, Decision.ARRIVED)["warning"]

    def test_without_the_right_nothing_is_decided(self, boss):
        row = message()
        with pytest.raises(errors.NotAllowed):
            deciding.decide(actor=make_user("executive"), decision="again", message_ids=[row.pk], at=AT)
        assert state_of(row) == State.DOUBTFUL

    @pytest.mark.django_db(transaction=True)
    def test_of_two_at_once_one_decides(self, boss):
        row, barrier = message(), threading.Barrier(2)

        def press(decision):
            barrier.wait(timeout=20)
            try:
                return len(deciding.decide(actor=boss, decision=decision, message_ids=[row.pk], at=AT).done)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(press, (Decision.ARRIVED, Decision.AGAIN)))
        assert sum(done) == 1
        assert state_of(row) == (State.SENT if done[0] else State.PENDING)


class TestPages:
    def test_a_decision_shows_its_effect_before_it_is_taken(self, console):
        row = message()
        listed = console.get(reverse("admin:sends")).text
        assert "About your order" in listed and "Doubtful" in listed
        asked = console.get(reverse("admin:sends-decide"), {"ids": row.pk, "decision": "again"}).text
        assert "may have arrived already" in asked and state_of(row) == State.DOUBTFUL
        answer = console.post(reverse("admin:sends-decide"), {"ids": row.pk, "decision": "again"})
        assert answer.status_code == 303 and state_of(row) == State.PENDING
        assert "1 message is decided." in console.get(answer["Location"]).text

    def test_without_a_tick_or_a_decision_nothing_happens(self, console):
        url = reverse("admin:sends-decide")
        assert console.get(url, {"decision": "again"}).status_code == 422
        assert console.post(url, {"ids": message().pk, "decision": "x"}).status_code == 422

    def test_who_may_only_look_is_not_asked_to_decide(self, client, boss):
        role = Role.objects.get(code="executive")
        roles.set_grants(actor=boss, role_id=role.pk, grants={"admin.console": "ALL"}, at=AT)
        client.force_login(make_user("executive", language="en"))
        row = message()
        page = client.get(reverse("admin:sends"))
        assert page.status_code == 200 and 'name="decision"' not in page.text
        answer = client.post(reverse("admin:sends-decide"), {"ids": row.pk, "decision": "again"})
        assert answer.status_code == 403 and state_of(row) == State.DOUBTFUL

    def test_the_front_page_and_the_state_lead_there(self, console):
        message()
        for name in ("admin:index", "admin:state"):
            assert reverse("admin:sends") in console.get(reverse(name)).text


def test_over_the_api_the_same(boss):
    api, row = APIClient(), message()
    api.force_authenticate(boss)
    [listed] = api.get("/api/v1/doubtful-messages/").json()["results"]
    assert (listed["id"], listed["state"], listed["what"]) == (row.pk, "DOUBTFUL", "About your order")
    body = {"decision": "arrived", "ids": [row.pk]}
    found = api.post("/api/v1/doubtful-messages/decide/", body, format="json", headers={"Idempotency-Key": "d"})
    assert found.json() == {"done": [row.pk], "refused": []} and state_of(row) == State.SENT
