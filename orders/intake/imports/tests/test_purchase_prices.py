"""Which supplier delivers what, at what price: kept by who may, seen by who may (R154, R155)."""

import itertools
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import transaction
from django.http import QueryDict
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import errors
from common.exports.lists import Asked
from orders.intake.imports.tests.builders import bring_in, dry_run, issues
from orders.intake.imports.tests.test_masters import masters, section, write
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser, statements
from products.buying import exporting, operations, queries
from products.buying.models import PurchasePrice
from products.cleaning import operations as cleaning
from products.tests.builders import make_product, make_service, make_supplier

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)
DAY = timedelta(1)
PROFILE = masters(
    ["purchase_prices"],
    section("purchase_prices", product="p", supplier="s", price="price", min_quantity="q", valid_from="from"),
)


@pytest.fixture
def buyer():
    return make_user("purchasing")


def ask(buyer, product, supplier=None, **fields):
    changes = {
        "product": product,
        "supplier": supplier or make_supplier(),
        "price": D(10),
        "currency_id": "CNY",
        "valid_from": TODAY,
        **fields,
    }
    return operations.save_price(actor=buyer, changes=changes, at=AT)


def offer(product, quantity=1, day=TODAY):
    return {pk: one.price for pk, one in queries.offers(product.pk, D(quantity), day).items()}


def test_the_price_of_the_largest_quantity_counts_and_of_these_the_one_that_began_last(buyer):
    product, supplier = make_product(), make_supplier()
    ask(buyer, product, supplier, price=D(10))
    ask(buyer, product, supplier, price=D(9), valid_from=TODAY - DAY)
    ask(buyer, product, supplier, price=D(8), min_quantity=D(100))
    ask(buyer, product, supplier, price=D(7), valid_from=TODAY + DAY)
    assert offer(product) == {supplier.pk: D(10)}
    assert offer(product, 100) == {supplier.pk: D(8)}
    assert offer(product, day=TODAY + DAY) == {supplier.pk: D(7)}


def test_what_ended_and_who_is_out_of_use_offers_nothing(buyer):
    product, gone = make_product(), make_supplier()
    ask(buyer, product, valid_from=TODAY - 9 * DAY, valid_until=TODAY - DAY)
    ask(buyer, product, gone)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    assert offer(product) == {}


def test_the_days_are_those_for_the_product_else_the_suppliers(buyer):
    supplier = make_supplier(lead_time_days=30)
    assert ask(buyer, make_product(), supplier).days == 30
    assert ask(buyer, make_product(), supplier, lead_time_days=0).days == 0


def test_who_keeps_no_suppliers_or_may_not_know_what_we_pay_sets_no_price(buyer):
    row = ask(buyer, make_product())
    for role in ("sales", "production", "order_desk", "warehouse"):
        with pytest.raises(errors.NotAllowed):
            ask(make_user(role), make_product())
        with pytest.raises(errors.NotAllowed):
            operations.remove_price(actor=make_user(role), price_id=row.pk, at=AT)


def test_what_cannot_be_is_refused(buyer):
    product, supplier = make_product(), make_supplier()
    row = ask(buyer, product, supplier)
    for wrong in (
        {"supplier": supplier, "product": product},  # the same twice
        {"valid_until": TODAY - DAY},
        {"price": D(-1)},
        {"product": make_service()},
    ):
        with pytest.raises(errors.Invalid):
            ask(buyer, **{"product": make_product(), **wrong})
    with pytest.raises(errors.Stale):
        operations.save_price(actor=buyer, price_id=row.pk, changes={"price": D(3)}, version=9, at=AT)


def test_prices_go_with_a_product_that_becomes_another(buyer):
    source, target, supplier = make_product(), make_product(), make_supplier()
    ask(buyer, source, supplier, price=D(1))
    ask(buyer, target, supplier, price=D(2))
    ask(buyer, source, price=D(3))
    cleaning.merge_products(actor=make_user("administrator"), source_id=source.pk, target_id=target.pk, at=AT)
    assert sorted(PurchasePrice.objects.filter(product=target).values_list("price", flat=True)) == [D(2), D(3)]
    assert not PurchasePrice.objects.filter(product=source).exists()


def test_pages_show_prices_to_who_may_see_costs_alone(buyer):
    row = ask(buyer, make_product(), price=D("77.31"), lead_time_days=13)
    for path in ("/purchase-prices/", f"/products/{row.product_id}/"):
        assert "77.31" in Browser(buyer).get(path).text
        page = Browser(make_user("sales")).get(path).text
        assert row.supplier.name in page and "77.31" not in page
    assert Browser(make_user("sales")).get(f"/purchase-prices/{row.pk}/").status_code == 403


