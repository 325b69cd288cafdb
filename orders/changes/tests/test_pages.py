"""The pages of change requests: the editor with old beside new, the request, the list."""

import copy
import json
from decimal import Decimal as D

import pytest

from orders.changes import operations, queries
from orders.changes.models import ChangeReason, ChangeRequest
from orders.changes.states import State
from orders.changes.tests.builders import make_submitted_request
from orders.tests.builders import AT, line, make_effective, make_order_cast
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


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
    return make_order_cast()


def _make_order(cast):
    sensor, box = make_product(name="Sensor", list_price=D(100), stock=50), make_product(name="Box", list_price=D(5))
    return make_effective(cast.owner, lines=[line(sensor, 40), line(box, 20)])


def begin(cast, order, **more):
    sent = {path: {"value": value} for path, value in more.pop("edits", {"lines.1.quantity": "48"}).items()}
    why = {"reason_id": ChangeReason.objects.filter(is_active=True)[0].pk, "reason_text": "New layout"}
    return operations.create_request(actor=cast.owner, order_id=order.pk, edits=sent, at=AT, **{**why, **more})


def editor(order):
    return f"/orders/{order.reference}/change/"


def sent_row(key, line_no, was, **cells):
    """What the form sends of a line that was shown with ``was``."""
    row = {"line_no": line_no, "was": json.dumps(was), **was, **cells}
    return {f"lines-{key}-{name}": value for name, value in row.items()}


WHY = {"source": "CUSTOMER", "reason_text": "New layout", "why-was": ""}


def test_the_editor_saves_the_cells_that_were_changed_and_no_others(cast, order):
    browser = Browser(cast.owner)
    assert browser.get(editor(order)).status_code == 200
    assert not ChangeRequest.objects.exists(), "looking begins nothing"
    head = {"head-was": json.dumps({"ship_address": order.ship_address}), "ship_address": "Gate 3"}
    lines = sent_row(0, 1, {"quantity": "40", "colour": ""}, quantity="48") | sent_row(
        1, 2, {"cancel": ""}, cancel="on"
    )
    answer = browser.post(editor(order), **WHY, **head, **lines)
    assert answer.status_code == 303
    request = queries.open_of(order.pk)
    assert [item.path for item in queries.items_of(request)] == ["ship_address", "lines.1.quantity", "lines.2"]
    page = browser.get(editor(order)).content.decode()
    assert 'value="48"' in page and 'value="Gate 3"' in page


