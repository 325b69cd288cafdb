"""Files to rows: encodings, delimiters, packing, sheets, and what is not a table at all."""

import gzip

import pytest
from openpyxl import Workbook

from common.imports import readers
from common.imports.archive import Unsafe
from common.imports.readers import Layout, open_table

LIMIT = 1 << 20
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def wide(name):
    return bytes(512) + name.encode("utf-16-le")


def rows_of(path, **layout):
    table = open_table(path, path.name, Layout(**layout), LIMIT)
    return table, list(table.rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found(tmp_path, encoding):
    path = tmp_path / "orders.csv"
    path.write_bytes("单号,客户\r\nA1,杭州正和\r\n".encode(encoding))
    table, rows = rows_of(path)
    assert table.columns == ["单号", "客户"]
    assert rows == [(2, ["A1", "杭州正和"])]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, mark):
    path = tmp_path / "orders.csv"
    path.write_text(f'a{mark}b{mark}c\n1{mark}"x, y; z"{mark}3\n', encoding="utf-8")
    table, rows = rows_of(path)
    assert table.delimiter == mark
    assert rows == [(2, ["1", "x, y; z", "3"])]


def test_lines_are_those_of_the_file_even_after_breaks_inside_cells(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text('a,b\n"one\ntwo",1\n\nx,2\n', encoding="utf-8")
    assert [line for line, _row in rows_of(path)[1]] == [2, 5]


def test_a_packed_csv_is_unpacked_as_it_is_read(tmp_path):
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    assert rows_of(path)[1] == [(2, ["1", "2"])]


def test_a_gzip_bomb_is_refused(tmp_path):
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"0,0\n" * 1_000_000))
    with pytest.raises(Unsafe, match="unpacks_too_large"):
        rows_of(path)


@pytest.mark.parametrize("head", ["", "a,b\n"])
def test_a_line_without_end_is_refused_before_it_is_held(tmp_path, monkeypatch, head):
    monkeypatch.setattr(readers, "MAX_LINE", 10_000)
    path = tmp_path / "orders.csv"
    path.write_text(head + "x" * 9_998 + "\n")
    assert len(rows_of(path)[1]) == (1 if head else 0)
    path.write_text(head + "x" * 10_001 + "\n")
    with pytest.raises(Unsafe, match="line_too_long"):
        rows_of(path)


def test_a_damaged_gzip_is_refused(tmp_path):
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 5000)[:-30])
    with pytest.raises(Unsafe, match="broken_archive"):
        rows_of(path)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (COMPOUND + wide("Workbook"), "old_workbook"),
        (COMPOUND + wide("EncryptedPackage"), "encrypted"),
        (COMPOUND + wide("WordDocument"), "not_a_table"),
        (b"%PDF-1.7\nwords", "not_a_table"),
        (b"PK\x03\x04 cut off", "broken_archive"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\xff\xff\xff\xff", "broken_archive"),
        (b"a,b\n\x00\x01\x02", "not_a_table"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, code):
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    with pytest.raises(Unsafe, match=code):
        rows_of(path)


def test_empty_and_repeated_heads_get_names_by_position(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("a,,a,\n1,2,3,\n", encoding="utf-8")
    assert rows_of(path)[0].columns == ["a", "#2", "a #3"]


def workbook(path, *sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_is_read_sheet_by_sheet(tmp_path):
    from datetime import date, datetime

    rows = [
        ["单号", "日期", "数量", "时刻"],
        ["A1", date(2026, 11, 21), 2.5, datetime(2026, 11, 21, 8, 30)],
        ["A2", None, 3, None],
    ]
    path = workbook(tmp_path / "book.xlsx", ("封面", [["标题"]]), ("订单", rows))
    table, found = rows_of(path, sheet="订单")
    assert table.sheets == ("封面", "订单")
    assert found == [(2, ["A1", "2026-11-21", "2.5", "2026-11-21 08:30:00"]), (3, ["A2", "", "3", ""])]


def test_the_head_may_stand_below_a_title(tmp_path):
    path = workbook(tmp_path / "book.xlsx", ("x", [["月报"], [None], ["a", "b"], [1, 2]]))
    table, rows = rows_of(path, header_row=3)
    assert table.columns == ["a", "b"]
    assert rows == [(4, ["1", "2"])]


def test_a_sheet_that_is_not_there_is_named_as_the_reason(tmp_path):
    path = workbook(tmp_path / "book.xlsx", ("x", [["a"], [1]]))
    with pytest.raises(Unsafe, match="no_such_sheet"):
        rows_of(path, sheet="y")


def test_a_text_in_another_encoding_than_the_profile_names(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes("单号,客户\r\n".encode("gb18030"))
    with pytest.raises(Unsafe, match="other_encoding"):
        rows_of(path, encoding="utf-8")


def test_a_cell_that_has_no_end_is_no_table(tmp_path):
    path = tmp_path / "orders.csv"
    for content in ("x" * 3_000_000, 'a,b\n"' + "x" * 300_000 + '",1\n', 'a,b\n"' + "x\n" * 150_000):
        path.write_text(content)
        with pytest.raises(Unsafe, match=r"broken_csv|unpacks_too_large"):
            rows_of(path)
