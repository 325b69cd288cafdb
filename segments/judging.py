"""Whether saved conditions hold for one order, out of its values read by key: at any number of orders it costs as
little, while SQL over all of them would look up the sets that a condition speaks of (for rules; ``explaining`` says it
to people as the database decides it). That both agree is a test (``orders/order/tests/test_conditions_agree``)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.conditions import evaluation
from common.conditions.rows import Row
from segments import queries
from segments.compiling import tables
from segments.conditions import Condition
from segments.fields import Level
from segments.models import Segment
from segments.values import read


@dataclass(frozen=True)
class Verdict:
    """Whether a saved condition holds for an order; ``unmet``: its rows that hold neither for the order nor for any of
    its lines (none of them need be the reason where each row holds for another line)."""

    segment: Segment
    condition: Condition
    is_met: bool
    unmet: tuple[Row, ...]


def judge(order_id: int, segment_ids: Sequence[int], today: date) -> dict[int, Verdict]:
    """The verdict on an order, as it is stored, by the key of each of these saved conditions in use. One statement for
    the conditions, and one for each source that their fields read.

    At the level of orders a condition holds where one line of the order makes the whole of it true, as in SQL.
    """
    found = {one.pk: one for one in Segment.objects.filter(pk__in=segment_ids, is_active=True)}
    conditions = {pk: queries.condition_for_rule(one) for pk, one in found.items()}
    views = _views(order_id, list(conditions.values()), today)
    return {pk: _verdict(found[pk], condition, views, today) for pk, condition in conditions.items()}


def _views(order_id: int, conditions: Collection[Condition], today: date) -> list[dict[str, Any]]:
    """What the fields hold: for each line of the order, or once where there is none or nothing asks about lines."""
    fields = {key: one.known[key] for one in conditions for key in one.fields}
    of_order = [one for one in fields.values() if one.level is Level.ORDER]
    of_lines = [one for one in fields.values() if one.level is Level.LINE]
    known = tables["orders"]
    whole = read(known.order._default_manager.filter(pk=order_id), Level.ORDER, of_order, today).get(order_id, {})
    if not of_lines:
        return [whole]
    lines = known.line._default_manager.filter(**{known.to_order: order_id})
    held = read(lines, Level.LINE, of_lines, today)
    nothing = {one.key: None for one in of_lines}
    return [{**whole, **line} for line in held.values()] or [{**whole, **nothing}]


def _verdict(segment: Segment, condition: Condition, views: Sequence[dict[str, Any]], today: date) -> Verdict:
    each = [{row for row in condition.rows if _is_met(condition, row, view, today)} for view in views]
    return Verdict(
        segment,
        condition,
        is_met=any(evaluation.holds(condition.node, met.__contains__) for met in each),
        unmet=tuple(row for row in condition.rows if not any(row in met for met in each)),
    )


def _is_met(condition: Condition, row: Row, view: dict[str, Any], today: date) -> bool:
    return evaluation.is_met(row, condition.known[row.field].kind, view[row.field], today)
