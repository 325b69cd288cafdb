"""Conditions tell nobody what lists, pages and the API keep from him: rows of others, what needs another right."""

import pytest

from accounts.roles import operations as roles
from accounts.tests.builders import make_user
from customers.models import Customer
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order.models import Order
from orders.settlement.models import Allocation, PlanRow, Receipt
from orders.tests import builders
from segments import conditions, queries
from segments.custom_fields.tests.builders import make_field
from segments.fields import Level, visible_fields

pytestmark = pytest.mark.django_db
OF_PRODUCTS = {"product_tags", "product_class", "brand", "sensor_count", "sensor_demand", "product_supplier"}


def make_reader(**grants):
    """Somebody with these rights alone."""
    boss = make_user("administrator")
    role = roles.create_role(actor=boss, code="reader", name="Reader", at=builders.AT)
    roles.set_grants(actor=boss, role_id=role.pk, grants=grants, at=builders.AT)
    return make_user("reader")


def found(actor, text, level=Level.ORDER):
    condition = conditions.read(actor, level, text)
    return set(
        queries.rows_seen(actor, level).filter(condition.narrow(level, builders.TODAY)).values_list("pk", flat=True)
    )


def test_what_is_read_out_of_products_needs_the_right_to_look_at_them():
    make_field("PRODUCT", "origin", "TEXT", label_en="Where it is made")
    reader = make_reader(**{"order.view": "ALL"})
    known = visible_fields(reader, Level.LINE).keys()
    assert not known & {*OF_PRODUCTS, "custom_product_origin"}
    assert {"product_code", "product_name", "specification", "auxiliary_attribute"} <= known, "every line shows these"
    assert visible_fields(make_user("sales"), Level.LINE).keys() > OF_PRODUCTS


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("credit_limit >= 1", False),
        ("credit_limit is empty", True),
        ("credit_limit is not empty", False),
        ("credit_limit <> 50000", True),
        ("customer_owner is not empty", False),
        ("custom_customer_grade = A", False),
        ("custom_customer_grade is empty", True),
        ("customer_name is not empty", True),
    ],
)
def test_a_customer_whom_one_does_not_see_is_empty_but_for_what_the_order_shows(text, finds):
    make_field("CUSTOMER", "grade", "TEXT")
    order = builders.make_effective()
    Customer.objects.filter(pk=order.customer_id).update(credit_limit=50000, custom={"grade": "A"})
    reader = make_reader(**{"order.view": "ALL", "customer.view": "OWN"})
    assert (order.pk in found(reader, text)) is finds
    line = builders.lines_of(order)[0]
    assert (line.pk in found(reader, text, Level.LINE)) is finds
    Customer.objects.filter(pk=order.customer_id).update(owner=reader)
    if "credit_limit" in text:
        assert (order.pk in found(reader, text)) is (text in ("credit_limit >= 1", "credit_limit is not empty"))


def test_shipments_and_payments_of_others_are_not_there():
    order = builders.make_effective()
    document = OutboundDocument.objects.create(
        number="OB1", customer=order.customer, status="AUDITED", waybill="SF1", created_by=order.salesperson,
        created_at=builders.AT,
    )  # fmt: skip
    OutboundLine.objects.create(document=document, order=order, order_line=builders.lines_of(order)[0], quantity=1)
    row = PlanRow.objects.create(order=order, sequence=9, percent=50, amount=40, basis="ORDER")
    receipt = Receipt.objects.create(
        number="RC1", customer=order.customer, currency_id="CNY", amount=40, received_date=builders.TODAY,
        created_by=order.salesperson, created_at=builders.AT, payer="永康衡器",
    )  # fmt: skip
    Allocation.objects.create(receipt=receipt, plan_row=row, amount=2, actor=order.salesperson, at=builders.AT)
    reader = make_reader(**{"order.view": "ALL", "outbound.view": "OWN", "receipt.view": "OWN"})
    for text in ("waybill = SF1", "payer = 永康衡器"):
        assert found(reader, text) == set(), text
        assert found(order.salesperson, text) == {order.pk}, text
    Order.objects.filter(pk=order.pk).update(created_by=reader)
    Receipt.objects.update(created_by=reader)
    for text in ("waybill = SF1", "payer = 永康衡器"):
        assert found(reader, text) == {order.pk}, text
