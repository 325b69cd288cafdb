"""Price lists, customers' prices and item codes come in from files, and what was exported goes back in."""

from datetime import date

import pytest

from accounts.tests.builders import make_user
from common import errors
from customers.tests.builders import make_customer
from orders.intake.imports.tests.builders import bring_in, dry_run, issues
from orders.intake.imports.tests.test_masters import masters, section, write
from orders.pricing.models import CustomerItem, CustomerPrice
from products.pricing.models import ListPrice
from products.pricing.tests.test_price_lists import make_list
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
PRICE = {"price": "price", "valid_from": "first", "valid_until": "last", "min_quantity": "least"}
LISTS = masters(["prices"], section("prices", price_list="list", product="product", **PRICE))


@pytest.fixture
def boss():
    return make_user("sales_manager")


def test_prices_of_lists_are_set_and_a_second_file_moves_them(tmp_path, boss):
    make_list(boss)
    make_product(code="A")
    head = "list,product,price,least,first,last\n"
    bring_in(write(tmp_path, prices=f"{head}VIP,A,90,,2026-01-01,\nVIP,A,80,10,2026-01-01,\n"), LISTS)
    bring_in(write(tmp_path, prices=f"{head}VIP,A,95,,2026-07-01,\n"), LISTS.replace("[files]", 'title = "2"\n[files]'))
    rows = ListPrice.objects.order_by("min_quantity", "valid_from").values_list("price", "valid_from", "valid_until")
    assert list(rows) == [
        (90, date(2026, 1, 1), date(2026, 6, 30)),
        (95, date(2026, 7, 1), None),
        (80, date(2026, 1, 1), None),
    ]


def test_rows_that_cannot_stand_are_named(tmp_path, boss):
    make_list(boss)
    make_product(code="A")
    rows = ["OLD,A,1,,2026-01-01,", "VIP,X,1,,2026-01-01,", "VIP,A,1,,2026-02-01,2026-01-01", "VIP,A,1,,2026-01-01,"]
    rows += ["VIP,A,2,0,2026-05-01,", "VIP,A,-2,5,2026-05-01,"]
    files = write(tmp_path, prices="list,product,price,least,first,last\n" + "\n".join(rows) + "\n")
    run = dry_run(files, LISTS)
    assert {(code, line) for _entity, code, line in issues(run)} >= {
        ("unknown_price_list", 2),
        ("orphan", 3),
        ("ends_first", 4),
        ("same_days", 6),
    }


def test_customers_prices_and_item_codes_come_in(tmp_path):
    customer, product = make_customer(code="33.017"), make_product(code="A")
    text = masters(
        ["customer_prices", "customer_items"],
        section("customer_prices", customer="customer", product="product", currency="cur", reason="why", **PRICE),
        section("customer_items", customer="customer", product="product", code="code", name="name"),
    )
    files = write(
        tmp_path,
        customer_prices="customer,product,price,least,first,last,cur,why\n33.017,A,88,,2026-01-01,,,合同\n33.017,A,12,,2026-01-01,,usd,\n",
        customer_items="customer,product,code,name\n33.017,A,KH-7,套件\n",
    )
    bring_in(files, text)
    found = CustomerPrice.objects.order_by("currency").values_list("customer", "product", "price", "currency", "reason")
    assert list(found) == [(customer.pk, product.pk, 88, "CNY", "合同"), (customer.pk, product.pk, 12, "USD", "")]
    assert CustomerItem.objects.get().code_folded == "KH-7"


def test_who_may_not_set_prices_brings_none_in(tmp_path, boss):
    make_list(boss)
    make_product(code="A")
    files = write(tmp_path, prices="list,product,price,least,first,last\nVIP,A,90,,2026-01-01,\n")
    with pytest.raises(errors.NotAllowed, match="Set prices"):
        bring_in(files, LISTS, actor=make_user("api_client"))
    assert not ListPrice.objects.exists()
