"""The shipped rules give what REQUIREMENTS 3.1–3.4 say; †: a decision of section 4."""

import pytest

from common.classification import defaults
from common.classification.engine import RuleSet

RULES = RuleSet(defaults.RULES)
SENSOR, KIT = "02.1.003", "01.2.02.318-101"


def of_customer(code: str):
    return RULES.classify({"customer.code": code})


def of_product(code: str, name: str = "", specification: str = "", auxiliary: str = ""):
    return RULES.classify(
        {
            "product.code": code,
            "product.name": name,
            "product.specification": specification,
            "product.auxiliary_attribute": auxiliary,
        }
    )


@pytest.mark.parametrize(
    ("code", "tags"),
    [
        ("11.001", ("DOMESTIC",)),  # † Q02
        ("23.117", ("DOMESTIC",)),
        ("56.005", ("DOMESTIC",)),  # † Q02
        ("56.006", ()),
        ("10.999", ()),
        ("02.015", ("FOREIGN",)),
        ("2.015", ()),
        ("3.001", ()),  # the trap: a plain string comparison says yes
        ("11.1", ()),  # † Q03
        # further traps
        ("11.000", ()),
        ("11.0010", ()),
        ("011.001", ()),
        ("11.001-2", ()),
        ("11.001.5", ()),
        ("11-001", ()),
        ("11001", ()),
        ("2٣.117", ()),
        ("１１．００１", ("DOMESTIC",)),
        (" 23.117\t", ("DOMESTIC",)),
        ("\u200b02.015", ("FOREIGN",)),
        ("02.", ("FOREIGN",)),
        ("02", ()),
        ("002.015", ()),
        ("", ()),
    ],
)
def test_customer_codes(code, tags):
    found = of_customer(code)
    assert found.tags == tags
    assert found.flags == (() if tags else ("UNCLASSIFIED",))


@pytest.mark.parametrize(
    ("code", "tags", "base"),
    [
        ("00.1.01.005", {"NON_DIGITAL_INSTRUMENT"}, None),
        ("00.2.15.003", {"NON_DIGITAL_INSTRUMENT", "PROMOTION"}, None),
        ("01.2.02.318", {"DIGITAL_INSTRUMENT"}, None),
        ("01.2.02.318-101", {"DIGITAL_INSTRUMENT", "DIGITAL_KIT"}, "01.2.02.318"),
        ("01.2.15.020", {"DIGITAL_INSTRUMENT", "PROMOTION"}, None),
        ("01.2.15.020-4", {"DIGITAL_INSTRUMENT", "PROMOTION", "DIGITAL_KIT"}, "01.2.15.020"),  # † Q06
        ("02.1.003", {"DIGITAL_SENSOR"}, None),
        ("03.1.004-2", {"ANALOG_SENSOR"}, None),
        ("00.2.15.010-3", {"NON_DIGITAL_INSTRUMENT", "PROMOTION"}, None),
        ("04.1.001", {"OTHER"}, None),
        ("001.2.1", {"OTHER"}, None),
        # further traps
        ("01.2.15", {"DIGITAL_INSTRUMENT"}, None),
        ("01.2.150.1", {"DIGITAL_INSTRUMENT"}, None),
        ("02.2.15.001", {"DIGITAL_SENSOR"}, None),
        ("1.2.02.318-101", {"OTHER"}, None),
        ("０１．２．０２．３１８－１０１", {"DIGITAL_INSTRUMENT", "DIGITAL_KIT"}, "01.2.02.318"),
        ("01.2.02.318–101", {"DIGITAL_INSTRUMENT", "DIGITAL_KIT"}, "01.2.02.318"),
        ("01.2.02.318-101-2", {"DIGITAL_INSTRUMENT", "DIGITAL_KIT"}, "01.2.02.318"),
        ("01.2.02.318-", {"DIGITAL_INSTRUMENT", "DIGITAL_KIT"}, "01.2.02.318"),
        ("X01.2.02.318-101", {"OTHER"}, None),
    ],
)
def test_product_codes(code, tags, base):
    found = RULES.classify({"product.code": code})
    assert set(found.tags) == tags
    assert found.facets == ({"base_code": base} if base else {})
    assert not found.flags


@pytest.mark.parametrize(
    ("name", "tags", "count", "flags"),
    [
        ("*DS1", ("BUY1_GET1",), None, ()),
        ("**DS1", ("BUY7_GET1",), None, ()),
        ("#DS1", ("SELL10_GIVE1",), None, ()),
        ("DS1*", (), None, ()),
        ("***DS1", ("BUY7_GET1",), None, ("MARK_DOUBTFUL",)),  # † Q07
        ("＊DS1", ("BUY1_GET1",), None, ()),
        (" *DS1", ("BUY1_GET1",), None, ()),
        ("DS1(铝合金)-4", (), 4, ()),
        ("**DS1(铝合金)-10", ("BUY7_GET1",), 10, ()),
        ("DS1-A(铝)-4", (), 4, ()),  # † Q18
        ("DS1-4台", (), None, ("SENSOR_COUNT_UNREADABLE",)),
        # further traps
        ("*#DS1", ("BUY1_GET1",), None, ("MARK_DOUBTFUL",)),
        ("#*DS1", ("SELL10_GIVE1",), None, ("MARK_DOUBTFUL",)),
        ("* *DS1", ("BUY1_GET1",), None, ("MARK_DOUBTFUL",)),
        ("＊＊DS1", ("BUY7_GET1",), None, ()),
        ("＃DS1", ("SELL10_GIVE1",), None, ()),
        ("\ufeff**DS1", ("BUY7_GET1",), None, ()),
        ("(新)*DS1", (), None, ()),
        ("ＤＳ１（铝合金）－４", (), 4, ()),
        ("DS1 - 12 ", (), 12, ()),
        ("DS1-4-", (), None, ("SENSOR_COUNT_UNREADABLE",)),
        ("DS1-04", (), 4, ()),
        ("DS1-0", (), None, ("SENSOR_COUNT_UNREADABLE",)),
        ("DS1-99999999999", (), None, ("SENSOR_COUNT_UNREADABLE",)),
        ("DS1-四", (), None, ("SENSOR_COUNT_UNREADABLE",)),
        ("DS1-٤", (), None, ("SENSOR_COUNT_UNREADABLE",)),
    ],
)
def test_product_names(name, tags, count, flags):
    """The name alone; what looks like a count is taken for the name of a kit."""
    assumed = ("DIGITAL_KIT",) if "-" in name or "－" in name else ()
    found = RULES.classify({"product.name": name}, assumed)
    assert (found.tags, found.flags) == (tags, flags)
    assert found.facets == ({"sensor_count": count} if count else {})


