"""Shapes of what was owed as of a past moment over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer


class _OwedSerializer(serializers.Serializer):
    currency = serializers.CharField()
    invoiced = MoneyField(help_text="Red invoices taken off")
    received = MoneyField(help_text="Money that stood on its plan then")
    open = MoneyField(help_text="Invoiced and not paid: money for an order pays its invoices, the oldest first")
    ahead = MoneyField(help_text="Received before it was invoiced")
    b1 = MoneyField(help_text="Of `open`: invoiced 0 to 30 days before")
    b2 = MoneyField(help_text="31 to 60 days")
    b3 = MoneyField(help_text="61 to 90 days")
    b4 = MoneyField(help_text="more than 90 days")


class PastOwedSerializer(_OwedSerializer):
    """What was owed for an order then."""

    number = serializers.CharField(help_text="Reference of the order")
    at = serializers.DateTimeField(help_text="End of the day or minute asked for")
    customer = serializers.CharField(help_text="Code of today's customer")


class PastOwedPageSerializer(PageSerializer):
    """A page of them."""

    results = PastOwedSerializer(many=True)


class PastOwedSumSerializer(_OwedSerializer):
    """Several orders in one currency."""

    customer = serializers.CharField(allow_null=True, help_text="Code; null: of all customers")
    orders = serializers.IntegerField()
    free = MoneyField(allow_null=True, help_text="Money of the customer that stood on no order; null: not asked for")


class PastOwedByInputSerializer(serializers.Serializer):
    """How it is added up."""

    by = serializers.ChoiceField(choices=[("customer", "customer")], required=False, help_text="Nothing: by currency")
