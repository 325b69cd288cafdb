"""The checks of entry: what they find, what refuses, who is told, and who changes them (R068)."""

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors, settings
from orders.lifecycle import operations as lifecycle
from orders.order import queries as orders
from orders.order.risks import Kind
from orders.tests.builders import (
    AT,
    TODAY,
    line,
    make_buyer,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
)
from orders.tests.page_builders import Browser
from orders.validity import operations, queries, table
from orders.validity.table import Rule, Severity
from products.catalogue import operations as catalogue
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def _forgotten():
    """What a test says in the settings is rolled back, and out of memory too."""
    yield
    settings.forget()


@pytest.fixture
def cast():
    return make_order_cast()


def say(kind, severity, parameter=None):
    parameter = None if parameter is None else D(parameter)
    operations.save_table(actor=people.system_user(), rules={kind: Rule(Severity(severity), parameter)}, at=AT)


def found(order):
    lines = orders.lines_of(order, with_products=True)
    return [(one.risk.path, one.risk.kind, one.risk.figure) for one in queries.findings(order, lines, TODAY)]


def submit(order, actor):
    return lifecycle.submit_order(actor=actor, order_id=order.pk, at=AT)


def test_a_check_warns_refuses_or_is_not_asked(cast):
    product = make_product(stock=10, pack_multiple=D(12))
    order = make_draft(cast.owner, lines=[line(product, 10)])
    assert found(order) == [("lines.1.quantity", "pack_multiple", "12")]
    say(Kind.PACK_MULTIPLE, "ERROR")
    with pytest.raises(errors.Invalid) as refused:
        submit(order, cast.owner)
    assert refused.value.code == "not_valid" and list(refused.value.fields) == ["lines.1.quantity"]
    say(Kind.PACK_MULTIPLE, "OFF")
    assert found(order) == [] and submit(order, cast.owner).risks == []


def test_what_warns_is_kept_with_the_order(cast):
    order = make_submitted(cast.owner, lines=[line(make_product(stock=9, minimum_quantity=D(5)), 2)])
    assert [(one["line_no"], one["kind"], one["figure"]) for one in order.risks] == [(1, "below_minimum", "5")]


@pytest.mark.parametrize(
    ("day", "stock", "kinds"),
    [
        (date(2026, 11, 19), 0, ["day_past"]),
        (date(2026, 11, 29), 0, ["lead_time"]),
        (date(2026, 11, 29), 3, []),
        (date(2026, 11, 30), 0, []),
        (date(2028, 11, 20), 0, ["day_far"]),
    ],
)
def test_days_are_neither_past_nor_too_soon_nor_far_off(cast, day, stock, kinds):
    product = make_product(stock=stock, lead_time_days=10)
    order = make_draft(cast.owner, lines=[line(product, 3)], requested_date=day)
    assert [kind for _path, kind, _figure in found(order)] == kinds


@pytest.mark.parametrize(("price", "figures"), [(100, []), (119, []), (121, ["+21%"]), (79, ["−21%"])])
def test_a_price_far_from_the_last_one_is_named_with_its_distance(cast, price, figures):
    customer, product = make_buyer(cast.owner), make_product(stock=50, unit_cost=D(1))
    make_effective(cast.owner, customer=customer, lines=[line(product, 1, 100)])
    order = make_draft(cast.owner, customer=customer, lines=[line(product, 1, price)])
    assert [figure for _path, kind, figure in found(order) if kind == "price_off_last"] == figures
    say(Kind.PRICE_OFF_LAST, "WARNING", 30)
    assert found(order) == []


def test_a_discount_over_the_limit_is_named(cast):
    product = make_product(stock=5, unit_cost=D(0))
    order = make_draft(
        cast.owner, lines=[line(product, 1, 10, discount=D("0.3")), line(product, 1, 10, discount=D("0.31"))]
    )
    assert found(order) == [("lines.2.discount", "discount_over", "30%")]


def test_a_number_of_the_customer_stands_on_one_submitted_order_only(cast):
    say(Kind.PO_KNOWN, "ERROR")
    customer, other = make_buyer(cast.owner), make_buyer(cast.owner)
    first = make_submitted(cast.owner, customer=customer, customer_po_number="PO-1")
    make_submitted(cast.owner, customer=other, customer_po_number="PO-1")
    second = make_draft(cast.owner, customer=customer, customer_po_number="PO-1")
    assert found(second) == [("customer_po_number", "po_known", "")]  # what is kept for others names none

    def told(actor):
        (one,) = queries.told(actor, queries.findings(second, [], TODAY), second)
        return str(one.risk.text)

    assert first.number in told(cast.owner)
    assert first.number not in told(cast.stranger) and "another order" in told(cast.stranger)
    with pytest.raises(errors.Invalid):
        submit(second, cast.owner)
    lifecycle.withdraw_order(actor=cast.owner, order_id=first.pk, at=AT)
    lifecycle.void_order(actor=cast.owner, order_id=first.pk, reason="twice", at=AT)
    assert submit(second, cast.owner).number


