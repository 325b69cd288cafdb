"""The approval of an order as the API answers it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from common.api.fields import plain
from orders.approval.simulation import SeatSeen, Simulation
from orders.lifecycle.deciding.queries import RequestTold


def approval(simulation: Simulation | None, requests: Iterable[RequestTold]) -> dict[str, Any]:
    """An ``OrderApprovalSerializer``."""
    return {
        "simulation": _simulation(simulation) if simulation else None,
        "requests": [_request(one) for one in requests],
    }


def _simulation(found: Simulation) -> dict[str, Any]:
    rows = [{"name": row.name, "is_chosen": row.is_chosen, "why_not": list(row.why_not)} for row in found.rows]
    steps = [[_seat(seat) for seat in step] for step in found.steps]
    return {"rows": rows, "steps": steps, "problem": _(str(found.problem)) if found.problem else ""}


def _seat(seat: SeatSeen) -> dict[str, Any]:
    people = [{"name": one.name, "why": one.why, "delegates": list(one.delegates)} for one in seat.people]
    return {"is_customers": seat.is_customers, "hours": plain(seat.hours), "people": people}


def _request(told: RequestTold) -> dict[str, Any]:
    request = told.request
    return {
        "state": request.state,
        "matrix_row": told.row_name,
        "requested_by": request.requested_by.username,
        "requested_at": request.requested_at,
        "ended_at": request.ended_at,
        "steps": [_step(row) for step in told.steps for row in step.rows],
    }


def _step(row: Any) -> dict[str, Any]:
    return {
        "step": row.sequence,
        "seat": row.seat,
        "kind": row.kind,
        "person": _login(row.approver),
        "person_name": row.who,
        "why": row.why_text,
        "question": row.question,
        "added_by": _login(row.added_by),
        "due_at": row.due_at,
        "is_late": row.late_at is not None,
        "decision": row.decision,
        "decided_by": _login(row.decided_by),
        "decided_at": row.decided_at,
        "reason": row.reason,
        "is_void": row.is_void,
    }


def _login(person: Any) -> str | None:
    return person.username if person else None
