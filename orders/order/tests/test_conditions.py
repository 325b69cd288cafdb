"""Conditions on real orders: what they find, what they explain, and the doors of the API."""

import copy
import itertools
import json
from urllib.parse import urlencode

import pytest

from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import make_user
from orders.tests import builders
from products.tests import builders as products

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
SEGMENTS, CHECK = "/api/v1/segments/", "/api/v1/conditions/check/"
_keys = itertools.count(1)


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def cast(mine):
    return mine[0]


@pytest.fixture
def order(mine):
    return mine[1]


def _make_all():
    cast = _make_cast()
    order = _make_order(cast)
    return cast, order


def _make_cast():
    return builders.make_order_cast()


def _make_order(cast):
    """Two lines: ten green ones, three red ones."""
    one, other = products.make_product(stock=100), products.make_product(stock=100)
    lines = [builders.line(one, 10, 5, colour="green"), builders.line(other, 3, 7, colour="red")]
    return builders.make_effective(cast.owner, lines=lines)


def call(client, method, path, body=None, *, user=None, **headers):
    if user is not None:
        client.force_login(user)
    if method == "post":
        headers.setdefault("Idempotency-Key", f"k{next(_keys)}")
    options = {} if method == "get" else {"content_type": "application/json", "data": json.dumps(body or {})}
    return getattr(client, method)(path, headers={"Accept-Language": "en", **headers}, **options)


def save(client, user, condition, **more):
    answer = call(client, "post", SEGMENTS, {"name": "A", "condition": condition} | more, user=user)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_condition_is_answered_in_all_its_forms_with_its_count(client, cast, order):
    found = save(client, cast.owner, "状态 = 已生效 或 颜色 = blue 且 数量 > 5")
    condition = found["condition"]
    assert condition["text_en"] == "State of the order = Effective OR Colour = blue AND Ordered quantity > 5"
    assert condition["text_zh"].startswith("订单状态 = 已生效 或者")
    assert condition["expression"].startswith("(State of the order = Effective OR Colour = blue) AND")
    assert (found["count"], found["count_is_estimate"]) == (1, False)
    assert found["ambiguous"] == {"left_to_right": 1, "and_first": 1, "is_estimate": False}


def test_both_counts_stand_where_the_readings_differ(client, cast, order):
    found = save(client, cast.owner, "状态 = 已生效 或 颜色 = blue 且 数量 > 500")
    assert found["ambiguous"] == {"left_to_right": 0, "and_first": 1, "is_estimate": False}
    plain = save(client, cast.owner, "状态 = 已生效 或 (颜色 = blue 且 数量 > 500)")
    assert (plain["count"], plain["ambiguous"]) == (1, None)


def test_one_line_makes_the_whole_condition_true(client, cast, order):
    """Ten green, three red: no line is green with a quantity below five."""
    assert save(client, cast.owner, "Colour = green AND Quantity < 5")["count"] == 0
    assert save(client, cast.owner, "Colour = red AND Quantity < 5")["count"] == 1
    lines = save(client, cast.owner, "Quantity < 500", level="LINE")
    assert lines["count"] == 2


def test_a_condition_finds_only_what_its_reader_may_see(client, cast, order):
    found = save(client, make_user("executive"), "status = EFFECTIVE", audience="COMPANY")
    assert found["count"] == 1
    stranger = call(client, "get", f"{SEGMENTS}{found['id']}/", user=cast.stranger)
    assert stranger.json()["count"] == 0
    explained = call(client, "get", f"{SEGMENTS}{found['id']}/explain/?order={order.number}")
    assert explained.status_code == 404


def test_an_explanation_says_row_by_row_what_is_there_and_which_lines_fit(client, cast, order):
    found = save(client, cast.owner, "(Colour = green AND Quantity < 5) OR State = Draft")
    told = call(client, "get", f"{SEGMENTS}{found['id']}/explain/?order={order.number}").json()
    assert (told["order"], told["line"], told["is_in"], told["lines_in"]) == (order.number, None, False, [])
    colour, quantity, state = told["rows"]
    # each row holds for one of the lines, but none of them makes the whole true
    assert [(one["line_no"], one["is_met"], one["seen"]["values"]) for one in colour["lines"]] == [
        (1, True, ["green"]),
        (2, False, ["red"]),
    ]
    assert (colour["is_met"], quantity["is_met"], colour["seen"]) == (True, True, None)
    assert (state["is_met"], state["lines"], state["seen"]["shown"]) == (False, [], ["Effective"])
    assert state["text"] == "State of the order = Draft"


def test_an_explanation_is_of_an_order(client, cast, order):
    found = save(client, cast.owner, "status = EFFECTIVE")
    refused = call(client, "get", f"{SEGMENTS}{found['id']}/explain/")
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["order"])


def test_an_explanation_of_one_line(client, cast, order):
    found = save(client, cast.owner, "Colour = red", level="LINE")
    path = f"{SEGMENTS}{found['id']}/explain/?order={order.number}&line="
    assert call(client, "get", path + "2").json()["is_in"] is True
    told = call(client, "get", path + "1").json()
    assert (told["is_in"], told["line"], told["rows"][0]["is_met"]) == (False, 1, False)
    assert call(client, "get", path + "9").status_code == 404
    assert call(client, "get", path + "x").status_code == 400


