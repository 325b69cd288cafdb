"""A report of many rows on paper: all of them, once, in their order, on pages that are numbered through."""

import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from reports.layout import long_pdf
from reports.layout.paper import Column, Form, Paper, Row
from reports.layout.tests import samples

COLUMNS = (Column("name", "Customer"), *(Column(f"c{n}", f"Amount {n}", Form.MONEY) for n in range(5)))


def paper_of(count, **more):
    rows = [Row((f"Buyer {number:05}", *(Decimal(number * 7 + n) / 4 for n in range(5)))) for number in range(count)]
    return Paper("Long report", COLUMNS, rows, sums=("Sum", *[Decimal("4711.25")] * 5), **more)


@pytest.fixture
def written(tmp_path):
    def write(paper, tell=long_pdf.silent):
        long_pdf.write(tmp_path / "long.pdf", paper, samples.MADE, tell)
        return [page.extract_text() for page in PdfReader(io.BytesIO((tmp_path / "long.pdf").read_bytes())).pages]

    return write


def test_every_row_is_there_once_and_in_order(written):
    pages = written(paper_of(1_300))
    found = re.findall(r"Buyer (\d{5})", "\n".join(pages))
    assert found == [f"{number:05}" for number in range(1_300)]


def test_pages_are_numbered_through_headed_and_full_but_the_last(written):
    pages = written(paper_of(1_300))
    assert [int(re.search(r"Page (\d+)", page)[1]) for page in pages] == [*range(1, len(pages) + 1)]
    assert all("Amount 4" in page for page in pages)
    rows = [len(re.findall(r"Buyer", page)) for page in pages]
    assert len(set(rows[1:-1])) == 1  # no page is left before it is full
    assert "Long report" in pages[0] and pages[0].count("Long report") > pages[1].count("Long report")


def test_sums_and_definitions_stand_at_the_end_only(written):
    defined = samples.pivot().definitions
    pages = written(paper_of(1_300, definitions=defined, notes=("A note at the end",)))
    assert [number for number, page in enumerate(pages) if "4,711.25" in page] == [len(pages) - 1]
    assert ["A note at the end" in page for page in pages].count(True) == 1
    assert "A note at the end" in pages[-1]


def test_further_tables_and_charts_are_there_once(written):
    parts = (replace(samples.trend(), title="The trend"), paper_of(0, problem="Nothing came"))
    text = "\n".join(written(paper_of(700, parts=parts)))
    assert len(re.findall(r"Buyer (\d{5})", text)) == 700
    assert text.count("The trend") == 1
    assert text.count("Nothing came") == 1


def test_columns_that_a_page_has_no_room_for_come_with_every_row(written):
    columns = (Column("a", "A"), *(Column(f"c{n}", f"C{n}", Form.COUNT) for n in range(20)))
    rows = [Row((f"Buyer {number:05}", *range(20))) for number in range(300)]
    found = re.findall(r"Buyer (\d{5})", "\n".join(written(Paper("Wide", columns, rows))))
    assert found == [f"{number:05}" for number in range(300)] * 2


def test_it_tells_how_far_it_is_and_ends_when_it_is_not_wanted_any_more(written):
    told = []
    written(paper_of(1_300), lambda done, total: told.append((done, total)))
    assert told == sorted(told) and told[-1] == (1_300, 1_300) and len(told) >= 3

    class Left(Exception):
        """Nobody wants it."""

    def leave(_done, _total):
        raise Left

    with pytest.raises(Left):
        written(paper_of(1_300), leave)


def test_a_short_one_is_set_as_one_and_says_how_many_pages_there_are(written):
    assert "Page 1 of 1" in written(paper_of(10))[0]
