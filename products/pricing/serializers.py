"""Shapes of prices over the API. Quantities and prices are decimal strings, days ISO dates."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from common.money import TaxMode

MOST_ROWS = 1_000
TAX_MODES = [(mode, mode) for mode in (TaxMode.INCLUSIVE, TaxMode.EXCLUSIVE)]


class PriceListSerializer(serializers.Serializer):
    """A price list."""

    code = serializers.CharField()
    name = serializers.CharField()
    customer_class = serializers.CharField(help_text="Tag of the group CUSTOMER_CLASS; empty: for everybody")
    currency = serializers.CharField()
    tax_mode = serializers.CharField(help_text="INCLUSIVE or EXCLUSIVE")
    is_active = serializers.BooleanField()
    notes = serializers.CharField()
    rows = serializers.IntegerField(help_text="How many prices it has, now and later")
    version = serializers.IntegerField()


class PriceListPageSerializer(PageSerializer):
    """A page of price lists."""

    results = PriceListSerializer(many=True)


class PriceListChangeSerializer(serializers.Serializer):
    """What of a price list may be changed."""

    code = serializers.CharField(max_length=20, required=False)
    name = serializers.CharField(max_length=80, required=False)
    customer_class = serializers.CharField(max_length=40, required=False, allow_blank=True)
    currency = serializers.CharField(max_length=3, required=False)
    tax_mode = serializers.ChoiceField(choices=TAX_MODES, required=False)
    is_active = serializers.BooleanField(required=False)
    notes = serializers.CharField(max_length=300, required=False, allow_blank=True)


class PriceListInputSerializer(PriceListChangeSerializer):
    """A new price list."""

    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=80)
    currency = serializers.CharField(max_length=3)


class ListPriceSerializer(serializers.Serializer):
    """A price of a list."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    min_quantity = serializers.CharField(help_text="From this quantity on")
    price = serializers.CharField()
    valid_from = serializers.CharField()
    valid_until = serializers.CharField(allow_null=True, help_text="The last day; null: until further notice")


class ListPricePageSerializer(PageSerializer):
    """A page of prices."""

    results = ListPriceSerializer(many=True)


class PriceRowSerializer(serializers.Serializer):
    """A price that is to hold."""

    product = serializers.CharField(max_length=60, help_text="Product code")
    price = serializers.DecimalField(max_digits=18, decimal_places=6, min_value=0)
    min_quantity = serializers.DecimalField(max_digits=14, decimal_places=4, min_value=0, required=False)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(required=False, allow_null=True)


class PriceRowsSerializer(serializers.Serializer):
    """Prices that are to hold; they take their days from those that stand."""

    prices = PriceRowSerializer(many=True, max_length=MOST_ROWS, allow_empty=False)  # type: ignore[call-arg]


class PricesSetSerializer(serializers.Serializer):
    """What became of them."""

    new = serializers.IntegerField(help_text="Rows that did not stand already as they were sent")


class PriceEndSerializer(serializers.Serializer):
    """The last day of a price."""

    last_day = serializers.DateField(help_text="A price that would begin later is removed")
