"""The one set of conditions on products, for page and API."""

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common import text
from common.reference_filter import ReferenceFilter, by
from products.catalogue import queries
from products.catalogue.choices import Risk
from products.catalogue.models import Product, ProductCategory, Supplier
from segments.classification import queries as rules


class ProductFilter(django_filters.FilterSet):
    """Conditions join with AND."""

    q = django_filters.CharFilter(method="find", label=_("Search"))
    code = django_filters.CharFilter(field_name="code", lookup_expr="startswith", label=_("Product code"))
    category = ReferenceFilter(find=by(ProductCategory), method="by_category", label=_("Category"))
    supplier = ReferenceFilter(find=by(Supplier), field_name="supplier_id", label=_("Supplier"))
    tag = django_filters.CharFilter(method="by_tag", label=_("Tag"))
    flag = django_filters.CharFilter(method="by_flag", label=_("Deviation"))
    base = django_filters.CharFilter(field_name="text__base_code", label=_("Base instrument code"))
    brand = django_filters.CharFilter(field_name="text__brand", label=_("Brand"))
    tonnage = django_filters.CharFilter(field_name="text__tonnage", label=_("Tonnage"))
    structure = django_filters.CharFilter(field_name="text__structure", label=_("Structure"))
    is_service = django_filters.BooleanFilter(field_name="is_service", label=_("Service"))
    is_active = django_filters.BooleanFilter(field_name="is_active", label=_("Active"))
    risk = django_filters.MultipleChoiceFilter(choices=Risk.choices, label=_("Product risk"))
    is_low = django_filters.BooleanFilter(method="by_level", label=_("Below the warning level"))

    class Meta:
        model = Product
        fields: list[str] = []

    def find(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Chinese by substring and pinyin, codes by prefix, specifications."""
        return text.search(queryset, value)

    def by_tag(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Products with a tag of the rules in force."""
        return queryset.filter(text__tags__contains=[rules.require_known("product", value)])

    def by_flag(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Products with a deviation of the rules in force."""
        return queryset.filter(text__flags__contains=[rules.require_known("product", value, rules.TagKind.FLAG)])

    def by_category(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        """Products of a category and of everything below it."""
        return queryset.filter(category_id__in=queries.category_ids_below(int(value)))

    def by_level(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        """Goods whose available stock is below their warning level (or all the others)."""
        rows = Product.objects.filter(pk=OuterRef("pk")).order_by()
        free = rows.annotate(free=Sum(F("stock_rows__on_hand") - F("stock_rows__reserved"))).values("free")
        amount = DecimalField(max_digits=18, decimal_places=4)
        queryset = queryset.annotate(free=Coalesce(Subquery(free), Decimal(0), output_field=amount))
        low = {"is_service": False, "warning_level__isnull": False, "free__lt": F("warning_level")}
        return queryset.filter(**low) if value else queryset.exclude(**low)
