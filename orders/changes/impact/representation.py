"""An impact sheet as the API answers it: plain values."""

from decimal import Decimal
from typing import Any

from accounts.people.models import User
from common.api.fields import plain
from orders.changes import naming, representation
from orders.changes.impact.departments import Row, Total
from orders.changes.impact.models import ChangeSignature
from orders.changes.impact.queries import Seen
from orders.changes.impact.sheet import Alternative, Credit, LineDays, Money, Other, Pair, Proposed
from orders.changes.models import ChangeItem
from orders.changes.naming import Codes
from orders.changes.wording import Sight, sight_of

_NOTHING: dict[str, Any] = {"money": None, "credit": None, "promised": None, "arrival": None, "has_tasks": False}
_LISTS = ("lines", "broken", "gaining", "documents", "tasks", "hints", "alternatives")


def document(actor: User, seen: Seen) -> dict[str, Any]:
    """A sheet as its reader sees it (``ChangeImpactSerializer``)."""
    head = {
        "facts": seen.facts,
        "made_at": seen.made_at,
        "is_live": seen.is_live,
        "problem": str(seen.problem),
        "departments": [_department(one) for one in seen.rows or ()],
        "total": _total(seen.total) if seen.total else None,
    }
    sheet = seen.sheet
    if sheet is None:
        return {**head, **_NOTHING, **{name: [] for name in _LISTS}}
    sight, codes = sight_of(actor), naming.codes_of([item for one in sheet.alternatives for item in one.items])
    return {
        **head,
        "money": _money(sheet.money) if sheet.money else None,
        "credit": _credit(sheet.credit) if sheet.credit else None,
        "promised": sheet.promised,
        "arrival": sheet.arrival,
        "lines": [_line(one) for one in sheet.lines],
        "broken": [_other(one) for one in sheet.broken],
        "gaining": [_other(one) for one in sheet.gaining],
        "documents": [{"kind": one.kind, "number": one.number, "line_nos": one.line_nos} for one in sheet.stale],
        "has_tasks": sheet.has_tasks,
        "tasks": [{**vars(one), "hours": plain(one.hours, 2)} for one in sheet.tasks],
        "hints": [
            {"line_no": one.line_no, "kind": one.kind, "text": str(one.text), "is_new": one.is_new}
            for one in sheet.hints
        ],
        "alternatives": [_alternative(one, sight, codes) for one in sheet.alternatives],
    }


def signature(one: ChangeSignature) -> dict[str, Any]:
    """Who signed what, and when (``ChangeSignatureSerializer``)."""
    return {
        "id": one.pk,
        "what": one.what,
        "by": one.name or (one.signed_by.name if one.signed_by else ""),
        "at": one.at,
        "content_hash": one.content_hash,
        "facts": one.sheet.facts,
        "made_at": one.sheet.made_at,
    }


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else plain(value, 2)


def _pair(pair: Pair) -> dict[str, Any]:
    return {"before": _amount(pair.before), "after": _amount(pair.after)}


def _money(money: Money) -> dict[str, Any]:
    return {
        "currency": money.currency,
        **{name: _pair(getattr(money, name)) for name in ("total", "tax", "net", "due", "advance")},
        "overpaid": _amount(money.overpaid),
        "margin": _pair(money.margin) if money.margin else None,
        "plan": [
            {
                "sequence": one.sequence,
                "percent": plain(one.percent, 2),
                "is_advance": one.is_advance,
                **_pair(one.amount),
                "received": _amount(one.received),
                "due_date": one.due_date,
            }
            for one in money.plan
        ],
        "billed": [
            {"line_no": one.line_no, "billed": _amount(one.billed), "due": _amount(one.due), "invoices": one.numbers}
            for one in money.billed
        ],
        "shares": [
            {
                "line_no": one.line_no,
                "before": _amount(one.before),
                "after": _amount(one.after),
                "invoices": one.numbers,
            }
            for one in money.shares
        ],
        "moved": [{"was": one.was, "now": one.now, "amount": _amount(one.amount)} for one in money.moved],
    }


def _credit(credit: Credit) -> dict[str, Any]:
    return {
        "result_before": credit.result_before,
        "result_after": credit.result_after,
        "exposure": _pair(credit.exposure),
        "limit": _amount(credit.limit),
        "headroom": _amount(credit.headroom),
        "code": credit.code,
    }


def _line(line: LineDays) -> dict[str, Any]:
    plainly = ("line_no", "unit", "wished", "promised", "arrival", "days", "behind")
    pieces = ("quantity", "in_time", "held", "given_back", "more")
    return {
        **{name: getattr(line, name) for name in plainly},
        **{name: plain(getattr(line, name)) for name in pieces},
        "product": line.product_code,
        "parts": [{"date": day, "quantity": plain(quantity)} for day, quantity in line.parts],
        "reasons": [{"kind": one.kind, "text": str(one.text), "mover": str(one.mover)} for one in line.reasons],
    }


def _other(other: Other) -> dict[str, Any]:
    plainly = ("order", "line_no", "promised", "arrival", "days")
    rest = {"product": other.product_code, "pieces": plain(other.pieces)}
    return {**{name: getattr(other, name) for name in plainly}, **rest}


def _department(row: Row) -> dict[str, Any]:
    plainly = ("kind", "verdict", "is_owed", "days", "moves", "conditions", "by")
    rest = {"label": str(row.label), "amount": _amount(row.amount), "broken": len(row.broken)}
    return {**{name: getattr(row, name) for name in plainly}, **rest}


def _total(total: Total) -> dict[str, Any]:
    return {
        "days": total.days,
        "amount": _amount(total.amount),
        "broken": total.broken,
        "tasks_moved": total.moved,
        "tasks_added": total.added,
        "tasks_dropped": total.dropped,
    }


def _alternative(one: Alternative, sight: Sight, codes: Codes) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in ("key", "kind", "arrival", "behind", "broken", "products")},
        "label": str(one.label),
        "share": plain(one.share, 4),
        "amount": _amount(one.amount),
        "delta": _amount(one.delta),
        "items": [_item(item, sight, codes) for item in one.items],
    }


def _item(item: Proposed, sight: Sight, codes: Codes) -> dict[str, Any]:
    kept = ChangeItem(action=item.action, line_no=item.line_no, field=item.field)
    value = representation.seen(kept, item.new, sight, codes)
    return {"path": kept.path, "action": item.action, "value": value}
