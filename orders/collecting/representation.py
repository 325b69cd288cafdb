"""Accounts and statements as plain dictionaries for API answers."""

from datetime import date
from typing import Any

from common.api.fields import plain
from orders.collecting import operations, queries
from orders.collecting.models import Statement

_SUMS = ("opening", "debit", "credit", "closing")


def account(actor: Any, found: queries.Ledger, today: date) -> dict[str, Any]:
    """An account as it stands now (``AccountSerializer``)."""
    return {
        "customer": {"code": found.customer.code, "name": found.customer.name},
        **{name: getattr(found, name) for name in ("currency", "first", "last")},
        **{name: plain(getattr(found, name), 2) for name in _SUMS},
        "uninvoiced": plain(queries.uninvoiced(found.customer.pk, found.currency), 2),
        **operations.content_of(actor, found, today),
    }


def statement_row(row: Statement) -> dict[str, Any]:
    """A statement in a list (``StatementRowSerializer``)."""
    return {
        "customer": {"code": row.customer.code, "name": row.customer.name},
        "currency": row.currency_id,
        **{
            name: getattr(row, name)
            for name in ("number", "first", "last", "content_hash", "drawn_at", "state", "version")
        },
        **{name: plain(getattr(row, name), 2) for name in (*_SUMS, "overdue", "uninvoiced")},
        "drawn_by": row.drawn_by.username,
    }


def statement_document(row: Statement) -> dict[str, Any]:
    """A statement with its content (``StatementSerializer``)."""
    return {**statement_row(row), "deliveries": [], **row.content}
