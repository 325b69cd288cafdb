"""Outgoing mail in the console: how it stands, what is given up, addresses that are released."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from accounts.console import operations
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import AT, make_user
from common import clock, errors, outbox
from common.mailing import bounces
from common.mailing.models import MailAddress
from common.models import Event, OutboxMessage
from common.outbox import Patience

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
LIST = "admin:common_outboxmessage_changelist"


@pytest.fixture
def boss():
    return make_user("administrator", email="boss@example.com", language="en")


@pytest.fixture
def console(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture
def outsider(client, boss):
    """Somebody who may open the console, but not send messages again."""
    role = Role.objects.get(code="executive")
    roles.set_grants(actor=boss, role_id=role.pk, grants={"admin.console": "ALL", "audit.view": ""}, at=AT)
    client.force_login(make_user("executive", language="en"))
    assert client.get("/admin/").status_code == 200
    return client


def message(state, key="m", **more):
    given = {"topic": "mail", "dedupe_key": key, "state": state, "due_at": AT, "created_at": AT} | more
    return OutboxMessage.objects.create(**given)


def blocked(address="gone@example.com", **more):
    given = {"kind": "HARD", "hard": 2, "soft": 1, "reason": "550 no such user", "first_at": AT, "last_at": AT}
    return MailAddress.objects.create(address=address, is_blocked=True, **given | more)


def state_of(row):
    row.refresh_from_db()
    return row.state


class TestGivingUp:
    def test_only_what_waits_for_a_person_is_given_up_and_it_is_told_of_each(self, boss):
        rows = {state: message(state, key=state) for state in State.values}
        ids = [row.pk for row in rows.values()]
        assert operations.give_up_messages(actor=boss, message_ids=ids, at=AT) == 2
        assert {state: state_of(row) for state, row in rows.items()} == {
            **{state: state for state in State.values},
            State.DOUBTFUL: State.MOOT,
            State.FAILED: State.MOOT,
        }
        told = Event.objects.filter(kind="outbox.given_up", actor_id=boss.pk)
        assert set(told.values_list("subject_id", flat=True)) == {rows[State.DOUBTFUL].pk, rows[State.FAILED].pk}

    def test_what_is_given_up_goes_no_more_and_waits_for_nobody(self, boss):
        row = message(State.DOUBTFUL, payload={"to": "a@b.c", "subject": "s", "body": "b"})
        operations.give_up_messages(actor=boss, message_ids=[row.pk], at=AT)
        assert outbox.relay() == 0 and not outbox.standing(at=clock.now()).needs_a_person
        assert operations.resend_messages(actor=boss, message_ids=[row.pk], at=AT) == 0

    def test_twice_is_once(self, boss):
        row = message(State.FAILED)
        given = {"actor": boss, "message_ids": [row.pk, row.pk], "at": AT}
        assert [operations.give_up_messages(**given) for _turn in range(2)] == [1, 0]
        assert Event.objects.filter(kind="outbox.given_up").count() == 1

    def test_an_old_page_gives_up_nothing_that_is_on_its_way_again(self, console, boss):
        row = message(State.DOUBTFUL)
        page = console.get(reverse(LIST)).content.decode()
        assert "Give up" in page
        operations.resend_messages(actor=boss, message_ids=[row.pk], at=AT)
        answer = console.post(reverse(LIST), {"action": "give_up", "_selected_action": [row.pk]}, follow=True)
        assert "0 messages are given up." in answer.content.decode()
        assert state_of(row) == State.PENDING

    def test_the_console_gives_up_what_is_ticked(self, console):
        mine, other = message(State.DOUBTFUL), message(State.DOUBTFUL, key="other")
        console.post(reverse(LIST), {"action": "give_up", "_selected_action": [mine.pk]})
        assert (state_of(mine), state_of(other)) == (State.MOOT, State.DOUBTFUL)

    def test_without_the_right_nothing_is_given_up(self, outsider):
        row = message(State.DOUBTFUL)
        assert outsider.post(reverse(LIST), {"action": "give_up", "_selected_action": [row.pk]}).status_code == 403
        with pytest.raises(errors.NotAllowed):
            operations.give_up_messages(actor=make_user("executive"), message_ids=[row.pk], at=AT)
        assert state_of(row) == State.DOUBTFUL and not Event.objects.filter(kind="outbox.given_up").exists()

    @pytest.mark.django_db(transaction=True)
    def test_one_sends_it_again_while_another_gives_it_up(self, boss):
        row, barrier = message(State.DOUBTFUL), threading.Barrier(2)

        def press(verb):
            barrier.wait(timeout=20)
            try:
                return verb(actor=boss, message_ids=[row.pk], at=AT)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            sent, given_up = pool.map(press, (operations.resend_messages, operations.give_up_messages))
        assert sent + given_up == 1
        assert state_of(row) == (State.PENDING if sent else State.MOOT)
        assert Event.objects.filter(kind__in=("outbox.resent", "outbox.given_up")).count() == 1


class TestReleasing:
    def test_mail_goes_there_again_and_its_count_begins_anew(self, boss):
        row = blocked()
        at = clock.now()
        assert bounces.why_blocked(row.address) == "550 no such user"
        found = operations.release_address(actor=boss, address_id=row.pk, at=at)
        assert (found.is_blocked, found.hard, found.soft, found.released_at) == (False, 0, 0, at)
        assert bounces.why_blocked(row.address) is None
        event = Event.objects.get(kind="mail.released")
        assert (event.actor_id, event.subject_number) == (boss.pk, row.address)

    def test_twice_is_refused(self, boss):
        row = blocked()
        operations.release_address(actor=boss, address_id=row.pk, at=AT)
        with pytest.raises(errors.WrongState):
            operations.release_address(actor=boss, address_id=row.pk, at=AT)
        assert Event.objects.filter(kind="mail.released").count() == 1

    def test_what_comes_back_again_blocks_it_again(self, boss):
        row = blocked()
        operations.release_address(actor=boss, address_id=row.pk, at=AT)
        bounces.note(to="Gone@Example.com", kind="HARD", reason="550 still none", message=None, at=AT)
        row.refresh_from_db()
        assert row.is_blocked and row.hard == 1 and row.reason == "550 still none"

    def test_an_address_that_is_not_there_is_not_found(self, boss):
        with pytest.raises(errors.NotFound):
            operations.release_address(actor=boss, address_id=0, at=AT)

    def test_without_the_right_it_stays_blocked(self, outsider):
        row = blocked()
        with pytest.raises(errors.NotAllowed):
            operations.release_address(actor=make_user("executive"), address_id=row.pk, at=AT)
        for name in ("changelist", "change", "verb"):
            given = {"changelist": [], "change": [row.pk], "verb": [row.pk, "release"]}[name]
            assert outsider.get(reverse(f"admin:common_mailaddress_{name}", args=given)).status_code == 403, name
        assert outsider.post(reverse("admin:common_mailaddress_verb", args=[row.pk, "release"])).status_code == 403
        row.refresh_from_db()
        assert row.is_blocked


class TestAddresses:
    def test_the_list_shows_blocked_ones_first_and_alone(self, console):
        blocked()
        MailAddress.objects.create(address="full@example.com", kind="SOFT", soft=3, first_at=AT, last_at=AT)
        listed = console.get(reverse("admin:common_mailaddress_changelist")).context["cl"].result_list
        assert [row.address for row in listed] == ["gone@example.com", "full@example.com"]
        page = console.get(f"{reverse('admin:common_mailaddress_changelist')}?is_blocked__exact=1")
        assert [row.address for row in page.context["cl"].result_list] == ["gone@example.com"]

    def test_only_a_blocked_one_offers_to_be_released(self, console):
        row = blocked()
        page, verb = (
            reverse("admin:common_mailaddress_change", args=[row.pk]),
            reverse("admin:common_mailaddress_verb", args=[row.pk, "release"]),
        )
        assert verb in console.get(page).content.decode()
        assert console.post(verb).status_code == 303
        row.refresh_from_db()
        assert not row.is_blocked
        assert verb not in console.get(page).content.decode()

    def test_a_page_that_was_open_since_before_is_told_so(self, console, boss):
        row = blocked()
        verb = reverse("admin:common_mailaddress_verb", args=[row.pk, "release"])
        console.get(verb)
        operations.release_address(actor=boss, address_id=row.pk, at=AT)
        assert console.post(verb).status_code in (409, 422)
        assert Event.objects.filter(kind="mail.released").count() == 1

    def test_nothing_is_typed_in_here(self, console):
        row = blocked()
        page = reverse("admin:common_mailaddress_change", args=[row.pk])
        console.post(page, {"address": "me@example.com", "is_blocked": ""})
        row.refresh_from_db()
        assert row.is_blocked and row.address == "gone@example.com"
        assert console.get("/admin/common/mailaddress/add/").status_code == 403
        assert console.post(f"/admin/common/mailaddress/{row.pk}/delete/", {"post": "yes"}).status_code in (403, 404)
        assert MailAddress.objects.exists()


class TestHowMailStands:
    def page(self, client):
        return client.get(reverse("admin:mail")).content.decode()

    def test_nothing_waits(self, console):
        assert "Nothing waits." in self.page(console)

    def test_what_is_on_its_way_is_no_alarm_also_when_it_is_many_and_patient(self, console):
        now = clock.now()
        for number in range(3):
            due = now - timedelta(minutes=40)
            message(State.PENDING, key=f"p{number}", topic="reminder", patience=Patience.PATIENT, due_at=due)
        page = self.page(console)
        assert "none is late" in page and "Nothing waits." not in page
        assert '?state__exact=PENDING">3</a>' in page

    def test_what_is_late_is_said(self, console):
        message(State.PENDING, due_at=clock.now() - timedelta(minutes=11))
        assert "Messages wait longer than usual." in self.page(console)

    def test_each_figure_leads_to_its_list(self, console, boss):
        message(State.FAILED, key="f")
        message(State.DOUBTFUL, key="d1")
        message(State.DOUBTFUL, key="d2", topic="other.topic")  # goes by no mail server
        message(State.PENDING, key="p", attempts=2, claimed_at=AT, last_error="451 greylisted <b>", due_at=clock.now())
        blocked()
        page = self.page(console)
        assert '?show=doubtful">1</a>' in page and '?show=failed">1</a>' in page
        assert '?is_blocked__exact=1">1</a>' in page
        assert "451 greylisted &lt;b&gt;" in page and "2 messages are doubtful, 1 failed" in page

    def test_ones_own_last_test_mail_is_shown_and_no_other(self, console, boss):
        message(State.SENT, key=f"test-{boss.pk}-1", sent_at=AT, bounce="HARD")
        message(State.FAILED, key="test-0-1", last_error="of somebody else")
        page = self.page(console)
        assert "Your last test mail" in page and "It came back." in page and "of somebody else" not in page

    def test_only_with_the_right(self, outsider):
        assert outsider.get(reverse("admin:mail")).status_code == 403
        assert outsider.post(reverse("admin:mail")).status_code == 403
        assert not OutboxMessage.objects.exists()

    def test_the_page_asks_no_more_of_the_database_the_more_there_is(self, console, django_assert_max_num_queries):
        for number in range(30):
            message(State.DOUBTFUL, key=f"d{number}")
            blocked(f"a{number}@example.com")
        console.get(reverse("admin:mail"))
        with django_assert_max_num_queries(22):
            self.page(console)
