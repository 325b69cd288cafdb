"""A promise is the day of arrival, by route and supply, with its reasons (SEMANTICS 10, R119–R124)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import clock, dates, errors
from customers.tests.builders import payment_term
from orders.fulfilment import operations as fulfilment
from orders.intake.imports.tests.builders import bring_in
from orders.order.choices import DeliveryMethod, TransportMode
from orders.promise import outlook, promising, proposing, queries, routes, transit
from orders.promise.models import TransitTime
from orders.tests.builders import AT, TODAY, line, lines_of, make_buyer, make_draft, make_effective, make_order_cast
from orders.tests.flow_builders import broken_invariants, make_shipped, sign
from orders.tests.page_builders import Browser
from products.catalogue.choices import SupplyMode
from products.stock.supply import operations as supply
from products.tests.builders import make_product, make_supplier, receive, stock_row

pytestmark = pytest.mark.django_db
FRIDAY, WEDNESDAY = TODAY, date(2026, 11, 25)


@pytest.fixture
def cast():
    return make_order_cast()


def kinds(order, number=0):
    entry = queries.promises_of(order.pk)[number]
    return [link["kind"] for link in entry.chain]


def coming(product, quantity, days):
    entry = supply.Planned(product.pk, D(quantity), TODAY + timedelta(days))
    (answer,) = supply.plan_receipts(actor=system_user(), entries=[entry], at=AT)
    return answer.receipt


def effective(cast, product, quantity, **more):
    more.setdefault("requested_date", TODAY)
    return make_effective(cast.owner, lines=[line(product, quantity)], **more)


def promised(order):
    (one,) = lines_of(order)
    return one.promised_ship_date, one.promised_date


# --- the way ---------------------------------------------------------------------------------------


def test_the_nearest_place_gives_the_days_then_the_way_of_travelling(cast):
    customer = make_buyer(cast.owner, territory="华东地区-浙江1")
    order = make_draft(cast.owner, customer=customer, transport_mode=TransportMode.LAND)
    assert transit.of(order).days == 3, "nothing said: the setting"
    for area, mode, days in (("", "", 9), ("", "LAND", 8), (customer.region, "", 5), (customer.province, "AIR", 1)):
        routes.save_route(actor=system_user(), area=area, transport_mode=mode, days=days, at=AT)
    found = transit.of(order)
    assert (found.days, found.area) == (5, customer.region), "the region before everywhere by land"
    routes.save_route(actor=system_user(), area=customer.province, transport_mode="", days=2, at=AT)
    assert transit.of(order).days == 2
    order.transport_mode = TransportMode.AIR
    assert transit.of(order).days == 1
    order.delivery_method = DeliveryMethod.PICK_UP
    assert transit.of(order).days == 0
    with pytest.raises(errors.Invalid):
        routes.save_route(actor=system_user(), area="", transport_mode="", days=4, at=AT)
    with pytest.raises(errors.NotAllowed):
        routes.save_route(actor=cast.owner, area="西藏", transport_mode="", days=4, at=AT)


def test_days_on_the_way_are_days_of_work_unless_the_route_says_otherwise():
    assert transit.Transit(1).arrival(FRIDAY) == date(2026, 11, 23)
    assert transit.Transit(1, is_workdays=False).arrival(FRIDAY) == date(2026, 11, 21)
    for way in (transit.Transit(3), transit.Transit(3, is_workdays=False)):
        for number in range(14):
            arrival = TODAY + timedelta(number)
            assert way.arrival(way.leave_by(arrival)) <= arrival


def test_routes_are_set_by_the_many_and_the_same_again_changes_nothing():
    rows = [{"area": "新疆", "transport_mode": "", "days": 6, "is_workdays": True}]
    assert routes.save_routes(actor=system_user(), rows=rows, at=AT) == 1
    assert routes.save_routes(actor=system_user(), rows=rows, at=AT) == 0
    assert routes.save_routes(actor=system_user(), rows=[{**rows[0], "days": 7}], at=AT) == 1
    assert [(row.days, row.version) for row in TransitTime.objects.all()] == [(7, 2)]


# --- where the goods come from ---------------------------------------------------------------------


def test_from_stock_it_leaves_today_and_arrives_after_the_days_on_the_way(cast):
    order = effective(cast, make_product(stock=5), 5)
    assert promised(order) == (FRIDAY, WEDNESDAY)
    assert kinds(order) == ["STOCK", "TRANSIT"]


def test_what_is_missing_comes_with_planned_receipts_and_the_rest_is_made(cast):
    product = make_product(stock=2, lead_time_days=30)
    coming(product, 3, 6)
    covered = effective(cast, product, 5)
    assert promised(covered)[0] == date(2026, 11, 26)
    assert kinds(covered) == ["STOCK", "SUPPLY", "TRANSIT"]
    behind = effective(cast, product, 4)
    assert promised(behind)[0] == date(2026, 12, 21), (
        "the first order counts on the receipt; a Sunday is no day to leave"
    )
    assert kinds(behind) == ["LEAD_TIME", "TRANSIT"]
    assert queries.promises_of(behind.pk)[0].reason == "Lead time of the product"


def test_of_what_nobody_plans_and_knows_it_is_said(cast):
    order = effective(cast, make_product(), 5)
    assert kinds(order) == ["UNKNOWN", "TRANSIT"]


def test_replenished_and_made_to_order_leave_the_stock_to_others(cast):
    product = make_product(stock=9, lead_time_days=20, supply_mode=SupplyMode.MAKE)
    made = effective(cast, product, 5)
    (one,) = lines_of(made)
    assert (one.supply_mode, one.reserved, one.promised_ship_date) == ("MAKE", 0, date(2026, 12, 10))
    taken = make_effective(cast.owner, lines=[line(product, 4, supply_mode="STOCK")], requested_date=TODAY)
    assert lines_of(taken)[0].reserved == 4
    coming(product, 6, 4)
    waits = make_effective(cast.owner, lines=[line(product, 1, supply_mode="REPLENISH")], requested_date=TODAY)
    assert (lines_of(waits)[0].reserved, promised(waits)[0]) == (0, date(2026, 11, 24))


def test_goods_from_the_supplier_need_no_stock_and_ship_and_are_signed_all_the_same(cast):
    supplier = make_supplier(lead_time_days=10)
    product = make_product(stock=3, supplier=supplier, supply_mode=SupplyMode.DIRECT)
    own = make_product(stock=8)
    order = make_effective(cast.owner, lines=[line(product, 5), line(own, 2)], requested_date=TODAY)
    direct, stocked = lines_of(order)
    assert (direct.reserved, direct.promised_ship_date, stocked.reserved) == (0, date(2026, 11, 30), 2)
    assert not queries.list_shortages(cast.owner), "it is not short of our own stock"
    document = make_shipped(order)
    assert (stock_row(product).on_hand, stock_row(own).on_hand) == (3, 6)
    assert [one.row_closed for one in lines_of(order)] == [True, True]
    assert broken_invariants() == {}
    fulfilment.unaudit_outbound(actor=system_user(), document_id=document.pk, reason="wrong truck", at=AT)
    assert (stock_row(product).on_hand, stock_row(own).on_hand, broken_invariants()) == (3, 8, {})
    fulfilment.audit_outbound(actor=system_user(), document_id=document.pk, at=AT)
    sign(document)
    assert [one.signed for one in lines_of(order)] == [5, 2]
    assert broken_invariants() == {}


def test_an_advance_that_is_unpaid_stands_among_the_reasons(cast):
    customer = make_buyer(cast.owner, payment_term=payment_term("ADVANCE30"))
    order = effective(cast, make_product(stock=5), 5, customer=customer)
    assert kinds(order)[-1] == "ADVANCE"


# --- bounded reads ---------------------------------------------------------------------------------


def test_statements_do_not_grow_with_the_lines(cast, django_assert_max_num_queries):
    few = [make_product(lead_time_days=5) for _ in range(12)]
    order = make_draft(cast.owner, lines=[line(product, 1) for product in few])
    lines = lines_of(order)
    for one in lines:
        one.order = order
    proposing.desk(order, lines, TODAY)  # calendar and settings are read when it is time to
    with django_assert_max_num_queries(6):
        desk = proposing.desk(order, lines, TODAY)
        assert len({desk.propose(one).arrival for one in lines}) == 1


def test_a_late_receipt_is_counted_on_a_week_later_and_not_moved_every_night():
    expected = TODAY - timedelta(1)
    days = [outlook.presumed(expected, TODAY + timedelta(number)) for number in range(8)]
    assert days == [expected + timedelta(7)] * 7 + [expected + timedelta(14)]
    assert outlook.presumed(TODAY, TODAY) == TODAY


def test_a_promise_that_can_be_met_is_never_moved(cast):
    product = make_product(lead_time_days=20)
    order = effective(cast, product, 5)
    before = promised(order)
    receive(product, 9)
    (one,) = lines_of(order)
    assert promising.promise_lines(order, [one], actor=cast.owner, at=AT) == []
    assert promised(order) == before


# --- availability by date --------------------------------------------------------------------------


def test_the_api_and_the_product_page_show_availability_by_date(cast, django_assert_max_num_queries):
    product = make_product(stock=4, lead_time_days=60)
    coming(product, 20, 10)
    effective(cast, product, 10)
    today = dates.business_day(clock.now())
    with django_assert_max_num_queries(7):
        (one,) = queries.availability_by_date(cast.desk, [product.code], D(15), today)
    assert [(step.supply, step.demand, step.free) for step in one.steps] == [(0, 0, 0), (20, 6, 14)]
    assert one.earliest == today + timedelta(60)
    client = APIClient()
    client.force_authenticate(cast.desk)
    (answer,) = client.get(f"/api/v1/availability/?product={product.code}&quantity=14").json()
    assert (answer["earliest"], answer["steps"][1]["available"]) == ("2026-11-30", "14")
    assert client.get("/api/v1/availability/?product=nothing").status_code == 400
    assert client.get("/api/v1/availability/").status_code == 400
    panel = Browser(cast.desk).part(f"/panels/products/{product.pk}/orders/", "product-orders").text
    assert "Availability by date" in panel


def test_another_system_keeps_the_days_on_the_way(cast):
    place, admin = "/api/v1/transit-times/", APIClient()
    admin.force_authenticate(make_user("administrator"))
    row = {"area": "华北地区", "transport_mode": "LAND", "days": 3}
    made = admin.post(place, row, format="json", headers={"Idempotency-Key": "t1"})
    assert (made.status_code, made.json()["is_workdays"], made.json()["is_active"]) == (201, True, True)
    assert admin.post(place, row, format="json", headers={"Idempotency-Key": "t2"}).status_code == 400, "there already"
    one = made.headers["Location"]
    keys = {"If-Match": made.headers["ETag"], "Idempotency-Key": "t3"}
    assert admin.patch(one, {"days": 4}, format="json", headers=keys).json()["days"] == 4
    assert admin.patch(one, {"days": 5}, format="json", headers=keys).status_code == 412
    rows = [{**row, "days": 4}, {"area": "西藏", "days": 9}, {**row, "transport_mode": "AIR", "days": 1}]
    answer = admin.post(f"{place}bulk/", {"rows": rows}, format="json", headers={"Idempotency-Key": "t5"})
    assert answer.json() == {"changed": 2}, "what is so already is not changed"
    assert [(one["area"], one["days"]) for one in admin.get(place).json()] == [
        ("华北地区", 1),
        ("华北地区", 4),
        ("西藏", 9),
    ]
    rows[1]["days"] = 366
    refused = admin.post(f"{place}bulk/", {"rows": rows}, format="json", headers={"Idempotency-Key": "t6"})
    assert refused.status_code == 400
    seller = APIClient()
    seller.force_authenticate(cast.owner)
    assert seller.get(place).status_code == 403 and seller.get(one).status_code == 403


def test_routes_are_kept_in_the_console_and_imported(tmp_path):
    admin = Browser(make_user("administrator"))
    sent = {"area": "华北地区", "transport_mode": "LAND", "days": "3", "is_workdays": "on", "is_active": "on"}
    assert admin.post("/admin/orders/transittime/add/", **sent).status_code == 302
    assert TransitTime.objects.get().days == 3
    folder = tmp_path / "routes.csv"
    folder.write_text("area,mode,days\n华北地区,LAND,4\n西藏,,9\n", encoding="utf-8")
    bring_in([folder], ROUTES)
    assert dict(TransitTime.objects.values_list("area", "days")) == {"华北地区": 4, "西藏": 9}


ROUTES = """
[profile]
name = "routes"
orders = "drafts"

[files]
routes = "routes.csv"

[transit_times]
file = "routes"
[transit_times.fields]
area = "area"
transport_mode = "mode"
days = "days"
"""
