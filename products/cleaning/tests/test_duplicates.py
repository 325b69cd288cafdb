"""Products kept twice: found over the whole catalogue, decided, merged with a preview by page and API."""

import itertools

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common.likeness import searching
from products.catalogue.models import Product
from products.cleaning import alike, operations, queries
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


def found(**conditions):
    operations.search_duplicates(actor=people.system_user(), at=AT)
    searching.scan(at=AT)
    return queries.shown(queries.list_pairs(people.system_user()).filter(**conditions).order_by("-score", "pk"))


def test_separators_width_and_marks_are_folded_away():
    assert alike.bare("０１.2-02 .318") == alike.bare("01.2.02.318") == "01202318"
    assert alike.bare("称重仪表 **") == alike.bare("称重仪表")


def test_codes_names_with_specification_and_sounds_are_compared():
    make_product(code="01.2.77", name="称重传感器", specification="本原-30T-桥式")
    make_product(code="01-2-77", name="传感器", specification="本原-20T-桥式")
    make_product(code="01.2.78", name="称重 传感器", specification="本原－30T－桥式")
    make_product(code="05.2", name="称重传感器", specification="本原-30T-桥式", unit="只")
    make_product(code="06.1", name="接线盒", specification="四线")
    make_product(code="06.2", name="结线盒", specification="四线")
    pairs = [({row.one.code, row.other.code}, list(row.reasons)) for row in found()]
    assert pairs == [
        ({"01.2.77", "01-2-77"}, ["CODE"]),
        ({"01.2.77", "01.2.78"}, ["NAME_SPECIFICATION"]),
        ({"06.1", "06.2"}, ["PINYIN"]),
    ]


def test_what_the_method_tells_apart_is_no_double():
    """An instrument, its promotion articles and its kits are alike on purpose (R007–R018)."""
    for code, name in (
        ("01.2.04.210", "DS5"),
        ("01.2.15.020", "**DS5"),
        ("01.2.14.020", "＊DS5"),
        ("01.2.16.020", "#DS5"),
        ("01.2.04.210-03.1.001", "DS5"),
        ("01.2.05.210-03.1.001", "DS5"),
        ("05.2.04.210", "DS5"),
    ):
        make_product(code=code, name=name, specification="标准")
    make_product(code="01.2.04.212", name="DS-5", specification="标 准")
    assert [{row.one.code, row.other.code} for row in found()] == [{"01.2.04.210", "01.2.04.212"}]


def test_two_that_are_not_the_same_do_not_come_back_and_merged_ones_go():
    one, other = make_product(name="仪表 甲"), make_product(name="仪表甲")
    (row,) = found(state="OPEN")
    operations.decide_pair(actor=people.system_user(), pair_id=row.id, are_two=True, at=AT)
    assert found(state="OPEN") == []
    operations.merge_products(actor=people.system_user(), source_id=one.pk, target_id=other.pk, at=AT)
    assert found() == []


def test_the_pages_search_decide_preview_and_merge(client):
    client.force_login(make_user("order_desk"))
    one, other = make_product(name="仪表 甲"), make_product(name="仪表甲", list_price=120)
    assert client.post(reverse("products:duplicate-search")).status_code == 303
    searching.scan(at=AT)
    preview = reverse("products:product-merge-preview", args=[other.pk, one.pk])
    assert preview in client.get(reverse("products:duplicate-list")).text
    chosen = client.post(reverse("products:product-merge", args=[other.pk]), {"target": one.code})
    assert chosen.headers["Location"] == preview
    assert "list_price" in client.get(preview).text
    assert client.post(preview, {"version": 9, "take": ["list_price"]}).status_code == 409
    assert client.post(preview, {"version": other.version, "take": ["list_price"]}).status_code == 303
    assert Product.objects.get(pk=one.pk).list_price == 120
    page = client.get(reverse("products:product-detail", args=[other.pk])).text
    assert one.code in page
    assert reverse("products:product-edit", args=[other.pk]) not in page
    client.force_login(make_user("sales"))
    assert client.get(preview).status_code == 403
    assert client.post(reverse("products:duplicate-search")).status_code == 403


def test_the_api_previews_before_it_merges():
    source, target = make_product(name="仪表 甲", english_name="Meter"), make_product(name="仪表甲")
    api = APIClient()
    api.force_authenticate(make_user("order_desk"))

    def send(**body):
        headers = {"Idempotency-Key": f"pdup{next(_keys)}"}
        return api.post(f"/api/v1/products/{source.code}/merge/", body, format="json", headers=headers)

    dry = send(into=target.code, dry_run=True)
    assert dry.status_code == 200, dry.content
    assert {"field": "english_name", "kept": "", "other": "Meter", "taken": True} in dry.json()["choices"]
    assert Product.objects.get(pk=source.pk).merged_into is None
    assert send(into="nowhere").status_code == 400
    other_unit = make_product(unit="只")
    refused = send(into=other_unit.code)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_mergeable")
    assert send(into=target.code).json()["english_name"] == "Meter"
    assert api.get(f"/api/v1/products/{source.code}/").json()["successor"] == target.code


def test_the_api_lists_decides_and_searches():
    make_product(code="01.2.77", name="称重传感器")
    make_product(code="01-2-77", name="传感器")
    api = APIClient()
    api.force_authenticate(make_user("administrator"))
    base = "/api/v1/product-duplicates/"

    def post(path, body=None):
        return api.post(base + path, body, format="json", headers={"Idempotency-Key": f"k{next(_keys)}"})

    assert post("search/").status_code == 202
    searching.scan(at=AT)
    (row,) = api.get(base).json()["results"]
    assert {row["one"]["code"], row["other"]["code"]} == {"01.2.77", "01-2-77"} and row["reasons"] == ["CODE"]
    assert post(f"{row['id']}/decide/", {"not_the_same": True}).json()["state"] == "NOT_SAME"
    assert api.get(base).json()["count"] == 0
    api.force_authenticate(make_user("sales"))
    assert post("search/").status_code == post(f"{row['id']}/decide/", {"not_the_same": False}).status_code == 403
