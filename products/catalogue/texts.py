"""The texts of products: each wording is kept once, and lines point to it (ADR 0017)."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db import connection

from common.conditions.values import code_key
from common.text import fold
from products.catalogue import classes
from products.catalogue.models import Product, ProductText
from segments.classification import computing


class Wording(NamedTuple):
    """What a product or a line shows, and of which product."""

    product_id: int
    code: str
    name: str
    specification: str
    auxiliary_attribute: str


def wording_of(product: Product) -> Wording:
    """What the product itself shows at present."""
    return Wording(product.pk, product.code, product.name, product.specification, product.auxiliary_attribute)


def ensure_texts(wanted: Collection[Wording]) -> dict[Wording, int]:
    """The key of each wording's row; rows that are not there yet are added and classified, in a constant number of
    statements.

    Inside the caller's transaction; two at once agree on one row.
    """
    found = _find(wanted)
    missing = sorted(set(wanted) - set(found))
    if missing:
        rows = [_new(one) for one in missing]
        computing.assign(classes.THING, rows)
        ProductText.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        added = _find(missing)
        for row, wording in zip(rows, missing, strict=True):
            row.pk = added[wording]
        computing.keep_first(classes.THING, rows)
        found |= added
    return found


def link_products(products: Iterable[Product]) -> None:
    """Point products to the rows of what they show now."""
    products = list(products)
    texts = ensure_texts([wording_of(product) for product in products])
    changed = []
    for product in products:
        text_id = texts[wording_of(product)]
        if product.text_id != text_id:
            product.text_id = text_id
            changed.append(product)
    Product.objects.bulk_update(changed, ["text"], batch_size=1000)


def _find(wanted: Collection[Wording]) -> dict[Wording, int]:
    if not wanted:
        return {}
    columns = [list(column) for column in zip(*wanted, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_FIND, columns)
        return {Wording(*row[1:]): row[0] for row in cursor.fetchall()}


_FIND = (
    "SELECT t.id, t.product_id, t.code, t.name, t.specification, t.auxiliary_attribute"
    " FROM products_producttext t JOIN unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])"
    " AS w(product_id, code, name, specification, auxiliary_attribute)"
    " USING (product_id, code, name, specification, auxiliary_attribute)"
)


def _new(wording: Wording) -> ProductText:
    return ProductText(**wording._asdict(), **derived(wording))


def derived(wording: Wording) -> dict[str, Any]:
    """The columns that comparisons see."""
    return {
        "code_folded": fold(wording.code),
        "name_folded": fold(wording.name),
        "specification_folded": fold(wording.specification),
        "auxiliary_folded": fold(wording.auxiliary_attribute),
        "code_key": code_key(wording.code),
    }
