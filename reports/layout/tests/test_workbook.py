"""A report as a workbook, read back."""

import shutil
import subprocess
import warnings
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
import python_calamine
from django.utils import translation
from openxml_audit import OpenXmlValidator, ValidationSeverity

from common.exports.cells import CELL_LENGTH
from reports.layout import workbook
from reports.layout.paper import Column, Form, Paper, Row
from reports.layout.tests import samples

OFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), "")


@pytest.fixture
def book(tmp_path):
    """A function that writes a report and reads it back."""

    def made(paper, flat=None):
        workbook.write(tmp_path / "report.xlsx", paper, samples.MADE, flat)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return openpyxl.load_workbook(tmp_path / "report.xlsx")

    return made


def whole() -> Paper:
    """A report with every other as a part."""
    return replace(samples.pivot(), parts=tuple(make() for make in samples.EVERY if make is not samples.pivot))


def rows_of(sheet, first=1):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def test_title_facts_and_who_made_it_stand_above_the_table(book):
    sheet = book(samples.pivot()).worksheets[0]
    assert rows_of(sheet)[:8] == [
        ["Regions × products", *[None] * 6],
        ["Period", "2026-01-01 – 2026-11-21", *[None] * 5],
        ["Scope", "=all()", *[None] * 5],
        ["Made by", "Zhou & Co", *[None] * 5],
        ["Made at", "2026-11-21 15:05", *[None] * 5],
        ["Amounts in the company's currency.", *[None] * 6],
        [None] * 7,
        [None, "Signed", *[None] * 5],
    ]
    assert [cell.value for cell in sheet[9]] == ["Region", "Gauges", "Kits", "On time", "Growth", "Pieces", "First"]
    assert [str(one) for one in sheet.merged_cells.ranges] == ["B8:C8"]


def test_values_are_numbers_and_days_in_their_formats(book):
    sheet = book(samples.pivot()).worksheets[0]
    assert [cell.value for cell in sheet[10]] == ["华中地区", 612, 486, 0.9408, 0.086, 12.5, datetime(2026, 1, 2)]
    assert [cell.number_format for cell in sheet[10]] == [
        *("@", "#,##0.00;[Red]-#,##0.00", "#,##0.00;[Red]-#,##0.00", "0.0%", "+0.0%;[Red]-0.0%;0.0%"),
        *("#,##0.0###", "yyyy-mm-dd"),
    ]
    total = sheet[14]
    assert [cell.value for cell in total] == ["Total", 592, 797, 0.95, 0.02, 25, None]
    assert total[5].number_format == "#,##0"  # no point without digits behind it
    assert total[1].font.bold
    assert total[1].border.top.style == "thin"


def test_the_head_stays_in_sight_is_filtered_and_repeated_on_paper(book):
    sheet = book(samples.pivot()).worksheets[0]
    assert sheet.freeze_panes == "B10"
    assert sheet.auto_filter.ref == "A9:G13"  # the sums are no rows
    assert sheet.print_title_rows == "$8:$9"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        *("landscape", 1, 0),
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.right.text == "Page &P of &N"
    assert sheet.oddFooter.left.text == "Zhou && Co 2026-11-21 15:05"


def test_rows_below_others_are_set_in_and_can_be_folded(book):
    sheet = book(samples.pivot()).worksheets[0]
    assert sheet.row_dimensions[11].outlineLevel == 1
    assert sheet["A11"].alignment.indent == 2
    assert sheet["A10"].alignment.indent == 0


def test_a_period_that_still_runs_is_marked(book):
    sheet = book(samples.trend()).worksheets[0]
    assert [cell.font.italic for cell in sheet["B"]][-4:] == [False, False, False, True]
    assert any(row[0] == "Italics: the period still runs." for row in rows_of(sheet))


def test_a_column_that_the_reader_may_not_see_is_nowhere_in_the_file(book, tmp_path):
    paper = samples.pivot()
    secret = tuple(replace(row, cells=(*row.cells[:3], Decimal("987654.32"), *row.cells[4:])) for row in paper.rows)
    found = book(replace(paper, rows=secret), flat=replace(paper, rows=secret))
    said = [str(cell) for sheet in found for row in rows_of(sheet) for cell in row]
    assert "987654.32" not in said
    assert "Cost" not in said


