"""Many calls in one: each row is answered, refused and repeated as if it had been called alone."""

import itertools
import json
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.rulebook import operations as rulebook
from accounts.rulebook.checks import Check, checks
from accounts.rulebook.models import ClauseBreach
from accounts.tests.builders import make_user
from accounts.tokens import operations as tokens
from common import clock, dates
from common.api import bulk, throttle
from common.models import Event
from customers.models import Customer
from orders.models import Order
from orders.tests import builders
from products.models import StockMovement
from products.tests.builders import make_product, stock_row

pytestmark = pytest.mark.django_db
ARRIVALS = "/api/v1/stock/arrivals/"
CATEGORIES = "/api/v1/product-categories/"


def row(key, path, body=None, **options):
    return {"key": key, "path": path, "body": body or {}, **options}


def arrival(key, product, quantity):
    return row(key, ARRIVALS, {"product": product.code, "quantity": str(quantity)})


def send(client, *rows, status=200):
    answer = client.post("/api/v1/bulk/", json.dumps({"rows": rows}), content_type="application/json")
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def alone(client, one):
    return client.post(
        one["path"], json.dumps(one["body"]), content_type="application/json", headers={"Idempotency-Key": one["key"]}
    )


def statuses(found):
    return [one["status"] for one in found["rows"]]


@pytest.fixture
def store(client):
    client.force_login(make_user(roles=["warehouse", "order_desk", "purchasing"]))
    return client


@pytest.fixture
def product():
    return make_product(code="02.1.03.022")


def test_each_row_is_answered_in_its_place_and_a_refused_one_stops_no_other(store, product):
    found = send(store, arrival("a", product, 40), arrival("b", product, "many"), arrival("c", product, 2))
    assert [one["key"] for one in found["rows"]] == ["a", "b", "c"]
    assert statuses(found)[1] == 400 and {*statuses(found)} <= {200, 201, 400}
    assert (found["done"], found["refused"], found["left"], found["retry_after"]) == (2, 1, 0, None)
    assert stock_row(product).on_hand == 42


def test_a_row_is_refused_in_the_words_of_a_call_of_its_own(store, product):
    wrong = arrival("b", product, "many")
    refused = send(store, wrong)["rows"][0]
    single = alone(store, {**wrong, "key": "c"})
    assert (refused["status"], refused["problem"], refused["body"]) == (single.status_code, single.json(), None)


def test_a_row_is_answered_with_the_body_of_a_call_of_its_own(store):
    made = send(store, row("a", CATEGORIES, {"code": "07", "name": "传感器"}))["rows"][0]
    single = alone(store, row("b", CATEGORIES, {"code": "08", "name": "仪表"}))
    assert made["status"] == single.status_code == 201
    assert made["location"] == single["Location"].replace("08", "07") and made["etag"] == single["ETag"]
    assert made["body"].keys() == single.json().keys() and made["problem"] is None


def test_the_same_rows_again_do_nothing_twice_and_are_answered_as_before(store, product):
    rows = [arrival("a", product, 40), arrival("b", product, 2)]
    first, again = send(store, *rows), send(store, *rows)
    assert [one["is_replayed"] for one in again["rows"]] == [True, True]
    assert [one["body"] for one in again["rows"]] == [one["body"] for one in first["rows"]]
    assert stock_row(product).on_hand == 42


def test_a_key_twice_in_a_batch_is_one_call_and_with_other_content_refused(store, product):
    found = send(store, arrival("a", product, 40), arrival("a", product, 40), arrival("a", product, 41))
    assert statuses(found)[0] == statuses(found)[1] and found["rows"][1]["is_replayed"]
    assert found["rows"][2]["problem"]["code"] == "idempotency_key_reused"
    assert stock_row(product).on_hand == 40


def test_rights_are_asked_row_by_row(client, product):
    client.force_login(make_user("warehouse"))
    found = send(client, row("a", CATEGORIES, {"code": "07", "name": "传感器"}), arrival("b", product, 1))
    assert statuses(found)[0] == 403 and found["done"] == 1
    kept = Event.objects.filter(kind="access.refused").values_list("data", flat=True)
    assert [one["path"] for one in kept] == [CATEGORIES]  # written down as any refusal


def test_what_is_not_yours_is_not_there(client):
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    client.force_login(make_user("sales"))
    found = send(client, row("a", f"/api/v1/orders/{order.number}/copy/"), row("b", "/api/v1/orders/SO1/copy/"))
    assert statuses(found) == [404, 404]
    told = [{**one["problem"]} for one in found["rows"]]
    assert told[0] == told[1]


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/v1/bulk/", "/api/v1/schema/", "/api/v1/../../admin/"])
def test_only_doors_of_the_api_are_opened(store, path):
    assert statuses(send(store, row("a", path))) == [404]


