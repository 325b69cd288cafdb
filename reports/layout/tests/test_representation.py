"""A paper in the API."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from reports.layout.paper import Form
from reports.layout.representation import PaperSerializer, document, value_of
from reports.layout.tests import samples


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (Decimal("1234.5"), Form.MONEY, "1234.50"),
        (Decimal("1E+3"), Form.MONEY, "1000.00"),
        (Decimal("12.5000"), Form.QUANTITY, "12.5"),
        (Decimal("0.9408"), Form.SHARE, "0.9408"),
        (Decimal(3), Form.COUNT, 3),
        (Decimal("3.5"), Form.COUNT, "3.5"),
        (7, Form.TEXT, "7"),
        (datetime(2026, 1, 1, 20, tzinfo=UTC), Form.DAY, "2026-01-02"),
        ("2026-Q1", Form.DAY, "2026-Q1"),
        ("", Form.TEXT, None),
        (None, Form.MONEY, None),
    ],
)
def test_a_value_is_plain(value, form, said):
    assert value_of(value, form) == said


def test_values_stand_under_the_keys_of_their_columns():
    [first, *_rest] = document(samples.pivot())["rows"]
    assert first["values"] == {
        "region": "华中地区", "a": "612.00", "b": "486.00", "cost": None, "on_time": "0.9408", "growth": "0.086",
        "pieces": "12.5", "first": "2026-01-02",
    }  # fmt: skip
    assert first["links"] == {"a": "/orders/?region=华中地区&view=all"}


def test_what_the_reader_may_not_see_is_null_and_the_column_says_why():
    paper = samples.pivot()
    rows = tuple(
        replace(row, cells=(*row.cells[:3], Decimal("987654.32"), *row.cells[4:]), links={"cost": "/987654/"})
        for row in paper.rows
    )
    made = document(replace(paper, rows=rows, sums=rows[0].cells))
    assert "987654" not in json.dumps(made)
    assert [column["key"] for column in made["columns"] if column["is_hidden"]] == ["cost"]


@pytest.mark.parametrize("make", samples.EVERY)
def test_the_documented_shape_is_the_shape(make):
    made = document(replace(make(), parts=(samples.trend(),)))
    assert json.loads(json.dumps(made)) == made
    written = PaperSerializer(made).data
    assert json.loads(json.dumps(written)) == made
    assert set(made) == set(PaperSerializer().fields)
