"""Texts of products as the rules classify them: code, name, specification and auxiliary attribute into tags, promotion,
sensor count and facets; a kit finds the instrument inside it (R006–R021)."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from products.catalogue.models import Product, ProductText, ProductTextPeriod
from segments.classification.subjects import Subject, subjects

THING = "product"
TEXTS = ("code", "name", "specification", "auxiliary_attribute")
_FACETS = (
    *("base_code", "sensor_count", "brand", "tonnage", "structure"),
    *("sensor_brand", "sensor_tonnage", "sensor_structure"),
)


def _link_bases(texts: Sequence[ProductText]) -> None:
    """Point kits to the products of their base instruments; of one that was merged, to the one that stayed."""
    codes = {text.base_code for text in texts if text.base_code}
    stays = Coalesce("merged_into_id", "pk")
    found = dict(Product.objects.filter(code__in=codes).values_list("code", stays)) if codes else {}
    for text in texts:
        text.base_id = found.get(text.base_code)


def relink_bases(codes: Collection[str]) -> None:
    """The same for kits that are there, after products got these codes or lost them."""
    with connection.cursor() as cursor:
        cursor.execute(_RELINK, [list(codes)])


_RELINK = """
    UPDATE products_producttext t
    SET base_id = (SELECT coalesce(p.merged_into_id, p.id) FROM products_product p WHERE p.code = t.base_code)
    WHERE t.base_code <> '' AND t.base_code = ANY(%s)
"""


def _visible(actor: User) -> QuerySet[Any]:
    """What products show at present: a deviation that was put right is none any more."""
    return policies.visible(ProductText.objects.filter(current_of__isnull=False), actor, "product.view")


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    subjects.register(
        THING,
        Subject(
            label=_("Products"),
            model=ProductText,
            periods=ProductTextPeriod,
            texts={f"product.{name}": name for name in TEXTS},
            groups={"PRODUCT_CLASS": "product_class", "PROMOTION_MARK": "promotion"},
            facets={name: name for name in _FACETS},
            empty={"sensor_count": None},
            linked=("base",),
            link=_link_bases,
            visible=_visible,
            title=str,
            url=lambda text: reverse("products:product-detail", args=[text.product_id]),
            verb="product.view",
            facts=(
                (_("Specification"), lambda text: text.specification),
                (_("Auxiliary attribute"), lambda text: text.auxiliary_attribute),
                (_("Category"), lambda text: text.product.category),
            ),
            related=("product__category",),
            hint=_(
                "Products as they read at present; what open lines still say otherwise stands under the order lines."
                " Correct what is entered, or let the rules know it."
            ),
        ),
    )
