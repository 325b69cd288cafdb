"""The way back from a row that was opened: the question before, with its days and what was picked."""

from datetime import date

from reports.figures import levels
from reports.figures.question import Question

YEAR = Question(("amount",), date(2026, 1, 1), date(2026, 12, 31), rows=("region",), filters={"region": ("A", "B")})


def test_each_level_leads_to_the_one_before():
    up = levels.deeper("", YEAR)
    below = Question(("amount",), YEAR.since, YEAR.until, rows=("province",), filters={"region": ("A",)})
    last = Question(("amount",), date(2026, 3, 1), date(2026, 3, 31), rows=("customer",), filters={"region": ("A",)})
    found = levels.higher(levels.deeper(up, below), last)
    assert found == (below, up)
    assert levels.higher(found[1], found[0]) == (YEAR, "")


def test_time_gives_its_days_back():
    month = Question(("orders",), date(2026, 2, 1), date(2026, 2, 28), rows=("day",))
    year = Question(("orders",), date(2026, 1, 1), date(2026, 12, 31), rows=("month",))
    assert levels.higher(levels.deeper("", year), month) == (year, "")


def test_what_is_damaged_leads_nowhere():
    for text in ("", "x", "region~2026-01-01", "nonsense~2026-01-01~2026-12-31~", "region~x~y~"):
        assert levels.higher(text, YEAR) is None
