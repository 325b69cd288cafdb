"""The button of a list, the page of one's exports, the API."""

import pytest
from django.urls import reverse

from accounts.exports import jobs, operations
from accounts.exports.tests.some_list import KEY
from accounts.people.models import User
from accounts.tests.builders import AT, make_user
from accounts.tokens import operations as tokens
from common import clock, settings
from common.exports.models import Export
from common.models import Setting

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Target": "export"}


@pytest.fixture
def person():
    return make_user("sales", name="Li Lei")


@pytest.fixture
def page(client, person):
    client.force_login(person)
    return client


@pytest.fixture
def by_worker():
    Setting.objects.create(key="exports.rows_at_once", value=0)
    settings.forget()
    yield
    settings.forget()


def press(page, nonce="n1", **more):
    data = {"list": KEY, "format": "xlsx", "query": "q=Li", "nonce": nonce, **more}
    answer = page.post(reverse("accounts:export-start"), data, headers=PART)
    return page.get(answer.headers["Location"], headers=PART) if answer.status_code == 303 else answer


def test_a_short_list_becomes_the_download_at_once(page, people_list):
    answer = press(page)
    export = Export.objects.get()
    assert "Download Excel" in answer.text and "data-fetch" in answer.text
    assert reverse("accounts:export-file", args=[export.pk]) in answer.text
    file = page.get(reverse("accounts:export-file", args=[export.pk]))
    assert file.headers["Content-Disposition"].startswith('attachment; filename="People-20')
    assert file.headers["Cache-Control"] == "private, no-store"
    assert b"".join(file.streaming_content)[:2] == b"PK"


def test_the_same_press_sent_twice_is_one_export(page, people_list):
    press(page)
    press(page)
    assert Export.objects.count() == 1


def test_a_long_list_shows_its_progress_and_then_the_file(page, people_list, by_worker):
    answer = press(page, format="csv")
    export = Export.objects.get()
    assert "Exporting…" in answer.text and "data-poll" in answer.text and "Cancel the export" in answer.text
    jobs.run_export(export.pk)
    answer = page.get(reverse("accounts:export", args=[export.pk]), headers=PART)
    assert "Download CSV" in answer.text and "data-fetch" not in answer.text and "data-poll" not in answer.text


def test_a_long_list_can_be_left(page, people_list, by_worker):
    press(page)
    export = Export.objects.get()
    answer = page.post(reverse("accounts:export-cancel", args=[export.pk]), headers=PART)
    assert "Cancelled" in answer.text and 'name="query" value="q=Li"' in answer.text


def test_without_scripts_the_press_leads_to_the_page_of_all(page, people_list):
    data = {"list": KEY, "format": "csv", "query": "", "nonce": "n"}
    made = page.post(reverse("accounts:export-start"), data)
    answer = page.get(made.headers["Location"])
    assert (made.status_code, answer.status_code) == (303, 303)
    text = page.get(answer.headers["Location"]).text
    assert "People" in text and "Download" in text


def test_conditions_that_cannot_be_read_are_refused_in_words(page, people_list):
    assert press(page, query="sort=evil").status_code == 422
    assert press(page, nonce="n2", format="pdf").status_code == 422
    assert not Export.objects.exists()


def test_the_page_tells_state_size_and_what_can_be_done(page, person, people_list, by_worker):
    export = operations.start_export(actor=person, list_key=KEY, form="xlsx", at=AT, query="q=Li")
    text = page.get(reverse("accounts:exports")).text
    assert "Waiting" in text and "Name: Li" in text and "Cancel the export" in text
    jobs.run_export(export.pk)
    text = page.get(reverse("accounts:exports")).text
    assert "Ready" in text and reverse("accounts:export-delete", args=[export.pk]) in text
    assert page.post(reverse("accounts:export-delete", args=[export.pk])).status_code == 303
    assert "Nothing exported yet" in page.get(reverse("accounts:exports")).text


def test_nobody_elses_export_exists(client, person, people_list):
    export = operations.start_export(actor=person, list_key=KEY, form="xlsx", at=AT)
    client.force_login(make_user("administrator"))
    for name in ("export", "export-file"):
        assert client.get(reverse(f"accounts:{name}", args=[export.pk])).status_code == 404
    for name in ("export-cancel", "export-delete"):
        assert client.post(reverse(f"accounts:{name}", args=[export.pk])).status_code == 404
    assert client.get(f"/api/v1/exports/{export.pk}/file/").status_code == 404


def test_without_the_right_there_is_no_page(client, people_list):
    client.force_login(make_user(role=None))
    assert client.get(reverse("accounts:exports")).status_code == 403
    assert press(client).status_code == 403


def call(page, method, path, key="", **data):
    headers = {"Idempotency-Key": key} if key else {}
    options = {"data": data, "content_type": "application/json"} if method == "post" else {}
    return getattr(page, method)(f"/api/v1/exports/{path}", headers=headers, **options)


def test_the_api_asks_polls_and_fetches(page, people_list, by_worker):
    made = call(page, "post", "", "k1", list=KEY, query="q=Li", columns=["username"])
    assert made.status_code == 201, made.text
    found = made.json()
    assert (found["state"], found["file"], found["columns"]) == ("QUEUED", None, ["username"])
    assert made.headers["Location"] == f"/api/v1/exports/{found['id']}/"
    jobs.run_export(found["id"])
    found = call(page, "get", f"{found['id']}/").json()
    assert found["state"] == "DONE" and found["rows"] == found["done"] == 1 and found["size"] > 0
    assert b"".join(page.get(found["file"]).streaming_content)[:2] == b"PK"
    assert call(page, "get", "").json()["count"] == 1
    assert call(page, "post", f"{found['id']}/cancel/", "k2").status_code == 409


def test_the_api_asked_twice_with_one_key_exports_once(page, people_list):
    first, second = (call(page, "post", "", "k1", list=KEY) for _ in range(2))
    assert first.json() == second.json() and Export.objects.count() == 1


def test_the_api_cancels(page, people_list, by_worker):
    found = call(page, "post", "", "k1", list=KEY).json()
    assert call(page, "post", f"{found['id']}/cancel/", "k2").json()["state"] == "CANCELLED"


def test_the_api_deletes_ones_own(page, people_list, client, django_capture_on_commit_callbacks):
    found = call(page, "post", "", "k1", list=KEY).json()
    client.force_login(make_user())
    assert client.delete(f"/api/v1/exports/{found['id']}/").status_code == 404
    client.force_login(User.objects.get(name="Li Lei"))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.delete(f"/api/v1/exports/{found['id']}/").status_code == 204
    assert not Export.objects.exists()


def test_the_api_does_not_delete_what_is_being_written(page, people_list, by_worker):
    found = call(page, "post", "", "k1", list=KEY).json()
    assert page.delete(f"/api/v1/exports/{found['id']}/").status_code == 409


@pytest.mark.parametrize("wrong", [{"list": KEY, "columns": ["password"]}, {"list": KEY, "form": "pdf"}, {}])
def test_the_api_says_what_is_wrong(page, people_list, wrong):
    assert call(page, "post", "", "k1", **wrong).status_code == 400


def test_a_token_needs_the_lists_right_too(client, person, people_list):
    _token, secret = tokens.issue_token(actor=person, name="erp", scopes=["export.run"], at=clock.now())
    answer = client.post(
        "/api/v1/exports/",
        {"list": KEY},
        content_type="application/json",
        headers={"Authorization": f"Token {secret}", "Idempotency-Key": "k"},
    )
    assert answer.status_code == 403
