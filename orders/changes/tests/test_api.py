"""Change requests over the API: written cell by cell, decided, and never more told than is the reader's to know."""

import itertools
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from rest_framework.test import APIClient

from accounts.people.models import User
from accounts.roles.models import FieldRule, Role
from common.exports.lists import Asked
from orders.changes import exporting
from orders.changes.impact.queries import latest
from orders.changes.models import ChangeRequest
from orders.changes.tests.builders import make_request, make_submitted_request, reason
from orders.tests.builders import AT, line, make_effective, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
BASE = "/api/v1/change-requests/"
_keys = itertools.count(1)


class Api(APIClient):
    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, path, body=None, **headers):
        headers = {"Idempotency-Key": f"c{next(_keys)}", **{name.replace("_", "-"): v for name, v in headers.items()}}
        return self.post(f"{BASE}{path}", body, format="json", headers=headers)

    def change(self, path, body, **headers):
        return self.patch(f"{BASE}{path}", body, format="json", headers=headers)


@pytest.fixture(autouse=True)
def _that_day(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    lines = [line(make_product(list_price=D(100), stock=99), 2), line(make_product(list_price=D(7), stock=99), 3)]
    return make_effective(cast.owner, lines=lines)


def test_from_the_first_cell_to_the_new_revision(cast, order):
    owner, head, new = Api(cast.owner), Api(cast.head), make_product(list_price=D(4), stock=99)
    cells = [
        {"path": "lines.1.quantity", "value": "5"},
        {"path": "lines.+a.product", "value": new.code},
        {"path": "lines.+a.quantity", "value": 6},
    ]
    body = {"order": order.number, "reason": reason().code, "is_urgent": True, "items": cells}
    made = owner.send("", body)
    assert made.status_code == 201, made.data
    first = made.json()
    assert made.headers["Location"].endswith(f"/change-requests/{first['reference']}/")
    assert [(one["path"], one["old"], one["new"]) for one in first["items"]] == [
        ("lines.1.quantity", "2", "5"),
        ("lines.3.product", None, new.code),
        ("lines.3.quantity", None, "6"),
    ]
    assert (first["state"], first["number"], first["origin"]) == ("DRAFT", None, "API")
    assert {one["verb"] for one in first["actions"] if one["allowed"]} == {"ask", "submit", "withdraw", "rebase"}
    sent = owner.send(f"{first['reference']}/submit/", If_Match=made.headers["ETag"])
    assert sent.status_code == 200, sent.data
    told = sent.json()
    assert (told["state"], told["amount_delta"], told["number"]) == ("SUBMITTED", "324.00", "CR20261120-0001")
    assert [one["person"] for one in told["approval"]] == [cast.head.name]
    assert owner.send(f"{told['number']}/approve/", {}).status_code == 403
    compared = head.get(f"{BASE}{told['number']}/comparison/").json()
    assert [(one["line_no"], one["acts"]) for one in compared["lines"]] == [(1, ["INCREASE"]), (3, ["NEW"])]
    assert (compared["former"], compared["later"], compared["new_total"]) == (1, 2, "545.00")
    facts = latest(ChangeRequest.objects.get()).facts
    assert head.send(f"{told['number']}/approve/", {"facts": "0" * 64}).status_code == 409
    done = head.send(f"{told['number']}/approve/", {"facts": facts, "reason": "行"})
    assert (done.status_code, done.json()["state"], done.json()["revision"]) == (200, "EFFECTIVE", 2)
    assert owner.get(f"{BASE}{first['reference']}/").json()["number"] == told["number"], "the draft's name leads on"


def test_cells_are_merged_with_what_was_seen_or_the_version(cast, order):
    request = make_request(order)
    owner, desk, path = Api(cast.owner), Api(cast.desk), f"{request.reference}/"
    quantity = {"path": "lines.1.quantity", "value": "5"}
    assert owner.change(path, {"items": [quantity]}).status_code == 428
    assert owner.change(path, {"items": [quantity | {"seen": "2"}]}).status_code == 200
    other = [{"path": "lines.2.quantity", "value": "9", "seen": "3"}]
    assert desk.change(path, {"items": other}).status_code == 200
    refused = desk.change(path, {"items": [{"path": "lines.1.quantity", "value": "6", "seen": "2"}]})
    assert (refused.status_code, refused.json()["code"]) == (409, "cells_changed")
    assert refused.json()["people"] == {"lines.1.quantity": cast.owner.name}
    head = {"reason": reason().code, "customer_words": "再加三只"}
    assert desk.change(path, head).status_code == 428
    assert desk.change(path, head, **{"If-Match": '"1"'}).status_code in (409, 412)
    told = desk.change(path, head, **{"If-Match": f'"{request.version + 2}"'}).json()
    assert (told["reason"], told["customer_words"], len(told["items"])) == ("C_QUANTITY", "再加三只", 2)
    twice = owner.change(path, {"items": [quantity | {"seen": "5"}] * 2})
    assert (twice.status_code, "items" in twice.json()["fields"]) == (400, True)
    assert owner.change(path, {"items": [{"path": "total", "value": 1, "seen": 0}]}).status_code == 400


def test_sent_back_rejected_withdrawn(cast, order):
    head, owner = Api(cast.head), Api(cast.owner)
    number = make_submitted_request(order).number
    assert head.send(f"{number}/return/", {}).status_code == 400
    back = head.send(f"{number}/return/", {"reason": "分批"}).json()
    assert (back["state"], back["return_reason"]) == ("DRAFT", "分批")
    assert head.send(f"{number}/reject/", {"reason": "?"}).json()["code"] == "wrong_state"
    assert owner.send(f"{number}/submit/").json()["state"] == "SUBMITTED"
    assert head.send(f"{number}/reject/", {"reason": "不做"}).json()["state"] == "REJECTED"
    again = owner.send("", {"order": order.number}).json()["reference"]
    open_already = owner.send("", {"order": order.number})
    assert (open_already.status_code, open_already.json()["code"]) == (409, "change_open")
    taken = owner.send("", {"order": order.number, "supersedes": again})
    assert taken.status_code == 201
    assert owner.get(f"{BASE}{again}/").json()["superseded_by"] == taken.json()["reference"]
    assert owner.send(f"{taken.json()['reference']}/withdraw/", {}).json()["state"] == "WITHDRAWN"


def test_the_list_is_filtered_and_a_stranger_sees_nothing(cast, order):
    request = make_submitted_request(order)
    other = make_request(make_effective(cast.owner))
    head, stranger = Api(cast.head), Api(cast.stranger)

    def listed(api, query):
        found = api.get(f"{BASE}?{query}")
        assert found.status_code == 200, found.data
        return [one["reference"] for one in found.json()["results"]]

    assert listed(head, "") == [other.reference, request.number]
    assert listed(head, "waiting=true") == [request.number]
    assert listed(head, "state=DRAFT&open=true") == [other.reference]
    assert listed(head, f"q={order.number}") == [request.number]
    assert listed(head, f"q={request.number[:10]}&urgent=true&reason=C_QUANTITY") == [request.number]
    assert listed(head, f"customer={order.customer.code}") == [request.number]
    assert listed(head, "requested_from=2026-11-20&requested_to=2026-11-20&sort=-id") == [
        other.reference,
        request.number,
    ]
    assert listed(head, "requested_from=2026-11-21") == []
    assert listed(head, f"product={order.lines.first().product_code}") == [request.number]
    assert listed(stranger, "") == []
    assert stranger.get(f"{BASE}{request.number}/").status_code == 404
    assert stranger.send(f"{request.number}/withdraw/", {}).status_code == 404


def test_who_may_not_see_amounts_gets_none(cast, order):
    request = make_submitted_request(order, edits={"lines.1.price": "90", "lines.1.quantity": 5})
    role = Role.objects.get(code="sales")
    FieldRule.objects.update_or_create(role=role, field="order.amount", defaults={"effect": FieldRule.Effect.HIDE})
    owner = Api(User.objects.get(pk=cast.owner.pk))
    told = owner.get(f"{BASE}{request.number}/").json()
    assert (told["amount_delta"], told["extra_cost"]) == (None, None)
    assert {one["path"]: one["new"] for one in told["items"]} == {"lines.1.quantity": "5", "lines.1.price": None}
    assert owner.get(f"{BASE}?sort=-amount_delta").status_code == 400


def test_statements_do_not_grow_with_the_requests(cast, django_assert_max_num_queries):
    for _each in range(3):
        make_request(make_effective(cast.owner), edits={"lines.1.quantity": 5})
    api = Api(cast.head)
    api.get(BASE)
    with django_assert_max_num_queries(6):
        assert len(api.get(BASE).json()["results"]) == 3


def test_the_list_as_a_file_without_hidden_amounts(cast, order):
    make_submitted_request(order)
    asked = Asked(QueryDict("state=SUBMITTED&reason=C_QUANTITY"), AT)
    sheet = exporting.open_requests(cast.head, asked)
    names = [one.key for one in sheet.columns]
    (row,) = list(sheet.rows())
    told = dict(zip(names, row, strict=True))
    assert (told["order"], told["amount_delta"], told["urgent"]) == (order.number, D(300), True)
    role = Role.objects.get(code="sales_manager")
    FieldRule.objects.update_or_create(role=role, field="order.amount", defaults={"effect": FieldRule.Effect.HIDE})
    sheet = exporting.open_requests(User.objects.get(pk=cast.head.pk), asked)
    assert "amount_delta" not in [one.key for one in sheet.columns]
