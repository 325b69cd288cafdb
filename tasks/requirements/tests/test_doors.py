"""Requirements as pages and over the API."""

import itertools
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from orders.order.models import Order
from orders.tests import builders as orders
from orders.tests.page_builders import Browser, statements
from products.tests.builders import make_product, make_supplier
from tasks.requirements import paper
from tasks.requirements.choices import State
from tasks.requirements.models import Requirement, RequirementLine
from tasks.requirements.tests.builders import in_days, lines_of, make_accepted, make_asked, order_for, wanted
from tasks.scheduling.models import DateMove
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


class Api(APIClient):
    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, path, body=None):
        return self.post(f"/api/v1/{path}", body, format="json", headers={"Idempotency-Key": f"r{next(_keys)}"})


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: orders.AT)


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def product():
    return make_product(lead_time_days=30)


def test_an_orders_page_asks_for_what_its_lines_lack(shop, product):
    order = order_for(product, 40)
    planner = Browser(shop.planner)
    url = f"/orders/{order.number}/supply/"
    page = planner.get(url)
    assert product.code in page.text
    assert url in planner.get(f"/orders/{order.number}/").text  # its tab
    key = f"1-{product.pk}"
    asked = {f"ask-{key}": "on", f"kind-{key}": "MAKE", f"quantity-{key}": "40", f"needed-{key}": str(in_days(9))}
    assert planner.post(url, making=shop.production.pk).status_code == 422  # nothing was chosen
    assert planner.post(url, making=shop.production.pk, **asked).status_code == 303
    (line,) = RequirementLine.objects.all()
    assert (line.order, line.quantity, line.requirement.state) == (order, D(40), State.ASKED)
    assert line.requirement.number in planner.get(url).text
    assert planner.post(url, making=shop.production.pk, **asked).status_code == 422  # it was asked for


def test_the_way_of_a_requirement_through_its_pages(shop, product):
    order = order_for(product, 40)
    asked = make_asked(shop, wanted(product, 40, order=order, days=5))
    url, foreman = f"/requirements/{asked.number}/", Browser(shop.foreman)
    (line,) = lines_of(asked)
    assert asked.number in foreman.get("/requirements/").text
    assert asked.number in foreman.get("/").text  # a card of the home page
    for name in ("", "accept/", "refuse/", "cancel/", "supplier/"):
        assert foreman.get(f"{url}{name}").status_code == 200, name
    said = {f"accepted-{line.pk}": "30", f"planned-{line.pk}": str(in_days(9)), f"reference-{line.pk}": "WO-1"}
    refused = foreman.post(f"{url}accept/", version=asked.version, **said)
    assert refused.status_code == 422 and "Say why not all of it." in refused.text
    assert foreman.post(f"{url}accept/", version=asked.version, reason="one shift", **said).status_code == 303
    page = foreman.get(url).text
    assert "later than needed" in page and "WO-1" in page
    moved = {"planned_date": str(in_days(20)), "cause": "MATERIAL"}
    shown = foreman.post(f"{url}lines/{line.pk}/move/", version=3, **moved)
    assert shown.status_code == 200 and "What it does to promises" in shown.text
    assert not DateMove.objects.exists()
    done = foreman.post(f"{url}lines/{line.pk}/move/", version=3, shown=moved["planned_date"], **moved)
    assert done.status_code == 303 and DateMove.objects.get().cause == "MATERIAL"
    for name in ("remedy/", "confirm/", "end/"):
        assert foreman.get(f"{url}lines/{line.pk}/{name}").status_code == 200, name
    assert foreman.post(f"{url}finish/", version=4, reason="enough").status_code == 303
    assert foreman.get(f"{url}print/").headers["Content-Type"] == "application/pdf"


def test_a_requirement_is_written_and_written_anew_by_hand(shop, product):
    planner, order = Browser(shop.planner), order_for(product, 8)
    head = {"kind": "MAKE", "department": shop.production.pk, "form-INITIAL_FORMS": "0"}
    row = {"form-TOTAL_FORMS": "2", "form-0-product": product.code, "form-0-quantity": "8"}
    row |= {"form-0-needed_date": str(in_days(4)), "form-0-order": order.number, "form-0-line_no": "1"}
    unknown = planner.post("/requirements/new/", **head, **{**row, "form-0-product": "no-such"})
    assert unknown.status_code == 422 and "Nothing is known under" in unknown.text
    found = planner.post("/requirements/new/", **head, **row)
    assert found.status_code == 303
    draft = Requirement.objects.get()
    url = f"/requirements/draft-{draft.pk}/"
    assert product.code in planner.get(f"{url}edit/").text
    again = {**head, **row, "form-0-quantity": "6"}
    assert planner.post(f"{url}edit/", version=1, **again).status_code == 303
    assert [one.quantity for one in lines_of(draft)] == [D(6)]
    assert planner.post(f"{url}ask/", version=2).headers["Location"].startswith("/requirements/PR")


