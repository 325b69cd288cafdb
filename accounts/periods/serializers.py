"""Shapes of the period close over the API."""

from rest_framework import serializers

from accounts.periods.models import PeriodStep


class PeriodStepSerializer(serializers.Serializer):
    """A month was closed, or opened again with all after it."""

    kind = serializers.ChoiceField(PeriodStep.Kind.choices)
    month = serializers.DateField(help_text="Its first day")
    closed_until = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    by = serializers.CharField(help_text="Sign-in name")
    at = serializers.DateTimeField()


class PeriodsSerializer(serializers.Serializer):
    """How the period close stands, and its steps, newest first."""

    closed_until = serializers.DateField(allow_null=True)
    next_month = serializers.DateField(allow_null=True, help_text="The month that may be closed next")
    steps = PeriodStepSerializer(many=True)


class MonthInputSerializer(serializers.Serializer):
    """A month, by any day of it."""

    month = serializers.DateField()


class ReopenInputSerializer(MonthInputSerializer):
    """A month, and why it is opened again."""

    reason = serializers.CharField(max_length=300)
