"""Exports by a worker: once, cancelled, killed, taken up again."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings as site
from django.utils import translation

from accounts import access
from accounts.exports import jobs, operations, running
from accounts.people import operations as person_operations
from accounts.people import queries as people
from accounts.people.models import User
from accounts.tests.builders import AT, make_user
from common import errors, settings
from common.exports import writing
from common.exports.lists import lists
from common.exports.models import Export
from common.models import Event, Job, Setting

pytestmark = pytest.mark.django_db
State = Export.State


@pytest.fixture(autouse=True)
def _always_by_worker():
    Setting.objects.create(key="exports.rows_at_once", value=0)
    settings.forget()
    yield
    settings.forget()


@pytest.fixture
def person():
    return make_user("sales", name="Li Lei")


@pytest.fixture
def waiting(person, people_list):
    """An export that waits for a worker."""
    make_user(name="Han Meimei")
    return operations.start_export(actor=person, list_key=people_list, form="csv", at=AT, query="q=Han")


def files():
    return [path for path in Path(site.MEDIA_ROOT).rglob("*") if path.is_file()]


def again(export):
    export.refresh_from_db()
    return export


def interrupt(monkeypatch, act):
    """Do something while the file is being written."""
    write = writing.write

    def interrupted(path, form, sheet, heading, tell):
        act()
        return write(path, form, sheet, heading, tell)

    monkeypatch.setattr(writing, "write", interrupted)


def test_a_long_list_waits_for_a_worker_who_writes_it(person, waiting):
    assert waiting.state == State.QUEUED and waiting.job.state == Job.State.QUEUED
    with pytest.raises(errors.NotFound, match="no file yet"):
        operations.fetch_file(actor=person, export_id=waiting.pk, at=AT)
    jobs.run_export(waiting.pk)
    export = again(waiting)
    assert export.state == State.DONE and export.rows == 1 and export.attempts == 1
    assert "Han Meimei" in Path(export.file.path).read_text(encoding="utf-8-sig")
    assert export.job.state == Job.State.DONE and export.job.done == 1
    assert operations.fetch_file(actor=person, export_id=waiting.pk, at=AT)


def test_a_message_that_comes_twice_writes_one_file(waiting):
    running.run(waiting.pk, at=AT)
    name = again(waiting).file.name
    running.run(waiting.pk, at=AT)
    assert again(waiting).file.name == name and len(files()) == 1
    assert Event.objects.filter(kind="export.written").count() == 1


def test_a_message_that_was_lost_is_found_by_the_scan(waiting):
    assert running.scan(at=AT) == 1
    assert again(waiting).state == State.DONE
    assert running.scan(at=AT) == 0


def test_a_cancelled_export_is_not_written(person, waiting):
    operations.cancel_export(actor=person, export_id=waiting.pk, at=AT)
    running.run(waiting.pk, at=AT)
    assert again(waiting).state == State.CANCELLED and not files()
    assert waiting.job.state == Job.State.CANCELLED
    with pytest.raises(errors.WrongState):
        operations.cancel_export(actor=person, export_id=waiting.pk, at=AT)


def test_cancelling_stops_the_writing(person, waiting, monkeypatch):
    interrupt(monkeypatch, lambda: operations.cancel_export(actor=person, export_id=waiting.pk, at=AT))
    running.run(waiting.pk, at=AT)
    assert again(waiting).state == State.CANCELLED and not files()


def test_what_a_killed_worker_left_is_taken_up_again(waiting, monkeypatch):
    def die():
        raise KeyboardInterrupt  # as near as a test comes to a worker that is gone: nothing is noted

    with monkeypatch.context() as patch:
        interrupt(patch, die)
        with pytest.raises(KeyboardInterrupt):
            running.run(waiting.pk, at=AT)
    assert again(waiting).state == State.RUNNING
    running.scan(at=AT + running.STALE)
    assert again(waiting).state == State.RUNNING  # it may still live
    running.scan(at=AT + running.STALE + timedelta(seconds=1))
    assert again(waiting).state == State.DONE and waiting.attempts == 2 and len(files()) == 1


def test_what_kills_its_workers_again_and_again_has_failed_in_words(waiting):
    Export.objects.filter(pk=waiting.pk).update(state=State.RUNNING, attempts=running.MOST_ATTEMPTS)
    Job.objects.filter(pk=waiting.job_id).update(state=Job.State.RUNNING, heartbeat_at=AT)
    running.scan(at=AT + timedelta(hours=1))
    assert again(waiting).state == State.FAILED and "interrupted" in waiting.error
    assert waiting.job.state == Job.State.FAILED


def test_a_list_that_is_gone_is_told_at_once(waiting, monkeypatch):
    with monkeypatch.context() as patch:
        patch.delitem(lists._entries, waiting.list_key)
        running.run(waiting.pk, at=AT)
    assert again(waiting).state == State.FAILED and waiting.error
    assert waiting.job.state == Job.State.FAILED


def test_one_that_is_deleted_while_it_is_written_leaves_no_file(waiting, monkeypatch):
    interrupt(monkeypatch, lambda: Export.objects.filter(pk=waiting.pk).delete())
    running.run(waiting.pk, at=AT)
    assert not files()


def test_a_worker_thought_dead_gives_way_to_the_one_that_took_over(waiting, monkeypatch):
    def take_over():
        Export.objects.filter(pk=waiting.pk).update(attempts=2)

    interrupt(monkeypatch, take_over)
    running.run(waiting.pk, at=AT)
    assert again(waiting).state == State.RUNNING and waiting.attempts == 2 and not files()


def test_an_error_of_ours_is_told_and_can_be_tried_again(waiting, monkeypatch):
    def burst():
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        interrupt(patch, burst)
        with pytest.raises(ZeroDivisionError):
            running.run(waiting.pk, at=AT)
    assert again(waiting).state == State.FAILED and "ZeroDivisionError" in waiting.error and not files()
    assert Event.objects.filter(kind="export.failed").count() == 1


def test_somebody_who_left_gets_nothing_more(person, waiting):
    person_operations.deactivate_user(actor=people.system_user(), user_id=person.pk, at=AT)
    running.run(waiting.pk, at=AT)
    assert again(waiting).state == State.FAILED and "not active" in waiting.error


def test_the_file_is_written_in_the_language_it_was_asked_in(person, people_list):
    with translation.override("zh-hans"):
        export = operations.start_export(actor=person, list_key=people_list, form="xlsx", at=AT)
    running.run(export.pk, at=AT)
    assert openpyxl.load_workbook(again(export).file.path).sheetnames[1] == "列表说明"


def test_nobody_fills_the_queue_alone(person, people_list):
    for _ in range(operations.MOST_WAITING):
        operations.start_export(actor=person, list_key=people_list, form="csv", at=AT)
    with pytest.raises(errors.Conflict, match="still being written"):
        operations.start_export(actor=person, list_key=people_list, form="csv", at=AT)


def test_a_token_is_what_a_worker_reads_with_too(person, people_list):
    access.narrow(person, ["export.run", "token.issue"])
    export = operations.start_export(actor=person, list_key=people_list, form="csv", at=AT)
    running.run(export.pk, at=AT)
    assert operations.fetch_file(actor=person, export_id=export.pk, at=AT)
    wider = User.objects.get(pk=person.pk)
    access.narrow(wider, ["export.*", "token.issue", "customer.*"])
    with pytest.raises(errors.NotAllowed):
        operations.fetch_file(actor=wider, export_id=export.pk, at=AT)


def test_a_worker_stops_where_there_are_more_rows_than_a_file_may_have(person, people_list):
    export = operations.start_export(actor=person, list_key=people_list, form="csv", at=AT)
    make_user()
    Setting.objects.create(key="exports.max_rows", value=1)
    settings.forget()
    running.run(export.pk, at=AT)
    export.refresh_from_db()
    assert export.state == State.FAILED and "a file may have 1" in export.error
    settings.forget()


def test_its_maker_is_told_once_when_it_is_there_and_when_it_failed(monkeypatch, person, waiting):
    assert not person.notifications.exists()
    running.run(waiting.pk, at=AT)
    running.run(waiting.pk, at=AT)
    told = person.notifications.get()
    assert (told.kind, told.message, told.url) == ("export", "Your file “%(name)s” is there.", "/exports/")
    other = operations.start_export(actor=person, list_key=waiting.list_key, form="csv", at=AT)
    monkeypatch.setattr(writing, "write", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        running.run(other.pk, at=AT)
    assert "ZeroDivisionError" in person.notifications.exclude(pk=told.pk).get().parameters["why"]
