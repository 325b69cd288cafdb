"""A report of many rows on paper: set in pieces that are joined, so that memory does not grow with them. A piece ends
with a full page; what stands on the page that it begins goes on with the next one.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from reports.layout import folding, pdf, workbook_styles
from reports.layout.paper import Made, Paper

CELLS = 3_000  # of a piece: setting them takes 80 MB
FEWEST_ROWS = 100  # of a piece: more than stand on a page
_SAMPLE = 300
Tell = Callable[[int, int], None]  # rows done, rows expected


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def write(path: Path, paper: Paper, made: Made, tell: Tell = silent) -> None:
    """Write the PDF of a report, however long; of a long one a page does not say how many there are. What ``tell``
    raises ends the writing. Raises Unprintable."""
    if sum(len(one.rows) * len(one.shown) for one in _parts(paper)) <= CELLS:
        path.write_bytes(pdf.write(paper, made))
        return
    from pypdf import PdfWriter

    book = PdfWriter()
    for piece in _Pieces(paper, made, tell).made():
        book.append(io.BytesIO(piece.content), pages=(0, piece.kept), import_outline=False)
    book.add_metadata({"/Title": str(paper.title), "/Author": made.who})
    book.write(path)


def _parts(paper: Paper) -> list[Paper]:
    return [paper, *paper.parts]


@dataclass(frozen=True)
class _Piece:
    """``kept``: how many of its pages are; ``rows``: of how many rows these are."""

    content: bytes
    kept: int
    rows: int


@dataclass
class _Pieces:
    paper: Paper
    made_by: Made
    tell: Tell
    pages: int = 0  # so far
    steps: int = 0  # rows set so far, those of a part of many columns as often as it has tables
    charts: "count[int]" = field(default_factory=lambda: count(1))

    def made(self) -> Iterator[_Piece]:
        """The pieces from the first page to the last."""
        parts = _parts(self.paper)
        for part in parts:
            for piece in self._part(part, is_end=part is parts[-1]):
                self.pages += piece.kept
                self._say(piece.rows)
                yield piece

    def _part(self, part: Paper, *, is_end: bool) -> Iterator[_Piece]:
        pictures: dict[str, bytes] = {}
        told: dict[str, Any] = {
            **pdf.heading(part, self.charts, pictures, is_first=part is self.paper),
            "tables": [],
            "notes": [],
        }
        part = folding.folded(part)
        blocks = pdf.blocks(part.shown) if part.rows else []
        if not blocks:
            yield self._piece({**told, "notes": pdf.notes(part)}, pictures, 0, is_end=is_end)
        for block in blocks:
            at, size, wide = 0, max(FEWEST_ROWS, CELLS // len(block)), _widths(part, block)
            while at < len(part.rows):
                rows = min(size, len(part.rows) - at)
                is_last = at + rows == len(part.rows)
                is_over = is_last and block is blocks[-1]
                told["tables"] = [pdf.table(part, block, slice(at, at + rows), wide, is_end=is_last)]
                told["notes"] = pdf.notes(part) if is_over else []
                piece = self._piece(told, pictures, rows, is_end=is_end and is_over, goes_on=not is_last)
                at += piece.rows
                yield piece
                told |= {"headed": False, "problem": "", "charts": []}
                pictures = {}

    def _piece(
        self, told: dict[str, Any], pictures: dict[str, bytes], rows: int, *, is_end: bool, goes_on: bool = False
    ) -> _Piece:
        """One piece; where its table ``goes_on``, without the last page unless that is its only one."""
        from pypdf import PdfReader

        data = {**pdf.frame(self.paper, self.made_by), "first": self.pages + 1, "parts": [told]}
        if is_end:
            data |= pdf.closing(self.paper)
        content, first = pdf.write_piece(data, pictures, self.made_by)
        pages = len(PdfReader(io.BytesIO(content)).pages)
        return _Piece(content, pages - 1, first) if goes_on and first else _Piece(content, pages, rows)

    def _say(self, rows: int) -> None:
        self.steps += rows
        parts = _parts(self.paper)
        whole = sum(len(one.rows) * len(pdf.blocks(folding.folded(one).shown)) for one in parts)
        length = sum(len(one.rows) for one in parts)
        self.tell(self.steps * length // max(1, whole), length)


def _widths(part: Paper, block: list[int]) -> list[int]:
    """What share of a page each column gets: the same on all pages."""
    columns = [part.columns[place] for place in block]
    rows = part.rows[:: max(1, len(part.rows) // _SAMPLE)]
    sample = [[row.cells[place] for place in block] for row in rows][: _SAMPLE - 1]
    sample += [[part.sums[place] for place in block]] if part.sums else []
    return workbook_styles.widths([str(one.label) for one in columns], [one.form for one in columns], sample)
