"""Bodies of the verbs that move an order."""

from rest_framework import serializers


class FreezeSerializer(serializers.Serializer):
    """Freeze the order, or only the lines named."""

    reason = serializers.CharField(max_length=200)
    until = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="Lifts itself after this day"
    )
    release_reservations = serializers.BooleanField(required=False, default=False)
    lines = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, default=list)


class UnfreezeSerializer(serializers.Serializer):
    """Lift the freeze of the order, or only of the lines named."""

    lines = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, default=list)
