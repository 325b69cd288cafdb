"""Limits are proposed by one person, decided by another, and in force from a day on (SEMANTICS 9)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.people import queries as people
from accounts.people.models import User
from common import dates, editing, errors, events
from common.operation import operation
from customers.credit import policies
from customers.credit.models import CreditLimit
from customers.credit.operations import parts
from customers.grading import State, require_open
from customers.models import Customer
from customers.operations import standing


@operation
def propose_limit(
    *,
    actor: User,
    customer_id: int,
    reason: str,
    at: datetime,
    amount: Decimal | None = None,
    order_cap: Decimal | None = None,
    days_overdue: int | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> CreditLimit:
    """Propose what a customer's credit is to be from a day on (today when none is given): limit, largest single
    order, days overdue allowed, in the company's currency; None: no bound of his own.

    Raises NotFound, NotAllowed, WrongState (a member of a group: its head has the limit; a change waits already),
    Invalid (no reason, days out of order, amounts below zero).
    """
    customer = parts.lock_customer(actor, customer_id, policies.PROPOSE)
    if customer.group_id:
        text = _("The credit of a group is that of its head, %(name)s.")
        raise errors.WrongState(text % {"name": customer.group}, code="not_the_holder", possible=[])
    if CreditLimit.objects.filter(customer=customer, state=State.PROPOSED).exists():
        raise errors.WrongState(_("A change of this limit waits for a decision already."), possible=["withdraw"])
    today = dates.business_day(at)
    limit = CreditLimit(
        customer=customer,
        amount=amount,
        order_cap=order_cap,
        days_overdue=days_overdue,
        valid_from=valid_from or today,
        valid_until=valid_until,
        reason=parts.words(reason, needed=True),
        proposed_by=actor,
        proposed_at=at,
    )
    _require_sense(limit, today)
    editing.check(limit, exclude=parts.LATER)
    limit.save(force_insert=True)
    events.record("customer.credit_proposed", customer, at=at, number=customer.code, reason=limit.reason)
    parts.ask(limit, gettext_noop("%(person)s proposes another credit limit for %(customer)s."), actor=actor, at=at)
    return limit


@operation
def decide_limit(
    *, actor: User, limit_id: int, is_approved: bool, at: datetime, reason: str = "", version: int | None = None
) -> CreditLimit:
    """Approve a proposed limit, which is in force from its first day on, or refuse it with a reason.

    Raises NotFound, NotAllowed (also for who proposed it), Stale, WrongState (decided already), Invalid (no reason).
    """
    limit = parts.lock_row(CreditLimit, actor, limit_id, policies.DECIDE, version)
    require_open(limit.state)
    policies.require_another(actor, limit.proposed_by_id)
    text = parts.words(reason, needed=not is_approved)
    state = State.APPROVED if is_approved else State.REJECTED
    parts.settle(limit, actor=actor, state=state, decision=text, at=at)
    kind = "customer.credit_approved" if is_approved else "customer.credit_refused"
    events.record(kind, limit.customer, at=at, number=limit.customer.code, reason=text)
    if is_approved and limit.valid_from <= dates.business_day(at):
        _start(limit, at)
    message = (
        gettext_noop("The credit limit you proposed for %(customer)s was approved by %(person)s.")
        if is_approved
        else gettext_noop("The credit limit you proposed for %(customer)s was refused by %(person)s: %(reason)s")
    )
    parts.tell(limit.proposed_by_id, limit, message, actor=actor, at=at, reason=text)
    return limit


@operation
def withdraw_limit(*, actor: User, limit_id: int, at: datetime, version: int | None = None) -> CreditLimit:
    """Take a proposed limit back. Raises NotFound, NotAllowed, Stale, WrongState (decided already)."""
    limit = parts.lock_row(CreditLimit, actor, limit_id, policies.PROPOSE, version)
    require_open(limit.state)
    parts.settle(limit, actor=actor, state=State.WITHDRAWN, decision="", at=at)
    events.record("customer.credit_withdrawn", limit.customer, at=at, number=limit.customer.code)
    return limit


@operation
def start_due_limits(*, actor: User, at: datetime) -> int:
    """Let approved limits whose day has come be in force; returns how many. A missed day is caught up, a second run
    changes nothing."""
    due = CreditLimit.objects.filter(
        state=State.APPROVED, started_at=None, valid_from__lte=dates.business_day(at)
    ).order_by("customer_id", "valid_from", "pk")
    keys = list(due.values_list("pk", "customer_id"))
    customers = Customer.objects.filter(pk__in={customer_id for _pk, customer_id in keys}).order_by("pk")
    locked = {one.pk: one for one in customers.select_for_update(no_key=True, of=("self",))}
    done = 0
    for limit in due.filter(pk__in=[pk for pk, _customer_id in keys]):
        if locked[limit.customer_id].merged_into_id is None:
            _start(limit, at)
            done += 1
    return done


def _start(limit: CreditLimit, at: datetime) -> None:
    """It is the customer's limit from now on."""
    changes: dict[str, Any] = {
        "credit_limit": limit.amount,
        "credit_order_cap": limit.order_cap,
        "credit_days_overdue": limit.days_overdue,
        "credit_valid_until": limit.valid_until,
    }
    version = Customer.objects.values_list("version", flat=True).get(pk=limit.customer_id)
    standing.set_credit(
        actor=people.system_user(), customer_id=limit.customer_id, version=version, changes=changes, at=at
    )
    limit.started_at = at
    limit.save(update_fields=["started_at"])


def _require_sense(limit: CreditLimit, today: date) -> None:
    wrong: dict[str, list[Any]] = {}
    if limit.valid_from < today:
        wrong["valid_from"] = [_("A limit is not in force from a day that is past.")]
    if limit.valid_until is not None and limit.valid_until < limit.valid_from:
        wrong["valid_until"] = [_("This lies before the first day.")]
    for name in ("amount", "order_cap"):
        value = getattr(limit, name)
        if value is not None and value < Decimal(0):
            wrong[name] = [_("Enter zero or more.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
