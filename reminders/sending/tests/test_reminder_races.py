"""Two at the same moment: beats, senders, and a person who pays while the letter is on its way."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from common import errors
from orders.order.models import Order
from orders.tests import builders as orders
from reminders.reminder.models import Letter, Reminder
from reminders.reminder.states import State
from reminders.sending import letters, operations
from reminders.tests.engine import TODAY, at, make_rule, relay, scan, send, states

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


def at_once(*calls):
    """Run the calls on a connection each, all released at the same moment; their results or errors."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        barrier.wait(timeout=20)
        try:
            return call()
        except errors.DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_beats_find_everything_once(things, team):
    make_rule(steps=[0])
    for number in range(200):
        things.put(number, TODAY, team.worker, team.other)
    at_once(*[lambda: scan(at())] * 3)
    scan(at())
    assert Reminder.objects.count() == 400


def test_two_senders_tell_everything_once(things, team):
    make_rule(steps=[0], is_digest=False)
    for number in range(30):
        things.put(number, TODAY, team.worker, team.other)
    scan(at())
    at_once(*[lambda: send(at())] * 3)
    send(at("09:01"))
    assert Notification.objects.filter(kind="reminder.due").count() == 60
    assert set(Reminder.objects.values_list("state", flat=True)) == {State.SENT}
    assert Letter.objects.count() == 24  # twelve a day for each


def test_the_same_reminders_gathered_twice_at_once_go_once(things, team):
    """Without the lock of the job: the rows themselves keep two apart."""
    make_rule(steps=[0], is_digest=False)
    for number in range(10):
        things.put(number, TODAY, team.worker)
    scan(at())
    ids = list(Reminder.objects.values_list("pk", flat=True))
    system = system_user()
    at_once(*[lambda: operations.gather(actor=system, reminder_ids=ids, at=at())] * 3)
    assert Notification.objects.filter(kind="reminder.due").count() == 10
    assert Letter.objects.count() == 10


def test_who_pays_while_the_letter_is_prepared_is_not_reminded(things, team, monkeypatch):
    """The payment holds the order; the second look waits for it and then sees it."""
    order = orders.make_draft()
    make_rule(steps=[0], channels=["MAIL"])
    things.put(1, TODAY, team.worker, order=order)
    scan(at("09:00"))
    send(at("09:00"))
    held, paid = threading.Event(), threading.Event()

    def pay():
        try:
            with transaction.atomic():
                Order.objects.select_for_update(no_key=True).get(pk=order.pk)
                held.set()
                paid.wait(10)
                things.end(1)
        finally:
            connection.close()

    payer = threading.Thread(target=pay)
    payer.start()
    assert held.wait(10)
    threading.Timer(0.5, paid.set).start()
    relay(at("09:01"), monkeypatch)
    payer.join()
    assert django_mail.outbox == []
    assert states() == {(1, 0): State.MOOT}


def test_an_order_that_somebody_holds_keeps_no_other_reader_waiting(things, team):
    order = orders.make_draft()
    make_rule(steps=[0], channels=["INBOX"])
    things.put(1, TODAY, team.worker, order=order)
    things.put(2, TODAY, team.other)
    scan(at("09:00"))
    held, told = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                Order.objects.select_for_update(no_key=True).get(pk=order.pk)
                held.set()
                told.wait(20)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    send(at("09:00"))
    assert states() == {(1, 0): State.QUEUED, (2, 0): State.SENT}
    told.set()
    holder.join()
    send(at("09:01"))
    assert states() == {(1, 0): State.SENT, (2, 0): State.SENT}


def test_nothing_is_held_while_the_mail_server_is_spoken_to(things, team, monkeypatch):
    order = orders.make_draft()
    make_rule(steps=[0], channels=["MAIL"])
    things.put(1, TODAY, team.worker, order=order)
    scan(at("09:00"))
    send(at("09:00"))
    speaking, done = threading.Event(), threading.Event()

    def slow(message, **_words):
        speaking.set()
        assert done.wait(10)

    monkeypatch.setattr("common.mailing.hand_over", slow)
    relaying = threading.Thread(target=lambda: (relay(at("09:01"), monkeypatch), connection.close()))
    relaying.start()
    assert speaking.wait(10)
    begun = time.monotonic()
    with transaction.atomic():
        Order.objects.select_for_update(nowait=True).get(pk=order.pk)
        Letter.objects.select_for_update(nowait=True).get()
        list(Reminder.objects.select_for_update(nowait=True))
    assert time.monotonic() - begun < 1
    done.set()
    relaying.join()
    assert states() == {(1, 0): State.SENT}


def test_a_letter_prepared_twice_at_once_is_written_once(things, team):
    make_rule(steps=[0], channels=["MAIL"])
    things.put(1, TODAY, team.worker)
    scan(at())
    send(at())
    key, system = Letter.objects.get().pk, system_user()
    found = at_once(*[lambda: letters.prepare(actor=system, letter_id=key, at=at("09:01"))] * 2)
    assert all(one is not None and one.to == team.worker.email for one in found)
