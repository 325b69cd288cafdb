"""Facts follow the documents: what takes effect, ships, is signed for, paid, changed, closed or undone is counted once,
on its day, in cents that add up (docs/adr/0091)."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Sum

from accounts.people import queries as people
from common import dates
from orders.closure import operations as closure
from orders.lifecycle import operations as lifecycle
from orders.order.choices import CloseReason
from orders.order.models import Order
from orders.tests.builders import AT, line, make_effective
from orders.tests.flow_builders import broken_invariants, make_shipped
from products.tests.builders import make_product
from reports.facts import operations
from reports.facts.choices import Dimension, Grain, Kind
from reports.facts.models import FactMark, Flow, OrderMoments, OwnSummary, Summary

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)
DAY = dates.business_day(AT)


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(standing):
    return copy.deepcopy(standing)


def _make_order():
    lines = [line(make_product(list_price=D(10), stock=9), 6), line(make_product(list_price=D(5), stock=9), 3)]
    return make_effective(lines=lines, reduction=D(7))


def keep_up():
    return operations.keep_up(at=LATER, patience=0)


def sums(kind, dimension=Dimension.TOTAL, grain=Grain.DAY):
    found = Summary.objects.filter(kind=kind, dimension=dimension, grain=grain).aggregate(
        **{name: Sum(name) for name in ("orders", "lines", "hits", "quantity", "amount", "net", "cost")}
    )
    return {name: value for name, value in found.items() if value}


def is_whole():
    found = operations.compare(at=LATER)
    return not found.wrong_orders and not found.wrong_sums


def test_an_order_counts_as_it_stands_on_the_day_it_took_effect(order):
    keep_up()
    row = Flow.objects.filter(order_id=order.pk, kind=Kind.ORDERED, line_no=1).get()
    assert (row.day, row.quantity, row.customer_id, row.salesperson_id) == (
        DAY,
        6,
        order.customer_id,
        order.salesperson_id,
    )
    order.refresh_from_db()
    found = sums(Kind.ORDERED)
    assert (found["orders"], found["lines"], found["amount"], found["net"]) == (
        1,
        2,
        round(order.total_amount, 2),
        round(order.net_amount, 2),
    )
    assert sums(Kind.ORDERED, Dimension.PRODUCT, Grain.MONTH)["orders"] == 2  # one order in each of two products
    assert is_whole()


def test_nothing_changed_is_nothing_done(order):
    assert keep_up() > 0
    assert keep_up() == 0


def test_facts_by_older_rules_are_derived_anew(order):
    make_shipped(order, 2)
    keep_up()
    Order.objects.filter(pk=order.pk).update(origin="HISTORY")
    keep_up()
    Flow.objects.filter(kind=Kind.UNBILLED).delete()  # as a site has them that is older than this kind
    Summary.objects.filter(kind=Kind.UNBILLED).delete()
    OwnSummary.objects.filter(kind=Kind.UNBILLED).delete()
    FactMark.objects.update(rules=0)
    assert keep_up() > 0
    assert sums(Kind.UNBILLED)["quantity"] == 2
    assert FactMark.objects.get().built_until is None
    assert keep_up() == 0
    assert is_whole()


def test_parts_of_a_line_are_worth_the_line_to_the_cent(order):
    make_shipped(order, 1)
    make_shipped(order, 2)
    keep_up()
    shipped = Flow.objects.filter(order_id=order.pk, kind=Kind.SHIPPED, line_no=1)
    line_amount = Flow.objects.get(order_id=order.pk, kind=Kind.ORDERED, line_no=1).amount
    assert shipped.aggregate(q=Sum("quantity"))["q"] == 3
    assert shipped.aggregate(a=Sum("amount"))["a"] == round(line_amount / 2, 2)
    assert is_whole()


def test_an_order_that_leaves_force_leaves_the_sums_but_not_the_backlog(order):
    keep_up()
    lifecycle.void_order(actor=people.system_user(), order_id=order.pk, reason="弄错了", at=LATER)
    keep_up()
    assert sums(Kind.ORDERED) == {}
    assert not OrderMoments.objects.filter(order_id=order.pk).exists()
    assert sums(Kind.NEW)["quantity"] == 9
    assert sums(Kind.CHANGED)["quantity"] == -9
    assert is_whole()


def test_the_backlog_adds_up_to_what_is_open(order):
    make_shipped(order, 2)
    closure.close_line(
        actor=people.system_user(), order_id=order.pk, line_no=1, reason_code=CloseReason.OTHER, reason="够了", at=LATER
    )
    keep_up()
    parts = {kind: sums(kind).get("quantity", D(0)) for kind in (Kind.NEW, Kind.CHANGED, Kind.SHIPPED, Kind.LET_GO)}
    assert parts == {Kind.NEW: 9, Kind.CHANGED: 0, Kind.SHIPPED: 2, Kind.LET_GO: -4}
    assert is_whole()


def test_a_handed_over_order_counts_for_its_new_salesperson(order):
    keep_up()
    other = people.system_user()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_order SET salesperson_id = %s WHERE id = %s", [other.pk, order.pk])
    keep_up()
    kept = Summary.objects.filter(
        kind=Kind.ORDERED, dimension=Dimension.SALESPERSON, grain=Grain.DAY, orders__gt=0
    ).values_list("key", flat=True)
    assert list(kept) == [other.pk]
    own = OwnSummary.objects.filter(kind=Kind.ORDERED, dimension=Dimension.PRODUCT, orders__gt=0)
    assert {(one.salesperson_id, one.orders) for one in own} == {(other.pk, 1)}
    assert is_whole()


def test_sums_of_salespeople_are_made_where_there_were_none_yet_and_put_right(order):
    keep_up()
    whole = OwnSummary.objects.count()
    OwnSummary.objects.all().delete()
    FactMark.objects.update(has_own_sums=False)
    keep_up()
    assert OwnSummary.objects.count() == whole > 0
    assert is_whole()
    OwnSummary.objects.filter(dimension=Dimension.CUSTOMER, kind=Kind.ORDERED).update(amount=1)
    assert operations.compare(at=LATER).wrong_sums == 2  # the wrong one, and the right one that lacks
    assert is_whole()


def test_what_was_never_built_is_built_and_what_is_wrong_is_put_right(order):
    assert keep_up() > 0
    assert FactMark.objects.get().built_until is None
    Flow.objects.filter(order_id=order.pk, kind=Kind.ORDERED).update(amount=1)
    found = operations.compare(at=LATER)
    assert found.wrong_orders == (order.pk,)
    assert found.wrong_sums > 0  # the difference came off sums that had been right
    assert is_whole()
    assert FactMark.objects.get().last_faults == 0


def test_moments_are_compared_and_put_right_too(order):
    keep_up()
    OrderMoments.objects.filter(order_id=order.pk).update(amount=1, paid_date=DAY)
    assert operations.compare(at=LATER).wrong_orders == (order.pk,)
    found = OrderMoments.objects.get(order_id=order.pk)
    assert (found.amount, found.paid_date) == (order.total_amount, None)
    assert is_whole()


def test_a_category_that_moves_takes_its_sums_along(order):
    keep_up()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO products_productcategory (code, name, version) VALUES ('T', 'Top', 1) RETURNING id")
        top = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO products_productcategory (code, name, version, parent_id) VALUES ('B', 'Below', 1, %s)"
            " RETURNING id",
            [top],
        )
        below = cursor.fetchone()[0]
        cursor.execute("UPDATE products_product SET category_id = %s", [below])
    keep_up()
    month = Summary.objects.filter(kind=Kind.ORDERED, dimension=Dimension.CATEGORY, grain=Grain.MONTH, orders__gt=0)
    assert {one.key: one.orders for one in month} == {top: 1, below: 1}  # one order, whatever lines it has
    with connection.cursor() as cursor:
        cursor.execute("UPDATE products_productcategory SET parent_id = NULL WHERE id = %s", [below])
    keep_up()
    assert {one.key for one in month.all()} == {below}
    assert is_whole()


def test_an_order_stays_in_a_category_of_which_it_has_a_line_left(order):
    keep_up()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO products_productcategory (code, name, version) VALUES ('T', 'Top', 1) RETURNING id")
        top = cursor.fetchone()[0]
        one = order.lines.order_by("line_no").last().product_id
        cursor.execute("UPDATE products_product SET category_id = %s WHERE id = %s", [top, one])
    keep_up()
    month = Summary.objects.filter(kind=Kind.ORDERED, dimension=Dimension.CATEGORY, grain=Grain.MONTH)
    assert {one.key: one.orders for one in month} == {top: 1, 0: 1}
    assert is_whole()


def test_the_invariants_name_what_is_wrong_and_forgive_what_is_not_followed_yet(order):
    assert "reports.facts" not in broken_invariants()  # nothing was built yet
    keep_up()
    make_shipped(order, 1)  # not followed yet
    assert not {"reports.facts", "reports.sums"} & set(broken_invariants())
    keep_up()
    Flow.objects.filter(order_id=order.pk, kind=Kind.SHIPPED).update(amount=1)
    found = broken_invariants()
    assert found["reports.facts"] == [{"id": order.pk}]
    assert "reports.sums" in found


def test_the_command_derives_compares_and_begins_anew(order, capsys):
    call_command("facts", "--compare")
    assert "are what the documents say" in capsys.readouterr().out
    Flow.objects.filter(kind=Kind.ORDERED).update(amount=1)
    with pytest.raises(CommandError, match="put right"):
        call_command("facts", "--compare")
    call_command("facts", "--anew", "--compare")
    assert is_whole()
