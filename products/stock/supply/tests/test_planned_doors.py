"""Planned receipts on the page, over the API, from a file and as a file."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.serializers import PlannedReceiptDocumentSerializer
from products.stock.supply.tests.builders import make_planned
from products.tests.builders import make_product, make_supplier, make_warehouse, stock_row
from products.tests.test_api import Client

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def url(name, *args):
    return reverse(f"products:{name}", args=args)


def test_a_buyer_plans_on_the_page_and_the_warehouse_receives_a_part(client):
    product = make_product(code="02.1.03.001", supplier=make_supplier(name="本原传感"))
    home = make_warehouse(is_default=True)
    client.force_login(make_user("purchasing"))
    form = {"product": product.code, "kind": "PURCHASE", "quantity": "20", "expected_date": "2026-12-10"}
    form |= {"warehouse": home.pk, "reference": "PO-7", "nonce": "n1"}
    assert client.post(url("planned-new"), form).status_code == 303
    assert client.post(url("planned-new"), form).status_code == 303  # the same form once more
    receipt = PlannedReceipt.objects.get()
    page = client.get(url("planned-list"))
    assert "PO-7" in page.text
    assert "本原传感" in page.text
    moved = {**form, "version": "1", "expected_date": "2026-12-12"}
    assert client.post(url("planned-edit", receipt.pk), moved, headers=HTMX).status_code == 422
    client.post(url("planned-edit", receipt.pk), {**moved, "reason": "缺料"})
    assert client.get(url("planned-receive", receipt.pk)).status_code == 403
    client.force_login(make_user("warehouse"))
    sent = {"quantity": "8", "version": "2", "document_number": "SH-1"}
    assert client.post(url("planned-receive", receipt.pk), sent).status_code == 303
    assert client.post(url("planned-receive", receipt.pk), sent).status_code == 409
    assert stock_row(product).on_hand == 8
    page = client.get(url("planned-detail", receipt.pk)).text
    assert ">12 只<" in page or ">12 台<" in page
    assert "缺料" in page


def test_the_list_shows_what_is_to_come_until_asked_for_all(client):
    client.force_login(make_user("sales"))
    given_up = make_planned(make_product(code="A1"), 5)
    PlannedReceipt.objects.update(state="CANCELLED")
    make_planned(make_product(code="A2"), 5)
    assert "A1" not in client.get(url("planned-list")).text
    assert given_up.product.code in client.get(url("planned-list") + "?state=").text


def test_other_systems_plan_once_per_number_and_change_by_the_same_call():
    product = make_product(code="A1")
    erp = Client("api_client")
    body = {"product": "A1", "quantity": "20", "expected_date": "2026-12-10", "provider": "erp", "external_id": "7/1"}
    first = erp.send("planned-receipts/", body)
    assert (first.status_code, first.json().keys()) == (201, PlannedReceiptDocumentSerializer().fields.keys())
    assert erp.send("planned-receipts/", body).status_code == 200
    rows = [{**body, "expected_date": "2026-12-15"}, {**body, "external_id": "7/2"}]
    answer = erp.send("planned-receipts/bulk/", {"rows": rows}).json()["rows"]
    assert [one["result"] for one in answer] == ["changed", "new"]
    wrong = erp.send("planned-receipts/bulk/", {"rows": [{**body, "external_id": "8"}, {**body, "product": "X"}]})
    assert (wrong.status_code, PlannedReceipt.objects.count()) == (400, 2)
    assert "rows.2.product" in wrong.json()["fields"]
    address = first.headers["Location"].removeprefix("/api/v1/")
    assert erp.read(address).json()["moves"][0]["after"] == "2026-12-15"
    assert erp.change(address, {"quantity": "25"}, version=1).status_code == 412
    assert erp.change(address, {"quantity": "25"}, version=2).json()["open"] == "25"
    assert erp.send(f"{address}receive/", {"quantity": "5"}).json()["open"] == "20"
    assert erp.send(f"{address}cancel/", {"reason": "停产"}).json()["state"] == "RECEIVED"
    assert stock_row(product).on_hand == 5
    assert [row["external_id"] for row in erp.read("planned-receipts/", state="OPEN").json()["results"]] == ["7/2"]
