"""Before goods leave the order is complete as the company's table asks for it (R105)."""

import pytest

from accounts.people import queries as people
from common import errors, settings
from orders.completeness import operations as completeness
from orders.fulfilment import operations as fulfilment
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, make_effective

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    settings.forget()


def test_a_notice_is_not_written_for_an_order_without_a_place_unless_it_says_its_own():
    order = make_effective(ship_address="", ship_recipient="")
    with pytest.raises(errors.Incomplete) as refused:
        flow.make_outbound(order, 1)
    assert set(refused.value.fields) == {"ship_address", "ship_recipient"} and order.number in str(refused.value)
    flow.make_outbound(order, 1, ship_address="宁波", ship_recipient="李工")


def test_what_is_asked_since_is_missed_at_the_audit():
    order = make_effective(customer_po_number="")
    document = flow.make_outbound(order, 1)
    completeness.save_table(actor=people.system_user(), steps={"customer_po_number": "ship"}, at=AT)
    with pytest.raises(errors.Incomplete):
        fulfilment.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)
