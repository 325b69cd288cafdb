"""Imports over the API."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import clock
from common.models import Event
from orders.intake.imports import running
from orders.intake.imports.tests.builders import FILES, LINES, profile
from orders.order.models import Order

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/imports/"


@pytest.fixture
def api():
    client = APIClient()
    client.force_authenticate(make_user(roles=["administrator"]))
    return client


def create(api, **contents):
    files = [SimpleUploadedFile(f"{name}.csv", body.encode()) for name, body in {**FILES, **contents}.items()]
    return api.post(ROOT, {"files": files, "profile": profile()}, format="multipart")


def test_files_are_checked_reported_and_written(api):
    answer = create(api, lines=LINES.replace("A1,1,P1,2,", "A1,1,P1,two,"))
    assert answer.status_code == 202, answer.content
    address = answer.headers["Location"]
    assert api.get(address).data["state"] == "QUEUED"
    running.check(answer.data["id"], at=clock.now())
    body = api.get(address).data
    assert (body["state"], body["summary"]["rows"]["orders"]["taken"]) == ("CHECKED", 2)
    issues = api.get(f"{address}issues/", {"code": "text_in_number"}).data
    assert issues["count"] == 1
    assert {"file": "lines.csv", "line": 2, "column": "qty", "value": "two"}.items() <= issues["results"][0].items()
    taken = api.get(f"{address}report/")
    assert load_workbook(BytesIO(b"".join(taken.streaming_content))).sheetnames
    assert b"text_in_number" in b"".join(api.get(f"{address}report/", {"form": "csv"}).streaming_content)
    assert api.get(f"{address}report/", {"form": "pdf"}).status_code == 404
    assert Event.objects.filter(kind="import.report_exported").count() == 2
    assert api.post(f"{address}commit/").status_code == 400  # no Idempotency-Key
    assert api.post(f"{address}commit/", headers={"Idempotency-Key": "a"}).status_code == 202
    running.scan(at=clock.now())
    assert api.get(address).data["state"] == "DONE"
    assert Order.objects.count() == 2
    assert api.post(f"{address}commit/", headers={"Idempotency-Key": "b"}).status_code == 409


def test_the_same_upload_twice_writes_once(api):
    for number in range(2):
        address = create(api).headers["Location"]
        running.scan(at=clock.now())
        api.post(f"{address}commit/", headers={"Idempotency-Key": str(number)})
        running.scan(at=clock.now())
    assert api.get(address).data["repeats"] is not None
    assert Order.objects.count() == 3
    assert api.get(ROOT).data["count"] == 2


def test_a_bad_profile_is_answered_with_its_places(api):
    files = [SimpleUploadedFile("a.csv", b"a\n1\n")]
    answer = api.post(ROOT, {"files": files, "profile": "[profile]\nname='x'\n"}, format="multipart")
    assert answer.status_code == 400
    assert "files" in answer.data["fields"]
    answer = api.post(ROOT, {"files": [SimpleUploadedFile("a.csv", b"a\n1\n")]}, format="multipart")
    assert answer.status_code == 400


def test_a_draft_import_can_be_discarded_and_strangers_find_nothing(api):
    address = create(api).headers["Location"]
    assert api.post(f"{address}discard/", headers={"Idempotency-Key": "c"}).json()["state"] == "DISCARDED"
    api.force_authenticate(make_user("sales"))
    assert api.get(address).status_code == 404
