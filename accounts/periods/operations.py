"""Closing months and, by privilege, opening them again."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts import policies
from accounts.people.models import User
from accounts.periods import queries
from accounts.periods.models import PeriodStep
from accounts.periods.rights import CLOSE, REOPEN
from common import dates, errors, events, locks
from common.locks import Lock
from common.operation import operation

Kind = PeriodStep.Kind


@operation
def close_month(*, actor: User, month: date, at: datetime) -> PeriodStep:
    """Close a month (its first day): from now on nothing is dated into it or before. Months are closed one after the
    other; the first may be any that is over. Waits for operations that date something right now.

    Raises NotAllowed, Invalid (not over yet), WrongState where it is not the next one.
    """
    policies.require(actor, CLOSE)
    locks.wait_for(Lock.PERIODS)
    month, last = queries.month_of(month), dates.month_end(month)
    if last >= dates.business_day(at):
        raise errors.Invalid(fields={"month": [_("This month is not over yet.")]})
    until = queries.closed_until()
    if until is not None and month != until + timedelta(days=1):
        text = _("The books are closed until %(until)s: the month after that is next.")
        raise errors.WrongState(text % {"until": until.isoformat()}, status="CLOSED", possible=["close"])
    return _note(Kind.CLOSED, month, last, "", actor, at)


@operation
def reopen_month(*, actor: User, month: date, reason: str, at: datetime) -> PeriodStep:
    """Open a closed month (its first day) and all after it again, with a reason. Raises NotAllowed, Invalid without a
    reason, WrongState where it is not closed."""
    policies.require(actor, REOPEN)
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    locks.wait_for(Lock.PERIODS)
    month, until = queries.month_of(month), queries.closed_until()
    if until is None or month > until:
        raise errors.WrongState(_("This month is not closed."), status="OPEN", possible=["close"])
    earlier = PeriodStep.objects.filter(kind=Kind.CLOSED, month__lt=month).exists()
    return _note(Kind.REOPENED, month, month - timedelta(days=1) if earlier else None, reason.strip(), actor, at)


def _note(kind: Kind, month: date, until: date | None, reason: str, actor: User, at: datetime) -> PeriodStep:
    step = PeriodStep.objects.create(kind=kind, month=month, closed_until=until, reason=reason[:300], by=actor, at=at)
    events.record(
        "period.closed" if kind == Kind.CLOSED else "period.reopened",
        step,
        at=at,
        reason=reason,
        number=f"{month:%Y-%m}",
        closed_until=until.isoformat() if until else "",
    )
    return step
