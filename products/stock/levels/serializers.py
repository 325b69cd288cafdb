"""Shapes of replenishment over the API. Quantities and amounts are decimal strings."""

from rest_framework import serializers

from common.api.fields import MoneyField, QuantityField
from common.api.paging import PageSerializer
from products.stock.supply.serializers import PlannedAnswerSerializer

MOST_ROWS = 500


class StockLevelSerializer(serializers.Serializer):
    """A warning level."""

    product = serializers.CharField(help_text="Product code")
    warehouse = serializers.CharField(allow_null=True, help_text="Warehouse code; null: over all warehouses")
    minimum = QuantityField(allow_null=True)
    target = QuantityField(allow_null=True, help_text="Filled up to; null: to the minimum")
    lot = QuantityField()
    version = serializers.IntegerField()


class StockLevelsSerializer(PageSerializer):
    """All levels of a product, on one page."""

    results = StockLevelSerializer(many=True)


class StockLevelInputSerializer(serializers.Serializer):
    """The level of a product; without a minimum there is none any more."""

    product = serializers.CharField(max_length=60, help_text="Product code")
    warehouse = serializers.CharField(max_length=20, required=False, allow_null=True)
    minimum = QuantityField(min_value=0, allow_null=True)
    target = QuantityField(min_value=0, required=False, allow_null=True)
    lot = QuantityField(min_value=0, required=False, allow_null=True, help_text="Null: the pack multiple")


class SuggestionSerializer(serializers.Serializer):
    """A product that is to be filled up: forecast = available + planned − wanted, below the minimum."""

    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    unit = serializers.CharField()
    warehouse = serializers.CharField(help_text="Name of the warehouse; empty: over all")
    minimum = QuantityField()
    target = QuantityField()
    available = QuantityField()
    planned = QuantityField()
    wanted = QuantityField(help_text="What open orders want that nothing is reserved for")
    forecast = QuantityField()
    lot = QuantityField()
    quantity = QuantityField(help_text="Suggested, in lots")
    supplier = serializers.CharField()
    lead_time_days = serializers.IntegerField()


class SuggestionsSerializer(PageSerializer):
    """What is below its level, the shortest first, on one page."""

    results = SuggestionSerializer(many=True)


class WantedSerializer(serializers.Serializer):
    """So much of a product is to be planned."""

    product = serializers.CharField(max_length=60, help_text="Product code")
    quantity = QuantityField(min_value=0)
    warehouse = serializers.CharField(max_length=20, required=False, allow_null=True)


class ReplenishInputSerializer(serializers.Serializer):
    """What is to be planned of the list."""

    rows = WantedSerializer(many=True, allow_empty=False, max_length=MOST_ROWS)  # type: ignore[call-arg]


class ReplenishedSerializer(serializers.Serializer):
    """The planned receipts that were made; a product that is no longer below its level is left out."""

    rows = PlannedAnswerSerializer(many=True)


class SlowMoverSerializer(serializers.Serializer):
    """A product that lies there and is not sold."""

    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    unit = serializers.CharField()
    category = serializers.CharField()
    on_hand = QuantityField()
    reserved = QuantityField()
    value = MoneyField(allow_null=True, help_text="On hand × unit cost; null for who may not see costs")
    last_issue = serializers.DateTimeField(allow_null=True, help_text="Null: none was ever issued")
    last_arrival = serializers.DateTimeField(allow_null=True)
    sold_in_a_year = QuantityField()
    planned = QuantityField(help_text="More that is to come")


class SlowMoversSerializer(PageSerializer):
    """Slow movers, the dearest first, on one page."""

    results = SlowMoverSerializer(many=True)