def test_what_does_not_fit_is_said_beside_its_cell_and_kept(cast, order):
    answer = Browser(cast.owner).post(editor(order), **WHY, **sent_row(0, 1, {"quantity": "40"}, quantity="many"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="many"' in page and 'href="#id_lines-0-quantity"' in page
    assert not ChangeRequest.objects.exists()


def test_two_people_meet_cell_by_cell(cast, order):
    begin(cast, order, edits={"lines.1.quantity": "48"})
    browser = Browser(cast.desk)
    price = sent_row(0, 1, {"quantity": "40", "price": "100"}, price="90")
    assert browser.post(editor(order), **WHY, **price).status_code == 303, "another cell of the same line"
    mine = sent_row(0, 1, {"quantity": "40"}, quantity="50")
    answer = browser.post(editor(order), **WHY, **mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert cast.owner.name in page and cast.desk.name in page and "take-lines.1.quantity" in page
    theirs = {"take-lines.1.quantity": "theirs"}
    assert browser.post(editor(order), **WHY, **mine, **theirs).status_code == 303
    again = sent_row(0, 1, {"quantity": "48"}, quantity="50")
    assert browser.post(editor(order), **WHY, **again, **{"take-lines.1.quantity": "mine"}).status_code == 303
    items = {item.path: item.new for item in queries.items_of(queries.open_of(order.pk))}
    assert items == {"lines.1.quantity": "50", "lines.1.price": "90"}


def test_figures_follow_what_is_typed(cast, order):
    browser = Browser(cast.owner)
    other = make_product(name="Cable", list_price=D(7))
    rows = {
        "0": {"line_no": "1", "was": json.dumps({"quantity": "40"}), "quantity": "48"},
        "3": {"product": other.code, "quantity": "2"},
    }
    body = json.dumps({"rows": rows, "changed": ["0", "3"], "head": {}})
    found = browser.client.post(f"{editor(order)}rows/", body, content_type="application/json").json()
    assert (found["rows"]["0"]["diff"]["text"], found["rows"]["3"]["price"]["value"]) == ("+800.00", "7")
    assert found["totals"]["new"].endswith("4,914.00") and "Cable" in found["summary"]
    rows["0"]["quantity"] = "0"
    body = json.dumps({"rows": rows, "changed": ["0"], "head": {}})
    found = browser.client.post(f"{editor(order)}rows/", body, content_type="application/json").json()
    assert found["rows"]["0"]["quantity"]["error"] and found["totals"] == {}
    assert not ChangeRequest.objects.exists(), "nothing is saved"


def test_an_order_that_is_no_draft_any_more_has_no_editor(cast, order):
    request = begin(cast, order)
    operations.ask_departments(actor=cast.owner, request_id=request.pk, at=AT)
    answer = Browser(cast.owner).get(editor(order))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/changes/{fresh(request).number}/")
    assert Browser(cast.stranger).get(editor(order)).status_code == 404


def fresh(request):
    return ChangeRequest.objects.get(pk=request.pk)


def test_the_page_tells_the_change_and_offers_what_is_possible(cast, order):
    request = begin(cast, order, edits={"lines.1.quantity": "48", "ship_address": "Gate 3"}, is_urgent=True)
    browser = Browser(cast.owner)
    page = browser.get(f"/changes/{request.reference}/").content.decode()
    assert "4,900.00" in page and "Gate 3" in page and f"/changes/{request.reference}/ask/" in page
    answer = browser.post(f"/changes/{request.reference}/submit/", version=request.version)
    number = fresh(request).number
    assert (answer.status_code, fresh(request).state) == (303, State.SUBMITTED)
    assert 'id="decide"' not in browser.get(f"/changes/{number}/").content.decode(), "nobody decides his own order"
    head = Browser(cast.head)
    page = head.get(f"/changes/{number}/").content.decode()
    assert 'id="decide"' in page
    refused = head.post(f"/changes/{number}/return/", version=fresh(request).version, reason="")
    assert (refused.status_code, fresh(request).state) == (303, State.SUBMITTED), "a reason is needed"
    head.post(f"/changes/{number}/approve/", version=fresh(request).version, step=1)
    assert (fresh(request).state, fresh(request).revision) == (State.EFFECTIVE, 2)
    page = head.get(f"/changes/{number}/").content.decode()
    assert "v2" in page and "4,900.00" in page, "the two revisions beside each other"
    (signed,) = fresh(request).signatures.all()
    assert f'href="?signature={signed.pk}"' in page
    assert head.get(f"/changes/{number}/?signature={signed.pk}").status_code == 200
    assert head.get(f"/changes/{number}/?signature={signed.pk + 1}").status_code == 404


def test_the_list_has_a_tab_for_what_waits(cast, order, django_assert_max_num_queries):
    request = begin(cast, order, is_urgent=True)
    operations.submit_request(actor=cast.owner, request_id=request.pk, at=AT)
    number = fresh(request).number
    head = Browser(cast.head).warm()
    with django_assert_max_num_queries(24):
        page = head.get("/changes/", waiting="true").content.decode()
    assert number in page
    assert number in Browser(cast.owner).get("/changes/").content.decode()
    assert number not in Browser(cast.owner).get("/changes/", open="false").content.decode()
    assert number not in Browser(cast.stranger).get("/changes/").content.decode()


def test_pages_ask_no_more_for_many_lines(cast, django_assert_max_num_queries):
    goods = [make_product(list_price=D(10), stock=50) for _ in range(6)]
    order = make_effective(cast.owner, lines=[line(one, 5) for one in goods * 4])
    browser = Browser(cast.owner).warm()
    with django_assert_max_num_queries(20):
        assert browser.get(editor(order)).status_code == 200
    edits = {f"lines.{number}.quantity": "7" for number in range(1, 13)}
    request = begin(cast, order, edits=edits)
    with django_assert_max_num_queries(38):
        assert browser.get(f"/changes/{request.reference}/").status_code == 200


def test_changes_begin_on_the_page_of_the_order(cast, order):
    page = Browser(cast.owner).get(f"/orders/{order.reference}/").content.decode()
    assert f'href="{editor(order)}"' in page
    request = begin(cast, order)
    tab = Browser(cast.owner).part(f"/orders/{order.reference}/requests/", "pane").content.decode()
    assert f"/changes/{request.reference}/" in tab


def test_another_draft_takes_the_place_of_one_that_waits(cast, order):
    request = make_submitted_request(order)
    browser = Browser(cast.owner)
    assert f"/changes/{request.reference}/supersede/" in browser.get(f"/changes/{request.reference}/").content.decode()
    answer = browser.post(f"/changes/{request.reference}/supersede/", version=fresh(request).version)
    former, later = fresh(request), ChangeRequest.objects.latest("pk")
    assert (answer.status_code, former.state, later.state) == (303, "SUPERSEDED", "DRAFT")
    assert former.superseded_by_id == later.pk
    assert [(one.path, one.new) for one in later.items.all()] == [(one.path, one.new) for one in former.items.all()]
    assert browser.post(f"/changes/{former.reference}/supersede/", version=former.version).status_code != 303
