"""Rules are made, changed, copied, switched on and off by whoever keeps them (``reminder.rules``)."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from reminders.anchors.source import anchors
from reminders.rules import checking
from reminders.rules.choices import Channel, Escalation
from reminders.rules.models import ReminderRule
from reminders.rules.policies import EDIT

FIELDS = (
    *("name", "anchor", "segment", "unit", "steps", "repeat_every", "repeat_most", "recipients", "channels", "robot"),
    *("template", "is_digest", "send_at", "workdays_only", "keeps_quiet_hours", "escalate_after", "escalate_to"),
    *("escalate_person", "may_opt_out", "is_active", "rank"),
)
# what makes another rule of it: what was due by it before is not told of one by one
_ANEW = {"anchor", "segment", "unit", "is_active"}
_LISTS = ("steps", "recipients", "channels")


@operation
def save_rule(
    *,
    actor: User,
    changes: Mapping[str, Any],
    at: datetime,
    people_ids: Collection[int] | None = None,
    rule_id: int | None = None,
    version: int | None = None,
) -> ReminderRule:
    """Make a rule, or change one. ``people_ids``: the named people, None: as they are. Where it counts from something
    else, of other orders or in other units, or is switched on, it counts from now on: what was due before is not
    told of one by one.

    Raises NotFound, NotAllowed, Stale, Invalid.
    """
    rights.require(actor, EDIT)
    row = editing.locked_or_new(ReminderRule, rule_id)
    columns = editing.as_columns(ReminderRule, changes, FIELDS)
    columns |= {name: _in_order(name, columns[name]) for name in _LISTS if name in columns}
    if row.pk is None:
        row.code, row.active_since = f"own-{secrets.token_hex(6)}", at
    was_on = row.is_active and row.pk is not None
    changed = editing.change(row, columns, version)
    if _ANEW & set(changed) and row.is_active and (was_on or "is_active" in changed):
        row.active_since = at
    named = _named(row, people_ids)
    _check(row, named, changed)
    row.save()
    if people_ids is not None:
        row.people.set(named)
    events.record("reminder_rule.saved", row, at=at, number=row.name, fields=sorted(changed))
    return row


@operation
def switch_rule(*, actor: User, rule_id: int, is_on: bool, at: datetime, version: int | None = None) -> ReminderRule:
    """Put a rule in use or out of use. One that is put in use counts from now on, and must make sense as things stand.

    Raises NotFound, NotAllowed, Stale, Invalid.
    """
    rights.require(actor, EDIT)
    row = editing.locked_or_new(ReminderRule, rule_id)
    editing.require_seen(row, version)
    if row.is_active == is_on:
        return row
    if is_on:
        _check(row, list(row.people.values_list("pk", flat=True)), ["name"])
        row.active_since = at
    row.is_active, row.version = is_on, row.version + 1
    row.save(update_fields=["is_active", "active_since", "version"])
    kind = "reminder_rule.switched_on" if is_on else "reminder_rule.switched_off"
    events.record(kind, row, at=at, number=row.name)
    return row


@operation
def copy_rule(*, actor: User, rule_id: int, at: datetime) -> ReminderRule:
    """Make a rule like another one, out of use, to be changed. Raises NotFound, NotAllowed."""
    rights.require(actor, EDIT)
    source = editing.locked_or_new(ReminderRule, rule_id)
    named = list(source.people.values_list("pk", flat=True))
    columns = {field.attname: getattr(source, field.attname) for field in ReminderRule._meta.concrete_fields}
    for name in ("id", "version", "code", "name", "is_active", "active_since"):
        columns.pop(name)
    name = _("%(name)s (copy)") % {"name": str(source)}
    longest = ReminderRule._meta.get_field("name").max_length
    row = ReminderRule(
        **columns, code=f"own-{secrets.token_hex(6)}", name=name[:longest], is_active=False, active_since=at
    )
    row.save(force_insert=True)
    row.people.set(named)
    events.record("reminder_rule.saved", row, at=at, number=row.name, copy_of=source.name)
    return row


def _in_order(name: str, values: Any) -> Any:
    """Lists as they are stored: numbers and words in their order; what is no list is refused later."""
    if not isinstance(values, (list, tuple)):
        return values
    return sorted(values) if name == "steps" and all(isinstance(one, int) for one in values) else list(values)


def _named(row: ReminderRule, people_ids: Collection[int] | None) -> list[int]:
    """The keys of the named people as they will be. Raises Invalid for one who does not work here."""
    if people_ids is None:
        return list(row.people.values_list("pk", flat=True)) if row.pk else []
    wanted = set(people_ids)
    there = set(people.staff().filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - there:
        raise errors.Invalid(fields={"people": [_("Choose somebody who works here.")]})
    return sorted(wanted)


def _check(row: ReminderRule, named: Collection[int], changed: Collection[str]) -> None:
    """Raise Invalid, field by field, unless the rule makes sense."""
    if row.escalate_to != Escalation.PERSON:
        row.escalate_person = None
    if Channel.ROBOT not in (row.channels or ()):
        row.robot = None
    if row.anchor not in anchors:
        raise errors.Invalid(fields=checking.faults_of_rule(row, named))
    if row.template_id is None:
        raise errors.Invalid(fields={"template": [_("Choose the words.")]})
    editing.check(row, exclude=("version", "code", "active_since", *_LISTS))
    if faults := checking.faults_of_rule(row, named):
        raise errors.Invalid(fields=faults)
    if "escalate_person" in changed and row.escalate_person_id is not None:
        people.get_active_person(row.escalate_person_id, "escalate_person")
