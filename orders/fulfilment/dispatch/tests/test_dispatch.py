"""The dispatch board, the sequence of notices, picking several in one walk (R161, R172)."""

import itertools
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import clock, dates, errors
from orders.fulfilment import operations as fulfilment
from orders.fulfilment import queries as documents
from orders.fulfilment.dispatch import operations, paper, queries, sequence
from orders.fulfilment.dispatch.sequence import Standing
from orders.fulfilment.models import OutboundDocument
from orders.order.models import Order
from orders.printing import operations as printing
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser, statements
from products.stock import operations as stock
from products.stock.models import StockRow
from products.tests import builders as products

_keys = itertools.count(1)


def standing(pk, rank=0, priority=0, is_urgent=False, promised=None):
    return Standing(pk, rank, priority, is_urgent, promised)


def test_urgent_ones_that_nobody_placed_come_first_then_those_placed_by_hand_then_by_priority():
    rows = [
        standing(1, priority=900),
        standing(2, rank=2),
        standing(3, rank=1),
        standing(4, is_urgent=True),
        standing(5, priority=900, promised=date(2026, 1, 1)),
    ]
    assert [one.pk for one in sequence.ordered(rows)] == [4, 3, 2, 5, 1]


@pytest.mark.parametrize(("to", "found"), [("top", [3, 1, 2]), ("up", [1, 3, 2]), ("down", [1, 2, 3])])
def test_a_place_is_changed_and_ends_are_ends(to, found):
    assert sequence.moved([1, 2, 3], 3, to) == found


pytestmark = pytest.mark.django_db


def notice(priority=100, **header):
    order = builders.make_effective()
    Order.objects.filter(pk=order.pk).update(priority=priority, time_class="LONG")
    return flow.make_outbound(order, **{"planned_ship_date": TODAY, **header})


def board(actor=None, today=TODAY):
    actor = actor or people.system_user()
    return queries.board(actor, documents.list_documents(actor), today)


def numbers(found):
    return [[row.document.number for row in day.rows] for day in found.days]


def move(document, to, **more):
    operations.move_document(actor=people.system_user(), document_id=document.pk, to=to, at=AT, **more)


def test_notices_stand_by_day_and_priority_and_a_move_holds():
    low, high = notice(10), notice(90)
    tomorrow, late, undated = (notice(planned_ship_date=day) for day in (TODAY + timedelta(1), TODAY, None))
    OutboundDocument.objects.filter(pk=late.pk).update(planned_ship_date=TODAY - timedelta(3))
    assert numbers(board()) == [[late.number], [high.number, low.number], [tomorrow.number], [undated.number]]
    move(low, "top")
    assert numbers(board())[1] == [low.number, high.number]
    urgent = notice(1)
    Order.objects.filter(pk=urgent.lines.get().order_id).update(time_class="URGENT")
    assert numbers(board())[1] == [urgent.number, low.number, high.number]
    fulfilment.update_outbound(
        actor=people.system_user(),
        document_id=low.pk,
        version=None,
        changes={"planned_ship_date": TODAY + timedelta(1)},
        at=AT,
    )
    assert OutboundDocument.objects.get(pk=low.pk).dispatch_rank == 0


def test_only_a_notice_moves_and_only_by_who_writes_them():
    document = notice()
    for wrong, refusal in (({"version": 9}, errors.Stale), ({"actor": make_user("finance")}, errors.NotAllowed)):
        asked = {"actor": people.system_user(), "document_id": document.pk, "to": "up", "at": AT} | wrong
        with pytest.raises(refusal):
            operations.move_document(**asked)
    with pytest.raises(errors.Invalid):
        move(document, "aside")
    left = flow.make_shipped(builders.make_effective())
    with pytest.raises(errors.WrongState):
        move(left, "top")


def test_orders_with_goods_on_no_notice_are_due_by_the_day_they_must_leave():
    soon, later = builders.make_effective(), builders.make_effective()
    Order.objects.filter(pk=soon.pk).update(promised_date=TODAY + timedelta(3))
    Order.objects.filter(pk=later.pk).update(promised_date=TODAY + timedelta(9))
    partly = builders.make_effective()
    Order.objects.filter(pk=partly.pk).update(promised_date=TODAY + timedelta(3))
    flow.make_outbound(partly)
    far = builders.make_effective()
    Order.objects.filter(pk=far.pk).update(promised_date=TODAY + timedelta(99))
    found = board().due
    assert [one.order.pk for one in found] == [soon.pk, later.pk]
    assert found[0].leave_by < TODAY + timedelta(3) and found[0].lines == 1


def wave(*documents, actor=None):
    return operations.start_wave(actor=actor or people.system_user(), document_ids=[one.pk for one in documents], at=AT)


def test_goods_of_several_notices_are_picked_in_one_walk_place_by_place():
    near, far = products.make_product(stock=50), products.make_product(stock=50)
    for product, place in ((near, "A-01"), (far, "C-09")):
        stock.place_goods(
            actor=people.system_user(),
            product_id=product.pk,
            warehouse_id=products.stock_row(product).warehouse_id,
            place=place,
            at=AT,
        )
    made = []
    for lines in ([builders.line(far, 2), builders.line(near, 3)], [builders.line(near, 4)]):
        made.append(flow.make_outbound(builders.make_effective(lines=lines)))
    found = wave(*made)
    picks = queries.picks(found, made)
    assert [(one.place, one.quantity) for one in picks] == [("A-01", D(7)), ("C-09", D(2))]
    assert picks[0].parts == [(made[0].number, D(3)), (made[1].number, D(4))]
    printed = printing.print_paper(actor=people.system_user(), kind=paper.KIND, subject_id=found.pk, at=AT)
    assert printed.content[:4] == b"%PDF" and printed.name.startswith(found.number.lower())
    fulfilment.audit_outbound(actor=people.system_user(), document_id=made[0].pk, at=AT)
    left = queries.documents_of(people.system_user(), found)
    assert [one.quantity for one in queries.picks(found, left)] == [D(4)]


