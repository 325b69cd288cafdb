"""The planned day of goods moves, is confirmed, or its goods come from somebody else (R155, R156)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import dates, errors, numbering, workdays
from common.numbering import Series
from common.operation import operation
from products.catalogue.models import Supplier
from products.stock.supply import keeping
from tasks.requirements import notices, policies, queries, states, writing
from tasks.requirements.choices import Kind, Move, State
from tasks.requirements.models import Requirement, RequirementLine
from tasks.requirements.operations.answering import NAMES
from tasks.requirements.operations.asking import end_lines
from tasks.scheduling.choices import Cause

ZERO = Decimal(0)
MOVED = gettext_noop("%(requirement)s: %(product)s comes on %(day)s instead of %(before)s: %(reason)s")


@operation
def move_day(
    *,
    actor: User,
    requirement_id: int,
    line_id: int,
    planned_date: date,
    cause: str,
    at: datetime,
    words: str = "",
    accepted: Decimal | None = None,
    version: int | None = None,
) -> Requirement:
    """Goods of an accepted line come on another day, or another quantity of them, for a cause: a row of the delay
    ledger; promises that can no longer be met get new days, and who asked hears of it.

    Raises NotFound, NotAllowed, Stale, WrongState, Invalid.
    """
    requirement, line = _line(actor, requirement_id, line_id, version)
    if cause not in Cause.values:
        raise errors.Invalid(fields={"cause": [_("Choose one of the list.")]})
    if cause == Cause.OTHER and not words.strip():
        raise errors.Invalid(fields={"words": [_("Say why.")]})
    columns: dict[str, Any] = {"expected_date": _future(planned_date, at)}
    if accepted is not None:
        if accepted <= ZERO:
            raise errors.Invalid(fields={"accepted": [_("Enter more than zero.")]})
        columns["quantity"] = accepted
    _move({line: columns}, cause=cause, words=words, requirement=requirement, actor=actor, at=at)
    writing.save(requirement, at)
    return requirement


@operation
def confirm_day(
    *,
    actor: User,
    requirement_id: int,
    line_id: int,
    at: datetime,
    planned_date: date | None = None,
    reference: str = "",
    version: int | None = None,
) -> Requirement:
    """The supplier (or who makes it) confirmed the goods of a line, under a number of his; for another day than planned
    the day moves, as late or early as he says. Raises NotFound, NotAllowed, Stale, WrongState, Invalid."""
    requirement, line = _line(actor, requirement_id, line_id, version)
    line.confirmed_at, line.reference = at, reference.strip()[:80] or line.reference
    if planned_date is not None and planned_date != line.planned_date:
        cause = Cause.SUPPLIER if requirement.kind == Kind.BUY else Cause.CAPACITY
        columns = {"expected_date": _future(planned_date, at)}
        _move({line: columns}, cause=cause, words="", requirement=requirement, actor=actor, at=at)
        line.confirmed_at = at
    writing.save_lines([line], ("confirmed_at", "reference"))
    writing.save(requirement, at)
    writing.record(requirement, "confirmed", at=at, line=line.pk, reference=line.reference)
    return requirement


@operation
def change_supplier(
    *,
    actor: User,
    requirement_id: int,
    supplier_id: int,
    reason: str,
    at: datetime,
    days: Mapping[int, date] | None = None,
    line_ids: Collection[int] | None = None,
    version: int | None = None,
) -> Requirement:
    """What did not come yet is bought from another supplier (R156), each line on the day that ``days`` says for it
    (line id → day); what is not named stays on its day. What was made in the house is bought from now on. With
    ``line_ids`` only these lines: where others stay they become a requirement of their own, under a new number.

    Raises NotFound, NotAllowed, Stale, WrongState (done with), Invalid.
    """
    requirement = queries.lock(actor=actor, requirement_id=requirement_id, version=version)
    policies.require_answer(actor, requirement)
    states.require(requirement.state, State.ASKED, State.ACCEPTED)
    supplier = Supplier.objects.filter(pk=supplier_id, is_active=True).first()
    if supplier is None:
        raise errors.Invalid(fields={"supplier": [_("Choose one of the list.")]})
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    live = [one for one in queries.locked_lines(requirement) if not one.is_ended]
    lines = [one for one in live if line_ids is None or one.pk in line_ids]
    if line_ids is not None and (not lines or len(lines) < len(set(line_ids))):
        raise errors.Invalid(fields={"lines": [_("Nothing more of this line is to come.")]})
    mine = requirement if len(lines) == len(live) else _branch(requirement, lines, at)
    before = str(requirement.supplier or "")
    mine.supplier, mine.kind = supplier, Kind.BUY
    coming = [one for one in lines if one.receipt_id]
    _resource(requirement, supplier, coming, days or {}, reason, actor, at)
    if mine is not requirement:
        mine.state, mine.number = requirement.state, numbering.draw(Series.PRODUCTION, dates.business_day(at))
        writing.save(mine, at)
        named = {one.receipt_id: {"reference": mine.number} for one in coming}
        keeping.change(named, reason=reason.strip(), actor=actor, at=at)  # type: ignore[arg-type]
        writing.record(mine, "branched", at=at, reason=reason, source=str(requirement), supplier=str(supplier))
    writing.save(requirement, at)
    writing.record(requirement, "resourced", at=at, reason=reason, before=before, supplier=str(supplier), to=str(mine))
    return requirement


def _branch(requirement: Requirement, lines: Sequence[RequirementLine], at: datetime) -> Requirement:
    """A requirement for some lines of another, which are its from now on. It has no number yet: the counter of the day
    is locked last."""
    names = ("department", "owner", "notes", "created_by", "asked_at", "accepted_at")
    made = Requirement(created_at=at, updated_at=at, **{name: getattr(requirement, name) for name in names})
    made.save(force_insert=True)
    for one in lines:
        one.requirement = made
    writing.save_lines(lines, ("requirement",))
    return made


def _resource(
    requirement: Requirement,
    supplier: Supplier,
    lines: Sequence[RequirementLine],
    days: Mapping[int, date],
    reason: str,
    actor: User,
    at: datetime,
) -> None:
    """The planned receipts of these lines come from another supplier, on the days that are said."""
    columns = {
        one: {
            "supplier_id": supplier.pk,
            "kind": "PURCHASE",
            "expected_date": _future(days.get(one.pk, one.planned_date or dates.business_day(at)), at),
        }
        for one in lines
    }
    for one in lines:
        one.confirmed_at = None
    if columns:
        _move(columns, cause=Cause.SUPPLIER, words=reason, requirement=requirement, actor=actor, at=at)
        writing.save_lines(lines, ("confirmed_at",))


@operation
def end_line(
    *, actor: User, requirement_id: int, line_id: int, reason: str, at: datetime, version: int | None = None
) -> Requirement:
    """Nothing more of a line will come, with a reason; with its last line the requirement is done. Raises NotFound,
    NotAllowed, Stale, WrongState, Invalid."""
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    requirement, line = _line(actor, requirement_id, line_id, version)
    lines = queries.locked_lines(requirement)
    mine = [one for one in lines if one.pk == line.pk]
    end_lines(mine, reason=reason, actor=actor, at=at)
    writing.record(requirement, "line_ended", at=at, reason=reason, line=line.pk)
    if all(one.is_ended for one in lines):
        writing.move(requirement, Move.FINISH, at=at, reason=reason)
    writing.save(requirement, at)
    notices.tell(
        "line_ended",
        requirement,
        notices.askers(requirement, mine, but=actor),
        message=gettext_noop("%(requirement)s: nothing more of %(product)s will come: %(reason)s"),
        actor=actor,
        at=at,
        product=str(line.product),
        reason=reason.strip()[:200],
    )
    return requirement


def _line(actor: User, requirement_id: int, line_id: int, version: int | None) -> tuple[Requirement, RequirementLine]:
    """An accepted requirement, locked, and a line of it that is still to come."""
    requirement = queries.lock(actor=actor, requirement_id=requirement_id, version=version)
    policies.require_answer(actor, requirement)
    states.require(requirement.state, State.ACCEPTED)
    line = next((one for one in queries.locked_lines(requirement) if one.pk == line_id), None)
    if line is None:
        raise errors.NotFound()
    if line.is_ended:
        raise errors.WrongState(_("Nothing more of this line is to come."), status=requirement.state, possible=[])
    return requirement, line


def _future(day: date, at: datetime) -> date:
    if day < dates.business_day(at):
        raise errors.Invalid(fields={"planned_date": [_("This day is over.")]})
    if fault := workdays.day_fault(day):
        raise errors.Invalid(fields={"planned_date": [fault]})
    return day


def _move(
    columns: Mapping[RequirementLine, dict[str, Any]],
    *,
    cause: str,
    words: str,
    requirement: Requirement,
    actor: User,
    at: datetime,
) -> None:
    """Change the receipts of lines, and write what moved."""
    reason = words.strip() or str(Cause(cause).label)
    by_receipt = {line.receipt_id: said for line, said in columns.items() if line.receipt_id}
    try:
        keeping.change(by_receipt, reason=reason, actor=actor, at=at)
    except errors.Invalid as error:
        error.fields = {NAMES.get(name, name): texts for name, texts in error.fields.items()}
        raise
    for line, said in columns.items():
        before, line.planned_date = line.planned_date, said["expected_date"]
        line.accepted = said.get("quantity", line.accepted)
        if before is None or before == line.planned_date:
            continue
        line.confirmed_at = None
        writing.note_move(
            line, before, cause=cause, words=words, department_id=requirement.department_id, actor=actor, at=at
        )
        _tell(requirement, line, before, reason, actor, at)
    writing.save_lines(columns.keys(), ("planned_date", "accepted", "confirmed_at"))
    writing.record(requirement, "moved", at=at, reason=reason, cause=cause, lines=[one.pk for one in columns])


def _tell(
    requirement: Requirement, line: RequirementLine, before: date, reason: str, actor: User, at: datetime
) -> None:
    assert line.planned_date is not None
    notices.tell(
        "moved",
        requirement,
        {requirement.owner_id, *notices.askers(requirement, [line], but=actor)},
        message=MOVED,
        actor=actor,
        at=at,
        product=str(line.product),
        day=line.planned_date.isoformat(),
        before=before.isoformat(),
        reason=reason[:200],
    )
