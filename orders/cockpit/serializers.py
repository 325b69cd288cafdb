"""Shapes of the cockpit over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from orders.cockpit.obstacles import Kind
from orders.order import states


class ObstacleSerializer(serializers.Serializer):
    """Something in an order's way; ``why`` in words where the kind does not say it all."""

    kind = serializers.ChoiceField(Kind.choices)
    why = serializers.CharField(allow_blank=True)


class StandingStillSerializer(serializers.Serializer):
    """An order that cannot go on."""

    reference = serializers.CharField()
    status = serializers.ChoiceField(states.Status.choices)
    customer = serializers.CharField()
    priority = serializers.IntegerField(help_text="0 to 1000; above it for pinned orders.")
    requested_date = serializers.DateField(allow_null=True)
    promised_date = serializers.DateField(allow_null=True)
    salesperson = serializers.CharField(allow_null=True)
    executing_owner = serializers.CharField(allow_null=True)
    obstacles = ObstacleSerializer(many=True)


class StandingStillPageSerializer(PageSerializer):
    """A page of orders that cannot go on."""

    results = StandingStillSerializer(many=True)


class ObstacleCountSerializer(serializers.Serializer):
    """How many orders a kind holds up; null where counting takes too long, 1000 for more than 999."""

    kind = serializers.ChoiceField(Kind.choices)
    orders = serializers.IntegerField(allow_null=True)


class SilentOrderSerializer(serializers.Serializer):
    """An order of which nothing was heard for longer than is usual after its last event."""

    reference = serializers.CharField()
    status = serializers.ChoiceField(states.Status.choices)
    customer = serializers.CharField()
    last_event = serializers.CharField()
    last_event_at = serializers.DateTimeField()
    silent_days = serializers.IntegerField()
    usual_hours = serializers.IntegerField(allow_null=True, help_text="Half of the times; null: seen too rarely.")
    patience_hours = serializers.IntegerField(help_text="Nine times in ten, or the setting.")
