"""The system of a warehouse answers reservations, over the API (R298)."""

import itertools
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common.invariants import invariants, offenders
from common.models import Event
from orders.promise.models import ReservationAnswer
from orders.tests.builders import line, lines_of, make_effective, make_order_cast
from products.models import Product
from products.tests.builders import make_product, stock_row

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)
URL = "/api/v1/reservations/"


class Api(APIClient):
    def __init__(self, role="warehouse"):
        super().__init__()
        self.force_authenticate(make_user(role))

    def answer(self, **body):
        return self.post(f"{URL}answers/", body, format="json", headers={"Idempotency-Key": f"held{next(_keys)}"})


@pytest.fixture
def cast():
    return make_order_cast()


def _order(cast, product, pieces=6):
    return make_effective(cast.owner, lines=[line(product, pieces)])


def _body(api, order, **more):
    (row,) = api.get(URL, {"order": order.number}).json()["results"]
    about = {name: row[name] for name in ("order", "line_no", "product", "warehouse")}
    return {"provider": "WMS", "external_id": "H-1", **about, "asked": row["quantity"], "held": row["quantity"], **more}


def test_a_warehouse_that_holds_the_goods_says_so_once(cast):
    product = make_product(stock=10)
    order, api = _order(cast, product), Api()
    body = _body(api, order)
    assert api.get(URL, {"unanswered": "true"}).json()["count"] == 1
    first = api.answer(**body)
    assert first.status_code == 201, first.content
    assert first.json()["paper"] is None and first.json()["held"] == "6"
    again = api.answer(**body)
    assert (again.status_code, again.json()) == (200, first.json())
    assert api.get(URL, {"unanswered": "true"}).json()["count"] == 0
    (row,) = api.get(URL, {"unanswered": "false"}).json()["results"]
    assert row["answer"] == first.json()
    other = api.answer(**body | {"held": "5", "reason": "broken"})
    assert (other.status_code, other.json()["code"]) == (409, "external_id_used")
    assert (lines_of(order)[0].reserved, ReservationAnswer.objects.count()) == (6, 1)


def test_with_fewer_the_line_lets_the_rest_go_and_nobody_else_loses(cast):
    product = make_product(stock=10)
    order, later, api = _order(cast, product), _order(cast, product, 4), Api()
    said = api.answer(**_body(api, order, held="4", reason="2 broken"))
    assert said.status_code == 201 and said.json()["paper"].startswith("SA")
    row = stock_row(product)
    assert (row.on_hand, row.reserved) == (8, 8)
    assert (lines_of(order)[0].reserved, lines_of(later)[0].reserved) == (4, 4)
    told = Notification.objects.get(kind="order.shortage")
    assert "the warehouse holds less" in told.message
    (event,) = Event.objects.filter(kind="order.reservation_answered")
    assert (event.data["asked"], event.data["held"], event.data["product"]) == ("6", "4", product.code)
    assert api.get(URL, {"order": order.number, "unanswered": "true"}).json()["count"] == 0
    for key in ("stock.held", "promise.outlived", "promise.beyond", "order.sums"):
        assert offenders(invariants[key]) == [], key


def test_what_was_taken_in_is_answered_also_when_the_product_was_merged_since(cast):
    product = make_product(stock=10)
    order, api = _order(cast, product), Api()
    body = _body(api, order)
    first = api.answer(**body)
    Product.objects.filter(pk=product.pk).update(merged_into=make_product())
    assert (again := api.answer(**body)).status_code == 200 and again.json() == first.json()


def test_an_answer_to_what_is_no_longer_reserved_is_refused_with_the_figure(cast):
    order, api = _order(cast, make_product(stock=10)), Api()
    body = _body(api, order)
    late = api.answer(**body | {"asked": "9", "held": "9"})
    assert (late.status_code, late.json()["code"], late.json()["available"]) == (409, "reservation_changed", "6")
    nothing = api.answer(**body | {"product": make_product(stock=1).code})
    assert (nothing.json()["code"], nothing.json()["available"]) == ("reservation_changed", "0")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"held": "7"}, "held"),
        ({"held": "4"}, "reason"),
        ({"asked": "0", "held": "0"}, "asked"),
        ({"product": "no-such"}, "product"),
    ],
)
def test_what_makes_no_sense_is_named(cast, wrong, field):
    order, api = _order(cast, make_product(stock=10)), Api()
    refused = api.answer(**_body(api, order, **wrong))
    assert (refused.status_code, list(refused.json()["fields"])) == (400, [field])


def test_who_does_not_see_the_order_finds_nothing_and_who_keeps_no_stock_may_not(cast):
    order = _order(cast, make_product(stock=10))
    body = _body(Api(), order)
    stranger = APIClient()
    stranger.force_authenticate(cast.stranger)
    assert stranger.get(URL, {"order": order.number}).json()["count"] == 0
    assert Api("api_client").answer(**body).status_code == 403
    assert Api().answer(**body | {"order": "SO20200101-0001"}).status_code == 404


def test_the_list_asks_the_same_number_of_statements_however_long(cast, django_assert_max_num_queries):
    product, api = make_product(stock=Decimal(50)), Api()
    for _turn in range(4):
        _order(cast, product)
    api.get(URL)
    with django_assert_max_num_queries(6):
        assert api.get(URL).json()["count"] == 4
