"""Between rows of this room and what the API says of them: codes in, plain dictionaries out."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from accounts.people.models import Department
from common import errors
from common.api.fields import plain
from segments.models import Segment
from tasks.decomposing.models import DecompositionRule, TaskTemplate, Wording
from tasks.decomposing.showing import Row, Sheet
from tasks.decomposing.trying import Tried
from tasks.task import queries
from tasks.task.models import Phase

_TASK = (
    *("id", "line_no", "title", "goal", "requirements", "work_days", "planned_start", "planned_end", "slack_days"),
    *("key_reasons", "is_milestone", "version"),
)
_TEMPLATE = (
    *("code", "title", "goal", "wording", "department_kind", "batch_size", "duration", "days", "anchor"),
    *("is_milestone", "is_special", "is_supply", "is_once", "rank", "is_active", "version"),
)
_LEARNED = ("samples", "factor", "factor_low", "factor_high", "days", "days_low", "days_high", "orders")


def decomposition(sheet: Sheet) -> dict[str, Any]:
    """``DecompositionSerializer``."""
    row = sheet.row
    rows = sheet.rows
    after: dict[int, list[int]] = {}
    for link in queries.links_of(one.task for one in rows):
        after.setdefault(link.successor_id, []).append(link.predecessor_id)
    return {
        "order": str(row.order),
        "revision": row.revision,
        "state": row.state,
        "is_outdated": sheet.is_outdated,
        "proposed_by": row.proposed_by.username,
        "proposed_at": row.proposed_at,
        "hours": plain(sheet.hours, 2),
        "kept": sheet.kept,
        "notes": [str(one) for one in sheet.notes],
        "tasks": [_task(one, after.get(one.task.pk, [])) for one in rows],
        "version": row.version,
    }


def _task(one: Row, after: list[int]) -> dict[str, Any]:
    task = one.task
    return {
        **{name: getattr(task, name) for name in _TASK},
        "kind": one.kind,
        "template": task.template.code if task.template else None,
        "phase": task.phase.code,
        "department": task.department.code,
        "quantity": None if task.quantity is None else plain(task.quantity),
        "planned_hours": plain(task.planned_hours, 2),
        "after": after,
        "changes": [{"column": str(name), "was": _text(was), "becomes": _text(new)} for name, was, new in one.changes],
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def of_task(data: Mapping[str, Any]) -> dict[str, Any]:
    """Codes of phase and department as rows. Raises Invalid."""
    found = dict(data)
    for name, model in (("phase", Phase), ("department", Department)):
        if name in found:
            found[name] = _by_code(model, found[name], name)
    return found


def _by_code(model: Any, code: str, name: str) -> Any:
    found = model._default_manager.filter(code__iexact=code, is_active=True).first()
    if found is None:
        raise errors.Invalid(fields={name: [_("Choose one of the list.")]})
    return found


# --- rules ---------------------------------------------------------------------------------------


def rule(row: DecompositionRule, codes: Iterable[str]) -> dict[str, Any]:
    """``DecompositionRuleSerializer``."""
    return {
        "id": row.pk,
        "name": str(row),
        "group": row.shown_group,
        "per": row.per,
        "condition": row.segment_id,
        "condition_name": str(row.segment) if row.segment else "",
        "rank": row.rank,
        "is_active": row.is_active,
        "templates": list(codes),
        "version": row.version,
    }


def of_rule(data: Mapping[str, Any]) -> dict[str, Any]:
    """``condition`` as the company's saved condition. Raises Invalid."""
    found = dict(data)
    if "condition" in found:
        key = found.pop("condition")
        rows = Segment.objects.filter(audience=Segment.Audience.COMPANY, is_active=True)
        found["segment"] = None if key is None else rows.filter(pk=key).first()
        if key is not None and found["segment"] is None:
            raise errors.Invalid(fields={"condition": [_("Choose a saved condition of the whole company.")]})
    return found


def template(row: TaskTemplate) -> dict[str, Any]:
    """``TaskTemplateSerializer``."""
    return {
        **{name: getattr(row, name) for name in _TEMPLATE},
        "title": str(row),
        "goal": row.shown_goal,
        "rule": row.rule_id,
        "phase": row.phase.code,
        "hours_fixed": plain(row.hours_fixed, 2),
        "hours_per_piece": plain(row.hours_per_piece),
        "hours_per_batch": plain(row.hours_per_batch, 2),
        "skills": [{"skill": one.skill.code, "level": one.level} for one in row.skills.all()],
        "after": [
            {"template": one.predecessor.code, "kind": one.kind, "lag_days": one.lag_days} for one in row.in_links.all()
        ],
        "learned": learned(row),
    }


def learned(row: TaskTemplate) -> dict[str, Any] | None:
    """``LearnedDurationSerializer``; None where no task was finished."""
    try:
        return {name: getattr(row.learned, name) for name in _LEARNED}  # type: ignore[attr-defined]
    except ObjectDoesNotExist:
        return None


def of_template(data: Mapping[str, Any]) -> dict[str, Any]:
    """As ``keeping.save_template`` takes it. Raises Invalid."""
    found = of_task(data)
    if "rule" in found:
        found["rule_id"] = found.pop("rule")
    if "skills" in found:
        found["skills"] = [(one["skill"].upper(), one["level"]) for one in found["skills"]]
    if "after" in found:
        found["before"] = [(one["template"].upper(), one["kind"], one["lag_days"]) for one in found.pop("after")]
    return found


def tried(one: Tried) -> dict[str, Any]:
    """``TriedRuleSerializer``."""
    return {
        "rule": one.rule.pk,
        "name": str(one.rule),
        "lines": one.lines,
        "is_beaten": one.is_beaten,
        "because": [f"{'✓' if row.is_met else '✗'} {row.text}" for row in one.because],
        "tasks": [draft.title for draft in one.drafts],
    }


def word(row: Wording) -> dict[str, Any]:
    """``ProductionWordSerializer``."""
    return {name: getattr(row, name) for name in ("id", "customer_word", "our_words", "is_active", "version")}
