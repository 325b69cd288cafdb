"""The products that are sold, by family, so that a basket can be filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from products.catalogue.models import Product


@dataclass(frozen=True)
class Shelf:
    """``marked``: under a promotion; ``parts``: small accessories; the rest as the company method calls them."""

    marked: list[Product]
    kits: list[Product]
    digital: list[Product]
    simple: list[Product]
    sensors: list[Product]
    parts: list[Product]
    services: list[Product]
    everything: list[Product]

    @classmethod
    def of(cls, products: Mapping[str, Product]) -> "Shelf":
        """Sort the products that are in use."""
        sold = [one for one in products.values() if one.is_active]
        plain = [one for one in sold if one.name[0] not in "*#＊"]
        return cls(
            marked=[one for one in sold if one.name[0] in "*#" and not one.name.startswith("***")],
            kits=[one for one in plain if one.auxiliary_attribute],
            digital=[one for one in plain if one.code.startswith("01.") and "-" not in one.code],
            simple=[one for one in plain if one.code.startswith("00.")],
            sensors=[one for one in plain if one.code.startswith(("02.", "03."))],
            parts=[one for one in plain if one.code.startswith("05.") and one.list_price < 1000],
            services=[one for one in plain if one.is_service],
            everything=sold,
        )

    def quick(self, rng: Random) -> list[Product]:
        """Two or three goods that are there within days: their orders can be promised for a near day."""
        near = [one for one in (*self.simple, *self.digital, *self.parts) if one.lead_time_days <= 7]
        return rng.sample([one for one in near if one.unit != "米"], rng.choice((2, 3)))
