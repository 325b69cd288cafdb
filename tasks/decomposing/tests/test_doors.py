"""Taking orders apart through the pages and over the API."""

import copy
import itertools

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from orders.tests import builders as orders
from orders.tests.page_builders import Browser, statements
from tasks.decomposing.models import DecompositionRule, TaskTemplate, Wording
from tasks.decomposing.tests.builders import by_origin, made_to_order, propose, release
from tasks.task.models import Task
from tasks.tests.builders import make_shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
_keys = itertools.count(1)


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def shop(mine):
    return mine[0]


@pytest.fixture
def order(mine):
    return mine[1]


def _make_all():
    shop = _make_shop()
    order = _make_order(shop)
    return shop, order


def _make_shop():
    return make_shop()


def _make_order(shop):
    return orders.make_effective(lines=[made_to_order()])


@pytest.fixture
def planner(shop):
    return Browser(shop.planner)


class Api(APIClient):
    def __init__(self, user):
        super().__init__()
        self.force_authenticate(user)

    def send(self, method, path, version=None, body=None):
        headers = {"Idempotency-Key": f"d{next(_keys)}", **({"If-Match": f'"{version}"'} if version else {})}
        return getattr(self, method)(f"/api/v1/{path}", body, format="json", headers=headers)


def test_an_order_is_taken_apart_looked_at_and_released(shop, order, planner):
    url = f"/orders/{order.number}/decompose/"
    assert "Nothing is given to anybody" in planner.get(url).text
    assert planner.post(f"{url}propose/").status_code == 303
    page = planner.get(url).text
    assert by_origin(order)["MADE_INSPECT:1"].title in page
    assert "The order as a whole" in page and "In time" in page
    assert planner.post(f"{url}release/", version=1).status_code == 303
    assert set(Task.objects.values_list("state", flat=True)) == {"OPEN"}
    assert "Nothing is given to anybody" in planner.get(url).text


def test_a_task_of_the_proposal_is_changed_and_the_rest_is_dated_anew(shop, order, planner):
    propose(order, shop)
    before = by_origin(order)
    task = before["MADE_MAKE:1"]
    url = f"/orders/{order.number}/decompose/{task.pk}/edit/"
    assert task.title in planner.get(url).text
    entries = {
        "title": "Make it by hand",
        "phase": task.phase_id,
        "department": task.department_id,
        "planned_hours": "40",
        "work_days": 5,
        "after": [before["MADE_MATERIAL:1"].pk],
    }
    assert planner.post(url, version=task.version, **entries).status_code == 303
    after = by_origin(order)
    assert (after["MADE_MAKE:1"].title, after["MADE_MAKE:1"].planned_hours) == ("Make it by hand", 40)
    assert after["MADE_INSPECT:1"].planned_start > before["MADE_INSPECT:1"].planned_start
    assert planner.post(url, version=task.version, **entries).status_code == 409
    assert planner.post(url, version=after["MADE_MAKE:1"].version, **{**entries, "title": ""}).status_code == 422


def test_tasks_that_would_wait_for_each_other_are_refused(shop, order, planner):
    propose(order, shop)
    found = by_origin(order)
    task = found["MADE_MATERIAL:1"]
    entries = {"title": "x", "phase": task.phase_id, "department": task.department_id, "planned_hours": 1}
    entries |= {"work_days": 1, "after": [found["MADE_PACK:1"].pk], "version": task.version}
    answer = planner.post(f"/orders/{order.number}/decompose/{task.pk}/edit/", **entries)
    assert answer.status_code == 422 and "wait for each other" in answer.text


