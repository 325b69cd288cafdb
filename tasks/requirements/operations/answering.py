"""The department answers: accepts all or a part on a day, refuses, ends it (R151, R154, R155)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import dates, errors, workdays
from common.operation import operation
from products.stock.supply import keeping
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.planning import Planned
from tasks.requirements import notices, policies, queries, states, writing
from tasks.requirements.choices import Kind, Move
from tasks.requirements.models import Requirement, RequirementLine
from tasks.requirements.operations.asking import end_lines

ZERO = Decimal(0)
PROVIDER = "requirement"
RECEIPT_KIND = {Kind.MAKE: PlannedReceipt.Kind.PRODUCTION, Kind.BUY: PlannedReceipt.Kind.PURCHASE}
_ANSWERED = (
    "accepted",
    "planned_date",
    "first_planned_date",
    "reference",
    "confirmed_at",
    "receipt_id",
    "is_ended",
    "end_reason",
)


@dataclass(frozen=True)
class LineAnswer:
    """What the department says to a line: so much of it (0: none), on a day; ``reference``: its own order."""

    line_id: int
    accepted: Decimal
    planned_date: date | None = None
    reference: str = ""


@operation
def accept_requirement(
    *,
    actor: User,
    requirement_id: int,
    answers: Sequence[LineAnswer],
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Requirement:
    """Accept what is asked for, line by line, all or a part (then with a reason), each on a planned day: from now on
    promises count on it. More than asked for may be accepted (a batch). A line that ended meanwhile (its order needs it
    no longer) is not answered.

    Raises NotFound, NotAllowed, Stale, WrongState, Invalid with paths like ``lines.3.planned_date`` (the place of the
    line in the requirement).
    """
    requirement = queries.lock(actor=actor, requirement_id=requirement_id, version=version)
    policies.require_answer(actor, requirement)
    states.after(requirement.state, Move.ACCEPT)
    lines = queries.locked_lines(requirement)
    said = _checked(lines, answers, reason, dates.business_day(at))
    taken = [one for one in lines if one.pk in said and said[one.pk].accepted > ZERO]
    writing.move(requirement, Move.ACCEPT, at=at, reason=reason)
    entries = [_planned(requirement, one, said[one.pk]) for one in taken]
    receipts = _as_lines(lambda: keeping.plan(entries, actor=actor, at=at), [lines.index(one) + 1 for one in taken])
    for line, receipt in zip(taken, receipts, strict=True):
        answer = said[line.pk]
        line.accepted, line.reference = answer.accepted, answer.reference.strip()[:80]
        line.planned_date = line.first_planned_date = answer.planned_date
        line.receipt = receipt
        line.confirmed_at = at if requirement.kind == Kind.MAKE or answer.reference.strip() else None
    for line in lines:
        if line not in taken and not line.is_ended:
            line.is_ended, line.end_reason = True, reason.strip()[:200]
    writing.save_lines(lines, _ANSWERED)
    requirement.accepted_at, requirement.reason = at, reason.strip()[:300]
    requirement.owner = requirement.owner or actor
    writing.save(requirement, at)
    _tell_accepted(requirement, lines, actor, at)
    return requirement


@operation
def refuse_requirement(
    *, actor: User, requirement_id: int, reason: str, at: datetime, version: int | None = None
) -> Requirement:
    """Say no to all of it, with a reason; who asked can take it back and ask anew. Raises NotFound, NotAllowed, Stale,
    WrongState, Invalid."""
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    requirement = queries.lock(actor=actor, requirement_id=requirement_id, version=version)
    policies.require_answer(actor, requirement)
    writing.move(requirement, Move.REFUSE, at=at, reason=reason)
    lines = queries.locked_lines(requirement)
    end_lines(lines, reason=reason, actor=actor, at=at)
    requirement.reason = reason.strip()[:300]
    writing.save(requirement, at)
    notices.answered(requirement, at)
    notices.tell(
        "refused",
        requirement,
        notices.askers(requirement, lines, but=actor),
        message=gettext_noop("%(requirement)s was refused: %(reason)s"),
        actor=actor,
        at=at,
        mail=True,
        reason=reason.strip()[:200],
    )
    return requirement


@operation
def finish_requirement(
    *, actor: User, requirement_id: int, reason: str, at: datetime, version: int | None = None
) -> Requirement:
    """It is done with although not all came: the rest will not come, with a reason. (One of which all came is done by
    itself.) Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    requirement = queries.lock(actor=actor, requirement_id=requirement_id, version=version)
    policies.require_answer(actor, requirement)
    writing.move(requirement, Move.FINISH, at=at, reason=reason)
    lines = queries.locked_lines(requirement)
    end_lines(lines, reason=reason, actor=actor, at=at)
    requirement.reason = reason.strip()[:300]
    writing.save(requirement, at)
    notices.tell(
        "done",
        requirement,
        notices.askers(requirement, lines, but=actor),
        message=gettext_noop("%(requirement)s is done with; what did not come yet will not: %(reason)s"),
        actor=actor,
        at=at,
        reason=reason.strip()[:200],
    )
    return requirement


