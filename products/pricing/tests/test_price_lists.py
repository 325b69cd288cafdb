"""Price lists: who keeps them, what they hold, how prices follow each other."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.tests.builders import AT, make_user
from common import errors
from common.models import Currency
from products.pricing import operations, queries
from products.pricing.models import ListPrice
from products.pricing.writing import PriceEntry
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D, DAY = Decimal, date(2026, 1, 1)


@pytest.fixture
def boss():
    return make_user("sales_manager")


def make_list(actor, code="VIP", currency="CNY", **changes):
    given = {"code": code, "name": code, "currency": Currency.objects.get(pk=currency), **changes}
    return operations.save_list(actor=actor, at=AT, **given)


def entry(product, price, first=DAY, last=None, quantity=0):
    return PriceEntry(product.pk, D(price), first, last, D(quantity))


def told(price_list):
    rows = ListPrice.objects.filter(price_list=price_list).order_by("product", "min_quantity", "valid_from")
    return [(row.min_quantity.normalize(), row.price.normalize(), row.valid_from, row.valid_until) for row in rows]


def set_prices(actor, price_list, *entries):
    return operations.set_prices(actor=actor, list_id=price_list.pk, entries=entries, at=AT)


def test_an_offer_for_some_days_interrupts_the_price_that_stands(boss):
    vip, product = make_list(boss), make_product()
    set_prices(boss, vip, entry(product, 90))
    assert set_prices(boss, vip, entry(product, 80, date(2026, 6, 1), date(2026, 6, 15))) == 1
    assert told(vip) == [
        (0, 90, DAY, date(2026, 5, 31)),
        (0, 80, date(2026, 6, 1), date(2026, 6, 15)),
        (0, 90, date(2026, 6, 16), None),
    ]


def test_a_quantity_break_stands_beside_the_price_of_one(boss):
    vip, product = make_list(boss), make_product()
    set_prices(boss, vip, entry(product, 90), entry(product, 85, quantity=10))
    assert told(vip) == [(0, 90, DAY, None), (10, 85, DAY, None)]


def test_a_price_that_stands_already_is_left_alone(boss):
    vip, product = make_list(boss), make_product()
    set_prices(boss, vip, entry(product, 90))
    first = ListPrice.objects.get().pk
    assert set_prices(boss, vip, entry(product, 90)) == 0
    assert ListPrice.objects.get().pk == first and queries.get_list(actor=boss, list_id=vip.pk).version == 2


def test_an_ended_price_holds_no_longer_and_one_to_come_goes(boss):
    vip, product = make_list(boss), make_product()
    set_prices(boss, vip, entry(product, 90, DAY, date(2026, 3, 31)), entry(product, 95, date(2026, 4, 1)))
    now, later = ListPrice.objects.order_by("valid_from")
    for price in (later, now):
        operations.end_price(actor=boss, price_id=price.pk, last_day=date(2026, 2, 28), at=AT)
    assert told(vip) == [(0, 90, DAY, date(2026, 2, 28))]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"price": D(-1)}, "prices.1.price"),
        ({"min_quantity": D(-1)}, "prices.1.min_quantity"),
        ({"price": D("1.1234567")}, "prices.1.price"),
        ({"valid_until": DAY - timedelta(days=1)}, "prices.1.valid_until"),
        ({"product_id": 0}, "prices.1.product"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_set(boss, change, where):
    vip, product = make_list(boss), make_product()
    good = {"product_id": product.pk, "price": D(1), "valid_from": DAY}
    with pytest.raises(errors.Invalid) as refused:
        set_prices(boss, vip, PriceEntry(**{**good, **change}), entry(make_product(), 5))
    assert list(refused.value.fields) == [where] and not told(vip)


def test_two_rows_of_one_call_that_meet_are_named(boss):
    vip, product = make_list(boss), make_product()
    with pytest.raises(errors.Invalid) as refused:
        set_prices(boss, vip, entry(product, 1, DAY, DAY), entry(product, 2))
    assert list(refused.value.fields) == ["prices.2.valid_from"]


def test_a_class_has_one_list_in_use_per_currency(boss):
    first = make_list(boss, customer_class="DOMESTIC")
    with pytest.raises(errors.Invalid):
        make_list(boss, "VIP2", customer_class="DOMESTIC")
    make_list(boss, "VIP3", customer_class="DOMESTIC", currency="USD")
    operations.save_list(actor=boss, list_id=first.pk, version=1, is_active=False, at=AT)
    make_list(boss, "VIP4", customer_class="DOMESTIC")


def test_a_class_that_the_rules_do_not_know_is_refused(boss):
    with pytest.raises(errors.Invalid) as refused:
        make_list(boss, customer_class="FRIENDS")
    assert "customer_class" in refused.value.fields


def test_a_list_with_prices_keeps_its_currency(boss):
    vip = make_list(boss)
    set_prices(boss, vip, entry(make_product(), 90))
    with pytest.raises(errors.Invalid) as refused:
        operations.save_list(actor=boss, list_id=vip.pk, version=2, currency=Currency.objects.get(pk="USD"), at=AT)
    assert list(refused.value.fields) == ["currency"]


def test_only_who_sets_prices_sets_them_and_who_sees_no_amounts_sees_none(boss):
    vip, seller, keeper = make_list(boss), make_user("sales"), make_user("warehouse")
    with pytest.raises(errors.NotAllowed):
        set_prices(seller, vip, entry(make_product(), 90))
    assert list(queries.lists(seller)) == [vip]
    with pytest.raises(errors.NotFound):
        queries.get_list(actor=keeper, list_id=vip.pk)


def test_the_database_itself_holds_no_two_prices_for_one_day(boss):
    vip, product = make_list(boss), make_product()
    row = {"price_list": vip, "product": product, "price": 1, "valid_from": DAY}
    ListPrice.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListPrice.objects.create(**row)


def test_setting_a_hundred_prices_takes_as_many_statements_as_two(boss, django_assert_max_num_queries):
    vip = make_list(boss)
    many = [make_product() for _n in range(100)]
    set_prices(boss, vip, *(entry(product, 90) for product in many))
    with django_assert_max_num_queries(25):
        set_prices(boss, vip, *(entry(product, 80, date(2026, 6, 1)) for product in many))
