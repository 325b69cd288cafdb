"""Statements are confirmed as they are then, and a confirmation is taken back before it is paid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import citations, editing, errors, events, locks
from common.money import ZERO, plain, round2
from common.operation import attempt, operation
from reports.commissions import policies, queries, sheets, working
from reports.commissions.models import CommissionStatement
from reports.commissions.sheets import Sheet

LARGEST = Decimal("1000000000000")
_CONFIRMED = gettext_noop("Your commission statement of %(month)s was confirmed")
_TAKEN_BACK = gettext_noop("The confirmation of your commission statement of %(month)s was taken back: %(reason)s")


@operation
def confirm(
    *,
    actor: User,
    person_id: int,
    month: date,
    at: datetime,
    adjustment: Decimal = ZERO,
    reason: str = "",
    shown: Decimal | None = None,
    without: Collection[date] = (),
) -> CommissionStatement:
    """Keep the statement of somebody for a month (its first day) as it is now, with what changed in months before,
    ``without`` the corrections of some of them. ``adjustment`` needs a ``reason``. ``shown``: what the draft came to
    where it was read; what comes to something else by now is refused.

    Raises NotFound, NotAllowed (also his own), WrongState (confirmed already; the month has not ended, or is not all
    counted), Conflict, Invalid.
    """
    queries.require_month(month, at)
    person = queries.get_person(actor, person_id)
    policies.require(actor, policies.CONFIRM, person)
    _check_adjustment(adjustment, reason)
    wait_for_person(person_id)
    sheet = _draft(person, month, at)
    if shown is not None and shown != sheet.total:
        words = _("It comes to %(now)s now, not to %(shown)s any more. Look at it again.")
        said = {"now": plain(sheet.total, 2), "shown": plain(shown, 2)}
        raise errors.Conflict(words % said, code="figures_moved", **said)
    kept = [one for one in sheet.corrections if one.month not in set(without)]
    sheet = replace(sheet, corrections=tuple(kept), adjustment=round2(adjustment), reason=reason.strip())
    row = CommissionStatement(
        person=person,
        month=month,
        department=person.department,
        lines=sheets.stored(sheet),
        amount=sheet.commission + sheet.corrected,
        rewards=sheet.rewarded,
        adjustment=sheet.adjustment,
        reason=sheet.reason,
        confirmed_by=actor,
        confirmed_at=at,
        as_of=sheet.as_of,
    )
    row.save(force_insert=True)
    tell(row, "commission.confirmed", at=at, amount=sheet.total, reason=sheet.reason)
    notify(row, "commission.confirmed", _CONFIRMED, at=at)
    return row


def wait_for_person(person_id: int) -> None:
    """One at a time says what somebody earned: a correction is carried by one statement only."""
    locks.wait_for_key(f"commission-{person_id}")


def _draft(person: User, month: date, at: datetime) -> Sheet:
    if (row := queries.kept_of(person.pk, month)) is not None:
        words = _("%(who)s confirmed it already.") % {"who": row.confirmed_by.name}
        raise errors.WrongState(words, status=row.state, possible=[])
    sheet = working.sheet_of(person=person, month=month, at=at)
    if not sheet.is_over:
        words = _("%(month)s has not ended yet, or not everything of it is counted. Confirm it when it is over.")
        raise errors.WrongState(words % {"month": f"{month:%Y-%m}"}, code="month_not_over", status="DRAFT", possible=[])
    if sheet.is_empty:
        raise errors.WrongState(_("There is nothing to confirm."), status="DRAFT", possible=[])
    return sheet


def _check_adjustment(adjustment: Decimal, reason: str) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    if not adjustment.is_finite() or abs(adjustment) >= LARGEST or adjustment != round2(adjustment):
        wrong["adjustment"] = [_("Enter an amount with at most two decimals.")]
    if adjustment and not reason.strip():
        wrong["reason"] = [_("Say why.")]
    if len(reason.strip()) > 300:
        wrong["reason"] = [_("Say why, in at most %(n)s characters.") % {"n": 300}]
    if wrong:
        raise errors.Invalid(fields=wrong)


@dataclass(frozen=True)
class Outcome:
    """What became of one of several: the statement, or why not."""

    person_id: int
    statement: CommissionStatement | None
    refusal: str = ""


@operation
def confirm_several(
    *, actor: User, month: date, wanted: Sequence[tuple[int, Decimal | None]], at: datetime
) -> list[Outcome]:
    """Confirm the statements of several people as they are shown: (person, what the draft came to where it was read).
    What is refused does not hold the others up. Raises NotAllowed."""
    found, several = [], citations.Several()
    for person_id, shown in sorted(wanted, key=lambda one: one[0]):
        given = {"actor": actor, "person_id": person_id, "month": month, "shown": shown, "at": at}
        try:
            row = attempt(lambda given=given: confirm(**given))  # type: ignore[misc]
            found.append(Outcome(person_id, row))
        except errors.DomainError as error:
            found.append(Outcome(person_id, None, several.told(error)))
    return found


@operation
def take_back(
    *, actor: User, person_id: int, month: date, reason: str, at: datetime, version: int | None = None
) -> None:
    """Make a confirmed statement a draft again, with a reason, before it is paid and before a later one made something
    of it good. Raises NotFound, NotAllowed (also his own), WrongState, Stale, Invalid."""
    person = queries.get_person(actor, person_id)
    policies.require(actor, policies.CONFIRM, person)
    wait_for_person(person_id)
    row = queries.lock_statement(person_id=person_id, month=month)
    if row is None:
        raise errors.WrongState(_("It is a draft already."), status="DRAFT", possible=["confirm"])
    editing.require_seen(row, version)
    if row.state == CommissionStatement.State.PAID:
        words = _("It was paid. What changes now is made good in a later month.")
        raise errors.WrongState(words, status=row.state, possible=[])
    if later := queries.correcting(row):
        words = _("The statement of %(month)s makes something of it good. Take that one back first.")
        raise errors.WrongState(words % {"month": f"{later[-1]:%Y-%m}"}, status=row.state, possible=[])
    if not reason.strip() or len(reason.strip()) > 300:
        raise errors.Invalid(fields={"reason": [_("Say why, in at most %(n)s characters.") % {"n": 300}]})
    tell(row, "commission.taken_back", at=at, amount=sheets.read(row).total, reason=reason.strip())
    notify(row, "commission.taken_back", _TAKEN_BACK, at=at, reason=reason.strip()[:120])
    row.delete()


def tell(row: CommissionStatement, kind: str, *, at: datetime, amount: Decimal, reason: str = "") -> None:
    """Note what is done to a statement: whose, of which month, what it came to."""
    month = f"{row.month:%Y-%m}"
    number = f"{month} {row.person.username}"
    data = {"person": row.person_id, "month": month, "amount": plain(amount, 2)}
    events.record(kind, row, at=at, number=number, reason=reason, **data)


def notify(row: CommissionStatement, kind: str, message: str, *, at: datetime, **more: str) -> None:
    """Tell whose statement it is."""
    month = f"{row.month:%Y-%m}"
    inbox.notify(
        [row.person_id],
        kind=kind,
        message=message,
        parameters={"month": month, **more},
        at=at,
        url=reverse("reports:commission", args=[row.person_id, month]),
    )
