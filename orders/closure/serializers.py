"""Bodies of closing verbs."""

from rest_framework import serializers

from orders.order import choices


class CloseSerializer(serializers.Serializer):
    """Why the remainder is not delivered any more."""

    reason_code = serializers.ChoiceField(choices.CloseReason.choices)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
