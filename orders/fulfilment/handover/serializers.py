"""Shapes of links for signing in the API."""

from rest_framework import serializers

from orders.fulfilment.handover.operations import DAYS, MOST_DAYS


class SigningLinkInputSerializer(serializers.Serializer):
    """To whom a link is given, and for how long."""

    recipient = serializers.CharField(max_length=254, required=False, allow_blank=True, default="")
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, required=False, default=DAYS)


class SigningLinkSerializer(serializers.Serializer):
    """A link under which somebody signs once."""

    url = serializers.CharField()
    valid_until = serializers.DateTimeField()
    recipient = serializers.CharField()
