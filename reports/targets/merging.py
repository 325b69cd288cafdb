"""Targets of products, when two become one (docs/adr/0023): what the one that stays has of its own stays; the other's
fills its gaps."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common.errors import Text
from products.catalogue.models import Product
from reports.targets.models import Target


def lock_product(product_id: int) -> None:
    """Who sets a target of a product locks the product itself."""


def move_product(
    *, actor: User, source: Product, target: Product, rows: Mapping[int, int], locked: Any, at: datetime
) -> None:
    """Its targets are the other's, where that one has none of the same measure and month."""
    known = Target.objects.filter(
        product=target, year=OuterRef("year"), month=OuterRef("month"), measure=OuterRef("measure")
    )
    theirs = Target.objects.filter(product=source)
    theirs.filter(Exists(known)).delete()
    theirs.update(product=target, version=F("version") + 1)


def count_product(product_id: int) -> Sequence[tuple[Text, int]]:
    """How many there are, for the preview; nothing where there are none."""
    count = Target.objects.filter(product_id=product_id).count()
    return [(_("Targets"), count)] if count else []
