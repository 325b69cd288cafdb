"""Promotions as the API shows them."""

from typing import Any

from products.promotions import queries
from products.promotions.models import Promotion

_PLAIN = ("code", "name", "scope", "mark", "tag", "buy", "give", "is_active", "notes", "version")


def promotion(row: Promotion) -> dict[str, Any]:
    """A promotion (``PromotionSerializer``)."""
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "gift_product": row.gift_product.code if row.gift_product else None,
        "products": queries.codes_of(row),
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
    }
