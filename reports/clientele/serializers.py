"""Shapes of the thresholds of customers in the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from reports.clientele.thresholds import FIGURES

_FIGURES = [(name, name) for name in FIGURES]


class CustomerThresholdSerializer(serializers.Serializer):
    """A figure by which customers are judged: intervals since the last order from which on one is `late` or `leaving`,
    days over the interval that say nothing yet (`grace`), percent less that are a `fall`, into how many groups
    customers are cut (`scores`), and which score is `high`."""

    name = serializers.ChoiceField(_FIGURES)
    value = QuantityField()
    shipped = QuantityField(help_text="As it comes with the software")
    least = serializers.IntegerField()
    most = serializers.IntegerField()


class CustomerThresholdInputSerializer(serializers.Serializer):
    """A figure as it is to be."""

    name = serializers.ChoiceField(_FIGURES)
    value = QuantityField()


class CustomerThresholdsInputSerializer(serializers.Serializer):
    """Figures to change."""

    figures = CustomerThresholdInputSerializer(many=True, allow_empty=False)
