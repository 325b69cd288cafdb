"""Attacks on changes: guesses at hidden prices, words of the wrong language, delegates, very many lines."""

import itertools
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from rest_framework.test import APIClient

from accounts.people.models import User
from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_user
from customers.tests.builders import payment_term
from orders.approval.delegation import operations as delegation
from orders.changes import operations, queries, representation, showing
from orders.changes.effect.tests.builders import approve, approver_of, change, submitted
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.tests.builders import head, make_request, make_submitted_request, modify
from orders.tests.builders import AT, TODAY, fresh, line, lines_of, make_effective, make_order_cast, person
from orders.tests.flow_builders import broken_invariants
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
BASE = "/api/v1/change-requests/"
_keys = itertools.count(1)


@pytest.fixture(autouse=True)
def _that_day(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT)


@pytest.fixture
def cast():
    return make_order_cast()


def hide_amounts(cast):
    FieldRule.objects.update_or_create(
        role=Role.objects.get(code="sales"), field="order.amount", defaults={"effect": "HIDE"}
    )
    return User.objects.get(pk=cast.owner.pk)


@pytest.mark.parametrize(
    ("path", "own", "other"),
    [("lines.1.price", "917.3", "917.4"), ("lines.1.discount", "0", "0.05"), ("freight", "0", "1")],
)
def test_the_answer_is_the_same_whether_a_price_was_guessed_or_not(cast, path, own, other):
    order = make_effective(cast.owner, lines=[line(make_product(list_price=D("917.3"), stock=9), 2)])
    api = APIClient()
    api.force_authenticate(hide_amounts(cast))
    answers = []
    for more in ({}, {"seen": own}, {"seen": other}):
        for value in (own, other):
            body = {"order": order.reference, "items": [{"path": path, "value": value, **more}]}
            answer = api.post(BASE, body, format="json", headers={"Idempotency-Key": f"g{next(_keys)}"})
            answers.append((answer.status_code, answer.json()["fields"]))
    assert all(one == answers[0] for one in answers), answers
    assert answers[0][0] == 400
    assert not ChangeRequest.objects.exists()


def test_a_price_that_somebody_else_wrote_is_not_guessed_either(cast):
    order = make_effective(cast.owner, lines=[line(make_product(list_price=D("917.3"), stock=9), 2)])
    request = make_request(order, cast.desk, edits={"lines.1.price": "739.1"})
    api = APIClient()
    api.force_authenticate(hide_amounts(cast))
    answers = [
        api.patch(
            f"{BASE}{request.reference}/",
            {"items": [{"path": "lines.1.price", "value": "5", "seen": seen}]},
            format="json",
            headers={"Idempotency-Key": f"g{next(_keys)}"},
        )
        for seen in ("739.1", "739.2")
    ]
    assert {one.status_code for one in answers} == {400}
    assert answers[0].json()["fields"] == answers[1].json()["fields"]
    assert ChangeItem.objects.get().new == "739.1"


def test_why_it_was_overtaken_is_told_in_the_language_of_who_reads_it(cast):
    order = make_effective(cast.owner)
    term = payment_term("COD")
    request = submitted(order, head("payment_term", term.pk))
    type(term).objects.filter(pk=term.pk).update(is_active=False)
    with translation.override("zh-hans"):
        request = approve(request)
    assert request.state == "STALE"
    told = {}
    for code in ("en", "zh-hans"):
        with translation.override(code):
            (shown,) = showing.conflicts(request)
            document = representation.document(
                cast.owner, queries.get_request_by_id(actor=cast.owner, request_id=request.pk)
            )
            assert document["conflicts"][0]["why"] == shown["why"]
            told[code] = shown["why"]
    assert told["en"].isascii()
    assert not told["zh-hans"].isascii()
    request.conflicts = [{**request.conflicts[0], "why": "as it was kept before"}]
    assert showing.conflicts(request)[0]["why"] == "as it was kept before"


def test_a_delegate_decides_signs_and_may_not_decide_what_he_wrote_himself(cast):
    deputy = make_user("sales_manager")
    delegation.delegate(actor=cast.head, delegate_id=deputy.pk, first_day=TODAY, last_day=TODAY, at=AT)
    request = make_submitted_request(make_effective(cast.owner))
    assert approver_of(request) == cast.head
    done = operations.approve_request(actor=person(deputy.pk), request_id=request.pk, at=AT)
    assert done.state == "EFFECTIVE"
    (signature,) = done.signatures.all()
    assert signature.signed_by == deputy
    order = make_effective(cast.owner)
    own = make_request(order, cast.desk, edits={"lines.1.quantity": 5}, is_urgent=True)
    ChangeRequest.objects.filter(pk=own.pk).update(created_by=deputy)
    page = Browser(person(deputy.pk)).get(reverse("orders:change-detail", args=[own.reference])).content.decode()
    assert "Your decision" not in page


def test_five_hundred_lines_change_at_once_in_statements_that_do_not_grow(cast):
    products = [make_product(list_price=D(10), stock=9999) for _ in range(20)]
    counted = []
    for count in (20, 500):
        lines = [line(products[number % 20], 2) for number in range(count)]
        order = make_effective(cast.owner, lines=lines)
        request = submitted(order, *(modify(number, "quantity", 1) for number in range(1, count + 1)))
        approver = approver_of(request)
        with CaptureQueriesContext(connection) as captured:
            request = operations.approve_request(actor=approver, request_id=request.pk, at=AT)
        assert request.state == "EFFECTIVE"
        counted.append(len(captured))
        assert fresh(order).total_amount == 10 * count
        assert {one.ordered for one in lines_of(order)} == {1}
    assert counted[1] <= counted[0] + 2, counted
    assert broken_invariants() == {}
    assert change(order, modify(3, "quantity", 2)).revision == 3
