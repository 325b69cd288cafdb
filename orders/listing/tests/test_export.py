"""The order list as a file: what is on the screen, nothing else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.exports import operations
from accounts.exports.tests.taking import rows_of, take, told_of, totals_of
from accounts.people import operations as people
from accounts.people import queries as people_queries
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import make_user
from common import errors, settings
from common.exports.lists import lists
from common.exports.models import Export
from common.models import Setting
from orders.listing import columns, own_views, plain_columns
from orders.order.models import Order
from orders.tests import builders
from orders.tests.builders import AT
from orders.tests.flow_builders import make_shipped
from orders.tests.page_builders import Browser
from orders.tests.racing import race, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def every_column(actor):
    people.remember(actor=actor, key=own_views.COLUMNS_KEY, value=list(columns.COLUMNS), at=AT)


def test_the_file_has_the_columns_of_the_screen_in_their_order():
    order = builders.make_effective()
    export = take(order.salesperson, "orders", "view=all")
    (row,) = rows_of(export)
    screen = [str(columns.COLUMNS[key].label) for key in columns.DEFAULT]
    assert [head for head in row if head not in ("Customer code", "Currency")] == screen
    assert list(row).index("Currency") == list(row).index("Total") - 1
    assert row["Order"] == order.number and row["Customer code"] == order.customer.code
    assert row["Currency"] == "CNY" and row["Total"] == float(order.total_amount)
    assert row["Ordered on"].date() == order.order_date
    assert row["Fulfilment"] == 0 and row["State"] == "Effective"
    assert row["Salesperson"] == order.salesperson.name


def test_chosen_columns_and_those_of_an_own_view_are_in_the_file():
    order = builders.make_effective()
    person = order.salesperson
    people.remember(actor=person, key=own_views.COLUMNS_KEY, value=["status", "net"], at=AT)
    (row,) = rows_of(take(person, "orders", "view=all"))
    assert list(row) == ["Order", "Customer", "Customer code", "State", "Currency", "Net amount"]
    own = own_views.save(person, key="", name="Mine", query="view=all", columns=["channel"], at=AT)
    (row,) = rows_of(take(person, "orders", f"view=all&mine={own.key}"))
    assert list(row) == ["Order", "Customer", "Customer code", "Channel"]


def test_every_column_of_the_screen_has_its_plain_values():
    reader = people_queries.system_user()
    for key in columns.COLUMNS:
        assert plain_columns.of([key], reader, with_money=True), key
    order = builders.make_effective()
    make_shipped(order)
    keys = list(plain_columns.offered(reader, with_money=True))
    (row,) = rows_of(take(order.salesperson, "orders", "view=all", columns=keys))
    assert len(row) == len(keys)
    assert row["Fulfilment"] == pytest.approx(1) and row["Not shipped"] == 0
    assert row["Lines"] == order.line_count


def test_amounts_that_are_hidden_on_the_screen_are_absent_in_the_file():
    order = builders.make_effective()
    role = Role.objects.get(code="sales")
    roles.set_field_rules(actor=people_queries.system_user(), role_id=role.pk, rules={"order.amount": "HIDE"}, at=AT)
    person = builders.person(order.salesperson_id)
    export = take(person, "orders", "view=all")
    (row,) = rows_of(export)
    assert not {"Total", "Currency", "Received"} & set(row)
    assert not totals_of(export)
    with pytest.raises(errors.Invalid):
        take(person, "orders", "view=all", columns=["number", "total"])
    with pytest.raises(errors.Invalid):
        take(person, "orders", "view=all&sort=-total_amount")


def test_orders_of_others_are_not_in_the_file():
    cast = builders.make_order_cast()
    builders.make_effective(cast.owner)
    assert take(cast.stranger, "orders", "view=all").rows == 0


def test_conditions_and_sort_are_those_of_the_screen_and_are_told():
    cast = builders.make_order_cast()
    first = builders.make_effective(cast.owner)
    builders.make_draft(cast.owner)
    second = builders.make_effective(cast.owner, at=AT + timedelta(days=1))
    export = take(cast.owner, "orders", "view=all&status=EFFECTIVE&sort=%2Border_date&q=SO2")
    assert [row["Order"] for row in rows_of(export)] == [first.number, second.number]
    told = told_of(export)
    assert told["Condition"] == ["View: All", "Search: SO2", "State: Effective"]
    assert told["List"] == "Sales orders" and told["Sorted by"] == "Ordered on ↑" and told["Rows"] == 2
    shown = Browser(cast.owner).get("/orders/", view="all", status="EFFECTIVE", sort="+order_date", q="SO2")
    text = shown.content.decode()
    assert text.index(first.number) < text.index(second.number)


def test_totals_are_added_up_by_currency():
    cast = builders.make_order_cast()
    one, two = builders.make_effective(cast.owner), builders.make_effective(cast.owner)
    Order.objects.filter(pk=two.pk).update(currency_id="USD", total_amount=Decimal("10.5"))
    export = take(cast.owner, "orders", "view=all")
    found = {row["Currency"]: row["Total"] for row in totals_of(export)}
    assert found == {"CNY": float(one.total_amount), "USD": 10.5}
    assert told_of(export)["Total Total USD"] == 10.5


@pytest.mark.parametrize("chosen", [["number", "total"], ["total", "number", "currency"]])
def test_whoever_names_the_columns_currencies_are_never_added_up(chosen):
    cast = builders.make_order_cast()
    one, two = builders.make_effective(cast.owner), builders.make_effective(cast.owner)
    Order.objects.filter(pk=two.pk).update(currency_id="USD", total_amount=Decimal("10.5"))
    export = take(cast.owner, "orders", "view=all", columns=chosen)
    assert {row["Currency"]: row["Total"] for row in totals_of(export)} == {"CNY": float(one.total_amount), "USD": 10.5}
    assert sorted(export.columns) == ["currency", "number", "total"]


def test_a_draft_has_the_words_of_the_screen_for_its_number():
    order = builders.make_draft()
    (row,) = rows_of(take(order.salesperson, "orders", "view=all"))
    assert row["Order"] == order.display_number and row["State"] == "Draft"


def test_a_risk_is_told_only_to_who_may_know_it():
    order = builders.make_submitted()
    Order.objects.filter(pk=order.pk).update(risks=[{"kind": "below_floor", "line_no": 1}])
    assert (
        "Look twice"
        in (
            rows_of(take(builders.approver_of(order), "orders", "view=approval"))[0][
                str(columns.COLUMNS["flags"].label)
            ]
        )
    )
    assert "Look twice" not in (
        rows_of(take(order.salesperson, "orders", "view=all"))[0][str(columns.COLUMNS["flags"].label)] or ""
    )


def test_many_orders_cost_no_more_statements_than_few():
    cast = builders.make_order_cast()
    every_column(cast.owner)
    builders.make_effective(cast.owner)
    few = statements(cast.owner)
    for _ in range(3):
        builders.make_effective(cast.owner)
    assert statements(cast.owner) == few


def statements(actor):
    """How many statements an export takes; settings are read anew now and then."""
    with CaptureQueriesContext(connection) as asked:
        take(actor, "orders", "view=all")
    return len([one for one in asked.captured_queries if "common_setting" not in one["sql"]])


def test_the_button_stands_on_every_list_that_can_be_taken_away():
    reader = make_user(roles=["order_desk", "finance", "warehouse", "logistics", "administrator"])
    of_one_row = {"list-prices", "customer-prices", "customer-items", "account"}  # a price list's, a customer's page
    where_it_is_long, of_one_request = {"report"}, {"anonymised-places"}
    for key, entry in lists.items():
        if key in of_one_row | where_it_is_long | of_one_request:
            continue
        text = Browser(reader).get(reverse(entry.url_name)).content.decode()
        assert f'name="list" value="{key}"' in text, key


@pytest.mark.parametrize("key", ["orders", "order-lines"])
def test_a_misspelt_condition_or_view_does_not_take_everything_away(key):
    order = builders.make_effective()
    for query in ("statuss=EFFECTIVE", "view=nope", "view=all&columns=unit_cost"):
        with pytest.raises(errors.Invalid) as refused:
            take(order.salesperson, key, query)
        assert list(refused.value.fields) == ["query"]
    assert take(order.salesperson, key, "view=all&cursor=&page_size=5&base=9").rows


@pytest.mark.django_db(transaction=True)
def test_nobody_fills_the_queue_by_asking_at_once():
    Setting.objects.create(key="exports.rows_at_once", value=0)
    settings.forget()
    owner = builders.make_draft().salesperson
    asked = [lambda: take(builders.person(owner.pk), "orders", "view=all")] * (operations.MOST_WAITING + 2)
    found = race(*asked)
    assert refusals(found) == [errors.Conflict] * 2
    assert Export.objects.count() == operations.MOST_WAITING
    settings.forget()
