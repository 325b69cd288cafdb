"""The incompletion log (SEMANTICS 6)."""

from decimal import Decimal

import pytest

from accounts.people.queries import system_user
from common import errors, settings
from common.models import Setting
from customers import operations as customers
from orders.completeness import rules
from orders.completeness.rules import Step
from orders.lifecycle import operations as lifecycle
from orders.order import queries
from orders.tests.builders import AT, approver_of, line, make_buyer, make_draft, make_order_cast, make_submitted
from products.catalogue import operations as catalogue
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def company_table():
    def put(table):
        Setting.objects.update_or_create(key=rules.REQUIRED_FIELDS, defaults={"value": table})
        settings.forget()

    yield put
    settings.forget()


def gaps(order):
    return {gap.field: gap.step for gap in rules.missing(order, queries.lines_of(order, with_products=True))}


def submit(order, actor):
    return lifecycle.submit_order(actor=actor, order_id=order.pk, at=AT)


def test_a_complete_draft_lacks_nothing(cast):
    assert gaps(make_draft(cast.owner)) == {}


def test_what_is_missing_names_field_and_step(cast):
    customer = make_buyer(cast.owner)
    free = line(make_product(list_price=Decimal(0)), 1)
    order = make_draft(
        cast.owner,
        customer=customer,
        lines=[free],
        requested_date=None,
        contact_name="",
        ship_address="",
        invoice_kind="SPECIAL",
    )
    assert gaps(order) == {
        "lines.1.price": Step.SUBMIT,
        "requested_date": Step.SUBMIT,
        "contact_name": Step.APPROVE,
        "ship_address": Step.SHIP,
        "invoice_tax_number": Step.INVOICE,
    }


def test_submission_refuses_and_names_the_fields(cast):
    order = make_draft(cast.owner, lines=[])
    with pytest.raises(errors.Incomplete) as refusal:
        submit(order, cast.owner)
    assert set(refusal.value.fields) == {"lines"}


def test_gifts_and_pick_up_need_less(cast):
    gift = line(make_product(), 1, is_gift=True)
    order = make_draft(cast.owner, lines=[gift], ship_address="", ship_recipient="", delivery_method="PICK_UP")
    assert gaps(order) == {}


def test_a_blocked_customer_and_a_product_out_of_sale_block_submission(cast):
    product = make_product(stock=5)
    order = make_draft(cast.owner, lines=[line(product, 1)])
    customers.block_customer(actor=system_user(), customer_id=order.customer_id, reason="破产", at=AT)
    catalogue.update_product(
        actor=system_user(), product_id=product.pk, version=product.version, changes={"is_active": False}, at=AT
    )
    with pytest.raises(errors.Invalid) as refusal:
        submit(order, cast.owner)
    assert set(refusal.value.fields) == {"customer", "lines.1.product"}
    assert "破产" in str(refusal.value)


def test_a_gap_of_approval_blocks_approval_not_submission(cast):
    order = make_submitted(cast.owner, contact_name="")
    with pytest.raises(errors.Incomplete) as refusal:
        lifecycle.approve_order(actor=approver_of(order), order_id=order.pk, at=AT)
    assert set(refusal.value.fields) == {"contact_name"}


def test_the_company_adds_lifts_and_moves_requirements(cast, company_table):
    company_table({"customer_po_number": "submit", "contact_name": "submit", "lines.requested_date": "", "lines": ""})
    order = make_draft(cast.owner, contact_name="", requested_date=None)
    assert gaps(order) == {"customer_po_number": Step.SUBMIT, "contact_name": Step.SUBMIT}
    empty = make_draft(cast.owner, lines=[])
    assert "lines" in gaps(empty), "what the system itself needs cannot be lifted"
