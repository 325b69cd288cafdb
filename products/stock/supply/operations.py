"""Planned receipts: plan, move, receive in parts, give up (R122, R155, R156).

Locks: the product, then planned receipts by pk, then what ``news.replanned`` locks (orders), then stock rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from products.catalogue import queries as catalogue
from products.catalogue import units
from products.catalogue.models import Product
from products.stock import ledger
from products.stock.papers import posting
from products.stock.papers.models import StockPaper
from products.stock.papers.posting import Entry
from products.stock.supply import news
from products.stock.supply.models import PlannedMove, PlannedReceipt
from products.stock.supply.news import Change

ZERO = Decimal(0)
State, Kind = PlannedReceipt.State, PlannedReceipt.Kind
CHANGEABLE = ("warehouse", "from_warehouse", "quantity", "expected_date", "supplier", "reference", "notes")


@dataclass(frozen=True)
class Planned:
    """What is to come, as it is entered; no warehouse: the default one, no supplier: the product's."""

    product_id: int
    quantity: Decimal
    expected_date: date
    kind: str = Kind.PURCHASE
    warehouse_id: int | None = None
    from_warehouse_id: int | None = None
    supplier_id: int | None = None
    reference: str = ""
    notes: str = ""
    provider: str = ""
    external_id: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of an entry: ``result`` is new, changed or same."""

    receipt: PlannedReceipt
    result: str


@operation
def plan_receipts(*, actor: User, entries: Sequence[Planned], at: datetime) -> list[Answer]:
    """Plan receipts, all or none. An entry whose ``external_id`` its ``provider`` sent before is the same receipt: what
    it says now holds, the move of a day is kept; said twice it changes nothing.

    Raises NotAllowed, NotFound, Invalid with paths like ``rows.3.quantity``, Conflict where one that was received or
    cancelled is to be another, or is for another product.
    """
    rights.require(actor, "supply.plan")
    entries = [_trimmed(entry) for entry in entries]
    products = _hold_products(entry.product_id for entry in entries)
    known = _known(entries)
    answers: list[Answer] = []
    changes: list[Change] = []
    for place, entry in enumerate(entries):
        path, product = f"rows.{place}.", products[entry.product_id]
        receipt = known.get((entry.provider, entry.external_id)) if entry.external_id else None
        if receipt is None:
            receipt, change = _add(entry, product, path, actor=actor, at=at), None
            changes.append(Change(receipt.pk, product.pk, None, receipt.expected_date, ZERO, receipt.quantity))
            answers.append(Answer(receipt, "new"))
            if entry.external_id:
                known[entry.provider, entry.external_id] = receipt
            continue
        change = _take(receipt, entry, product, path, actor=actor, at=at)
        answers.append(Answer(receipt, "changed" if change else "same"))
        changes += [change] if change else []
    news.tell(actor=actor, changes=changes, at=at)
    return answers


@operation
def change_receipt(
    *, actor: User, receipt_id: int, at: datetime, version: int | None = None, reason: str = "", **changes: Any
) -> PlannedReceipt:
    """Change what is still to come (read at ``version``): its day, with a reason, its quantity, where to, from whom.

    Raises NotAllowed, NotFound, Stale, WrongState, Invalid (a day moved without a reason, less than came already).
    """
    rights.require(actor, "supply.plan")
    receipt, product = _lock(receipt_id)
    columns = editing.as_columns(PlannedReceipt, changes, CHANGEABLE)
    if version is not None:
        editing.require_version(receipt, version, columns)
    _require_open(receipt)
    moved = columns.get("expected_date", receipt.expected_date) != receipt.expected_date
    if moved and not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why the day moves.")]})
    if change := _change(receipt, columns, product, "", reason=reason, actor=actor, at=at):
        news.tell(actor=actor, changes=[change], at=at)
    return receipt


@operation
def receive_planned(
    *,
    actor: User,
    receipt_id: int,
    quantity: Decimal,
    at: datetime,
    is_rest_dropped: bool = False,
    document_number: str = "",
    reason: str = "",
    version: int | None = None,
) -> PlannedReceipt:
    """Goods of a planned receipt came, all or a part: raises what is on hand, as a goods arrival or, from a warehouse
    of ours, a transfer. It is done with when all came, or when the rest is dropped; more than planned may come.

    Raises NotAllowed, NotFound, Stale, WrongState, Invalid, OutOfStock (a transfer of what is not there).
    """
    rights.require(actor, "stock.transfer" if _kind_of(receipt_id) == Kind.TRANSFER else "stock.receive")
    receipt, product = _lock(receipt_id)
    editing.require_seen(receipt, version)
    _require_open(receipt)
    if quantity <= 0:
        raise errors.Invalid(fields={"quantity": [_("Enter more than zero.")]})
    before, day = receipt.open, receipt.expected_date
    receipt.received += quantity
    is_done = is_rest_dropped or receipt.received >= receipt.quantity
    _save(receipt, at, state=State.RECEIVED if is_done else State.OPEN)
    events.record("supply.received", receipt, at=at, reason=reason, quantity=str(quantity), product=product.code)
    if is_done and before > quantity:  # the rest will not come
        change = Change(receipt.pk, product.pk, day, None, before - quantity, ZERO)
        news.tell(actor=actor, changes=[change], at=at)
    document = document_number or receipt.reference
    _bring(receipt, quantity, actor=actor, at=at, document_number=document, reason=reason)
    return receipt


@operation
def cancel_receipt(
    *, actor: User, receipt_id: int, reason: str, at: datetime, version: int | None = None
) -> PlannedReceipt:
    """Give up what is still to come, with a reason; what came stays. Raises NotAllowed, NotFound, Stale, WrongState,
    Invalid without a reason."""
    rights.require(actor, "supply.plan")
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    receipt, product = _lock(receipt_id)
    editing.require_seen(receipt, version)
    _require_open(receipt)
    change = Change(receipt.pk, product.pk, receipt.expected_date, None, receipt.open, ZERO)
    receipt.end_reason = reason.strip()
    _save(receipt, at, state=State.RECEIVED if receipt.received else State.CANCELLED)
    events.record("supply.cancelled", receipt, at=at, reason=reason, product=product.code)
    news.tell(actor=actor, changes=[change], at=at)
    return receipt


def _trimmed(entry: Planned) -> Planned:
    words = {name: getattr(entry, name).strip() for name in ("reference", "notes", "provider", "external_id")}
    return replace(entry, **words)


def _hold_products(product_ids: Iterable[int]) -> dict[int, Product]:
    return {pk: catalogue.hold_standing(pk) for pk in sorted(set(product_ids))}


def _known(entries: Sequence[Planned]) -> dict[tuple[str, str], PlannedReceipt]:
    """Receipts that their providers named before, locked by pk; one message of a provider at a time until commit."""
    named = {(entry.provider, entry.external_id) for entry in entries if entry.external_id}
    if not named:
        return {}
    with connection.cursor() as cursor:
        for provider in sorted({provider for provider, _id in named}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"planned {provider}"])
    rows = PlannedReceipt.objects.select_for_update(no_key=True).filter(
        provider__in={provider for provider, _id in named}, external_id__in={one for _provider, one in named}
    )
    return {(row.provider, row.external_id): row for row in rows.order_by("pk")}


def _lock(receipt_id: int) -> tuple[PlannedReceipt, Product]:
    product_id = PlannedReceipt.objects.filter(pk=receipt_id).values_list("product_id", flat=True).first()
    if product_id is None:
        raise errors.NotFound()
    product = catalogue.hold_standing(product_id)
    receipt = PlannedReceipt.objects.select_for_update(no_key=True).get(pk=receipt_id)
    if receipt.product_id != product_id:  # merged between the look and the lock
        raise errors.Stale(fields={})
    receipt.product = product
    return receipt, product


def _kind_of(receipt_id: int) -> str | None:
    return PlannedReceipt.objects.filter(pk=receipt_id).values_list("kind", flat=True).first()


def _add(entry: Planned, product: Product, path: str, *, actor: User, at: datetime) -> PlannedReceipt:
    receipt = PlannedReceipt(
        product=product,
        kind=entry.kind,
        warehouse_id=entry.warehouse_id or ledger.default_warehouse_id(),
        from_warehouse_id=entry.from_warehouse_id,
        quantity=entry.quantity,
        expected_date=entry.expected_date,
        first_expected_date=entry.expected_date,
        supplier_id=entry.supplier_id or (product.supplier_id if entry.kind == Kind.PURCHASE else None),
        reference=entry.reference,
        notes=entry.notes,
        provider=entry.provider,
        external_id=entry.external_id,
        created_by=actor,
        created_at=at,
        updated_at=at,
    )
    _check(receipt, product, path)
    receipt.save()
    events.record("supply.planned", receipt, at=at, product=product.code, quantity=str(receipt.quantity))
    return receipt


def _take(
    receipt: PlannedReceipt, entry: Planned, product: Product, path: str, *, actor: User, at: datetime
) -> Change | None:
    """What its provider says of a receipt now; fields that the entry leaves open stay as they are."""
    said: dict[str, Any] = {name: getattr(entry, name) for name in ("quantity", "expected_date", "reference", "notes")}
    ids = ("warehouse_id", "from_warehouse_id", "supplier_id")
    said |= {name: getattr(entry, name) for name in ids if getattr(entry, name) is not None}
    said = {name: value for name, value in said.items() if value != "" and getattr(receipt, name) != value}
    if receipt.product_id != product.pk or receipt.kind != entry.kind:
        text = _("“%(id)s” was planned for %(product)s already; send another number for something else.")
        words = {"id": receipt.external_id, "product": receipt.product.code}
        raise errors.Conflict(text % words, code="external_id_used")
    if said and receipt.state != State.OPEN:
        text = _("“%(id)s” is done with: %(state)s. It does not change any more.")
        words = {"id": receipt.external_id, "state": receipt.get_state_display()}
        raise errors.Conflict(text % words, code="planned_receipt_closed")
    return _change(receipt, said, product, path, reason=entry.notes, actor=actor, at=at) if said else None


def _change(
    receipt: PlannedReceipt,
    columns: dict[str, Any],
    product: Product,
    path: str,
    *,
    reason: str,
    actor: User,
    at: datetime,
) -> Change | None:
    """Set the columns of a locked open receipt and keep the move of its day; None where nothing changed."""
    day, open_before = receipt.expected_date, receipt.open
    changed = editing.assign(receipt, columns)
    if not changed:
        return None
    _check(receipt, product, path)
    if receipt.quantity <= receipt.received:
        text = _("%(received)s came already: enter more, or drop the rest.")
        raise errors.Invalid(fields={f"{path}quantity": [text % {"received": ledger.plain(receipt.received)}]})
    _save(receipt, at)
    if receipt.expected_date != day:
        PlannedMove.objects.create(
            receipt=receipt, before=day, after=receipt.expected_date, reason=reason[:200], actor=actor, at=at
        )
    events.record("supply.changed", receipt, at=at, reason=reason, product=product.code, fields=changed, day=str(day))
    return Change(receipt.pk, product.pk, day, receipt.expected_date, open_before, receipt.open)


def _check(receipt: PlannedReceipt, product: Product, path: str) -> None:
    """Raise Invalid, field by field, for what cannot be planned."""
    wrong: dict[str, list[errors.Text]] = {}
    if product.is_service:
        wrong["product"] = [_("A service has no stock.")]
    if receipt.quantity <= 0:
        wrong["quantity"] = [_("Enter more than zero.")]
    elif fault := units.fault(product.unit, receipt.quantity):
        wrong["quantity"] = [fault]
    if receipt.kind == Kind.TRANSFER:
        if receipt.from_warehouse_id is None:
            wrong["from_warehouse"] = [_("Say where the goods are now.")]
        elif receipt.from_warehouse_id == receipt.warehouse_id:
            wrong["from_warehouse"] = [_("Choose another warehouse than the one the goods go to.")]
    elif receipt.from_warehouse_id is not None:
        wrong["from_warehouse"] = [_("Only a transfer comes from a warehouse of ours.")]
    if not wrong:
        try:
            editing.check(receipt)
        except errors.Invalid as error:
            wrong = error.fields
    if wrong:
        raise errors.Invalid(fields={f"{path}{name}": texts for name, texts in wrong.items()})


def _require_open(receipt: PlannedReceipt) -> None:
    if receipt.state != State.OPEN:
        text = _("This planned receipt is done with: %(state)s.")
        raise errors.WrongState(text % {"state": receipt.get_state_display()}, possible=[])


def _save(receipt: PlannedReceipt, at: datetime, state: str = State.OPEN) -> None:
    receipt.state = state
    receipt.updated_at = at
    receipt.version += 1
    receipt.save()


def _bring(
    receipt: PlannedReceipt, quantity: Decimal, *, actor: User, at: datetime, document_number: str, reason: str
) -> None:
    """The paper of what came."""
    is_transfer = receipt.kind == Kind.TRANSFER
    posting.post_paper(
        actor=actor,
        kind=StockPaper.Kind.TRANSFER if is_transfer else StockPaper.Kind.ARRIVAL,
        entries=[Entry(receipt.product_id, quantity, planned_id=receipt.pk)],
        at=at,
        warehouse_id=receipt.from_warehouse_id if is_transfer else receipt.warehouse_id,
        to_warehouse_id=receipt.warehouse_id if is_transfer else None,
        supplier_id=None if is_transfer else receipt.supplier_id,
        reference=document_number,
        reason=reason,
    )


def take_back_received(came: Mapping[int, Decimal], *, actor: User, at: datetime) -> None:
    """What papers said had come of planned receipts (id → quantity) did not: it is still to come. Part of undoing a
    paper, before stock rows are locked."""
    rows = PlannedReceipt.objects.select_for_update(no_key=True).filter(pk__in=came.keys()).order_by("pk")
    changes = []
    for receipt in rows:
        before = receipt.open
        was_open = receipt.state == State.OPEN
        receipt.received -= came[receipt.pk]
        _save(receipt, at)
        day = receipt.expected_date
        changes.append(Change(receipt.pk, receipt.product_id, day if was_open else None, day, before, receipt.open))
        events.record("supply.received_undone", receipt, at=at, quantity=str(came[receipt.pk]))
    news.tell(actor=actor, changes=changes, at=at)
