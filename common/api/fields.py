"""Serializer pieces that all resources share: money and quantities are strings, never floats."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from common.money import plain

MONEY = {"max_digits": 20, "decimal_places": 6}
PRICE = {"max_digits": 18, "decimal_places": 6}
QUANTITY = {"max_digits": 16, "decimal_places": 4}


class _PlainDecimal(serializers.DecimalField):
    least = 0

    def to_representation(self, value: Any) -> str:
        return plain(Decimal(value), self.least)


class MoneyField(_PlainDecimal):
    """An amount, as a string with at least two decimals: ``"286480.00"``."""

    least = 2

    def __init__(self, **kwargs: Any):
        super().__init__(**{**MONEY, **kwargs})


class PriceField(_PlainDecimal):
    """A price per unit, as a string with at least two decimals."""

    least = 2

    def __init__(self, **kwargs: Any):
        super().__init__(**{**PRICE, **kwargs})


class QuantityField(_PlainDecimal):
    """A quantity in the line's unit, as a string: ``"12"``, ``"0.5"``."""

    def __init__(self, **kwargs: Any):
        super().__init__(**{**QUANTITY, **kwargs})


class MomentField(serializers.DateTimeField):
    """A moment that somebody sends. One at the very end of the calendar, which leaves it on its way to UTC, is out of
    range as any other."""

    def enforce_timezone(self, value: datetime) -> datetime:
        try:
            return super().enforce_timezone(value)
        except OverflowError:
            self.fail("overflow")


class ProblemSerializer(serializers.Serializer):
    """``application/problem+json``: what went wrong. ``fields`` names wrong inputs by path."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)  # type: ignore[assignment]


class ReasonSerializer(serializers.Serializer):
    """The body of a verb that asks for a reason."""

    reason = serializers.CharField(max_length=500)
