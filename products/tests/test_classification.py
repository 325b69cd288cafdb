"""The company's method on stored data (R006–R022): what a product is called decides what is found of it."""

import pytest

from accounts.people import queries as people
from common import clock
from products.catalogue import operations
from products.catalogue.models import Product, ProductText, ProductTextPeriod
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


def _text(**fields) -> ProductText:
    return ProductText.objects.get(pk=make_product(**fields).text_id)


@pytest.mark.parametrize(
    ("code", "tags"),
    [
        ("00.1.01.005", {"NON_DIGITAL_INSTRUMENT"}),
        ("00.2.15.003", {"NON_DIGITAL_INSTRUMENT", "PROMOTION"}),
        ("01.2.02.318", {"DIGITAL_INSTRUMENT"}),
        ("01.2.02.318-101", {"DIGITAL_INSTRUMENT", "DIGITAL_KIT"}),
        ("01.2.15.020", {"DIGITAL_INSTRUMENT", "PROMOTION"}),
        ("01.2.15.020-4", {"DIGITAL_INSTRUMENT", "PROMOTION", "DIGITAL_KIT"}),
        ("02.1.003", {"DIGITAL_SENSOR"}),
        ("03.1.004-2", {"ANALOG_SENSOR"}),
        ("00.2.15.010-3", {"NON_DIGITAL_INSTRUMENT", "PROMOTION"}),
        ("04.1.001", {"OTHER"}),
        ("001.2.1", {"OTHER"}),
    ],
)
def test_codes_of_products_are_kept_with_their_tags(code, tags):
    text = _text(code=code)
    assert set(text.tags) == tags
    assert {text.product_class} == tags - {"PROMOTION", "DIGITAL_KIT"}
    assert text.rules_number == 1


@pytest.mark.parametrize(
    ("name", "promotion", "count"),
    [
        ("*DS1", "BUY1_GET1", None),
        ("**DS1", "BUY7_GET1", None),
        ("#DS1", "SELL10_GIVE1", None),
        ("DS1*", "", None),
        ("***DS1", "BUY7_GET1", None),
        ("＊DS1", "BUY1_GET1", None),
        (" *DS1", "BUY1_GET1", None),
        ("DS1(铝合金)-4", "", 4),
        ("**DS1(铝合金)-10", "BUY7_GET1", 10),
        ("DS1-A(铝)-4", "", 4),
        ("DS1-4台", "", None),
    ],
)
def test_names_of_kits_are_kept_with_promotion_and_sensor_count(name, promotion, count):
    text = _text(code="01.2.15.020-4", name=name, auxiliary_attribute="本原-30T-桥式")
    assert (text.promotion, text.sensor_count) == (promotion, count)
    assert ("SENSOR_COUNT_UNREADABLE" in text.flags) == (count is None)
    assert ("MARK_DOUBTFUL" in text.flags) == (name == "***DS1")
    assert ("CODE_WITHOUT_MARK" in text.flags) == (not promotion)


@pytest.mark.parametrize(
    ("value", "facets", "flags"),
    [
        ("本原-30T-桥式", ("本原", "30T", "桥式"), []),
        ("本原－30T－桥式", ("本原", "30T", "桥式"), []),
        ("本原-30T", ("", "", ""), ["SPECIFICATION_NONCONFORMING"]),
        ("A-B-30T-桥式", ("", "", ""), ["SPECIFICATION_NONCONFORMING"]),
        ("", ("", "", ""), ["SPECIFICATION_MISSING"]),
    ],
)
def test_specifications_of_sensors_are_kept_apart_and_never_edited(value, facets, flags):
    text = _text(code="02.1.003", specification=value)
    assert (text.brand, text.tonnage, text.structure) == facets
    assert text.flags == flags
    assert text.specification == value


def test_a_kit_without_its_sensor_is_a_deviation():
    assert "AUXILIARY_MISSING" in _text(code="01.2.02.318-101", name="DS1-4").flags


def test_a_kit_finds_its_base_instrument_whichever_comes_first():
    kit = _text(code="01.2.02.318-101", name="DS1-4")
    assert (kit.base_code, kit.base_id) == ("01.2.02.318", None)
    base = make_product(code="01.2.02.318")
    kit.refresh_from_db()
    assert kit.base_id == base.pk
    assert _text(code="01.2.02.318-102", name="DS1-6").base_id == base.pk
    actor = people.system_user()
    operations.update_product(
        actor=actor, product_id=base.pk, version=base.version, changes={"code": "01.2.02.319"}, at=clock.now()
    )
    kit.refresh_from_db()
    assert kit.base_id is None


def test_many_at_once_are_classified_in_a_constant_number_of_statements(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def load(start: int, count: int) -> int:
        drafts = [{"code": f"02.1.{n:05d}", "name": f"传感器 {n}"} for n in range(start, start + count)]
        with CaptureQueriesContext(
            connection,
        ) as found:
            operations.create_products(actor=people.system_user(), drafts=drafts, at=clock.now())
        return len(found)

    load(0, 1)
    assert load(10, 3) == load(100, 300)
    assert Product.objects.filter(text__tags__contains=["DIGITAL_SENSOR"]).count() == 304
    assert ProductTextPeriod.objects.filter(of__product_class="DIGITAL_SENSOR", valid_until=None).count() == 304


def test_a_changed_name_is_another_text_and_the_old_one_stays_as_it_was():
    product = make_product(code="00.2.15.003", name="*DS1")
    old = product.text_id
    operations.update_product(
        actor=people.system_user(),
        product_id=product.pk,
        version=product.version,
        changes={"name": "**DS1"},
        at=clock.now(),
    )
    product.refresh_from_db()
    assert ProductText.objects.get(pk=product.text_id).promotion == "BUY7_GET1"
    assert ProductText.objects.get(pk=old).promotion == "BUY1_GET1"
