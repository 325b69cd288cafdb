"""A request is begun and written (R195, R196): its items cell by cell, what it says of itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from orders.changes import merging, policies, projecting, queries, states
from orders.changes.choices import Origin, Side
from orders.changes.models import ChangeItem, ChangeReason, ChangeRequest
from orders.changes.operations import saving
from orders.changes.projecting import Item
from orders.changes.states import Move, State
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.models import Order, OrderLine
from orders.order.states import Status, not_in_state

LONGEST, MOST_WORDS = 500, 20_000
HEAD = ("source", "reason_id", "reason_text", "customer_words", "is_urgent", "needs_customer")
RETURN_FIRST = gettext_lazy("Take the change request back before you change it: it is %(state)s.")


@operation
def create_request(
    *,
    actor: User,
    order_id: int,
    at: datetime,
    source: str = Side.CUSTOMER,
    reason_id: int | None = None,
    reason_text: str = "",
    edits: merging.Edits | None = None,
    items: Sequence[Item] = (),
    origin: str = Origin.PAGE,
    customer_words: str = "",
    is_urgent: bool = False,
    needs_customer: bool = False,
    supersedes: int | None = None,
    shift_id: int | None = None,
) -> ChangeRequest:
    """Begin a request on an effective order, as a draft on its present revision: ``edits`` as ``edit_items`` takes
    them, or ``items`` with values as they are kept. ``supersedes``: the open request that this one takes the place of.

    Raises NotFound, NotAllowed, WrongState (the order is not effective, or frozen), Conflict (``change_open``: another
    request is open, named), Invalid (paths of cells).
    """
    order = orders.lock_order(actor=actor, order_id=order_id)
    policies.require(actor, policies.REQUEST, order)
    require_effective(order)
    former = _supersede(actor, order, supersedes, at)
    request = ChangeRequest(
        order=order,
        base_revision=order.revision,
        origin=origin,
        shift_id=shift_id,
        created_by=actor,
        created_at=at,
        updated_at=at,
    )
    head = {"source": source, "reason_id": reason_id, "reason_text": reason_text, "customer_words": customer_words}
    _put_head(request, {**head, "is_urgent": is_urgent, "needs_customer": needs_customer})
    request.save(force_insert=True)
    if former is not None:
        ChangeRequest.objects.filter(pk=former.pk).update(superseded_by=request)
    lines = orders.lines_of(order)
    written = [_new_item(request, one, actor, at) for one in items]
    if edits:
        written = list(merging.merge(request, lines, written, edits, actor=actor, at=at).items.values())
    _require_projectable(request, lines, written, actor, at)
    for item in written:
        item.request = request
    ChangeItem.objects.bulk_create(written)
    saving.save(request, written, at)
    events.record("change.created", request, at=at, order=str(order), origin=origin, paths=_paths(written))
    return request


def require_effective(order: Order) -> None:
    """Raise WrongState unless the order may be changed by a request: effective and not frozen."""
    if order.status != Status.EFFECTIVE:
        raise not_in_state(order.status, [Status.EFFECTIVE])
    order_policies.require_not_frozen(order)


def _supersede(actor: User, order: Order, supersedes: int | None, at: datetime) -> ChangeRequest | None:
    """Make room for a new request. Raises Conflict while another one is open."""
    if supersedes is None:
        queries.require_none_open(order.pk)
        return None
    found = queries.open_of(order.pk)
    former = ChangeRequest.objects.select_for_update(no_key=True).filter(pk=supersedes, order=order).first()
    if former is None or (found is not None and found.pk != former.pk):
        raise errors.NotFound()
    former.order = order
    saving.move(former, Move.SUPERSEDE, queries.items_of(former), at=at)
    saving.let_go(former, at)
    return former


def _new_item(request: ChangeRequest, thought: Item, actor: User, at: datetime) -> ChangeItem:
    return ChangeItem(
        request=request,
        action=thought.action,
        line_no=thought.line_no,
        field=thought.field,
        old=thought.old,
        new=thought.new,
        by=actor,
        at=at,
    )


@operation
def edit_items(
    *, actor: User, request_id: int, edits: merging.Edits, at: datetime, version: int | None = None
) -> ChangeRequest:
    """Write cells of a draft: path → {value, and ``seen``: what stood there when the sender looked}. Values as people
    and systems write them: products, parties and terms by code, days as YYYY-MM-DD, shares as 0.05 or 5%; ``lines.3``
    true cancels a line, ``lines.+1.product`` begins a new one. A cell set back to the order's own value is no change.

    What others wrote meanwhile is kept field by field; Stale (``cells_changed``) names the cells that both changed,
    with the present and the sent value and whose it is. Raises NotFound, NotAllowed, WrongState (no draft: take it
    back first), Stale, Invalid (paths of cells).
    """
    return change_request(actor=actor, request_id=request_id, edits=edits, at=at, version=version)


@operation
def change_head(
    *, actor: User, request_id: int, changes: Mapping[str, Any], at: datetime, version: int | None = None
) -> ChangeRequest:
    """Say otherwise whose side a draft comes from, why (``reason_id``, ``reason_text``), the customer's words, whether
    it is urgent and whether he has to agree. Raises NotFound, NotAllowed, WrongState (no draft), Stale, Invalid."""
    return change_request(actor=actor, request_id=request_id, changes=changes, at=at, version=version)


@operation
def change_request(
    *,
    actor: User,
    request_id: int,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    edits: merging.Edits | None = None,
    version: int | None = None,
) -> ChangeRequest:
    """Both of ``change_head`` and ``edit_items`` in one: all of it or nothing. Raises what they raise."""
    request, order, items = _lock_draft(actor, request_id, version)
    before = {name: getattr(request, name) for name in HEAD}
    _put_head(request, changes or {})
    changed = [name for name in HEAD if before[name] != getattr(request, name)]
    gone: list[ChangeItem] = []
    if edits:
        lines = orders.lines_of(order)
        merged = merging.merge(request, lines, items, edits, actor=actor, at=at)
        if merged.has_changed:
            items, gone = list(merged.items.values()), merged.gone
            _require_projectable(request, lines, items, actor, at)
            ChangeItem.objects.filter(pk__in=[one.pk for one in gone]).delete()
            for item in merged.written:
                item.save()
            changed += _paths(merged.written)
    if changed or gone:
        saving.save(request, items, at)
        events.record("change.edited", request, at=at, order=str(order), paths=changed, dropped=_paths(gone))
    return request


@operation
def replace_items(
    *, actor: User, request_id: int, items: Sequence[Item], at: datetime, version: int | None = None
) -> ChangeRequest:
    """Let a draft ask for something else altogether: an alternative of its impact sheet, or the option that the
    customer chose. Values as items keep them. Raises as ``edit_items``."""
    request, order, former = _lock_draft(actor, request_id, version)
    lines = orders.lines_of(order)
    found = [_new_item(request, one, actor, at) for one in items]
    _require_projectable(request, lines, found, actor, at)
    ChangeItem.objects.filter(pk__in=[one.pk for one in former]).delete()
    ChangeItem.objects.bulk_create(found)
    saving.save(request, found, at)
    events.record("change.edited", request, at=at, order=str(order), paths=_paths(found), dropped=_paths(former))
    return request


def _put_head(request: ChangeRequest, changes: Mapping[str, Any]) -> None:
    faults: dict[str, list[errors.Text]] = {}
    values = {name: changes[name] for name in HEAD if name in changes}
    if "source" in values and values["source"] not in Side:
        faults["source"] = [_("Choose one of the list.")]
    key = values.get("reason_id")
    if key and key != request.reason_id and not ChangeReason.objects.filter(pk=key, is_active=True).exists():
        faults["reason"] = [_("Choose a reason that is in use.")]
    for name, most in (("reason_text", LONGEST), ("customer_words", MOST_WORDS)):
        if name in values:
            values[name] = str(values[name] or "").replace("\0", "").strip()
            if len(values[name]) > most:
                faults[name] = [_("No more than %(n)s characters.") % {"n": most}]
    if faults:
        raise errors.Invalid(fields=faults)
    for name, value in values.items():
        setattr(request, name, value)


def _lock_draft(actor: User, request_id: int, version: int | None) -> tuple[ChangeRequest, Order, list[ChangeItem]]:
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    policies.require(actor, policies.REQUEST, order)
    if request.state != State.DRAFT:
        raise errors.WrongState(
            RETURN_FIRST % {"state": State(request.state).label},
            status=str(request.state),
            possible=[str(move) for move in states.possible_moves(request.state)],
        )
    return request, order, items


def _require_projectable(
    request: ChangeRequest, lines: Sequence[OrderLine], items: Sequence[ChangeItem], actor: User, at: datetime
) -> None:
    if items:
        projecting.project(request.order, lines, items, actor=actor, at=at)


def _paths(items: Sequence[ChangeItem]) -> list[str]:
    return sorted(item.path for item in items)
