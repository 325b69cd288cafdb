"""The order-line list as a file: the columns of the screen, the numbers of the screen."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.exports.tests.taking import rows_of, take, told_of, totals_of
from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.roles import operations as roles
from accounts.roles.models import Role
from common import errors
from orders.lines import columns, plain_columns
from orders.order.models import Order, OrderLine
from orders.tests import builders
from orders.tests.builders import AT, TODAY
from orders.tests.flow_builders import make_shipped
from orders.tests.page_builders import statements
from products.tests import builders as products
from segments import conditions, explaining, queries
from segments.fields import Level

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_every_column_of_the_screen_has_its_plain_values():
    system = people_queries.system_user()
    order = builders.make_effective()
    make_shipped(order, 1)
    keys = list(plain_columns.offered(system, TODAY))
    assert {*keys} == {*columns.COLUMNS, "customer_code", "unit", "currency"}
    people.remember(actor=order.salesperson, key=columns.COLUMNS_KEY, value=list(columns.DEFAULT), at=AT)
    line = builders.lines_of(order)[0]
    export = take(system, "order-lines", "view=all", columns=keys)
    row = next(one for one in rows_of(export) if one["#"] == line.line_no)
    assert row["Order"] == order.number and row["Product code"] == line.product_code
    assert row["Shipped"] == 1 and row["Open"] == float(line.open)
    assert row["Row closed"] == ("Y" if line.row_closed else "N")


def test_the_file_has_the_columns_of_the_screen():
    order = builders.make_effective()
    (row, *_rest) = rows_of(take(order.salesperson, "order-lines"))
    screen = [str(one.label) for one in columns.chosen(None, order.salesperson)]
    assert [head for head in row if head not in ("Customer code", "Unit", "Currency")] == screen


def test_amounts_and_sensors_are_added_up_quantities_of_units_are_not():
    order = builders.make_effective()
    export = take(order.salesperson, "order-lines", "view=all")
    (total,) = totals_of(export)
    assert total["Amount"] == float(sum(line.amount for line in builders.lines_of(order)))
    assert total["Currency"] == "CNY" and total["Ordered"] is None


def test_whoever_names_the_columns_currencies_are_never_added_up():
    cast = builders.make_order_cast()
    one, two = builders.make_effective(cast.owner), builders.make_effective(cast.owner)
    Order.objects.filter(pk=two.pk).update(currency_id="USD")
    found = {
        row["Currency"]: row["Amount"]
        for row in totals_of(take(cast.owner, "order-lines", "view=all", columns=["number", "amount"]))
    }
    assert found == {
        order.currency_id: float(sum(line.amount for line in builders.lines_of(order)))
        for order in (one, Order.objects.get(pk=two.pk))
    }
    export = take(people_queries.system_user(), "order-lines", "view=all", columns=["number", "unit_cost"])
    assert export.columns == ["number", "unit_cost"]  # costs are in the company's own


def test_a_late_line_is_late_in_the_file_by_the_days_of_the_screen():
    order = builders.make_effective()
    OrderLine.objects.filter(order=order).update(promised_date=TODAY - timedelta(days=3))
    export = take(order.salesperson, "order-lines", "view=late", columns=["number", "days_late"], at=AT)
    assert {row["Days late"] for row in rows_of(export)} == {3}


def test_hidden_amounts_are_absent_and_cannot_be_asked_for():
    order = builders.make_effective()
    role = Role.objects.get(code="sales")
    roles.set_field_rules(actor=people_queries.system_user(), role_id=role.pk, rules={"order.amount": "HIDE"}, at=AT)
    person = builders.person(order.salesperson_id)
    (row, *_rest) = rows_of(take(person, "order-lines", "view=all"))
    assert not {"Amount", "Currency"} & set(row)
    with pytest.raises(errors.Invalid):
        take(person, "order-lines", "view=all", columns=["number", "amount"])


def test_a_condition_narrows_the_file_and_is_told_in_words():
    order = builders.make_effective()
    code = builders.lines_of(order)[0].product_code
    export = take(order.salesperson, "order-lines", f"view=all&condition=行关闭 = N 且 产品代码 = {code}")
    assert export.rows == OrderLine.objects.filter(order=order, product_code=code, row_closed=False).count()
    assert any(code in line for line in told_of(export)["Condition"])
    with pytest.raises(errors.Invalid):
        take(order.salesperson, "order-lines", "condition=(((")


def test_a_day_that_moves_with_today_is_told_as_days_in_the_file():
    order = builders.make_effective()
    asked = "view=all&condition=order_date = LAST_DAYS:7 OR order_date = TODAY"
    export = take(order.salesperson, "order-lines", asked, at=AT)
    (told,) = [line for line in told_of(export)["Condition"] if "last 7 days" in line]
    assert f"last 7 days ({TODAY - timedelta(days=6)} – {TODAY})" in told and f"today ({TODAY})" in told


def test_lines_of_others_are_not_in_the_file():
    cast = builders.make_order_cast()
    builders.make_effective(cast.owner)
    assert take(cast.stranger, "order-lines", "view=all").rows == 0


def test_an_open_quantity_is_never_negative():
    order = builders.make_effective()
    OrderLine.objects.filter(order=order).update(shipped=Decimal(10_000))
    export = take(order.salesperson, "order-lines", "view=all", columns=["number", "open"])
    assert {row["Open"] for row in rows_of(export)} == {0}


def test_the_requested_day_means_the_same_in_condition_list_file_and_explanation():
    one, other = products.make_product(stock=100), products.make_product(stock=100)
    later = builders.REQUESTED + timedelta(days=10)
    lines = [builders.line(one, 1), builders.line(other, 2, requested_date=later)]
    order = builders.make_effective(lines=lines)
    person, days = order.salesperson, {1: builders.REQUESTED, 2: later}
    for number, day in days.items():
        condition = conditions.read(person, Level.LINE, f"requested_date = {day}")
        found = queries.rows_seen(person, Level.LINE).filter(condition.narrow(Level.LINE, TODAY))
        assert statements(lambda: list(found)) == 1  # noqa: B023
        assert [row.line_no for row in found] == [number]
        query, shown = f"view=all&condition=requested_date = {day}", ["line_no", "requested_date"]
        (row,) = rows_of(take(person, "order-lines", query, columns=shown))
        assert (row["#"], row["Requested"].date()) == (number, day)
        told = explaining.explain(actor=person, condition=condition, order=order.number, line_no=number, today=TODAY)
        assert told.is_in and told.rows[0].lines[0].seen.values == [day.isoformat()]
    Order.objects.filter(pk=order.pk).update(requested_date=None)
    for text, numbers in (("is empty", [1]), ("is not empty", [2]), (f"≠ {later}", [1]), (f"> {TODAY}", [2])):
        condition = conditions.read(person, Level.LINE, f"requested_date {text}")
        found = queries.rows_seen(person, Level.LINE).filter(condition.narrow(Level.LINE, TODAY))
        assert [row.line_no for row in found] == numbers, text
