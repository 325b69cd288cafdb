"""Everything that taking an order apart goes by, read at once: rules, templates, links, skills, lessons, words,
departments. A constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.people.models import Department
from common import settings
from orders.order.models import Order
from tasks.decomposing.hours import Lesson
from tasks.decomposing.models import (
    DecompositionRule,
    LearnedDuration,
    TaskTemplate,
    TemplateLink,
    TemplateSkill,
    Wording,
)
from tasks.decomposing.wording import Words

LEARN_FROM = "tasks.learn_from"
HOURS_A_DAY = "tasks.hours_a_day"


@dataclass(frozen=True)
class Book:
    """The rules in use with their templates, in their order; ``before`` are the links by successor."""

    rules: Sequence[DecompositionRule]
    templates: Mapping[int, Sequence[TaskTemplate]]  # by rule
    before: Mapping[int, Sequence[TemplateLink]]  # by successor, of all templates
    skills: Mapping[int, Sequence[tuple[int, int]]]  # by template: (skill, level)
    lessons: Mapping[int, Lesson]  # by template, where enough finished tasks say so
    departments: Sequence[Department]
    words: Words = field(default_factory=Words)
    hours_a_day: Decimal = Decimal(8)

    @property
    def conditions(self) -> set[int]:
        """The keys of the saved conditions that rules have."""
        return {one.segment_id for one in self.rules if one.segment_id}

    def department(self, kind: str, order: Order) -> Department | None:
        """Who does it: of the departments of this kind the one nearest to the order's own; without a kind the order's
        own. None where there is none."""
        if not kind:
            return self._own(order)
        found = [one for one in self.departments if one.kind == kind]
        path = order.department.path if order.department else ""
        return min(found, key=lambda one: (-_shared(one.path, path), one.path.count("/"), one.pk), default=None)

    def _own(self, order: Order) -> Department | None:
        known = {one.pk: one for one in self.departments}
        return known.get(order.department_id or 0) or self.department(Department.Kind.SALES, order)


def _shared(one: str, other: str) -> int:
    """How many departments two paths have in common from the root."""
    mine, others = ([part for part in path.split("/") if part] for path in (one, other))
    count = 0
    for left, right in zip(mine, others, strict=False):
        if left != right:
            break
        count += 1
    return count


def load() -> Book:
    """The rules as they stand. Seven statements."""
    rules = list(DecompositionRule.objects.filter(is_active=True).order_by("rank", "pk"))
    templates: dict[int, list[TaskTemplate]] = {one.pk: [] for one in rules}
    rows = TaskTemplate.objects.filter(is_active=True, rule__is_active=True).select_related("phase")
    for template in rows.order_by("rank", "pk"):
        templates[template.rule_id].append(template)
    before: dict[int, list[TemplateLink]] = {}
    for link in TemplateLink.objects.order_by("pk"):
        before.setdefault(link.successor_id, []).append(link)
    skills: dict[int, list[tuple[int, int]]] = {}
    for template_id, skill_id, level in TemplateSkill.objects.order_by("pk").values_list(
        "template_id", "skill_id", "level"
    ):
        skills.setdefault(template_id, []).append((skill_id, level))
    return Book(
        rules=rules,
        templates=templates,
        before=before,
        skills=skills,
        lessons=_lessons(),
        departments=list(Department.objects.filter(is_active=True).order_by("pk")),
        words=Words(dict(Wording.objects.filter(is_active=True).values_list("customer_word", "our_words"))),
        hours_a_day=Decimal(str(settings.get(HOURS_A_DAY))),
    )


def _lessons() -> dict[int, Lesson]:
    enough = LearnedDuration.objects.filter(samples__gte=settings.get(LEARN_FROM))
    return {
        template: Lesson(factor, days) for template, factor, days in enough.values_list("template_id", "factor", "days")
    }
