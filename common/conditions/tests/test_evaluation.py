"""The company's rule of equal rank (REQUIREMENTS 3.6), and how single rows compare."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from common.conditions import evaluation, rows
from common.conditions.kinds import Kind, Operator
from common.conditions.rows import Connector, Row

TODAY = date(2026, 11, 22)
JOINED = {"and": Connector.AND, "or": Connector.OR}


def rows_of(text: str) -> list[Row]:
    """Rows of an expression like ``T or (F and F)``."""
    found: list[Row] = []
    connector = Connector.AND
    for word in text.split():
        if word in JOINED:
            connector = JOINED[word]
            continue
        letter = word.strip("()")
        found.append(Row(letter, Operator.FILLED, (), connector, word.count("("), word.count(")")))
    return found


def truth(node) -> bool:
    return evaluation.holds(node, lambda row: row.field == "T")


@pytest.mark.parametrize(
    ("text", "company", "usual"),
    [
        ("T or F and F", False, True),
        ("T or T and F", False, True),
        ("F and T or T", True, True),
        ("T or F and F or T", True, True),
        ("T or (F and F)", True, True),
        ("(T or F) and F", False, False),
        ("F or T and T and F", False, False),
    ],
)
def test_and_and_or_have_equal_rank_from_left_to_right(text, company, usual):
    given = rows_of(text)
    assert truth(rows.tree(given)) is company
    assert truth(rows.and_first(given)) is usual


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [
        ("T", False),
        ("T and F and T", False),
        ("T or F or T", False),
        ("T and F or T", False),
        ("T or F and T", True),
        ("(T or F) and T", False),
        ("T or (F and T)", False),
        ("T and (F or F and T)", True),
    ],
)
def test_an_expression_that_others_would_read_differently_is_known(text, ambiguous):
    assert rows.is_ambiguous(rows_of(text)) is ambiguous


@pytest.mark.parametrize(("text", "place"), [("(T and F", 1), ("T) and F", 0), ("T and (F)) or T", 1)])
def test_brackets_that_do_not_fit_are_named_with_their_row(text, place):
    with pytest.raises(rows.BadCondition) as caught:
        rows.tree(rows_of(text))
    assert caught.value.row == place


def test_rows_survive_being_stored():
    given = tuple(rows_of("T or ((F and T) or F)"))
    assert rows.from_json(rows.to_json(given)) == given


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        "text",
        [{"field": 3}],
        [{"field": "a", "operator": "LIKE"}],
        [{"field": "a", "values": "x"}],
        [{"field": "a", "opens": True}],
        [{"field": "a", "opens": -1}],
        [{"field": "a", "closes": 10**9}],
        [{"field": "a", "sql": "1=1"}],
        [{"field": "a"}] * 61,
    ],
)
def test_what_is_no_condition_is_refused(wrong):
    with pytest.raises(rows.BadCondition):
        rows.from_json(wrong)


@pytest.mark.parametrize(
    ("operator", "kind", "values", "value", "met"),
    [
        (Operator.EQ, Kind.TEXT, ["ds1"], "ＤＳ1 ", True),
        (Operator.NE, Kind.TEXT, ["DS1"], None, True),
        (Operator.STARTS, Kind.CODE, ["02."], "02.015", True),
        (Operator.STARTS, Kind.CODE, ["02."], "2.015", False),
        (Operator.CONTAINS, Kind.TEXT, ["铝"], "DS1(铝合金)-4", True),
        (Operator.LACKS, Kind.TEXT, ["铝"], "", True),
        (Operator.IN, Kind.CHOICE, ["DRAFT", "CLOSED"], "CLOSED", True),
        (Operator.NOT_IN, Kind.CHOICE, ["DRAFT"], "CLOSED", True),
        (Operator.BETWEEN, Kind.CODE, ["11.001", "56.005"], "3.001", False),
        (Operator.BETWEEN, Kind.CODE, ["11.001", "56.005"], "11.001", True),
        (Operator.BETWEEN, Kind.CODE, ["11.001", "56.005"], "56.005", True),
        (Operator.BETWEEN, Kind.CODE, ["11.001", "56.005"], "56.006", False),
        (Operator.BETWEEN, Kind.NUMBER, ["1", "5.5"], Decimal("5.5"), True),
        (Operator.GT, Kind.MONEY, ["100"], Decimal("100.00"), False),
        (Operator.GE, Kind.MONEY, ["100"], Decimal("100.00"), True),
        (Operator.EQ, Kind.DATE, ["LAST_MONTH"], date(2026, 10, 31), True),
        (Operator.EQ, Kind.DATE, ["2026-11"], date(2026, 10, 31), False),
        (Operator.LT, Kind.DATE, ["THIS_MONTH"], date(2026, 10, 31), True),
        (Operator.GT, Kind.DATE, ["THIS_MONTH"], date(2026, 11, 30), False),
        (Operator.BETWEEN, Kind.DATE, ["LAST_MONTH", "TODAY"], TODAY, True),
        (Operator.EQ, Kind.MOMENT, ["TODAY"], datetime(2026, 11, 21, 17, tzinfo=UTC), True),  # past midnight here
        (Operator.LT, Kind.DATE, ["TODAY"], None, False),
        (Operator.HAS, Kind.TAGS, ["DIGITAL_KIT"], ["DIGITAL_KIT", "PROMOTION"], True),
        (Operator.HAS_NOT, Kind.TAGS, ["DIGITAL_KIT"], [], True),
        (Operator.EMPTY, Kind.TAGS, [], [], True),
        (Operator.EMPTY, Kind.NUMBER, [], Decimal(0), False),
        (Operator.FILLED, Kind.TEXT, [], "", False),
        (Operator.EQ, Kind.FLAG, ["N"], False, True),
        (Operator.GT, Kind.DATE, ["2026-11-01"], [date(2026, 10, 1), date(2026, 11, 5)], True),
        (Operator.NE, Kind.DATE, ["2026-11-05"], [date(2026, 10, 1), date(2026, 11, 5)], False),
        (Operator.EMPTY, Kind.DATE, [], [], True),
    ],
)
def test_a_row_compares(operator, kind, values, value, met):
    assert evaluation.is_met(Row("x", operator, tuple(values)), kind, value, TODAY) is met
