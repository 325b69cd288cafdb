"""Change requests as the API answers them: plain values, rows by code, nothing that is not the reader's to know."""

from collections.abc import Iterable, Sequence
from typing import Any

from accounts import policies as rights
from accounts.people.models import User
from orders.approval import queries as approval
from orders.changes import actions, naming, policies, queries
from orders.changes.effect import overtaking
from orders.changes.fields import CUSTOM
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.naming import Codes
from orders.changes.wording import Sight, sight_of
from segments.custom_fields import definitions

_PLAIN = (
    *("reference", "number", "state", "source", "origin", "reason_text", "is_urgent", "needs_customer"),
    *("base_revision", "revision", "created_at", "submitted_at", "decided_at", "effective_at", "ended_at"),
    *("days_late", "broken_promises", "version"),
)


def rows(actor: User, found: Iterable[ChangeRequest]) -> list[dict[str, Any]]:
    """Requests of a list (``ChangeRowSerializer``)."""
    sight = sight_of(actor)
    return [_row(one, sight) for one in found]


def _row(request: ChangeRequest, sight: Sight) -> dict[str, Any]:
    order: Any = request.order
    return {
        **{name: getattr(request, name) for name in _PLAIN},
        "order": order.reference,
        "customer": order.customer.code,
        "customer_name": order.customer.name,
        "reason": request.reason.code if request.reason else None,
        "created_by": request.created_by.username,
        "currency": order.currency_id,
        **{name: f"{getattr(request, name):.2f}" if sight.amounts else None for name in queries.MONEY},
        "superseded_by": request.superseded_by.reference if request.superseded_by else None,
    }


def document(actor: User, request: ChangeRequest) -> dict[str, Any]:
    """A request whole (``ChangeRequestSerializer``)."""
    sight, items = sight_of(actor), queries.items_of(request)
    codes = naming.codes_of([*items, *(_moved(one) for one in request.conflicts)])
    return {
        **_row(request, sight),
        "customer_words": request.customer_words,
        "return_reason": request.return_reason,
        "items": [_item(one, sight, codes) for one in items],
        "conflicts": [_conflict(one, sight, codes) for one in request.conflicts],
        "approval": _steps(request),
        "actions": [
            {"verb": str(one.verb), "allowed": one.allowed, "why_not": one.why_not}
            for one in actions.possible(actor, request)
        ],
    }


def _item(item: ChangeItem, sight: Sight, codes: Codes) -> dict[str, Any]:
    return {
        "path": item.path,
        "action": item.action,
        "line_no": item.line_no,
        "field": item.field,
        "old": seen(item, item.old, sight, codes),
        "new": seen(item, item.new, sight, codes),
        "by": item.by.username,
        "at": item.at,
    }


def seen(item: ChangeItem, value: Any, sight: Sight, codes: Codes) -> Any:
    """A kept value of an item as the reader gets it: null where the field is hidden from him, masked where it is
    masked."""
    known = naming.known_of(item)
    value = naming.written(known, value, codes)
    if known is None or value in (None, "") or sight.actor is None:
        return value
    if known.name.startswith(CUSTOM):
        return _own(item, known.name.removeprefix(CUSTOM), value, sight.actor)
    if known.column in sight.hidden:
        return None
    return rights.mask(str(value)) if known.column in sight.masked else value


def _own(item: ChangeItem, key: str, value: Any, actor: User) -> Any:
    subject = definitions.Subject.ORDER if item.line_no is None else definitions.Subject.LINE
    found = definitions.by_key(definitions.visible(actor, subject)).get(key)
    if found is None:
        return None
    return rights.mask(str(value)) if definitions.is_masked(actor, found) else value


def _moved(conflict: dict[str, Any]) -> ChangeItem:
    """The place of a conflict, as an item would name it."""
    path = conflict["path"].split(".", 2)
    if path[0] != "lines" or len(path) < 2:
        return ChangeItem(field=conflict["path"], old=conflict["was"], new=conflict["wanted"])
    name = path[2] if len(path) > 2 else ""
    return ChangeItem(line_no=int(path[1]), field=name, old=conflict["was"], new=conflict["wanted"])


def _conflict(conflict: dict[str, Any], sight: Sight, codes: Codes) -> dict[str, Any]:
    item = _moved(conflict)
    return {
        "path": conflict["path"],
        "was": seen(item, conflict["was"], sight, codes),
        "present": seen(item, conflict["is"], sight, codes),
        "wanted": seen(item, conflict["wanted"], sight, codes),
        "who": conflict.get("who", ""),
        "why": overtaking.why(conflict),
    }


def _steps(request: ChangeRequest) -> Sequence[dict[str, Any]]:
    return [
        {
            "sequence": one.sequence,
            "person": one.who,
            "decision": one.decision,
            "decided_by": one.decided_by.username if one.decided_by else None,
            "decided_at": one.decided_at,
            "due_at": one.due_at,
            "reason": one.reason,
        }
        for one in approval.history(policies.SUBJECT, request.pk)
        if one.decision != "NOT_NEEDED"
    ]
