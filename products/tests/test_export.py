"""The lists of products and of stock as files."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.exports.tests.taking import rows_of, take, told_of
from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.people.models import User
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import AT, make_user
from common import errors
from common.exports import conditions
from products import exporting, listing
from products.tests.builders import make_product, make_service, make_supplier, make_warehouse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_every_column_has_its_plain_values_with_the_stock_of_the_screen():
    assert {*exporting.PRODUCT, *exporting.CLASSIFIED} == {column.key for column in listing.allowed(())}
    person = make_user("administrator")
    make_product(code="007", name="@传感器", list_price=Decimal("1280.5"), stock=500)
    make_service(code="900")
    people.remember(actor=person, key=listing.COLUMNS_KEY, value=[one.key for one in listing.allowed(())], at=AT)
    goods, service = rows_of(take(person, "products", "sort=code"))
    assert goods["Product code"] == "007" and goods["Product name"] == "@传感器"
    assert (goods["On hand"], goods["Reserved"], goods["Available"]) == (500, 0, 500)
    assert goods["List price"] == 1280.5 and goods["Tax rate"] == pytest.approx(0.13)
    assert service["On hand"] is None and service["State"] == "Service"


def test_prices_that_are_hidden_are_absent():
    person = make_user("sales")
    make_product()
    role = Role.objects.get(code="sales")
    roles.set_field_rules(actor=people_queries.system_user(), role_id=role.pk, rules={"order.amount": "HIDE"}, at=AT)
    person = User.objects.get(pk=person.pk)
    (row,) = rows_of(take(person, "products"))
    assert "List price" not in row
    with pytest.raises(errors.Invalid):
        take(person, "products", columns=["code", "list_price"])


def test_stock_is_a_row_for_each_product_and_warehouse():
    person = make_user("warehouse")
    product = make_product(code="A1", stock=12)
    warehouse = make_warehouse(code="W9", name="北仓")
    export = take(person, "stock", f"product={product.pk}")
    (row,) = rows_of(export)
    assert (row["Product code"], row["On hand"], row["Available"]) == ("A1", 12, 12)
    assert told_of(export)["Condition"] == [f"Product: A1 {product.name}"]
    assert told_of(take(person, "stock", f"warehouse={warehouse.code}"))["Condition"] == ["Warehouse code: 北仓"]


def test_who_may_not_see_stock_may_not_take_it_away():
    person = make_user(role=None)
    with pytest.raises(errors.NotAllowed):
        take(person, "stock")


def test_suppliers_are_those_of_the_page(client):
    person = make_user("purchasing")
    make_supplier(code="S1", name="宁波力传", contact="周工", lead_time_days=12)
    make_supplier(code="S2", name="Other", is_active=False)
    found = rows_of(take(person, "suppliers"))
    assert [(row["Code"], row["State"]) for row in found] == [("S1", "Active"), ("S2", "Out of use")]
    assert (found[0]["Contact"], found[0]["Lead time, days"]) == ("周工", 12)
    export = take(person, "suppliers", "q=力传")
    assert export.rows == 1 and told_of(export)["Condition"] == ["Search: 力传"]
    client.force_login(person)
    assert 'name="list" value="suppliers"' in client.get(reverse("products:supplier-list")).content.decode()


def test_a_condition_is_written_as_its_language_writes_it():
    with translation.override("zh-hans"):
        assert conditions.line("状态", "已审核") == "状态：已审核"
