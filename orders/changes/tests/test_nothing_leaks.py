"""What a reader may not know is in no answer about a change: neither the API's nor a page's (R296, R195)."""

from decimal import Decimal as D

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.people.models import User
from accounts.roles.models import FieldRule, Role
from orders.changes.effect.tests.builders import approve, submitted
from orders.changes.tests.builders import add, modify
from orders.tests.builders import AT, fresh, line, make_effective, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
BASE = "/api/v1/change-requests/"
SECRET = ("917.3", "739.1", "6421.1", "6,421.1", "51.77", "3695", "3,695", "2725", "2,725")


@pytest.fixture(autouse=True)
def _that_day(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT)


def told(order, number, reader):
    """Path → words of everything that is said about the change."""
    api, pages = APIClient(), Client()
    api.force_authenticate(reader)
    pages.force_login(reader)
    base, of_order, page = f"{BASE}{number}/", f"/api/v1/orders/{order.number}/", f"/changes/{number}/"
    asked = [f"{base}{one}" for one in ("", "comparison/", "impact/", "assessments/", "letters/")]
    asked += [
        BASE,
        "/api/v1/change-statistics/",
        of_order,
        f"{of_order}revisions/",
        "/api/v1/past-order-lines/?at=2026-11-20T02:00:00Z",
    ]
    places = [page, f"{page}letters/", "/changes/", "/changes/statistics/", "/orders/lines/"]
    places += [f"/orders/{order.number}/", f"/orders/{order.number}/revisions/"]
    if order.revision > 1:
        asked.append(f"{of_order}revisions/compare/?former=1&later=2")
    found = {path: api.get(path) for path in asked} | {path: pages.get(path) for path in places}
    return {path: (answer.status_code, answer.content.decode()) for path, answer in found.items()}


def made(cast):
    product = make_product(list_price=D("917.3"), unit_cost=D("51.77"), stock=4, lead_time_days=9)
    order = make_effective(cast.owner, lines=[line(product, 7), line(make_product(list_price=D(3), stock=50), 2)])
    other = make_product(list_price=D("2725"), stock=3)
    return submitted(order, modify(1, "price", "739.1"), modify(1, "quantity", "5"), add(3, other, 1))


def hits_of(cast, requests):
    """Path → the figures that are said there."""
    found = {}
    for request in requests:
        found |= told(fresh(request.order), request.number, User.objects.get(pk=cast.owner.pk))
    assert {code for code, _words in found.values()} == {200}
    return {path: hits for path, (_code, words) in found.items() if (hits := [one for one in SECRET if one in words])}


def test_amounts_and_costs_are_nowhere_for_who_may_not_know_them():
    cast = make_order_cast()
    requests = [made(cast), approve(made(cast))]
    assert len(hits_of(cast, requests)) > 10, "they are there to be found"
    role = Role.objects.get(code="sales")
    for field in ("order.amount", "order.cost"):
        FieldRule.objects.update_or_create(role=role, field=field, defaults={"effect": "HIDE"})
    assert hits_of(cast, requests) == {}
