"""Exceptions, claims and plans as pages and over the API."""

import itertools
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from customers.models import Carrier
from orders.exceptions.models import CarrierClaim, ContingencyPlan, ExceptionCase
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.page_builders import Browser

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)
REPORT = {"kind": "DAMAGE", "severity": "URGENT", "description": "Two pieces are broken"}


class Api(APIClient):
    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, path, **body):
        return self.post(f"/api/v1/{path}", body, format="json", headers={"Idempotency-Key": f"e{next(_keys)}"})


def test_the_way_of_an_exception_through_its_pages():
    order = builders.make_effective()
    Carrier.objects.create(code="SF", name="SF Express")
    user = make_user("order_desk")
    desk = Browser(user)
    assert "Report" in desk.get(f"/orders/{order.number}/aftercare/").text
    assert "What went wrong" in desk.get("/exceptions/new/", order=order.number).text
    assert desk.post(f"/exceptions/new/?order={order.number}", kind="DAMAGE", severity="URGENT").status_code == 422
    url = desk.post(f"/exceptions/new/?order={order.number}", line_no=1, **REPORT).headers["Location"]
    case = ExceptionCase.objects.get()
    assert (case.order_id, case.line_no) == (order.pk, 1)
    for name in ("", "answer/", "findings/", "decide/", "tell/", "close/", "claim/"):
        assert desk.get(f"{url}{name}").status_code == 200, name
    said = {"answer": "A new one leaves today"}
    assert desk.post(f"{url}answer/", version=1, **said).status_code == 303
    assert desk.post(f"{url}close/", version=2).status_code == 422
    found = {"kind": "DAMAGE", "severity": "URGENT", "owner": case.owner_id, "cause": "TRANSPORT", "remedy": "RESHIP"}
    assert desk.post(f"{url}findings/", version=2, cost="40", **found).status_code == 303
    decided = {"participants": "All", "text": "Ship it again", "responsible_id": user.pk}
    assert desk.post(f"{url}decide/", version=3, **decided).status_code == 303
    told = {"told_date": "2026-11-20", "told_how": "PHONE", "told_text": "Sorry"}
    assert desk.post(f"{url}tell/", version=4, **told).status_code == 303
    claim = {"carrier_id": Carrier.objects.get().pk, "amount": "100"}
    assert desk.post(f"{url}claim/", version=5, **claim).status_code == 303
    claim_url = f"/exceptions/claims/{CarrierClaim.objects.get().pk}/"
    assert desk.post(f"{claim_url}answer/", version=1, accepted="60", answer="Half").status_code == 303
    assert desk.post(f"{claim_url}pay/", version=2, amount="60", day="2026-11-20").status_code == 303
    assert "60" in desk.get("/exceptions/claims/").text
    assert desk.post(f"{url}close/", version=6).status_code == 303
    assert desk.post(f"{url}reopen/", version=7, reason="Broken again").status_code == 303
    page = desk.get(url).text
    assert "Ship it again" in page and "SF Express" in page and "Broken again" in page
    assert case.number in desk.get("/exceptions/").text
    figures = desk.get("/exceptions/figures/").text
    assert "By root cause" in figures and "Transport" in figures


def test_a_shipment_with_a_loss_offers_to_report_it():
    order = builders.make_effective()
    sent = flow.make_shipped(order)
    flow.sign(sent, lines={sent.lines.get().pk: (Decimal(8), Decimal(2))})
    logistics = Browser(make_user("logistics"))
    panel = f"/outbound/{sent.number}/exceptions/"
    assert "Report the loss" in logistics.part(panel, "exceptions").text
    logistics.post(f"/exceptions/new/?shipment={sent.number}&kind=DAMAGE", **REPORT)
    case = ExceptionCase.objects.get()
    assert (case.order_id, case.document_id) == (order.pk, sent.pk)
    assert "Report the loss" not in logistics.part(panel, "exceptions").text


def test_a_plan_is_written_offered_and_used_through_the_pages():
    desk = Browser(make_user("order_desk"))
    steps = {"steps.1.text": "Call the customer", "steps.2.text": "Ship it again"}
    assert desk.post("/exceptions/plans/new/", name="Breakage", kind="DAMAGE").status_code == 422
    made = desk.post("/exceptions/plans/new/", name="Breakage", kind="DAMAGE", is_active="on", **steps)
    assert made.status_code == 303
    plan = ContingencyPlan.objects.get()
    assert [step.text for step in plan.steps.all()] == ["Call the customer", "Ship it again"]
    order = builders.make_effective()
    url = desk.post(f"/exceptions/new/?order={order.number}", **REPORT).headers["Location"]
    assert "Call the customer" in desk.get(url).text
    assert desk.post(f"{url}plan/", version=1, plan_id=plan.pk).status_code == 303
    assert "used once" in desk.get("/exceptions/plans/").text
    assert "Breakage" not in desk.get("/exceptions/plans/", kind="DELAY").text


def test_the_api_reports_answers_and_closes():
    order = builders.make_effective()
    api = Api(make_user("order_desk"))
    made = api.send("exceptions/", order=order.number, line_no=1, **REPORT)
    assert made.status_code == 201, made.json()
    path = f"exceptions/{made.json()['number']}/"
    assert api.send(f"{path}answer/", answer="On it").json()["status"] == "SOLVING"
    changed = api.patch(
        f"/api/v1/{path}",
        {"cause": "TRANSPORT", "remedy": "RESHIP", "cost": "12.5"},
        format="json",
        headers={"If-Match": '"2"'},
    )
    assert changed.json()["cost"] == "12.50", changed.json()
    closed = api.send(f"{path}close/")
    assert closed.json()["status"] == "CLOSED" and closed.json()["steps"][-1]["move"] == "close"
    assert api.get("/api/v1/exceptions/figures/", {"kind": "DAMAGE", "raised_to": "9999-12-31"}).json()["total"] == 1
    assert api.get("/api/v1/exceptions/figures/", {"nonsense": "1"}).status_code == 400
    plan = {"name": "Breakage", "kind": "DAMAGE", "steps": [{"text": "Call"}]}
    made_plan = api.send("contingency-plans/", **plan)
    assert made_plan.status_code == 201
    where, seen = f"/api/v1/contingency-plans/{made_plan.json()['id']}/", {"If-Match": '"1"'}
    kept = api.patch(where, {"is_active": False}, format="json", headers=seen).json()
    assert (kept["is_active"], kept["name"], kept["steps"][0]["text"]) == (False, "Breakage", "Call")
    listed = api.get("/api/v1/exceptions/", {"open": "false", "order": order.number}).json()
    assert [row["number"] for row in listed["results"]] == [made.json()["number"]]


def test_a_complaint_stands_on_the_customers_page_and_costs_are_for_who_sees_costs():
    order = builders.make_effective()
    desk = Browser(make_user("order_desk"))
    about = f"/exceptions/new/?customer={order.customer_id}&kind=COMPLAINT"
    desk.post(about, kind="COMPLAINT", severity="MINOR", description="The box was bent")
    case = ExceptionCase.objects.get()
    assert (case.kind, case.order_id) == ("COMPLAINT", None)
    panel = desk.part(f"/panels/customers/{order.customer_id}/exceptions/", "customer-exceptions")
    assert "The box was bent" in panel.text
    assert Browser(make_user("sales")).get(f"/exceptions/{case.number}/").status_code == 404
