"""What conditions find where letters are wide, people have one name, payments were taken back; and what it costs."""

import copy
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people.queries import system_user
from accounts.tests.builders import AT, make_user
from common.conditions.errors import BadCondition
from common.conditions.rows import to_json
from customers.queries import set_search
from orders.order.models import Order
from orders.settlement.models import Allocation
from orders.tests import builders
from orders.tests.flow_builders import make_paid
from orders.tests.page_builders import statements
from segments import conditions, operations, queries
from segments.custom_fields.tests.builders import make_field
from segments.fields import Level

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
WIDE = "永康衡器（集团）有限公司"


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def head(mine):
    return mine[0]


@pytest.fixture
def order(mine):
    return mine[1]


def _make_all():
    head = _make_head()
    order = _make_order()
    return head, order


def _make_head():
    return make_user("executive")


def _make_order():
    """Its customer, place and notes have the punctuation of Chinese texts, and letters as they are pasted."""
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    fields = {"ship_address": "永康市经济开发区（东区）", "notes": "急：先发  ＡＢ－1\n号", "contact_name": "İBRAHİM"}
    Order.objects.filter(pk=order.pk).update(**fields)
    customer = order.customer
    customer.name = WIDE
    set_search(customer)
    customer.save()
    return order


def found(actor, text, level=Level.ORDER):
    narrowed = conditions.read(actor, level, text).narrow(level, builders.TODAY)
    return list(queries.rows_seen(actor, level).filter(narrowed))


@pytest.mark.parametrize(
    "text",
    [
        'customer_name contains "（集团）"',
        'customer_name contains "(集团)"',
        f'customer_name = "{WIDE}"',
        f'customer_name in ("{WIDE}", x)',
        'ship_address contains "（东区）"',
        'ship_address starts with "永康市"',
        'order_notes starts with "急："',
        'order_notes contains "ab-1 号"',
        "contact_name = İbrahim",
        "contact_name starts with ibr",
    ],
)
def test_texts_are_found_as_they_stand_and_as_they_are_typed(head, order, text):
    assert found(head, text) == [order]
    field, operator, rest = text.split(" ", 2)
    opposite = {"contains": "does not contain", "=": "≠", "in": "not in"}.get(operator)
    if opposite:
        assert found(head, f"{field} {opposite} {rest}") == []


def test_a_payment_that_was_taken_back_is_none(head, order):
    paid, other = make_paid(order, 1), make_paid(order, 2)
    Allocation.objects.filter(receipt=paid).update(revoked_at=AT)
    for text in (f"receipt_number = {paid.number}", "payment_amount = 1"):
        assert found(head, text) == []
    assert found(head, f"receipt_number = {other.number}") == [order]
    Allocation.objects.filter(receipt=other).update(revoked_at=AT)
    assert found(head, "receipt_number is empty") == [order]


def test_two_people_of_one_name_are_asked_apart(head, order):
    one, other = (make_user("sales", name="张伟") for _n in range(2))
    with pytest.raises(BadCondition, match=f"{one.username}, {other.username}"):
        found(head, "salesperson = 张伟")
    named = make_user("sales", name=one.username)
    assert conditions.read(head, Level.ORDER, f"salesperson = {one.username}").rows[0].values == (one.username,)
    written = conditions.read(head, Level.ORDER, f"salesperson = {named.username}")
    for text in written.texts().values():
        assert conditions.read(head, Level.ORDER, text).rows == written.rows


def test_more_names_cost_no_more_statements(head):
    people = [make_user("sales").username for _n in range(12)]

    def read(names):
        condition = conditions.read(
            head, Level.ORDER, f"salesperson in ({', '.join(names)}) OR created_by = {names[0]}"
        )
        condition.texts(), condition.expression()
        return conditions.read(head, Level.ORDER, [*to_json(condition.rows)])

    read(people)
    assert statements(lambda: read(people)) == statements(lambda: read(people[:1]))


def test_keys_are_looked_up_once_for_all_queries_of_a_condition(head, order):
    """Both levels, and an order without lines, are asked of the same keys."""
    condition = conditions.read(head, Level.ORDER, "customer_name contains 集团 OR colour = red OR region = x")
    with CaptureQueriesContext(connection) as asked:
        for level in (Level.ORDER, Level.LINE):
            condition.narrow(level, builders.TODAY)
        condition.narrow_and_first(Level.ORDER, builders.TODAY)
    assert sum("customers_customer" in one["sql"] for one in asked) == 2


def test_thousands_of_keys_are_one_value_and_nothing_is_nothing(head, order):
    rows = queries.rows_seen(head, Level.ORDER)
    several = conditions.read(head, Level.ORDER, "customer_name contains 集团").narrow(Level.ORDER, builders.TODAY)
    assert "ANY(" in str(rows.filter(several).query) and list(rows.filter(several)) == [order]
    nothing = conditions.read(head, Level.ORDER, "customer_name = nobody").narrow(Level.ORDER, builders.TODAY)
    assert not rows.filter(nothing).exists() and list(rows.exclude(nothing)) == [order]


def test_a_list_of_saved_conditions_costs_the_same_whatever_their_number(client, head):
    def save(name):
        text = "status = DRAFT AND salesperson is not empty AND customer_class = DOMESTIC"
        operations.create_segment(actor=head, name=name, condition=text, at=AT)

    client.force_login(head)

    def read(path):
        assert client.get(path, headers={"Accept-Language": "en"}).status_code == 200

    def cost():
        return [statements(lambda path=path: read(path)) for path in ("/api/v1/segments/?page_size=50", "/segments/")]

    save("A")
    cost()
    few = cost()
    for number in range(6):
        save(f"B{number}")
    assert cost() == few


def test_flags_may_be_missing(head, order):
    """Whether a customer is new is always known; a flag of a row that is not there is not."""
    assert found(head, "customer_is_new is empty") == []
    assert found(head, "customer_is_new is not empty") == [order]
    make_field("ORDER", "rush", "FLAG")
    assert found(head, "custom_order_rush is empty") == found(head, "custom_order_rush ≠ Y") == [order]
    Order.objects.filter(pk=order.pk).update(custom={"rush": False})
    assert found(head, "custom_order_rush is empty") == []
    assert found(head, "custom_order_rush ≠ Y") == found(head, "custom_order_rush = N") == [order]


def test_broken_letters_are_a_fault_not_a_failure(client, head):
    client.force_login(head)
    for given in ("brand = \ud800", [{"field": "brand", "values": ["\ud800"]}], [{"field": "\ud800"}]):
        body = json.dumps({"condition": given})
        answer = client.post(
            "/api/v1/conditions/check/", body, content_type="application/json", headers={"Idempotency-Key": body[:40]}
        )
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), ascii(given)


def test_who_left_is_not_offered_but_still_understood(client, head, order):
    gone = make_user("sales", name="Gone Away")
    stays = make_user("sales", name="Stays Here")
    gone.is_active = False
    gone.save()
    client.force_login(head)
    told = client.get("/api/v1/condition-fields/").json()["fields"]
    people = [one["values"] for one in told if one["key"] in ("salesperson", "customer_owner")]
    for offered in people:
        codes = {one["code"] for one in offered}
        assert stays.username in codes and not codes & {gone.username, system_user().username}
    kept = conditions.read(head, Level.ORDER, f"salesperson in (Gone Away, {system_user().username})")
    assert kept.rows[0].values == (gone.username, system_user().username)
    assert "Gone Away" in kept.expression()
