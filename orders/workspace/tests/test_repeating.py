"""A repeat order tells what became different since the order that it was copied from."""

from decimal import Decimal

import pytest

from accounts.tests.builders import make_user
from customers.models import Customer
from customers.tests.builders import payment_term
from orders.entry import drafting, repeating
from orders.tests import builders
from orders.tests.builders import AT, line
from orders.tests.page_builders import Browser
from products.catalogue.models import Product
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


def test_terms_address_and_prices_that_changed_are_told_on_the_copy_until_it_is_submitted():
    cast = builders.make_order_cast()
    customer, product = builders.make_buyer(cast.owner), make_product(list_price=Decimal(100), stock=9)
    lines = [line(product, 1), line(make_product(stock=9), 1, 50)]
    order = builders.make_draft(cast.owner, customer=customer, lines=lines)
    copied = drafting.copy_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert repeating.told(cast.owner, copied) == []  # nothing changed
    term = next(one for one in map(payment_term, ("PREPAID", "NET30")) if one != customer.payment_term)
    Customer.objects.filter(pk=customer.pk).update(payment_term=term, invoice_title="New Name Ltd")
    customer.contacts.update(name="孙新")
    customer.addresses.update(street="New street 7")
    Product.objects.filter(pk=product.pk).update(list_price=Decimal(120))
    copied = drafting.copy_order(actor=cast.owner, order_id=order.pk, at=AT)
    told = {one.field: (one.was, one.now) for one in repeating.told(cast.owner, copied)}
    assert told["payment_term"][1] == str(term) and told["invoice_title"][1] == "New Name Ltd"
    assert "New street 7" in told["ship_address"][1] and told["contact_name"] == ("", "")
    assert told["lines.1.price"] == ("100.00", "120.00") and "lines.2.price" not in told  # agreed: taken along
    assert builders.fresh(copied).payment_term != term
    browser = Browser(cast.owner)
    for url in (f"/orders/{copied.reference}/edit/", f"/orders/{copied.reference}/"):
        page = browser.get(url).content.decode()
        assert "New Name Ltd" in page and "price 100.00 then, 120.00 now" in page
    rows = browser.get(f"/api/v1/orders/{copied.reference}/since-copy/").json()
    assert {row["field"] for row in rows} == set(told)
    keeper = make_user("warehouse")
    assert not [one for one in repeating.told(keeper, copied) if one.field.endswith("price")]
