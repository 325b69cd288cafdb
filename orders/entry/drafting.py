"""Entering orders (R030–R052): create, change, replace lines, copy. A draft may be saved incomplete."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from accounts.people.models import User
from common import currencies, dates, editing, errors, events, stretches
from common.operation import operation
from orders.entry import defaults, grid, header, reassigning, repeating, sources, unseen
from orders.entry.drafts import ALWAYS, COMMERCIAL, LINE_ENTERED, PEOPLE, LineDraft, OrderDraft, UnfinishedRow
from orders.entry.starting import recompute, start_order
from orders.order import policies, queries, writing
from orders.order.models import Order, OrderLine
from orders.order.states import AGREED, Status, not_in_state
from segments.custom_fields import definitions, values

NOTED = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE, Status.CLOSED)
Columns = Mapping[str, Any]


@operation
def create_order(*, actor: User, draft: OrderDraft, at: datetime) -> Order:
    """Save a draft, incomplete if need be; everything not given comes from master data.

    Raises NotAllowed, NotFound (no such customer for this actor; Invalid when a code names him), Invalid with
    field paths, Conflict (no exchange rate known).
    """
    return start_order(actor, draft, at)[0]


@operation
def change_order(
    *,
    actor: User,
    order_id: int,
    version: int | None,
    changes: Mapping[str, Any],
    at: datetime,
    lines: Sequence[LineDraft] | None = None,
    unfinished: Sequence[UnfinishedRow] = (),
    by_itself: bool = False,
) -> Order:
    """Change header fields, and with ``lines`` the whole grid: a line keeps its row by ``line_no``, numbers that
    are not named are deleted; ``unfinished`` are then its rows that are no lines yet, which stay where no grid is
    sent. ``by_itself``: nobody pressed a key for it, its history shows a stretch of such saves as one. Nothing but
    notes, contact, contract state and people works like ``update_notes`` in any state; anything else needs a draft.
    ``version`` None takes the order as it stands.

    Another customer brings his own terms, address and contact, except for what ``changes`` say. Prices from
    master data follow currency, tax mode and customer; agreed ones stay. Statements do not grow with the number
    of lines. Raises NotFound, NotAllowed, WrongState, Stale (fields, who), Invalid with paths like
    ``lines.3.quantity``.
    """
    own, given = values.apart(changes)
    columns = editing.as_columns(Order, own, _names(COMMERCIAL + ALWAYS))
    if lines is None and columns.keys() <= set(ALWAYS) and not _commercial(given):
        return update_notes(actor=actor, order_id=order_id, version=version, changes=changes, at=at)
    sent = None if lines is None else Grid(lines, unfinished, by_itself)
    order = _lock_draft(actor, order_id)
    return _edit_draft(order, actor, version, _with_custom(order, actor, columns, given), sent, at)


def _commercial(given: Any) -> bool:
    """Whether custom fields are given that belong to what is approved."""
    return isinstance(given, Mapping) and not definitions.commercial_keys(values.ORDER).isdisjoint(map(str, given))


def _with_custom(order: Order, actor: User, columns: dict[str, Any], given: Any) -> dict[str, Any]:
    """The columns with the whole of the order's custom fields, where some are to change."""
    return columns if given is None else {**columns, "custom": values.merged(actor, values.ORDER, order.custom, given)}


@operation
def update_notes(*, actor: User, order_id: int, version: int | None, changes: Mapping[str, Any], at: datetime) -> Order:
    """Change notes, contact, urgency, whether and when the contract was signed (R051), custom fields that are not
    commercial, and people, at any time before the order is archived (SEMANTICS 2).

    Raises NotFound, NotAllowed, WrongState, Stale (fields, who), Invalid.
    """
    own, given = values.apart(changes)
    columns = editing.as_columns(Order, own, _names(ALWAYS))
    order = queries.lock_order(actor=actor, order_id=order_id)
    columns = _with_custom(order, actor, columns, given)
    if not columns or columns.keys() - set(PEOPLE):
        policies.require(actor, "order.edit", order)
    if columns.keys() & set(PEOPLE):
        policies.require(actor, "order.reassign", order)
    if order.status not in NOTED:
        raise not_in_state(order.status, NOTED)
    if order.status != Status.DRAFT and _commercial(given):
        raise not_in_state(order.status, [Status.DRAFT])
    _require_version(order, actor, version, columns, None)
    told = _outside(order, columns)
    changed = _assign(order, actor, columns, at)
    if changed:
        writing.save(order, changed, at)
        kind = "order.reassigned" if set(changed) & set(PEOPLE) else "order.noted"
        events.record(kind, order, at=at, fields=told)
    if order.status == Status.SUBMITTED and set(changed) & set(PEOPLE):
        reassigning.ask_another(order, at)
    return order


