"""Column mappings over rows."""

import pytest

from common.imports.expressions import BadMapping, Joined, Scope, compile_filter, compile_key, compile_mapping
from common.imports.values import Formats

ROW = ["A1", "", "Hang zhou", "15", "Q"]
COLUMNS = {"code": 0, "nick": 1, "city": 2, "percent": 3, "省/市.区": 4}


def scope():
    joined = Joined({"Name": 1}, {"A1": ["A1", "Store one"]}, lambda row: row[0])
    return Scope(COLUMNS, Formats(), {"store": joined})


def read(mapping, row=ROW):
    return compile_mapping(mapping, scope())(row)


@pytest.mark.parametrize(
    ("mapping", "value"),
    [
        ("city", "Hang zhou"),
        ("store.Name", "Store one"),
        ("省/市.区", "Q"),
        ({"constant": "CNY"}, "CNY"),
        ({"first": ["nick", "store.Name"]}, "Store one"),
        ({"text": "{code}-{nick} {city}"}, "A1- Hang zhou"),
        ({"text": "{nick}{nick}"}, ""),
        ({"column": "code", "map": {"a1": "X"}}, "X"),
        ({"column": "city", "map": {"a1": "X"}}, "Hang zhou"),
        ({"column": "city", "map": {"a1": "X"}, "other": "Z"}, "Z"),
        ({"column": "nick", "default": "none"}, "none"),
        ({"column": "nick", "present": "P", "absent": "Q"}, "Q"),
        ({"column": "percent", "scale": "0.01"}, "0.15"),
    ],
)
def test_a_mapping_gives(mapping, value):
    assert read(mapping) == value


@pytest.mark.parametrize("mapping", ["nobody", "store.Nobody", {"colum": "code"}, {}, 7, {"text": "{nobody}"}])
def test_what_names_no_column_is_refused(mapping):
    with pytest.raises(BadMapping):
        read(mapping)


def test_a_join_that_finds_nothing_gives_nothing():
    assert read("store.Name", ["B2", "", "", "", ""]) == ""


def test_a_composite_key_joins_its_cells_and_is_empty_when_all_are():
    key = compile_key(["code", "city"], scope())
    assert key(ROW) == "A1\x1fHang zhou"
    assert key(["", "", "", "", ""]) == ""


def test_a_filter_asks_for_all_its_conditions():
    keep = compile_filter([{"column": "code", "in": ["A1"]}, {"column": "nick", "is": "absent"}], scope())
    assert keep(ROW)
    assert not keep(["A1", "x", "", "", ""])
    assert not keep(["B2", "", "", "", ""])
