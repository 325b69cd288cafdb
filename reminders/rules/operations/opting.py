"""Who wishes not to be reminded: one of ours by a rule or by all that allow it, or the address of a customer."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, events, forgotten
from common.operation import operation
from reminders.rules.models import OptOut, ReminderRule
from reminders.rules.policies import EDIT


@operation
def opt_out(*, actor: User, at: datetime, rule_id: int | None = None, address: str = "") -> OptOut:
    """Write down that the actor wishes not to be reminded by a rule (None: by none that allows it); with ``address``
    that who reads this address does not: its holder proved it by a link and the machine acts, or who keeps the rules
    writes it down. Said twice it stands once. Raises NotFound, NotAllowed, and Invalid for a rule that everybody gets.
    """
    rule, address = _rule(rule_id), address.strip().lower()
    if address and not actor.is_system:
        rights.require(actor, EDIT)
    if rule is not None and not rule.may_opt_out:
        words = _("“%(rule)s” is sent to everybody whom it concerns.") % {"rule": str(rule)}
        raise errors.Invalid(words, fields={})
    who = {"address": address} if address else {"user": actor}
    row, is_new = OptOut.objects.get_or_create(rule=rule, **who, defaults={"at": at})
    if is_new:
        _record("reminder.opted_out", rule, address, at)
    return row


@operation
def opt_in(*, actor: User, at: datetime, rule_id: int | None = None, address: str = "") -> bool:
    """Take such a wish back; False where there was none. Raises NotFound, NotAllowed."""
    rule, address = _rule(rule_id), address.strip().lower()
    if address and not actor.is_system:
        rights.require(actor, EDIT)
    rows: QuerySet[OptOut] = OptOut.objects.filter(rule=rule)
    ways = [address, forgotten.stand_in(address)]
    rows = rows.filter(address__in=ways, user=None) if address else rows.filter(user=actor)
    gone, _each = rows.delete()
    if gone:
        _record("reminder.opted_in", rule, address, at)
    return bool(gone)


def _rule(rule_id: int | None) -> ReminderRule | None:
    if rule_id is None:
        return None
    found = ReminderRule.objects.filter(pk=rule_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def _record(kind: str, rule: ReminderRule | None, address: str, at: datetime) -> None:
    name = rule.name if rule is not None else ""
    events.record(kind, rule, at=at, number=name, **({"address": address} if address else {}))
