"""What a customer says may be about one of his orders."""

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT
from common import errors
from customers.tests.builders import make_customer
from customers.voice import operations
from orders.tests.builders import make_effective

pytestmark = pytest.mark.django_db


def test_it_may_be_about_an_order_of_the_customer_and_of_no_other():
    order = make_effective()
    said = {"actor": people.system_user(), "kind": "FEEDBACK", "text": "好", "order_number": order.number, "at": AT}
    assert operations.add_note(customer_id=order.customer_id, **said).order_number == order.number
    with pytest.raises(errors.Invalid):
        operations.add_note(customer_id=make_customer().pk, **said)
