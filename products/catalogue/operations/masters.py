"""The small masters beside products: categories and suppliers (R171)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from products.catalogue.models import ProductCategory, Supplier

CATEGORY_FIELDS = ("code", "name", "parent")
SUPPLIER_FIELDS = ("code", "name", "contact", "lead_time_days", "is_active")


@operation
def save_category(
    *, actor: User, at: datetime, category_id: int | None = None, version: int | None = None, **changes: Any
) -> ProductCategory:
    """Add or change a category (read at ``version``).

    Raises NotAllowed, NotFound, Stale, Invalid (a category below itself).
    """
    policies.require(actor, "product.edit")
    category = editing.locked_or_new(ProductCategory, category_id)
    editing.change(category, editing.as_columns(ProductCategory, changes, CATEGORY_FIELDS), version)
    editing.check(category)
    if _is_below_itself(category):
        raise errors.Invalid(fields={"parent": [_("A category cannot stand below itself.")]})
    category.save()
    events.record("category.saved", category, at=at, number=category.code)
    return category


@operation
def save_supplier(
    *, actor: User, at: datetime, supplier_id: int | None = None, version: int | None = None, **changes: Any
) -> Supplier:
    """Add or change a supplier (read at ``version``). Raises NotAllowed, NotFound, Stale, Invalid."""
    policies.require(actor, "supplier.edit")
    supplier = editing.locked_or_new(Supplier, supplier_id)
    editing.change(supplier, editing.as_columns(Supplier, changes, SUPPLIER_FIELDS), version)
    editing.check(supplier)
    supplier.save()
    events.record("supplier.saved", supplier, at=at, number=supplier.code)
    return supplier


def _is_below_itself(category: ProductCategory) -> bool:
    seen, above = {category.pk}, category.parent_id
    while above is not None:
        if above in seen:
            return True
        seen.add(above)
        above = ProductCategory.objects.filter(pk=above).values_list("parent_id", flat=True).first()
    return False
