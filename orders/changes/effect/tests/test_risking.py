"""What is worth a second look is found anew when a change takes effect (SEMANTICS 4, 8)."""

from decimal import Decimal as D

import pytest
from django.urls import reverse

from accounts.collaboration.models import Notification
from orders.changes.effect import risking
from orders.changes.effect.tests.builders import change
from orders.changes.impact import computing
from orders.changes.projecting import project
from orders.changes.tests.builders import head, modify
from orders.order import queries as orders
from orders.tests.builders import AT, fresh, line, make_effective, make_order_cast
from orders.tests.flow_builders import make_invoiced, make_shipped
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def order(cast):
    first = make_product(list_price=D(100), unit_cost=D(60), pack_multiple=D(12), stock=99)
    second = make_product(list_price=D(100), unit_cost=D(90), stock=99)
    return make_effective(cast.owner, lines=[line(first, 12), line(second, 2, 80)])


def risks_of(order):
    return {(one["line_no"], one["kind"]) for one in fresh(order).risks}


def test_changed_lines_are_asked_again_and_the_others_keep_what_was_found(cast, order):
    assert risks_of(order) == {(2, "below_cost")}
    change(order, modify(1, "quantity", 10))
    assert risks_of(order) == {(1, "pack_multiple"), (2, "below_cost")}
    change(order, modify(1, "quantity", 24), modify(2, "price", 150))
    assert risks_of(order) == set()


def test_new_ones_are_told_to_who_may_know_them(cast, order):
    request = change(order, modify(1, "price", 50))
    assert risks_of(order) == {(1, "below_cost"), (2, "below_cost")}
    assert not Notification.objects.filter(kind=risking.KIND, user=cast.owner).exists(), "the cost is not his to know"
    url = reverse("orders:change-detail", args=[request.reference])
    assert "To look at twice" not in Browser(cast.owner).get(url).content.decode()
    request = change(order, modify(1, "quantity", 10))
    (told,) = Notification.objects.filter(kind=risking.KIND, user=cast.owner)
    assert told.parameters == {"order": str(order), "request": str(request), "count": 1}
    page = Browser(cast.owner).get(reverse("orders:change-detail", args=[request.reference])).content.decode()
    assert "To look at twice" in page
    assert "Sold in multiples of 12" in page


def test_a_wish_that_did_not_change_is_not_judged_by_a_later_day(cast, order):
    later = AT.replace(year=2027)
    found = project(fresh(order), orders.lines_of(fresh(order)), [modify(1, "quantity", 24)], actor=cast.owner, at=AT)
    assert {one.kind for one in risking.found_anew(found, later.date())} == {"below_cost"}


def test_cents_of_the_reduction_that_move_on_invoiced_lines_are_on_the_sheet(cast):
    products = [make_product(list_price=D(10), stock=99) for _ in range(2)]
    order = make_effective(cast.owner, lines=[line(one, 3) for one in products], reduction=D("0.10"))
    first = orders.lines_of(fresh(order))[0]
    make_shipped(order, lines=[(first.pk, D(3))])
    make_invoiced(fresh(order))
    order = fresh(order)
    for items, moved in (([modify(2, "quantity", 27)], True), ([head("freight", "5")], False)):
        found = project(order, orders.lines_of(order), items, actor=cast.owner, at=AT)
        sheet = computing.sheet_of(found, items, [], actor=cast.owner, at=AT)
        shares = sheet.money.shares
        assert [one.line_no for one in shares] == ([1] if moved else [])
        if moved:
            assert (shares[0].before, shares[0].after) == (D("29.95"), D("29.99"))
            assert shares[0].numbers
