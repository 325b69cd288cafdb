"""Plan receipts: entered, imported or sent by other systems, once for each external number (R122, R155)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from products.catalogue import queries as catalogue
from products.catalogue.models import Product
from products.stock import ledger
from products.stock.supply import keepers, news, writing
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.news import Change

ZERO = Decimal(0)
State, Kind = PlannedReceipt.State, PlannedReceipt.Kind


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
    for place, entry in enumerate(entries, start=1):
        path, product = f"rows.{place}.", products[entry.product_id]
        keepers.require_own(entry.provider, path)
        receipt = known.get((entry.provider, entry.external_id)) if entry.external_id else None
        if receipt is None:
            receipt, change = add(entry, product, path, actor=actor, at=at), None
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


def add(entry: Planned, product: Product, path: str, *, actor: User, at: datetime) -> PlannedReceipt:
    """A new receipt of a product that is held; who may is asked by the caller, and he tells."""
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
    writing.check(receipt, product, path)
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
    return writing.change(receipt, said, product, path, reason=entry.notes, actor=actor, at=at) if said else None
