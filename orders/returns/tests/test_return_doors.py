"""Returns as pages and over the API: from the customer's wish to the decision."""

import itertools

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from orders.returns.models import ReturnDocument
from orders.returns.tests.builders import announce, make_sent
from orders.tests import flow_builders as flow
from orders.tests.page_builders import Browser

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


class Api(APIClient):
    def __init__(self, role):
        super().__init__()
        self.force_authenticate(make_user(role))

    def send(self, path, **body):
        return self.post(f"/api/v1/{path}", body, format="json", headers={"Idempotency-Key": f"r{next(_keys)}"})


def test_the_way_of_a_return_through_its_pages():
    order = make_sent()
    flow.make_paid(order)
    desk, warehouse = Browser(make_user("order_desk")), Browser(make_user("warehouse"))
    assert "Write a return" in desk.get(f"/orders/{order.number}/aftercare/").text
    form = desk.get(f"/orders/{order.number}/return/")
    assert 'name="lines.1.quantity"' in form.text
    entries = {"reason": "QUALITY", "lines.1.quantity": "20"}
    refused = desk.post(f"/orders/{order.number}/return/", **entries)
    assert refused.status_code == 422 and "at most 10" in refused.text
    url = desk.post(f"/orders/{order.number}/return/", **entries | {"lines.1.quantity": "3"}).headers["Location"]
    document = ReturnDocument.objects.get()
    assert desk.post(f"{url}approve/", version=1).status_code == 403  # who wrote it
    assert Browser(make_user("order_desk")).post(f"{url}approve/", version=1).status_code == 303
    assert 'name="lines.1.to_stock"' in warehouse.get(f"{url}receive/").text
    came = {"lines.1.to_stock": "2", "lines.1.scrapped": "1", "received_date": "2026-11-20"}
    assert warehouse.post(f"{url}receive/", version=2, **came).status_code == 303
    decided = {"lines.1.reship": "1", "lines.1.refund": "1", "lines.1.replaced": "1"}
    assert desk.post(f"{url}settle/", version=3, **decided).status_code == 303
    document.refresh_from_db()
    assert document.status == "SETTLED" and flow.first_line(order).open == 1
    page = desk.get(url)
    assert "Write the exchange order" in page.text and document.number in desk.get("/returns/", refund_due="true").text
    assert document.number in desk.get(f"/orders/{order.number}/aftercare/").text
    finance = Browser(make_user("finance"))
    assert "Out of the receipt" in finance.get(f"{url}refund/").text
    paid = {"how": "PAID_BACK", "paid_date": "2026-11-20", "reference": "B-3"}
    assert finance.post(f"{url}refund/", version=4, **paid).status_code == 303
    assert "RF2026" in finance.get(url).text
    assert desk.post(f"{url}take-decision-back/", version=5, reason="slip").status_code == 409  # the money is gone
    assert "Take the refund of" in finance.get(f"{url}take-refund-back/").text
    assert finance.post(f"{url}take-refund-back/", version=5, reason="slip").status_code == 303
    assert warehouse.get(f"{url}take-decision-back/").status_code == 403
    assert desk.post(f"{url}take-decision-back/", version=6, reason="the wrong pieces").status_code == 303
    page = desk.get(url).text
    assert "the wrong pieces" in page and "Take the receipt back" in page
    assert desk.post(f"{url}settle/", version=7, **decided).status_code == 303
    code = flow.first_line(order).product_code
    assert desk.post(f"{url}exchange/", version=8, product=code, quantity="1").status_code == 303
    document.refresh_from_db()
    assert document.replacement.status == "DRAFT"


def test_amounts_of_refunds_are_not_for_the_warehouse():
    order = make_sent()
    flow.make_paid(order)
    desk = Api("order_desk")
    made = desk.send("returns/", order=order.number, reason="QUALITY", lines=[{"line_no": 1, "quantity": "2"}])
    assert made.status_code == 201, made.json()
    path = f"returns/{made.json()['number']}/"
    assert Api("order_desk").send(f"{path}approve/").status_code == 200
    received = Api("warehouse").send(f"{path}receive/", lines=[{"line_no": 1, "to_stock": "2"}])
    assert received.json()["lines"][0]["received"] == "2"
    settled = desk.send(f"{path}settle/", lines=[{"line_no": 1, "refund": "2"}]).json()
    assert settled["status"] == "SETTLED" and float(settled["lines"][0]["refund_amount"]) > 0
    assert Api("warehouse").get(f"/api/v1/{path}").json()["lines"][0]["refund_amount"] is None
    assert desk.send(f"{path}unsettle/", reason="slip").json()["reversals"][0]["lines"][0]["refund"] == "2"
    back = desk.send(f"{path}unreceive/", reason="slip").json()
    assert (back["status"], [one["step"] for one in back["reversals"]]) == ("APPROVED", ["RECEIPT", "DECISION"])
    Api("warehouse").send(f"{path}receive/", lines=[{"line_no": 1, "to_stock": "2"}])
    desk.send(f"{path}settle/", lines=[{"line_no": 1, "refund": "2"}])
    listed = desk.get("/api/v1/returns/", {"refund_due": "true"}).json()
    assert [row["number"] for row in listed["results"]] == [settled["number"]]
    twice = desk.send("returns/", order=order.number, reason="QUALITY", lines=[{"line_no": 1, "quantity": "9"}])
    assert twice.status_code == 400 and "lines.1.quantity" in twice.json()["fields"]


def test_a_stranger_finds_nothing():
    document = announce(make_sent())
    stranger = make_user("sales")
    assert Browser(stranger).get(f"/returns/{document.number}/").status_code == 404
    assert document.number not in Browser(stranger).get("/returns/").text
