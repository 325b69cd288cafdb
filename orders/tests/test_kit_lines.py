"""Kits that count their components: whole kits are held, promised, sent and taken back by the piece (SEMANTICS 10)."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors
from orders.closure import operations as closure
from orders.fulfilment import operations as fulfilment
from orders.fulfilment import queries as outbound
from orders.fulfilment.dispatch import operations as dispatch
from orders.fulfilment.dispatch import queries as board
from orders.lifecycle import operations as lifecycle
from orders.order.choices import CloseReason
from orders.promise import operations as promise
from orders.promise import queries as promises
from orders.promise.allocation import plans
from orders.promise.models import LineComponent, Reservation
from orders.promise.remedies import options
from orders.returns.tests.builders import make_received
from orders.tests.builders import (
    AT,
    TODAY,
    approve,
    fresh,
    line,
    lines_of,
    make_effective,
    make_order_cast,
    make_submitted,
)
from orders.tests.flow_builders import broken_invariants, first_line, make_outbound, make_shipped, make_signed
from orders.tests.page_builders import Browser
from products.cleaning import operations as cleaning
from products.kits import operations as kits
from products.kits.operations import Component
from products.stock import operations as stock
from products.stock.models import StockMovement
from products.stock.supply.operations import Planned
from products.stock.supply.tests.builders import plan
from products.tests.builders import make_product, make_warehouse, receive, stock_row

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
def base(mine):
    return mine[1]


@pytest.fixture
def sensor(mine):
    return mine[2]


@pytest.fixture
def kit(mine):
    return mine[3]


def _make_all():
    cast = _make_cast()
    base = _make_base()
    sensor = _make_sensor()
    kit = _make_kit(base, sensor)
    return cast, base, sensor, kit


def _make_cast():
    return make_order_cast()


def _make_base():
    return make_product(code="01.2.02.318", name="DS1", unit="只", stock=7)


def _make_sensor():
    return make_product(code="02.1.03.003", name="传感器", specification="本原-30T-桥式", unit="只", stock=18)


def _make_kit(base, sensor):
    found = make_product(code="01.2.02.318-101", name="DS1(铝合金)-4", unit="套", auxiliary_attribute="本原-30t-桥式")
    say(found, works_on="COMPONENTS")
    return found


def say(kit, *components, **more):
    given = [Component(product.pk, D(quantity), is_sensor) for product, quantity, is_sensor in components] or None
    return kits.save_kit(actor=system_user(), product_id=kit.pk, components=given, at=AT, **more)


def free(*products):
    return [stock_row(product).on_hand - stock_row(product).reserved for product in products]


def on_hand(*products):
    return [stock_row(product).on_hand for product in products]


def reserved(*orders):
    return [first_line(order).reserved for order in orders]


def test_an_order_holds_whole_kits_of_its_components(cast, kit, base, sensor):
    order = make_effective(cast.owner, lines=[line(kit, 5), line(base, 2)])
    one, loose = lines_of(order)
    assert (one.by_components, loose.by_components) == (True, False)
    assert list(LineComponent.objects.values_list("line", "product", "quantity")) == [
        (one.pk, base.pk, 1),
        (one.pk, sensor.pk, 4),
    ]
    assert (one.reserved, loose.reserved) == (4, 2)  # 18 sensors are enough for four kits
    assert free(base, sensor) == [1, 2]  # what one component lacked holds none of the other
    assert broken_invariants() == {}


def test_what_becomes_of_the_kit_later_moves_nothing_that_is_held_or_sent(cast, kit, base, sensor):
    order = make_effective(cast.owner, lines=[line(kit, 3)])
    say(kit, (base, 2, False), works_on="KIT")
    document = make_shipped(order, 2)
    assert on_hand(base, sensor) == [5, 10]
    assert free(base, sensor) == [4, 6]
    assert reserved(order) == [1]
    fulfilment.unaudit_outbound(actor=system_user(), document_id=document.pk, reason="the wrong day", at=AT)
    assert (reserved(order), on_hand(base, sensor), free(base, sensor)) == ([3], [7, 18], [4, 6])
    assert broken_invariants() == {}


def test_unapproved_it_forgets_and_approved_again_reads_anew(cast, kit, base, sensor):
    order = make_effective(cast.owner, lines=[line(kit, 3)])
    lifecycle.unapprove_order(actor=cast.head, order_id=order.pk, reason="the price", at=AT)
    assert not LineComponent.objects.exists()
    assert (first_line(order).by_components, free(base, sensor)) == (False, [7, 18])
    say(kit, (base, 2, False))
    again = lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    approve(again)
    assert (reserved(order), free(base, sensor)) == ([3], [1, 18])


def test_goods_leave_and_come_back_piece_by_piece(cast, kit, base, sensor):
    order = make_effective(cast.owner, lines=[line(kit, 3)])
    make_signed(order, 3)
    assert (on_hand(base, sensor), reserved(order)) == ([4, 6], [0])
    moved = StockMovement.objects.filter(kind="ISSUE").values_list("stock_row__product", "quantity")
    assert set(moved) == {(base.pk, -3), (sensor.pk, -12)}
    make_received(order, 2, scrapped=1)
    assert on_hand(base, sensor) == [5, 10]
    assert broken_invariants() == {}


def test_pieces_held_elsewhere_go_back_with_their_kit(cast, kit, base):
    """The sensors of four kits lie in another warehouse than their instruments: what leaves from there frees both."""
    other = make_warehouse()
    far = make_product(code="02.1.03.009", unit="只")
    receive(far, 9, warehouse=other)
    say(kit, (base, 1, False), (far, 2, False))
    order = make_effective(cast.owner, lines=[line(kit, 4)])
    receive(base, 3, warehouse=other)
    assert (reserved(order), free(base), stock_row(far, other).reserved) == ([4], [3], 8)
    make_shipped(order, 3, warehouse_id=other.pk)
    assert (stock_row(far, other).on_hand, stock_row(far, other).reserved) == (3, 2)
    assert (reserved(order), free(base), stock_row(base).reserved) == ([1], [6], 1)
    assert broken_invariants() == {}


def test_a_warehouse_that_lacks_a_component_says_which(cast, kit, base, sensor):
    other = make_warehouse()
    receive(sensor, 4, warehouse=other)
    order = make_effective(cast.owner, lines=[line(kit, 4)])
    (found,) = outbound.proposals(cast.desk, order_ids=[order.pk]).rows
    assert (found.reserved, found.quantity, found.elsewhere) == (4, 4, [])
    document = make_outbound(order, 4, warehouse_id=other.pk)
    with pytest.raises(errors.OutOfStock) as refusal:
        fulfilment.audit_outbound(actor=system_user(), document_id=document.pk, at=AT)
    assert refusal.value.details["product"] in (base.code, sensor.code)
    assert refusal.value.details["elsewhere"]


def test_the_warehouse_picks_components(cast, kit, base, sensor):
    order = make_effective(cast.owner, lines=[line(kit, 2), line(base, 1)])
    document = make_outbound(order)
    warehouse = make_user("warehouse")
    wave = dispatch.start_wave(actor=warehouse, document_ids=[document.pk], at=AT)
    found = board.picks(wave, [document])
    assert [(one.code, one.quantity) for one in found] == [(base.code, 3), (sensor.code, 8)]
    page = Browser(warehouse).get(f"/outbound/{document.number}/")
    assert f'8 × {sensor.name} <span class="so-num">{sensor.code}' in page.content.decode()


def test_a_short_count_lets_whole_kits_go(cast, kit, base, sensor):
    urgent = make_effective(cast.owner, lines=[line(kit, 2)], is_urgent=True)
    other = make_effective(cast.owner, lines=[line(kit, 2)])
    stock.count_stock(actor=make_user("warehouse"), product_id=sensor.pk, counted=D(15), at=AT)
    assert reserved(urgent, other) == [2, 1]
    assert free(base, sensor) == [4, 3]
    assert broken_invariants() == {}


def test_closed_frozen_and_opened_again(cast, kit, base, sensor):
    order = make_effective(cast.owner, lines=[line(kit, 4)])
    closure.close_order(actor=cast.desk, order_id=order.pk, reason_code=CloseReason.CUSTOMER, reason="", at=AT)
    assert (reserved(order), free(base, sensor)) == ([0], [7, 18])
    closure.reopen_order(actor=cast.desk, order_id=order.pk, reason="wanted after all", at=AT)
    assert (reserved(order), free(base, sensor)) == ([4], [3, 2])
    assert broken_invariants() == {}


def test_who_waits_for_a_component_gets_it(cast, kit, base, sensor):
    order = make_effective(cast.owner, lines=[line(kit, 6)])
    receive(sensor, 6)
    card = Browser(cast.desk).get(f"/orders/{order.number}/lines/1/").content.decode()
    assert f"{sensor.code} × 4" in card and "Read the components anew" in card
    panel = Browser(cast.desk).get(f"/panels/products/{sensor.pk}/orders/").content.decode()
    assert f"in kit {kit.code}" in panel
    (waiting,) = promises.waiting_for(cast.desk, sensor.pk)
    assert (waiting.short, waiting.gets) == (8, 8)
    assert [one.pk for one in promises.list_reservable(cast.desk)] == [first_line(order).pk]
    promise.reserve_waiting(actor=cast.desk, product_id=sensor.pk, order_ids=[order.pk], at=AT)
    assert (reserved(order), free(base, sensor)) == ([6], [1, 0])


def test_the_day_is_that_of_the_scarcest_component_and_the_reasons_name_it(cast, kit, base, sensor):
    comes = Planned(product_id=sensor.pk, quantity=D(10), expected_date=TODAY + timedelta(days=20))
    plan(comes)
    order = make_effective(cast.owner, lines=[line(kit, 5)], requested_date=TODAY)
    one = first_line(order)
    assert one.promised_ship_date == TODAY + timedelta(days=20)
    (entry,) = promises.promises_of(order.pk)
    (lacks,) = [link for link in entry.chain if link["kind"] == "COMPONENTS"]
    assert lacks["parts"] == [[sensor.code, "2"]]  # four are needed for the fifth kit, two are left over
    assert f"2 × {sensor.code}" in " ".join(str(said.text) for said in entry.reasons)
    seen = promises.by_date([kit], D(2), TODAY)[0]
    assert seen.earliest == TODAY + timedelta(days=20)
    later = promises.by_date([sensor], D(9), TODAY)[0]
    assert later.earliest is None  # two are left and ten come, of which four are spoken for


def test_a_kit_whose_components_are_not_known_counts_itself_until_they_are(cast, base):
    kit = make_product(code="01.2.02.318-7", name="DS1-7", auxiliary_attribute="无名-1T")
    say(kit, works_on="COMPONENTS")
    order = make_effective(cast.owner, lines=[line(kit, 2)])
    assert (first_line(order).by_components, reserved(order)) == (False, [0])
    box = make_product(stock=3)
    say(kit, (base, 1, False), (box, 1, False))
    promise.settle_kit(actor=cast.desk, order_id=order.pk, line_no=1, at=AT)
    assert (first_line(order).by_components, reserved(order), free(base, box)) == (True, [2], [5, 1])
    make_outbound(order, 1)
    with pytest.raises(errors.WrongState):
        promise.settle_kit(actor=cast.desk, order_id=order.pk, line_no=1, at=AT)
    assert broken_invariants() == {}


def test_products_that_become_one_stay_in_the_kits_of_lines(cast, kit, base, sensor):
    order = make_effective(cast.owner, lines=[line(kit, 2)])
    twin = make_product(code="02.1.03.030", unit="只")
    cleaning.merge_products(actor=system_user(), source_id=sensor.pk, target_id=twin.pk, at=AT)
    assert LineComponent.objects.get(product=twin).quantity == 4
    make_shipped(order, 2)
    assert on_hand(base, twin) == [5, 10]
    assert broken_invariants() == {}
    say(kit, (base, 1, False), (twin, 4, True))
    other = make_effective(cast.owner, lines=[line(kit, 1)])
    cleaning.merge_products(actor=system_user(), source_id=twin.pk, target_id=base.pk, at=AT)
    assert list(LineComponent.objects.filter(line__order=other).values_list("product", "quantity")) == [(base.pk, 5)]
    assert Reservation.objects.get(line__order=other).quantity == 5
    assert broken_invariants() == {}


def test_goods_given_out_anew_leave_kits_what_they_hold(cast, kit, base):
    make_effective(cast.owner, lines=[line(kit, 4)])
    make_effective(cast.owner, lines=[line(base, 9)], is_urgent=True)
    assert plans.plan_run([base.pk], TODAY).changes == []


def test_an_order_that_waits_for_approval_is_told_what_its_kits_lack(cast, kit, base, sensor):
    order = make_submitted(cast.owner, lines=[line(kit, 5)])
    found = options.situation(cast.desk, fresh(order), 1, TODAY)
    assert any(link["kind"] == "COMPONENTS" for link in found.options[0].links)
    assert not LineComponent.objects.exists()
