"""Public data sets as their files say them, read by csv alone, beside what the figures say of them once they came in
through the product's own import.

The data is no part of the project: without ``../shared/data`` the tests that use it are skipped. Every expected figure
is worked out from the raw rows in decimals; nothing of the facts or the import is asked for it.
"""

import csv
import gzip
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from accounts.people import queries as people
from accounts.people.models import User
from accounts.tests.builders import make_user
from orders.intake.imports.tests.builders import AT, bring_in
from reports.facts import operations as facts
from reports.figures import queries
from reports.figures.answers import Answer
from reports.figures.question import Question

DATA = settings.BASE_DIR.parent / "shared" / "data"
CENT = Decimal("0.01")
IS_WHOLE = bool(os.environ.get("ORDERS_TEST_WHOLE"))  # every order: four minutes more
EVERY = 6
Row = Mapping[str, str]
MARKS = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not DATA.exists(), reason="the public data set ../shared/data is not here"),
    pytest.mark.django_db,
]


def paths(folder: str) -> list[Path]:
    """The files of a data set."""
    return sorted((DATA / folder).glob("*.csv.gz"))


def rows(folder: str, name: str) -> list[dict[str, str]]:
    """The raw rows of one file."""
    with gzip.open(DATA / folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def thinned(folder: str, parts: Mapping[str, str], into: Path) -> list[Path]:
    """The files of a data set with one order in ``EVERY``, all of them where ORDERS_TEST_WHOLE is set. ``parts``: file
    → column of the order's number, in those files that have one."""
    if IS_WHOLE:
        return paths(folder)
    found = []
    for path in paths(folder):
        name = path.name.removesuffix(".csv.gz")
        if name in parts:
            kept = [row for row in rows(folder, name) if is_kept(row[parts[name]])]
            path = into / path.name
            with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, kept[0])
                writer.writeheader()
                writer.writerows(kept)
        found.append(path)
    return found


def is_kept(number: str) -> bool:
    """Whether an order is among those that come in."""
    return IS_WHOLE or int(number) % EVERY == 0


def profile(name: str) -> str:
    """The profile by which a data set comes in."""
    return (settings.BASE_DIR / "tests" / "profiles" / f"{name}.toml").read_text(encoding="utf-8")


def changed(text: str, *changes: tuple[str, str]) -> str:
    """A profile with some lines written otherwise; each must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def come_in(files: list[Path], text: str, staff: Iterable[str] = ()) -> None:
    """The import, dry run and commit, and the facts after it. ``staff``: names of people who work here."""
    for name in staff:
        make_user(name=name)
    bring_in(files, text)
    facts.keep_up(at=AT, patience=0)
    connection.check_constraints()  # once, not after each test that stands on these rows


def faults() -> tuple[tuple[int, ...], int]:
    """What the nightly comparison of facts and sums with the documents finds wrong: orders, sums."""
    found = facts.compare(at=AT)
    assert found.orders > 0
    return found.wrong_orders, found.wrong_sums


def cents(value: str | Decimal) -> Decimal:
    """Rounded to the cent, halves away from zero."""
    return Decimal(value).quantize(CENT, ROUND_HALF_UP)


def ask(
    *measures: str, by: tuple[str, ...] = (), years: tuple[int, int], actor: User | None = None, **more: Any
) -> Answer:
    """The answer over whole years, to the system, which sees everything, unless a person asks."""
    asked = Question(measures, date(years[0], 1, 1), date(years[1], 12, 31), rows=by, **more)
    return queries.ask(actor=actor or people.system_user(), asked=asked, today=date(2026, 11, 20))


def shown(answer: Answer) -> dict[Any, tuple[Decimal | None, ...]]:
    """Name of each row (names, where it has several) → its figures; rows without any left out."""
    axes = answer.question.axes
    found = {}
    for key, group in answer.groups.items():
        names = tuple(answer.names[axis.code][part] for axis, part in zip(axes, key, strict=True))
        values = tuple(one.value(group.sums) for one in answer.question.asked)
        if any(values):
            found[names[0] if len(names) == 1 else names] = values
    return found


def told(answer: Answer) -> tuple[Decimal | None, ...]:
    """The figures of the whole."""
    return tuple(one.value(answer.whole.sums) for one in answer.question.asked)


def summed(
    found: Iterable[Any], key: Callable[[Any], Any], *values: Callable[[Any], Any]
) -> dict[Any, tuple[Any, ...]]:
    """The sums of some values of raw rows by a key; groups that are nothing but zeros left out."""
    sums: dict[Any, list[Any]] = defaultdict(lambda: [0] * len(values))
    for row in found:
        mine = sums[key(row)]
        for place, value in enumerate(values):
            mine[place] += value(row)
    return {key: tuple(parts) for key, parts in sums.items() if any(parts)}
