"""Rules of commissions are made and changed by whoever keeps them (``commission.rules``)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, editing, errors, events, locks
from common.errors import Text
from common.operation import operation
from reports.commissions import choosing, policies, queries, scale
from reports.commissions.models import CommissionRule

FIELDS = ("name", "measure", "steps", "is_whole", "department", "valid_from", "valid_until", "is_active")
_LOCK = "commission-rules"


@operation
def save_rule(
    *, actor: User, changes: Mapping[str, Any], at: datetime, rule_id: int | None = None, version: int | None = None
) -> CommissionRule:
    """Make a rule, or change one (read at ``version``). It holds for whole months; statements that were confirmed stay
    as they were, drafts follow it. Raises NotAllowed, NotFound, Stale, Invalid (also where another rule counts the
    same for the same department in the same months)."""
    row = written(actor=actor, changes=changes, rule_id=rule_id, version=version)
    row.save()
    events.record("commission_rule.saved", row, at=at, number=row.name, fields=sorted(changes))
    return row


def written(
    *, actor: User, changes: Mapping[str, Any], rule_id: int | None, version: int | None, is_trial: bool = False
) -> CommissionRule:
    """A rule as it would be with ``changes``, checked, not saved. ``is_trial``: it is only looked at, and may stand
    beside another that it is to follow. Raises as ``save_rule``."""
    policies.require_rules(actor)
    if is_trial:
        row = queries.get_rule(actor, rule_id) if rule_id else CommissionRule()
    else:
        locks.wait_for_key(_LOCK)
        row = editing.locked_or_new(CommissionRule, rule_id)
    columns = editing.as_columns(CommissionRule, changes, FIELDS)
    editing.change(row, columns, version)
    _check(row)
    if row.is_active and not is_trial and (other := queries.overlapping(row)):
        words = _("“%(name)s” counts the same for the same department in these months. End it first.")
        raise errors.Invalid(fields={"measure": [words % {"name": other.name}]})
    return row


def _check(row: CommissionRule) -> None:
    wrong: dict[str, list[Text]] = {}
    if row.measure not in choosing.countable():
        wrong["measure"] = [_("Choose a sum of money.")]
    try:
        steps = scale.read(row.steps)
        if fault := scale.fault_of(steps, is_whole=row.is_whole):
            wrong["steps"] = [fault]
        row.steps = scale.write(steps)
    except ValueError:
        wrong["steps"] = [_("Enter shares and rates as numbers.")]
    if row.valid_from and row.valid_from.day != 1:
        wrong["valid_from"] = [_("A rule begins with the first day of a month.")]
    if row.valid_until and row.valid_until != dates.month_end(row.valid_until):
        wrong["valid_until"] = [_("A rule ends with the last day of a month.")]
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        wrong["valid_until"] = [_("It ends before it begins.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    editing.check(row, exclude=("version", "steps"))
