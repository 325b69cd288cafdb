"""Shapes of exchange differences in the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from orders.order.serializers import CustomerRefSerializer


class ExchangeDifferenceSerializer(serializers.Serializer):
    """What an exchange rate did to money that pays an order; taking the allocation back adds the opposite."""

    day = serializers.DateField()
    receipt = serializers.CharField(help_text="Receipt number")
    order = serializers.CharField(help_text="Order number")
    customer = CustomerRefSerializer()
    currency = serializers.CharField()
    paid = MoneyField(help_text="What was allocated, in that currency")
    receipt_rate = serializers.CharField()
    order_rate = serializers.CharField()
    amount = MoneyField(help_text="Company's currency; above zero is a gain")


class ExchangeDifferencePageSerializer(PageSerializer):
    """A keyset page of exchange differences."""

    results = ExchangeDifferenceSerializer(many=True)
