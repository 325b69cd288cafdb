"""Shapes of accounts and statements over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField, QuantityField
from common.api.paging import PageSerializer
from orders.collecting.choices import Movement, State
from orders.order.serializers import CustomerRefSerializer


class AccountEntrySerializer(serializers.Serializer):
    """A movement: ``debit`` makes the customer owe more, ``credit`` less."""

    day = serializers.DateField()
    kind = serializers.ChoiceField(Movement.choices)
    document = serializers.CharField(help_text="Number of the invoice, receipt or order")
    about = serializers.CharField(help_text="The order or the payer that it names")
    debit = MoneyField()
    credit = MoneyField()
    balance = MoneyField(help_text="What he owes after it")


class AgeBucketSerializer(serializers.Serializer):
    """What is overdue by ``first`` to ``last`` days; ``last`` empty: and more."""

    first = serializers.IntegerField()
    last = serializers.IntegerField(allow_null=True)
    amount = MoneyField()


class AccountAgeingSerializer(serializers.Serializer):
    """What is open, by how long it is due."""

    undated = MoneyField(help_text="Waits for shipment, signing or invoice")
    not_due = MoneyField()
    buckets = AgeBucketSerializer(many=True)
    unallocated = MoneyField(help_text="Money that pays no order yet")


class DeliverySerializer(serializers.Serializer):
    """Pieces of an order's line that were delivered and are on no invoice (``line_no`` empty: the order's freight)."""

    order = serializers.CharField(help_text="Order number")
    customer_order = serializers.CharField(help_text="The customer's number of it")
    line_no = serializers.IntegerField(allow_null=True)
    product = serializers.CharField(help_text="Product code")
    name = serializers.CharField()
    unit = serializers.CharField()
    day = serializers.DateField(allow_null=True, help_text="Of the last delivery")
    quantity = QuantityField()
    amount = MoneyField()
    delivered = QuantityField(help_text="From the first piece of the line on")
    worth = MoneyField(help_text="What these are charged")


class OpenPartSerializer(serializers.Serializer):
    """A part of an order's payment plan that is not paid in full."""

    order = serializers.CharField(help_text="Order number")
    customer_order = serializers.CharField(help_text="The customer's number of it")
    sequence = serializers.IntegerField()
    due_date = serializers.DateField(allow_null=True)
    amount = MoneyField()
    received = MoneyField()
    open = MoneyField()
    days = serializers.IntegerField(help_text="Days overdue; 0: not due, or without a day")


class UnpaidInvoiceSerializer(serializers.Serializer):
    """An invoice that is not paid in full; red ones are taken off."""

    number = serializers.CharField()
    invoice_date = serializers.DateField()
    currency = serializers.CharField()
    amount = MoneyField()
    open = MoneyField()
    days = serializers.IntegerField(help_text="Days since its date")


class AccountSerializer(serializers.Serializer):
    """A customer's account in one currency; a balance below zero is money of his."""

    customer = CustomerRefSerializer()
    currency = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()
    opening = MoneyField(help_text="What he owed before the first day")
    debit = MoneyField()
    credit = MoneyField()
    closing = MoneyField(help_text="Opening and debit less credit")
    uninvoiced = MoneyField(help_text="Delivered, on no invoice yet; beside the balance")
    entries = AccountEntrySerializer(many=True)
    deliveries = DeliverySerializer(many=True, help_text="Delivered until the last day, to be invoiced")
    ageing = AccountAgeingSerializer()
    parts = OpenPartSerializer(many=True)
    invoices = UnpaidInvoiceSerializer(many=True)


class StatementRowSerializer(serializers.Serializer):
    """A statement of account in a list."""

    number = serializers.CharField()
    customer = CustomerRefSerializer()
    currency = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()
    opening = MoneyField()
    debit = MoneyField()
    credit = MoneyField()
    closing = MoneyField()
    overdue = MoneyField(help_text="On the day that it was drawn up")
    uninvoiced = MoneyField()
    content_hash = serializers.CharField(help_text="SHA-256 of its content")
    drawn_by = serializers.CharField(help_text="Sign-in name")
    drawn_at = serializers.DateTimeField()
    state = serializers.ChoiceField(State.choices, help_text="The customer's word on it")
    version = serializers.IntegerField()


class StatementSerializer(StatementRowSerializer):
    """A statement as it was drawn up: what it says never changes."""

    entries = AccountEntrySerializer(many=True)
    deliveries = DeliverySerializer(many=True, help_text="Delivered until the last day, to be invoiced")
    ageing = AccountAgeingSerializer()
    parts = OpenPartSerializer(many=True)
    invoices = UnpaidInvoiceSerializer(many=True)


class StatementPageSerializer(PageSerializer):
    """A keyset page of statements."""

    results = StatementRowSerializer(many=True)


class StatementInputSerializer(serializers.Serializer):
    """Whose account, in which currency, for which days."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    currency = serializers.CharField(max_length=3)
    first = serializers.DateField()
    last = serializers.DateField()
