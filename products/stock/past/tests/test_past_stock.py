"""Stock as of a past moment is what lay there then (SEMANTICS 10, R314)."""

import random
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.people.queries import system_user
from accounts.tests.builders import AT, make_user
from common import moments
from common.exports.lists import Asked
from products.stock.models import StockRow
from products.stock.operations import movements
from products.stock.past import exporting, queries
from products.tests.builders import make_product, make_warehouse

pytestmark = pytest.mark.django_db

STEP = timedelta(minutes=20)
NOW = AT + timedelta(days=3)
URL = "/stock/past/"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: NOW)


def asked(moment, **more):
    query = QueryDict(mutable=True)
    query.update({"at": moments.written(moment), **more})
    return query


def stock_at(moment, **more):
    found = queries.found(system_user(), asked(moment, **more), NOW)
    return {(row.product_id, row.warehouse_id): row.then for row in queries.rows_of(found)}


def receive(product, quantity, at, warehouse):
    movements.receive_goods(
        actor=system_user(),
        product_id=product.pk,
        warehouse_id=warehouse.pk,
        quantity=D(quantity),
        at=at,
    )


def test_every_hour_of_a_history_is_found_again():
    chance = random.Random(3)
    products, places = [make_product() for _ in range(3)], [make_warehouse(), make_warehouse()]
    seen, moment = [], AT
    for _turn in range(12):
        moment += STEP
        receive(chance.choice(products), chance.randint(1, 9), moment, chance.choice(places))
        rows = StockRow.objects.exclude(on_hand=0)
        seen.append((moment + STEP / 2, {(row.product_id, row.warehouse_id): row.on_hand for row in rows}))
    for then, stood in seen:
        assert stock_at(then) == stood
    assert stock_at(AT) == {}
    one = products[0]
    assert {key[0] for key in stock_at(NOW, product=str(one.pk))} <= {one.pk}


def test_page_file_and_api_say_the_same(client):
    product, place = make_product(), make_warehouse()
    receive(product, 5, AT, place)
    receive(product, 4, AT + 2 * STEP, place)
    query = asked(AT + STEP)
    user = make_user("warehouse")
    client.force_login(user)
    page = client.get(f"{URL}?{query.urlencode()}").content.decode()
    assert product.code in page
    assert "+4" in page
    sheet = exporting.open_past_stock(system_user(), Asked(query=query, columns=None, at=NOW))
    (row,) = list(sheet.rows())
    assert list(row)[4:7] == [D(5), D(9), D(4)]
    api = APIClient()
    api.force_authenticate(user)
    (row,) = api.get("/api/v1/past-stock/", {"at": query["at"]}).json()["results"]
    assert (row["on_hand"], row["on_hand_today"], row["warehouse"]) == ("5", "9", place.code)
    assert api.get("/api/v1/past-stock/", {"at": "2027-01-01"}).status_code == 400


def test_the_page_costs_the_same_for_one_row_and_forty(client):
    place = make_warehouse()
    client.force_login(make_user("warehouse"))
    counted = []
    for count in (1, 39):
        for _ in range(count):
            receive(make_product(), 2, AT, place)
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{URL}?{asked(NOW).urlencode()}").status_code == 200
        counted.append(len(captured))
    assert counted[0] == counted[1]