@operation
def copy_order(*, actor: User, order_id: int, at: datetime) -> Order:
    """A new draft with the header and lines of an order the actor sees. Agreed prices are taken along, others
    asked anew; the customer's order number and dates are not: it is another order, and needs its own approval.
    In place of terms, currency, type or parties that are out of use it takes the customer's; where his record says
    another thing by now, the draft tells (``repeating``).

    Raises NotFound, NotAllowed, Invalid.
    """
    source = queries.get_order_by_id(actor=actor, order_id=order_id)
    if "total_amount" in policies.hidden_columns(actor):
        raise errors.NotAllowed()
    left_out = {"customer_id", "customer_po_number", "customer_po_date", "requested_date"}
    unusable = header.out_of_use(source, actor)
    left_out |= {"contract_state", "contract_signed_date", *PEOPLE, *unusable}
    kept = {name: getattr(source, name) for name in (*COMMERCIAL, *ALWAYS) if name not in left_out}
    kept = {name: value for name, value in kept.items() if value not in (None, "")}
    draft = OrderDraft(customer_id=source.customer_id, **kept)
    draft.carried = values.carried(values.ORDER, source.custom)
    lines = [line for line in queries.lines_of(source) if not line.gift_of_id]
    draft.lines = [_copied(line, with_price="currency_id" not in unusable) for line in lines]
    draft.unfinished = [UnfinishedRow(**row) for row in source.unfinished]
    order = create_order(actor=actor, draft=draft, at=at)
    changed = repeating.changes(source, lines, order, actor, dates.business_day(at))
    events.record(repeating.COPIED, order, at=at, source=source.reference, changes=changed)
    return order


def _copied(line: OrderLine, *, with_price: bool) -> LineDraft:
    price = line.price if with_price and line.price_source in AGREED else None
    own = values.carried(values.LINE, line.custom)
    same = {name: getattr(line, name) for name in (*LINE_ENTERED, "line_no")}
    return LineDraft(quantity=line.ordered, price=price, carried=own, **same)


def _lock_draft(actor: User, order_id: int) -> Order:
    order = queries.lock_order(actor=actor, order_id=order_id)
    policies.require(actor, "order.edit", order)
    if order.status != Status.DRAFT:
        raise not_in_state(order.status, [Status.DRAFT])
    return order


@dataclass(frozen=True)
class Grid:
    """The whole grid as sent, perhaps by itself."""

    lines: Sequence[LineDraft]
    unfinished: Sequence[UnfinishedRow]
    by_itself: bool = False


def _edit_draft(
    order: Order, actor: User, version: int | None, columns: Columns, sent: Grid | None, at: datetime
) -> Order:
    drafts = sent.lines if sent else None
    _require_version(order, actor, version, columns, drafts)
    fields = [*_outside(order, columns), *(["lines"] if drafts is not None else [])]
    changed = _assign(order, actor, columns, at)
    if not changed and sent is None:
        return order
    existing = {line.line_no: line for line in queries.lines_of(order, with_products=drafts is None)}
    if sent is None:
        lines = grid.copies(existing)
    else:
        grid.require_room(sent.lines, sent.unfinished)
        whole = unseen.carried(actor, sent.lines, order.unfinished, existing.values())
        unfinished = unseen.kept(actor, sent.unfinished, order.unfinished, existing.values())
        lines = grid.build(order, actor, whole, existing, unfinished)
        changed += header.assign(order, {"unfinished": [asdict(row) for row in unfinished]})
    if drafts is None and {"customer_id", "currency_id", "tax_mode", "exchange_rate"} & set(changed):
        sources.ask(order, [line for line in lines if line.price_source not in AGREED and not line.is_gift])
    changed += recompute(order, lines)
    grid.write(order, lines, existing)
    order.loaded_lines = lines
    writing.save(order, changed, at)
    mark: dict[str, Any] = {stretches.BY_ITSELF: True} if sent is not None and sent.by_itself else {}
    events.record("order.changed", order, at=at, fields=fields, **mark)
    return order


def _require_version(
    order: Order, actor: User, version: int | None, columns: Columns, drafts: Sequence[LineDraft] | None
) -> None:
    """Raise Stale naming every field, header and grid, whose stored value differs from the one sent, and who
    changed the order last."""
    if version is None or order.version == version:
        return
    try:
        values.require_version(actor, values.ORDER, order, version, columns)
    except errors.Stale as error:
        if drafts is not None:
            error.details["fields"].update(grid.differences(actor, queries.lines_of(order), drafts))
        error.details.update(queries.last_change(order))
        raise


def _assign(order: Order, actor: User, columns: Columns, at: datetime) -> list[str]:
    """Set header columns with what follows from them; returns those that changed. Raises Invalid, NotAllowed."""
    day = dates.business_day(at)
    changed: list[str] = []
    if columns.get("customer_id", order.customer_id) != order.customer_id:
        order.customer = defaults.find_customer(actor, customer_id=columns["customer_id"], code="")
        follows = defaults.from_customer(order.customer, actor, day)
        changed = ["customer_id", *header.assign(order, {n: v for n, v in follows.items() if n not in columns})]
    own = header.assign(order, {name: value for name, value in columns.items() if name != "customer_id"})
    header.check(order, actor, own, at)
    changed += own
    if "salesperson_id" in own:
        changed += header.assign(order, {"department_id": header.department_of(order.salesperson_id)})
    if "currency_id" in own:
        changed += header.assign(order, {"exchange_rate": currencies.rate_on(order.currency_id, day)})
    return changed


def _outside(order: Order, columns: Columns) -> list[str]:
    """What is to change, as the history names it."""
    keys = values.changed(order.custom, columns.get("custom", order.custom))
    return values.named(sorted(name.removesuffix("_id") for name in columns), keys)


def _names(columns: Iterable[str]) -> set[str]:
    return {name.removesuffix("_id") for name in columns}
