"""Shapes of promotions over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from products.promotions.models import Scope
from products.promotions.operations import MOST_PRODUCTS

_MOST = 1_000_000


class PromotionSerializer(serializers.Serializer):
    """A promotion."""

    code = serializers.CharField()
    name = serializers.CharField()
    scope = serializers.ChoiceField(Scope.choices, help_text="By what it names its products")
    mark = serializers.CharField(help_text="What names begin with; the longest mark of all promotions counts")
    tag = serializers.CharField(help_text="Tag of the classification rules")
    products = serializers.ListField(child=serializers.CharField(), help_text="Product codes of a promotion by list")
    buy = serializers.IntegerField(help_text="For every so many pieces")
    give = serializers.IntegerField(help_text="so many are given")
    gift_product = serializers.CharField(allow_null=True, help_text="Product code; null: the same product")
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True, help_text="The last day; null: until further notice")
    is_active = serializers.BooleanField()
    notes = serializers.CharField()
    version = serializers.IntegerField()


class PromotionPageSerializer(PageSerializer):
    """A page of promotions."""

    results = PromotionSerializer(many=True)


class PromotionChangeSerializer(serializers.Serializer):
    """What of a promotion may be changed."""

    code = serializers.CharField(max_length=20, required=False)
    name = serializers.CharField(max_length=80, required=False)
    scope = serializers.ChoiceField(Scope.choices, required=False)
    mark = serializers.CharField(max_length=4, required=False, allow_blank=True)
    tag = serializers.CharField(max_length=40, required=False, allow_blank=True)
    products = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=MOST_PRODUCTS
    )
    buy = serializers.IntegerField(min_value=1, max_value=_MOST, required=False)
    give = serializers.IntegerField(min_value=1, max_value=_MOST, required=False)
    gift_product = serializers.CharField(max_length=60, required=False, allow_null=True, help_text="Product code")
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_until = serializers.DateField(required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False)
    notes = serializers.CharField(max_length=300, required=False, allow_blank=True)


class PromotionInputSerializer(PromotionChangeSerializer):
    """A new promotion."""

    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=80)
    scope = serializers.ChoiceField(Scope.choices)
    buy = serializers.IntegerField(min_value=1, max_value=_MOST)
    give = serializers.IntegerField(min_value=1, max_value=_MOST)
