"""Master data in the console goes through the operations; stock is only looked at."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from common.tests.browser_form import fields_of
from products.catalogue.models import ProductCategory
from products.tests.builders import make_category, make_product, make_supplier, make_warehouse, stock_row

pytestmark = pytest.mark.django_db


def url(model, page="changelist", *args):
    return reverse(f"admin:products_{model}_{page}", args=args)


@pytest.fixture
def admin(client):
    user = make_user("administrator")
    client.force_login(user)
    return user


def test_a_product_is_changed_through_its_operation(client, admin):
    product = make_product(name="旧名")
    sent = fields_of(client.get(url("product", "change", product.pk)), "product_form")
    assert client.post(url("product", "change", product.pk), sent | {"name": "新名"}).status_code == 302
    product.refresh_from_db()
    assert (product.name, product.version) == ("新名", 2)


def test_what_the_operation_refuses_stands_in_the_form(client, admin):
    warehouse = stock_row(make_product(stock=1)).warehouse
    sent = fields_of(client.get(url("warehouse", "change", warehouse.pk)), "warehouse_form")
    del sent["is_default"]
    answer = client.post(url("warehouse", "change", warehouse.pk), sent)
    assert answer.status_code == 200
    assert "is_default" in answer.context["adminform"].form.errors


def test_warehouses_categories_and_suppliers_are_added(client, admin):
    assert client.post(url("warehouse", "add"), {"code": "W9", "name": "九号", "is_active": "on"}).status_code == 302
    assert client.post(url("productcategory", "add"), {"code": "01", "name": "仪表"}).status_code == 302
    assert ProductCategory.objects.get().name == "仪表"
    sent = {"code": "S1", "name": "供应商", "lead_time_days": "3", "is_active": "on"}
    assert client.post(url("supplier", "add"), sent).status_code == 302


@pytest.mark.parametrize("model", ["stockrow", "stockmovement"])
def test_stock_is_looked_at_only(client, admin, model):
    make_product(stock=1)
    make_warehouse()
    assert client.get(url(model)).status_code == 200
    assert client.get(url(model, "add")).status_code == 403


@pytest.mark.parametrize("model", ["product", "productcategory", "supplier", "warehouse"])
def test_a_page_that_stood_open_overwrites_nothing(client, admin, model):
    make = {
        "product": make_product,
        "productcategory": make_category,
        "supplier": make_supplier,
        "warehouse": make_warehouse,
    }
    row = make[model](name="原名")
    stale = fields_of(client.get(url(model, "change", row.pk)), f"{model}_form")
    fresh = fields_of(client.get(url(model, "change", row.pk)), f"{model}_form")
    assert client.post(url(model, "change", row.pk), fresh | {"name": "同事改的"}).status_code == 302
    answer = client.post(url(model, "change", row.pk), stale | {"name": "我改的"})
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.name == "同事改的"
