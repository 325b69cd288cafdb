"""What the writers make of a table, read back by other programs."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from django.utils import translation

from common import errors
from common.conditions.kinds import Kind
from common.exports import cells, comma_files, long_workbooks, styled_workbooks, table
from common.exports.lists import Column, Sums
from common.exports.table import Table

COLUMNS = [
    Column("code", "Code", Kind.CODE),
    Column("name", "Name"),
    Column("day", "Day", Kind.DATE),
    Column("at", "At", Kind.MOMENT),
    Column("pieces", "Pieces", Kind.NUMBER),
    Column("currency", "Currency", Kind.CODE),
    Column("amount", "Amount", Kind.MONEY, is_summed=True),
    Column("share", "Share", Kind.NUMBER, format="0%"),
    Column("gift", "Gift", Kind.FLAG),
    Column("tags", "Tags", Kind.TAGS),
]
AT = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)  # 16:30 in Shanghai
ROWS: list[tuple[Any, ...]] = [
    (
        "007",
        "苏州伯乐 🙂",
        date(2026, 1, 2),
        AT,
        Decimal("1.5000"),
        "CNY",
        Decimal("1234.560000"),
        0.38,
        True,
        ["甲", "乙"],
    ),
    ("00.12", "", None, None, None, "USD", Decimal("-5.10"), None, None, None),
    ("1E5", "=1+1", date(2026, 12, 31), AT, 12, "CNY", Decimal(0), Decimal("1"), False, []),
]
WORKBOOKS = [long_workbooks, styled_workbooks]


def make(writer: Any, path: Path, rows: list[tuple[Any, ...]], columns: list[Column] = COLUMNS) -> Path:
    sums = Sums(columns, "currency")
    writer.write(
        path,
        Table(
            title="Orders: all",
            columns=columns,
            rows=sums.watching(iter(rows)),
            expected=len(rows),
            sums=sums,
            about=lambda: [("List", "Orders"), ("Condition", "=cmd()"), ("Rows", sums.rows)],
        ),
    )
    return path


def texts(path: Path, rows: list[str]) -> list[Any]:
    """What stands in the second column."""
    columns = [Column("n", "N", Kind.NUMBER), Column("text", "Text")]
    make(comma_files, path, [(1, text) for text in rows], columns)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[1] for row in list(csv.reader(file))[1:]]


@pytest.mark.parametrize("writer", WORKBOOKS)
def test_a_workbook_has_typed_cells_a_frozen_head_and_totals_by_currency(writer, tmp_path):
    book = openpyxl.load_workbook(make(writer, tmp_path / "a.xlsx", ROWS))
    assert book.sheetnames == ["Orders  all", "About this list"]
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]] == [column.label for column in COLUMNS]
    first = sheet[2]
    assert [cell.value for cell in first] == [
        *("007", "苏州伯乐 🙂", datetime(2026, 1, 2), datetime(2026, 11, 21, 16, 30)),
        *(1.5, "CNY", 1234.56, 0.38, "yes", "甲、乙"),
    ]
    assert [first[place].data_type for place in (0, 2, 4, 6)] == ["s", "d", "n", "n"]
    assert [first[place].number_format for place in (2, 3, 6, 7)] == [
        "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "#,##0.00", "0%",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[3]][:7] == ["00.12", None, None, None, None, "USD", -5.1]
    totals = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5) if row[0].value == "Total"]
    assert [(row[5], row[6]) for row in totals] == [("CNY", 1234.56), ("USD", -5.1)]
    assert [cell.value for cell in book.worksheets[1]["A"]] == ["What", "List", "Condition", "Rows"]
    assert book.worksheets[1]["B4"].value == 3


@pytest.mark.parametrize("writer", WORKBOOKS)
def test_no_text_of_a_workbook_is_a_formula(writer, tmp_path):
    evil = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "http://evil.example", '=HYPERLINK("x")']
    rows = [("x", text, None, None, None, None, None, None, None, None) for text in evil]
    path = make(writer, tmp_path / "a.xlsx", rows)
    book = openpyxl.load_workbook(path)
    found = [row[1] for row in book.worksheets[0].iter_rows(min_row=2, max_row=len(evil) + 1)]
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.hyperlink is None for cell in found)
    assert [cell.value for cell in found][:4] == evil[:4]
    assert book.worksheets[1]["B3"].data_type == "s"


@pytest.mark.parametrize("writer", WORKBOOKS)
def test_what_cannot_be_seen_is_left_out_and_no_cell_is_too_long(writer, tmp_path):
    rows = [
        ("a\x00b\x1b\x7fc\ud800", "x" * 40_000, None, None, None, None, None, None, None, None),
        ("_x0041_", "🙂" * 20_000, None, None, None, None, None, None, None, None),
    ]
    path = make(writer, tmp_path / "a.xlsx", rows)
    read = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert read[1][0] == "abc"
    assert read[1][1] == "x" * 32_766 + "…"
    assert read[2][0] == "_x0041_"  # a spreadsheet would read an A
    assert len(read[2][1].encode("utf-16-le")) // 2 <= cells.CELL_LENGTH
    assert set(read[2][1]) == {"🙂", "…"}


def test_a_list_without_rows_has_its_head(tmp_path):
    assert make(comma_files, tmp_path / "a.csv", []).read_text(encoding="utf-8-sig").startswith("Code,Name")
    # the other writer of workbooks learns the heads from the first row: short lists are never its business
    sheet = openpyxl.load_workbook(make(styled_workbooks, tmp_path / "a.xlsx", [])).worksheets[0]
    assert [[cell.value for cell in row][:2] for row in sheet.rows] == [["Code", "Name"]]


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "SHEET_ROWS", 2)
    monkeypatch.setattr(long_workbooks, "SHEET_ROWS", 2)
    book = openpyxl.load_workbook(make(long_workbooks, tmp_path / "a.xlsx", ROWS))
    assert book.sheetnames == ["Orders  all", "Orders  all 2", "About this list"]
    assert [cell.value for cell in book.worksheets[0]["A"]] == ["Code", "007", "00.12"]
    assert [cell.value for cell in book.worksheets[1]["A"]] == ["Code", "1E5", None, "Total", "Total"]
    assert book.worksheets[1].freeze_panes == "B2"


def test_a_list_that_grew_beyond_its_sheets_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(long_workbooks, "SHEET_ROWS", 2)
    with pytest.raises(errors.Conflict):
        make(long_workbooks, tmp_path / "a.xlsx", ROWS)


def test_a_csv_file_is_what_rfc_4180_says(tmp_path):
    raw = make(comma_files, tmp_path / "a.csv", [("0,1", 'say "hi"\nplease', *ROWS[0][2:]), *ROWS[1:]]).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfCode,Name,Day,At,")
    lines = raw.decode("utf-8-sig").split("\r\n")
    assert lines[1] == ('"0,1","say ""hi""\nplease",2026-01-02,2026-11-21 16:30,1.5,CNY,1234.56,0.38,yes,甲、乙')
    assert lines[2] == "00.12,,,,,USD,-5.10,,,"
    assert lines[3] == "1E5,'=1+1,2026-12-31,2026-11-21 16:30,12,CNY,0.00,1,no,"
    assert lines[4] == ""  # no totals: it is for programs


def test_only_texts_that_a_spreadsheet_would_run_get_an_apostrophe(tmp_path):
    evil = ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "-x"]
    assert texts(tmp_path / "a.csv", evil) == [f"'{text}" for text in evil]
    harmless = ["-5", "+8613812342217", "-1,234.50", "a=1", "'=1", "1-2", "", "–"]
    assert texts(tmp_path / "b.csv", harmless) == harmless


def test_heads_that_come_twice_are_numbered(tmp_path):
    columns = [Column("a", "Code"), Column("b", "Code")]
    make(long_workbooks, tmp_path / "a.xlsx", [("1", "2")], columns)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.rows] == [["Code", "Code (2)"], ["1", "2"]]
    assert sheet.auto_filter.ref  # nothing is added up: nothing stands below the rows


def test_a_styled_workbook_filters_its_rows_and_not_its_totals(tmp_path):
    sheet = openpyxl.load_workbook(make(styled_workbooks, tmp_path / "a.xlsx", ROWS)).worksheets[0]
    assert sheet.auto_filter.ref == "A1:J4"
    assert sheet["A5"].value == "Total"


def test_a_chinese_file_speaks_chinese(tmp_path):
    with translation.override("zh-hans"):
        book = openpyxl.load_workbook(make(styled_workbooks, tmp_path / "a.xlsx", ROWS))
    assert book.sheetnames[1] == "列表说明"
    assert book.worksheets[0]["I2"].value == "是"
    assert book.worksheets[0]["A5"].value == "合计"


@pytest.mark.parametrize(
    ("text", "name"), [("A/B: [x]?", "A B   x"), ("'quoted'", "quoted"), ("订" * 40, "订" * 31), ("?", "1")]
)
def test_a_sheet_gets_a_name_that_workbooks_take(text, name):
    assert table.sheet_name(text) == name


@pytest.mark.slow
@pytest.mark.parametrize("writer", [long_workbooks, comma_files])
def test_a_hundred_thousand_rows_are_written_and_read_back(writer, tmp_path):
    rows = [(f"{number:06d}", f"零件 {number % 97}", *ROWS[0][2:]) for number in range(100_000)]
    path = make(writer, tmp_path / "a.xlsx", rows)
    if writer is comma_files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            read = list(csv.reader(file))
        assert len(read) == 100_001
    else:
        read = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        assert len(read) == 100_003  # an empty row and the totals
        assert read[-1][6] == pytest.approx(100_000 * 1234.56)
    assert read[100_000][:2] == ["099999", "零件 89"]
