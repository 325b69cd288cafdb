"""What the bench is filled with follows the company's method, so that conditions measured there mean something."""

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_department, make_user
from bench import masters
from common.operation import in_operation
from customers.models import Customer, PaymentTerm
from products.catalogue.models import Product, ProductText
from segments.classification import invariants

pytestmark = pytest.mark.django_db


def test_masters_are_classified_and_have_deviations_in_them(monkeypatch):
    monkeypatch.setattr(masters, "CUSTOMERS", 200)
    monkeypatch.setattr(masters, "PRODUCTS", 400)
    department, term = make_department(), PaymentTerm.objects.first()
    sellers = [make_user("sales", department=department).pk for _n in range(2)]
    in_operation(people.system_user().pk, lambda: masters.make(sellers, department.pk, term.pk, AT))
    assert Customer.objects.filter(customer_class="FOREIGN").count() == 40
    assert set(Customer.objects.values_list("region", flat=True)) == set(masters.AREAS)
    assert Product.objects.filter(text__tags__contains=["DIGITAL_KIT"]).count() == 100
    assert not ProductText.objects.filter(tags__contains=["DIGITAL_KIT"], base=None).exists()
    assert set(ProductText.objects.exclude(promotion="").values_list("promotion", flat=True)) == {
        *("BUY1_GET1", "BUY7_GET1", "SELL10_GIVE1"),
    }
    odd = {flag for flags in ProductText.objects.values_list("flags", flat=True) for flag in flags}
    assert odd == {"AUXILIARY_MISSING", "SPECIFICATION_NONCONFORMING", "CODE_WITHOUT_MARK"}
    assert invariants.otherwise(5) == invariants.unkept(5) == []
