"""Looking for what is due: each rule in a transaction of its own, so that one that fails stops no other."""

from datetime import datetime, timedelta

import structlog
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as staff_queries
from accounts.people.models import User
from common import errors, events, locks
from common.locks import Lock
from common.operation import operation
from reminders.reminder.models import Reminder, ScanMark
from reminders.reminder.states import State
from reminders.rules.models import ReminderRule
from reminders.rules.steps import Window
from reminders.scanning import escalating, people, writing
from reminders.scanning.planning import Plan, Planned

RULES = "reminder.rules"
FAILED = gettext_noop("The reminder rule “%(rule)s” could not be worked out: %(error)s")
FAILED_KIND = "reminder.rule_failed"
FARTHEST = timedelta(days=92)  # a site that stood still for longer begins anew

log = structlog.get_logger(__name__)


def scan(*, actor: User | None = None, at: datetime) -> int:
    """Find what every active rule has to tell; returns how many reminders are new. A second scan meanwhile does
    nothing, a missed one is caught up by the next."""
    with locks.held(Lock.SCAN_REMINDERS) as is_ours:
        if not is_ours:
            return 0
        system = actor or staff_queries.system_user()
        staff = people.read()
        found = 0
        for rule_id in list(ReminderRule.objects.filter(is_active=True).values_list("pk", flat=True)):
            found += _scan_or_tell(system, rule_id, staff, at)
        return found


def _scan_or_tell(system: User, rule_id: int, staff: people.Staff, at: datetime) -> int:
    try:
        return scan_rule(actor=system, rule_id=rule_id, staff=staff, at=at)
    except errors.Unavailable:  # somebody is in the way: the next run finds it
        log.warning("reminder_rule_busy", rule_id=rule_id)
    except Exception as error:  # whatever is wrong with this rule, the others go on
        log.exception("reminder_rule_failed", rule_id=rule_id)
        words = str(error) if isinstance(error, errors.DomainError) else f"{type(error).__name__}: {error}"
        note_failure(actor=system, rule_id=rule_id, error=words[:300], at=at)
    return 0


@operation
def scan_rule(*, actor: User, rule_id: int, staff: people.Staff | None = None, at: datetime) -> int:
    """Write down what one rule has to tell since it was last looked at. Raises NotFound, WrongState."""
    rule = _rule(rule_id)
    mark = ScanMark.objects.select_for_update(no_key=True).filter(rule=rule).first()
    since = mark.scanned_until if mark else rule.active_since
    plan = Plan(rule, at=at, staff=staff)
    begin = min(max(since, rule.active_since, at - FARTHEST), at)
    new = 0
    for rows in plan.planned(Window(begin, at)):
        new += writing.write(rule, plan.anchor.subject_type, rows, at)
    for rows in escalating.planned(plan, at):
        new += writing.write(rule, plan.anchor.subject_type, rows, at)
    ScanMark.objects.update_or_create(
        rule=rule,
        defaults={"scanned_until": at, "found": new, "error": "", "failed_at": None},
    )
    return new


def _rule(rule_id: int) -> ReminderRule:
    found = ReminderRule.objects.select_related("segment", "robot").filter(pk=rule_id).first()
    if found is None:
        raise errors.NotFound()
    return found


@operation
def note_failure(*, actor: User, rule_id: int, error: str, at: datetime) -> None:
    """Keep why a rule could not be worked out, and tell those who keep rules, once as long as it is the same."""
    rule = _rule(rule_id)
    mark = ScanMark.objects.select_for_update(no_key=True).filter(rule=rule).first()
    if mark is not None and mark.error == error:
        return
    if mark is None:
        mark = ScanMark(rule=rule, scanned_until=rule.active_since)
    mark.error, mark.failed_at = error, at
    mark.save()
    told = staff_queries.holders(RULES).values_list("pk", flat=True)
    parameters = {"rule": str(rule), "error": error}
    inbox.notify(told, kind=FAILED_KIND, message=FAILED, parameters=parameters, url="/reminders/rules/", at=at)
    events.record(FAILED_KIND, rule, at=at, number=rule.code, error=error)


@operation
def pass_on(*, actor: User, reminder_id: int, at: datetime) -> list[int]:
    """Somebody said that a reminder is not for him: tell who is told instead of him, now. The caller locked the
    reminder and kept his answer. Returns who is told; nobody where nothing is due any more or all know already."""
    row = Reminder.objects.select_related("rule__segment", "rule__robot").get(pk=reminder_id)
    plan = Plan(row.rule, at=at)
    due = plan.again([row.subject_id], row.due, row.due).get((row.subject_id, row.due))
    if due is None:
        return []
    known = plan.known([due])
    ((_due, told),) = plan.told_of([due], known)
    new = [
        Planned(due, row.step, one, State.QUEUED, at)
        for one in told
        if one.user_id and (row.subject_id, row.due, row.step, one.recipient) not in known.states
    ]
    writing.write(row.rule, row.subject_type, new, at)
    return [one.told.user_id for one in new if one.told.user_id]
