"""Priced rows as other systems write them: products by their codes."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.text import fold_code
from products.catalogue import queries as catalogue
from products.pricing.writing import PriceEntry

_OWN = frozenset({"product", "price", "min_quantity", "valid_from", "valid_until"})


def entries(actor: User, rows: Iterable[Mapping[str, Any]]) -> list[PriceEntry]:
    """The rows as the operations take them; what a row says besides goes along. Raises Invalid with paths like
    ``prices.3.product``."""
    rows = list(rows)
    codes = {fold_code(row["product"]) for row in rows}
    ids = dict(catalogue.list_products(actor).filter(code__in=codes).values_list("code", "pk"))
    unknown: dict[str, list[errors.Text]] = {
        f"prices.{place}.product": [_("Nothing is known under “%(text)s”.") % {"text": row["product"]}]
        for place, row in enumerate(rows, start=1)
        if fold_code(row["product"]) not in ids
    }
    if unknown:
        raise errors.Invalid(fields=unknown)
    return [_entry(ids[fold_code(row["product"])], row) for row in rows]


def _entry(product_id: int, row: Mapping[str, Any]) -> PriceEntry:
    return PriceEntry(
        product_id=product_id,
        price=row["price"],
        valid_from=row["valid_from"],
        valid_until=row.get("valid_until"),
        min_quantity=row.get("min_quantity") or Decimal(0),
        more={name: value for name, value in row.items() if name not in _OWN},
    )
