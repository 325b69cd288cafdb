"""Verification of orders, and the errors that are found in them (R100, SEMANTICS 7)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import User
from common import editing, errors, events, operation
from orders.checking import queries
from orders.checking.choices import ErrorKind, ErrorStage
from orders.checking.models import CheckPoint, OrderError, Verification
from orders.checking.rights import DISMISS, RECORD, VERIFY
from orders.order import content, policies
from orders.order import queries as orders
from orders.order.models import Order, OrderLine
from orders.order.states import Status, not_in_state

FOUND_RIGHT = gettext_noop("Found right at the next verification")
LONGEST = 500
POINT_FIELDS = ("code", "name", "occasion", "kind", "position", "is_active")


@dataclass(frozen=True)
class Answer:
    """One point of the checklist: is it right; what is wrong, and on which line, where it is not."""

    code: str
    is_ok: bool
    note: str = ""
    line_no: int | None = None


def require_verifiable(actor: User, order: Order) -> None:
    """Raise NotAllowed or WrongState unless ``actor`` may verify the order now. The salesperson never verifies his
    own order; the order desk may, also what it entered for him."""
    policies.require(actor, VERIFY, order)
    if order.status != Status.SUBMITTED:
        raise not_in_state(order.status, [Status.SUBMITTED])
    if actor.pk == order.salesperson_id:
        raise errors.NotAllowed(_("Nobody verifies his own order."), code="own_business")


def record_verification(
    *,
    actor: User,
    order: Order,
    lines: Sequence[OrderLine],
    answers: Sequence[Answer],
    at: datetime,
    note: str = "",
) -> Verification:
    """Keep what was found when a submitted order, locked, was verified as it stands. What is not right becomes an
    error of the order; where all is right, errors of earlier verifications are corrected.

    Raises NotAllowed, WrongState, Invalid with paths like ``answers.PRICE.note``.
    """
    require_verifiable(actor, order)
    points = {point.code: point for point in queries.points()}
    require_whole(points, answers, {line.line_no for line in lines})
    found = content.content_of(order, lines)
    verification = Verification.objects.create(
        order=order,
        content_hash=content.hash_of(found),
        content=found,
        is_ok=all(answer.is_ok for answer in answers),
        answers=[{**asdict(answer), "name": points[answer.code].name} for answer in answers],
        note=note.strip()[:LONGEST],
        verified_by=actor,
        verified_at=at,
    )
    wrong = [answer for answer in answers if not answer.is_ok]
    for answer in wrong:
        _add(order, actor, at, answer.note, points[answer.code].kind, ErrorStage.VERIFICATION, answer.line_no)
    if not wrong:
        mine = order.errors.filter(queries.OPEN, stage=ErrorStage.VERIFICATION)
        mine.update(corrected_at=at, corrected_by=actor, correction=FOUND_RIGHT, version=F("version") + 1)
    events.record("order.verified" if not wrong else "order.not_verified", order, at=at, reason=note.strip())
    return verification


def rebind(order: Order, was_hash: str, found: content.Content) -> None:
    """Bind what was verified as ``was_hash`` to how the order, locked, stands now: for a change that is none of its
    content, as when two records of one customer become one."""
    operation.current()
    order.verifications.filter(content_hash=was_hash).update(content=found, content_hash=content.hash_of(found))


def require_whole(points: dict[str, CheckPoint], answers: Sequence[Answer], line_nos: set[int]) -> None:
    """Raise Invalid, with paths like ``answers.PRICE.note``, unless every point has one answer, and what is not right
    is said."""
    wrong: dict[str, list[errors.Text]] = {}
    given = [answer.code for answer in answers]
    for code in points.keys() - set(given):
        wrong[f"answers.{code}"] = [_("Say whether this is right.")]
    for answer in answers:
        path = f"answers.{answer.code}"
        if answer.code not in points or given.count(answer.code) > 1:
            wrong[path] = [_("The checklist has no such point.")]
        elif not answer.is_ok and not answer.note.strip():
            wrong[f"{path}.note"] = [_("Say what is not right.")]
        elif answer.line_no is not None and answer.line_no not in line_nos:
            wrong[f"{path}.line_no"] = [_("There is no such line.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


# --- errors -----------------------------------------------------------------------------------------


@operation.operation
def record_error(
    *,
    actor: User,
    order_id: int,
    kind: str,
    stage: str,
    description: str,
    at: datetime,
    line_no: int | None = None,
    made_by_id: int | None = None,
    cost: Decimal | None = None,
) -> OrderError:
    """Record an error that was found in an order or one of its lines, at any time. ``made_by_id``:
    None means who entered the order; ``cost``: in the company's currency. Raises NotFound, NotAllowed, Invalid."""
    order = orders.lock_order(actor=actor, order_id=order_id)
    policies.require(actor, RECORD, order)
    wrong: dict[str, list[errors.Text]] = {}
    if not description.strip():
        wrong["description"] = [_("Say what is wrong.")]
    if line_no is not None and not OrderLine.objects.filter(order=order, line_no=line_no).exists():
        wrong["line_no"] = [_("There is no such line.")]
    if kind not in ErrorKind or stage not in ErrorStage:
        wrong["kind"] = [_("Choose one of the list.")]
    if made_by_id is not None and not people.people().filter(pk=made_by_id).exists():
        wrong["made_by"] = [_("There is no such person.")]
    if cost is not None and cost < 0:
        wrong["cost"] = [_("A cost is not negative.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    made = _add(
        order, actor, at, description, kind, stage, line_no, made_by_id=made_by_id or order.created_by_id, cost=cost
    )
    events.record("order.error_found", order, at=at, reason=made.description, error=kind)
    return made


def note_error(*, order: Order, actor: User, kind: str, stage: str, description: str, at: datetime) -> OrderError:
    """Keep an error that another verb on the order, locked, brought to light (a declined confirmation)."""
    operation.current()
    return _add(order, actor, at, description, kind, stage, None)


def note_rejection(
    *,
    order: Order,
    lines: Sequence[OrderLine],
    actor: User,
    kind: str,
    line_no: int | None,
    reason: str,
    at: datetime,
) -> OrderError | None:
    """Keep the error for which whoever decides sends an order, locked, back (SEMANTICS 7): found at approval, its
    reason the description. None where ``kind`` says that it is none. Raises Invalid (``error_kind``, ``error_line``).
    """
    operation.current()
    wrong: dict[str, list[errors.Text]] = {}
    if (kind and kind not in ErrorKind) or (line_no and not kind):
        wrong["error_kind"] = [_("Choose one of the list.")]
    if line_no and line_no not in {line.line_no for line in lines}:
        wrong["error_line"] = [_("The order has no line %(line)s.") % {"line": line_no}]
    if wrong:
        raise errors.Invalid(fields=wrong)
    return _add(order, actor, at, reason, kind, ErrorStage.AUDIT, line_no) if kind else None


def _add(
    order: Order,
    actor: User,
    at: datetime,
    description: str,
    kind: str,
    stage: str,
    line_no: int | None,
    **more: Any,
) -> OrderError:
    more.setdefault("made_by_id", order.created_by_id)  # who entered it, until somebody says otherwise
    return OrderError.objects.create(
        order=order,
        line_no=line_no,
        kind=kind,
        stage=stage,
        description=description.strip()[:LONGEST],
        found_by=actor,
        found_at=at,
        **more,
    )


@operation.operation
def correct_error(
    *,
    actor: User,
    error_id: int,
    correction: str,
    at: datetime,
    version: int | None = None,
    cost: Decimal | None = None,
) -> OrderError:
    """Say how an error was corrected, and what it cost where that is known. Raises NotFound, NotAllowed, WrongState,
    Stale, Invalid."""
    found = _lock(actor, error_id, RECORD, version)
    if not correction.strip():
        raise errors.Invalid(fields={"correction": [_("Say how it was corrected.")]})
    if cost is not None and cost < 0:
        raise errors.Invalid(fields={"cost": [_("A cost is not negative.")]})
    found.correction, found.corrected_by, found.corrected_at = correction.strip()[:LONGEST], actor, at
    found.cost = found.cost if cost is None else cost
    return _save(found, ["correction", "corrected_by", "corrected_at", "cost"], "order.error_corrected", at)


@operation.operation
def dismiss_error(*, actor: User, error_id: int, reason: str, at: datetime, version: int | None = None) -> OrderError:
    """Say that it was no error: it stays on record and counts no more. Raises NotFound, NotAllowed, WrongState, Stale,
    Invalid (no reason)."""
    found = _lock(actor, error_id, DISMISS, version)
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Give a reason.")]})
    found.dismissal, found.dismissed_at = reason.strip()[:LONGEST], at
    return _save(found, ["dismissal", "dismissed_at"], "order.error_dismissed", at, reason=found.dismissal)


def _lock(actor: User, error_id: int, verb: str, version: int | None) -> OrderError:
    known = queries.get_error(actor=actor, error_id=error_id)
    order = orders.lock_order(actor=actor, order_id=known.order_id)
    policies.require(actor, verb, order)
    found = OrderError.objects.select_for_update(no_key=True).get(pk=error_id)
    found.order = order
    editing.require_seen(found, version)
    if not found.is_open:
        raise errors.WrongState(_("This error is settled already."), code="settled")
    return found


def _save(found: OrderError, columns: list[str], kind: str, at: datetime, reason: str = "") -> OrderError:
    found.version += 1
    found.save(update_fields=[*columns, "version"])
    events.record(kind, found.order, at=at, reason=reason or found.correction, error=found.kind)
    return found


# --- the checklist ----------------------------------------------------------------------------------


@operation.operation
def save_point(
    *, actor: User, at: datetime, point_id: int | None = None, version: int | None = None, **changes: Any
) -> CheckPoint:
    """Add a point of a checklist or change one (read at ``version``). What was answered before stays as it read.

    Raises NotAllowed, NotFound, Stale, Invalid.
    """
    rights.require(actor, "setting.manage")
    point = editing.locked_or_new(CheckPoint, point_id)
    changed = editing.change(point, editing.as_columns(CheckPoint, changes, POINT_FIELDS), version)
    editing.check(point)
    point.save()
    events.record("check_point.saved", point, at=at, number=point.code, fields=changed)
    return point
