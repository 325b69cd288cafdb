"""What a model's own rules refuse is said in our words, beside its field."""

from decimal import Decimal

import pytest

from common import editing, errors
from customers.models import Customer
from customers.tests.builders import make_customer

pytestmark = pytest.mark.django_db


def refused(row):
    with pytest.raises(errors.Invalid) as raised:
        editing.check(row, exclude=("created_at", "updated_at"))
    return {name: [str(text) for text in texts] for name, texts in raised.value.fields.items()}


def test_a_code_that_is_taken():
    make_customer(code="33.017")
    assert refused(Customer(code="33.017", name="Another")) == {"code": ["This is taken already."]}


def test_a_constraint_names_its_field_and_not_itself():
    row = Customer(code="33.018", name="Another", credit_limit=Decimal(-1))
    assert refused(row) == {"credit_limit": ["This is outside what is allowed."]}
