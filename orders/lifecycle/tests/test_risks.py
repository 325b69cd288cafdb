"""What is worth a second look is kept with the order at submission and told to whoever decides (SEMANTICS 4)."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.tests.builders import make_user
from orders.entry import drafting
from orders.lifecycle import operations as lifecycle
from orders.order import policies, queries
from orders.order.representation import order_document
from orders.tests.builders import AT, fresh, line, make_draft, make_order_cast, make_submitted, person
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal
FLOOR, COST, PACK, LEAST = "below_floor", "below_cost", "pack_multiple", "below_minimum"


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def cheap(cast):
    """A submitted order far below floor and cost, of no whole pack, too few."""
    product = make_product(
        list_price=D(100), floor_price=D(95), unit_cost=D(80), pack_multiple=D(12), minimum_quantity=D(24), stock=99
    )
    return make_submitted(cast.owner, lines=[line(product, 10, D("0.01"))])


def kinds(actor, order):
    return {risk.kind for risk in policies.visible_risks(actor, order)}


def test_submission_keeps_every_risk_with_the_order(cast, cheap):
    assert {risk["kind"] for risk in fresh(cheap).risks} == {FLOOR, COST, PACK, LEAST}


def test_who_decides_knows_them_all_and_the_seller_no_hidden_price(cast, cheap):
    assert kinds(cast.head, cheap) == {FLOOR, COST, PACK, LEAST}
    assert kinds(cast.owner, cheap) == {PACK, LEAST}


def test_the_page_and_the_card_of_the_approver_say_so(cast, cheap):
    page = Browser(cast.head).get(f"/orders/{cheap.reference}/").content.decode()
    assert "line 1: Below the floor price." in page
    assert "below floor" in Browser(cast.head).get("/").content.decode()
    page = Browser(cast.owner).get(f"/orders/{cheap.reference}/").content.decode()
    assert "Below the floor price." not in page
    assert "Sold in multiples of 12" in page


def test_the_list_of_what_waits_flags_them(cast, cheap):
    page = Browser(cast.head).get("/orders/", view="approval").content.decode()
    assert "below cost, below floor, no whole packs, too few" in page
    page = Browser(cast.owner).get("/orders/").content.decode()
    assert "no whole packs, too few" in page
    assert "below floor" not in page


def test_the_api_tells_them_in_words(cast, cheap):
    for actor, expected in ((cast.head, {FLOOR, COST, PACK, LEAST}), (cast.owner, {PACK, LEAST})):
        document = order_document(queries.order_sheet(actor, fresh(cheap)))
        assert {risk["kind"] for risk in document["risks"]} == expected
    assert all(risk["text"] and risk["line_no"] == 1 for risk in document["risks"])


def test_who_decides_his_own_order_learns_no_floor_by_it(cast):
    product = make_product(list_price=D(100), floor_price=D(95), stock=99)
    order = make_draft(cast.owner, lines=[line(product, 1, D(1))])
    order = lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    approver = make_user("sales_manager", department=cast.department)
    assert FLOOR in kinds(approver, order)
    assert FLOOR not in kinds(person(order.created_by_id), order)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(1, 1, 1), "day_past"),
        (date(2020, 1, 1), "day_past"),
        (date(9999, 12, 31), "day_far"),
        (date(2026, 12, 10), None),
    ],
)
def test_an_odd_day_is_a_risk_not_a_refusal(cast, day, kind):
    order = make_submitted(cast.owner, requested_date=day)
    assert [risk["kind"] for risk in fresh(order).risks] == ([kind] if kind else [])


def test_a_new_submission_looks_anew(cast, cheap):
    lifecycle.withdraw_order(actor=cast.owner, order_id=cheap.pk, at=AT)
    product = make_product(stock=99)
    drafting.change_order(
        actor=cast.owner, order_id=cheap.pk, version=None, changes={}, lines=[line(product, 1)], at=AT
    )
    lifecycle.submit_order(actor=cast.owner, order_id=cheap.pk, at=AT)
    assert fresh(cheap).risks == []