def test_what_went_out_of_use_is_refused_at_submission_and_at_approval(cast):
    product, customer = make_product(stock=10), make_buyer(cast.owner)
    waiting = make_submitted(cast.owner, customer=customer, lines=[line(product, 1)])
    draft = make_draft(cast.owner, customer=customer, lines=[line(product, 1)])
    catalogue.update_product(
        actor=people.system_user(), product_id=product.pk, version=product.version, changes={"is_active": False}, at=AT
    )
    for call in (
        lambda: submit(draft, cast.owner),
        lambda: lifecycle.approve_order(actor=cast.head, order_id=waiting.pk, at=AT),
    ):
        with pytest.raises(errors.Invalid) as refused:
            call()
        assert list(refused.value.fields) == ["lines.1.product"]


def test_who_may_not_know_the_floor_price_is_refused_without_it(cast):
    say(Kind.BELOW_FLOOR, "ERROR")
    order = make_draft(cast.owner, lines=[line(make_product(stock=9, floor_price=D(95)), 1, 94)])
    with pytest.raises(errors.Invalid) as refused:
        submit(order, cast.owner)
    assert "floor" not in str(refused.value) and list(refused.value.fields) == ["lines.1.price"]
    lines = orders.lines_of(order, with_products=True)
    assert queries.told(cast.owner, queries.findings(order, lines, TODAY)) == []


def test_the_preview_marks_the_cell_and_names_the_head(cast):
    say(Kind.DAY_PAST, "ERROR")
    customer, product = make_buyer(cast.owner), make_product(stock=9)
    make_submitted(cast.owner, customer=customer, customer_po_number="PO-1")
    head = {"customer": str(customer.pk), "requested_date": "2026-01-01", "customer_po_number": "PO-1"}
    body = {"rows": {"0": {"product": product.code, "quantity": "1"}}, "head": head}
    answer = Browser(cast.owner).client.post("/orders/entry/rows/", body, content_type="application/json").json()
    assert answer["rows"]["0"]["requested_date"]["tone"] == "err"
    assert "#id_customer_po_number" in answer["checks"]


def test_the_table_is_changed_in_the_console_by_who_may(cast):
    admin, page = Browser(make_user("administrator")), "/admin/validity/"
    assert Browser(cast.owner).get(page).status_code in (302, 403)
    assert "Price is off the last one" in admin.get(page).content.decode()
    fields = {f"{kind}.severity": rule.severity for kind, rule in table.table().items()}
    fields |= {f"{kind}.parameter": str(one.parameter.default) for kind, one in table.CHECKS.items() if one.parameter}
    wrong = admin.post(page, **{**fields, "discount_over.parameter": "101"}, shown="{}")
    assert wrong.status_code == 422
    sent = {**fields, "discount_over.parameter": "15", "day_far.severity": "OFF"}
    assert admin.post(page, **sent, shown="{}").status_code in (302, 303)
    settings.forget()
    assert settings.get(table.SETTING) == {"discount_over": {"parameter": "15"}, "day_far": {"severity": "OFF"}}
    assert admin.post(page, **fields, shown="{}").status_code == 422  # somebody changed it meanwhile
    assert "orders.validity" not in admin.get("/admin/settings/").content.decode()


@pytest.mark.parametrize(
    "value",
    [
        {"none": {}},
        {"day_far": {"severity": "LOUD"}},
        {"day_far": {"parameter": "x"}},
        {"day_past": {"parameter": "1"}},
    ],
)
def test_nothing_else_is_kept_as_the_table(value):
    assert table.fault_of_table(value)


def test_another_system_reads_and_changes_the_checks(cast):
    place, admin = "/api/v1/entry-checks/", APIClient()
    admin.force_authenticate(make_user("administrator"))
    rows = {row["check"]: row for row in admin.get(place).json()}
    assert (rows["price_off_last"]["severity"], rows["price_off_last"]["figure"]) == ("WARNING", "20")
    body = {"checks": [{"check": "price_off_last", "figure": "5"}, {"check": "po_known", "severity": "ERROR"}]}
    answer = admin.post(place, body, format="json", headers={"Idempotency-Key": "e1"})
    assert answer.status_code == 200, answer.content
    assert table.table()[Kind.PRICE_OFF_LAST] == Rule(Severity.WARNING, D(5))
    assert table.table()[Kind.PO_KNOWN] == Rule(Severity.ERROR, None)
    for wrong in ({"check": "po_known", "figure": "1"}, {"check": "discount_over", "figure": "101"}):
        refused = admin.post(place, {"checks": [wrong]}, format="json", headers={"Idempotency-Key": str(wrong)})
        assert refused.status_code == 400 and f"{wrong['check']}.parameter" in refused.json()["fields"]
    seller = APIClient()
    seller.force_authenticate(cast.owner)
    assert seller.get(place).status_code == 403
