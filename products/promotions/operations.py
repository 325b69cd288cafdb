"""Promotions are data that people keep: what is bought, what is given, for which products, on which days."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import editing, errors, events
from common.classification.folding import plain
from common.operation import operation
from products.pricing import writing
from products.promotions import queries
from products.promotions.models import Promotion, PromotionProduct, Scope

FIELDS = (
    *("code", "name", "scope", "mark", "tag", "buy", "give", "gift_product", "valid_from", "valid_until"),
    *("is_active", "notes"),
)
MOST_PRODUCTS = 1_000


@operation
def save_promotion(
    *,
    actor: User,
    at: datetime,
    promotion_id: int | None = None,
    version: int | None = None,
    product_ids: Collection[int] | None = None,
    **changes: Any,
) -> Promotion:
    """Add or change a promotion (read at ``version``); ``product_ids`` replace the products that it lists, None
    leaves them. Drafts follow it when they are next changed, orders that were submitted never.

    Raises NotAllowed, NotFound, Stale, Invalid (a scope without what it goes by; days in the wrong order; a mark
    that another promotion has on one of these days).
    """
    policies.require(actor, "promotion.edit")
    row = editing.locked_or_new(Promotion, promotion_id)
    if "mark" in changes:
        changes["mark"] = plain(str(changes["mark"]))
    changed = editing.change(row, editing.as_columns(Promotion, changes, FIELDS), version)
    _require_sense(row, product_ids)
    editing.check(row)
    row.save()
    if product_ids is not None and _replace(row, set(product_ids)):
        changed.append("products")
    events.record("promotion.saved", row, at=at, number=row.code, fields=changed)
    return row


def _require_sense(row: Promotion, product_ids: Collection[int] | None) -> None:
    wrong: dict[str, list[errors.Text]] = {}
    if row.scope == Scope.MARK and not row.mark:
        wrong["mark"] = [_("Enter the mark that the names begin with.")]
    if row.mark and any(letter.isalnum() or letter.isspace() for letter in row.mark):
        wrong["mark"] = [_("A mark has neither letters nor digits.")]
    if row.scope == Scope.TAG and row.tag not in queries.tags():
        wrong["tag"] = [_("The rules know no such tag of products.")]
    if row.scope == Scope.PRODUCTS:
        is_empty = not product_ids if product_ids is not None else not (row.pk and row.listed.exists())
        if is_empty:
            wrong["products"] = [_("Name at least one product.")]
    for name in ("buy", "give"):
        if not (getattr(row, name) or 0) >= 1:
            wrong[name] = [_("Enter one or more.")]
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        wrong["valid_until"] = [_("Enter a day on or after the first day.")]
    if not wrong and (other := _rival(row)):
        wrong["mark"] = [_("%(code)s has this mark on some of these days.") % {"code": other.code}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _rival(row: Promotion) -> Promotion | None:
    """Another promotion of the same mark with a day in common."""
    if row.scope != Scope.MARK or not row.is_active:
        return None
    rows = Promotion.objects.filter(scope=Scope.MARK, mark=row.mark, is_active=True).exclude(pk=row.pk)
    if row.valid_until:
        rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=row.valid_until))
    if row.valid_from:
        rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=row.valid_from))
    return rows.first()


def _replace(row: Promotion, wanted: set[int]) -> bool:
    """Let the promotion list exactly these products; whether anything changed. Raises Invalid."""
    stand = set(row.listed.values_list("product_id", flat=True))
    if len(wanted) > MOST_PRODUCTS:
        text = _("No more than %(limit)s products; use a tag for more.") % {"limit": MOST_PRODUCTS}
        raise errors.Invalid(fields={"products": [text]})
    if writing.hold_products(wanted) != wanted:
        raise errors.Invalid(fields={"products": [_("There is no such product.")]})
    row.listed.filter(product_id__in=stand - wanted).delete()
    PromotionProduct.objects.bulk_create(
        PromotionProduct(promotion=row, product_id=product_id) for product_id in sorted(wanted - stand)
    )
    return stand != wanted