def test_only_kits_count_sensors():
    assert of_product("01.2.02.318", "DS1-4").facets == {}
    assert of_product("03.1.004-2", "ZSF-4", "本原-30T-桥式").flags == ()
    assert of_product(KIT, "DS1(铝合金)", "", "本原-30T-桥式").flags == ("SENSOR_COUNT_UNREADABLE",)


@pytest.mark.parametrize("code", [SENSOR, "03.1.004-2"])
@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("本原-30T-桥式", {"brand": "本原", "tonnage": "30T", "structure": "桥式"}),
        ("本原－30T－桥式", {"brand": "本原", "tonnage": "30T", "structure": "桥式"}),
        (" 本原 – 30T — 桥式 ", {"brand": "本原", "tonnage": "30T", "structure": "桥式"}),
        ("本原-30T", {}),
        ("A-B-30T-桥式", {}),
        ("本原--桥式", {}),
        ("-30T-桥式", {}),
        ("本原- -桥式", {}),
        ("本原30T桥式", {}),
    ],
)
def test_specifications_of_sensors(code, text, facets):
    found = of_product(code, "DBS", text)
    assert found.facets == facets
    assert found.flags == (() if facets else ("SPECIFICATION_NONCONFORMING",))


def test_a_sensor_without_specification_is_told_apart_from_an_odd_one():
    assert of_product(SENSOR, "DBS", " ").flags == ("SPECIFICATION_MISSING",)


def test_an_instrument_may_say_what_it_likes():
    assert of_product("01.2.02.318", "DS1", "台式").flags == ()


@pytest.mark.parametrize(
    ("text", "facets", "flags"),
    [
        ("本原-30T-桥式", ("本原", "30T", "桥式"), ()),
        ("本原30吨桥式", None, ("AUXILIARY_NONCONFORMING",)),
        ("", None, ("AUXILIARY_MISSING",)),
        ("　", None, ("AUXILIARY_MISSING",)),
    ],
)
def test_auxiliary_attributes_of_kits(text, facets, flags):
    found = of_product(KIT, "DS1(铝合金)-4", "台式", text)
    names = ("sensor_brand", "sensor_tonnage", "sensor_structure")
    wanted = {"base_code": "01.2.02.318", "sensor_count": 4}
    assert found.facets == wanted | (dict(zip(names, facets, strict=True)) if facets else {})
    assert found.flags == flags


@pytest.mark.parametrize(
    ("code", "name", "flags"),
    [
        ("00.2.15.003", "*D2008", ()),
        ("00.2.15.003", "D2008", ("CODE_WITHOUT_MARK",)),
        ("00.1.01.005", "#D2008", ("MARK_WITHOUT_CODE",)),
        ("00.1.01.005", "***D2008", ("MARK_DOUBTFUL", "MARK_WITHOUT_CODE")),
        ("00.1.01.005", "D2008", ()),
    ],
)
def test_code_and_mark_are_compared(code, name, flags):
    assert of_product(code, name).flags == flags  # Q09


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("华中地区-浙江1", {"region": "华中地区", "province": "浙江1", "province_group": "浙江"}),
        ("华中地区－浙江１２", {"region": "华中地区", "province": "浙江12", "province_group": "浙江"}),
        ("华东地区 - 上海", {"region": "华东地区", "province": "上海", "province_group": "上海"}),
        ("华中地区-浙江1-杭州", {"region": "华中地区", "province": "浙江1-杭州", "province_group": "浙江1-杭州"}),
        ("华中地区-", {"region": "华中地区"}),
        ("华中地区", None),
        ("-浙江1", None),
    ],
)
def test_departments_in_charge(text, facets):
    found = RULES.classify({"customer.territory": text})
    assert found.facets == (facets or {})
    assert found.flags == (() if facets else ("TERRITORY_NONCONFORMING",))


def test_no_department_yet_is_no_fault():
    assert RULES.classify({"customer.territory": ""}).flags == ()


def test_the_same_prefix_means_another_thing_of_another_object():
    assert of_customer(SENSOR).tags == ("FOREIGN",)  # Q04
    assert of_product(SENSOR, "DBS", "本原-30T-桥式").tags == ("DIGITAL_SENSOR",)


def test_every_code_of_the_shipped_rules_has_a_name():
    for rule in defaults.RULES:
        assert {*rule.tags} <= {*defaults.TAG_NAMES}
        assert {*rule.flags, *rule.misfit_flags, *rule.empty_flags} <= {*defaults.FLAG_NAMES}
        assert rule.group in {"", *defaults.GROUP_NAMES}
        assert {*rule.when, *rule.unless} <= {*defaults.TAG_NAMES, *defaults.GROUP_NAMES}
