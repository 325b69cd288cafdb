"""How values are written, and what belongs to heads."""

from datetime import date
from decimal import Decimal

import pytest

from reports.layout import definitions, differing, heads, provinces, wording
from reports.layout.paper import Column, Definition, Form, Paper
from reports.layout.tests import samples


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (None, Form.MONEY, "–"),
        ("", Form.TEXT, "–"),
        (Decimal("1234.5"), Form.MONEY, "1,234.50"),
        (Decimal("-1234.5"), Form.MONEY, "−1,234.50"),
        (Decimal("0.9345"), Form.SHARE, "93.5%"),
        (Decimal("0.086"), Form.GROWTH, "+8.6%"),
        (Decimal("-0.046"), Form.GROWTH, "−4.6%"),
        (Decimal("0.0001"), Form.GROWTH, "0.0%"),
        (Decimal("2.04"), Form.POINTS, "+2.0"),
        (Decimal("-0.04"), Form.POINTS, "0.0"),
        (Decimal("12.5000"), Form.QUANTITY, "12.5"),
        (1234, Form.COUNT, "1,234"),
        (Decimal("3.25"), Form.DAYS, "3.3"),
        (Decimal("1.074"), Form.FACTOR, "1.07"),
        (date(2026, 1, 2), Form.DAY, "2026-01-02"),
        ("2026-01", Form.DAY, "2026-01"),
        ("n/a", Form.MONEY, "n/a"),
    ],
)
def test_a_value_is_written_by_its_form(value, form, text):
    assert wording.written(value, form) == text


def test_groups_cover_the_columns_that_stand_together():
    assert heads.groups(samples.pivot().columns) == [("", 1), ("Signed", 2), ("", 5)]
    assert heads.groups(samples.trend().columns) == []


def test_heads_of_one_line_come_once_whatever_their_case():
    columns = [Column("a", "Sum", group="A"), Column("b", "sum", group="a"), Column("c", "\x00"), Column("d", "D\n\nE")]
    assert heads.unique(columns) == ["A Sum", "a sum (2)", "c", "D E"]


@pytest.mark.parametrize(
    ("text", "tile"),
    [
        *(("浙江1", "浙江"), ("浙江省", "浙江"), ("内蒙古自治区", "内蒙古"), ("北京市", "北京"), ("黑龙江2", "黑龙江")),
        *(("外贸", ""), ("浙江路", ""), ("", "")),
    ],
)
def test_a_province_is_known_however_it_is_written(text, tile):
    assert provinces.named(text) == tile


def test_the_map_has_every_province_once_at_a_place_of_its_own():
    assert len(provinces.TILES) == 34 == len(set(provinces.TILES.values()))


def test_terms_are_defined_once_and_heads_with_a_meaning_are_terms():
    own = samples.pivot()
    part = Paper("P", (Column("x", "X", definition="what x is"), Column("y", "Y", definition="z", is_hidden=True)), ())
    assert [one.term for one in definitions.defined([own, own, part])] == ["On time", "X"]


def test_a_formula_is_numerator_over_denominator_as_far_as_they_are_known():
    assert definitions.formula(Definition("t", "m", "a", "b")) == "a ÷ b"
    assert definitions.formula(Definition("t", "m", "a")) == "a"


@pytest.mark.parametrize(
    ("form", "now", "before", "change"),
    [
        (Form.SHARE, Decimal("0.755"), Decimal("0.735"), Decimal(2)),
        (Form.SHARE, Decimal("0.755"), None, None),
        (Form.SHARE, Decimal("0.755"), Decimal(0), Decimal("75.5")),
        (Form.MONEY, Decimal(150), Decimal(100), Decimal("0.5")),
        (Form.MONEY, Decimal(150), Decimal(0), None),
    ],
)
def test_shares_differ_by_points_and_all_else_grows(form, now, before, change):
    assert differing.change(form, now, before) == change
    assert differing.column(form, "change").form == (Form.POINTS if form is Form.SHARE else Form.GROWTH)
