"""Shapes of the finance feed over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from orders.finance.choices import Fact


class FinanceLineSerializer(serializers.Serializer):
    """A line of an invoice; ``line_no`` empty: the order's freight."""

    order = serializers.CharField(help_text="Order number")
    line_no = serializers.IntegerField(allow_null=True)
    amount = MoneyField(help_text="Tax included")
    net = MoneyField()
    tax = MoneyField()
    exchange_rate = serializers.CharField(help_text="The order's")


class FinanceDetailsSerializer(serializers.Serializer):
    """What only some facts tell; the others leave it out."""

    receipt_kind = serializers.CharField(required=False, help_text="Of receipts and allocations: the receipt's kind")
    method = serializers.CharField(required=False)
    payer = serializers.CharField(required=False)
    provider = serializers.CharField(required=False)
    external_id = serializers.CharField(required=False)
    takes_from = serializers.CharField(
        required=False, help_text="The receipt that was paid back of, the invoice that a red one takes back"
    )
    exchange_rate = serializers.CharField(required=False, help_text="Of receipts")
    order_base_amount = MoneyField(required=False, help_text="Of allocations: the amount at the order's rate")
    exchange_gain = MoneyField(required=False, help_text="Of allocations: gain, or loss below zero")
    invoice_kind = serializers.CharField(required=False)
    net = MoneyField(required=False)
    tax = MoneyField(required=False)
    title = serializers.CharField(required=False)
    tax_number = serializers.CharField(required=False)
    tax_serial = serializers.CharField(required=False, help_text="Number of the tax invoice")
    tax_state = serializers.CharField(required=False)
    lines = FinanceLineSerializer(many=True, required=False)
    carrier = serializers.CharField(required=False, help_text="Carrier code")
    carrier_number = serializers.CharField(required=False, help_text="The carrier's bill number")
    status = serializers.CharField(required=False, help_text="Of a carrier's bill after a step back")
    payment_reference = serializers.CharField(required=False)
    closed_until = serializers.CharField(required=False, help_text="The last closed day; empty: nothing is closed")


class FinanceEventSerializer(serializers.Serializer):
    """A fact of the company's money; ``id`` grows in the order of commits and never changes."""

    id = serializers.IntegerField()
    fact = serializers.ChoiceField(Fact.choices)
    at = serializers.DateTimeField(help_text="When it was recorded")
    reason = serializers.CharField()
    document = serializers.CharField(help_text="Number of the receipt, invoice or bill; the month of a period")
    day = serializers.DateField(allow_null=True, help_text="The day that the document is dated on")
    customer = serializers.CharField(allow_null=True, help_text="Customer code")
    order = serializers.CharField(allow_null=True, help_text="Of allocations: order number")
    currency = serializers.CharField(help_text="Empty where it has no amount")
    amount = MoneyField(allow_null=True, help_text="With the sign of its effect: what takes back is below zero")
    base_currency = serializers.CharField(help_text="The company's")
    base_amount = MoneyField(allow_null=True, help_text="In the company's currency, at the document's rate")
    details = FinanceDetailsSerializer()


class FinancePageSerializer(serializers.Serializer):
    """Some facts. Keep ``after`` and send it with the next call, also when there were none."""

    after = serializers.IntegerField()
    has_more = serializers.BooleanField(help_text="There is more by now: go on at once")
    results = FinanceEventSerializer(many=True)


class FeedInputSerializer(serializers.Serializer):
    """From where to read."""

    after = serializers.IntegerField(
        min_value=0, max_value=9223372036854000000, default=0, help_text="0: from the beginning"
    )
    limit = serializers.IntegerField(min_value=1, max_value=1000, default=200)