def test_a_price_is_entered_changed_and_removed_on_its_pages(buyer):
    browser, product, supplier = Browser(buyer), make_product(), make_supplier()
    asked = {"product": product.code, "supplier": supplier.pk, "price": "12.5", "currency": "CNY"}
    made = browser.post("/purchase-prices/new/", **asked, valid_from=TODAY.isoformat())
    assert made.status_code == 303, made.text
    row = PurchasePrice.objects.get()
    assert browser.get(f"/purchase-prices/{row.pk}/").status_code == 200
    changed = {**asked, "price": "13", "valid_from": TODAY.isoformat()}
    assert browser.post(f"/purchase-prices/{row.pk}/", version=row.version, **changed).status_code == 303
    row.refresh_from_db()
    assert row.price == 13 and row.version == 2
    assert browser.post(f"/purchase-prices/{row.pk}/remove/", version=row.version).status_code == 303
    assert not PurchasePrice.objects.exists()


def test_the_list_costs_as_many_statements_for_one_as_for_many(buyer):
    browser = Browser(buyer).warm()
    ask(buyer, make_product())
    browser.get("/purchase-prices/")
    one = statements(lambda: browser.get("/purchase-prices/"))
    for _number in range(3):
        ask(buyer, make_product())
    assert statements(lambda: browser.get("/purchase-prices/")) == one


def test_the_api_keeps_prices_and_hides_them(buyer):
    api, reader = APIClient(), APIClient()
    api.force_authenticate(buyer)
    reader.force_authenticate(make_user("sales"))
    body = {"product": make_product().code, "supplier": make_supplier().code, "price": "12.50"}
    made = api.post(
        "/api/v1/purchase-prices/",
        {**body, "valid_from": TODAY.isoformat()},
        format="json",
        headers={"Idempotency-Key": f"p{next(_keys)}"},
    )
    assert made.status_code == 201 and made.json()["currency"] == "CNY", made.json()
    where = f"/api/v1/purchase-prices/{made.json()['id']}/"
    assert (reader.get(where).json()["price"], reader.get(where).json()["currency"]) == (None, None)
    changed = api.patch(where, {"price": "13"}, format="json", headers={"If-Match": '"1"'})
    assert changed.json()["price"] == "13.00", changed.json()
    (listed,) = api.get("/api/v1/purchase-prices/", {"on": TODAY.isoformat()}).json()["results"]
    assert listed["version"] == 2
    assert reader.patch(where, {"price": "1"}, format="json", headers={"If-Match": '"2"'}).status_code == 403
    assert api.delete(where, headers={"If-Match": '"2"'}).status_code == 204


def test_a_file_brings_prices_in_and_a_later_one_changes_them(tmp_path, buyer):
    product, supplier = make_product(code="A1"), make_supplier(code="S77")
    head = "p,s,price,q,from\n"
    bring_in(write(tmp_path, purchase_prices=f"{head}A1,s77,5,,2026-11-01\nA1,S77,4,10,2026-11-01\n"), PROFILE)
    later = PROFILE.replace("[files]", 'title = "2"\n[files]')
    bring_in(write(tmp_path, purchase_prices=f"{head}A1,{supplier.name},6,,2026-11-01\n"), later)
    assert offer(product) == {supplier.pk: D(6)} and offer(product, 10) == {supplier.pk: D(4)}
    make_service(code="SRV")
    bad = f"{head}X,S77,1,,2026-11-01\nA1,NO,1,,2026-11-01\nSRV,S77,1,,2026-11-01\n" + 2 * "A1,S77,1,5,2026-11-01\n"
    run = dry_run(write(tmp_path, purchase_prices=bad), PROFILE.replace("[files]", 'title = "3"\n[files]'))
    assert {(code, line) for _entity, code, line in issues(run)} == {
        ("orphan", 2),
        ("unknown_supplier", 3),
        ("no_stock_of_services", 4),
        ("same_days", 6),
    }


def test_the_file_leaves_out_what_its_reader_may_not_know(buyer):
    ask(buyer, make_product(), price=D("77.31"))

    def told(actor):
        sheet = exporting.open_prices(actor, Asked(query=QueryDict(""), at=AT, columns=None))
        with transaction.atomic():
            return str([tuple(row) for row in sheet.rows()])

    assert "77.31" in told(buyer) and "77.31" not in told(make_user("sales"))
