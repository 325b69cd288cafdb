"""Shapes of availability over the API."""

from rest_framework import serializers

from common.api.fields import QuantityField


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
