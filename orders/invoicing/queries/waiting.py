"""What is to be invoiced and waits for something else (``orders.invoicing.gates``), for lists and forms."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from common.errors import Text
from orders.invoicing import gates
from orders.invoicing.gates import Gate, Piece
from orders.invoicing.queries.billable import Billable, accounts_to_invoice, list_open_lines
from orders.order.models import OrderLine

ZERO = Decimal(0)
MOST = 5000  # lines of accounts whose invoices wait that are asked about


def accounts_waiting(actor: User) -> list[dict[str, Any]]:
    """``accounts_to_invoice``, each with ``waits``: why how many of its lines cannot be invoiced yet. Raises
    NotAllowed."""
    rows = accounts_to_invoice(actor)
    concerned = gates.concerned({row["account"] for row in rows})
    lines = list(list_open_lines(actor).filter(account__in=concerned)[:MOST]) if concerned else []  # type: ignore[misc]
    found: dict[tuple[int, str], Counter[Text]] = {}
    for piece, gate in gates.waits(_pieces_of(lines)):
        found.setdefault((piece.account_id, str(piece.order.currency_id)), Counter())[gate.label] += 1
    return [{**row, "waits": list(found.get((row["account"], row["currency"]), {}).items())} for row in rows]


def waiting_lines(lines: Iterable[OrderLine]) -> dict[int, Gate]:
    """Line id → why it cannot be invoiced yet, of lines of ``list_open_lines``."""
    return {one.line.pk: gate for one, gate in gates.waits(_pieces_of(lines)) if one.line is not None}


def waiting_parts(account_id: int, parts: Sequence[Billable]) -> dict[str, Gate]:
    """``Billable.key`` → why it cannot be invoiced yet."""
    pieces = [
        Piece(account_id, one.order, one.line, (one.line.invoiced if one.line else ZERO) + one.quantity)
        for one in parts
    ]
    found = {(one.order.pk, one.line_no): gate for one, gate in gates.waits(pieces)}
    keys = {one.key: (one.order.pk, one.line.line_no if one.line else None) for one in parts}
    return {key: found[place] for key, place in keys.items() if place in found}


def _pieces_of(lines: Iterable[Any]) -> list[Piece]:
    """All that was delivered of lines."""
    return [Piece(one.account, one.order, one, min(one.ordered, one.shipped - one.reship)) for one in lines]
