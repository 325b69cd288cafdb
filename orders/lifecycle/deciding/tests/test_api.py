"""Approval for other systems: who decides, deciding, returning, asking others, delegating."""

import itertools

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import clock
from orders.approval.tests.builders import make_condition, make_row, step
from orders.order.states import Status
from orders.tests.builders import AT, TODAY, fresh, make_draft, make_order_cast, make_submitted

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
_keys = itertools.count(1)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def client_of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def post(user, path, body=None):
    headers = {"Idempotency-Key": f"a{next(_keys)}"}
    return client_of(user).post(f"{V1}{path}", body or {}, format="json", headers=headers)


def test_who_would_decide_a_draft_and_who_was_asked(cast):
    make_row(step("PERSON", people=[cast.director.pk]), segment=make_condition("Total > 5000"), name="Large")
    draft = make_draft(cast.owner)
    found = client_of(cast.owner).get(f"{V1}/orders/{draft.reference}/approval/").json()
    (row,) = found["simulation"]["rows"]
    assert (row["name"], row["is_chosen"], len(row["why_not"])) == ("Large", False, 1)
    assert found["simulation"]["steps"][0][0]["people"][0]["name"] == cast.head.name
    order = make_submitted(cast.owner)
    told = client_of(cast.owner).get(f"{V1}/orders/{order.number}/approval/").json()
    assert told["simulation"] is None
    assert told["requests"][0]["steps"][0]["person"] == cast.head.username


def test_a_decision_names_its_step_and_another_approver_is_asked_and_it_is_returned(cast):
    expert = make_user("sales_manager")
    make_row(step("HEAD"), step("PERSON", people=[cast.director.pk]))
    order = make_submitted(cast.owner)
    path = f"/orders/{order.number}"
    assert post(cast.head, f"{path}/approve/", {"step": 2}).status_code == 409
    assert post(cast.head, f"{path}/approve/", {"step": 1, "reason": "fine"}).status_code == 200
    asked = {"person": expert.username, "before": True, "question": "In time?"}
    assert post(cast.director, f"{path}/add-approver/", asked).status_code == 200
    (waiting,) = client_of(expert).get(f"{V1}/approvals/").json()["results"]
    assert (waiting["subject"], waiting["question"], waiting["asked"]) == (order.number, "In time?", expert.username)
    assert post(expert, f"{path}/approve/").status_code == 200
    assert post(cast.director, f"{path}/return/", {"step": 1, "reason": "look again"}).status_code == 200
    assert client_of(cast.head).get(f"{V1}/approvals/").json()["count"] == 1
    assert post(cast.head, f"{path}/reject/", {"reason": "no"}).json()["status"] == Status.DRAFT
    assert post(cast.owner, f"{path}/add-approver/", asked).status_code == 403


def test_the_matrix_is_read(cast):
    make_row(step("HEAD", hours=8), name="All")
    told = {one["subject_type"]: one for one in client_of(cast.owner).get(f"{V1}/approval-matrix/").json()}
    matrix, special = told["orders.order"], told["orders.specialapproval"]
    assert len(special["rows"]) == 1
    first, last = matrix["rows"]
    assert (first["name"], first["steps"][0]["hours"]) == ("All", "8")
    assert (last["id"], last["steps"][0]["kind"]) == (None, "HEAD")


def test_decisions_are_delegated_and_taken_back(cast):
    deputy = make_user("sales_manager")
    days = {"first_day": TODAY.isoformat(), "last_day": TODAY.isoformat()}
    made = post(cast.head, "/delegations/", {"delegate": deputy.username, **days})
    assert (made.status_code, made.json()["delegator"]) == (201, cast.head.username)
    assert post(cast.head, "/delegations/", {"delegate": "nobody", **days}).json()["fields"].keys() == {"delegate"}
    order = make_submitted(cast.owner)
    assert post(deputy, f"/orders/{order.number}/approve/").status_code == 200
    assert fresh(order).status == Status.EFFECTIVE
    key = made.json()["id"]
    assert post(cast.mate, f"/delegations/{key}/end/").status_code == 404
    assert post(cast.head, f"/delegations/{key}/end/").json()["ended_at"]
    assert client_of(deputy).get(f"{V1}/delegations/").json()["count"] == 1
