"""Imports in the console's list of background work: read or written again after a failure, or left."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.background import operations as background
from accounts.people.models import User
from accounts.tests.builders import make_user
from common import errors
from common.background import works
from common.imports.models import ImportRun
from common.models import Job
from orders.intake.imports import operations, running
from orders.intake.imports.tests.builders import AT, FILES, profile
from orders.order.models import Order

pytestmark = pytest.mark.django_db
State = ImportRun.State


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def boss():
    return make_user("administrator", language="en")


@pytest.fixture
def run(boss):
    files = [SimpleUploadedFile(f"{name}.csv", body.encode()) for name, body in FILES.items()]
    return operations.start_import(actor=boss, files=files, profile_text=profile(), at=AT)


def broken(monkeypatch, name):
    """What a worker does when the disk fails below it."""

    def fail(**_given):
        raise OSError("away")

    monkeypatch.setattr(f"orders.intake.imports.passes.{name}", fail)


def ref(run):
    return f"job-{run.job_id}"


def effect(run, verb="again"):
    return works.effect_of(works.get("job", run.job_id), verb, at=AT)


def fail_reading(run):
    with pytest.MonkeyPatch.context() as patch, pytest.raises(OSError, match="away"):
        broken(patch, "check_import")
        running.check(run.pk, at=AT)
    run.refresh_from_db()
    assert (run.state, Job.objects.get(pk=run.job_id).state) == (State.FAILED, "FAILED")


def test_a_dry_run_that_failed_is_read_again_and_imports_nothing(boss, run):
    fail_reading(run)
    assert "Nothing is imported by it" in str(effect(run).keeps[0])
    background.retry_work(actor=boss, ref=ref(run), at=AT)
    running.check(run.pk, at=AT)
    run.refresh_from_db()
    assert run.state == State.CHECKED and not Order.objects.exists()
    assert Job.objects.get(pk=run.job_id).state == "DONE"


def test_a_write_that_failed_is_written_once(boss, run):
    running.check(run.pk, at=AT)
    operations.request_commit(actor=boss, run_id=run.pk, at=AT)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(OSError, match="away"):
        broken(patch, "commit_import")
        running.commit(run.pk, at=AT)
    run.refresh_from_db()
    assert "left nothing behind" in str(effect(run).keeps[0]) and effect(run).warning
    background.retry_work(actor=boss, ref=ref(run), at=AT)
    running.commit(run.pk, at=AT)
    run.refresh_from_db()
    assert run.state == State.DONE and Order.objects.count() == 3
    with pytest.raises(errors.WrongState):
        background.retry_work(actor=boss, ref=ref(run), at=AT)


def test_without_its_files_it_cannot_be_read_again(boss, run):
    fail_reading(run)
    default_storage.delete(run.files.first().file.name)
    assert "uploaded anew" in str(effect(run).obstacle)


def test_not_for_who_left(run):
    fail_reading(run)
    User.objects.filter(pk=run.actor_id).update(is_active=False)
    assert "not active any more" in str(effect(run).obstacle)
    with pytest.raises(errors.WrongState):
        background.retry_work(actor=make_user("administrator"), ref=ref(run), at=AT)


def test_what_somebody_went_on_with_is_left_alone(boss, run):
    fail_reading(run)
    old = ref(run)
    operations.use_profile(actor=boss, run_id=run.pk, text=profile(), at=AT)
    with pytest.raises(errors.WrongState, match="went on with this import"):
        background.retry_work(actor=boss, ref=old, at=AT)


def test_one_that_waits_to_be_written_is_left_as_checked_as_before(boss, run):
    running.check(run.pk, at=AT)
    operations.request_commit(actor=boss, run_id=run.pk, at=AT)
    run.refresh_from_db()
    background.cancel_work(actor=boss, ref=ref(run), at=AT)
    running.commit(run.pk, at=AT)
    run.refresh_from_db()
    assert run.state == State.CHECKED and not Order.objects.exists()
    assert Job.objects.get(pk=run.job_id).state == "CANCELLED"
