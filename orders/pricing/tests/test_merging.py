"""Prices and item codes, when two customers or two products become one."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.tests.builders import AT
from common import errors
from customers.models import Customer
from orders.pricing import merging, operations
from orders.pricing.models import CustomerItem, CustomerPrice
from orders.pricing.tests.test_prices import agree
from orders.tests.builders import make_buyer, make_order_cast
from products.catalogue.models import Product
from products.pricing.models import ListPrice
from products.pricing.tests.test_price_lists import entry, make_list, set_prices
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


@pytest.fixture
def cast():
    return make_order_cast()


def test_the_other_customers_prices_fill_the_gaps_of_the_one_that_stays(cast):
    source, target, product = make_buyer(cast.owner), make_buyer(cast.owner), make_product()
    agree(cast.head, source, product, 80)
    agree(cast.head, target, product, 90, first=JULY)
    for customer in (source, target):
        operations.save_item(actor=cast.head, customer_id=customer.pk, product_id=product.pk, code="X", at=AT)
    operations.save_item(actor=cast.head, customer_id=source.pk, product_id=product.pk, code="Y", at=AT)
    merging.move_customer(actor=cast.head, source=source, target=target, at=AT)
    rows = CustomerPrice.objects.order_by("valid_from").values_list("customer", "price", "valid_from", "valid_until")
    assert list(rows) == [
        (target.pk, Decimal(80), date(2026, 1, 1), date(2026, 6, 30)),
        (target.pk, Decimal(90), JULY, None),
    ]
    assert set(CustomerItem.objects.values_list("customer", "code")) == {(target.pk, "X"), (target.pk, "Y")}
    assert merging.count_customer(source) == []


def test_the_other_products_prices_do_too(cast):
    source, target, customer = make_product(), make_product(), make_buyer(cast.owner)
    vip = make_list(cast.head)
    set_prices(cast.head, vip, entry(source, 50), entry(target, 60))
    agree(cast.head, customer, source, 40)
    operations.save_item(actor=cast.head, customer_id=customer.pk, product_id=source.pk, code="X", at=AT)
    merging.move_product(actor=cast.head, source=source, target=target, rows={}, locked=None, at=AT)
    assert list(ListPrice.objects.values_list("product", "price")) == [(target.pk, Decimal(60))]
    assert list(CustomerPrice.objects.values_list("product", "price")) == [(target.pk, Decimal(40))]
    assert CustomerItem.objects.get().product_id == target.pk


def test_a_customer_that_was_merged_away_gets_no_prices(cast):
    gone, product = make_buyer(cast.owner), make_product()
    Customer.objects.filter(pk=gone.pk).update(merged_into=make_buyer(cast.owner))
    with pytest.raises(errors.WrongState):
        agree(cast.head, gone, product, 80)
    with pytest.raises(errors.WrongState):
        operations.save_item(actor=cast.head, customer_id=gone.pk, product_id=product.pk, code="X", at=AT)


def test_a_product_that_was_merged_away_gets_no_price(cast):
    customer, gone = make_buyer(cast.owner), make_product()
    Product.objects.filter(pk=gone.pk).update(merged_into=make_product())
    for set_one in (
        lambda: set_prices(cast.head, make_list(cast.head), entry(gone, 5)),
        lambda: agree(cast.head, customer, gone, 5),
    ):
        with pytest.raises(errors.Invalid):
            set_one()
