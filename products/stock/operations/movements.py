"""What people do with stock of one product: goods arrival, transfer, count, adjustment; opening stock (R118, R125).

Each is a paper of one line (``papers.posting``); faults are told of its own fields.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from products.stock import ledger
from products.stock.models import StockMovement, StockRow
from products.stock.papers import posting
from products.stock.papers.models import StockPaper
from products.stock.papers.posting import Entry

Kind = StockPaper.Kind


@operation
def receive_goods(
    *,
    actor: User,
    product_id: int,
    quantity: Decimal,
    at: datetime,
    warehouse_id: int | None = None,
    reason: str = "",
    document_number: str = "",
) -> StockRow:
    """Goods arrived: raises what is on hand in the product's unit (the default warehouse when none is named).

    Raises NotAllowed, NotFound, Invalid (quantity not above zero or not whole where the unit is counted, a service,
    a warehouse out of use).
    """
    paper = _one(
        lambda: posting.post_paper(
            actor=actor,
            kind=Kind.ARRIVAL,
            entries=[Entry(product_id, quantity)],
            at=at,
            warehouse_id=warehouse_id,
            reference=document_number,
            reason=reason,
        )
    )
    return StockRow.objects.get(product_id=product_id, warehouse_id=paper.warehouse_id)


@operation
def transfer_stock(
    *,
    actor: User,
    product_id: int,
    from_warehouse_id: int,
    to_warehouse_id: int,
    quantity: Decimal,
    at: datetime,
    reason: str = "",
) -> None:
    """Move free pieces from one warehouse to another; reserved ones stay where they are.

    Raises NotAllowed, NotFound, Invalid, OutOfStock with the figures.
    """
    _one(
        lambda: posting.post_paper(
            actor=actor,
            kind=Kind.TRANSFER,
            entries=[Entry(product_id, quantity)],
            at=at,
            warehouse_id=from_warehouse_id,
            to_warehouse_id=to_warehouse_id,
            reason=reason,
        )
    )


@operation
def count_stock(
    *,
    actor: User,
    product_id: int,
    counted: Decimal,
    at: datetime,
    warehouse_id: int | None = None,
    reason: str = "",
) -> StockRow:
    """Say what really is there. A count below the reserved sum lets the reservations of lowest priority
    go in the same operation (SEMANTICS 10); it is refused only where nobody can let them go.

    Raises NotAllowed, NotFound, Invalid, Conflict with the figures.
    """
    paper = _one(
        lambda: posting.post_paper(
            actor=actor,
            kind=Kind.COUNT,
            entries=[Entry(product_id, counted)],
            at=at,
            warehouse_id=warehouse_id,
            reason=reason,
        ),
        quantity="counted",
    )
    return StockRow.objects.get(product_id=product_id, warehouse_id=paper.warehouse_id)


@operation
def adjust_stock(
    *,
    actor: User,
    product_id: int,
    difference: Decimal,
    reason: str,
    at: datetime,
    warehouse_id: int | None = None,
) -> StockRow:
    """Correct what is on hand by ``difference`` (breakage, samples), with a reason; else like a count.

    Raises NotAllowed, NotFound, Invalid, Conflict with the figures.
    """
    paper = _one(
        lambda: posting.post_paper(
            actor=actor,
            kind=Kind.ADJUSTMENT,
            entries=[Entry(product_id, difference)],
            at=at,
            warehouse_id=warehouse_id,
            reason=reason,
        ),
        quantity="difference",
    )
    return StockRow.objects.get(product_id=product_id, warehouse_id=paper.warehouse_id)


def _one(call: Callable[[], StockPaper], quantity: str = "quantity") -> StockPaper:
    """Post a paper of one line: its faults are those of the fields that the caller gave."""
    try:
        return call()
    except errors.Invalid as error:
        bare = {name.removeprefix("lines.1."): texts for name, texts in error.fields.items()}
        error.fields = {quantity if name == "quantity" else name: texts for name, texts in bare.items()}
        raise


@operation
def load_opening_stock(
    *, actor: User, rows: Iterable[tuple[int, int | None, Decimal]], at: datetime, reason: str = ""
) -> int:
    """Put (product id, warehouse id or None, quantity) on hand at take-over, all at once; returns how many rows.

    Raises NotAllowed, Invalid for a quantity not above zero.
    """
    policies.require(actor, "stock.adjust")
    wanted = list(rows)
    default = ledger.default_warehouse_id()
    if any(quantity <= 0 for _p, _w, quantity in wanted):
        raise errors.Invalid(fields={"quantity": [_("Enter more than zero.")]})
    ids = ledger.ensure_rows((product_id, warehouse or default) for product_id, warehouse, _q in wanted)
    changes: dict[int, ledger.Change] = {}
    for product_id, warehouse, quantity in wanted:
        row_id = ids[product_id, warehouse or default]
        before = changes.get(row_id, ledger.Change()).on_hand
        changes[row_id] = ledger.Change(on_hand=before + quantity)
    ledger.lock_rows(changes.keys())
    ledger.move(changes, ledger.Cause(StockMovement.Kind.OPENING, actor, at, reason=reason))
    events.record("stock.opened", at=at, reason=reason, rows=len(changes))
    return len(changes)
