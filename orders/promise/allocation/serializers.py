"""Shapes of giving goods out anew over the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from orders.order.choices import AllocationRule
from orders.promise.allocation.queries import MOST


class ContendedSerializer(serializers.Serializer):
    """A product that orders wait for while others hold some of it, or some of it is free."""

    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    unit = serializers.CharField()
    lines = serializers.IntegerField(help_text="Lines that wait")
    short = QuantityField(help_text="What they lack together")
    held = QuantityField(help_text="What orders hold of it")
    free = QuantityField()


class ReallocationChangeSerializer(serializers.Serializer):
    """A line that gains or loses."""

    order = serializers.CharField(allow_null=True, help_text="Number; null for an order you may not see")
    line_no = serializers.IntegerField(allow_null=True)
    product = serializers.CharField(help_text="Product code")
    rule = serializers.ChoiceField(AllocationRule.choices)
    before = QuantityField(help_text="What it holds")
    after = QuantityField(help_text="What it would hold")
    promised_before = serializers.DateField(allow_null=True)
    promised_after = serializers.DateField(allow_null=True)
    days = serializers.IntegerField(help_text="By how many days the promise moves; above zero: later")


class ReallocationPreviewSerializer(serializers.Serializer):
    """What would happen; the token names it."""

    token = serializers.CharField()
    broken = serializers.IntegerField(help_text="Promises that get later")
    changes = ReallocationChangeSerializer(many=True)


class ReallocationSerializer(serializers.Serializer):
    """Over which products goods are given out anew."""

    products = serializers.ListField(
        child=serializers.CharField(max_length=60), min_length=1, max_length=MOST, help_text="Product codes"
    )


class ReallocationRunSerializer(ReallocationSerializer):
    """The same, as a preview showed it."""

    token = serializers.CharField(max_length=64, help_text="Of the preview")


class GoodsMoveSerializer(serializers.Serializer):
    """Goods of one line for another of the same product."""

    from_order = serializers.CharField(max_length=30, help_text="Number")
    from_line = serializers.IntegerField(min_value=1)
    to_order = serializers.CharField(max_length=30, help_text="Number")
    to_line = serializers.IntegerField(min_value=1)
    quantity = QuantityField()


class GoodsMoveRunSerializer(GoodsMoveSerializer):
    """The same, as a preview showed it."""

    token = serializers.CharField(max_length=64, help_text="Of the preview")


class AllocationRuleSerializer(serializers.Serializer):
    """What a line may win or lose."""

    rule = serializers.ChoiceField(AllocationRule.choices, allow_blank=True, help_text="Empty: by the order's class")
