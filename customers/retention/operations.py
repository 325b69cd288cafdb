"""Deciding how long data is kept, and forgetting what is older, at night, in bounded goes (R308, R309)."""

from datetime import datetime, timedelta
from functools import partial

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.operation import in_operation, operation
from customers.retention.models import RetentionRule, RetentionRun
from customers.retention.policies import MANAGE
from customers.retention.rules import Rule, rules

LONGEST = 36_500


@operation
def change_rule(
    *,
    actor: User,
    key: str,
    is_on: bool,
    days: int,
    at: datetime,
    shown_days: int | None = None,
    version: int | None = None,
) -> RetentionRule:
    """Say whether, and after how many days, a kind of data is forgotten. ``shown_days``: the days for which its effect
    was looked at; a rule in force needs that.

    Raises NotFound (no such rule), NotAllowed, Stale, Invalid (fewer days than must be kept, effect not looked at).
    """
    rights.require(actor, MANAGE)
    rule = rules.get(key)
    if rule is None:
        raise errors.NotFound()
    if not rule.least <= days <= LONGEST:
        words = _("At least %(least)s days, at most %(most)s.") % {"least": rule.least, "most": LONGEST}
        raise errors.Invalid(fields={"days": [words]})
    if is_on and shown_days != days:
        raise errors.Invalid(fields={"days": [_("Look at what these days would forget first.")]})
    RetentionRule.objects.get_or_create(
        key=key, defaults={"days": rule.days, "changed_by": actor, "changed_at": at, "version": 0}
    )
    row = RetentionRule.objects.select_for_update(no_key=True).get(key=key)
    editing.require_seen(row, version)
    row.is_on, row.days, row.changed_by, row.changed_at = is_on, days, actor, at
    row.version += 1
    row.save()
    events.record("retention.changed", row, at=at, number=key, on=is_on, days=days)
    return row


def forget_due(*, actor: User, at: datetime) -> int:
    """Let every rule in force forget what is older, some rows in a transaction and so many in a night; how many went.
    Killed half-way, the rest follows the next night."""
    return sum(
        _forget_by(rules[row.key], row, actor, at)
        for row in RetentionRule.objects.filter(is_on=True).order_by("key")
        if row.key in rules
    )


def _forget_by(rule: Rule, row: RetentionRule, actor: User, at: datetime) -> int:
    line, total, oldest = at - timedelta(days=row.days), 0, None
    while total < rule.most:
        room = min(rule.batch, rule.most - total)
        count, first = in_operation(actor.pk, partial(_forget_some, rule, row.key, line, actor, at, room))
        total, oldest = total + count, oldest or first
        if not count:
            break
    if total:
        in_operation(actor.pk, lambda: _note(row.key, line, oldest, total, rule, at))
    return total


def _forget_some(
    rule: Rule, key: str, line: datetime, actor: User, at: datetime, room: int
) -> tuple[int, datetime | None]:
    """The next rows, unless the rule was switched off or given more days meanwhile."""
    row = RetentionRule.objects.select_for_update(no_key=True).filter(key=key, is_on=True).first()
    if row is None or at - timedelta(days=row.days) < line:
        return 0, None
    found = rule.older(line).order_by(rule.moment, "pk")
    rows = list(found.select_for_update(no_key=True, skip_locked=True, of=("self",))[:room])
    if rows:
        rule.forget(rows=rows, actor=actor, at=at)
    return len(rows), getattr(rows[0], rule.moment) if rows else None


def _note(key: str, line: datetime, oldest: datetime | None, total: int, rule: Rule, at: datetime) -> None:
    RetentionRun.objects.create(key=key, line=line, oldest_at=oldest, rows=total, is_whole=total < rule.most, at=at)
