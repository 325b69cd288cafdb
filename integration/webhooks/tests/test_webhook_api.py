"""Webhooks by API: a system keeps its own."""

import itertools

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import clock
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.tests.receivers import AT, allow, happen, make_endpoint

pytestmark = pytest.mark.django_db
BASE = "/api/v1/webhooks/"
_keys = itertools.count(1)
GIVEN = {"name": "ERP", "url": "https://hooks.example.com/in", "kinds": ["order.*"]}


@pytest.fixture
def erp():
    allow("hooks.example.com")
    return make_user("api_client")


def calling(person, scopes=()):
    api = APIClient()
    machine = people.system_user()
    _, secret = tokens.issue_token(actor=machine, user_id=person.pk, name="ERP", at=clock.now(), scopes=scopes)
    api.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    return api


@pytest.fixture
def api(erp):
    return calling(erp)


def post(api, path="", data=None):
    return api.post(f"{BASE}{path}", data or {}, format="json", headers={"Idempotency-Key": f"k{next(_keys)}"})


def test_the_secret_is_in_the_answer_that_made_it_and_nowhere_else(api):
    made = post(api, data=GIVEN)
    row = WebhookEndpoint.objects.get()
    assert made.status_code == 201 and made.json()["secret"] == row.secret
    assert made.headers["Location"] == f"{BASE}{row.pk}/" and row.reader.username == made.json()["reader"]
    read = api.get(made.headers["Location"])
    assert row.secret not in read.content.decode() + api.get(BASE).content.decode()
    rotated = post(api, f"{row.pk}/rotate-secret/", {"hours": 1}).json()
    assert rotated["secret"] != row.secret and rotated["old_secret_until"]


def test_it_is_changed_on_its_version_paused_resumed_moved_and_removed(api, erp):
    row = make_endpoint(erp, GIVEN["url"])
    where = f"{BASE}{row.pk}/"
    assert api.patch(where, {"kinds": ["order.*"]}, format="json").status_code == 428
    changed = api.patch(where, {"kinds": ["order.*"]}, format="json", headers={"If-Match": '"1"'})
    assert changed.status_code == 200 and changed.json()["kinds"] == ["order.*"] and changed.headers["ETag"] == '"2"'
    assert api.patch(where, {"name": "A"}, format="json", headers={"If-Match": '"1"'}).status_code == 412
    assert post(api, f"{row.pk}/pause/").json()["state"] == "PAUSED"
    assert post(api, f"{row.pk}/pause/").status_code == 409
    assert post(api, f"{row.pk}/resume/", {"from_now": True}).json()["behind"] == 0
    assert post(api, f"{row.pk}/go-to/", {"position": 0}).json()["position"] == 0
    assert post(api, f"{row.pk}/go-to/", {"position": 10**9}).status_code == 400
    assert post(api, f"{row.pk}/remove/").status_code == 204
    assert api.get(where).status_code == 404


def test_a_test_and_an_event_are_asked_for_and_stand_in_the_log(api, erp):
    row = make_endpoint(erp, GIVEN["url"])
    assert post(api, f"{row.pk}/test/").status_code == 202
    sent = WebhookAttempt.objects.create(
        endpoint=row, trigger="FEED", kind="order.submitted", position=1, event_id=1, asked_at=AT, tried_at=AT
    )
    asked = post(api, f"{row.pk}/resend/", {"attempt": sent.pk})
    assert asked.status_code == 202 and asked.json()["trigger"] == "RESEND" and asked.json()["tried_at"] is None
    log = api.get(f"{BASE}{row.pk}/attempts/").json()
    assert [one["trigger"] for one in log["results"]] == ["RESEND", "FEED", "TEST"]


def test_others_find_nothing_of_it(erp):
    happen(erp)
    row = make_endpoint(erp, GIVEN["url"])
    other = calling(make_user("api_client"))
    assert other.get(BASE).json()["results"] == []
    for path in (f"{row.pk}/", f"{row.pk}/attempts/"):
        assert other.get(f"{BASE}{path}").status_code == 404
    assert post(other, f"{row.pk}/pause/").status_code == 404
    assert calling(erp, scopes=["event.feed"]).get(BASE).status_code == 403


def test_hosts_and_kinds_are_refused_beside_their_fields(api):
    refused = post(api, data={**GIVEN, "url": "https://evil.example/"})
    assert refused.status_code == 400 and "url" in refused.json()["fields"]
    refused = post(api, data={**GIVEN, "kinds": ["ordre.*"]})
    assert refused.status_code == 400 and "kinds" in refused.json()["fields"]
