"""Kits: components from the code or by hand, the sensor that a line chooses, how many can be built."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import errors, settings
from products.cleaning import operations as cleaning
from products.kits import operations, queries
from products.kits.models import KitComponent
from products.kits.operations import Component
from products.kits.queries import Asked
from products.tests.builders import make_product, make_service

pytestmark = pytest.mark.django_db

KIT = {"code": "01.2.02.318-101", "name": "DS1(铝合金)-4", "unit": "套"}


@pytest.fixture
def base():
    return make_product(code="01.2.02.318", name="DS1", stock=7)


@pytest.fixture
def sensor():
    return make_product(code="02.1.03.003", name="传感器", specification="本原-30T-桥式", unit="只", stock=18)


@pytest.fixture
def kit(base, sensor):
    return make_product(**KIT, auxiliary_attribute="本原-30t-桥式")


def save(kit, *components, **more):
    given = [Component(product.pk, D(quantity), is_sensor) for product, quantity, is_sensor in components]
    return operations.save_kit(actor=people.system_user(), product_id=kit.pk, components=given, at=AT, **more)


def test_a_kit_is_its_instrument_and_so_many_of_its_sensor(kit, base, sensor):
    assert queries.components_of(kit) == [(base.pk, 1), (sensor.pk, 4)]
    assert queries.figures_of([kit.pk])[kit.pk].buildable == 4  # 18 sensors, four in each


def test_a_line_chooses_another_sensor_and_another_number_of_them(kit, base, sensor):
    other = make_product(code="02.1.03.004", specification="本原-40T-桥式", unit="只")
    assert queries.components_of(kit, "本原-40T-桥式", 6) == [(base.pk, 1), (other.pk, 6)]
    made = queries.made_of([Asked(kit.pk, "无名-40T-桥式")])[0]
    assert (made.components, len(made.missing)) == ([(base.pk, 1)], 1)


def test_what_is_not_known_is_said(sensor):
    kit = make_product(code="01.2.99.001-7", name="DS9", auxiliary_attribute="")
    made = queries.made_of([Asked(kit.pk)])[0]
    assert made.components == []
    assert len(made.missing) == 2
    assert queries.figures_of([kit.pk])[kit.pk].buildable is None
    assert queries.components_of(sensor) == []  # no kit


def test_components_by_hand_stand_and_their_sensor_follows_the_line(kit, base, sensor):
    box = make_product(code="05.1", stock=1)
    other = make_product(code="02.1.03.004", specification="本原-40T-桥式", unit="只")
    save(kit, (base, 1, False), (sensor, 4, True), (box, 1, False), version=0)
    assert queries.components_of(kit) == [(base.pk, 1), (sensor.pk, 4), (box.pk, 1)]
    assert queries.components_of(kit, "本原-40T-桥式", 2) == [(base.pk, 1), (other.pk, 2), (box.pk, 1)]
    assert queries.figures_of([kit.pk])[kit.pk].buildable == 1
    with pytest.raises(errors.Stale):
        save(kit, (base, 1, False), version=0)
    save(kit, version=1)
    assert queries.components_of(kit) == [(base.pk, 1), (sensor.pk, 4)]


def test_kits_are_read_in_a_constant_number_of_statements(kit, base, django_assert_num_queries):
    kits = [make_product(code=f"01.2.02.318-{n}", name=f"DS1-{n}", auxiliary_attribute="本原-30T-桥式") for n in (2, 3)]
    with django_assert_num_queries(3):
        found = queries.made_of([Asked(one.pk) for one in (kit, *kits)])
    assert [one.components[1][1] for one in found] == [4, 2, 3]


def test_components_that_cannot_be_are_named(kit, base, sensor):
    service, inner = make_service(), make_product(code="01.2.02.318-9", name="DS1-1")
    save(inner, (base, 1, False))
    with pytest.raises(errors.Invalid) as refusal:
        save(kit, (kit, 1, False), (service, 1, False), (inner, 1, False), (base, "0.5", False), (base, 1, False))
    assert refusal.value.fields.keys() == {
        "components.1.product",
        "components.2.product",
        "components.3.product",
        "components.4.quantity",
        "components.5.product",
    }
    with pytest.raises(errors.NotAllowed):
        operations.save_kit(actor=make_user("sales"), product_id=kit.pk, components=[], at=AT)


def test_the_setting_says_what_counts_unless_the_kit_says_otherwise(kit, base, monkeypatch):
    other = make_product(code="01.2.02.318-5", name="DS1-5")
    ids = [kit.pk, other.pk, base.pk]
    assert queries.counted_by_components(ids) == set()
    operations.save_kit(actor=people.system_user(), product_id=kit.pk, works_on="COMPONENTS", at=AT)
    assert queries.counted_by_components(ids) == {kit.pk}
    monkeypatch.setattr(settings, "_values", lambda: {queries.WORKS_ON: "COMPONENTS"})
    assert queries.counted_by_components(ids) == {kit.pk, other.pk}
    operations.save_kit(actor=people.system_user(), product_id=kit.pk, works_on="KIT", at=AT)
    assert queries.counted_by_components(ids) == {other.pk}


def test_a_merged_component_stays_in_its_kits(kit, base, sensor):
    twin = make_product(code="02.1.03.033", unit="只")
    save(kit, (base, 1, False), (twin, 4, True))
    cleaning.merge_products(actor=people.system_user(), source_id=twin.pk, target_id=sensor.pk, at=AT)
    assert set(KitComponent.objects.values_list("product", flat=True)) == {base.pk, sensor.pk}
