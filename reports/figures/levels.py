"""Ways back up: what was asked before a row was opened to what it is made of, as addresses carry it (``up``). Pure."""

from dataclasses import replace
from datetime import date

from reports.figures.dimensions import AXES, Source
from reports.figures.question import Question

_STEP, _PART, _KEY = "!", "~", "+"
MOST = 6  # levels that are remembered


def deeper(up: str, asked: Question) -> str:
    """``up`` with one level more: the question whose only row is opened now."""
    axis = asked.rows[0]
    keys = _KEY.join(asked.filters.get(axis, ()))
    step = _PART.join((axis, asked.since.isoformat(), asked.until.isoformat(), keys))
    return _STEP.join([*(one for one in up.split(_STEP) if one), step][-MOST:])


def higher(up: str, asked: Question) -> tuple[Question, str] | None:
    """The question one level up, and its own ``up``; None where there is no way up, or it is damaged."""
    *rest, last = up.split(_STEP)
    try:
        axis, since, until, keys = last.split(_PART)
        days = date.fromisoformat(since), date.fromisoformat(until)
    except ValueError:
        return None
    if axis not in AXES:
        return None
    filters = {code: picked for code, picked in asked.filters.items() if code != axis}
    if keys and AXES[axis].source is not Source.TIME:
        filters[axis] = tuple(keys.split(_KEY))
    return replace(asked, rows=(axis,), since=days[0], until=days[1], filters=filters), _STEP.join(rest)
