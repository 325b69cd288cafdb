"""Requests and what else happens meanwhile: what is sent, who leaves, what is merged (SEMANTICS 8)."""

import itertools
import json
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.models import Notification
from accounts.people.models import User
from accounts.people.queries import system_user
from common.events import Event
from customers.tests.builders import payment_term
from orders.changes import operations
from orders.changes.assessing.models import ChangeAssessment, ChangeDepartment
from orders.changes.effect.tests.builders import approve, change, submitted
from orders.changes.models import ChangeRequest
from orders.changes.tests.builders import head, make_request, modify, reason
from orders.lifecycle import operations as lifecycle
from orders.tests.builders import AT, fresh, line, make_effective, make_order_cast
from orders.tests.builders import approve as approve_order
from orders.tests.flow_builders import broken_invariants
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
BASE = "/api/v1/change-requests/"
_keys = itertools.count(1)


class Api(APIClient):
    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, path, body=None, method="POST", **headers):
        """As JSON that says everything, lone surrogates too."""
        headers = {"Idempotency-Key": f"x{next(_keys)}", **{name.replace("_", "-"): v for name, v in headers.items()}}
        return self.generic(method, f"{BASE}{path}", json.dumps(body), "application/json", headers=headers)


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


def run(name, actor, request, **options):
    return getattr(operations, name)(actor=actor, request_id=request.pk, at=AT, **options)


def test_departments_of_what_was_asked_before_hold_nothing_up(cast, order):
    ChangeDepartment.objects.exclude(kind="WAREHOUSE").delete()
    ChangeDepartment.objects.update_or_create(kind="WAREHOUSE", defaults={"aspects": ["QUANTITY"], "hours": 8})
    request = make_request(order, edits={"lines.1.quantity": 5}, reason_id=reason().pk)
    run("ask_departments", cast.owner, request)
    run("return_request", cast.owner, request)
    run("edit_items", cast.owner, request, edits={"lines.1.quantity": {"value": 2}, "contact_name": {"value": "王五"}})
    request = run("submit_request", cast.owner, request)
    assert request.state == "SUBMITTED"
    assert not ChangeAssessment.objects.filter(is_void=False).exists()


def test_who_asked_has_left_and_it_takes_effect_all_the_same(cast, order):
    request = submitted(order, modify(1, "quantity", 5), head("payment_term", payment_term("COD").pk))
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    request = approve(request)
    assert request.state == "EFFECTIVE"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_at_the_end_of_time(cast, order, day):
    change(order, head("requested_date", day), modify(1, "requested_date", day))
    assert broken_invariants() == {}


def test_a_cell_is_named_in_one_way_only(cast, order):
    cells = [{"path": path, "value": 4} for path in ("lines.1.quantity", "lines.01.quantity")]
    answer = Api(cast.owner).send("", {"order": order.reference, "items": cells})
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"lines.01.quantity"})


def test_an_order_goes_back_to_draft_with_revisions_behind_it_and_is_approved_and_changed_again(cast, order):
    change(order, modify(1, "quantity", 5))
    lifecycle.unapprove_order(actor=system_user(), order_id=order.pk, reason="wrong", at=AT)
    assert broken_invariants() == {}
    lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    approve_order(fresh(order))
    assert broken_invariants() == {}
    request = change(order, modify(2, "quantity", 9))
    assert (request.state, request.revision, fresh(order).revision) == ("EFFECTIVE", 3, 3)
    assert broken_invariants() == {}


@pytest.mark.parametrize("is_overtaken", [False, True])
@pytest.mark.parametrize("verb", ["unapprove_order", "void_order"])
def test_what_was_only_written_is_withdrawn_with_its_order_and_its_writer_told(cast, order, verb, is_overtaken):
    request = make_request(order, actor=cast.head, edits={"lines.2.quantity": 9}, reason_id=reason().pk)
    if is_overtaken:
        ChangeRequest.objects.filter(pk=request.pk).update(state="STALE")
    getattr(lifecycle, verb)(actor=system_user(), order_id=order.pk, reason="wrong", at=AT)
    request.refresh_from_db()
    assert (request.state, request.ended_at) == ("WITHDRAWN", AT)
    kind = {"unapprove_order": "change.order_unapproved", "void_order": "change.order_voided"}[verb]
    told = Notification.objects.filter(kind=kind).values_list("user_id", flat=True)
    assert sorted(told) == sorted([cast.head.pk, cast.owner.pk])
    assert Event.objects.filter(kind=kind, subject_id=request.pk).count() == 1
    assert broken_invariants() == {}
