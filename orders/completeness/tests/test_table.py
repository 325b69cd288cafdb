"""The table of required fields: custom fields in it, what it would stop, its page, and what orders are said to lack."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors, settings
from orders.completeness import operations, queries, rules
from orders.completeness.rules import Step
from orders.lifecycle import operations as lifecycle
from orders.order import queries as orders
from orders.tests.builders import AT, fresh, line, make_draft, make_order_cast, make_submitted
from orders.tests.page_builders import Browser
from products.tests.builders import make_product
from segments.custom_fields.tests.builders import make_field

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    settings.forget()


@pytest.fixture
def cast():
    return make_order_cast()


def say(**steps):
    steps = {field.replace("__", "."): step for field, step in steps.items()}
    operations.save_table(actor=people.system_user(), steps=steps, at=AT)


def gaps(order):
    lines = orders.lines_of(order, with_products=True)
    return {gap.field: gap.step for gap in queries.gaps_ahead(None, order, lines)}


def test_a_custom_field_blocks_the_step_that_the_table_says(cast):
    make_field("ORDER", "drawing")
    make_field("LINE", "serial")
    say(custom__drawing="approve", lines__custom__serial="ship")
    order = make_draft(cast.owner)
    assert gaps(order) == {"custom.drawing": Step.APPROVE, "lines.1.custom.serial": Step.SHIP}
    say(custom__drawing="submit")
    with pytest.raises(errors.Incomplete):
        lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)


def test_what_the_system_or_the_field_itself_demands_is_not_lifted(cast):
    make_field("ORDER", "drawing", is_required=True)
    say(lines="", custom__drawing="", payment_term="")
    assert settings.get(rules.REQUIRED_FIELDS) == {"payment_term": ""}
    assert gaps(make_draft(cast.owner, lines=[])) == {"lines": Step.SUBMIT, "custom.drawing": Step.SUBMIT}


def test_an_order_is_told_only_of_steps_before_it(cast):
    say(contact_phone="submit")
    order = make_draft(cast.owner, contact_phone="", ship_recipient="")
    assert gaps(order) == {"contact_phone": Step.SUBMIT, "ship_recipient": Step.SHIP}
    say(contact_phone="")
    lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    say(contact_phone="submit")
    assert gaps(fresh(order)) == {"ship_recipient": Step.SHIP}


def test_the_figures_agree_with_what_orders_lack(cast):
    make_field("ORDER", "drawing")
    say(**dict.fromkeys(rules.OPTIONAL, "ship"), custom__drawing="ship")
    free = line(make_product(list_price=Decimal(0)), 1)
    orders_made = [
        make_draft(cast.owner, lines=[], requested_date=None),
        make_draft(cast.owner, lines=[free], invoice_kind="SPECIAL", contact_name=""),
        make_draft(cast.owner, delivery_method="PICK_UP", ship_address="", requested_date=None),
        make_draft(cast.owner, ship_address="", custom={"drawing": "D-1"}),
    ]
    counted = queries.blocked_by(list(rules.demandable()))
    counted.pop("lines.requested_date")  # told as a gap of the head where no line has a day
    for field, steps in counted.items():
        found = 0
        for order in orders_made:
            lacking = rules.missing(order, orders.lines_of(order, with_products=True))
            names = {".".join(part for part in gap.field.split(".") if not part.isdigit()) for gap in lacking}
            found += field in names
        assert steps[Step.SUBMIT] == found, field


def test_the_matrix_is_changed_in_the_console_by_who_may(cast):
    make_submitted(cast.owner)
    admin, page = Browser(make_user("administrator")), "/admin/required-fields/"
    assert Browser(cast.owner).get(page).status_code in (302, 403)
    assert "Contact phone" in admin.get(page).content.decode()
    steps = {field: rules.steps_now().get(field, "") for field in rules.demandable()}
    assert admin.post(page, **{**steps, "contact_phone": "nowhere"}, shown="{}").status_code == 422
    assert admin.post(page, **{**steps, "contact_phone": "ship"}, shown="{}").status_code in (302, 303)
    settings.forget()
    assert settings.get(rules.REQUIRED_FIELDS) == {"contact_phone": "ship"}
    assert admin.post(page, **steps, shown="{}").status_code == 422  # somebody changed it meanwhile


def test_another_system_reads_and_changes_the_table(cast):
    place, admin = "/api/v1/required-fields/", APIClient()
    admin.force_authenticate(make_user("administrator"))
    rows = {row["field"]: row for row in admin.get(place).json()}
    assert (rows["contact_name"]["step"], rows["lines"]["is_fixed"]) == ("approve", True)
    body = {"steps": {"contact_phone": "ship", "contact_name": ""}}
    answer = admin.post(place, body, format="json", headers={"Idempotency-Key": "t1"})
    assert answer.status_code == 200, answer.content
    rows = {row["field"]: row for row in answer.json()}
    assert (rows["contact_phone"]["step"], rows["contact_name"]["step"]) == ("ship", "")
    assert settings.get(rules.REQUIRED_FIELDS) == {"contact_phone": "ship", "contact_name": ""}
    wrong = {"steps": {"moon": "ship"}}
    assert admin.post(place, wrong, format="json", headers={"Idempotency-Key": "t2"}).status_code == 400
    seller = APIClient()
    seller.force_authenticate(cast.owner)
    assert seller.get(place).status_code == 403
    assert seller.post(place, body, format="json", headers={"Idempotency-Key": "t3"}).status_code == 403


def test_the_order_over_the_api_says_what_each_step_lacks(cast):
    order = make_draft(cast.owner, contact_name="", lines=[line(make_product(minimum_quantity=Decimal(9)), 1)])
    found = Browser(cast.owner).get(f"/api/v1/orders/{order.reference}/").json()
    assert [(one["field"], one["step"]) for one in found["gaps"]] == [("contact_name", "approve")]
    assert [(one["field"], one["severity"]) for one in found["findings"]] == [("lines.1.quantity", "WARNING")]
