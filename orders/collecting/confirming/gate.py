"""Why an invoice waits: the customer has not confirmed the statement that lists what it says (SEMANTICS 12, R224).

What he confirmed holds piece by piece: as many pieces of a line as the statement said were delivered, at what it said
they are worth. What was delivered later, or costs something else by now, waits for the next statement.
"""

from collections.abc import Sequence
from decimal import Decimal

from orders.collecting.choices import State
from orders.collecting.confirming import queries
from orders.collecting.models import Statement
from orders.invoicing import billing
from orders.invoicing.gates import Piece
from orders.order import derive

ZERO = Decimal(0)


def waiting(pieces: Sequence[Piece], hold: bool) -> list[Piece]:
    """The pieces of these that wait (``orders.invoicing.gates``). With ``hold`` no customer says anything else of his
    statements until this transaction ends."""
    accounts = queries.waiting_accounts({one.account_id for one in pieces})
    mine = [one for one in pieces if one.account_id in accounts]
    if not mine:
        return []
    if hold:
        asked = Statement.objects.filter(customer__in=accounts, state__in=[State.ASKED, State.CONFIRMED])
        list(asked.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    said = queries.said_of(accounts, [str(one.order.number) for one in mine])
    return [one for one in mine if not _is_confirmed(one, said.get((str(one.order.number), one.line_no)))]


def _is_confirmed(piece: Piece, said: queries.Said | None) -> bool:
    line = piece.line
    if line is None:
        return said is not None and said.worth == piece.order.freight
    asked = min(piece.until, derive.delivered(line))  # what is invoiced in advance is confirmed with its delivery
    if asked <= ZERO:
        return True
    if said is None:
        return False
    return said.delivered >= asked and billing.worth(line, said.delivered).amount == said.worth