def test_an_order_without_lines_is_explained_as_empty(client, cast):
    draft = builders.make_draft(cast.owner, lines=[])
    found = save(client, cast.owner, "Colour ≠ red AND Salesperson is not empty")
    told = call(client, "get", f"{SEGMENTS}{found['id']}/explain/?order={draft.reference}").json()
    assert told["is_in"] is True and told["rows"][0]["is_met"] is True and told["rows"][0]["lines"] == []
    assert told["rows"][1]["seen"]["values"] == [cast.owner.username]


def test_a_hidden_field_is_neither_listed_nor_usable_nor_explained(client, cast, order):
    found = save(client, make_user("executive"), "unit_cost < 500000", audience="COMPANY")
    assert found["count"] == 1
    sales = Role.objects.get(code="sales").pk
    roles.set_field_rules(actor=make_user("administrator"), role_id=sales, rules={"order.cost": "HIDE"}, at=builders.AT)
    client.force_login(builders.person(cast.owner.pk))
    for path in (f"{SEGMENTS}{found['id']}/", f"{SEGMENTS}{found['id']}/explain/?order={order.number}"):
        assert call(client, "get", path).status_code == 404
    assert found["id"] not in [row["id"] for row in call(client, "get", SEGMENTS).json()["results"]]
    keys = {one["key"] for one in call(client, "get", "/api/v1/condition-fields/").json()["fields"]}
    assert "unit_cost" not in keys and "price" in keys
    refused = call(client, "post", CHECK, {"condition": "unit_cost < 5"})
    assert (refused.status_code, refused.json()["position"]) == (400, 0)


def test_a_text_is_checked_with_its_position_and_counted(client, cast, order):
    client.force_login(cast.owner)
    found = call(client, "post", CHECK, {"condition": "状态 = 已生效"}).json()
    assert (found["count"], found["level"], found["condition"]["rows"][0]["values"]) == (1, "ORDER", ["EFFECTIVE"])
    broken = call(client, "post", CHECK, {"condition": "状态 = 已生效 并且 颜色 xx 红"})
    told = broken.json()
    assert (broken.status_code, told["code"], told["position"]) == (400, "bad_condition", 15)
    assert told["fields"]["condition"] == [told["detail"]]
    rows = call(client, "post", CHECK, {"condition": [{"field": "status", "operator": "LIKE"}]})
    assert (rows.status_code, rows.json()["row"]) == (400, 0)
    assert call(client, "post", CHECK, {"condition": 7}).status_code == 400


def test_a_saved_condition_is_changed_on_its_version_and_removed(client, cast):
    found = save(client, cast.owner, "status = DRAFT")
    path = f"{SEGMENTS}{found['id']}/"
    assert call(client, "patch", path, {"name": "B"}).status_code == 428
    changed = call(client, "patch", path, {"condition": "status = VOID"}, **{"If-Match": '"1"'})
    assert (changed.json()["revision"], changed.headers["ETag"]) == (2, '"2"')
    assert call(client, "patch", path, {"name": "B"}, **{"If-Match": '"1"'}).status_code == 412
    copied = call(client, "post", f"{path}copy/", {"name": "C"})
    assert (copied.status_code, copied.json()["name"]) == (201, "C")
    assert call(client, "delete", path, **{"If-Match": '"2"'}).status_code == 204
    assert call(client, "get", path).status_code == 404


def test_a_department_is_named_by_its_code(client, cast):
    body = {"name": "Ours", "condition": "status = DRAFT", "audience": "DEPARTMENT"}
    ours = call(client, "post", SEGMENTS, body | {"department": cast.department.code}, user=cast.head)
    assert (ours.status_code, ours.json()["department"]) == (201, cast.department.code)
    assert call(client, "post", SEGMENTS, body | {"department": "NOWHERE"}).status_code == 400
    assert call(client, "post", SEGMENTS, body, user=cast.owner).status_code == 403


def test_the_fields_tell_their_operators_and_values(client, cast):
    client.force_login(cast.owner)
    fields = {one["key"]: one for one in call(client, "get", "/api/v1/condition-fields/").json()["fields"]}
    status = fields["status"]
    assert {"code": "EFFECTIVE", "label": "Effective"} in status["values"]
    assert {"code": "IN", "label": "in", "least": 1, "most": None} in status["operators"]
    assert "状态" in status["names"] and fields["row_closed"]["level"] == "LINE"


def test_the_list_of_orders_is_narrowed_by_a_condition_and_by_a_saved_one(client, cast, order):
    builders.make_draft(cast.owner)
    found = save(client, cast.owner, "Colour = red AND Quantity < 5")

    def listed(**query):
        return call(client, "get", "/api/v1/orders/?" + urlencode(query))

    for query in (
        {"condition": "颜色 = red"},
        {"segment": found["id"]},
        {"condition": "颜色 = red", "status": "EFFECTIVE"},
    ):
        answer = listed(**query).json()
        assert ([row["number"] for row in answer["results"]], answer["count"]) == ([order.number], 1), query
    assert listed(condition="Colour = blue").json()["count"] == 0
    broken = listed(condition="Colour = red AND Colr = 5")
    assert (broken.status_code, broken.json()["code"], broken.json()["position"]) == (400, "bad_condition", 17)
    assert listed(segment=found["id"] + 1).status_code == 400
    call(client, "get", "/api/v1/", user=cast.stranger)
    assert listed(segment=found["id"]).status_code == 400, "it is not his"
