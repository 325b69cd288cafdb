"""What the page of retention shows: each rule as it stands, what it would forget now, what it forgot last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from customers.retention.models import RetentionRule, RetentionRun
from customers.retention.policies import MANAGE
from customers.retention.rules import Kept, Rule, kept, rules

COUNTED = 10_000  # beyond it "more than": counting millions would make everybody wait
RUNS_SHOWN = 50


@dataclass(frozen=True)
class Effect:
    """What would be forgotten: how many rows (``is_more``: at least), the oldest of them."""

    rows: int
    is_more: bool
    oldest: datetime | None


@dataclass(frozen=True)
class Row:
    """A rule with the company's decision about it."""

    key: str
    rule: Rule
    is_on: bool
    days: int
    version: int
    effect: Effect | None
    last: RetentionRun | None


def require(actor: User) -> None:
    """Raise NotAllowed without the right."""
    rights.require(actor, MANAGE)


def list_rules(*, actor: User, at: datetime) -> list[Row]:
    """Every rule as it stands, with what it would forget now. Raises NotAllowed."""
    require(actor)
    return [_row(key, at) for key in rules]


def get_rule(*, actor: User, key: str, at: datetime) -> Row:
    """One of them. Raises NotAllowed, NotFound."""
    require(actor)
    if key not in rules:
        raise errors.NotFound()
    return _row(key, at)


def effect_of(rule: Rule, days: int, at: datetime) -> Effect:
    """What the rule would forget now with these days."""
    older = rule.older(at - timedelta(days=days))
    count = older.order_by()[: COUNTED + 1].count()
    oldest = older.order_by(rule.moment).values_list(rule.moment, flat=True).first() if count else None
    return Effect(min(count, COUNTED), count > COUNTED, oldest)


def others() -> list[tuple[Kept, int | None]]:
    """Kinds of data that other jobs forget, or nobody, with their days."""
    return [(one, one.now()) for one in kept.values()]


def list_runs(actor: User) -> list[tuple[RetentionRun, Rule | None]]:
    """What was forgotten lately. Raises NotAllowed."""
    require(actor)
    return [(one, rules.get(one.key)) for one in RetentionRun.objects.order_by("-pk")[:RUNS_SHOWN]]


def _row(key: str, at: datetime) -> Row:
    rule, told = rules[key], RetentionRule.objects.filter(key=key).first()
    days = told.days if told else rule.days
    last = RetentionRun.objects.filter(key=key).order_by("-pk").first()
    return Row(key, rule, bool(told and told.is_on), days, told.version if told else 0, effect_of(rule, days, at), last)
