"""Every read of the catalogue that a door or another app makes."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, keyset, text
from products import policies
from products.catalogue.choices import Numbering
from products.catalogue.models import Product, ProductCategory, ProductText, Substitute, Supplier

SORTS: dict[str, keyset.Sort] = {
    "code": keyset.Sort("code", descending=False),
    "created": keyset.Sort("pk"),
}
_SEARCH_COLUMNS = ("search_text", "search_grams")
SUGGESTIONS = 20
MOST_FACETS = 500  # of specifications that a list can be narrowed by; conditions find the others


def list_products(actor: User) -> QuerySet[Product]:
    """The products, with category and supplier; nothing for who may not see products."""
    rows = policies.visible(Product.objects.all(), actor, "product.view")
    return rows.select_related("category", "supplier").defer(*_SEARCH_COLUMNS)


def get_product(*, actor: User, product_id: int) -> Product:
    """A product with what its page names. Raises NotFound."""
    product = list_products(actor).select_related("successor", "text").filter(pk=product_id).first()
    if product is None:
        raise errors.NotFound()
    return product


def get_id(*, actor: User, code: str) -> int:
    """The key of the product of this code. Raises NotFound."""
    found = list_products(actor).filter(code=text.fold_code(code)).values_list("pk", flat=True).first()
    if found is None:
        raise errors.NotFound()
    return found


def find_by_code(actor: User, code: str) -> Product | None:
    """The product of this code, for lookups in forms; None where there is none."""
    return list_products(actor).filter(code=text.fold_code(code)).first()


def hold_standing(product_id: int) -> Product:
    """A product that goods are to be brought to, held against a merge at the same moment: that waits for us, or we for
    it. Raises NotFound, Invalid for one that was merged."""
    found = list(Product.objects.raw("SELECT * FROM products_product WHERE id = %s FOR KEY SHARE", [product_id]))
    if not found:
        raise errors.NotFound()
    if found[0].merged_into_id:
        raise errors.Invalid(fields={"product": [_("This product was merged into another one.")]})
    return found[0]


def label(*, actor: User, product_id: int) -> str:
    """Code and name of a product, "" where there is none."""
    row = list_products(actor).filter(pk=product_id).values_list("code", "name").first()
    return " ".join(row) if row else ""


def suggest(*, actor: User, typed: str, goods_only: bool = False, limit: int = SUGGESTIONS) -> list[Product]:
    """Products in use that ``typed`` finds by code, name, pinyin, initials or specification; codes that
    begin with it come first."""
    words = text.fold(typed)
    if not words:
        return []
    rows = list_products(actor).filter(is_active=True)
    if goods_only:
        rows = rows.filter(is_service=False)
    rank = Case(
        When(code__istartswith=words, then=Value(0)),
        When(name__istartswith=words, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return list(text.search(rows, words).order_by(rank, "code")[:limit])


def numbering_of(product_ids: Collection[int]) -> dict[int, str]:
    """Product → how its pieces are told apart, for those where they are; one statement."""
    told_apart = Product.objects.filter(pk__in=product_ids).exclude(numbering=Numbering.NONE)
    return dict(told_apart.values_list("pk", "numbering"))


def as_suggestion(product: Product, available: Decimal, hidden: Collection[str]) -> dict[str, Any]:
    """A product as the order form's scripts get it; quantities and prices are strings, None for what is
    hidden or, of a service, for stock."""
    shown = {
        "id": product.pk,
        "code": product.code,
        "name": product.name,
        "specification": product.specification,
        "auxiliary_attribute": product.auxiliary_attribute,
        "unit": product.unit,
        "is_service": product.is_service,
        "pack_multiple": _plain(product.pack_multiple),
        "minimum_quantity": _plain(product.minimum_quantity),
        "tax_rate": _plain(product.tax_rate),
        "lead_time_days": product.lead_time_days,
        "available": None if product.is_service else _plain(available),
        "list_price": _plain(product.list_price),
    }
    return {name: None if name in hidden else value for name, value in shown.items()}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def ids_by_code(codes: Iterable[str]) -> dict[str, int]:
    """{code: id} of the products with these codes; a merged one gives the id it went to. For imports."""
    rows = Product.objects.filter(code__in=list(codes)).values_list("code", "merged_into_id", "pk")
    return {code: merged or pk for code, merged, pk in rows}


def code_of(product_id: int) -> str:
    """The code of a product that is there, whoever asks."""
    return Product.objects.values_list("code", flat=True).get(pk=product_id)


def substitutes_of(product_id: int, on: date | None = None) -> list[Substitute]:
    """What may stand for a product, first choice first; with a day only what is valid then and in use."""
    rows = Substitute.objects.filter(product_id=product_id).select_related("substitute")
    return list(rows if on is None else _valid(rows, on))


def substitutes_of_many(product_ids: Collection[int], on: date) -> dict[int, list[Substitute]]:
    """The same of many products, by product, valid on that day and in use. One statement."""
    found: dict[int, list[Substitute]] = {}
    rows = Substitute.objects.filter(product_id__in=product_ids).select_related("substitute")
    for row in _valid(rows, on):
        found.setdefault(row.product_id, []).append(row)
    return found


def _valid(rows: QuerySet[Substitute], on: date) -> QuerySet[Substitute]:
    return rows.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        substitute__is_active=True,
    )


def categories() -> list[ProductCategory]:
    """All categories, by code: a tree whose codes sort it."""
    return list(ProductCategory.objects.select_related("parent").order_by("code"))


def all_categories() -> QuerySet[ProductCategory]:
    """All categories with their parents, for lists."""
    return ProductCategory.objects.select_related("parent")


def get_category(category_id: int) -> ProductCategory:
    """A category. Raises NotFound."""
    category = ProductCategory.objects.filter(pk=category_id).first()
    if category is None:
        raise errors.NotFound()
    return category


def get_category_by_code(code: str) -> ProductCategory:
    """A category by its code. Raises NotFound."""
    category = ProductCategory.objects.select_related("parent").filter(code=code).first()
    if category is None:
        raise errors.NotFound()
    return category


def category_ids_below(category_id: int) -> list[int]:
    """The category and everything under it."""
    children: dict[int | None, list[int]] = {}
    for pk, parent_id in ProductCategory.objects.values_list("pk", "parent_id"):
        children.setdefault(parent_id, []).append(pk)
    found, waiting = [], [category_id]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting += children.get(current, [])
    return found


def suppliers() -> QuerySet[Supplier]:
    """Suppliers, those in use first."""
    return Supplier.objects.order_by("-is_active", "code")


def facets() -> dict[str, set[str]]:
    """The brands, tonnages and structures that the rules read out of specifications; one statement."""
    names = ("brand", "tonnage", "structure")
    kept = ProductText.objects.exclude(brand="", tonnage="", structure="").order_by(*names).values_list(*names)
    columns = zip(*kept.distinct()[:MOST_FACETS], strict=True)
    return {**{name: set() for name in names}, **dict(zip(names, map(set, columns), strict=False))}


def get_supplier(supplier_id: int) -> Supplier:
    """A supplier. Raises NotFound."""
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        raise errors.NotFound()
    return supplier
