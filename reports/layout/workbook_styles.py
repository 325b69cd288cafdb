"""How the cells of a report's workbook look: named styles by form and place, widths for Chinese text."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from common import dates
from common.exports import cells, styled_workbooks
from reports.layout import wording
from reports.layout.paper import Cell, Form

FONT = "Microsoft YaHei"
# names of our own: a workbook knows styles called Title, Total and so on already
TITLE, LABEL, VALUE, WARNING = "Report title", "Report label", "Report value", "Report warning"
HEAD, GROUP, PROSE = "Report head", "Report group", "Report prose"
_MOST_WIDTH, _LEAST_WIDTH = 42, 9
_SAMPLE = 300  # rows that are looked at for the width of a column
_FORMATS = {
    Form.TEXT: "@",  # what looks like a formula stays a text, also for who edits the cell
    Form.DAY: "yyyy-mm-dd",
    Form.COUNT: "#,##0",
    Form.QUANTITY: "#,##0.0###",
    Form.MONEY: "#,##0.00;[Red]-#,##0.00",
    Form.SHARE: "0.0%",
    Form.GROWTH: "+0.0%;[Red]-0.0%;0.0%",
    Form.POINTS: "+0.0;[Red]-0.0;0.0",
    Form.DAYS: "#,##0.0",
    Form.FACTOR: "0.00",
}
_INK, _SOFT, _GROUND, _RULE = "161C2A", "5F687C", "EDEFF3", "CBD1DB"
_HAIR = Side("thin", color="E3E6EC")


def add(book: Workbook) -> None:
    """Make the styles of the words around a table known to a workbook; those of values come as they are needed."""
    soft = Font(name=FONT, size=10, color=_SOFT)
    plain = Font(name=FONT, size=10, color=_INK)
    bold = Font(name=FONT, size=10, bold=True, color=_INK)
    fill = PatternFill("solid", fgColor=_GROUND)
    rule = Border(bottom=Side("thin", color=_RULE))
    wrapped = Alignment(wrap_text=True, vertical="top")
    for style in (
        NamedStyle(TITLE, font=Font(name=FONT, size=14, bold=True, color=_INK), number_format="@"),
        NamedStyle(LABEL, font=soft, number_format="@"),
        NamedStyle(VALUE, font=plain, number_format="@"),
        NamedStyle(WARNING, font=Font(name=FONT, size=10, bold=True, color="8A4B00"), number_format="@"),
        NamedStyle(HEAD, font=bold, fill=fill, border=rule, number_format="@", alignment=_head()),
        NamedStyle(GROUP, font=bold, fill=fill, border=rule, number_format="@", alignment=Alignment("center")),
        NamedStyle(PROSE, font=plain, number_format="@", alignment=wrapped),
    ):
        book.add_named_style(style)


def words(sheet: Any, text: Any, style: str) -> WriteOnlyCell:
    """A cell of text."""
    return styled_workbooks.cell(sheet, cells.cut(cells.clean(str(text))), style=style)


class Values:
    """Makes the cells of one sheet's columns."""

    def __init__(self, sheet: Any, forms: Sequence[Form]):
        self._sheet = sheet
        self._forms = forms
        self._looks: dict[tuple[Any, ...], Any] = {}  # to look a style up for each cell is a third of the time

    def cells(
        self, values: Sequence[Cell], *, level: int = 0, is_sum: bool = False, is_open: bool = False
    ) -> list[Any]:
        """A row; ``level`` sets its first cell in, ``is_open`` marks a period that still runs."""
        return [
            self._cell(value, form, level if place == 0 else 0, is_sum, is_open)
            for place, (value, form) in enumerate(zip(values, self._forms, strict=True))
        ]

    def _cell(self, value: Cell, form: Form, level: int, is_sum: bool, is_open: bool) -> Any:
        typed = typed_value(value, form)
        if isinstance(typed, str):
            form = Form.TEXT
        if form == Form.QUANTITY and isinstance(typed, int | float) and float(typed).is_integer():
            form = Form.COUNT
        look = self._look(form, min(level, 6), is_sum, is_open)
        made = BookCell(self._sheet, row=1, column=1, value=None, style_array=look)
        if isinstance(typed, str):
            made.value = styled_workbooks.coded(typed)
            made.data_type = "s"
        elif typed is not None:
            is_day = isinstance(typed, date)
            made.value = typed
            if is_day:  # the library puts its own format where a day comes in
                made.number_format = _FORMATS[Form.DAY]
        return made

    def _look(self, *asked: Any) -> Any:
        look = self._looks.get(asked)
        if look is None:
            form, level, is_sum, is_open = asked
            name = f"Report {form.value.lower()}{level or ''}{' sum' * is_sum}{' open' * is_open}"
            book = self._sheet.parent
            if name not in book.named_styles:
                book.add_named_style(_style(name, *asked))
            sample = WriteOnlyCell(self._sheet)
            sample.style = name
            look = self._looks[asked] = sample._style
        return look


def typed_value(value: Cell, form: Form) -> Any:
    """What a workbook holds: number, day or text; None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        value = dates.business_day(value) if value.tzinfo else value.date()
    if form in (Form.TEXT, Form.DAY):
        return value if form == Form.DAY and isinstance(value, date) else cells.cut(cells.clean(str(value)))
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int | float) else cells.cut(cells.clean(str(value)))


def widths(heads: Sequence[str], forms: Sequence[Form], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """How wide each column has to be, by its head and its first rows; a Chinese letter is two wide."""
    found = []
    for place, (head, form) in enumerate(zip(heads, forms, strict=True)):
        texts = [wording.written(row[place], form) for row in rows[:_SAMPLE]]
        needed = max(map(_wide, texts), default=0)
        found.append(min(_MOST_WIDTH, max(_LEAST_WIDTH, needed + 2, min(_wide(head), 24) + 4)))
    return found


def _wide(text: str) -> int:
    return max((sum(2 if ord(letter) > 0x2E80 else 1 for letter in line) for line in text.splitlines()), default=0)


def _head() -> Alignment:
    return Alignment(wrap_text=True, vertical="center", horizontal="center")


def _style(name: str, form: Form, level: int, is_sum: bool, is_open: bool) -> NamedStyle:
    font = Font(name=FONT, size=10, bold=is_sum, italic=is_open, color=_SOFT if is_open else _INK)
    border = Border(top=Side("thin", color=_INK)) if is_sum else Border(bottom=_HAIR)
    style = NamedStyle(name, font=font, border=border, number_format=_FORMATS[form])
    side = {Form.TEXT: "left", Form.DAY: "center"}.get(form, "right")  # a day does not touch the figure before it
    style.alignment = Alignment(horizontal=side, vertical="center", indent=level * 2)
    return style
