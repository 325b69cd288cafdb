"""The rules tried on an order: which hold for which of its lines and why, and what they would give. Changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.people.models import User
from common import dates
from orders.order import queries as orders
from orders.order.models import Order
from segments import explaining
from segments import queries as segments
from tasks.decomposing import proposing, rulebook
from tasks.decomposing.building import Draft
from tasks.decomposing.choices import Per
from tasks.decomposing.models import DecompositionRule
from tasks.scheduling import slots
from tasks.task import policies


@dataclass(frozen=True)
class Tried:
    """A rule on an order. ``lines``: the numbers of those for which it was taken; ``because``: its condition row by row
    with what the order holds; ``is_beaten``: it holds somewhere, and another of its group came first there."""

    rule: DecompositionRule
    lines: list[int]
    because: list[Any]
    is_beaten: bool
    drafts: list[Draft]


def try_on(actor: User, reference: str, *, at: datetime) -> tuple[Order, list[Tried], list]:
    """Raises NotFound (also for an order that is not the actor's), NotAllowed."""
    order = orders.get_order(actor=actor, reference=reference)
    policies.require_for_order(actor, policies.DECOMPOSE, order)
    lines = orders.lines_of(order)
    book, today = rulebook.load(), dates.business_day(at)
    for line in lines:
        line.order = order
    todo = [line for line in lines if slots.is_to_do(line)]
    given = proposing.rules_given(book, order, todo, today)
    taken = proposing.take_apart(order, lines, at=at, book=book)
    found = []
    for rule in book.rules:
        numbers = [line.line_no for line in given.get(rule.pk, ())]
        because = _because(actor, rule, order, today)
        holds = any(one.is_met for one in because) if because else rule.segment_id is None
        drafts = [one for one in taken.drafts if one.template.rule_id == rule.pk]
        found.append(Tried(rule, numbers, because, bool(rule.group and holds and not numbers), drafts))
    return order, found, taken.notes


def _because(actor: User, rule: DecompositionRule, order: Order, today: Any) -> list[Any]:
    """The rows of a rule's condition as they hold for the order; none where the actor may not see its fields."""
    if rule.segment_id is None:
        return []
    segment = segments.list_segments(actor).filter(pk=rule.segment_id).first()
    if segment is None:
        return []
    condition = segments.condition_of(actor, segment)
    number = order.number or str(order.reference)
    told = explaining.explain(actor=actor, condition=condition, order=number, line_no=None, today=today)
    return told.rows if rule.per in Per.values else []
