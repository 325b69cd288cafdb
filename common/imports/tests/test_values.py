"""Cells to values: what is read, what is refused rather than guessed."""

import pytest

from common.imports.values import Formats, Unreadable, parse_boolean, parse_date, parse_decimal, parse_integer

PLAIN = Formats()
GERMAN = Formats(decimal_mark=",", group_mark=".", dates=("%d.%m.%Y",))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"), ("1,234.50", "1234.50"), ("¥1,234.50", "1234.50"), ("１２３．５", "123.5"), ("(12.5)", "-12.5"),
        ("12.5-", "-12.5"), ("-0.10", "-0.10"), ("13%", "0.13"), ("1200 元", "1200"),
        ("1.5e3", "1.5e3"), ("−7", "-7"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_written(text, value):
    assert parse_decimal(text, PLAIN) == value


@pytest.mark.parametrize(
    "text", ["abc", "12,34", "1,2345", "1.2.3", "12 pcs", "1.2万", "--5", "0x10", "NaN", "inf", ""]
)
def test_text_in_a_number_is_refused(text):
    with pytest.raises(Unreadable, match="text_in_number"):
        parse_decimal(text, PLAIN)


def test_marks_are_those_of_the_profile():
    assert parse_decimal("1.234,5", GERMAN) == "1234.5"
    with pytest.raises(Unreadable):
        parse_decimal("1,234.5", GERMAN)


def test_three_point_zero_is_whole_and_three_and_a_half_is_not():
    assert parse_integer("3.0", PLAIN) == "3"
    with pytest.raises(Unreadable, match="not_whole"):
        parse_integer("3.5", PLAIN)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21",
        "2026/11/21",
        "2026.11.21",
        "2026年11月21日",
        "20261121",
        "2026-11-21 08:30:00",
        "2026-11-21T00:00:00Z",
    ],
)
def test_days_written_year_first_need_no_format(text):
    assert parse_date(text, PLAIN) == "2026-11-21"


@pytest.mark.parametrize("text", ["03/04/2024", "21.11.2026", "yesterday"])
def test_a_day_that_would_have_to_be_guessed_is_refused(text):
    with pytest.raises(Unreadable, match="bad_date"):
        parse_date(text, PLAIN)


def test_a_declared_format_is_tried_first():
    assert parse_date("21.11.2026", GERMAN) == "2026-11-21"


def test_a_year_out_of_the_question_is_refused():
    with pytest.raises(Unreadable, match="date_out_of_range"):
        parse_date("1099-01-01", PLAIN)


def test_yes_and_no_in_both_languages():
    assert [parse_boolean(word, PLAIN) for word in ("是", "Y", "0", "否")] == ["true", "true", "false", "false"]
    with pytest.raises(Unreadable, match="not_yes_or_no"):
        parse_boolean("maybe", PLAIN)


@pytest.mark.parametrize(
    ("text", "code"), [("2026-02-30", "no_such_day"), ("2026-13-01", "no_such_day"), ("45000", "day_number")]
)
def test_what_is_wrong_with_a_day_is_said(text, code):
    with pytest.raises(Unreadable, match=code):
        parse_date(text, PLAIN)
