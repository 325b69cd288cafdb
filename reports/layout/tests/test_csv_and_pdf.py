"""A report as CSV, and on paper."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from reports.layout import csvfile, pdf
from reports.layout.paper import Column, Form, Paper, Row
from reports.layout.tests import samples


def read(paper):
    text = "".join(csvfile.lines(paper))
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_file_has_one_head_plain_numbers_and_no_sums():
    paper = samples.pivot()
    rows = read(replace(paper, rows=(*paper.rows, Row(paper.sums, is_sum=True))))
    assert rows[0] == ["Region", "Signed Gauges", "Signed Kits", "On time", "Growth", "Pieces", "First"]
    assert rows[1] == ["华中地区", "612.00", "486.00", "0.9408", "0.086", "12.5", "2026-01-02"]
    assert len(rows) == 5


def test_nothing_that_a_spreadsheet_would_run_and_nothing_hidden():
    text = "".join(csvfile.lines(samples.pivot()))
    assert "'=1+1" in text
    assert "Cost" not in text
    columns = (Column("a", "=head()"), Column("b", "B", Form.MONEY))
    rows = read(Paper("P", columns, (Row(("@x", Decimal(-5))), Row(("-1+cmd", None)), Row(("-12", None)))))
    assert rows[0][0] == "'=head()"
    assert [row[0] for row in rows[1:]] == ["'@x", "'-1+cmd", "-12"]
    assert rows[1][1] == "-5.00"


def test_fields_keep_their_quotes_and_lines():
    columns = (Column("a", "A"),)
    assert read(Paper("P", columns, (Row(('say "yes",\nthen no',)),)))[1] == ['say "yes",\nthen no']


def test_a_moment_is_the_day_of_the_company():
    columns = (Column("a", "A", Form.DAY), Column("b", "B", Form.DAY))
    paper = Paper("P", columns, (Row((datetime(2026, 1, 1, 20, tzinfo=UTC), "2026-Q1")),))
    assert read(paper)[1] == ["2026-01-02", "2026-Q1"]


def test_a_file_is_made_row_by_row(tmp_path):
    asked = []

    class Rows:
        def __iter__(self):
            for number in range(3_000):
                asked.append(number)
                yield Row((str(number),))

    lines = csvfile.lines(Paper("P", (Column("a", "A"),), Rows()))
    next(lines)
    next(lines)
    assert len(asked) < 1_000
    csvfile.write(tmp_path / "a.csv", samples.trend())
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfMonth,")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_report_can_be_printed(language):
    whole = replace(samples.pivot(), parts=tuple(make() for make in samples.EVERY))
    with translation.override(language):
        made = pdf.write(whole, samples.MADE)
        assert made.startswith(b"%PDF")
        assert made == pdf.write(whole, samples.MADE)  # the same data give the same bytes


def test_what_is_printed_is_data_and_never_read_as_a_program():
    evil = '#panic("x") $x^2$ *bold* \\ ] } </svg>'
    paper = replace(samples.bridge(), title=evil, rows=(Row((evil, Decimal(1))),), problem=evil, notes=(evil,))
    assert pdf.write(paper, samples.MADE).startswith(b"%PDF")


def test_a_table_that_is_too_wide_goes_on_below_behind_its_first_column():
    columns = (Column("a", "A"), *(Column(f"c{n}", f"C{n}", Form.COUNT) for n in range(40)))
    paper = Paper("Wide", columns, (Row(("x", *range(40))),))
    assert [len(block) for block in pdf.blocks(paper.shown)] == [16, 16, 11]
    assert all(block[0] == 0 for block in pdf.blocks(paper.shown))
    assert sorted({place for block in pdf.blocks(paper.shown) for place in block}) == list(range(41))
    assert pdf.write(paper, samples.MADE).startswith(b"%PDF")


def test_what_the_reader_may_not_see_is_not_on_paper():
    paper = samples.pivot()
    rows = tuple(replace(row, cells=(*row.cells[:3], Decimal("987654.32"), *row.cells[4:])) for row in paper.rows)
    said = str(pdf._data(replace(paper, rows=rows), samples.MADE, {}))
    assert "987,654.32" not in said
    assert "Cost" not in said
    assert "Zhou & Co" in said


def test_a_report_of_nothing_can_be_printed():
    paper = replace(samples.trend(), rows=(), problem="Too short a history")
    assert pdf.write(paper, samples.MADE).startswith(b"%PDF")
    hidden = tuple(replace(column, is_hidden=True) for column in paper.columns)
    assert pdf.write(replace(samples.trend(), columns=hidden), samples.MADE).startswith(b"%PDF")


def test_a_report_that_is_its_parts_is_one_table_that_says_whose_each_row_is():
    money = Paper(
        "Amounts", (Column("what", "What"), Column("now", "Now", Form.MONEY)), (Row(("Orders", Decimal("12.345"))),)
    )
    shares = Paper(
        "Shares",
        (Column("what", "What"), Column("now", "Now", Form.SHARE), Column("met", "Met")),
        (Row(("On time", Decimal("0.9"), "yes")),),
    )
    text = "".join(csvfile.lines(Paper("Key figures", (), (), parts=(money, shares)))).lstrip("\ufeff")
    assert [row[1:] for row in csv.reader(text.splitlines())] == [
        ["What", "Now", "Met"],
        ["Orders", "12.35", ""],
        ["On time", "0.9", "yes"],
    ]
    assert text.splitlines()[1].startswith("Amounts,")
