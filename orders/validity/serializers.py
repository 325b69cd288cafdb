"""Shapes of the checks of entry over the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from orders.validity.table import CHECKS, Severity

_CHECKS = [(str(kind), check.label) for kind, check in CHECKS.items()]


class EntryCheckSerializer(serializers.Serializer):
    """A check."""

    check = serializers.ChoiceField(_CHECKS)
    label = serializers.CharField()  # type: ignore[assignment]
    help = serializers.CharField()
    severity = serializers.ChoiceField(Severity.choices)
    figure = QuantityField(allow_null=True, help_text="What it counts; null: it counts nothing")
    figure_label = serializers.CharField(help_text="What the figure means; empty: it has none")


class EntryCheckInputSerializer(serializers.Serializer):
    """A check as it is to be asked."""

    check = serializers.ChoiceField(_CHECKS)
    severity = serializers.ChoiceField(Severity.choices, required=False)
    figure = QuantityField(required=False)


class EntryChecksInputSerializer(serializers.Serializer):
    """Checks to change."""

    checks = EntryCheckInputSerializer(many=True, allow_empty=False)
