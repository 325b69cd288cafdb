"""Shapes of purchase prices over the API. Prices and quantities are decimal strings."""

from rest_framework import serializers

from common.api.fields import PriceField, QuantityField
from common.api.paging import PageSerializer


class PurchasePriceSerializer(serializers.Serializer):
    """What a supplier asks for a product; ``price`` and ``currency`` are null for who may not know what we pay."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    supplier = serializers.CharField(help_text="Supplier code")
    price = PriceField(allow_null=True, help_text="Of a unit, without tax")
    currency = serializers.CharField(allow_null=True)
    min_quantity = QuantityField(help_text="From this quantity on")
    lead_time_days = serializers.IntegerField(help_text="His own for this product, else those of the supplier")
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    item_code = serializers.CharField(help_text="The supplier's")
    notes = serializers.CharField()
    version = serializers.IntegerField()


class PurchasePricePageSerializer(PageSerializer):
    """A page of purchase prices."""

    results = PurchasePriceSerializer(many=True)


class PurchasePriceInputSerializer(serializers.Serializer):
    """A purchase price that is added."""

    product = serializers.CharField(max_length=60, help_text="Product code")
    supplier = serializers.CharField(max_length=20, help_text="Supplier code")
    price = PriceField(min_value=0, help_text="Of a unit, without tax")
    currency = serializers.CharField(max_length=3, required=False, help_text="Left out: the company's own")
    min_quantity = QuantityField(min_value=0, required=False)
    lead_time_days = serializers.IntegerField(
        min_value=0, max_value=3650, required=False, allow_null=True, help_text="Null: those of the supplier"
    )
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(required=False, allow_null=True)
    item_code = serializers.CharField(max_length=60, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=200, required=False, allow_blank=True)


class PurchasePriceChangeSerializer(PurchasePriceInputSerializer):
    """What of it changes; what is left out stays."""

    product = serializers.CharField(max_length=60, required=False)
    supplier = serializers.CharField(max_length=20, required=False)
    price = PriceField(min_value=0, required=False)
    valid_from = serializers.DateField(required=False)
