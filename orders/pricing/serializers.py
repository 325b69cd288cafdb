"""Shapes of customers' prices and item codes over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from products.pricing.serializers import MOST_ROWS, TAX_MODES, ListPriceSerializer, PriceRowSerializer


class CustomerPriceSerializer(ListPriceSerializer):
    """What was agreed with a customer for a product."""

    customer = serializers.CharField(help_text="Customer code")
    currency = serializers.CharField()
    tax_mode = serializers.CharField(help_text="INCLUSIVE or EXCLUSIVE")
    reason = serializers.CharField(help_text="How it was agreed")


class CustomerPricePageSerializer(PageSerializer):
    """A page of customers' prices."""

    results = CustomerPriceSerializer(many=True)


class CustomerPriceRowSerializer(PriceRowSerializer):
    """A price that is to hold for a customer."""

    currency = serializers.CharField(max_length=3, required=False, help_text="Without it the customer's")
    tax_mode = serializers.ChoiceField(choices=TAX_MODES, required=False, default="INCLUSIVE")
    reason = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class CustomerPriceRowsSerializer(serializers.Serializer):
    """Prices that are to hold for a customer; they take their days from those that stand."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    prices = CustomerPriceRowSerializer(many=True, max_length=MOST_ROWS, allow_empty=False)  # type: ignore[call-arg]


class CustomerItemSerializer(serializers.Serializer):
    """A customer's own code for one of our products."""

    id = serializers.IntegerField()
    customer = serializers.CharField(help_text="Customer code")
    code = serializers.CharField()
    name = serializers.CharField()
    product = serializers.CharField(help_text="Our product code")


class CustomerItemPageSerializer(PageSerializer):
    """A page of customers' item codes."""

    results = CustomerItemSerializer(many=True)


class CustomerItemInputSerializer(serializers.Serializer):
    """How a customer calls one of our products."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    code = serializers.CharField(max_length=60)
    product = serializers.CharField(max_length=60, help_text="Our product code")
    name = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
