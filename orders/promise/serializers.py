"""Shapes of availability and of the days on the way over the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from orders.order.choices import TransportMode


class AvailabilityStepSerializer(serializers.Serializer):
    """From a day on."""

    date = serializers.DateField()
    supply = QuantityField(help_text="Comes in on that day; today also what was due before")
    demand = QuantityField(help_text="Orders need it on that day beyond what they hold")
    balance = QuantityField(help_text="There is then; below zero: promised more than comes in")
    available = QuantityField(help_text="Of it may be promised without breaking another promise")


class AvailabilitySerializer(serializers.Serializer):
    """A product day by day."""

    product = serializers.CharField(help_text="Product code")
    unit = serializers.CharField()
    free = QuantityField(help_text="On hand and held by nobody")
    lead_time_days = serializers.IntegerField(help_text="To make or buy more; 0: nobody said")
    from_then_on = serializers.DateField(allow_null=True, help_text="From that day on there is always enough")
    earliest = serializers.DateField(allow_null=True, help_text="For the quantity asked; null: nothing covers it")
    steps = AvailabilityStepSerializer(many=True)


class TransitTimeChangeSerializer(serializers.Serializer):
    """What of a route is to be other."""

    area = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="Province or region; empty: everywhere"
    )
    transport_mode = serializers.ChoiceField(
        TransportMode.choices, required=False, allow_blank=True, help_text="Empty: however goods travel"
    )
    days = serializers.IntegerField(min_value=0, max_value=365, required=False, help_text="Days on the way")
    is_workdays = serializers.BooleanField(required=False, help_text="Days of work only")
    is_active = serializers.BooleanField(required=False)


class TransitTimeInputSerializer(TransitTimeChangeSerializer):
    """A route."""

    area = serializers.CharField(
        max_length=80, required=False, allow_blank=True, default="", help_text="Province or region; empty: everywhere"
    )
    transport_mode = serializers.ChoiceField(
        TransportMode.choices, required=False, allow_blank=True, default="", help_text="Empty: however goods travel"
    )
    days = serializers.IntegerField(min_value=0, max_value=365, help_text="Days on the way")


class TransitTimesInputSerializer(serializers.Serializer):
    """Many routes at once."""

    rows = TransitTimeInputSerializer(many=True, allow_empty=False, max_length=1000)  # type: ignore[call-arg]


class TransitTimesSerializer(serializers.Serializer):
    """What became of them."""

    changed = serializers.IntegerField(help_text="How many are new or other than they were")


class TransitTimeSerializer(serializers.Serializer):
    """A route as it stands."""

    id = serializers.IntegerField()
    area = serializers.CharField(help_text="Province or region; empty: everywhere")
    transport_mode = serializers.ChoiceField(TransportMode.choices, allow_blank=True)
    days = serializers.IntegerField(help_text="Days on the way")
    is_workdays = serializers.BooleanField(help_text="Days of work only")
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()
