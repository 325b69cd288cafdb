"""Rows that are no lines yet, saved by somebody who does not see all their custom fields: nothing of them is lost."""

import pytest

from accounts.people import queries as people
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import make_user
from orders.entry import drafting, unseen
from orders.entry.drafts import UnfinishedRow
from orders.order.models import OrderLine
from orders.tests.builders import AT, fresh, line, make_draft, make_order_cast
from orders.tests.page_builders import Browser
from products.tests.builders import make_product
from segments.custom_fields import definitions
from segments.custom_fields.tests.builders import make_field

pytestmark = pytest.mark.django_db
CELLS = {
    "product": "A-1",
    "quantity": "a few",
    "custom.secret": "2.50",
    "custom.serial": "SN-2041-77",
    "custom.shelf": "B",
}


@pytest.fixture
def seller():
    """Who sees the shelf, the ends of the serial number and no secret."""
    effects = {"secret": "HIDE", "serial": "MASK"}
    for key, kind in (("secret", "NUMBER"), ("serial", "TEXT"), ("shelf", "TEXT")):
        make_field("LINE", key, kind)
    rules = {definitions.guard_of("LINE", key): effect for key, effect in effects.items()}
    role = Role.objects.get(code="sales")
    roles.set_field_rules(actor=make_user("administrator"), role_id=role.pk, rules=rules, at=AT)
    return make_order_cast().owner


@pytest.fixture
def draft(seller):
    order = make_draft(seller, lines=[line(make_product(), 3)])
    save(people.system_user(), order, [line(make_product(), 3, line_no=1)], CELLS)
    return order


def save(actor, order, lines, *cells):
    rows = [UnfinishedRow(line_no=2 + place, at="quantity", cells=dict(one)) for place, one in enumerate(cells)]
    return drafting.change_order(
        actor=actor, order_id=order.pk, version=None, changes={}, lines=lines, unfinished=rows, at=AT
    )


def stored(order):
    (row,) = fresh(order).unfinished
    return row["cells"]


def seen(seller):
    return unseen.shown(seller, CELLS)


def test_they_are_shown_as_far_as_the_editor_sees_them(seller, draft):
    assert seen(seller) == {"product": "A-1", "quantity": "a few", "custom.serial": "SN-****-77", "custom.shelf": "B"}
    page = Browser(seller).get(f"/orders/{draft.reference}/edit/").content.decode()
    assert "a few" in page and "SN-2041-77" not in page and "2.50" not in page


def test_a_row_that_stays_unfinished_keeps_them(seller, draft):
    same = line(make_product(), 3, line_no=1)
    save(seller, draft, [same], seen(seller) | {"quantity": "some", "custom.shelf": "C"})
    assert stored(draft) == CELLS | {"quantity": "some", "custom.shelf": "C"}
    save(seller, draft, [same], {"product": "A-1", "quantity": "some", "custom.secret": "9", "custom.serial": "SN-9"})
    assert stored(draft) == {"product": "A-1", "quantity": "some", "custom.secret": "2.50", "custom.serial": "SN-9"}


def test_a_row_that_becomes_a_line_takes_them_along_and_back(seller, draft):
    goods, custom = make_product(), {"serial": seen(seller)["custom.serial"], "shelf": "B"}
    whole = [line(goods, 3, line_no=1), line(goods, 4, line_no=2, custom=custom)]
    save(seller, draft, whole)
    kept = {"secret": "2.5", "serial": "SN-2041-77", "shelf": "B"}
    assert OrderLine.objects.get(order=draft, line_no=2).custom == kept and fresh(draft).unfinished == []
    save(seller, draft, whole[:1], seen(seller))
    assert stored(draft) == CELLS | {"custom.secret": "2.5"}


def test_a_new_row_does_not_take_the_number_of_one_that_goes(seller, draft):
    goods = make_product()
    rows = [
        {"product": goods.code, "quantity": "3", "line_no": "1"},
        {"product": goods.code, "quantity": "4", "line_no": "2", "DELETE": "1"},
        {"product": goods.code, "quantity": "5", "line_no": ""},
    ]
    sent = {f"lines-{key}-{name}": value for key, row in enumerate(rows) for name, value in row.items()}
    form = {"customer": str(draft.customer_id), "version": str(fresh(draft).version)}
    assert Browser(seller).client.post(f"/orders/{draft.reference}/edit/", form | sent).status_code == 303
    assert list(OrderLine.objects.filter(order=draft).values_list("line_no", "custom")) == [(1, {}), (3, {})]
