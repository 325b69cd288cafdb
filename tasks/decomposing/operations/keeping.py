"""Rules, templates and words are kept by who may (R130, R152): added and changed, never deleted; out of use they give
nothing any more."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events, reference
from common.operation import operation
from orders.order.states import Stage
from tasks.decomposing.choices import Duration
from tasks.decomposing.models import DecompositionRule, TaskTemplate, TemplateLink, TemplateSkill, Wording
from tasks.task import links
from tasks.task.choices import LinkKind
from tasks.task.models import Skill

RULES = "task.rules"
RULE_FIELDS = ("name", "group", "per", "segment", "rank", "is_active")
TEMPLATE_FIELDS = (
    *("code", "title", "goal", "wording", "phase", "department_kind", "hours_fixed", "hours_per_piece"),
    *("hours_per_batch", "batch_size", "duration", "days", "anchor", "is_milestone", "is_special"),
    *("is_supply", "is_once", "rank", "is_active"),
)
WORD_FIELDS = ("customer_word", "our_words", "is_active")
HIGHEST, FARTHEST = 5, 365
Skills = Sequence[tuple[str, int]]  # code and level
Before = Sequence[tuple[str, str, int]]  # code, kind, days of work between


@operation
def save_rule(
    *, actor: User, at: datetime, rule_id: int | None = None, version: int | None = None, **changes: Any
) -> DecompositionRule:
    """Add a rule, or change the one with this key. Raises NotFound, NotAllowed, Stale, Invalid."""
    rights.require(actor, RULES)
    row = editing.locked_or_new(DecompositionRule, rule_id)
    return _save(row, changes, RULE_FIELDS, version, "rule", at)


@operation
def save_template(
    *,
    actor: User,
    at: datetime,
    template_id: int | None = None,
    rule_id: int | None = None,
    skills: Skills | None = None,
    before: Before | None = None,
    version: int | None = None,
    **changes: Any,
) -> TaskTemplate:
    """Add a template to a rule, or change the one with this key; ``skills`` and ``before`` are replaced where given.
    Raises NotFound, NotAllowed, Stale, Invalid (unknown codes, templates that would wait for each other)."""
    rights.require(actor, RULES)
    row = editing.locked_or_new(TaskTemplate, template_id)
    if template_id is None:
        row.rule_id = editing.locked_or_new(DecompositionRule, rule_id or 0).pk
    saved = _save(row, changes, TEMPLATE_FIELDS, version, "template", at)
    if skills is not None:
        _ask(saved, skills)
    if before is not None:
        _put_after(saved, before)
    return saved


@operation
def save_word(
    *, actor: User, at: datetime, word_id: int | None = None, version: int | None = None, **changes: Any
) -> Wording:
    """Add a customer's word with production's, or change it. Raises NotFound, NotAllowed, Stale, Invalid."""
    rights.require(actor, RULES)
    return _save(editing.locked_or_new(Wording, word_id), changes, WORD_FIELDS, version, "word", at)


def _save(
    row: Any, changes: Mapping[str, Any], allowed: Sequence[str], version: int | None, what: str, at: datetime
) -> Any:
    changed = editing.change(row, editing.as_columns(type(row), _as_shipped(row, changes), allowed), version)
    editing.check(row)
    _check(row)
    row.save()
    events.record(f"tasks.{what}_saved", row, at=at, number=str(row), fields=changed)
    return row


def _as_shipped(row: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A name that came with the software and is sent back as it was read stays in the language of the code."""
    found = dict(changes)
    for name in ("name", "group", "title", "goal", "wording"):
        stored = getattr(row, name, None)
        if isinstance(found.get(name), str) and stored and found[name] == reference.shown(stored):
            found[name] = stored
    return found


def _check(row: Any) -> None:
    if isinstance(row, TaskTemplate):
        if row.hours_per_batch and not row.batch_size:
            raise errors.Invalid(fields={"batch_size": [_("Say how many pieces make a batch.")]})
        if row.duration == Duration.DAYS and row.days < 1:
            raise errors.Invalid(fields={"days": [_("At least one.")]})
        if row.is_supply and row.phase.stage != Stage.PREPARING:
            raise errors.Invalid(fields={"is_supply": [_("Only what gets goods ready ends with their supply.")]})


def _ask(template: TaskTemplate, skills: Skills) -> None:
    known = dict(Skill.objects.values_list("code", "pk"))
    wrong = [code for code, level in skills if code not in known or not 1 <= level <= HIGHEST]
    if wrong:
        raise errors.Invalid(fields={"skills": [_("No skill with a level from 1 to 5: %(code)s") % {"code": wrong[0]}]})
    TemplateSkill.objects.filter(template=template).delete()
    TemplateSkill.objects.bulk_create(
        [TemplateSkill(template=template, skill_id=known[code], level=level) for code, level in dict(skills).items()]
    )


def _put_after(template: TaskTemplate, before: Before) -> None:
    # all of them locked: two who say at once what precedes what never make a circle together
    templates = TaskTemplate.objects.select_for_update(no_key=True).order_by("pk")
    known = dict(templates.values_list("code", "pk"))
    for code, kind, lag in before:
        if known.get(code, template.pk) == template.pk or kind not in LinkKind or not -FARTHEST <= lag <= FARTHEST:
            raise errors.Invalid(
                fields={"before": [_("There is no such template to come after: %(code)s") % {"code": code}]}
            )
    TemplateLink.objects.filter(successor=template).delete()
    rows = {known[code]: (kind, lag) for code, kind, lag in before}
    TemplateLink.objects.bulk_create(
        [
            TemplateLink(predecessor_id=pk, successor=template, kind=kind, lag_days=lag)
            for pk, (kind, lag) in rows.items()
        ]
    )
    if links.circle_in(TemplateLink.objects.values_list("predecessor_id", "successor_id")):
        raise errors.Invalid(fields={"before": [_("These templates would wait for each other.")]})
