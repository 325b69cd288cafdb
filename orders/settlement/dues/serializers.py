"""Shapes of what is due over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from customers.models import PaymentTermRow
from orders.order.serializers import CustomerRefSerializer


class PaymentDueSerializer(serializers.Serializer):
    """A part of an order's payment plan that is not paid in full, with what was said of it last."""

    order = serializers.CharField(help_text="Order number")
    customer = CustomerRefSerializer()
    salesperson = serializers.CharField(allow_null=True, help_text="Sign-in name")
    sequence = serializers.IntegerField()
    is_advance = serializers.BooleanField()
    basis = serializers.ChoiceField(PaymentTermRow.Basis.choices)
    due_date = serializers.DateField(allow_null=True)
    days_overdue = serializers.IntegerField(help_text="0: not past its day, or without one")
    currency = serializers.CharField()
    amount = MoneyField()
    received = MoneyField()
    open = MoneyField()
    control = serializers.ChoiceField(PaymentTermRow.Control.choices)
    missing = MoneyField(help_text="What must still come in before the order goes on at its control point")
    said = serializers.CharField(allow_null=True)
    said_by = serializers.CharField(allow_null=True, help_text="Name")
    said_at = serializers.DateTimeField(allow_null=True)
    next_date = serializers.DateField(allow_null=True)


class PaymentDuePageSerializer(PageSerializer):
    """A keyset page of what is due."""

    results = PaymentDueSerializer(many=True)


class PaymentFollowUpInputSerializer(serializers.Serializer):
    """What a customer said of a part that he owes."""

    order = serializers.CharField(max_length=40, help_text="Order number")
    sequence = serializers.IntegerField(min_value=1, max_value=1000, default=1)
    text = serializers.CharField(max_length=300)
    next_date = serializers.DateField(required=False, allow_null=True, default=None)
