"""Received ship dates over the API and on pages."""

import copy
import itertools

import pytest
from rest_framework.test import APIClient

from accounts.roles.models import RoleGrant
from accounts.tests.builders import make_user
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.ship_dates.tests.builders import EARLIER, kept, place_earlier, said, send
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import TODAY
from orders.tests.page_builders import Browser, statements

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)
URL = "/api/v1/ship-dates/"


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(standing):
    return copy.deepcopy(standing)


def _make_order():
    return place_earlier(builders.make_effective())


class Api(APIClient):
    def __init__(self, role="api_client"):
        super().__init__()
        self.force_authenticate(make_user(role))

    def send(self, url, **body):
        return self.post(url, body, format="json", headers={"Idempotency-Key": f"ship{next(_keys)}"})


def test_one_is_sent_read_and_sent_again(order):
    document, api = flow.make_shipped(order), Api()
    body = {"provider": "WMS", "external_id": "1", "ship_date": str(EARLIER), "outbound": document.number}
    first = api.send(URL, **body)
    assert first.status_code == 201, first.content
    found = first.json()
    assert (found["state"], found["document"], found["entered_ship_date"]) == ("APPLIED", document.number, str(TODAY))
    assert api.get(first.headers["Location"]).json() == found
    again = api.send(URL, **body)
    assert (again.status_code, again.json()["id"]) == (200, found["id"])
    other = api.send(URL, **{**body, "ship_date": str(TODAY)})
    assert (other.status_code, other.json()["code"]) == (409, "ship_date_used")
    unknown = api.send(URL, **{**body, "external_id": "2", "outbound": "OB20200101-0001"})
    assert (unknown.status_code, list(unknown.json()["fields"])) == (400, ["outbound"])


def test_many_are_answered_row_by_row(order):
    flow.make_shipped(order, 5)
    common = {"provider": "WMS", "ship_date": str(EARLIER)}
    rows = [
        {**common, "external_id": "1", "order": order.number, "line_no": 1, "quantity": "5"},
        {**common, "external_id": "2", "waybill": "SF9"},
        {**common, "external_id": "3", "order": "SO20200101-0001", "line_no": 1, "quantity": "5"},
        {**common, "external_id": "1", "waybill": "SF9"},
        {**common, "external_id": "4"},
    ]
    answer = Api().send(f"{URL}bulk/", rows=rows)
    assert answer.status_code == 200, answer.content
    found = answer.json()
    assert [row["result"] for row in found["rows"]] == ["applied", "pending", "unknown", "conflict", "refused"]
    assert found["counts"] == {"applied": 1, "pending": 1, "unknown": 1, "conflict": 1, "refused": 1}
    assert [row["row"] for row in found["rows"]] == [1, 2, 3, 4, 5]
    assert len(kept()) == 2
    assert Api().send(f"{URL}bulk/", rows=[rows[0]] * 1001).status_code == 400
    assert Api("sales").send(f"{URL}bulk/", rows=rows).status_code == 403


def test_the_list_filters_and_settles_over_the_api(order):
    document = flow.make_shipped(order)
    send(said(EARLIER, waybill="A"), said(EARLIER, outbound=document.number))
    api = Api("logistics")
    assert [one["waybill"] for one in api.get(f"{URL}?unsettled=true").json()["results"]] == ["A"]
    assert [one["document"] for one in api.get(f"{URL}?order={order.number}").json()["results"]] == [document.number]
    waiting = kept()[0]
    assert api.send(f"{URL}{waiting.pk}/assign/", document=document.number).json()["state"] == "APPLIED"
    assert api.send(f"{URL}{waiting.pk}/confirm/").status_code == 409
    assert api.send(f"{URL}{waiting.pk}/dismiss/", reason="x").json()["state"] == "DISMISSED"
    assert Api("sales").get(URL).json()["results"] == []


def test_the_page_lists_what_waits_and_a_person_settles_it(order):
    document = flow.make_shipped(order)
    send(said(EARLIER, waybill="SF55"))
    clerk = Browser(make_user("logistics"))
    page = clerk.get("/ship-dates/", unsettled="true").text
    assert "SF55" in page
    one = kept()[0]
    assert "dialog" in clerk.part(f"/ship-dates/{one.pk}/assign/", "dialog").text
    missing = clerk.send(f"/ship-dates/{one.pk}/assign/", version=1, document="OB20200101-0001")
    assert missing.status_code == 422
    done = clerk.post(f"/ship-dates/{one.pk}/assign/", version=1, document=document.number)
    assert done.status_code == 303
    assert OutboundDocument.objects.get(pk=document.pk).ship_date == EARLIER
    shown = clerk.get(f"/outbound/{document.number}/").text
    assert EARLIER.isoformat() in shown
    assert TODAY.isoformat() in shown
    line = clerk.part(f"/orders/{order.reference}/lines/1/", "dialog").text
    assert document.number in line
    assert clerk.post(f"/ship-dates/{one.pk}/dismiss/", version=2, reason="错").status_code == 303
    assert Browser(make_user("production")).get(f"/ship-dates/{one.pk}/assign/").status_code == 403


def test_the_page_opens_on_what_is_to_settle_and_says_where_the_rest_is(order):
    document = flow.make_shipped(order)
    clerk = Browser(make_user("logistics"))
    send(said(EARLIER, external_id="SETTLED-1", outbound=document.number))
    page = clerk.get("/ship-dates/")
    assert not page.context["page"].items and "?unsettled=" in page.text
    assert "SETTLED-1" in clerk.get("/ship-dates/", unsettled="").text
    assert "SETTLED-1" in clerk.get("/ship-dates/", external_id="SETTLED-1").text
    send(said(EARLIER, external_id="WAITS-1", waybill="SF1"))
    assert "WAITS-1" in clerk.get("/ship-dates/").text and "SETTLED-1" not in clerk.get("/ship-dates/").text


def test_who_settles_them_is_told_on_the_home_page(order):
    send(said(EARLIER, external_id="HOME-1", order=order.number, line_no=1, quantity=10))
    assert "HOME-1" in Browser(make_user("logistics")).get("/").text
    assert "HOME-1" not in Browser(make_user("production")).get("/").text


def test_the_list_takes_as_many_statements_for_many(order):
    clerk = Browser(make_user("logistics")).warm()
    counted = []
    for count in (1, 6):
        send(*(said(EARLIER, order=order.number, line_no=1, quantity=10, waybill=f"W{n}{count}") for n in range(count)))
        counted.append(statements(lambda: clerk.get("/ship-dates/")))
    assert counted[0] == counted[1]


def test_who_sends_one_reads_what_became_of_it_whatever_he_sees_else(order):
    document = flow.make_shipped(order)
    api = Api("api_client")
    RoleGrant.objects.filter(role__code="api_client", verb="outbound.view").update(scope="OWN")
    api.force_authenticate(builders.person(api.handler._force_user.pk))
    row = {
        "provider": "WMS",
        "external_id": "MINE-1",
        "ship_date": EARLIER.isoformat(),
        "outbound": document.number,
    }
    made = api.send(URL, **row)
    assert (made.status_code, made.json()["state"]) == (201, "APPLIED")
    assert api.send(URL, **row).status_code == 200
    assert api.get(f"{URL}{made.json()['id']}/").status_code == 200
    other = Api("api_client")
    assert other.get(f"{URL}{made.json()['id']}/").status_code == 404
