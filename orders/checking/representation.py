"""Verifications and order errors as plain dictionaries for API answers."""

from typing import Any

from accounts.people.models import User
from common import reference
from common.api.fields import plain
from orders.checking import queries
from orders.checking.models import OrderError, Verification


def verification(found: Verification) -> dict[str, Any]:
    """A verification (``VerificationSerializer``)."""
    return {
        "id": found.pk,
        "is_ok": found.is_ok,
        "answers": [{**one, "name": reference.shown(one["name"])} for one in found.answers],
        "note": found.note,
        "verified_by": found.verified_by.username,
        "verified_at": found.verified_at,
    }


def error(actor: User, found: OrderError) -> dict[str, Any]:
    """An order error (``OrderErrorSerializer``)."""
    cost = queries.cost_of(actor, found)
    return {
        "id": found.pk,
        "order": found.order.reference,
        "line_no": found.line_no,
        "kind": found.kind,
        "stage": found.stage,
        "description": found.description,
        "made_by": found.made_by.username if found.made_by else None,
        "found_by": found.found_by.username,
        "found_at": found.found_at,
        "cost": None if cost is None else plain(cost, 2),
        "correction": reference.shown(found.correction),
        "corrected_by": found.corrected_by.username if found.corrected_by else None,
        "corrected_at": found.corrected_at,
        "dismissal": found.dismissal,
        "dismissed_at": found.dismissed_at,
        "version": found.version,
    }
