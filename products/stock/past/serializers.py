"""Shapes of stock as of a past moment over the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from common.api.paging import PageSerializer


class PastStockSerializer(serializers.Serializer):
    """What a warehouse held of a product then."""

    at = serializers.DateTimeField(help_text="End of the day or minute asked for")
    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    warehouse = serializers.CharField(help_text="Warehouse code")
    unit = serializers.CharField()
    on_hand = QuantityField(help_text="Then")
    on_hand_today = QuantityField()


class PastStockPageSerializer(PageSerializer):
    """A page of them."""

    results = PastStockSerializer(many=True)
