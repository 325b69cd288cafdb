"""After going back to a backup, what was redacted since is redacted again (ADR 0121)."""

import json
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.tests.builders import AT, make_department
from accounts.trail import journal, seals
from accounts.trail.models import Redaction
from accounts.trail.redacting import redact_events
from accounts.trail.tests.test_redacting import (  # noqa: F401 fixtures
    NAME,
    actor,
    everything_told,
    first_row,
    forget,
    rename,
    room,
)
from common.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "backups" / journal.NAME


def and_back(file, work):
    """Do it, keep the list, and let the database be what it was before."""
    with transaction.atomic():
        work()
        journal.write(file)
        transaction.set_rollback(True)
    assert not Redaction.objects.exists()


def test_what_the_database_does_not_know_is_redacted_again_once(actor, room, file):  # noqa: F811
    and_back(file, lambda: forget(actor, room))
    assert NAME in everything_told()
    [done] = journal.repeat([file], actor=actor, at=AT)
    assert done.is_done and "accounts_department: 1 objects" in done.words
    assert Redaction.objects.get().reason == "Request 7"
    assert NAME not in json.dumps([first_row(room).changes, *Event.objects.values_list("data", flat=True)])
    assert seals.verify().fault is None
    assert journal.repeat([file], actor=actor, at=AT) == []


def test_of_events_redacted_by_their_texts_every_text_goes(actor, room, file):  # noqa: F811
    other = make_department()
    rename(actor, other, "Elsewhere", who=NAME, n=3)
    [event] = Event.objects.filter(subject_id=other.pk, kind="department.updated")
    and_back(file, lambda: redact_events(event_ids=[event.pk], texts=[NAME], reason="r", actor=actor, at=AT))
    assert [one.is_done for one in journal.repeat([file], actor=actor, at=AT)] == [True]
    event.refresh_from_db()
    assert event.data == {"who": "[redacted]", "n": 3} and event.reason == "[redacted]"


def test_a_row_that_the_backup_does_not_know_is_no_error_and_its_number_is_free_again(actor, file):  # noqa: F811
    def work():
        forget(actor, make_department())

    and_back(file, work)
    assert [one.is_done for one in journal.repeat([file], actor=actor, at=AT)] == [True]
    made = make_department("Somebody new")
    assert journal.repeat([file], actor=actor, at=AT) == []
    assert first_row(made).changes["name"] == "Somebody new"


def test_what_a_room_does_again_itself_is_not_done_twice(actor, room, file):  # noqa: F811
    key, done = str(uuid.uuid4()), []
    source = journal.Source(
        lambda: [{"key": key, "at": AT.isoformat()}],
        lambda keys: set(),
        lambda line, actor, at: done.append(line["key"]) or "ok",
    )
    journal.sources.register("anonymisation_of_a_test", source)
    try:
        and_back(file, lambda: forget(actor, room, part_of=key))
        assert [one.source for one in journal.repeat([file], actor=actor, at=AT)] == ["anonymisation_of_a_test"]
    finally:
        journal.sources._entries.pop("anonymisation_of_a_test")
    assert done == [key] and NAME in everything_told()


def test_where_the_room_fails_the_redaction_is_done_all_the_same(actor, room, file):  # noqa: F811
    key = str(uuid.uuid4())
    source = journal.Source(lambda: [{"key": key, "at": AT.isoformat()}], lambda keys: set(), lambda **given: 1 / 0)
    journal.sources.register("anonymisation_of_a_test", source)
    try:
        and_back(file, lambda: forget(actor, room, part_of=key))
        done = journal.repeat([file], actor=actor, at=AT)
    finally:
        journal.sources._entries.pop("anonymisation_of_a_test")
    assert [(one.source, one.is_done) for one in done] == [("anonymisation_of_a_test", False), ("redaction", True)]
    assert NAME not in json.dumps(first_row(room).changes)


def test_the_list_of_another_site_is_left_alone(actor, room, file):  # noqa: F811
    and_back(file, lambda: forget(actor, room))
    file.write_text(file.read_text().replace(json.loads(file.read_text())["site"], "0" * 32))
    assert journal.repeat([file], actor=actor, at=AT) == []


def test_the_list_holds_each_line_once_and_nobodys_data(actor, room, file):  # noqa: F811
    forget(actor, room)
    assert journal.write(file) == 1 and journal.write(file) == 0
    assert NAME not in file.read_text() and oct(file.stat().st_mode)[-3:] == "600"
    with file.open("a") as half:
        half.write('{"source": "red')  # the machine stopped here
    forget(actor, room, columns=["code"])
    assert journal.write(file) == 1
    assert len(journal.read([file])) == 2 and len(journal.read([file, file, file.with_name("none")])) == 2


def test_an_operation_writes_the_list_when_it_stands(actor, room, settings, tmp_path):  # noqa: F811
    settings.DATA_DIR = tmp_path
    forget(actor, room)
    assert len(journal.read([journal.default_file()])) == 1


def test_what_an_operation_adds_is_on_the_disk_and_nothing_else_is_read(actor, room, settings, tmp_path, monkeypatch):  # noqa: F811
    settings.DATA_DIR = tmp_path
    forget(actor, room)
    synced = []
    monkeypatch.setattr(journal.os, "fsync", synced.append)
    monkeypatch.setattr(journal, "_parsed", lambda text: 1 / 0)  # the list may be long: it is not read
    forget(actor, room, columns=["code"], reason="Request 8")
    monkeypatch.undo()
    settings.DATA_DIR = tmp_path
    assert synced and [one["reason"] for one in journal.read([journal.default_file()])] == ["Request 7", "Request 8"]


def test_the_database_is_asked_for_what_the_list_lacks(actor, room, file, django_assert_num_queries):  # noqa: F811
    forget(actor, room)
    journal.write(file)
    others = len(journal.sources) - 1
    with django_assert_num_queries(1 + others):  # the keys
        assert journal.write(file) == 0


def test_going_back_tells_the_operator(actor, room, settings, tmp_path, capsys):  # noqa: F811
    settings.DATA_DIR = tmp_path
    call_command("went_back")
    assert "no list of redactions" in capsys.readouterr().out
    and_back(journal.default_file(), lambda: forget(actor, room))
    call_command("went_back")
    assert "1 redactions since then were done again" in capsys.readouterr().out
    assert NAME not in json.dumps(first_row(room).changes)


def test_going_back_fails_loudly_where_a_redaction_cannot_be_done_again(actor, room, tmp_path, settings, capsys):  # noqa: F811
    settings.DATA_DIR = tmp_path
    and_back(journal.default_file(), lambda: forget(actor, room))
    file = journal.default_file()
    file.write_text(file.read_text().replace('"name"', '"no_such_column"'))
    with pytest.raises(CommandError, match="personal data is back"):
        call_command("went_back")
    assert "NOT redacted again" in capsys.readouterr().out
