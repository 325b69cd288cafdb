"""A piece of intake becomes an order (R057, R061): a draft with what it says, or one that is there already."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.collaboration import inbox
from accounts.collaboration import operations as collaboration
from accounts.people.models import User
from common import currencies, editing, errors, events
from common.operation import operation
from orders.changes import operations as changes
from orders.changes.choices import Origin
from orders.changes.models import ChangeRequest
from orders.entry import drafting, grid, rows
from orders.entry.drafts import OrderDraft
from orders.intake.pool import policies, queries, states
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.operations import receiving
from orders.intake.pool.operations.dispatching import DISPATCHED
from orders.intake.pool.states import Move
from orders.lifecycle import screening
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.choices import Channel, Form
from orders.order.models import Order
from orders.order.states import Status

ORDER, CHANGE = Order._meta.label_lower, ChangeRequest._meta.label_lower
WRITTEN = (Channel.LETTER, Channel.FAX)
_TEXTS = ("customer_po_number", "contact_name", "contact_phone", "ship_address", "ship_recipient", "ship_phone")
_LONG = ("special_requirements", "notes")
_DAYS = ("customer_po_date", "requested_date")


@operation
def enter_item(*, actor: User, item_id: int, at: datetime, version: int | None = None) -> Order:
    """Make a draft of a piece of intake: its customer, its channel, what it says of the whole order, its rows; rows
    that are no lines yet are kept as typed, its files hang on the draft. A draft with obvious errors is set aside by
    the first screening (R069).

    Raises NotFound, NotAllowed (``intake.enter``, ``order.create``), Stale, WrongState, Invalid (no customer known),
    and what ``create_order`` raises.
    """
    item = _lock(actor, item_id, version, Move.ENTER)
    if item.customer_id is None:
        raise errors.Invalid(fields={"customer": [_("Say first whose order it is.")]}, code="customer_unknown")
    order = _create(actor, item, at)
    _became(item, order, actor, Move.ENTER, at)
    screening.screen_new(order, actor=actor, at=at)
    return order


@operation
def link_order(*, actor: User, item_id: int, order_id: int, at: datetime, version: int | None = None) -> IntakeItem:
    """Say which order a piece of intake became: somebody had entered it already. Its files hang on the order.

    Raises NotFound, NotAllowed, Stale, WrongState (also of an order that is void or in the archive), Conflict
    (another customer's).
    """
    item = _lock(actor, item_id, version, Move.LINK)
    order = orders.get_order_by_id(actor=actor, order_id=order_id)
    order_policies.require(actor, "order.edit", order)
    if order.status in (Status.VOID, Status.ARCHIVED):
        raise errors.WrongState(
            _("The order is %(status)s.") % {"status": Status(order.status).label}, status=str(order.status)
        )
    if item.customer_id is not None and item.customer_id != order.customer_id:
        words = _("The order is of %(other)s, this came from %(customer)s. Choose the customer first.")
        raise errors.Conflict(words % {"other": order.customer.name, "customer": item.customer}, code="other_customer")
    if item.customer_id is None:
        receiving.assign_customer(item, order.customer, str(IntakeItem.Guess.HAND))
    _became(item, order, actor, Move.LINK, at, entered_at=max(order.created_at, item.received_at))
    return item


@operation
def request_change(
    *, actor: User, item_id: int, at: datetime, order_id: int | None = None, version: int | None = None
) -> ChangeRequest:
    """It is no order but a change of one (R195): a draft of a change request with its words and files; while one is
    open they are added to that. ``order_id``: of which order, None of the one that it was linked to.

    Raises NotFound, NotAllowed (``intake.enter``, ``change.request``), Stale, WrongState (set aside, discarded, it
    became a draft; the order is not effective, or frozen), Conflict (another customer's), Invalid (no order).
    """
    known = order_id or queries.order_id_of(actor=actor, item_id=item_id)
    if known is None:
        raise errors.Invalid(fields={"order": [_("Say which order it is about.")]})
    orders.lock_order(actor=actor, order_id=known)  # before the piece (DESIGN 3)
    item = queries.lock_item(actor=actor, item_id=item_id)
    policies.require(actor, policies.ENTER, item)
    editing.require_seen(item, version)
    if item.order_id != known:
        item = link_order(actor=actor, item_id=item_id, order_id=known, at=at)
    origin = Origin.MAIL if item.channel == Channel.MAIL else Origin.PAGE
    words = "\n".join(part for part in (item.subject, item.text) if part) or str(item)
    words = words[: changes.MOST_WISH]
    request = changes.note_wish(actor=actor, order_id=known, words=words, origin=origin, who=item.sender_words, at=at)
    collaboration.share_files(receiving.SUBJECT, item.pk, CHANGE, request.pk)
    events.record("intake.change_requested", item, at=at, number=str(item.pk), request=request.reference)
    return request


def _lock(actor: User, item_id: int, version: int | None, move: Move) -> IntakeItem:
    item = queries.lock_item(actor=actor, item_id=item_id)
    policies.require(actor, policies.ENTER, item)
    editing.require_seen(item, version)
    states.after(item.state, move)
    return item


def _create(actor: User, item: IntakeItem, at: datetime) -> Order:
    """The draft. Cells that an operation refuses turn their rows into unfinished ones, until the rest stands."""
    draft = _header(item)
    typed = _rows(item)
    drafts = rows.to_drafts(typed)
    found = grid.find_products(draft.customer_id or 0, (), {row.text("product") for row in typed})
    rows.mark_unknown(typed, {str(code) for code in found})
    while True:
        whole = [one for row, one in zip(typed, drafts, strict=True) if not row.faults]
        draft.lines, draft.unfinished = whole, rows.unfinished(typed)
        try:
            return drafting.create_order(actor=actor, draft=draft, at=at)
        except errors.Invalid as error:
            others = rows.spread_faults(typed, error.fields)
            if others or not error.fields or len(whole) == sum(1 for row in typed if not row.faults):
                raise


def _rows(item: IntakeItem) -> list[rows.Row]:
    """Its rows as those of the entry grid; what the customer calls a product stands where no code does."""
    sent = {}
    for place, row in enumerate(item.typed_rows):
        cells = {name: str(text) for name, text in row.items() if name in rows.CELLS and text}
        if not cells.get("product") and row.get("name"):
            cells["product"] = str(row["name"])
        sent[str(place)] = cells
    return rows.read_json(sent)


def _header(item: IntakeItem) -> OrderDraft:
    said: dict[str, Any] = dict(item.header)
    draft = OrderDraft(customer_id=item.customer_id, channel=item.channel)
    if item.channel in WRITTEN:
        draft.form = str(Form.WRITTEN)
    for name in _TEXTS:
        if text := _fitting(name, said.get(name)):
            setattr(draft, name, text)
    for name in _LONG:
        if text := str(said.get(name) or "").strip():
            setattr(draft, name, text[:10_000])
    for name in _DAYS:
        if day := _day(said.get(name)):
            setattr(draft, name, day)
    if said.get("currency") in currencies.active_codes():
        draft.currency_id = str(said["currency"])
    if item.salesperson_id is not None:
        draft.salesperson_id = item.salesperson_id
    return draft


def _fitting(name: str, value: Any) -> str:
    longest = Order._meta.get_field(name).max_length  # type: ignore[union-attr]
    return " ".join(str(value or "").split())[:longest]


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None


def _became(
    item: IntakeItem, order: Order, actor: User, move: Move, at: datetime, entered_at: datetime | None = None
) -> None:
    item.state = states.after(item.state, move)
    item.order, item.entered_by, item.entered_at = order, actor, entered_at or at
    item.version += 1
    item.save(
        update_fields=[
            *("state", "order", "entered_by", "entered_at", "customer", "customer_by", "department", "version")
        ]
    )
    collaboration.share_files(receiving.SUBJECT, item.pk, ORDER, order.pk)
    events.record("intake.entered", item, at=at, number=str(item.pk), order=order.reference)
    if item.salesperson_id is not None:
        inbox.settle([item.salesperson_id], kind=DISPATCHED, subject_type=receiving.SUBJECT, subject_id=item.pk, at=at)
