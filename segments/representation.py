"""Conditions and saved conditions as plain dictionaries for API answers."""

from collections.abc import Iterable
from typing import Any

from common.conditions import kinds
from common.conditions.rows import to_json
from common.conditions.terms import in_both
from segments import policies
from segments.conditions import Condition
from segments.explaining import Explanation, LineFit, RowFit, Seen
from segments.fields import Field, sources
from segments.models import Segment, SegmentVersion
from segments.queries import Found, Reader

_PLAIN = ("code", "description", "level", "audience", "revision", "created_at", "updated_at", "version")


def condition(found: Condition) -> dict[str, Any]:
    """A condition in all its forms (``ConditionSerializer``)."""
    texts = found.texts()
    return {
        "rows": to_json(found.rows),
        "text_zh": texts["zh-hans"],
        "text_en": texts["en"],
        "expression": found.expression(),
    }


def counts(found: Found) -> dict[str, Any]:
    """What a condition finds, and what the other reading would."""
    ambiguous = None
    if found.and_first is not None:
        ambiguous = {
            "left_to_right": found.count,
            "and_first": found.and_first,
            "is_estimate": found.is_estimate or found.and_first_is_estimate,
        }
    return {"count": found.count, "count_is_estimate": found.is_estimate, "ambiguous": ambiguous}


def segment_row(reader: Reader, segment: Segment) -> dict[str, Any]:
    """A saved condition as a list shows it (``SegmentSerializer``)."""
    row: dict[str, Any] = {"id": segment.pk, "name": str(segment)}
    row |= {name: getattr(segment, name) for name in _PLAIN}
    row["owner"] = segment.owner.username if segment.owner else None
    row["department"] = segment.department.code if segment.department else None
    row["condition"] = condition(reader.condition(segment))
    row["may_change"] = policies.can_change(reader.actor, segment)
    return row


def revisions(reader: Reader, kept: Iterable[SegmentVersion]) -> list[dict[str, Any]]:
    """What a saved condition said at its revisions (``SegmentRevisionSerializer``)."""
    found = []
    for one in kept:
        said = reader.revision(one)
        row = {"revision": one.revision, "at": one.at, "by": one.by.username}
        found.append({**row, "condition": condition(said) if said else None})
    return found


def explanation(found: Explanation, asked: Condition) -> dict[str, Any]:
    """Why an order or line is in it or not (``ExplanationSerializer``)."""
    return {
        "order": getattr(found.order, "reference", str(found.order)),
        "line": found.line_no,
        "is_in": found.is_in,
        "expression": asked.expression(),
        "rows": [_row_fit(one) for one in found.rows],
        "lines_in": [one.line_no for one in found.lines if one.is_met],
    }


def _row_fit(one: RowFit) -> dict[str, Any]:
    return {
        "row": to_json([one.row])[0],
        "label": one.label,
        "text": one.text,
        "is_met": one.is_met,
        "seen": _seen(one.seen),
        "lines": [_line_fit(line) for line in one.lines],
    }


def _line_fit(line: LineFit) -> dict[str, Any]:
    return {"line_no": line.line_no, "is_met": line.is_met, "seen": _seen(line.seen)}


def _seen(seen: Seen | None) -> dict[str, Any] | None:
    return None if seen is None else {"values": seen.values, "shown": seen.shown}


def field_row(field: Field) -> dict[str, Any]:
    """A field with its operators and known values (``ConditionFieldSerializer``)."""
    term = field.term
    return {
        "key": field.key,
        "label": str(field.label),
        "names": in_both([field.label, *field.aliases]),
        "level": field.level.value,
        "source": str(sources[field.source].label),
        "kind": str(field.kind),
        "operators": [_operator(one, field) for one in kinds.OPERATORS[field.kind]],
        "values": [{"code": code, "label": str(label)} for code, label in _known(term.choices, field).items()],
    }


def _operator(operator: kinds.Operator, field: Field) -> dict[str, Any]:
    least, most = kinds.value_count(operator)
    return {"code": str(operator), "label": kinds.label(operator, field.kind), "least": least, "most": most}


def _known(choices: Any, field: Field) -> Any:
    return kinds.FLAG_WORDS if field.kind is kinds.Kind.FLAG else choices
