"""Requirements as the API shows them."""

from collections.abc import Iterable
from typing import Any

from accounts.people.models import User
from common.api.fields import plain
from tasks.requirements import policies, queries, states
from tasks.requirements.models import Requirement, RequirementLine

_PLAIN = ("kind", "state", "notes", "reason", "created_at", "asked_at", "accepted_at", "ended_at", "version")
_LINE = ("line_no", "specification", "wording", "needed_date", "planned_date", "first_planned_date", "confirmed_at")


def requirement_row(requirement: Requirement) -> dict[str, Any]:
    """A requirement (``RequirementSerializer``); of ``queries.list_requirements``."""
    return {
        "reference": requirement.reference,
        "number": requirement.number,
        "department": requirement.department.code,
        "supplier": requirement.supplier.code if requirement.supplier else None,
        "owner": requirement.owner.username if requirement.owner else None,
        "created_by": requirement.created_by.username,
        "needed_date": requirement.needed_date,  # type: ignore[attr-defined]
        "planned_date": requirement.planned_date,  # type: ignore[attr-defined]
        "line_count": requirement.line_count,  # type: ignore[attr-defined]
        "late_count": requirement.late_count,  # type: ignore[attr-defined]
        **{name: getattr(requirement, name) for name in _PLAIN},
    }


def line_row(line: RequirementLine) -> dict[str, Any]:
    """A line (``RequirementLineSerializer``)."""
    return {
        "id": line.pk,
        "order": line.order.reference if line.order else None,
        "product": line.product.code,
        "product_name": line.product.name,
        "unit": line.product.unit,
        **{name: getattr(line, name) for name in _LINE},
        **{name: plain(getattr(line, name)) for name in ("quantity", "accepted", "done")},
        "left": plain(queries.left_of(line)),
        "reference": line.reference,
        "planned_receipt": line.receipt_id,
        "task": line.task_id,
        "is_ended": line.is_ended,
        "end_reason": line.end_reason,
    }


def requirement_document(actor: User, requirement: Requirement, lines: Iterable[RequirementLine]) -> dict[str, Any]:
    """The same with its lines and the moves that it knows (``RequirementDocumentSerializer``)."""
    moves = [str(move) for move in states.possible_moves(requirement.state)]
    return {
        **requirement_row(requirement),
        "moves": moves,
        "may_answer": policies.can_answer(actor, requirement),
        "lines": [line_row(line) for line in lines],
    }


def need_row(need: Any) -> dict[str, Any]:
    """What a line of an order lacks (``NeedSerializer``)."""
    return {
        "line_no": need.line.line_no,
        "product": need.product.code,
        "product_name": need.product.name,
        "unit": need.product.unit,
        "kind": need.kind,
        **{name: plain(getattr(need, name)) for name in ("lacks", "free", "asked", "proposed")},
        "requirements": list(need.numbers),
        "needed_date": need.needed_date,
        "wording": need.wording,
        "supplier": need.product.supplier.code if need.product.supplier else None,
    }


def consequence_row(one: Any) -> dict[str, Any]:
    """What a day would do to a line of an order (``ConsequenceSerializer``)."""
    return {
        "order": one.order.reference if one.order else None,
        "line_no": one.line_no,
        "product": one.product,
        "requested_date": one.requested,
        "promised_date": one.promised,
        "would_be": one.would_be,
        "days": one.days,
        "is_broken": one.is_broken,
    }


def remedy_row(one: Any, *, may_see: bool) -> dict[str, Any]:
    """A way out of a delay (``RemedySerializer``)."""
    names = ("kind", "key", "text", "evidence", "planned_date", "people", "is_in_time", "token")
    return {
        **{name: getattr(one, name) for name in names},
        "supplier": one.supplier.code if one.supplier else None,
        "hours": plain(one.hours),
        "price": plain(one.price, 2) if may_see and one.price is not None else None,
        "currency": one.currency if may_see and one.price is not None else None,
    }
