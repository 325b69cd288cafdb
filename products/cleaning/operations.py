"""Two products become one; pairs that are alike are searched and decided."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.collaboration import operations as collaboration
from accounts.people.models import User
from common import editing, errors, events
from common.imports.models import ImportedKey
from common.likeness import merging, pairs, searching
from common.likeness.models import DuplicatePair
from common.models import Job
from common.operation import operation
from products.buying.models import PurchasePrice
from products.catalogue import texts
from products.catalogue.models import Product, ProductText, Substitute
from products.catalogue.operations.products import set_search
from products.cleaning import queries
from products.cleaning.registry import mergers
from products.kits.models import KitComponent
from products.promotions.models import Promotion, PromotionProduct
from products.stock import ledger
from products.stock.levels.models import StockLevel
from products.stock.models import StockMovement, StockRow
from products.stock.supply.models import PlannedReceipt
from segments.custom_fields import merging as custom_fields
from segments.custom_fields import values


@operation
def merge_products(
    *,
    actor: User,
    source_id: int,
    target_id: int,
    at: datetime,
    take: Collection[str] | None = None,
    version: int | None = None,
) -> Product:
    """Make ``source`` the same as ``target`` (R262): its order lines, reservations and stock become the target's, its
    substitutes and predecessors too; lines keep the texts, prices and codes that they show. The source stays as a
    read-only row that leads to the target; cannot be undone.

    ``take``: the fields that the target gets from the source, custom ones as ``custom.<key>``; None: those that it does
    not have itself. ``version``: of the source, as the caller saw it. Orders are locked first, then products, then
    stock. Raises NotFound, NotAllowed, Stale, Invalid, Conflict with everything that stands in the way.
    """
    rights.require(actor, queries.MERGE)
    locked = {key: merger.lock(source_id) for key, merger in mergers.items()}
    source, target = _lock_both(source_id, target_id)
    editing.require_seen(source, version)
    merging.require_free(preview := queries.preview(actor, source, target))
    wanted = merging.wanted(preview.choices, take, queries.choosable(actor))
    rows = _move_stock(source, target, actor, at)
    for key, merger in mergers.items():
        merger.move(actor=actor, source=source, target=target, rows=rows, locked=locked[key], at=at)
    _move_own_rows(source, target)
    _finish(actor, source, target, wanted, at)
    events.record("product.merged", source, at=at, number=source.code, into=target.pk, into_code=target.code)
    events.record(
        "product.merged_from", target, at=at, number=target.code, source=source.pk, code=source.code, fields=wanted
    )
    return target


def _lock_both(source_id: int, target_id: int) -> tuple[Product, Product]:
    """Both, by key; whoever enters a line of either, or brings goods to it, waits for us or we for him."""
    rows = Product.objects.select_for_update().filter(pk__in=(source_id, target_id)).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != len({source_id, target_id}):
        raise errors.NotFound()
    return found[source_id], found[target_id]


def _move_stock(source: Product, target: Product, actor: User, at: datetime) -> dict[int, int]:
    """Bring what is there, and what of it is held, to the target's rows of the same warehouses, with a movement each;
    stock row → stock row."""
    ours = {row.warehouse_id: row.pk for row in StockRow.objects.filter(product=source)}
    if not ours:
        return {}
    theirs = ledger.ensure_rows((target.pk, warehouse) for warehouse in ours)
    rows = {pk: theirs[target.pk, warehouse] for warehouse, pk in ours.items()}
    locked = ledger.lock_rows({*rows.keys(), *rows.values()})
    changes = {}
    for pk, heir in rows.items():
        row = locked[pk]
        changes[pk] = ledger.Change(-row.on_hand, -row.reserved)
        changes[heir] = ledger.Change(row.on_hand, row.reserved)
    reason = _("Merged into %(code)s") % {"code": target.code}
    ledger.move(changes, ledger.Cause(StockMovement.Kind.TRANSFER, actor, at, reason=reason))
    return rows


def _move_own_rows(source: Product, target: Product) -> None:
    for side, other in (("product", "substitute"), ("substitute", "product")):
        known = Substitute.objects.filter(**{side: target}).values_list(f"{other}_id", flat=True)
        moving = Substitute.objects.filter(**{side: source})
        moving.filter(**{f"{other}__in": [*known, target.pk]}).delete()
        moving.update(**{side: target})
    listed = PromotionProduct.objects.filter(product=source)
    listed.filter(promotion__in=PromotionProduct.objects.filter(product=target).values("promotion")).delete()
    listed.update(product=target)
    Promotion.objects.filter(gift_product=source).update(gift_product=target)
    levels = StockLevel.objects.filter(product=source)
    theirs = StockLevel.objects.filter(product=target)
    levels.filter(Q(warehouse__in=theirs.values("warehouse")) | Q(warehouse=None)).delete()
    levels.update(product=target)
    asked = PurchasePrice.objects.filter(product=source)
    same = {"supplier": OuterRef("supplier"), "min_quantity": OuterRef("min_quantity")}
    asked.filter(
        Exists(PurchasePrice.objects.filter(product=target, valid_from=OuterRef("valid_from"), **same))
    ).delete()
    asked.update(product=target)
    parts = KitComponent.objects.filter(product=source)
    parts.filter(Q(kit__in=KitComponent.objects.filter(product=target).values("kit")) | Q(kit=target.pk)).delete()
    parts.update(product=target)
    PlannedReceipt.objects.filter(product=source).update(product=target)
    Product.objects.filter(successor=source).exclude(pk=target.pk).update(successor=target)
    Product.objects.filter(merged_into=source).update(merged_into=target, successor=target)
    ProductText.objects.filter(base=source).update(base=target)
    ImportedKey.objects.filter(entity="products", object_id=source.pk).update(object_id=target.pk)
    collaboration.move_to(queries.KIND, source.pk, target.pk)


def _finish(actor: User, source: Product, target: Product, wanted: Collection[str], at: datetime) -> None:
    merging.take(source, target, [name for name in wanted if name in queries.CHOICES])
    target.custom = custom_fields.taken(actor, values.PRODUCT, source, target, wanted)
    if target.successor_id == source.pk:
        target.successor = None
    for product in (source, target):
        product.version += 1
        product.updated_at = at
    source.merged_into, source.successor, source.is_active = target, target, False
    source.save(update_fields=["merged_into", "successor", "is_active", "version", "updated_at"])
    set_search(target)
    target.save()
    texts.link_products([target])


# --- pairs ------------------------------------------------------------------------------------------


@operation
def search_duplicates(*, actor: User, at: datetime) -> Job:
    """Have the whole catalogue searched for products that are alike, by a worker; the job says how far it is and in the
    end how many pairs are to be decided. What was said to be two stays so. Raises NotAllowed."""
    rights.require(actor, queries.MERGE)
    return searching.ask(queries.KIND, actor_id=actor.pk, at=at)


@operation
def decide_pair(*, actor: User, pair_id: int, are_two: bool, at: datetime) -> DuplicatePair:
    """Say that two products that are alike are not the same, or take that back. Raises NotAllowed, NotFound."""
    rights.require(actor, queries.MERGE)
    pair = pairs.get_pair(queries.KIND, pair_id)
    pairs.decide(pair, are_two=are_two, actor_id=actor.pk, at=at)
    kind = "product.not_the_same" if are_two else "product.perhaps_the_same"
    for product in Product.objects.filter(pk__in=(pair.low, pair.high)).order_by("pk"):
        other = pair.high if product.pk == pair.low else pair.low
        events.record(kind, product, at=at, number=product.code, other=other)
    return pair
