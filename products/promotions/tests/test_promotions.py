"""Promotions: who keeps them, what makes sense, how pages, files and the API take them."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.tests.builders import AT, make_user
from common import errors
from common.reference import seed_reference
from products.cleaning import operations as cleaning
from products.promotions import matching, operations
from products.promotions.models import Promotion
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def head():
    return make_user("sales_manager")


def browse(user):
    client = Client()
    client.force_login(user)
    return client


def sent(client, url, **fields):
    return client.post(url, {"nonce": uuid.uuid4().hex, **fields})


def save(actor, **changes):
    given = {"code": "NOV", "name": "十一月", "scope": "MARK", "mark": "##", "buy": 5, "give": 1, **changes}
    return operations.save_promotion(actor=actor, at=AT, **given)


def test_the_marks_of_the_company_are_shipped_and_what_was_changed_stays():
    assert {one.mark: (one.buy, one.give) for one in Promotion.objects.all()} == {
        "*": (1, 1),
        "**": (7, 1),
        "#": (10, 1),
    }
    Promotion.objects.filter(code="BUY7_GET1").update(give=2)
    seed_reference(at=AT)
    assert Promotion.objects.get(code="BUY7_GET1").give == 2 and Promotion.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mark": ""}, "mark"),
        ({"mark": "A"}, "mark"),
        ({"mark": "＊＊"}, "mark"),  # ** has its promotion
        ({"scope": "TAG", "tag": "NONE"}, "tag"),
        ({"scope": "PRODUCTS"}, "products"),
        ({"buy": 0}, "buy"),
        ({"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)}, "valid_until"),
    ],
)
def test_a_promotion_without_sense_is_refused_by_its_field(head, changes, field):
    with pytest.raises(errors.Invalid) as caught:
        save(head, **changes)
    assert list(caught.value.fields) == [field]


def test_the_same_mark_may_have_another_promotion_on_other_days(head):
    row = Promotion.objects.get(code="BUY7_GET1")
    operations.save_promotion(actor=head, promotion_id=row.pk, valid_until=date(2026, 11, 30), at=AT)
    save(head, mark="**", valid_from=date(2026, 12, 1))
    with pytest.raises(errors.Invalid):
        save(head, code="DEC", mark="**", valid_from=date(2026, 11, 30))


def test_only_who_may_keeps_them():
    with pytest.raises(errors.NotAllowed):
        save(make_user("sales"))


@pytest.mark.parametrize(
    ("quantity", "buy", "give", "given"), [("0.5", 1, 1, 0), ("13.9", 7, 1, 1), ("14", 7, 2, 4), ("-7", 7, 1, 0)]
)
def test_only_whole_times_count(quantity, buy, give, given):
    assert matching.gift_quantity(D(quantity), buy, give) == given


def test_a_promotion_follows_a_product_that_becomes_another(head):
    source, target = make_product(), make_product()
    row = save(head, scope="PRODUCTS", mark="", product_ids=[source.pk, target.pk], gift_product=source)
    cleaning.merge_products(actor=make_user("administrator"), source_id=source.pk, target_id=target.pk, at=AT)
    row.refresh_from_db()
    assert (list(row.listed.values_list("product", flat=True)), row.gift_product_id) == ([target.pk], target.pk)


def test_the_dialog_takes_codes_of_products(head):
    one, two = make_product(), make_product()
    fields = {"code": "NOV", "name": "十一月", "scope": "PRODUCTS", "buy": "5", "give": "1", "is_active": "on"}
    browser = browse(head)
    refused = sent(browser, "/promotions/new/", **fields, products="none")
    assert refused.status_code == 422 and "none" in refused.content.decode()
    assert sent(browser, "/promotions/new/", **fields, products=f"{one.code}，{two.code}").status_code in (302, 303)
    row = Promotion.objects.get(code="NOV")
    assert browser.get(f"/promotions/{row.pk}/").content.decode().count(one.code) == 1
    page = browse(make_user("sales")).get("/promotions/").content.decode()
    assert "NOV" in page and "/promotions/new/" not in page


def test_the_api_keeps_them_by_code(head):
    product, client = make_product(), browse(head)
    body = {"code": "NOV", "name": "十一月", "scope": "PRODUCTS", "products": [product.code], "buy": 5, "give": 1}
    new = client.post("/api/v1/promotions/", body, content_type="application/json", headers={"Idempotency-Key": "p1"})
    assert new.status_code == 201 and new.json()["products"] == [product.code]
    again = client.patch(
        "/api/v1/promotions/NOV/", {"give": 2}, content_type="application/json", headers={"If-Match": new["ETag"]}
    )
    assert again.status_code == 200 and again.json()["give"] == 2
    wrong = {**body, "code": "DEC", "products": ["none"]}
    refused = client.post(
        "/api/v1/promotions/", wrong, content_type="application/json", headers={"Idempotency-Key": "p2"}
    )
    assert refused.status_code == 400 and "products" in refused.json()["fields"]
