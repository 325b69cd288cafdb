"""How much one person brings in files on one day, over all doors together."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from accounts.collaboration import operations
from accounts.collaboration.models import Attachment
from accounts.people import queries as people
from accounts.tests.builders import AT, make_cast, make_user
from accounts.tests.subject import subject_type  # noqa: F401
from common import clock, errors, settings, upload_limits
from common.models import Setting, UploadDay
from common.operation import in_operation

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nhello"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def attach(cast, subject_type):  # noqa: F811
    def call(actor=None, content=PDF, at=AT, name="a.pdf"):
        about = {"subject_type": subject_type, "subject_id": cast.department.pk}
        return operations.attach(actor=actor or cast.owner, file=ContentFile(content), name=name, at=at, **about)

    return call


def limit(**values):
    for key, value in values.items():
        Setting.objects.create(key=f"uploads.{key}", value=value)
    settings.forget()


def test_one_file_more_than_a_day_may_bring_is_refused_and_said_clearly(attach, cast):
    limit(day_files=2)
    attach()
    attach()
    with pytest.raises(errors.Invalid) as refused:
        attach()
    assert refused.value.code == upload_limits.CODE
    assert str(refused.value.fields["file"][0]) == "You may bring 2 files a day; you brought 2 today already."
    assert upload_limits.of_day(cast.owner.pk, at=AT) == (2, 2 * len(PDF))  # what was refused is not counted
    assert Attachment.objects.count() == 2


def test_so_are_more_bytes(attach):
    limit(day_mb=1)
    attach(content=PDF + b"0" * 700_000)
    with pytest.raises(errors.Invalid, match="0 MB of today's are left"):
        attach(content=PDF + b"0" * 700_000)


def test_the_next_business_day_begins_anew_and_others_have_their_own(attach, cast):
    limit(day_files=1)
    attach()
    attach(at=AT + timedelta(days=1))
    upload_limits.take(make_user("sales"), [1], at=AT)
    assert UploadDay.objects.count() == 3


def test_what_is_refused_for_what_it_is_or_removed_again_frees_nothing_and_costs_nothing(attach, cast):
    limit(day_files=1)
    with pytest.raises(errors.Invalid, match="not what its ending says"):
        attach(content=b"MZ")
    kept = attach()
    operations.remove_attachment(actor=cast.owner, attachment_id=kept.pk, at=AT)
    with pytest.raises(errors.Invalid, match="1 files a day"):
        attach()


def test_the_machine_brings_what_others_send():
    limit(day_files=1)
    upload_limits.take(people.system_user(), [1, 1, 1], at=AT)
    assert not UploadDay.objects.exists()


def test_imports_count_with_attachments_and_say_it_at_their_field(client, attach):
    limit(day_files=2)
    importer = make_user(roles=["administrator"])
    upload_limits.take(importer, [10], at=clock.now())
    client.force_login(importer)
    files = [SimpleUploadedFile(f"{n}.csv", b"a,b\n1,2\n") for n in "xy"]
    response = client.post(reverse("imports:run-new"), {"files": files})
    assert response.status_code == 422
    assert "you brought 1 today already" in response.text
    assert upload_limits.of_day(importer.pk, at=clock.now())[0] == 1


def test_old_days_are_forgotten(cast):
    upload_limits.take(cast.owner, [1], at=AT)
    assert upload_limits.forget_old(at=AT + timedelta(days=20)) == 0
    assert upload_limits.forget_old(at=AT + timedelta(days=40)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_do_not_pass_the_limit_together(cast):
    limit(day_files=1)
    barrier = threading.Barrier(2)

    def bring(_turn):
        barrier.wait(timeout=20)
        try:
            in_operation(cast.owner.pk, lambda: upload_limits.take(cast.owner, [1], at=AT))
            return True
        except errors.Invalid:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(bring, range(2))) == [False, True]
    assert upload_limits.of_day(cast.owner.pk, at=AT) == (1, 1)
