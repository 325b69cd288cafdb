"""How many changes, by what, and what they cost; every figure opens to its requests (R203)."""

import copy
from decimal import Decimal as D

import pytest
from django.http import QueryDict

from accounts.tests.builders import make_user
from common import errors
from common.exports.lists import Asked
from orders.changes import operations
from orders.changes.effect.tests.builders import change, submitted
from orders.changes.models import ChangeRequest
from orders.changes.queries import reason_id
from orders.changes.statistics import exporting, queries
from orders.changes.statistics.queries import By
from orders.changes.tests.builders import add, make_request, modify
from orders.tests.builders import AT, line, make_effective, make_order_cast
from products.tests.builders import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_scene)


@pytest.fixture
def scene(made):
    return copy.deepcopy(made)


def _make_scene():
    """Two orders of two people: one change in effect that lets its order grow, one that waits, one withdrawn."""
    cast = make_order_cast()
    product, other = make_product(list_price=D(10), stock=99), make_product(list_price=D(7), stock=99)
    first = make_effective(cast.owner, lines=[line(product, 2)])
    second = make_effective(cast.mate, lines=[line(product, 3)])
    done = change(first, modify(1, "quantity", 5), add(2, other, 1), reason_id=reason_id("C_QUANTITY"))
    waits = submitted(first, modify(1, "quantity", 4), reason_id=reason_id("C_PRICE"))
    left = make_request(second, edits={"lines.1.quantity": 1})
    operations.withdraw_request(actor=cast.mate, request_id=left.pk, at=AT)
    ChangeRequest.objects.filter(pk=done.pk).update(days_late=3, extra_cost=20, broken_promises=1)
    return cast, product, other, first, done, waits


def rows(actor, by):
    return {row.key: row for row in queries.grouped(actor, queries.requests(actor), by)}


def test_reasons_tell_what_became_of_changes_and_what_they_cost(scene):
    boss = make_user("executive")
    found = rows(boss, By.REASON)
    assert {key: (row.number, row.open, row.effective, row.dropped) for key, row in found.items()} == {
        "C_QUANTITY": (1, 0, 1, 0),
        "C_PRICE": (1, 1, 0, 0),
        "": (1, 0, 0, 1),
    }
    done = found["C_QUANTITY"]
    assert (done.days, done.broken, done.plus, done.minus, done.extra_cost) == (3, 1, 37, 0, 20)
    whole = queries.whole(boss, queries.requests(boss))
    assert (whole.number, whole.effective, whole.plus) == (3, 1, 37)


@pytest.mark.parametrize("by", [By.CUSTOMER, By.PERSON, By.DEPARTMENT, By.SOURCE, By.ORIGIN, By.MONTH])
def test_every_way_counts_every_request_once(scene, by):
    boss = make_user("executive")
    assert sum(row.number for row in rows(boss, by).values()) == 3
    assert sum(row.plus or 0 for row in rows(boss, by).values()) == 37


def test_by_product_a_request_counts_where_it_touches(scene):
    _cast, product, other, *_rest = scene
    found = rows(make_user("executive"), By.PRODUCT)
    assert {key: (row.number, row.effective, row.plus) for key, row in found.items()} == {
        product.code: (3, 1, 30),
        other.code: (1, 1, 7),
    }


def test_each_sees_the_figures_of_his_orders_and_amounts_only_where_he_may(scene):
    cast = scene[0]
    assert sum(row.number for row in rows(cast.mate, By.REASON).values()) == 1
    warehouse = make_user("warehouse")
    found = rows(warehouse, By.REASON)["C_QUANTITY"]
    assert (found.effective, found.plus, found.extra_cost) == (1, None, None)
    keys = [one.key for one in exporting.open_statistics(warehouse, Asked(QueryDict("by=reason"), AT)).columns]
    assert "plus" not in keys and "days" in keys
    with pytest.raises(errors.NotAllowed):
        queries.requests(make_user(role=None))


def test_page_file_and_api_tell_the_same_and_open_to_the_list(client, scene):
    boss = make_user("executive")
    client.force_login(boss)
    for by in By:
        assert client.get(f"/changes/statistics/?by={by}").status_code == 200, by
    page = client.get("/changes/statistics/?by=reason&requested_from=2026-11-01").content.decode()
    assert "/changes/?requested_from=2026-11-01&amp;reason=C_QUANTITY" in page
    assert client.get("/changes/?reason=C_QUANTITY").status_code == 200
    assert client.get("/changes/statistics/?by=weather").status_code == 422
    told = client.get("/api/v1/change-statistics/?by=reason&reason=C_QUANTITY").json()
    assert [(one["key"], one["effective"], one["plus"]) for one in told] == [("C_QUANTITY", 1, "37.00")]
    sheet = exporting.open_statistics(boss, Asked(QueryDict("by=product"), AT))
    assert len(list(sheet.rows())) == 2
    assert client.get("/api/v1/change-statistics/?requested_from=2030-01-01").json() == []