def test_what_is_taken_out_leaves_no_gap(shop, order, planner):
    row = propose(order, shop)
    found = by_origin(order)
    task = found["MADE_MAKE:1"]
    url = f"/orders/{order.number}/decompose/"
    assert planner.post(f"{url}{task.pk}/drop/", version=task.version).status_code == 303
    then = found["MADE_INSPECT:1"]
    assert then.in_links.filter(predecessor=found["MADE_MATERIAL:1"]).exists()
    row.refresh_from_db()
    assert row.version == 2
    added = {"title": "Visit the site", "phase": then.phase_id, "department": shop.production.pk}
    added |= {"planned_hours": "4", "work_days": 1, "version": 2}
    assert planner.post(f"{url}add/", **added).status_code == 303
    assert planner.post(f"{url}discard/", version=3).status_code == 303
    assert not Task.objects.exists()


def test_who_may_not_take_it_apart_sees_no_proposal(shop, order):
    propose(order, shop)
    assert Browser(shop.worker).get(f"/orders/{order.number}/decompose/").status_code == 403
    stranger = orders.make_order_cast().stranger
    assert Browser(stranger).get(f"/orders/{order.number}/decompose/").status_code == 404


def test_the_page_asks_as_much_of_ten_lines_as_of_one(shop, order, planner):
    many = orders.make_effective(lines=[made_to_order() for _n in range(6)])
    for one in (order, many):
        propose(one, shop)
    planner.warm()
    counts = [statements(lambda one=one: planner.get(f"/orders/{one.number}/decompose/")) for one in (order, many)]
    assert counts[0] == counts[1]


def test_rules_are_kept_on_their_pages(shop, planner):
    page = planner.get("/tasks/rules/").text
    assert "Kits made to order" in page and "Dispatch of goods" in page
    rule = DecompositionRule.objects.get(name="Dispatch of goods")
    assert "SHIP_GO" in planner.get(f"/tasks/rules/{rule.pk}/").text
    entries = {"name": "Leaving", "group": "", "per": "ORDER", "segment": rule.segment_id, "rank": 5}
    assert planner.post(f"/tasks/rules/{rule.pk}/edit/", version=1, is_active="on", **entries).status_code == 303
    rule.refresh_from_db()
    assert (str(rule), rule.rank, rule.version) == ("Leaving", 5, 2)
    answer = planner.post("/tasks/rules/new/", nonce="n1", name="Own", per="LINE", rank=1, is_active="on")
    assert answer.status_code == 303 and DecompositionRule.objects.filter(name="Own").exists()


def test_a_template_is_typed_with_its_skills_and_predecessors(shop, planner):
    row = TaskTemplate.objects.get(code="STOCK_PACK")
    page = planner.get(f"/tasks/rules/templates/{row.pk}/").text
    assert "PACKING 1" in page and "STOCK_PICK" in page
    entries = {name: getattr(row, name) for name in ("code", "hours_fixed", "hours_per_piece", "hours_per_batch")}
    entries |= {"title": "Pack", "phase": row.phase_id, "department_kind": "WAREHOUSE", "batch_size": 0}
    entries |= {"duration": "HOURS", "days": 0, "anchor": "FORWARD", "rank": 20, "is_active": "on", "version": 1}
    typed = {"skills": "PACKING 3", "before": "STOCK_PICK START 1"}
    assert planner.post(f"/tasks/rules/templates/{row.pk}/", **entries, **typed).status_code == 303
    link = row.in_links.get()
    assert (link.predecessor.code, link.kind, link.lag_days) == ("STOCK_PICK", "START", 1)
    assert row.skills.get().level == 3
    circle = {**entries, "version": 2, "before": "SHIP_GO"}
    answer = planner.post(f"/tasks/rules/templates/{row.pk}/", **circle)
    assert answer.status_code == 422 and "wait for each other" in answer.text


def test_rules_are_tried_on_an_order_and_say_why(shop, order, planner):
    page = planner.get("/tasks/rules/try/", order=order.number).text
    assert "Other goods made to order" in page and "Another rule of its group comes first" in page
    assert "Supply = " in page and not Task.objects.exists()
    assert "no such order" in planner.get("/tasks/rules/try/", order="SO1").text


def test_who_keeps_no_rules_only_reads_them(shop):
    desk = Browser(make_user("order_desk"))
    assert desk.get("/tasks/rules/").status_code == 200
    assert desk.post("/tasks/rules/new/", nonce="n", name="x", per="LINE", rank=1).status_code == 403
    assert Browser(shop.worker).get("/tasks/rules/").status_code == 403


