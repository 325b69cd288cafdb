"""Clauses of the library, and contracts made of them, over the API (R088)."""

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from orders.tests import builders

pytestmark = pytest.mark.django_db
CLAUSE = {"code": "PAY30", "name": "付款", "kind": "PAYMENT", "text": "三十日内付清。"}


def call(user, path, body=None, method="post", **headers):
    client = APIClient()
    client.force_authenticate(user)
    headers.setdefault("Idempotency-Key", f"{user.pk}{path}{body}"[:200])
    return getattr(client, method)(f"/api/v1/{path}", body, format="json", headers=headers)


def test_clauses_are_kept_and_contracts_are_written_of_them():
    cast = builders.make_order_cast()
    made = call(cast.desk, "clauses/", CLAUSE)
    assert (made.status_code, made.json()["text"]) == (201, "三十日内付清。")
    key = made.json()["id"]
    assert call(cast.owner, "clauses/", {**CLAUSE, "code": "X"}).status_code == 403
    assert call(make_user("warehouse"), "clauses/", method="get").status_code == 403
    order = builders.make_draft(cast.owner)
    path = f"orders/{order.reference}/contract/"
    wanted = {"clauses": ["PAY30"], "own_text": "一式两份"}
    assert call(cast.owner, path, {"clauses": ["NONE"]}).status_code == 400
    assert call(cast.owner, path, wanted).status_code == 200
    changed = call(cast.desk, f"clauses/{key}/", {"text": "六十日内付清。"}, "patch", **{"If-Match": made["ETag"]})
    assert (changed.status_code, changed.json()["text"]) == (200, "六十日内付清。")
    found = call(cast.owner, path, method="get").json()
    assert (found["contract_state"], found["clauses"][0]["wording"]) == ("DRAFTED", 1)  # as it was made
    assert found["terms"] == "1. 付款: 三十日内付清。\n一式两份"
    assert call(cast.stranger, path, method="get").status_code == 404
    assert [row["code"] for row in call(cast.owner, "clauses/", method="get").json()["results"]] == ["PAY30"]