@pytest.mark.parametrize("path", ["/customers/new/", "https://example.com/api/v1/orders/", "/api/v1/orders/?q=1", ""])
def test_what_is_no_address_of_the_api_is_refused_as_a_whole(store, product, path):
    send(store, arrival("a", product, 1), row("b", path), status=400)
    assert not StockMovement.objects.filter(stock_row__product=product).exists()


def test_a_method_that_an_address_does_not_know_is_refused(store):
    assert statuses(send(store, row("a", "/api/v1/stock/"))) == [405]


def test_a_change_is_made_once_under_its_key_and_on_its_version(store):
    alone(store, row("a", CATEGORIES, {"code": "07", "name": "传感器"}))
    change = row("b", f"{CATEGORIES}07/", {"name": "称重传感器"}, method="PATCH", if_match='"1"')
    first, again = (send(store, change)["rows"][0] for _ in range(2))
    assert (first["status"], first["etag"], first["is_replayed"]) == (200, '"2"', False)
    assert (again["status"], again["etag"], again["is_replayed"], again["body"]) == (200, '"2"', True, None)
    stale, unsaid = {**change, "key": "c"}, {**change, "key": "d", "if_match": ""}
    assert statuses(send(store, stale, unsaid)) == [412, 428]


def test_a_change_that_was_refused_may_be_sent_again_under_its_key(store):
    alone(store, row("a", CATEGORIES, {"code": "07", "name": "传感器"}))
    change = row("b", f"{CATEGORIES}07/", {"name": ""}, method="PATCH", if_match='"1"')
    assert statuses(send(store, change)) == [400]
    assert statuses(send(store, {**change, "body": {"name": "称重传感器"}})) == [200]


@pytest.fixture
def clause():
    checks._entries["tests.stale"] = Check("What was read is overtaken", "Tests", "stale")
    words = {"title_zh": "不改过时的", "text_zh": "不得改过时的。", "valid_from": dates.business_day(clock.now())}
    told = {"actor": make_user("administrator"), "number": "9.1", "chapter": "ORDER", "checked_by": ["tests.stale"]}
    rulebook.add_clause(**told, **words, at=clock.now())
    yield
    del checks._entries["tests.stale"]


def test_a_change_that_is_refused_counts_as_an_attempt_against_its_clause(store, clause):
    send(store, row("a", CATEGORIES, {"code": "07", "name": "x"}))
    late = row("b", f"{CATEGORIES}07/", {"name": "y"}, method="PATCH", if_match='"9"')
    [told] = send(store, late)["rows"]
    assert told["status"] == 412 and [one["number"] for one in told["problem"]["clauses"]] == ["9.1"]
    assert [one.count for one in ClauseBreach.objects.all()] == [1]
    send(store, late)
    assert [one.count for one in ClauseBreach.objects.all()] == [2]


def test_by_a_token_rows_have_its_scopes_and_its_keys(client, product):
    person = make_user(roles=["warehouse", "purchasing"])
    secrets = [
        tokens.issue_token(actor=person, name=name, scopes=scopes, at=clock.now())[1]
        for name, scopes in (("stock", ["stock.*", "product.view"]), ("look", ["product.view"]))
    ]
    ways = [{"Authorization": f"Token {secret}"} for secret in secrets]
    body = json.dumps({"rows": [arrival("k", product, 4)]})
    told = [client.post("/api/v1/bulk/", body, "application/json", headers=way).json()["rows"][0] for way in ways]
    assert [one["status"] for one in told] == [201, 403], "the other token does not reach so far"
    [again] = client.post("/api/v1/bulk/", body, "application/json", headers=ways[0]).json()["rows"]
    assert again["is_replayed"]
    client.force_login(person)
    assert not send(client, arrival("k", product, 4))["rows"][0]["is_replayed"], "keys are each caller's own"


def test_a_fault_of_ours_in_one_row_does_not_lose_the_others(store, product, monkeypatch):
    called = bulk.BulkViewSet._called

    def fails(self, one):
        if one["key"] == "b":
            raise RuntimeError("boom")
        return called(self, one)

    monkeypatch.setattr(bulk.BulkViewSet, "_called", fails)
    found = send(store, arrival("a", product, 1), arrival("b", product, 1), arrival("c", product, 1))
    assert statuses(found)[1] == 500 and "boom" not in str(found) and found["done"] == 2


def test_rows_without_time_are_left_and_said_to_be(store, product, monkeypatch):
    monkeypatch.setattr(bulk, "SECONDS", -1)
    found = send(store, arrival("a", product, 1), arrival("b", product, 1))
    assert (found["left"], found["retry_after"], statuses(found)) == (2, 1, [503, 503])
    monkeypatch.undo()
    assert send(store, arrival("a", product, 1), arrival("b", product, 1))["done"] == 2