def test_no_text_is_a_formula_wherever_it_stands(book):
    evil = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", '=HYPERLINK("http://evil")']
    rows = tuple(Row((text, Decimal(1))) for text in evil)
    paper = Paper(
        *("=title()", (Column("a", "=head()", definition="=def()"), Column("b", "B", Form.MONEY)), rows),
        facts=(("=label()", "=value()"),),
    )
    found = book(paper, flat=paper)
    cells = [cell for sheet in found for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    texts = [cell for cell in cells if cell.value.startswith(("=", "@", "+"))]
    assert len(texts) > 8
    # who opens such a cell and leaves it again still has a text
    assert {cell.number_format for cell in texts} == {"@"}


def test_every_chart_but_heat_is_a_chart_of_the_workbook(book):
    found = book(whole())
    assert found.sheetnames[1] == "Charts"
    charts = found["Charts"]._charts
    assert len(charts) == 5
    assert [type(one).__name__ for one in charts] == [
        *("BarChart", "BarChart", "BarChart", "LineChart", "BarChart"),
    ]
    assert found["Charts"].page_setup.orientation == "landscape"
    assert len(found["Retention"].conditional_formatting) == 1


def test_a_chart_reads_the_cells_of_its_table_where_they_stand_as_they_are_drawn(book):
    found = book(samples.trend())
    assert "Chart data" not in found.sheetnames
    [chart] = found["Charts"]._charts
    sheet = found.worksheets[0]
    [bar] = chart.series
    first = next(cell.row for cell in sheet["A"] if cell.value == "2026-01")
    assert bar.val.numRef.f == f"'Signed and target'!$B${first}:$B${first + 3}"
    assert bar.cat.strRef.f == f"'Signed and target'!$A${first}:$A${first + 3}"
    assert [point.idx for point in bar.dPt] == [3]  # the month that still runs
    [target, former] = chart._charts[1].series
    assert target.graphicalProperties.ln.prstDash == "dash"
    assert former.marker.symbol == "circle"


def test_rows_that_do_not_stand_together_are_drawn_from_a_sheet_of_their_own(book):
    found = book(samples.pivot())
    chart = found["Charts"]._charts[0]
    assert chart.grouping == "stacked"
    assert chart.series[0].val.numRef.f == "'Chart data'!$B$3:$B$4"
    assert rows_of(found["Chart data"])[2:4] == [["华中地区", 612, 486], ["外贸部", -20, 311]]


def test_a_bridge_stands_on_bars_that_are_not_seen(book):
    found = book(samples.bridge())
    [chart] = found["Charts"]._charts
    assert chart.series[0].graphicalProperties.noFill
    assert [row[1:] for row in rows_of(found["Chart data"])[2:6]] == [[0, 500], [470, 30], [470, 90], [0, 560]]
    assert [point.idx for point in chart.series[1].dPt] == [0, 1, 3]


def test_provinces_are_sorted_bars(book):
    found = book(samples.provinces())
    [chart] = found["Charts"]._charts
    assert chart.type == "bar"
    assert [row[:2] for row in rows_of(found["Chart data"])[2:4]] == [["浙江", 300], ["广东", 250]]


def test_no_chart_is_cut_by_the_edge_of_a_page(book):
    found = book(whole())["Charts"]
    assert [one.id for one in found.row_breaks.brk] == [39]
    assert [one.anchor._from.row for one in found._charts] == [0, 0, 20, 20, 40]


def test_bars_from_the_largest_down_have_their_scale_below(book):
    [chart] = book(samples.provinces())["Charts"]._charts
    assert (chart.x_axis.scaling.orientation, chart.y_axis.crosses) == ("maxMin", "max")


def test_cells_without_a_value_are_ruled_like_their_neighbours(book):
    sheet = book(samples.forecast()).worksheets[0]
    empty = [cell for row in sheet.iter_rows(min_row=6) for cell in row if cell.value is None]
    assert empty
    assert all(cell.border.bottom.style == "thin" for cell in empty)


def test_definitions_have_a_sheet(book):
    sheet = book(samples.pivot())["Definitions"]
    assert rows_of(sheet) == [
        ["Term", "Meaning", "Numerator", "Denominator", "Left out", "In figures"],
        [
            *("On time", "Lines shipped on or before the promised day", "lines on time", "lines due", "gifts"),
            "94 ÷ 100 = 94.0%",
        ],
    ]


def test_flat_rows_are_a_table_under_one_head_without_sums(book):
    paper = samples.pivot()
    rows = (*paper.rows, Row(paper.sums, is_sum=True))
    sheet = book(paper, flat=replace(paper, title="Data", rows=rows)).worksheets[-1]
    [table] = sheet.tables.values()
    assert table.ref == "A1:G5"
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
    assert [cell.value for cell in sheet[1]][:3] == ["Region", "Signed Gauges", "Signed Kits"]
    assert sheet.max_row == 5
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.print_title_rows) == (
        *("landscape", 1, "$1:$1"),
    )


