"""Shapes of unpaid invoices over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from orders.invoicing.queries import BY
from orders.order.serializers import CustomerRefSerializer


class UnpaidInvoiceRowSerializer(serializers.Serializer):
    """An invoice that is not paid in full."""

    number = serializers.CharField()
    tax_serial = serializers.CharField(help_text="Number of the tax invoice")
    customer = CustomerRefSerializer()
    salesperson = serializers.CharField(allow_null=True, help_text="Sign-in name of who looks after the customer")
    invoice_date = serializers.DateField()
    due_date = serializers.DateField(allow_null=True)
    days_overdue = serializers.IntegerField(help_text="0: not past its day, or without one")
    currency = serializers.CharField()
    amount = MoneyField(help_text="Red ones taken off")
    open = MoneyField()


class UnpaidInvoicePageSerializer(PageSerializer):
    """A keyset page of unpaid invoices."""

    results = UnpaidInvoiceRowSerializer(many=True)


class AgedBucketSerializer(serializers.Serializer):
    """What is overdue by ``first`` to ``last`` days; ``last`` empty: and more."""

    first = serializers.IntegerField()
    last = serializers.IntegerField(allow_null=True)
    amount = MoneyField()


class AgedSerializer(serializers.Serializer):
    """What is open of several invoices in one currency."""

    code = serializers.CharField(help_text="Of the customer, or sign-in name of the salesperson; the currency in all")
    name = serializers.CharField()
    currency = serializers.CharField()
    invoices = serializers.IntegerField(help_text="How many")
    undated = MoneyField()
    not_due = MoneyField()
    buckets = AgedBucketSerializer(many=True)
    overdue = MoneyField()
    open = MoneyField()


class AgedSumsSerializer(serializers.Serializer):
    """Unpaid invoices summed."""

    results = AgedSerializer(many=True)


class AgedInputSerializer(serializers.Serializer):
    """By what they are summed."""

    by = serializers.ChoiceField([*BY], required=False, help_text="Without: by currency alone")