def test_a_notice_is_on_one_picking_list_of_its_warehouse():
    here, other = notice(), notice()
    OutboundDocument.objects.filter(pk=other.pk).update(warehouse=products.make_warehouse())
    with pytest.raises(errors.Conflict) as refusal:
        wave(here, other)
    assert refusal.value.code == "several_warehouses"
    first = wave(here)
    with pytest.raises(errors.Conflict) as refusal:
        wave(here)
    assert refusal.value.code == "picked_already" and first.number.startswith("PK")
    with pytest.raises(errors.NotAllowed):
        wave(other, actor=make_user("order_desk"))
    operations.leave_wave(actor=people.system_user(), document_id=here.pk, at=AT)
    assert wave(here).number != first.number
    with pytest.raises(errors.Invalid):
        operations.start_wave(actor=people.system_user(), document_ids=[], at=AT)


def test_the_board_is_read_moved_arranged_and_picked_on_its_page():
    today = dates.business_day(clock.now())
    first, second = notice(10, planned_ship_date=today), notice(90, planned_ship_date=today)
    browser = Browser(make_user("warehouse"))
    page = browser.get("/dispatch/", warehouse=first.warehouse.code)
    assert numbers(page.context["board"]) == [[second.number, first.number]]
    assert page.context["board"].days[0].rows[0].score is None, "the score tells of amounts"
    url = f"/outbound/{first.number}/move/"
    assert (
        browser.post(f"{url}?carrier=SF", to="top", version=first.version).headers["Location"]
        == "/dispatch/?carrier=SF"
    )
    assert numbers(browser.get("/dispatch/").context["board"]) == [[first.number, second.number]]
    asked = {"ids": [first.pk, second.pk], "transport_mode": "EXPRESS"}
    assert browser.post("/dispatch/arrange/", **{**asked, "transport_mode": ""}).status_code == 422
    assert browser.post("/dispatch/arrange/", **asked).status_code == 303
    assert {one.transport_mode for one in OutboundDocument.objects.all()} == {"EXPRESS"}
    location = browser.post("/picking/new/", ids=[first.pk, second.pk]).headers["Location"]
    assert first.number in browser.get(location).text and browser.get("/picking/").status_code == 200
    assert browser.get(f"{location}paper/").headers["Content-Type"] == "application/pdf"
    assert browser.post(f"/outbound/{first.number}/leave-picking/").headers["Location"] == location
    desk = Browser(make_user("order_desk")).get("/dispatch/")
    assert [row.score for row in desk.context["board"].days[0].rows] == [10, 90]
    assert Browser(make_user(role=None)).get("/dispatch/").status_code == 403


def test_the_board_costs_the_same_for_one_notice_and_for_five():
    browser = Browser(make_user("order_desk")).warm()
    notice(), builders.make_effective()
    Order.objects.update(promised_date=TODAY)
    one = statements(lambda: browser.get("/dispatch/"))
    for _number in range(4):
        notice(), builders.make_effective()
    Order.objects.update(promised_date=TODAY)
    assert statements(lambda: browser.get("/dispatch/")) == one


def test_board_sequence_picking_and_places_over_the_api():
    first, second = notice(10), notice(90)
    client = APIClient()
    client.force_authenticate(make_user("warehouse"))

    def post(path, **body):
        return client.post(f"/api/v1/{path}", body, format="json", headers={"Idempotency-Key": f"d{next(_keys)}"})

    assert post(f"outbound-documents/{first.number}/move/", to="top").status_code == 200
    rows = client.get("/api/v1/dispatch/?transport_mode=LAND").json()
    assert rows["days"] == [] or rows["days"][0]["rows"]
    assert client.get("/api/v1/dispatch/?colour=red").status_code == 400
    place = {"product": builders.lines_of(Order.objects.first())[0].product_code, "warehouse": first.warehouse.code}
    assert post("stock/places/", **place, place="B-2").status_code == 201
    made = post("picking-lists/", documents=[first.number, second.number.lower()]).json()
    assert made["documents"] == [first.number, second.number] and {one["place"] for one in made["picks"]} >= {"B-2"}
    assert client.get(f"/api/v1/papers/picking-list/{made['number']}/").content[:4] == b"%PDF"
    assert post(f"outbound-documents/{first.number}/leave-picking/").status_code == 200
    assert client.get("/api/v1/picking-lists/").json()["count"] == 1


def test_goods_are_placed_by_the_warehouse_on_its_page():
    row = products.stock_row(products.make_product(stock=1))
    browser = Browser(make_user("warehouse"))
    assert browser.post(f"/stock/{row.pk}/place/", place="A 1", next="//evil.example").headers["Location"] == "/stock/"
    assert StockRow.objects.get(pk=row.pk).place == "A 1"
    assert Browser(make_user("sales")).get(f"/stock/{row.pk}/place/").status_code == 403
