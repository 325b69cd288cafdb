"""The scan: warnings are raised, kept up to date, and end by themselves when their cause is gone. Each rule in a
transaction of its own; a second run changes nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, events, locks, settings
from common.locks import Lock
from common.operation import operation
from orders.risk.choices import LIVE, Outcome, RiskState, Rule, TalksState
from orders.risk.finding import Found
from orders.risk.models import Renegotiation, RiskWarning
from orders.risk.rules import FINDERS

QUIET_DAYS = "risk.false_alarm_days"
RAISED = "risk.raised"  # the kind of inbox lines


def scan(*, actor: User | None = None, at: datetime) -> int:
    """Ask every rule; returns how many warnings were raised or ended."""
    machine = actor or people.system_user()
    return sum(scan_rule(actor=machine, rule=rule, at=at) for rule in FINDERS)


@operation
def scan_rule(*, actor: User, rule: Rule, at: datetime) -> int:
    """Raise what a rule finds and nobody knows yet, refresh the numbers of what is known, end what it finds no more and
    nobody renegotiates. What a person called a false alarm is not raised again for some days (setting). Returns how
    many came and went."""
    locks.wait_for(Lock.SCAN_RISKS)
    found = {(one.subject_type, one.subject_id): one for one in FINDERS[rule](dates.business_day(at))}
    rows = RiskWarning.objects.filter(rule=rule, state__in=LIVE).select_for_update(no_key=True)
    known = {(row.subject_type, row.subject_id): row for row in rows.order_by("pk")}
    quiet = _quiet(rule, at)
    changed = 0
    for key, one in found.items():
        if key in known:
            _refresh(known[key], one, at)
        elif key not in quiet:
            _raise(rule, one, at)
            changed += 1
    talks = Renegotiation.objects.filter(warning__in=known.values(), state=TalksState.OPEN)
    spoken = set(talks.values_list("warning_id", flat=True))
    for key, row in known.items():
        if key not in found and row.pk not in spoken:
            _end(row, actor, at)
            changed += 1
    return changed


def _quiet(rule: Rule, at: datetime) -> set[tuple[str, int]]:
    since = at - timedelta(days=int(settings.get(QUIET_DAYS)))
    rows = RiskWarning.objects.filter(rule=rule, state=RiskState.FALSE_ALARM, ended_at__gt=since)
    return set(rows.values_list("subject_type", "subject_id"))


def _raise(rule: Rule, found: Found, at: datetime) -> None:
    warning = RiskWarning.objects.create(
        rule=rule,
        level=found.level,
        subject_type=found.subject_type,
        subject_id=found.subject_id,
        reference=found.reference,
        label=found.label,
        numbers=found.numbers,
        owner_id=found.owner_id,
        department_id=found.department_id,
        raised_at=at,
        seen_at=at,
    )
    events.record("risk.raised", warning, at=at, rule=str(rule), reference=found.reference)
    if found.owner_id is not None:
        inbox.notify(
            [found.owner_id],
            kind=RAISED,
            message=gettext_noop("Risk warning about %(about)s. Proposed: have a look and take it up."),
            parameters={"about": found.label},
            subject=warning,
            at=at,
        )


def _refresh(warning: RiskWarning, found: Found, at: datetime) -> None:
    now: dict[str, Any] = {"numbers": found.numbers, "level": str(found.level), "label": found.label}
    if all(getattr(warning, name) == value for name, value in now.items()):
        return
    for name, value in now.items():
        setattr(warning, name, value)
    warning.seen_at = at
    warning.version += 1
    warning.save(update_fields=[*now, "seen_at", "version"])


def _end(warning: RiskWarning, actor: User, at: datetime) -> None:
    warning.state, warning.outcome = RiskState.RESOLVED, Outcome.GONE
    warning.ended_by, warning.ended_at = actor, at
    warning.version += 1
    warning.save(update_fields=["state", "outcome", "ended_by", "ended_at", "version"])
    events.record("risk.ended", warning, at=at, outcome=str(Outcome.GONE))
    if warning.owner_id is not None:
        subject_type = RiskWarning._meta.label_lower
        inbox.settle([warning.owner_id], kind=RAISED, subject_type=subject_type, subject_id=warning.pk, at=at)
