"""The words of reminders are kept by whoever keeps the rules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from reminders.rules import checking
from reminders.rules.models import ReminderRule, ReminderTemplate
from reminders.rules.policies import EDIT

FIELDS = ("name", *checking.TEXTS, "is_active")


@operation
def save_template(
    *, actor: User, changes: Mapping[str, Any], at: datetime, template_id: int | None = None, version: int | None = None
) -> ReminderTemplate:
    """Write the words of reminders, in both languages. Names in braces must be known to what the rules that use them
    count from. Words that a rule in use sends stay in use.

    Raises NotFound, NotAllowed, Stale, Invalid.
    """
    rights.require(actor, EDIT)
    row = editing.locked_or_new(ReminderTemplate, template_id)
    changed = editing.change(row, editing.as_columns(ReminderTemplate, changes, FIELDS), version)
    editing.check(row, exclude=("version",))
    rules = list(ReminderRule.objects.filter(template=row).order_by("rank", "pk")) if row.pk else []
    faults = checking.faults_of_words({name: getattr(row, name) for name in checking.TEXTS}, rules)
    using = next((rule for rule in rules if rule.is_active), None)
    if not row.is_active and using is not None:
        faults["is_active"] = [_("The rule “%(rule)s” sends these words.") % {"rule": str(using)}]
    if faults:
        raise errors.Invalid(fields=faults)
    row.save()
    events.record("reminder_template.saved", row, at=at, number=row.name, fields=sorted(changed))
    return row