def _checked(
    lines: Sequence[RequirementLine], answers: Sequence[LineAnswer], reason: str, today: date
) -> dict[int, LineAnswer]:
    """The answers by line, each that is still asked for with one. Raises Invalid."""
    said = {one.line_id: one for one in answers}
    live = [one for one in lines if not one.is_ended]
    if len(said) != len(answers) or set(said) != {one.pk for one in live}:
        raise errors.Invalid(_("Say something to every line, once."), fields={})
    wrong: dict[str, list[errors.Text]] = {}
    for place, line in enumerate(lines, start=1):
        if line.is_ended:
            continue
        answer = said[line.pk]
        if answer.accepted < ZERO:
            wrong[f"lines.{place}.accepted"] = [_("Enter zero or more.")]
        elif answer.accepted and answer.planned_date is None:
            wrong[f"lines.{place}.planned_date"] = [_("Say on which day it will be there.")]
        elif answer.accepted and answer.planned_date is not None and answer.planned_date < today:
            wrong[f"lines.{place}.planned_date"] = [_("This day is over.")]
        elif answer.accepted and answer.planned_date and (fault := workdays.day_fault(answer.planned_date)):
            wrong[f"lines.{place}.planned_date"] = [fault]
    if not wrong and not any(one.accepted for one in answers):
        raise errors.Invalid(_("Nothing is accepted: refuse it instead."), fields={})
    if not reason.strip() and any(said[one.pk].accepted < one.quantity for one in live):
        wrong["reason"] = [_("Say why not all of it.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    return said


def _planned(requirement: Requirement, line: RequirementLine, answer: LineAnswer) -> Planned:
    assert answer.planned_date is not None
    return Planned(
        product_id=line.product_id,
        quantity=answer.accepted,
        expected_date=answer.planned_date,
        kind=RECEIPT_KIND[Kind(requirement.kind)],
        supplier_id=requirement.supplier_id,
        reference=requirement.number or "",
        notes=answer.reference.strip()[:80],
        provider=PROVIDER,
        external_id=f"{requirement.number}/{line.pk}",
    )


def _as_lines(call: Callable[[], list[PlannedReceipt]], places: Sequence[int]) -> list[PlannedReceipt]:
    """Make a call that takes rows; its faults become those of the lines. Raises what it raises."""
    try:
        return call()
    except errors.Invalid as error:
        found = {}
        for name, texts in error.fields.items():
            _rows, place, column = name.split(".", 2)
            found[f"lines.{places[int(place) - 1]}.{NAMES.get(column, column)}"] = texts
        error.fields = found
        raise


# what a receipt calls a column → what a requirement does
NAMES = {"quantity": "accepted", "expected_date": "planned_date"}


def _tell_accepted(requirement: Requirement, lines: Sequence[RequirementLine], actor: User, at: datetime) -> None:
    notices.answered(requirement, at)
    days = [one.planned_date for one in lines if one.planned_date]
    late = [one for one in lines if one.planned_date and one.planned_date > one.needed_date]
    message = gettext_noop("%(requirement)s was accepted, the last goods for %(day)s.")
    if late:
        message = gettext_noop("%(requirement)s was accepted, but later than needed: the last goods for %(day)s.")
    notices.tell(
        "accepted",
        requirement,
        notices.askers(requirement, lines, but=actor),
        message=message,
        actor=actor,
        at=at,
        day=max(days).isoformat(),
    )
