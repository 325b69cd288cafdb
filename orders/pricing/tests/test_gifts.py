"""Gifts of promotions on drafts: they follow their line, whoever enters it and however (SEMANTICS 4, traps of 16)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.builders import AT, make_user
from common import errors
from orders.entry import drafting
from orders.entry.drafts import UnfinishedRow
from orders.lifecycle import operations as lifecycle
from orders.order import queries
from orders.order.models import OrderLine
from orders.tests.builders import line, lines_of, make_buyer, make_draft, make_order_cast, make_submitted
from orders.tests.page_builders import Browser
from products.promotions import operations
from products.promotions.models import Promotion
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return make_order_cast()


def marked(mark="**", **fields):
    return make_product(stock=100, name=f"{mark}DS3 数字仪表", **fields)


def shown(order):
    """(number, product, quantity, number of the line it follows) of each line as pages show them."""
    found = queries.lines_of(order)
    numbers = {one.pk: one.line_no for one in found}
    return [(one.line_no, one.product_code, one.ordered, numbers.get(one.gift_of_id)) for one in found]


def change(order, lines, **more):
    return drafting.change_order(
        actor=order.created_by, order_id=order.pk, version=None, changes={}, lines=lines, at=AT, **more
    )


def edit(code, **changes):
    row = Promotion.objects.get(code=code)
    return operations.save_promotion(actor=make_user("sales_manager"), promotion_id=row.pk, at=AT, **changes)


def test_the_gift_stands_free_under_its_line_and_costs_nothing_more(cast):
    product, other = marked(), make_product(stock=5)
    order = make_draft(cast.owner, lines=[line(product, 14), line(other, 1)])
    assert shown(order) == [(1, product.code, 14, None), (3, product.code, 2, 1), (2, other.code, 1, None)]
    gift = lines_of(order)[2]
    assert (gift.price, gift.amount, gift.is_gift, gift.price_source, gift.price_rule) == (
        0,
        0,
        True,
        "GIFT",
        "BUY7_GET1",
    )
    assert order.line_count == 3 and order.total_amount == 1500


@pytest.mark.parametrize(("quantity", "given"), [(6, None), (7, 1), (20, 2), (21, 3)])
def test_the_gift_follows_its_line_on_every_edit(cast, quantity, given):
    product = marked()
    order = make_draft(cast.owner, lines=[line(product, 14)])
    pk = OrderLine.objects.get(order=order, is_gift=True).pk
    order = change(order, [line(product, quantity, line_no=1)])
    found = OrderLine.objects.filter(order=order, is_gift=True).values_list("pk", "ordered")
    assert list(found) == ([(pk, given)] if given else [])


def test_parts_of_a_piece_give_nothing(cast):
    product = marked("#", unit="米")
    assert [one[2] for one in shown(make_draft(cast.owner, lines=[line(product, "29.75")]))] == [D("29.75"), 2]


def test_the_gift_goes_with_its_line(cast):
    product, other = marked(), make_product()
    order = make_draft(cast.owner, lines=[line(product, 7), line(other, 1)])
    assert shown(change(order, [line(other, 1, line_no=2)])) == [(2, other.code, 1, None)]


def test_a_person_turns_the_gift_off_and_it_stays_off(cast):
    product = marked()
    order = make_draft(cast.owner, lines=[line(product, 7)])
    order = change(order, [line(product, 14, line_no=1, without_gift=True)])
    assert len(shown(order)) == 1
    copied = drafting.copy_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert len(shown(copied)) == 1


@pytest.mark.parametrize("wrong", [{"quantity": 5}, {"price": 1}, {"other": True}])
def test_what_a_gift_says_is_not_typed(cast, wrong):
    product, other = marked(), make_product()
    order = make_draft(cast.owner, lines=[line(product, 14)])
    said = line(other if wrong.get("other") else product, wrong.get("quantity", 2), wrong.get("price"), line_no=2)
    with pytest.raises(errors.Invalid) as caught:
        change(order, [line(product, 14, line_no=1), said])
    assert list(caught.value.fields) == ["lines.2.quantity"]


def test_a_gift_sent_back_as_it_was_read_follows_its_line(cast):
    product = marked()
    order = make_draft(cast.owner, lines=[line(product, 14)])
    order = change(order, [line(product, 21, line_no=1), line(product, 2, line_no=2, is_gift=True)])
    assert shown(order) == [(1, product.code, 21, None), (2, product.code, 3, 1)]


def test_a_gift_typed_in_takes_the_place_of_the_promotions(cast):
    product = marked()
    order = make_draft(cast.owner, lines=[line(product, 14), line(product, 2, is_gift=True)])
    assert [one[2:] for one in shown(order)] == [(14, None), (2, None)]


def test_the_longest_mark_counts_even_when_its_promotion_is_over(cast):
    product, one = marked("**"), marked("＊")
    edit("BUY7_GET1", valid_until=date(2026, 1, 1))
    order = make_draft(cast.owner, lines=[line(product, 14), line(one, 3)])
    assert [row[2:] for row in shown(order)] == [(14, None), (3, None), (3, 2)]


def test_a_list_comes_before_the_mark_and_may_give_another_product(cast):
    product, present, head = marked(), make_product(code="09.9.1"), make_user("sales_manager")
    given = {"code": "NOV", "name": "十一月", "scope": "PRODUCTS", "buy": 5, "give": 2, "gift_product": present}
    operations.save_promotion(actor=head, at=AT, product_ids=[product.pk], **given)
    order = make_draft(cast.owner, lines=[line(product, 11)])
    assert shown(order)[1] == (2, present.code, 4, 1)


def test_a_tag_of_the_rules_names_products(cast):
    product = make_product(code="01.2.02.318-101", auxiliary_attribute="本原-30T-桥式")
    given = {"code": "KIT", "name": "套件", "scope": "TAG", "tag": "DIGITAL_KIT", "buy": 2, "give": 1}
    operations.save_promotion(actor=make_user("sales_manager"), at=AT, **given)
    assert shown(make_draft(cast.owner, lines=[line(product, 2), line(make_product(), 2)]))[1] == (
        3,
        product.code,
        1,
        1,
    )


def test_no_promotion_outside_its_days(cast):
    edit("BUY7_GET1", valid_from=date(2026, 11, 21))
    assert len(shown(make_draft(cast.owner, lines=[line(marked(), 7)]))) == 1
    edit("BUY7_GET1", valid_from=date(2026, 11, 20), valid_until=date(2026, 11, 20))
    assert len(shown(make_draft(cast.owner, lines=[line(marked(), 7)]))) == 2


def test_a_promotion_that_is_changed_changes_no_order_that_was_submitted(cast):
    order = make_submitted(cast.owner, lines=[line(marked(), 14)])
    edit("BUY7_GET1", is_active=False)
    lifecycle.withdraw_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert [(one.ordered, one.gift_buy, one.gift_give) for one in lines_of(order)] == [(14, None, None), (2, 7, 1)]
    assert len(shown(drafting.copy_order(actor=cast.owner, order_id=order.pk, at=AT))) == 1


def test_a_copy_gets_its_gifts_anew(cast):
    order = make_draft(cast.owner, lines=[line(marked(), 14)])
    copied = drafting.copy_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert [(one[2], one[3]) for one in shown(copied)] == [(14, None), (2, 1)]


def test_gifts_take_no_number_of_a_row_that_is_no_line_yet(cast):
    rest = UnfinishedRow(2, "product", {"product": "?"})
    product, customer = marked(), make_buyer(cast.owner)
    order = make_draft(cast.owner, customer=customer, lines=[line(product, 7, line_no=1)], unfinished=[rest])
    assert [one[0] for one in shown(order)] == [1, 3]


def test_what_a_gift_says_is_that_of_its_line(cast):
    day = date(2026, 12, 24)
    order = make_draft(cast.owner, lines=[line(marked(pack_multiple=D(7)), 7, requested_date=day, colour="RAL 7035")])
    lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    gift = lines_of(order)[1]
    order.refresh_from_db()
    assert (gift.requested_date, gift.colour) == (day, "RAL 7035") and order.risks == []


def test_many_gifts_need_no_more_statements(cast):
    product, buyer = marked(), make_buyer(cast.owner)

    def statements(number):
        with CaptureQueriesContext(
            connection,
        ) as found:
            make_draft(cast.owner, customer=buyer, lines=[line(product, 7) for _one in range(number)])
        return len(found)

    statements(2)
    assert statements(2) == statements(40)


def test_the_grid_shows_the_gift_under_its_row_while_people_type(cast):
    product = marked()
    body = {
        "rows": {"0": {"product": product.code, "quantity": "14"}, "1": {"product": product.code, "quantity": "3"}},
        "changed": ["1"],
        "head": {"customer": str(make_buyer(cast.owner).pk)},
    }
    found = Browser(cast.owner).client.post("/orders/entry/rows/", body, content_type="application/json").json()
    gift = found["gifts"]["0"][0]
    assert (gift["quantity"], gift["price"], gift["amount"]) == ("2", "0.00", "0.00") and "row 1" in gift[
        "specification"
    ]
    assert list(found["gifts"]) == ["0"] and found["totals"]["lines"].startswith("3") and "14" in found["checks"]
    body["rows"]["0"]["without_gift"] = "on"
    found = Browser(cast.owner).client.post("/orders/entry/rows/", body, content_type="application/json").json()
    assert found["gifts"] == {}


def test_the_page_saves_without_its_gifts_and_gives_them_no_number_twice(cast):
    product, order = marked(), None
    order = make_draft(cast.owner, lines=[line(product, 7)])
    browser = Browser(cast.owner)
    page = browser.get(f"/orders/{order.reference}/edit/").content.decode()
    assert page.count(f'value="{product.code}"') == 1
    cells = {"lines-0-product": product.code, "lines-0-quantity": "14", "lines-0-line_no": "1"}
    cells |= {"lines-1-product": make_product().code, "lines-1-quantity": "1", "lines-1-line_no": ""}
    head = {"customer": order.customer_id, "customer_name": order.customer.code, "version": order.version}
    answer = browser.post(f"/orders/{order.reference}/edit/", **head, **cells, then="save", currency="CNY")
    assert answer.status_code in (302, 303), answer.content.decode()
    assert [(one[0], one[2], one[3]) for one in shown(order)] == [(1, 14, None), (2, 2, 1), (3, 1, None)]


def test_the_order_over_the_api_names_the_line_that_a_gift_follows(cast):
    order = make_draft(cast.owner, lines=[line(marked(), 7)])
    found = Browser(cast.owner).get(f"/api/v1/orders/{order.reference}/").json()["lines"]
    assert [(one["line_no"], one["gift_of"], one["is_gift"], one["without_gift"]) for one in found] == [
        (1, None, False, False),
        (2, 1, True, False),
    ]
    page = Browser(cast.owner).get(f"/orders/{order.reference}/").content.decode()
    assert "follows line 1" in page
