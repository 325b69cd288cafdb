"""Warning levels, what is below them, what lies there too long."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.urls import reverse

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import errors
from products.stock.levels import operations, queries
from products.stock.levels.operations import Wanted
from products.stock.models import StockMovement
from products.stock.operations import issue
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.tests.builders import in_days, make_planned
from products.tests.builders import make_product, make_supplier, make_warehouse, receive, stock_row
from products.tests.test_api import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return make_user("purchasing")


def level(product, minimum, actor=None, **more):
    given = {name: D(value) if name in ("target", "lot") else value for name, value in more.items()}
    minimum = None if minimum is None else D(minimum)
    return operations.save_level(
        actor=actor or people.system_user(), product_id=product.pk, minimum=minimum, at=AT, **given
    )


def below(actor, product):
    return [
        (row.warehouse_id, row.forecast, row.quantity) for row in queries.below_level(actor, product_ids=[product.pk])
    ]


def test_what_falls_below_its_level_is_suggested_in_lots_up_to_the_target(buyer):
    product = make_product(stock=12, supplier=make_supplier(), lead_time_days=5)
    level(product, 20, target=95, lot=10)
    product.refresh_from_db()
    assert product.warning_level == 20
    assert below(buyer, product) == [(None, 12, 90)]
    make_planned(product, 5)
    assert below(buyer, product) == [(None, 17, 80)]
    make_planned(product, 3)
    assert below(buyer, product) == []


def test_one_press_plans_what_is_below_from_the_supplier_on_its_day(buyer):
    product, enough = make_product(stock=2, supplier=make_supplier(), lead_time_days=5), make_product(stock=9)
    level(product, 20)
    level(enough, 5)
    wanted = [Wanted(product.pk, D(18)), Wanted(enough.pk, D(5))]
    made = operations.plan_replenishment(actor=buyer, wanted=wanted, at=AT)
    receipt = PlannedReceipt.objects.get()
    assert [one.receipt for one in made] == [receipt]
    assert (receipt.quantity, receipt.expected_date, receipt.kind) == (18, in_days(5), "PURCHASE")
    assert receipt.supplier_id == product.supplier_id
    assert operations.plan_replenishment(actor=buyer, wanted=wanted, at=AT) == []


def test_another_warehouse_is_filled_from_the_default_one_while_that_has_enough(buyer):
    product, south = make_product(stock=30), make_warehouse()
    receive(product, 2, warehouse=south)
    level(product, 10, warehouse_id=south.pk, target=20)
    assert below(buyer, product) == [(south.pk, 2, 18)]
    operations.plan_replenishment(actor=buyer, wanted=[Wanted(product.pk, D(18), south.pk)], at=AT)
    receipt = PlannedReceipt.objects.get()
    assert (receipt.kind, receipt.warehouse_id, receipt.from_warehouse_id) == (
        "TRANSFER",
        south.pk,
        stock_row(product).warehouse_id,
    )
    assert below(buyer, product) == []


def test_a_level_is_set_on_the_version_that_was_read_and_taken_away_again(buyer):
    product, south = make_product(), make_warehouse()
    saved = level(product, 10, actor=buyer, warehouse_id=south.pk, version=0)
    with pytest.raises(errors.Stale):
        level(product, 12, warehouse_id=south.pk, version=0)
    with pytest.raises(errors.Invalid):
        level(product, 12, warehouse_id=south.pk, target=11)
    assert level(product, None, warehouse_id=south.pk, version=saved.version) is None
    assert queries.levels_of(product.pk) == []
    with pytest.raises(errors.NotAllowed):
        level(product, 12, actor=make_user("sales"))


def test_what_was_neither_sold_nor_came_for_long_is_slow(buyer, in_operation):
    slow, sold = make_product(stock=8, unit_cost=D(60)), make_product(stock=8)
    make_product()  # nothing there
    StockMovement.objects.update(at=AT - timedelta(days=200))
    items = [(stock_row(sold).pk, D(2), D(0))]
    in_operation(lambda: issue(actor=people.system_user(), items=items, document=None, at=AT - timedelta(days=30)))
    ids = [row.product_id for row in queries.slow_movers(make_user("finance"), at=AT)]
    assert ids == [slow.pk]
    (row,) = queries.slow_movers(make_user("finance"), at=AT)
    assert (row.on_hand, row.value, row.sold, row.last_issue) == (8, 480, 0, None)
    assert queries.slow_movers(make_user("sales"), at=AT)[0].value is None
    assert {row.product_id for row in queries.slow_movers(buyer, at=AT, days=20)} == {slow.pk, sold.pk}


def test_the_pages_show_suggest_and_plan(client, buyer):
    product = make_product(code="A1", stock=2, supplier=make_supplier(name="本原传感"))
    client.force_login(buyer)
    form = reverse("products:level-edit", args=[product.pk])
    assert client.post(form, {"minimum": "20", "target": "50", "lot": "", "version": "0"}).status_code == 303
    page = client.get(reverse("products:replenishment-list")).text
    assert "本原传感" in page
    key = f"{product.pk}-"
    sent = {"take": key, f"quantity-{key}": "1,048", "nonce": "n"}
    assert client.post(reverse("products:replenishment-list"), {"nonce": "m"}).status_code == 422
    for _ in range(2):
        assert client.post(reverse("products:replenishment-list"), sent).status_code == 303
    assert PlannedReceipt.objects.get().quantity == 1048
    StockMovement.objects.update(at=AT - timedelta(days=200))
    assert "A1" in client.get(reverse("products:slow-mover-list")).text


def test_other_systems_set_levels_and_plan(buyer):
    make_product(code="A1", stock=2)
    api = Client("purchasing")
    body = {"product": "A1", "minimum": "20", "target": "50"}
    assert api.send("replenishment/levels/", body).json()["results"][0]["target"] == "50"
    (row,) = api.read("replenishment/").json()["results"]
    assert (row["product"], row["forecast"], row["quantity"]) == ("A1", "2", "48")
    made = api.send("replenishment/plan/", {"rows": [{"product": "A1", "quantity": "48"}]}).json()["rows"]
    assert [one["result"] for one in made] == ["new"]
    assert api.read("replenishment/").json()["results"] == []
    assert api.read("replenishment/slow-movers/", days="1").json()["results"] == []
    assert api.read("replenishment/", oops="1").status_code == 400
    assert Client("sales").send("replenishment/levels/", body).status_code == 403
