"""A fault of one thing keeps nothing from the others; the work does not grow by statements."""

import pytest
from django.core import mail as django_mail

from common.models import OutboxMessage
from reminders.reminder.states import State
from reminders.tests.engine import TODAY, at, inbox_of, letters, make_rule, relay, scan, send, states

pytestmark = pytest.mark.django_db(transaction=True)


class TestFaults:
    """A fault of one thing keeps nothing from the others, and nothing that did not go out is called doubtful."""

    def test_a_reader_whose_reminders_cannot_be_told_holds_up_nobody(self, things, team, monkeypatch, caplog):
        make_rule(steps=[0], channels=["INBOX"], is_digest=False)
        things.put(1, TODAY, team.worker)
        things.put(2, TODAY, team.other)
        scan(at("08:00"))
        describe = things.describe

        def broken(keys, reader):
            if reader.pk == team.worker.pk:
                raise ValueError("bug")
            return describe(keys, reader)

        monkeypatch.setattr(things, "describe", broken)
        send(at("08:00"))
        assert states() == {(1, 0): State.QUEUED, (2, 0): State.SENT}

    def test_a_letter_that_cannot_be_written_is_tried_again(self, things, team, monkeypatch, caplog):
        make_rule(steps=[0], channels=["MAIL"])
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        send(at("08:00"))
        with monkeypatch.context() as patch:
            patch.setattr(things, "describe", lambda keys, reader: 1 / 0)
            relay(at("08:01"), monkeypatch)
        assert OutboxMessage.objects.get().state == OutboxMessage.State.PENDING
        relay(at("08:30"), monkeypatch)
        assert len(django_mail.outbox) == 1

    @pytest.mark.parametrize("channels", [["MAIL"], ["INBOX"]])
    def test_of_what_nothing_can_be_said_any_more_nothing_is_sent(self, things, team, monkeypatch, channels):
        make_rule(steps=[0], channels=channels)
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        monkeypatch.setattr(things, "describe", lambda keys, reader: {})
        for minute in ("08:00", "08:01", "08:02"):
            send(at(minute))
            relay(at(minute), monkeypatch)
        assert states() == {(1, 0): State.MOOT}
        assert len(letters()) <= 1
        assert inbox_of(team.worker) == []


def test_the_work_of_a_scan_does_not_grow_by_statements(things, team, django_assert_max_num_queries):
    make_rule(steps=[0])
    for number in range(300):
        things.put(number, TODAY, team.worker)
    with django_assert_max_num_queries(26):
        scan(at("08:00"))
    with django_assert_max_num_queries(50):
        send(at("08:00"))
