"""The rules as the software ships them, with their conditions and words; the company changes them on its own pages."""

import re
from collections.abc import Iterable
from datetime import datetime

from common.reference import seeders, ship_names, shipped_names
from segments import shipped as segments
from segments.models import Segment
from tasks.decomposing.models import DecompositionRule, TaskTemplate, TemplateLink, TemplateSkill
from tasks.decomposing.shipped import conditions, making, ordering
from tasks.decomposing.shipped.shapes import Shipped, Template
from tasks.task.models import Phase, Skill

RULES = (*making.RULES, *ordering.RULES)
_FILLED = re.compile(r"\{\w+\}")
_SAME = ("code", "title", "goal", "wording", "duration", "days", "anchor")
_FLAGS = ("is_milestone", "is_special", "is_supply", "is_once")


def seed(at: datetime) -> None:
    """Add the rules of which no template ever was there, and what precedes what among them; what was changed or taken
    out of use stays so."""
    known = set(TaskTemplate.objects.values_list("code", flat=True))
    missing = [one for one in RULES if not known & {template.code for template in one.templates}]
    if not missing:
        return
    phases, skills = (dict(model.objects.values_list("code", "pk")) for model in (Phase, Skill))
    segments_by_code = dict(Segment.objects.filter(code__in=conditions.CONDITIONS).values_list("code", "pk"))
    made: dict[str, TaskTemplate] = {}
    for one in missing:
        rule = DecompositionRule.objects.create(
            name=one.name,
            group=one.group,
            per=one.per,
            segment_id=segments_by_code[one.condition] if one.condition else None,
            rank=(RULES.index(one) + 1) * 10,
        )
        rows = [_row(rule, template, phases, rank) for rank, template in enumerate(one.templates, start=1)]
        made |= {row.code: row for row in TaskTemplate.objects.bulk_create(rows)}
    templates = [template for one in missing for template in one.templates]
    TemplateSkill.objects.bulk_create(
        [
            TemplateSkill(template=made[one.code], skill_id=skills[code], level=level)
            for one in templates
            for code, level in one.skills
        ]
    )
    _link(templates, made)


def _row(rule: DecompositionRule, one: Template, phases: dict[str, int], rank: int) -> TaskTemplate:
    return TaskTemplate(
        rule=rule,
        phase_id=phases[one.phase],
        department_kind=one.department,
        batch_size=one.batch,
        rank=rank * 10,
        **{name: getattr(one, name) for name in (*_SAME, *_FLAGS)},
        **one.figures,
    )


def _link(templates: Iterable[Template], made: dict[str, TaskTemplate]) -> None:
    """Links that lead to a template just made; the other end may have been there before."""
    known = dict(TaskTemplate.objects.values_list("code", "pk"))
    TemplateLink.objects.bulk_create(
        [
            TemplateLink(
                predecessor_id=known[after.code], successor=made[one.code], kind=after.kind, lag_days=after.lag
            )
            for one in templates
            for after in one.after
            if after.code in known
        ]
    )


def _names(rules: Iterable[Shipped]) -> Iterable[str]:
    for one in rules:
        yield from filter(None, (one.name, one.group))
        for template in one.templates:
            yield from filter(_has_words, (template.title, template.goal, template.wording))


def _has_words(text: str) -> bool:
    """Whether there is something to translate beside what is filled in."""
    return bool(_FILLED.sub("", text).strip())


def register() -> None:
    """Called once from this room's wiring."""
    for code, one in conditions.CONDITIONS.items():
        segments.register(code, one)
    ship_names(name for name in dict.fromkeys(_names(RULES)) if name not in shipped_names)
    seeders.register("tasks.rules", seed)
