"""Shapes of the statistics of change requests over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField


class ChangeFiguresSerializer(serializers.Serializer):
    """A group of change requests. ``days`` to ``extra_cost`` are of those in effect; amounts in the company's currency,
    null for who may not see them."""

    key = serializers.CharField(help_text="Code of the reason, customer, product …; a month as YYYY-MM")
    label = serializers.CharField()  # type: ignore[assignment]
    number = serializers.IntegerField()
    open = serializers.IntegerField()
    effective = serializers.IntegerField()
    rejected = serializers.IntegerField()
    dropped = serializers.IntegerField(help_text="Withdrawn, superseded, overtaken")
    days = serializers.IntegerField(help_text="By which promises got later")
    broken = serializers.IntegerField(help_text="Promises to others")
    plus = MoneyField(allow_null=True)
    minus = MoneyField(allow_null=True)
    extra_cost = MoneyField(allow_null=True)
    currency = serializers.CharField()
