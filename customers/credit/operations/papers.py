"""Reports of others and guarantees (R107, R110)."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import dates, editing, errors, events
from common.operation import operation
from customers.credit import policies
from customers.credit.models import CreditReport, Guarantee
from customers.credit.operations import parts
from customers.grading import State, require_open


@operation
def add_report(
    *,
    actor: User,
    customer_id: int,
    report_date: date,
    source: str,
    rating: str,
    grade: str,
    at: datetime,
    valid_until: date | None = None,
    notes: str = "",
) -> CreditReport:
    """Keep what somebody else says of a customer's credit; while it is valid, no better grade is worked out than it
    means. Its file is attached to it. Raises NotFound, NotAllowed, Invalid."""
    customer = parts.lock_customer(actor, customer_id, policies.PROPOSE)
    if report_date > dates.business_day(at):
        raise errors.Invalid(fields={"report_date": [_("This day is still to come.")]})
    if valid_until is not None and valid_until < report_date:
        raise errors.Invalid(fields={"valid_until": [_("This lies before the first day.")]})
    report = CreditReport(
        customer=customer,
        report_date=report_date,
        source=source.strip(),
        rating=rating.strip(),
        grade=grade,
        valid_until=valid_until,
        notes=notes.strip(),
        created_by=actor,
        created_at=at,
    )
    editing.check(report, exclude=parts.LATER)
    report.save(force_insert=True)
    events.record("customer.report_added", customer, at=at, number=customer.code, grade=grade, source=report.source)
    return report


@operation
def void_report(*, actor: User, report_id: int, reason: str, at: datetime, version: int | None = None) -> CreditReport:
    """A report counts no more: it was wrong, or another took its place. Raises NotFound, NotAllowed, Stale,
    WrongState, Invalid (no reason)."""
    report = parts.lock_row(CreditReport, actor, report_id, policies.PROPOSE, version)
    if report.is_void:
        raise errors.WrongState(_("This counts no more already."), possible=[])
    text = parts.words(reason, needed=True)
    report.is_void = True
    report.version += 1
    report.save(update_fields=["is_void", "version"])
    events.record("customer.report_voided", report.customer, at=at, number=report.customer.code, reason=text)
    return report


@operation
def add_guarantee(
    *,
    actor: User,
    customer_id: int,
    kind: str,
    amount: Decimal,
    guarantor: str,
    at: datetime,
    valid_from: date | None = None,
    valid_until: date | None = None,
    notes: str = "",
) -> Guarantee:
    """Enter that somebody answers for a customer, up to an amount in the company's currency. It raises the usable
    limit once another person has checked the papers. Raises NotFound, NotAllowed, Invalid."""
    customer = parts.lock_customer(actor, customer_id, policies.PROPOSE)
    first = valid_from or dates.business_day(at)
    if amount <= Decimal(0):
        raise errors.Invalid(fields={"amount": [_("Enter more than zero.")]})
    if valid_until is not None and valid_until < first:
        raise errors.Invalid(fields={"valid_until": [_("This lies before the first day.")]})
    guarantee = Guarantee(
        customer=customer,
        kind=kind,
        amount=amount,
        guarantor=guarantor.strip(),
        valid_from=first,
        valid_until=valid_until,
        notes=notes.strip(),
        created_by=actor,
        created_at=at,
    )
    editing.check(guarantee, exclude=parts.LATER)
    guarantee.save(force_insert=True)
    events.record("customer.guarantee_added", customer, at=at, number=customer.code, guarantor=guarantee.guarantor)
    parts.ask(guarantee, gettext_noop("%(person)s entered a guarantee for %(customer)s."), actor=actor, at=at)
    return guarantee


@operation
def decide_guarantee(
    *, actor: User, guarantee_id: int, is_approved: bool, at: datetime, version: int | None = None
) -> Guarantee:
    """The papers of a guarantee are in order, and it counts; or they are not. Raises NotFound, NotAllowed (also for
    who entered it), Stale, WrongState (decided already)."""
    guarantee = parts.lock_row(Guarantee, actor, guarantee_id, policies.DECIDE, version)
    require_open(guarantee.state)
    policies.require_another(actor, guarantee.created_by_id)
    guarantee.state = State.APPROVED if is_approved else State.REJECTED
    parts.close(guarantee, actor=actor, at=at)
    kind = "customer.guarantee_accepted" if is_approved else "customer.guarantee_refused"
    events.record(kind, guarantee.customer, at=at, number=guarantee.customer.code, guarantor=guarantee.guarantor)
    return guarantee


@operation
def release_guarantee(
    *, actor: User, guarantee_id: int, reason: str, at: datetime, version: int | None = None
) -> Guarantee:
    """A guarantee is given back: it counts no more from now on. Raises NotFound, NotAllowed, Stale, WrongState (given
    back, or refused), Invalid (no reason)."""
    guarantee = parts.lock_row(Guarantee, actor, guarantee_id, policies.PROPOSE, version)
    text = parts.words(reason, needed=True)
    if guarantee.released_at is not None or guarantee.state == State.REJECTED:
        raise errors.WrongState(_("This counts no more already."), possible=[])
    guarantee.released_by, guarantee.released_at = actor, at
    guarantee.version += 1
    guarantee.save(update_fields=["released_by", "released_at", "version"])
    events.record("customer.guarantee_released", guarantee.customer, at=at, number=guarantee.customer.code, reason=text)
    return guarantee
