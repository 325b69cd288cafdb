"""Every read of proposals and rules that doors make."""

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from orders.order.models import Order
from tasks.decomposing.choices import ProposalState
from tasks.decomposing.models import Decomposition, DecompositionRule, LearnedDuration, TaskTemplate, Wording
from tasks.task import policies
from tasks.task.models import Task

RULES = "task.rules"


def list_decompositions(actor: User, order: Order) -> QuerySet[Decomposition]:
    """How an order that the actor sees was taken apart, the latest first; nothing for who may not take it apart."""
    rows = Decomposition.objects.filter(order=order).select_related("proposed_by", "ended_by").order_by("-pk")
    return rows if policies.can_for_order(actor, policies.DECOMPOSE, order) else rows.none()


def get_proposal(actor: User, order: Order) -> Decomposition:
    """The open proposal of an order. Raises NotFound, NotAllowed."""
    policies.require_for_order(actor, policies.DECOMPOSE, order)
    found = list_decompositions(actor, order).filter(state=ProposalState.PROPOSED).first()
    if found is None:
        raise errors.NotFound()
    found.order = order
    return found


def get_proposed_task(actor: User, order: Order, task_id: int) -> Task:
    """A task of the open proposal. Raises NotFound, NotAllowed."""
    row = get_proposal(actor, order)
    found = row.tasks.filter(pk=task_id, state="PROPOSED").select_related("department", "phase").first()
    if found is None:
        raise errors.NotFound()
    found.order = order
    return found


def rules(actor: User) -> list[DecompositionRule]:
    """The rules in their order, for who keeps them or takes orders apart. Raises NotAllowed."""
    require_reads(actor)
    return list(DecompositionRule.objects.select_related("segment").order_by("rank", "pk"))


def require_reads(actor: User) -> None:
    """Raise NotAllowed unless the actor keeps rules or takes orders apart."""
    if not rights.can(actor, RULES):
        rights.require(actor, policies.DECOMPOSE)


def get_rule(actor: User, rule_id: int) -> DecompositionRule:
    """One of them. Raises NotFound, NotAllowed."""
    require_reads(actor)
    found = DecompositionRule.objects.select_related("segment").filter(pk=rule_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def templates_of(rule_ids: list[int]) -> list[TaskTemplate]:
    """The templates of rules, in their order, with what finished tasks taught."""
    rows = TaskTemplate.objects.filter(rule__in=rule_ids).select_related("phase", "rule", "learned")
    return list(rows.prefetch_related("skills__skill", "in_links__predecessor").order_by("rank", "pk"))


def get_template(actor: User, template_id: int) -> TaskTemplate:
    """One of them. Raises NotFound, NotAllowed."""
    require_reads(actor)
    found = next(iter(TaskTemplate.objects.select_related("rule", "phase").filter(pk=template_id)), None)
    if found is None:
        raise errors.NotFound()
    return found


def learned(actor: User) -> list[LearnedDuration]:
    """What finished tasks taught, by rule and template. Raises NotAllowed."""
    require_reads(actor)
    rows = LearnedDuration.objects.select_related("template__rule")
    return list(rows.order_by("template__rule__rank", "template__rank"))


def words(actor: User) -> list[Wording]:
    """The customers' words and production's. Raises NotAllowed."""
    require_reads(actor)
    return list(Wording.objects.order_by("customer_word", "pk"))


def get_word(actor: User, word_id: int) -> Wording:
    """One of them. Raises NotFound, NotAllowed."""
    require_reads(actor)
    found = Wording.objects.filter(pk=word_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def rules_on(segment_id: int) -> list[str]:
    """The names of the rules in use that go by a saved condition."""
    return [str(one) for one in DecompositionRule.objects.filter(segment=segment_id, is_active=True)]


def by_code(actor: User, code: str) -> TaskTemplate:
    """A template by its code. Raises NotFound, NotAllowed."""
    require_reads(actor)
    pk = TaskTemplate.objects.filter(code=code.upper()).values_list("pk", flat=True).first()
    return next((one for one in templates_of_all([pk]) if one.pk == pk), None) or _missing()


def templates_of_all(template_ids: list[int | None]) -> list[TaskTemplate]:
    """Templates by key, with what documents name of them."""
    rows = TaskTemplate.objects.filter(pk__in=[pk for pk in template_ids if pk])
    rows = rows.select_related("phase", "rule", "learned")
    return list(rows.prefetch_related("skills__skill", "in_links__predecessor"))


def _missing() -> TaskTemplate:
    raise errors.NotFound()