def test_the_api_asks_answers_and_moves(shop, product):
    order = order_for(product, 40)
    planner, foreman = Api(shop.planner), Api(shop.foreman)
    lacks = planner.get(f"/api/v1/orders/{order.number}/supply/").json()["needs"]
    assert [(one["line_no"], one["proposed"]) for one in lacks] == [(1, "40")]
    line = {"product": product.code, "quantity": "40", "needed_date": str(in_days(5)), "order": order.number}
    body = {"kind": "MAKE", "department": shop.production.code, "lines": [line | {"line_no": 1}], "is_asked": True}
    made = planner.send("requirements/", body)
    assert made.status_code == 201, made.json()
    url, pk = f"requirements/{made.json()['number']}/", made.json()["lines"][0]["id"]
    answer = {"lines": [{"id": pk, "accepted": "40", "planned_date": str(in_days(9))}]}
    assert foreman.send(f"{url}accept/", answer).json()["state"] == "ACCEPTED"
    seen = foreman.get(f"/api/v1/{url}lines/{pk}/preview/", {"planned_date": str(in_days(90))})
    assert seen.status_code == 200, seen.json()
    moved = foreman.send(f"{url}lines/{pk}/move/", {"planned_date": str(in_days(12)), "cause": "CAPACITY"})
    assert moved.json()["lines"][0]["planned_date"] == str(in_days(12))
    confirmed = foreman.send(f"{url}lines/{pk}/confirm/", {"reference": "WO-9"})
    assert confirmed.json()["lines"][0]["reference"] == "WO-9"
    kept = foreman.send(f"planned-receipts/{moved.json()['lines'][0]['planned_receipt']}/cancel/", {"reason": "x"})
    assert kept.status_code in (403, 409)
    assert planner.get("/api/v1/requirements/?late=true").json()["count"] == 1
    assert foreman.send(f"{url}lines/{pk}/end/", {"reason": "enough"}).json()["state"] == "DONE"


def test_a_draft_is_replaced_on_its_version_over_the_api(shop, product):
    planner = Api(shop.planner)
    line = {"product": product.code, "quantity": "4", "needed_date": str(in_days(900))}
    body = {"kind": "BUY", "department": shop.purchasing.code, "supplier": make_supplier().code, "lines": [line]}
    made = planner.send("requirements/", body)
    url = f"/api/v1/requirements/{made.json()['reference']}/"
    assert planner.put(url, body, format="json").status_code == 428
    again = body | {"notes": "soon"}
    assert planner.put(url, again, format="json", headers={"If-Match": '"1"'}).json()["notes"] == "soon"
    assert planner.put(url, again, format="json", headers={"If-Match": '"1"'}).status_code == 412


def test_who_sees_no_order_of_it_finds_no_requirement(shop, product):
    asked = make_asked(shop, wanted(product, 4))
    stranger = Browser(make_user("finance"))
    assert stranger.get(f"/requirements/{asked.number}/").status_code == 404
    assert asked.number not in stranger.get("/requirements/").text


def test_the_list_takes_as_many_statements_however_long_it_is(shop, product):
    planner = Browser(shop.planner).warm()
    for _one in range(2):
        make_asked(shop, wanted(product, 4))
    few = statements(lambda: planner.get("/requirements/"))
    for _one in range(8):
        make_accepted(shop, wanted(product, 4))
    assert statements(lambda: planner.get("/requirements/")) <= few


def test_the_page_of_a_requirement_takes_as_many_statements_however_long_it_is(shop):
    foreman, cast = Browser(shop.foreman).warm(), orders.make_order_cast()

    def page(count):
        goods = [make_product(lead_time_days=5) for _ in range(count)]
        order = orders.make_effective(cast.owner, lines=[orders.line(one, 3) for one in goods])
        lines = [wanted(one, 3, order=order, line_no=place) for place, one in enumerate(goods, start=1)]
        found = make_accepted(shop, *lines)
        return statements(lambda: foreman.get(f"/requirements/{found.number}/"))

    page(1)
    assert page(2) == page(9)


def test_who_sees_a_requirement_for_one_order_reads_nothing_of_the_others(shop, product):
    mine, theirs = order_for(product, 4), order_for(make_product(code="99.9.99.001"), 5)
    other = make_user("sales")
    Order.objects.filter(pk=theirs.pk).update(
        salesperson=other, created_by=other, executing_owner=other, department=other.department
    )
    goods = theirs.lines.get().product
    lines = (wanted(product, 4, order=mine), wanted(goods, 5, order=theirs, wording="Engrave SECRET"))
    requirement = make_asked(shop, *lines)
    seller = mine.salesperson
    api, page = Api(seller), Browser(seller)
    assert [one["order"] for one in api.get(f"/api/v1/requirements/{requirement.number}/").json()["lines"]] == [
        mine.number
    ]
    text = page.get(f"/requirements/{requirement.number}/").text
    assert mine.number in text and theirs.number not in text and "SECRET" not in text
    assert len(Api(shop.foreman).get(f"/api/v1/requirements/{requirement.number}/").json()["lines"]) == 2
    assert len(paper.gather(seller, requirement.pk).rows) == 1