def test_a_customers_word_reaches_production_in_its_own(shop, planner):
    planner.post("/tasks/rules/words/new/", nonce="w", customer_word="防水盒", our_words="IP68 接线盒", is_active="on")
    assert "IP68" in planner.get("/tasks/rules/words/").text
    order = orders.make_effective(lines=[made_to_order(customisation="配防水盒 2 个")])
    propose(order, shop)
    assert "IP68 接线盒（防水盒）" in by_origin(order)["MADE_MAKE:1"].requirements
    word = Wording.objects.get()
    url = f"/tasks/rules/words/{word.pk}/"
    assert planner.post(url, customer_word="防水盒", our_words="88-12", version=1).status_code == 303


def test_all_of_it_over_the_api(shop, order):
    api, path = Api(shop.planner), f"orders/{order.number}/decomposition/"
    assert api.get(f"/api/v1/{path}").status_code == 404
    made = api.send("post", path)
    assert made.status_code == 201, made.content
    body = made.json()
    task = next(one for one in body["tasks"] if one["template"] == "MADE_MAKE")
    assert task["planned_hours"] == "3.00" and task["after"] and task["department"] == shop.production.code
    one = f"{path}tasks/{task['id']}/"
    changed = api.send("patch", one, task["version"], {"planned_hours": "12.00"})
    assert changed.status_code == 200, changed.content
    first = next(row for row in body["tasks"] if row["template"] == "MADE_MATERIAL")
    sent = {"after": [{"task": first["id"], "lag_days": 2}]}
    assert api.send("put", one, task["version"] + 1, sent).status_code == 200
    assert api.send("delete", one, task["version"] + 2).status_code == 200
    version = api.get(f"/api/v1/{path}").json()["version"]
    assert api.send("post", f"{path}release/", version).status_code == 204
    assert api.send("post", f"{path}release/", version).status_code == 404


def test_rules_over_the_api(shop):
    api = Api(shop.planner)
    rules = api.get("/api/v1/decomposition-rules/").json()
    rule = next(one for one in rules if "SHIP_GO" in one["templates"])
    path = f"decomposition-rules/{rule['id']}/"
    assert api.send("patch", path, rule["version"], {"rank": 7}).json()["rank"] == 7
    template = api.get("/api/v1/task-templates/ship_go/").json()
    sent = {"hours_fixed": "1.00", "after": [{"template": "SHIP_BOOK"}]}
    saved = api.send("patch", "task-templates/SHIP_GO/", template["version"], sent).json()
    assert saved["hours_fixed"] == "1.00" and [one["template"] for one in saved["after"]] == ["SHIP_BOOK"]
    new = {"rule": rule["id"], "code": "WEIGH", "title": "Weigh the pallets", "phase": "DELIVER"}
    assert api.send("post", "task-templates/", body=new).status_code == 201
    assert api.send("post", "production-words/", body={"customer_word": "a", "our_words": "b"}).status_code == 201
    assert api.send("post", "decomposition-rules/", body={"name": "New"}).status_code == 201
    assert Api(make_user("order_desk")).send("post", "decomposition-rules/", body={"name": "X"}).status_code == 403


def test_the_order_offers_to_be_taken_apart_to_who_may_while_it_is_in_force(shop, order, planner):
    draft = orders.make_draft(lines=[made_to_order()])
    here = f'href="/orders/{order.number}/decompose/"'
    page = planner.get(f"/orders/{order.number}/").text
    assert here in page and "Take apart" in page and "Take apart anew" not in page
    assert "/decompose/" not in planner.get(f"/orders/{draft.reference}/").text
    seller = Browser(order.salesperson)
    assert "/decompose/" not in seller.get(f"/orders/{order.number}/").text
    propose(order, shop)
    release(order, shop)
    assert "Take apart anew" in planner.get(f"/orders/{order.number}/").text
