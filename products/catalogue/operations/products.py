"""Products: add and change (R032, R033, R048)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from common.rows import update_rows
from products.catalogue import classes, texts
from products.catalogue.models import Product
from products.policies import SENSITIVE
from segments.custom_fields import values

FIELDS = (
    "code",
    "name",
    "english_name",
    "category",
    "specification",
    "auxiliary_attribute",
    "unit",
    "pack_multiple",
    "minimum_quantity",
    "list_price",
    "floor_price",
    "unit_cost",
    "tax_rate",
    "lead_time_days",
    "supply_mode",
    "numbering",
    "warning_level",
    "is_service",
    "is_active",
    "supplier",
    "successor",
    "notes",
)
_RELATIONS = ("category", "supplier", "successor")


@operation
def create_product(*, actor: User, at: datetime, **fields: Any) -> Product:
    """Add a product; ``fields`` as in FIELDS, ``code`` and ``name`` required, and custom fields as ``custom``.
    Raises NotAllowed, Invalid."""
    product = _new_product(actor, at, fields)
    values.require_filled(actor, values.PRODUCT, product.custom)
    _require_sense(product)
    _require_floor_below_list(product)
    editing.check(product, exclude=("category", "supplier"))
    product.save(force_insert=True)
    _link([product])
    events.record("product.created", product, at=at, number=product.code)
    return product


@operation
def create_products(*, actor: User, drafts: Iterable[Mapping[str, Any]], at: datetime) -> dict[str, int]:
    """Add many at once (imports), in a constant number of statements: {code: id}.

    The caller has checked lengths; Raises Invalid naming the codes that are taken or come twice.
    """
    products = [_new_product(actor, at, draft) for draft in drafts]
    codes = [product.code for product in products]
    taken = set(Product.objects.filter(code__in=codes).values_list("code", flat=True))
    doubled = {code for code in codes if codes.count(code) > 1} if len(set(codes)) < len(codes) else set()
    if taken or doubled:
        raise errors.Invalid(fields={"code": [_("Taken: %(codes)s") % {"codes": ", ".join(sorted(taken | doubled))}]})
    Product.objects.bulk_create(products, batch_size=1000)
    _link(products)
    events.record("product.loaded", at=at, rows=len(products))
    return {product.code: product.pk for product in products}


@operation
def link_successors(*, actor: User, links: Mapping[int, int], at: datetime) -> None:
    """Say what takes the place of products that were just loaded (imports): product id → id of its successor.

    Raises NotAllowed, NotFound, Invalid where following the successors leads back.
    """
    policies.require(actor, "product.edit")
    products = list(Product.objects.select_for_update(no_key=True).filter(pk__in=links).order_by("pk"))
    if len(products) != len(links):
        raise errors.NotFound()
    for product in products:
        product.successor_id = links[product.pk]
    update_rows(products, ["successor"])
    if any(_replaces_itself(product) for product in products):
        raise errors.Invalid(fields={"successor": [_("Following the successors leads back to this product.")]})
    events.record("product.loaded", at=at, rows=len(products), fields=["successor"])


@operation
def update_product(*, actor: User, product_id: int, version: int, changes: Mapping[str, Any], at: datetime) -> Product:
    """Change a product that was read at ``version``: FIELDS, and in ``custom`` the custom fields that are to change.
    Orders keep what they copied.

    Raises NotFound, NotAllowed (also for a field the actor may not see), Stale, Invalid.
    """
    product = Product.objects.select_for_update(no_key=True).filter(pk=product_id).first()
    if product is None:
        raise errors.NotFound()
    policies.require(actor, "product.edit")
    require_standing(product)
    own, given = values.apart(changes)
    columns = editing.as_columns(Product, _trimmed(own), FIELDS)
    told = values.change(actor, values.PRODUCT, product, version, columns, given)
    old_code = product.code
    changed = editing.assign(product, columns)
    if not changed:
        return product
    _require_seen(actor, changed)
    _require_sense(product)
    if "floor_price" in changed:
        _require_floor_below_list(product)
    editing.check(product, exclude=[name for name in _RELATIONS if name not in changed])
    set_search(product)
    product.version += 1
    product.updated_at = at
    product.save(update_fields=[*changed, "search_text", "search_grams", "version", "updated_at"])
    if set(classes.TEXTS).intersection(changed):
        _link([product], {old_code} if "code" in changed else ())
    events.record("product.changed", product, at=at, number=product.code, fields=values.named(changed, told))
    return product


def _link(products: list[Product], lost: Collection[str] = ()) -> None:
    """Texts of products that were written, and the kits around instruments that got or lost their codes."""
    texts.link_products(products)
    classes.relink_bases({*(product.code for product in products), *lost})


def _new_product(actor: User, at: datetime, fields: Mapping[str, Any]) -> Product:
    policies.require(actor, "product.edit")
    own, given = values.apart(fields)
    columns = editing.as_columns(Product, _trimmed(own), FIELDS)
    product = Product(created_at=at, updated_at=at, custom=values.started(actor, values.PRODUCT, given))
    changed = editing.assign(product, columns)
    _require_seen(actor, changed)
    set_search(product)
    return product


def require_standing(product: Product) -> None:
    """Raise WrongState for a product that was merged into another one: what it says is of the past."""
    if product.merged_into_id:
        raise errors.WrongState(_("This product was merged into another one; it stays as it is."), possible=[])


def _trimmed(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}


def set_search(product: Product) -> None:
    """Recompute what the product is found by (does not save)."""
    product.set_search(
        product.code, product.name, product.english_name, product.specification, product.auxiliary_attribute
    )


def _require_seen(actor: User, changed: Iterable[str]) -> None:
    for name in changed:
        if name in SENSITIVE and policies.effect(actor, SENSITIVE[name]):
            raise errors.NotAllowed(_("Your role does not show this field, so it cannot change it."), field=name)


def _require_sense(product: Product) -> None:
    wrong: dict[str, list[Any]] = {}
    for name in ("list_price", "unit_cost", "floor_price", "minimum_quantity", "warning_level"):
        value = getattr(product, name)
        if value is not None and value < Decimal(0):
            wrong[name] = [_("Enter zero or more.")]
    if product.pack_multiple <= 0:
        wrong["pack_multiple"] = [_("Enter more than zero.")]
    if not 0 <= product.tax_rate < 1:
        wrong["tax_rate"] = [_("Enter a fraction, like 0.13.")]
    if product.successor_id and _replaces_itself(product):
        wrong["successor"] = [_("Following the successors leads back to this product.")]
    if product.pk and product.is_service and product.stock_rows.filter(on_hand__gt=0).exists():
        wrong["is_service"] = [_("There is stock of this product; a service has none.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


def _require_floor_below_list(product: Product) -> None:
    """Only where the floor itself is entered: a refusal of a list price would tell it to who must not know it."""
    if product.floor_price is not None and 0 < product.list_price < product.floor_price:
        raise errors.Invalid(fields={"floor_price": [_("The floor price is above the list price.")]})


def _replaces_itself(product: Product) -> bool:
    seen, following = {product.pk}, product.successor_id
    while following is not None:
        if following in seen:
            return True
        seen.add(following)
        following = Product.objects.filter(pk=following).values_list("successor_id", flat=True).first()
    return False
