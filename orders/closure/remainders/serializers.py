"""Shapes of the report of remainders over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField, QuantityField
from orders.order.choices import CloseReason


class PiecesSerializer(serializers.Serializer):
    """Pieces of a unit."""

    quantity = QuantityField()
    unit = serializers.CharField()


class RemainderSerializer(serializers.Serializer):
    """What was let go for a reason; ``amount`` in the company's currency, null for who may not see amounts."""

    reason = serializers.ChoiceField(CloseReason.choices)
    orders = serializers.IntegerField()
    lines = serializers.IntegerField()
    pieces = PiecesSerializer(many=True)
    amount = MoneyField(allow_null=True)
    currency = serializers.CharField()
