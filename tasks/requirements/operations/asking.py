"""Write a requirement, ask for it, take it back, cancel it (R150–R152, R154)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.people.models import User
from common import dates, errors, numbering
from common.numbering import Series
from common.operation import operation
from products.stock.supply import keeping
from tasks.requirements import notices, policies, queries, states, writing
from tasks.requirements.choices import Move, State
from tasks.requirements.models import Requirement, RequirementLine
from tasks.requirements.operations import entering
from tasks.requirements.operations.entering import RequirementDraft
from tasks.task import queries as tasks


@operation
def create_requirement(*, actor: User, draft: RequirementDraft, at: datetime, is_asked: bool = False) -> Requirement:
    """Write down what has to be made or bought; with ``is_asked`` it is asked for at once.

    For lines of orders no more may be asked than they lack and was not asked for yet: the orders are locked while that
    is looked at. Raises NotFound (an order that is not the actor's), NotAllowed, WrongState, Invalid with paths like
    ``lines.3.quantity``.
    """
    rights.require(actor, policies.CREATE)
    orders = entering.lock_orders(actor, draft.lines)
    requirement = Requirement(created_by=actor, created_at=at, updated_at=at)
    entering.set_head(requirement, draft)
    rows = entering.rows(draft.lines, orders, {}, at)
    requirement.save()
    for row in rows:
        row.requirement = requirement
    RequirementLine.objects.bulk_create(rows)
    writing.record(requirement, "created", at=at, goods=requirement.kind)
    if is_asked:
        _ask(requirement, rows, actor=actor, at=at)
    return requirement


@operation
def ask_for_order(*, actor: User, drafts: Sequence[RequirementDraft], at: datetime) -> list[Requirement]:
    """Ask for what an order lacks, of all departments at once: all or none. Raises as ``create_requirement``."""
    made = []
    for draft in drafts:
        try:
            made.append(create_requirement(actor=actor, draft=draft, is_asked=True, at=at))
        except errors.Invalid as error:
            texts = [text for name, found in error.fields.items() if name.startswith("lines.") for text in found]
            if not texts:
                raise
            raise errors.Invalid(texts[0], fields={}) from error
    return made


@operation
def save_requirement(
    *, actor: User, requirement_id: int, draft: RequirementDraft, version: int, at: datetime
) -> Requirement:
    """Write a draft anew: its head and all its lines as they are now. Raises NotFound, NotAllowed, Stale, WrongState
    (it was asked for), Invalid."""
    requirement = queries.lock(actor=actor, requirement_id=requirement_id, version=version)
    policies.require_ask(actor, requirement)
    states.require(requirement.state, State.DRAFT)
    orders = entering.lock_orders(actor, draft.lines)
    entering.set_head(requirement, draft)
    own = entering.quantities(requirement)
    rows = entering.rows(draft.lines, orders, own, at)
    RequirementLine.objects.filter(requirement=requirement).delete()
    for row in rows:
        row.requirement = requirement
    RequirementLine.objects.bulk_create(rows)
    writing.save(requirement, at)
    writing.record(requirement, "edited", at=at)
    return requirement


@operation
def ask_requirement(*, actor: User, requirement_id: int, at: datetime, version: int | None = None) -> Requirement:
    """Ask the department for it: it gets its number, and who answers hears of it. What was written before is looked at
    again: the order may have ended since, or others asked for the same goods. Raises NotFound, NotAllowed, Stale,
    WrongState, Invalid (nothing is asked for; the line lacks less; nobody answers for the department)."""
    requirement = queries.lock(actor=actor, requirement_id=requirement_id, version=version)
    policies.require_ask(actor, requirement)
    states.after(requirement.state, Move.ASK)
    lines = queries.locked_lines(requirement)
    entering.require_still_lacking(actor, requirement, lines, at)
    _ask(requirement, lines, actor=actor, at=at)
    return requirement


@operation
def take_back_requirement(*, actor: User, requirement_id: int, at: datetime, version: int | None = None) -> Requirement:
    """What was asked for, or was refused, is a draft again; it keeps its number. Raises NotFound, NotAllowed, Stale,
    WrongState (it was accepted)."""
    requirement = queries.lock(actor=actor, requirement_id=requirement_id, version=version)
    policies.require_ask(actor, requirement)
    was_asked = requirement.state == State.ASKED
    writing.move(requirement, Move.TAKE_BACK, at=at)
    requirement.ended_at = None
    # what a refusal ended is asked for again; what its order needs no longer stays out of it
    lines = [] if was_asked else queries.locked_lines(requirement)
    for line in lines:
        line.is_ended, line.end_reason = False, ""
    writing.save_lines(lines, ("is_ended", "end_reason"))
    writing.save(requirement, at)
    if was_asked:
        notices.answered(requirement, at)
        message = gettext_noop("%(requirement)s was taken back: nothing is asked of you any more.")
        notices.tell("taken_back", requirement, [requirement.owner_id], message=message, actor=actor, at=at)
    return requirement


@operation
def cancel_requirement(
    *, actor: User, requirement_id: int, reason: str, at: datetime, version: int | None = None
) -> Requirement:
    """Give it up, with a reason: what is still to come of it will not, and promises that counted on it get new days;
    what came stays. Raises NotFound, NotAllowed, Stale, WrongState, Invalid without a reason."""
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    requirement = queries.lock(actor=actor, requirement_id=requirement_id, version=version)
    if not policies.can_ask(actor, requirement):
        policies.require_answer(actor, requirement)
    was_asked = requirement.number is not None
    writing.move(requirement, Move.CANCEL, at=at, reason=reason)
    requirement.reason = reason.strip()[:300]
    lines = queries.locked_lines(requirement)
    end_lines(lines, reason=reason, actor=actor, at=at)
    writing.save(requirement, at)
    notices.answered(requirement, at)
    if was_asked:
        people = {requirement.owner_id, *notices.askers(requirement, lines, but=actor)}
        message = gettext_noop("%(requirement)s was cancelled: %(reason)s")
        notices.tell("cancelled", requirement, people, message=message, actor=actor, at=at, reason=reason.strip()[:200])
    return requirement


def end_lines(lines: Sequence[RequirementLine], *, reason: str, actor: User, at: datetime) -> None:
    """Nothing more of these lines of a locked requirement will come."""
    live = [one for one in lines if not one.is_ended]
    keeping.end([one.receipt_id for one in live if one.receipt_id], reason=reason, actor=actor, at=at)
    for one in live:
        one.is_ended, one.end_reason = True, reason.strip()[:200]
    writing.save_lines(live, ("is_ended", "end_reason"))


# --- inside -------------------------------------------------------------------------------------


def _ask(requirement: Requirement, lines: Sequence[RequirementLine], *, actor: User, at: datetime) -> None:
    if not lines:
        raise errors.Invalid(_("Nothing is asked for yet: add a line."), fields={})
    owner = requirement.owner if requirement.owner and requirement.owner.is_active else None
    owner = owner or tasks.accountable(requirement.department)
    if owner is None:
        raise errors.Invalid(fields={"department": [_("Nobody leads this department.")]})
    requirement.owner = owner
    if requirement.number is None:  # before the event, which names it
        requirement.number = numbering.draw(Series.PRODUCTION, dates.business_day(at))
    writing.move(requirement, Move.ASK, at=at)
    requirement.reason, requirement.asked_at = "", at
    writing.save(requirement, at)
    notices.tell(
        "asked",
        requirement,
        [owner.pk],
        message=gettext_noop("%(requirement)s asks for goods, the first by %(day)s: when can they be there?"),
        actor=actor,
        at=at,
        mail=True,
        day=min(one.needed_date for one in lines).isoformat(),
    )
