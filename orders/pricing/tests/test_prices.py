"""Which price applies (SEMANTICS 4): customer's, his class's list, everybody's list, the product's own."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.tests.builders import AT
from common import errors
from customers.models import Customer
from orders.pricing import operations, prices, queries
from orders.tests.builders import TODAY, line, lines_of, make_buyer, make_draft, make_effective, make_order_cast
from products.pricing import operations as lists
from products.pricing.tests.test_price_lists import entry, make_list, set_prices
from products.pricing.writing import PriceEntry
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D, DAY = Decimal, date(2026, 1, 1)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def boss(cast):
    return cast.head


def basis(customer, currency="CNY", rate=1, tax_mode="INCLUSIVE", on=TODAY):
    return prices.Basis(customer.pk, tax_mode, currency, D(rate), on)


def price_of(product, quantity, asked):
    (found,) = prices.resolve([prices.Wish(product, D(quantity))], asked)
    return found.value.normalize(), str(found.source), found.rule


def agree(actor, customer, product, price, *, first=DAY, last=None, quantity=0, currency="CNY", tax_mode="INCLUSIVE"):
    more = {"currency_id": currency, "tax_mode": tax_mode, "reason": "contract"}
    row = PriceEntry(product.pk, D(price), first, last, D(quantity), more)
    operations.set_customer_prices(actor=actor, customer_id=customer.pk, entries=[row], at=AT)


def test_the_nearest_agreement_applies(cast, boss):
    customer, product = make_buyer(cast.owner), make_product(list_price=D(100))
    Customer.objects.filter(pk=customer.pk).update(customer_class="DOMESTIC")
    assert price_of(product, 1, basis(customer)) == (100, "LIST", "")
    set_prices(boss, make_list(boss, "ALL"), entry(product, 95))
    assert price_of(product, 1, basis(customer)) == (95, "CLASS", "ALL")
    set_prices(
        boss, make_list(boss, "VIP", customer_class="DOMESTIC"), entry(product, 97), entry(product, 90, quantity=10)
    )
    assert price_of(product, 9, basis(customer)) == (97, "CLASS", "VIP")
    assert price_of(product, 10, basis(customer)) == (90, "CLASS", "VIP ≥ 10")
    agree(boss, customer, product, 99)
    assert price_of(product, 10, basis(customer)) == (99, "CUSTOMER", "")


def test_a_list_of_another_class_or_out_of_use_is_none(cast, boss):
    customer, product = make_buyer(cast.owner), make_product(list_price=D(100))
    set_prices(boss, make_list(boss, "EXP", customer_class="FOREIGN"), entry(product, 50))
    old = make_list(boss, "OLD")
    set_prices(boss, old, entry(product, 60))
    lists.save_list(actor=boss, list_id=old.pk, version=2, is_active=False, at=AT)
    assert price_of(product, 1, basis(customer)) == (100, "LIST", "")


def test_a_price_holds_on_its_days_only_both_included(cast, boss):
    customer, product = make_buyer(cast.owner), make_product(list_price=D(100))
    agree(boss, customer, product, 80, first=date(2026, 6, 1), last=date(2026, 6, 15))
    found = [
        price_of(product, 1, basis(customer, on=date(2026, month, day)))[0]
        for month, day in ((5, 31), (6, 1), (6, 15), (6, 16))
    ]
    assert found == [100, 80, 80, 100]


def test_the_orders_own_currency_comes_before_the_companys_converted(cast, boss):
    customer, product = make_buyer(cast.owner), make_product(list_price=D(100))
    agree(boss, customer, product, 70)
    assert price_of(product, 1, basis(customer, "USD", 7)) == (10, "CUSTOMER", "")
    agree(boss, customer, product, 12, currency="USD")
    assert price_of(product, 1, basis(customer, "USD", 7)) == (12, "CUSTOMER", "")
    assert price_of(product, 1, basis(customer)) == (70, "CUSTOMER", "")


@pytest.mark.parametrize(
    ("agreed", "asked", "value"), [("EXCLUSIVE", "INCLUSIVE", 113), ("INCLUSIVE", "EXCLUSIVE", "88.4956")]
)
def test_a_price_is_said_as_the_order_says_prices(cast, boss, agreed, asked, value):
    customer, product = make_buyer(cast.owner), make_product(list_price=D(1))
    agree(boss, customer, product, 100, tax_mode=agreed)
    assert price_of(product, 1, basis(customer, tax_mode=asked))[0] == D(value)


def test_a_line_remembers_which_price_applied(cast, boss):
    product = make_product(list_price=D(100))
    set_prices(boss, make_list(boss, "ALL"), entry(product, 95, quantity=5))
    order = make_draft(cast.owner, lines=[line(product, 5), line(product, 4), line(product, 5, 96)])
    told = [(one.price.normalize(), one.price_source, one.price_rule) for one in lines_of(order)]
    assert told == [(95, "CLASS", "ALL ≥ 5"), (100, "LIST", ""), (96, "MANUAL", "")]


def test_prices_of_five_hundred_lines_are_one_statement(cast, boss, django_assert_num_queries):
    customer, product = make_buyer(cast.owner), make_product(list_price=D(100))
    wishes = [prices.Wish(product, D(n)) for n in range(1, 501)]
    prices.resolve(wishes[:1], basis(customer))
    with django_assert_num_queries(1):
        assert len(prices.resolve(wishes, basis(customer))) == 500


def test_prices_of_other_peoples_customers_are_not_seen_nor_set(cast, boss):
    customer, product = make_buyer(cast.owner), make_product()
    agree(boss, customer, product, 80)
    assert [row.price for row in queries.prices(cast.owner)] == [80]
    assert not queries.prices(cast.stranger).exists()
    with pytest.raises(errors.NotAllowed):
        agree(cast.owner, customer, product, 1)


def test_what_a_customer_paid_last_is_told_with_its_order(cast, boss):
    product, customer = make_product(stock=100), make_buyer(cast.owner)
    first = make_effective(cast.owner, customer=customer, lines=[line(product, 1, 90)])
    second = make_effective(cast.owner, customer=customer, lines=[line(product, 1, 88)])
    found = queries.last_prices(customer.pk, [product.pk])[product.pk]
    assert (found.price, found.order_number) == (88, second.number)
    assert queries.last_prices(customer.pk, [product.pk], apart_from=second.pk)[product.pk].order_number == first.number


def test_a_customers_code_points_to_our_product_and_can_be_pointed_elsewhere(cast, boss):
    customer, first, second = make_buyer(cast.owner), make_product(), make_product()
    for product in (first, second):
        operations.save_item(actor=boss, customer_id=customer.pk, product_id=product.pk, code=" ａb-1 ", at=AT)
    assert queries.products_called(customer.pk, ["AB-1", "x"]) == {"AB-1": second.pk}
    operations.remove_item(actor=boss, item_id=queries.items(boss).get().pk, at=AT)
    assert queries.products_called(customer.pk, ["AB-1"]) == {}