def test_flat_rows_may_be_none(book):
    paper = samples.trend()
    [table] = book(paper, flat=replace(paper, rows=())).worksheets[-1].tables.values()
    assert table.ref == "A1:D2"


def test_why_there_is_no_figure_stands_above_an_empty_table(book):
    sheet = book(replace(samples.trend(), rows=(), problem="Too short a history")).worksheets[0]
    assert "Too short a history" in [row[0] for row in rows_of(sheet)]


def test_sheets_of_one_name_are_told_apart_and_names_are_cut(book):
    paper = replace(samples.bridge(), title="A/B: " + "很长" * 20)
    found = book(replace(paper, parts=(paper, paper)))
    tables = [name for name in found.sheetnames if name.startswith("A B")]
    assert len(tables) == 3
    assert all(len(name) <= 31 for name in tables)


def test_widths_fit_chinese_texts_and_numbers(book):
    paper = replace(samples.bridge(), rows=(Row(("苏州伯乐测控技术有限公司", Decimal("12345678.90"))),))
    sheet = book(paper).worksheets[0]
    assert sheet.column_dimensions["A"].width >= 24
    assert sheet.column_dimensions["B"].width >= 13


def test_what_cannot_be_seen_is_left_out_and_no_cell_is_too_long(book, tmp_path):
    rows = (Row(("a\x00b\x1bc", Decimal(1))), Row(("x" * 40_000, None)), Row(("_x0041_", None)))
    book(replace(samples.bridge(), rows=rows, charts=()))
    read = python_calamine.CalamineWorkbook.from_path(tmp_path / "report.xlsx").get_sheet_by_index(0).to_python()
    texts = [row[0] for row in read][-3:]
    assert texts[0] == "abc"
    assert len(texts[1]) == CELL_LENGTH
    assert texts[2] == "_x0041_"


def test_words_about_the_table_are_in_the_language_of_who_asked(book):
    with translation.override("zh-hans"):
        found = book(samples.pivot())
    assert found.sheetnames[1] == "图表"
    assert "第 &P 页" in found.worksheets[0].oddFooter.right.text


def test_other_programs_read_the_same_values(book, tmp_path):
    book(whole())
    read = python_calamine.CalamineWorkbook.from_path(tmp_path / "report.xlsx").get_sheet_by_index(0).to_python()
    assert ["华中地区", 612.0, 486.0] in [row[:3] for row in read]
    assert ["=1+1", -20.0, ""] in [row[:3] for row in read]


def test_memory_does_not_grow_with_the_rows_of_a_sheet(tmp_path):
    import tracemalloc

    columns = (Column("a", "A"), *(Column(f"c{n}", f"C{n}", Form.MONEY) for n in range(4)))
    row = Row(("苏州伯乐", *[Decimal("1234.56")] * 4))
    peaks = []
    for count in (200, 6_000):
        tracemalloc.start()
        workbook.write(tmp_path / "long.xlsx", Paper("Long", columns, [row] * count), samples.MADE)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 2 + 2**20


def test_every_part_is_what_the_standard_says(book, tmp_path):
    """Excel offers to repair what is not. Two things that the validator says are no faults: the pieces of a font may
    stand in any order (ECMA-376, 18.8.22: a choice), and texts may stand in their cells."""
    book(whole(), flat=samples.trend())
    found = OpenXmlValidator(max_errors=0).validate(tmp_path / "report.xlsx").errors
    faults = [one for one in found if one.severity == ValidationSeverity.ERROR and "/fonts" not in one.path]
    assert [f"{one.part_uri} {one.path}: {one.description}" for one in faults] == []


@pytest.mark.skipif(not OFFICE, reason="no LibreOffice on this machine")
def test_libreoffice_opens_it_without_complaint(book, tmp_path):
    book(whole(), flat=samples.trend())
    command = [OFFICE, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "report.xlsx")]
    done = subprocess.run(
        command, capture_output=True, timeout=150, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    )
    assert done.returncode == 0
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
