"""The plan: page, API, conditions."""

import itertools
import re
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from orders.order.models import Order
from orders.priority import queries, rules
from orders.tests.builders import TODAY, line, make_draft, make_effective, make_order_cast, make_submitted
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
_keys = itertools.count(1)


@pytest.fixture
def cast():
    return make_order_cast()


def api_of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def post(client, path, body=None):
    return client.post(f"{V1}{path}", body or {}, format="json", headers={"Idempotency-Key": f"y{next(_keys)}"})


def test_the_plan_holds_open_orders_by_score_and_nobody_elses(cast):
    small = make_effective(cast.owner)
    large = make_submitted(cast.owner, lines=[line(make_product(stock=5), 2, "150000")])
    make_draft(cast.owner)
    make_effective(cast.stranger)
    found = api_of(cast.owner).get(f"{V1}/planning/").json()["results"]
    assert [row["reference"] for row in found] == [large.number, small.number]
    assert found[0]["open_quantity"] == "2" and found[0]["amount_class"] == "LARGE"
    assert sum(found[1]["parts"].values()) == found[1]["priority"]
    narrowed = api_of(cast.owner).get(f"{V1}/planning/?amount_class=SMALL").json()["results"]
    assert [row["reference"] for row in narrowed] == [small.number]


def test_another_system_reads_why_and_pins(cast):
    order = make_effective(cast.owner)
    read = api_of(cast.owner).get(f"{V1}/orders/{order.number}/priority/").json()
    assert [part["part"] for part in read["parts"]] == ["amount", "time", "customer"]
    assert sum(part["score"] for part in read["parts"]) == read["priority"]
    assert post(api_of(cast.owner), f"/orders/{order.number}/pin/", {"reason": "x"}).status_code == 403
    answer = post(api_of(cast.head), f"/orders/{order.number}/pin/", {"reason": "Fair"})
    assert (answer.status_code, answer.json()["pin_reason"]) == (200, "Fair"), answer.content
    assert post(api_of(cast.head), f"/orders/{order.number}/unpin/").json()["pin_reason"] == ""


def test_another_system_saves_the_bands_on_the_version_it_knows(cast):
    admin = api_of(make_user("administrator"))
    bands = asdict(rules.SHIPPED) | {"number": 0, "valid_from": "2099-01-01", "medium_from": "1000"}
    bands |= {"large_from": "50000"}
    made = post(admin, "/priority-rules/", bands)
    assert made.status_code == 201, made.content
    assert (made.status_code, made.json()["number"], made.json()["medium_from"]) == (201, 1, "1000.00")
    assert post(admin, "/priority-rules/", bands).status_code == 409  # somebody saved a version meanwhile
    assert post(admin, "/priority-rules/", {**bands, "number": 1, "large_from": "10"}).status_code == 400
    assert [row["number"] for row in admin.get(f"{V1}/priority-rules/").json()] == [1]
    assert api_of(cast.owner).get(f"{V1}/priority-rules/").status_code == 403


def test_who_sees_no_amounts_sees_no_class_by_amount(cast):
    order = make_effective(cast.owner)
    api = api_of(make_user("warehouse"))
    row = api.get(f"{V1}/planning/?amount_class=LARGE").json()["results"][0]  # the condition is left out
    assert row["amount_class"] is None and row["unshipped_amount"] is None
    assert set(row["parts"].values()) == {None}  # the score less the other two would tell the amount
    assert row["priority"] is None  # its place is shown, its score would tell how large it is
    read = api.get(f"{V1}/orders/{order.number}/priority/").json()
    assert read["parts"] == []


@pytest.mark.parametrize(
    ("promised", "requested", "risk"),
    [(-1, 5, "LATE"), (9, 5, "AT_RISK"), (5, 5, "OK"), (None, 5, "UNPROMISED"), (None, -1, "LATE")],
)
def test_the_risk_of_a_promise(promised, requested, risk):
    day = lambda n: None if n is None else TODAY + timedelta(days=n)  # noqa: E731
    order = Order(status="EFFECTIVE", promised_date=day(promised), requested_date=day(requested))
    assert queries.risk_of(order, TODAY) == risk


def test_the_board_costs_the_same_for_one_order_and_for_many(cast, client):
    client.force_login(cast.owner)
    make_effective(cast.owner)

    def statements():
        with CaptureQueriesContext(connection) as sent:
            assert client.get("/planning/").status_code == 200
        return len(sent)

    statements()
    one = statements()
    for _ in range(3):
        make_effective(cast.owner)
    statements()  # a process reads anew who leads whom, for people came
    assert statements() == one


def test_board_load_order_page_and_list_show_it(cast, client):
    order = make_effective(cast.owner, lines=[line(make_product(stock=5), 1, "300000")])
    client.force_login(cast.head)
    board = client.get("/planning/").content.decode()
    assert order.number in board and "c1" in board
    assert str(cast.department) in client.get("/planning/load/").content.decode()
    page = client.get(f"/orders/{order.number}/").content.decode()
    assert 'id="priority"' in page and "/ 300" in page
    assert client.get("/orders/?view=large&sort=-priority").status_code == 200
    assert order.number in client.get("/orders/?amount_class=LARGE&priority_min=1").content.decode()
    dialog = client.get(f"/orders/{order.number}/pin/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', dialog).group(1)
    sent = {"reason": "Fair", "version": version}
    assert client.post(f"/orders/{order.number}/pin/", sent).status_code == 303
    assert client.post(f"/orders/{order.number}/pin/", sent).status_code == 409  # it is another version now
    now = Order.objects.get(pk=order.pk).version
    assert client.post(f"/orders/{order.number}/unpin/", {"version": now}).status_code == 303


def test_an_administrator_edits_the_bands(client):
    admin = make_user("administrator")
    client.force_login(admin)
    page = client.get("/admin/priority/").content.decode()
    fields = dict(re.findall(r'name="(?!csrf|initial)([\w:]+)"[^>]*?value="([^"]*)"', page))
    sent = {**fields, "large_from": "500000"}
    answer = client.post("/admin/priority/", sent)
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    assert queries.newest().large_from == 500000
    assert client.post("/admin/priority/", sent).status_code == 422  # somebody was faster
    assert client.get("/admin/priority/").status_code == 200
