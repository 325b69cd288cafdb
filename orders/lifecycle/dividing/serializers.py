"""Bodies of splitting and merging."""

from rest_framework import serializers


class SplitLineSerializer(serializers.Serializer):
    """How much of a line moves."""

    line_no = serializers.IntegerField(min_value=1, max_value=9999)
    quantity = serializers.DecimalField(max_digits=16, decimal_places=4, min_value=0)


class SplitSerializer(serializers.Serializer):
    """What moves to the new draft."""

    lines = SplitLineSerializer(many=True, allow_empty=False)


class MergeSerializer(serializers.Serializer):
    """Which drafts become part of this one."""

    orders = serializers.ListField(
        child=serializers.CharField(max_length=30), allow_empty=False, max_length=50, help_text="Their references"
    )
    is_agreed = serializers.BooleanField(
        required=False, default=False, help_text="What this order says counts wherever the others say otherwise"
    )
