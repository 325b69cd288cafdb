"""Order lines over the API: the list, its sums, its areas, the shipments of a line."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from accounts.roles import operations as roles
from accounts.tests.builders import make_user
from orders.lines import queries, representation
from orders.lines.serializers import OrderLineRowSerializer
from orders.lines.tests.test_line_list import ship
from orders.order.models import OrderLine
from orders.tests import builders
from orders.tests.page_builders import statements
from products.catalogue.models import ProductText

pytestmark = pytest.mark.django_db
LINES = "/api/v1/order-lines/"


def get(client, user, path=LINES, status=200, **query):
    client.force_login(user)
    answer = client.get(path, query, headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.content[:800]
    return answer.json()


def test_a_row_has_the_fields_that_the_document_promises():
    order = builders.make_effective()
    lines = list(queries.shown(queries.list_lines(order.salesperson)))
    row = representation.line_rows(order.salesperson, lines, builders.TODAY)[0]
    assert row.keys() == OrderLineRowSerializer().fields.keys()
    assert row["requested_date"] == builders.REQUESTED, "the order's, where the line has none"
    assert (row["row_closed"], row["sensor_demand"], row["days_late"]) == ("N", None, None)


def test_lines_are_narrowed_by_a_condition_and_by_a_saved_one(client):
    cast = builders.make_order_cast()
    builders.make_effective(cast.owner)
    assert get(client, cast.owner, condition="行关闭 = N")["count"] == 1
    assert get(client, cast.owner, condition="行关闭 = Y")["count"] == 0
    body = {"name": "Open", "level": "LINE", "condition": "row_closed = N"}
    headers = {"Idempotency-Key": "k-open"}
    made = client.post("/api/v1/segments/", body, content_type="application/json", headers=headers).json()
    assert get(client, cast.owner, segment=made["id"])["count"] == 1
    assert "segment" in get(client, cast.mate, segment=made["id"], status=400)["fields"]
    wrong = get(client, cast.owner, condition="row_closed = ", status=400)
    assert wrong["code"] == "bad_condition"
    assert "position" in wrong


def test_the_saved_condition_stands_as_a_tab_with_its_number(client):
    cast = builders.make_order_cast()
    builders.make_effective(cast.owner)
    client.force_login(cast.owner)
    body = {"name": "My open lines", "level": "LINE", "condition": "row_closed = N"}
    headers = {"Idempotency-Key": "k-tab"}
    client.post("/api/v1/segments/", body, content_type="application/json", headers=headers)
    tabs = client.get("/orders/lines/views/").content.decode()
    assert "My open lines" in tabs
    assert tabs.count('<span class="c">1</span>') >= 2


def test_hidden_amounts_are_null_and_no_condition(client):
    builders.make_effective()
    warehouse = make_user("warehouse")
    row = get(client, warehouse)["results"][0]
    assert {row[name] for name in ("price", "amount", "tax", "net", "unit_cost", "discount")} == {None}
    assert get(client, warehouse, f"{LINES}totals/")["amounts"] is None
    assert get(client, warehouse, amount_min="999999")["count"] == 1, "the filter is not there"
    get(client, warehouse, condition="price > 1", status=400)


def test_sums_and_areas_agree_with_the_list(client):
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    ProductText.objects.update(sensor_count=4)
    sums = get(client, cast.owner, f"{LINES}totals/", row_closed="false")
    assert sums["count"] == 1
    assert sums["sensor_demand"] == "40"
    assert sums["amounts"] == [{"currency": "CNY", "amount": "1000.00"}]
    rows = get(client, cast.owner, f"{LINES}areas/", area_at="order")
    assert (rows[0]["level"], rows[0]["lines"], rows[0]["sensor_demand"]) == ("region", 1, "40")
    assert rows[0]["region"] == order.territory.partition("-")[0]
    get(client, cast.owner, f"{LINES}areas/", sort="id", status=400)


def test_sensor_demand_is_told_to_who_may_see_products_alone(client):
    builders.make_effective()
    ProductText.objects.update(sensor_count=4)
    boss = make_user("administrator")
    role = roles.create_role(actor=boss, code="reader", name="Reader", at=builders.AT)
    grants = {"order.view": "ALL", "customer.view": "ALL"}
    roles.set_grants(actor=boss, role_id=role.pk, grants=grants, at=builders.AT)
    reader = make_user("reader")
    assert get(client, reader, f"{LINES}totals/")["sensor_demand"] is None
    assert {row["sensor_demand"] for row in get(client, reader, f"{LINES}areas/")} == {None}
    for path in ("/orders/lines/totals/?view=all&sums=1", "/orders/lines/areas/?view=all"):
        assert "Sensor demand" not in client.get(path).content.decode(), path
    roles.set_grants(actor=boss, role_id=role.pk, grants={"product.view": "ALL"}, at=builders.AT)
    assert get(client, reader, f"{LINES}totals/")["sensor_demand"] == "40"
    for path in ("/orders/lines/totals/?view=all&sums=1", "/orders/lines/areas/?view=all"):
        assert "Sensor demand" in client.get(path).content.decode(), path


def test_every_shipment_of_a_line_has_its_day(client):
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    line = ship(order, (6, builders.TODAY), (4, builders.TODAY + timedelta(days=2)))
    rows = get(client, cast.owner, f"{LINES}{line.pk}/shipments/")
    assert [(one["ship_date"], one["quantity"]) for one in rows] == [("2026-11-20", "6"), ("2026-11-22", "4")]
    row = get(client, cast.owner)["results"][0]
    assert (row["first_ship_date"], row["last_ship_date"], row["row_closed"]) == ("2026-11-20", "2026-11-22", "Y")
    get(client, cast.stranger, f"{LINES}{line.pk}/shipments/", status=404)


def test_a_late_line_says_by_how_many_days(client):
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    ship(order, (10, builders.TODAY + timedelta(days=2)))
    OrderLine.objects.filter(order=order).update(promised_date=builders.TODAY)
    row = get(client, cast.owner)["results"][0]
    assert (row["days_late"], row["days_late_requested"]) == (2, 0)


def test_statements_do_not_grow_with_the_lines(client):
    cast = builders.make_order_cast()
    builders.make_effective(cast.owner)
    get(client, cast.owner)
    few = statements(lambda: get(client, cast.owner))
    for _n in range(3):
        builders.make_effective(cast.owner, customer=builders.make_buyer(cast.owner))
    assert statements(lambda: get(client, cast.owner)) == few
    assert Decimal(few) <= 12


@pytest.mark.parametrize("sort", ["order_date", "+order_date", "promised_date", "-id"])
def test_pages_follow_one_another_in_every_order(client, sort):
    cast = builders.make_order_cast()
    made = {builders.make_effective(cast.owner).number for _n in range(3)}
    first = get(client, cast.owner, sort=sort, page_size=2)
    assert first["count"] == 3
    rest = client.get(first["next"]).json()
    assert {row["number"] for row in [*first["results"], *rest["results"]]} == made


@pytest.mark.parametrize(("path", "adds_up"), [("totals/", "totals"), ("areas/", "by_area")])
def test_sums_that_take_too_long_are_refused_in_words(client, monkeypatch, path, adds_up):
    def slow(*_args, **_options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(2)")

    monkeypatch.setattr("orders.lines.figures.PATIENCE_MS", 50)
    monkeypatch.setattr(f"orders.lines.figures.{adds_up}", slow)
    refused = get(client, make_user("order_desk"), f"{LINES}{path}", status=400)
    assert refused["code"] == "too_much" and "Narrow the list first" in str(refused)
