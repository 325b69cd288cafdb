"""Kits on the page and over the API."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from products.kits import queries
from products.kits.models import Kit
from products.kits.serializers import KitSerializer
from products.stock.supply.tests.builders import make_planned
from products.tests.builders import make_product
from products.tests.test_api import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def kit():
    make_product(code="01.2.02.318", stock=7)
    make_product(code="02.1.03.003", specification="本原-30T-桥式", unit="只", stock=18)
    return make_product(code="01.2.02.318-101", name="DS1(铝合金)-4", auxiliary_attribute="本原-30T-桥式", unit="套")


def test_a_products_page_shows_its_parts_what_can_be_built_and_what_is_to_come(client, kit):
    client.force_login(make_user("order_desk"))
    make_planned(kit, 6, reference="MO-12")
    address = reverse("products:product-detail", args=[kit.pk])
    page = client.get(address).text
    for text in ("<b>4 套</b>", "02.1.03.003", "MO-12"):
        assert text in page
    form = reverse("products:kit-edit", args=[kit.pk])
    sent = {"version": "0", "rows": "6", "works_on": "COMPONENTS"}
    sent |= {"parts-0-product": "02.1.03.003", "parts-0-quantity": "9", "parts-0-is_sensor": "on"}
    assert client.post(form, {**sent, "parts-1-product": "01.2.02.318"}).status_code == 422
    assert client.post(form, sent).headers["Location"] == address
    assert queries.components_of(kit)[0][1] == 9
    assert client.post(form, sent).status_code == 409  # somebody changed it since
    assert client.post(form, {**sent, "version": "1", "by_code": "on"}).status_code == 303
    assert len(queries.components_of(kit)) == 2
    client.force_login(make_user("sales"))
    assert client.get(form).status_code == 403


def test_kits_over_the_api(kit):
    desk = Client("order_desk")
    row = desk.read("kits/").json()["results"][0]
    assert row.keys() == KitSerializer().fields.keys()
    assert (row["buildable"], row["version"], row["is_own"]) == ("4", 0, False)
    path = f"kits/{kit.code}/"
    body = {"works_on": "COMPONENTS", "components": [{"product": "01.2.02.318", "quantity": "2"}]}
    changed = desk.change(path, body, version=0)
    assert (changed.json()["buildable"], changed.json()["is_own"]) == ("3", True)
    assert desk.change(path, body, version=0).status_code == 412
    wrong = desk.change(path, {"components": [{"product": "X", "quantity": "1"}]}, version=1)
    assert "components.1.product" in wrong.json()["fields"]
    assert Client("sales").change(path, body, version=1).status_code == 403
    assert Client("sales").read("kits/02.1.03.003/").status_code == 404
    assert Kit.objects.get().works_on == "COMPONENTS"
