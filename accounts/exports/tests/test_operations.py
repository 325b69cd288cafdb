"""Taking a list away: at once, privately, for some days, noted in the trail."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.storage import default_storage

from accounts import access
from accounts.exports import operations, queries, running
from accounts.people import queries as people
from accounts.people.models import User
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import AT, make_user
from accounts.trail.models import TrailRow
from common import errors, keyset, settings
from common.exports.models import Export
from common.models import Event, Job, Setting

pytestmark = pytest.mark.django_db
State = Export.State


@pytest.fixture
def person():
    return make_user("sales", name="Li Lei")


def take(actor, key, **options):
    return operations.start_export(actor=actor, list_key=key, form=options.pop("form", "xlsx"), at=AT, **options)


def content(export):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(export.file.path).worksheets[0].rows]


def about(export):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(export.file.path).worksheets[1].rows]


def test_a_short_list_is_a_file_at_once(person, people_list):
    make_user(name="Han Meimei", username="hmm")
    export = take(person, people_list, query="q=Han")
    assert export.state == State.DONE and export.rows == 1 and export.job is None
    head, row, *_totals = content(export)
    assert head == ["Name", "Sign-in name", "Phone", "Number"] and row[:3] == ["Han Meimei", "hmm", None]
    told = dict(about(export)[1:])
    assert told["Condition"] == "Name: Han" and told["Exported by"] == "Li Lei" and told["Rows"] == 1
    assert told["Exported at"].startswith("2026-03-02 09:00")
    assert export.expires_at == AT + timedelta(days=7)
    assert export.size == Path(export.file.path).stat().st_size > 0


def test_nothing_found_is_a_file_too(person, people_list):
    for form in ("xlsx", "csv"):
        export = take(person, people_list, form=form, query="q=nobody")
        assert export.state == State.DONE and export.rows == 0
    assert Path(export.file.path).read_bytes() == b"\xef\xbb\xbfName,Sign-in name,Phone,Number\r\n"


def test_columns_come_as_asked_and_unknown_ones_are_refused(person, people_list):
    export = take(person, people_list, columns=["username", "name"])
    assert content(export)[0] == ["Sign-in name", "Name"]
    with pytest.raises(errors.Invalid) as refused:
        take(person, people_list, columns=["password"])
    assert "columns" in refused.value.fields


def test_who_may_not_export_is_told_so(people_list):
    with pytest.raises(errors.NotAllowed):
        take(make_user(role=None), people_list)
    with pytest.raises(errors.NotFound):
        take(make_user("sales"), "no-such-list")


def test_a_format_or_a_sort_nobody_knows_is_refused(person, people_list):
    with pytest.raises(errors.Invalid):
        take(person, people_list, form="pdf")
    with pytest.raises(errors.Invalid):
        take(person, people_list, query="sort=password")
    assert not Export.objects.exists()


def test_an_export_is_its_makers_alone(person, people_list):
    export = take(person, people_list)
    for other in (make_user("sales"), make_user("administrator")):
        for act in (operations.fetch_file, operations.cancel_export, operations.delete_export):
            with pytest.raises(errors.NotFound):
                act(actor=other, export_id=export.pk, at=AT)
        assert not queries.list_exports(actor=other).exists()
    assert operations.fetch_file(actor=person, export_id=export.pk, at=AT).pk == export.pk


def test_a_file_expires_and_is_swept_away(person, people_list):
    export = take(person, people_list)
    path = Path(export.file.path)
    late = AT + timedelta(days=7)
    with pytest.raises(errors.NotFound, match="expired"):
        operations.fetch_file(actor=person, export_id=export.pk, at=late)
    assert running.forget_old(at=late - timedelta(seconds=1)) == 0 and path.exists()
    assert running.forget_old(at=late) == 1 and not path.exists()
    export.refresh_from_db()
    assert export.state == State.EXPIRED and not export.file and export.rows is not None
    with pytest.raises(errors.NotFound, match="expired"):
        operations.fetch_file(actor=person, export_id=export.pk, at=AT)


def test_an_export_without_a_file_is_forgotten_some_time_later(person, people_list, monkeypatch):
    kept, failed, waiting = take(person, people_list), take(person, people_list), take(person, people_list)
    Export.objects.filter(pk=failed.pk).update(state=State.FAILED, expires_at=None)
    Export.objects.filter(pk=waiting.pk).update(state=State.QUEUED, expires_at=None)
    job = Job.objects.create(kind=operations.JOB, actor_id=person.pk, created_at=AT)
    Export.objects.filter(pk=kept.pk).update(job=job)
    late = AT + timedelta(days=7)  # when the file goes

    def left(at):
        running.forget_old(at=at)
        return {*Export.objects.values_list("pk", flat=True)}

    monkeypatch.setattr(running, "BATCH", 1)
    monkeypatch.setattr("accounts.exports.running.uploads.sweep", lambda *_args, **_more: 0)
    assert left(late) == {kept.pk, failed.pk, waiting.pk}
    assert left(AT + timedelta(days=90)) == {kept.pk, waiting.pk}
    assert left(late + timedelta(days=90)) == {waiting.pk}
    assert not Job.objects.filter(pk=job.pk).exists()
    assert Event.objects.filter(kind="export.written", subject_id=kept.pk).exists()


def test_the_company_says_how_long_files_are_kept(person, people_list):
    Setting.objects.create(key="exports.keep_days", value=2)
    settings.forget()
    assert take(person, people_list).expires_at == AT + timedelta(days=2)
    settings.forget()


def test_who_may_see_less_than_when_he_exported_does_not_get_the_file(person, people_list):
    export = take(person, people_list)
    role = Role.objects.get(code="sales")
    roles.set_grants(actor=people.system_user(), role_id=role.pk, grants={"customer.view": ""}, at=AT)
    again = User.objects.get(pk=person.pk)
    with pytest.raises(errors.NotAllowed, match="other rights"):
        operations.fetch_file(actor=again, export_id=export.pk, at=AT)


def test_deleting_takes_the_file_along(person, people_list, django_capture_on_commit_callbacks):
    export = take(person, people_list)
    name = export.file.name
    with django_capture_on_commit_callbacks(execute=True):
        operations.delete_export(actor=person, export_id=export.pk, at=AT)
    assert not default_storage.exists(name)
    assert not Export.objects.filter(pk=export.pk).exists()


def test_every_export_stands_in_the_trail_and_in_the_events(person, people_list):
    export = take(person, people_list, query="q=Li")
    operations.fetch_file(actor=person, export_id=export.pk, at=AT)
    written = Event.objects.get(kind="export.written")
    assert written.actor_id == person.pk and written.subject_id == export.pk
    assert written.data["list"] == people_list and written.data["condition"] == ["Name: Li"]
    assert written.data["rows"] == 1 and written.data["columns"] == ["name", "username", "phone", "number"]
    assert Event.objects.filter(kind="export.fetched", actor_id=person.pk).count() == 1
    assert TrailRow.objects.filter(table_name="common_export", actor_id=person.pk).exists()


def test_a_list_beyond_the_setting_is_refused_with_its_size(person, people_list):
    Setting.objects.create(key="exports.max_rows", value=0)
    settings.forget()
    with pytest.raises(errors.Invalid, match="a file may have 0"):
        take(person, people_list)
    settings.forget()


def test_a_file_that_cannot_be_written_leaves_nothing_behind(person, people_list, monkeypatch):
    def burst(*_args):
        raise OSError("no space")

    monkeypatch.setattr("common.exports.styled_workbooks.write", burst)
    with pytest.raises(OSError, match="no space"):
        take(person, people_list)
    assert not Export.objects.exists()


def test_a_token_fetches_only_what_it_might_have_exported_itself(person, people_list):
    mine = take(person, people_list)
    narrow = User.objects.get(pk=person.pk)
    access.narrow(narrow, ["export.run", "token.issue"])
    with pytest.raises(errors.NotAllowed, match="other rights"):
        operations.fetch_file(actor=narrow, export_id=mine.pk, at=AT)
    its = take(narrow, people_list)
    for actor in (narrow, User.objects.get(pk=person.pk)):
        assert operations.fetch_file(actor=actor, export_id=its.pk, at=AT)
    wider = User.objects.get(pk=person.pk)
    access.narrow(wider, ["export.*", "token.issue", "customer.*"])
    with pytest.raises(errors.NotAllowed, match="other rights"):
        operations.fetch_file(actor=wider, export_id=its.pk, at=AT)


def test_near_the_most_that_a_file_may_have_rows_are_counted_not_estimated(person, people_list, monkeypatch):
    Setting.objects.create(key="exports.max_rows", value=50)
    settings.forget()
    monkeypatch.setattr(keyset, "count", lambda rows: (60, True))
    assert take(person, people_list).rows < 50, "the planner was wrong"
    settings.forget()


@pytest.mark.parametrize("query", ["qq=1", "q=%E6%9D%8E&nonsense=", "columns=name"])
def test_a_condition_that_nobody_knows_is_refused_and_never_passed_over(person, people_list, query):
    with pytest.raises(errors.Invalid) as refused:
        operations.start_export(actor=person, list_key=people_list, form="csv", query=query, at=AT)
    assert list(refused.value.fields) == ["query"]
    assert operations.start_export(actor=person, list_key=people_list, form="csv", query="sort=name&cursor=", at=AT)
