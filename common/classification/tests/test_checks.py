"""What is wrong with a rule is said at its field; rules are said in words."""

import pytest
from django.utils import translation

from common.classification import checks, defaults, wording
from common.classification.rules import MOST_RULES, Kind, Rule

CODE, NAMES = "product.code", defaults.TAG_NAMES | defaults.GROUP_NAMES | defaults.FLAG_NAMES


def rule(kind: Kind, *operands: str, key: str = "a", tags=("A",), **more) -> Rule:
    return Rule(key=key, subject=more.pop("subject", CODE), kind=kind, operands=operands, tags=tags, **more)


@pytest.mark.parametrize(
    ("faulty", "field"),
    [
        (rule(Kind.PREFIX, "1", subject="product.colour"), "subject"),
        (rule(Kind.PREFIX), "operands"),
        (rule(Kind.PREFIX, "01.", " "), "operands"),
        (rule(Kind.PREFIX, "1" * 121), "operands"),
        (rule(Kind.CONTAINS, *("x",) * 201), "operands"),
        (rule(Kind.RANGE, "11.001"), "operands"),
        (rule(Kind.RANGE, "11.1", "56.005"), "operands"),
        (rule(Kind.RANGE, "56.005", "11.001"), "operands"),
        (rule(Kind.PATTERN, "{brand}{tonnage}"), "operands"),
        (rule(Kind.PATTERN, "{region}-{_}"), "operands"),
        (rule(Kind.OTHERWISE, "x", group="G"), "operands"),
        (rule(Kind.OTHERWISE), "group"),
        (rule(Kind.CHECK), "when"),
        (rule(Kind.PREFIX, "1", tags=()), "tags"),
        (rule(Kind.PREFIX, "1", tags=("kit",)), "tags"),
        (rule(Kind.PREFIX, "1", tags=("A", "B"), group="G"), "tags"),
        (rule(Kind.PREFIX, "1", tags=(), flags=("F",), group="G"), "tags"),
        (rule(Kind.PREFIX, "1", flags=("NO FLAG",)), "flags"),
        (rule(Kind.PREFIX, "1", group="g"), "group"),
        (rule(Kind.CHECK, when=("B",), misfit_flags=("F",)), "misfit_flags"),
        (rule(Kind.PREFIX, "1", when=("B",), unless=("B",)), "unless"),
    ],
)
def test_a_fault_stands_at_its_field(faulty, field):
    assert field in checks.check(faulty)


@pytest.mark.parametrize(
    ("rules", "key", "field"),
    [
        ([rule(Kind.PREFIX, "1", when=("MISSING",))], "a", "when"),
        ([rule(Kind.PREFIX, "1"), rule(Kind.CHECK, key="b", subject="customer.code", when=("A",))], "b", "when"),
        ([rule(Kind.CHECK, when=("B",)), rule(Kind.CHECK, key="b", tags=("B",), when=("A",))], "b", "when"),
        ([rule(Kind.CHECK, unless=("A",))], "a", "when"),
        ([rule(Kind.PREFIX, "1"), rule(Kind.PREFIX, "2", key="b", tags=("B",), group="A")], "b", "group"),
        (
            [
                rule(Kind.PREFIX, "1", group="G"),
                rule(Kind.PREFIX, "2", key="b", subject="customer.code", group="G"),
            ],
            "b",
            "group",
        ),
        ([rule(Kind.OTHERWISE, group="G"), rule(Kind.OTHERWISE, key="b", group="G", tags=("B",))], "b", "group"),
        ([rule(Kind.MARK, "*"), rule(Kind.MARK, "＊", key="b")], "b", "operands"),
        ([rule(Kind.PREFIX, "1"), rule(Kind.PREFIX, "2")], "a", "key"),
        ([rule(Kind.PREFIX, "1", key=str(place)) for place in range(MOST_RULES + 1)], str(MOST_RULES), "key"),
    ],
)
def test_rules_that_do_not_fit_together_are_named(rules, key, field):
    assert field in checks.check_all(rules)[key]


def test_the_shipped_rules_have_no_fault():
    assert checks.check_all(defaults.RULES) == {}


def test_rules_are_said_in_words():
    said = {one.key: (wording.condition(one, NAMES), wording.result(one, NAMES)) for one in defaults.RULES}
    assert said["domestic"] == ("Customer code from 11.001 to 56.005", "Domestic trade")
    assert said["promotion"] == ("Product code starts with 00.2.15. or 01.2.15.", "Buy some get some")
    assert said["other"] == ("no other tag of “Product class”", "Other product")
    assert said["sensor_count"] == ("if Digital kit: Product name is made like {*}-{Sensor count}", "Sensor count")
    assert said["mark_without_code"] == (
        "if Promotion mark, unless Buy some get some",
        "Mark without promotion code",
    )


def test_rules_are_said_in_chinese():
    with translation.override("zh-hans"):
        names = {code: translation.gettext(name) for code, name in NAMES.items()}
        said = {one.key: (wording.condition(one, names), wording.result(one, names)) for one in defaults.RULES}
    assert said["domestic"] == ("客户代码 11.001 至 56.005", "内贸")
    assert said["digital_kit"] == ("若为 数字仪表：产品代码 形如 {套件仪表代码}-{*}", "数字套件, 套件仪表代码")
    assert said["buy_1_get_1"] == ("产品名称 带标记 *", "买一送一")