def test_each_row_counts_as_a_call(store, product, monkeypatch):
    hits = itertools.count(1)  # a cache in distress would let everything pass
    monkeypatch.setattr(throttle, "cache", SimpleNamespace(count_hit=lambda *_called: next(hits)))
    monkeypatch.setattr(throttle.RateThrottle, "get_rate", lambda _self: "4/day")
    found = send(store, *(arrival(str(number), product, 1) for number in range(5)))
    assert statuses(found)[3:] == [429, 429] and found["done"] == 3  # the batch itself is a call too
    assert found["left"] == 2 and found["retry_after"] > 0


def test_more_rows_than_are_taken_are_refused_before_any_is_made(store, product):
    send(store, *(arrival(str(number), product, 1) for number in range(bulk.MOST_ROWS + 1)), status=400)
    assert not StockMovement.objects.filter(stock_row__product=product).exists()


@pytest.mark.parametrize(
    "body",
    [{}, {"rows": []}, {"rows": [{"path": ARRIVALS}]}, {"rows": [{"key": " ", "path": ARRIVALS}]}, {"lines": []}],
)
def test_a_batch_that_is_none_is_refused(store, body):
    answer = store.post("/api/v1/bulk/", json.dumps(body), content_type="application/json")
    assert answer.status_code == 400


def test_signed_out_nothing_is_read(client):
    assert client.post("/api/v1/bulk/", "{}", content_type="application/json").status_code == 401


def test_what_other_systems_push_goes_through_it(client):
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    roles = ["administrator", "order_desk", "finance", "warehouse", "logistics", "purchasing"]
    client.force_login(make_user(roles=roles))
    day, product = dates.business_day(clock.now()), builders.lines_of(order)[0].product
    soon = str(day + timedelta(days=9))
    found = send(
        client,
        row("customer", "/api/v1/customers/", {"code": "77.001", "name": "苏州称重技术有限公司"}),
        row("product", "/api/v1/products/", {"code": "77.1", "name": "接线盒", "unit": "只", "list_price": "88"}),
        row("stock", ARRIVALS, {"product": "77.1", "quantity": "500"}),
        row("level", "/api/v1/stock/counts/", {"product": "77.1", "counted": "480", "reason": "盘点"}),
        row("planned", "/api/v1/planned-receipts/", {"product": "77.1", "quantity": "60", "expected_date": soon}),
        row(
            "order",
            "/api/v1/orders/",
            {"customer": order.customer.code, "requested_date": soon, "lines": [{"product": "77.1", "quantity": "3"}]},
        ),
        row(
            "receipt",
            "/api/v1/receipts/",
            {"customer": order.customer.code, "amount": "100.00", "received_date": str(day), "method": "TRANSFER"},
        ),
        row("ship date", "/api/v1/ship-dates/", {
            "provider": "ship-system", "external_id": "S1", "ship_date": str(day), "order": order.number,
            "line_no": 1, "quantity": "1",
        }),
        row("price", f"/api/v1/products/{product.code}/", {"list_price": "91"}, method="PATCH", if_match="*"),
    )  # fmt: skip
    refused = {one["key"]: one["problem"] for one in found["rows"] if one["status"] >= 400}
    assert refused == {}
    made = found["rows"][5]
    assert Order.objects.filter(pk=int(made["location"].split("draft-")[1].strip("/"))).exists()
    assert stock_row(type(product).objects.get(code="77.1")).on_hand == Decimal(480)
    assert Customer.objects.filter(code="77.001").exists()


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_was_killed_half_way_goes_on_where_it_ended(monkeypatch):
    product, client = make_product(code="02.1.03.022"), Client()
    client.force_login(make_user("warehouse"))
    rows = [arrival(str(number), product, 1) for number in range(10)]
    called, calls = bulk.BulkViewSet._called, []

    def killed(self, one):
        calls.append(one)
        if len(calls) == 6:
            raise SystemExit  # the worker ends in the midst of it
        return called(self, one)

    monkeypatch.setattr(bulk.BulkViewSet, "_called", killed)
    with pytest.raises(SystemExit):
        send(client, *rows)
    monkeypatch.undo()
    found = send(client, *rows)
    assert [one["is_replayed"] for one in found["rows"]] == [True] * 5 + [False] * 5
    assert stock_row(product).on_hand == 10


@pytest.mark.slow
def test_five_hundred_rows_are_one_call(store, product, monkeypatch):
    monkeypatch.setattr(bulk, "SECONDS", 600)  # this machine may have other things to do
    rows = [arrival(str(number), product, 1) for number in range(500)]
    assert send(store, *rows)["done"] + send(store, *rows)["done"] == 1000
    assert stock_row(product).on_hand == 500
