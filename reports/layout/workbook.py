"""A report as a workbook: tables with their facts, native charts, definitions, and flat rows for a pivot.

Sheets are only written, row after row, so that memory does not grow with them; a text is a text, whatever it begins
with; columns that the reader may not see are not in the file.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from common import dates
from common.exports.styled_workbooks import coded
from common.exports.table import sheet_name
from reports.layout import heads, plot, workbook_charts
from reports.layout import workbook_styles as styles
from reports.layout.definitions import defined
from reports.layout.paper import Definition, Form, Made, Paper, Shape

_NAME_LENGTH = 31
_HIGH, _ON_A_PAGE = 20, 2  # rows of cells that a chart takes, rows of charts on a page
_PAPER_A4 = 9


@dataclass(frozen=True)
class Place:
    """Where the table of a paper stands: its sheet, its first row of values, and the letter of each column by key."""

    sheet: Any
    first: int
    letters: dict[str, str]


Tell = Callable[[int, int], None]  # rows done, rows expected
_EVERY = 500


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def write(path: Path, paper: Paper, made: Made, flat: Paper | None = None, tell: Tell = _silent) -> None:
    """Write the report, its parts, its charts and its definitions; ``flat`` becomes a sheet of one row a record. What
    ``tell`` raises ends the writing."""
    book = Workbook(write_only=True)
    try:
        _fill(book, paper, made, flat, tell)
    except BaseException:
        for sheet in book.worksheets:  # what was begun lies in files of its own
            with suppress(Exception):
                sheet.close()
                sheet._writer.cleanup()
        raise
    book.save(path)


def _fill(book: Workbook, paper: Paper, made: Made, flat: Paper | None, tell: Tell) -> None:
    styles.add(book)
    book.properties.title, book.properties.creator = str(paper.title), made.who
    book.properties.created = made.at.astimezone(UTC).replace(tzinfo=None)
    papers = [paper, *paper.parts]
    places = [_table(book, one, made, whole=paper, tell=tell) for one in papers]
    drawn = [(one, place) for report, place in zip(papers, places, strict=True) for one in plot.plots(report)]
    if shown := [pair for pair in drawn if pair[0].shape != Shape.HEAT]:
        _charts(book, shown, made, paper)
    if terms := defined(papers):
        _define(book, terms, made, paper)
    if flat is not None:
        _flat(book, flat, made, paper)


def _sheet(book: Workbook, title: Any, made: Made, whole: Paper, at: int | None = None) -> Any:
    """A new sheet, set up for printing: landscape, as wide as the page, pages numbered."""
    sheet = book.create_sheet(_free_name(book, title), at)
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", _PAPER_A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.7
    sheet.oddHeader.left.text = _of_page(str(whole.title))
    if title != whole.title:
        sheet.oddHeader.right.text = _of_page(str(title))
    sheet.oddFooter.left.text = _of_page(f"{made.who} {_moment(made)}")
    # the codes of a workbook for the number of a page and of all pages
    sheet.oddFooter.right.text = pgettext("foot of a printed page", "Page %(page)s of %(pages)s") % {
        "page": "&P",
        "pages": "&N",
    }
    return sheet


def _table(book: Workbook, paper: Paper, made: Made, whole: Paper, tell: Tell) -> Place:
    sheet = _sheet(book, paper.title, made, whole)
    shown = paper.shown
    columns = [paper.columns[place] for place in shown]
    letters = [get_column_letter(number) for number in range(1, len(columns) + 1)]
    grouped = heads.groups(columns)
    top = _words_before(paper, made)
    head = len(top) + 2 + bool(grouped)  # after an empty row
    forms = [column.form for column in columns]
    sample = [[row.cells[place] for place in shown] for row in paper.rows[:300]]
    if paper.sums:
        sample.append([paper.sums[place] for place in shown])
    wide = styles.widths([str(column.label) for column in columns], forms, sample)
    for letter, width in zip(letters, wide, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"B{head + 1}"
    sheet.print_title_rows = f"{head - bool(grouped)}:{head}"
    sheet.sheet_properties.outlinePr.summaryBelow = False
    sheet.sheet_view.showGridLines = False
    for number, row in enumerate(paper.rows, start=head + 1):
        if row.level:
            sheet.row_dimensions[number].outlineLevel = min(row.level, 7)
    for line in top:
        sheet.append([styles.words(sheet, text, style) for text, style in line])
    sheet.append([])
    _heads(sheet, columns, grouped, letters, head)
    _rows(sheet, paper, shown, forms, tell)
    last = head + max(1, len(paper.rows))
    sheet.auto_filter.ref = f"A{head}:{letters[-1]}{last}" if letters else None
    place = Place(sheet, head + 1, dict(zip((column.key for column in columns), letters, strict=True)))
    _heat(place, paper, last)
    return place


def _words_before(paper: Paper, made: Made) -> list[list[tuple[Any, str]]]:
    """Title, facts, who made it when, notes, and why there is nothing."""
    lines: list[list[tuple[Any, str]]] = [[(paper.title, styles.TITLE)]]
    facts = [*paper.facts, (pgettext("report", "Made by"), made.who), (pgettext("report", "Made at"), _moment(made))]
    lines += [[(label, styles.LABEL), (value, styles.VALUE)] for label, value in facts]
    lines += [[(note, styles.LABEL)] for note in paper.notes]
    if any(row.is_unfinished for row in paper.rows):
        lines.append([(_("Italics: the period still runs."), styles.LABEL)])
    if paper.problem:
        lines.append([(paper.problem, styles.WARNING)])
    return lines


def _heads(sheet: Any, columns: Sequence[Any], grouped: list[tuple[str, int]], letters: list[str], head: int) -> None:
    if grouped:
        line: list[Any] = []
        for label, span in grouped:
            if label and span > 1:
                sheet.merged_cells.add(f"{letters[len(line)]}{head - 1}:{letters[len(line) + span - 1]}{head - 1}")
            line += [styles.words(sheet, label if number == 0 else "", styles.GROUP) for number in range(span)]
        sheet.append(line)
    sheet.append([styles.words(sheet, column.label, styles.HEAD) for column in columns])


def _rows(sheet: Any, paper: Paper, shown: list[int], forms: list[Form], tell: Tell) -> None:
    values = styles.Values(sheet, forms)
    for done, row in enumerate(paper.rows):
        if done % _EVERY == 0:
            tell(done, len(paper.rows))
        cells = [row.cells[place] for place in shown]
        sheet.append(values.cells(cells, level=row.level, is_sum=row.is_sum, is_open=row.is_unfinished))
    if not paper.rows:
        sheet.append([])
    if paper.sums:
        sheet.append(values.cells([paper.sums[place] for place in shown], is_sum=True))


def _heat(place: Place, paper: Paper, last: int) -> None:
    """A table of heat is coloured where it stands."""
    for one in plot.plots(paper):
        if one.shape == Shape.HEAT:
            letters = [place.letters[line.column] for line in one.lines]
            rule = ColorScaleRule(start_type="min", start_color="FFFFFF", end_type="max", end_color="8FAAF0")
            place.sheet.conditional_formatting.add(f"{letters[0]}{place.first}:{letters[-1]}{last}", rule)


def _charts(book: Workbook, drawn: list[tuple[plot.Plot, Place]], made: Made, paper: Paper) -> None:
    """The sheet of charts, behind the first table; what no table holds as it is drawn stands on a sheet of its own."""
    sheet = _sheet(book, _("Charts"), made, paper, at=1)
    sheet.sheet_view.showGridLines = False
    beside = workbook_charts.Beside(lambda: _sheet(book, _("Chart data"), made, paper))
    for number, (one, place) in enumerate(drawn):
        if number and number % (_ON_A_PAGE * 2) == 0:  # no chart is cut by the edge of a page
            sheet.row_breaks.append(Break(id=number // 2 * _HIGH - 1))
        chart = workbook_charts.chart(one, workbook_charts.source(one, place, beside))
        sheet.add_chart(chart, f"{'A' if number % 2 == 0 else 'L'}{1 + number // 2 * _HIGH}")


def _define(book: Workbook, terms: Sequence[Definition], made: Made, paper: Paper) -> None:
    sheet = _sheet(book, _("Definitions"), made, paper)
    heading = [
        *(pgettext("definition", "Term"), pgettext("definition", "Meaning"), pgettext("definition", "Numerator")),
        *(pgettext("definition", "Denominator"), pgettext("definition", "Left out")),
        pgettext("definition", "In figures"),
    ]
    for number, width in enumerate((16, 40, 24, 24, 26, 22), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes, sheet.print_title_rows = "B2", "1:1"
    sheet.append([styles.words(sheet, text, styles.HEAD) for text in heading])
    for one in terms:
        texts = (one.term, one.meaning, one.numerator, one.denominator, one.exclusions, one.figures)
        sheet.append([styles.words(sheet, text, styles.PROSE) for text in texts])


def _flat(book: Workbook, flat: Paper, made: Made, whole: Paper) -> None:
    """One row a record under one row of heads, as a table that a pivot can be built upon."""
    sheet = _sheet(book, flat.title, made, whole)
    sheet.print_title_rows = "1:1"
    shown = flat.shown
    columns = [flat.columns[place] for place in shown]
    forms = [column.form for column in columns]
    names = heads.unique(columns)
    sample = [[row.cells[place] for place in shown] for row in flat.rows[:300]]
    for number, width in enumerate(styles.widths(names, forms, sample), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([styles.words(sheet, name, styles.HEAD) for name in names])
    values, records = styles.Values(sheet, forms), 0
    for row in flat.rows:
        if not row.is_sum:
            sheet.append(values.cells([row.cells[place] for place in shown]))
            records += 1
    if not names:
        return
    table = Table(
        displayName=f"Data{len(book.worksheets)}", ref=f"A1:{get_column_letter(len(names))}{max(records, 1) + 1}"
    )
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    table._initialise_columns()
    table.tableColumns = [TableColumn(id=number, name=coded(name)) for number, name in enumerate(names, start=1)]
    sheet.tables.add(table)


def _free_name(book: Workbook, title: Any) -> str:
    """A name for a sheet that no other has, whatever its case."""
    name = sheet_name(str(title))
    taken = {one.casefold() for one in book.sheetnames}
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name[: _NAME_LENGTH - len(str(number)) - 1]} {number}"
    return free


def _of_page(text: str) -> str:
    """A text at the edge of a page: the sign of its codes is doubled, and there is room for so many only."""
    return text[:60].replace("&", "&&")


def _moment(made: Made) -> str:
    return f"{made.at.astimezone(dates.business_zone()):%Y-%m-%d %H:%M}"
