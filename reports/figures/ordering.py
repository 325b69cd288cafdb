"""In which order the rows of an answer stand, and what what is shown is called."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from reports.figures import naming, question
from reports.figures.answers import Groups
from reports.figures.dimensions import AXES, Source, Time
from reports.figures.question import Question

ZERO = Decimal(0)
MOST_NAMED = 2_000  # rows that are sorted by their names: beyond it nobody reads them all


def rows(asked: Question, groups: Groups, sums: Groups) -> list[tuple[Any, ...]]:
    """The keys of the rows, in the order asked for: by a measure, by time, by name."""
    wide = len(asked.rows)
    if wide == 1 and asked.axes[0].source is Source.TIME:
        return [(day,) for day in question.stretches(Time(asked.rows[0]), asked.since, asked.until)]
    keys = list(dict.fromkeys(key[:wide] for key in groups))
    if asked.order_by in ("", question.BY_NAME):
        return _by_name(asked, keys)
    by = next(one for one in asked.asked if one.code == asked.order_by)
    values = {key: by.value(sums[key].sums) if key in sums else None for key in keys}
    return sorted(keys, key=lambda key: (values[key] is None, -(values[key] or ZERO), str(key)))


def _by_name(asked: Question, keys: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Times and bands in their order, members by their names, unless there are very many."""
    named = {
        place: naming.names_of(AXES[code], {key[place] for key in keys})
        for place, code in enumerate(asked.rows)
        if code in naming.NAMED and len(keys) <= MOST_NAMED
    }

    def own(key: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            (not part, named[place][part].casefold()) if place in named else (False, str(part))
            for place, part in enumerate(key)
        )

    return sorted(keys, key=own)


def names(asked: Question, rows: Sequence[tuple[Any, ...]], columns: Sequence[Any]) -> dict[str, dict[Any, str]]:
    """Of what is shown: an axis may have thousands of members."""
    found = {code: naming.names_of(AXES[code], {row[place] for row in rows}) for place, code in enumerate(asked.rows)}
    if asked.column:
        found[asked.column] = naming.names_of(AXES[asked.column], columns)
    return found
