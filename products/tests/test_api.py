"""Products and stock over REST."""

import itertools
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from products.catalogue.models import Product
from products.serializers import (
    CategorySerializer,
    MovementSerializer,
    ProductDocumentSerializer,
    ProductSerializer,
    StockRowSerializer,
    WarehouseSerializer,
)
from products.tests.builders import (
    make_category,
    make_product,
    make_service,
    make_supplier,
    make_warehouse,
    stock_row,
)

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


class Client(APIClient):
    """A person who calls; every POST gets a fresh key unless one is given."""

    def __init__(self, role):
        super().__init__()
        self.force_authenticate(make_user(role))

    def send(self, path, body=None, key=None):
        return self.post(f"/api/v1/{path}", body or {}, headers={"Idempotency-Key": key or f"p{next(_keys)}"})

    def read(self, path, **query):
        return self.get(f"/api/v1/{path}", query)

    def change(self, path, body, version):
        return self.patch(f"/api/v1/{path}", body, headers={"If-Match": f'"{version}"'})


def test_products_are_listed_with_stock_in_the_shape_of_the_schema():
    make_product(code="00.1", stock=7)
    make_service(code="90.1")
    first, second = Client("sales").read("products/").json()["results"]
    assert set(first) == set(ProductSerializer().fields)
    assert first["stock"] == {"on_hand": "7", "reserved": "0", "available": "7"}
    assert second["stock"] is None


@pytest.mark.parametrize(("role", "cost"), [("sales", None), ("finance", "60.00")])
def test_cost_is_null_for_who_may_not_see_it(role, cost):
    make_product(code="00.1")
    answer = Client(role).read("products/00.1/")
    assert set(answer.json()) == set(ProductDocumentSerializer().fields)
    assert answer.json()["unit_cost"] == cost
    assert answer.json()["list_price"] == "100.00"


def test_a_product_is_added_and_changed_with_its_version():
    desk = Client("order_desk")
    body = {"code": "00.7", "name": "仪表", "unit": "台", "list_price": "99.5", "tax_rate": "0.13"}
    made = desk.send("products/", body)
    assert (made.status_code, made.headers["Location"]) == (201, "/api/v1/products/00.7/")
    assert made.json()["list_price"] == "99.50"
    assert desk.change("products/00.7/", {"list_price": "120", "successor": None}, 1).json()["version"] == 2
    assert desk.change("products/00.7/", {"list_price": "130"}, 1).status_code == 412
    assert Product.objects.get().list_price == 120
    refused = desk.change("products/00.7/", {"unit_cost": "1"}, 2)
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x"}, "code"),
        ({"code": "1", "name": "x", "category": "none"}, "category"),
        ({"code": "1", "name": "x", "list_price": "-3"}, "list_price"),
    ],
)
def test_what_is_wrong_is_named_by_field(body, field):
    answer = Client("order_desk").send("products/", body)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]


def test_a_rep_adds_no_product():
    assert Client("sales").send("products/", {"code": "1", "name": "x"}).status_code == 403


def test_goods_arrive_once_per_key():
    keeper, product = Client("warehouse"), make_product(code="00.1")
    body = {"product": "00.1", "quantity": "12", "document_number": "PO-1"}
    for _ in range(2):
        answer = keeper.send("stock/arrivals/", body, key="same")
        assert answer.status_code == 201
    assert answer.json()[0]["on_hand"] == "12"
    assert set(answer.json()[0]) == set(StockRowSerializer().fields)
    assert stock_row(product).on_hand == Decimal(12)
    (movement,) = keeper.read("stock/movements/").json()["results"]
    assert set(movement) == set(MovementSerializer().fields)
    assert (movement["kind"], movement["quantity"], movement["document"]) == ("ARRIVAL", "12", "PO-1")


def test_transfer_count_and_adjustment():
    keeper, product, other = Client("warehouse"), make_product(code="00.1", stock=10), make_warehouse(code="W2")
    home = stock_row(product).warehouse.code
    move = {"product": "00.1", "from_warehouse": home, "to_warehouse": "W2", "quantity": "4"}
    assert keeper.send("stock/transfers/", move).status_code == 201
    refused = keeper.send("stock/transfers/", move | {"quantity": "40"})
    assert (refused.status_code, refused.json()["available"]) == (409, "6")
    assert keeper.send("stock/counts/", {"product": "00.1", "warehouse": "W2", "counted": "3"}).status_code == 201
    assert keeper.send("stock/adjustments/", {"product": "00.1", "difference": "-1"}).status_code == 400
    body = {"product": "00.1", "difference": "-1", "reason": "摔坏"}
    assert keeper.send("stock/adjustments/", body).status_code == 201
    assert (stock_row(product).on_hand, stock_row(product, other).on_hand) == (5, 3)
    rows = keeper.read("stock/", product="00.1", sort="code").json()["results"]
    assert [row["on_hand"] for row in rows] == ["5", "3"]


