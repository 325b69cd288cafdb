"""Conditions on the risks of products."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from products.catalogue.choices import Risk
from products.catalogue.models import Product


class ProductRiskFilter(filters.FilterSet):
    """By risk, and by the beginning of the code."""

    risk = filters.MultipleChoiceFilter(choices=Risk.choices, label=_("Product risk"))
    code = filters.CharFilter(field_name="code", lookup_expr="startswith", label=_("Product code"))

    class Meta:
        model = Product
        fields: list[str] = []
