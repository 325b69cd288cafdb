"""Columns that say more of another stand below its value where there is little room, and as columns in files."""

from decimal import Decimal as D

from reports.layout import folding, grid, workbook
from reports.layout.paper import Chart, Column, Form, Made, Paper, Row, Series, Shape
from reports.layout.tests.samples import AT

COLUMNS = (
    Column("name", "Name"),
    Column("ending", "Expected", Form.MONEY),
    Column("low", "From", Form.MONEY, under="ending"),
    Column("high", "To", Form.MONEY, under="ending", is_end=True),
    Column("share", "Attainment", Form.SHARE, under="ending", said="%(value)s of it"),
    Column("how", "Method", under="ending", is_behind=True),
)


def paper(*rows, **more):
    return Paper("Report", COLUMNS, [Row(cells) for cells in rows], **more)


FULL = ("North", D(1000), D("900.4"), D("1100.6"), D("0.5"), "As last year")
EMPTY = ("South", None, None, None, None, "Too short a history")


def test_what_says_more_of_a_value_stands_below_it():
    found = folding.folded(paper(FULL, EMPTY, sums=FULL))
    assert [one.key for one in found.columns] == ["name", "ending"]
    stacked = found.rows[0].cells[1]
    assert (str(stacked), stacked.lines, stacked.behind) == (
        "1000",
        ("900\u00a0–\u00a01,101", "50.0% of it"),
        ("As last year",),
    )
    assert found.sums[1].lines
    assert folding.folded(found) is found


def test_why_there_is_no_value_is_said_at_once():
    stacked = folding.folded(paper(FULL, EMPTY)).rows[1].cells[1]
    assert (stacked.lines, stacked.behind) == (("Too short a history",), ())


def test_a_page_draws_it_and_escapes_what_it_says():
    found = grid.grid(paper((*FULL[:5], "<b>")), "one")
    html = str(found.lines[0].boxes[1].html)
    assert "1,101" in html
    assert "<details" in html
    assert "<b>" not in html
    assert len(found.heads) == 2


def test_what_is_drawn_hidden_or_below_nothing_stays_a_column():
    chart = Chart(Shape.LINES, "", "name", (Series("ending", low="low", high="high"),))
    assert len(folding.folded(paper(FULL, charts=(chart,))).columns) == 4
    hidden = Paper("", (COLUMNS[0], Column("ending", "", is_hidden=True), *COLUMNS[2:]), [Row(FULL)])
    assert folding.folded(hidden) is hidden
    assert folding.folded(Paper("", COLUMNS[:1], [])).columns == COLUMNS[:1]


def test_a_workbook_keeps_every_column(tmp_path):
    from openpyxl import load_workbook

    path = tmp_path / "one.xlsx"
    workbook.write(path, paper(FULL), Made("Somebody", AT))
    cells = [cell.value for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert {"From", "To", "Method", "Expected"} <= set(cells)