def test_a_rep_moves_no_stock():
    make_product(code="00.1")
    assert Client("sales").send("stock/arrivals/", {"product": "00.1", "quantity": "1"}).status_code == 403


def test_an_unknown_product_or_warehouse_is_named():
    make_product(code="00.1")
    answer = Client("warehouse").send("stock/arrivals/", {"product": "x", "warehouse": "y", "quantity": "1"})
    assert answer.status_code == 400
    assert {"product", "warehouse"} <= set(answer.json()["fields"])


@pytest.mark.parametrize("count", [2, 20])
def test_lists_take_a_constant_number_of_statements(count, django_assert_max_num_queries):
    for _ in range(count):
        make_product(stock=1)
    client = Client("sales")
    for path in ("products/", "stock/", "stock/movements/"):
        with django_assert_max_num_queries(6):
            assert len(client.read(path).json()["results"]) == count


def test_a_substitute_is_named_and_removed_on_the_products_version():
    desk = Client("order_desk")
    make_product(code="00.1")
    make_product(code="00.2")
    named = desk.send("products/00.1/substitutes/", {"product": "00.2", "ratio": "2"})
    (row,) = named.json()["substitutes"]
    assert (row["product"], row["ratio"], named.headers["ETag"]) == ("00.2", "2", '"2"')
    assert desk.send("products/00.1/substitutes/", {"product": "00.9"}).status_code == 400
    assert Client("sales").send("products/00.1/substitutes/", {"product": "00.2"}).status_code == 403
    path = "/api/v1/products/00.1/substitutes/00.2/"
    assert desk.delete(path).status_code == 428
    assert desk.delete(path, headers={"If-Match": '"1"'}).status_code == 412
    assert desk.delete(path, headers={"If-Match": '"2"'}).json()["substitutes"] == []
    assert desk.delete(path, headers={"If-Match": '"3"'}).status_code == 404


@pytest.mark.parametrize(
    ("path", "role", "other", "shape"),
    [
        ("product-categories", "purchasing", "sales", CategorySerializer),
        ("warehouses", "administrator", "warehouse", WarehouseSerializer),
    ],
)
def test_a_small_master_is_kept_by_who_may(path, role, other, shape):
    keeper, reader = Client(role), Client(other)
    body = {"code": "X9", "name": "甲"}
    assert reader.send(f"{path}/", body).status_code == 403
    made = keeper.send(f"{path}/", body)
    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1/{path}/X9/")
    assert set(made.json()) == set(shape().fields)
    assert keeper.change(f"{path}/X9/", {"name": "乙"}, 1).json()["name"] == "乙"
    assert keeper.change(f"{path}/X9/", {"name": "丙"}, 1).status_code == 412
    assert "X9" in [row["code"] for row in reader.read(f"{path}/").json()["results"]]
    assert reader.read(f"{path}/X9/").headers["ETag"] == '"2"'
    assert reader.read(f"{path}/nothing/").status_code == 404


def test_rows_are_named_by_code_or_number():
    category, supplier = make_category(code="01"), make_supplier(code="S-1")
    product = make_product(code="00.1", stock=1, category=category, supplier=supplier)
    make_product(code="00.2", stock=1)
    desk = Client("order_desk")
    for query in ({"category": "code:01"}, {"category": category.pk}, {"supplier": "S-1"}, {"supplier": supplier.pk}):
        assert [row["code"] for row in desk.read("products/", **query).json()["results"]] == ["00.1"], query
    for query in ({"product": "00.1"}, {"product": product.pk}, {"q": "00.1"}):
        assert [row["product"] for row in desk.read("stock/", **query).json()["results"]] == ["00.1"], query
        assert desk.read("stock/movements/", **query).json()["count"] == 1, query
    assert desk.read("stock/", is_reserved="true").json()["count"] == 0
