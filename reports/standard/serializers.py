"""Shapes of standard reports over the API."""

from rest_framework import serializers

from reports.figures.periods import Period
from reports.standard.reports import Control


class StandardChoiceSerializer(serializers.Serializer):
    """One of the ways in which a report is told."""

    code = serializers.CharField()
    name = serializers.CharField()


class StandardReportSerializer(serializers.Serializer):
    """A report and the parameters by which it is set."""

    code = serializers.CharField()
    title = serializers.CharField()
    group = serializers.CharField(help_text="Its subject")
    about = serializers.CharField(help_text="The question that it answers")
    controls = serializers.ListField(child=serializers.ChoiceField([(one.value, one.value) for one in Control]))
    parameters = serializers.ListField(child=serializers.CharField(), help_text="What `standard-reports/{code}/` takes")
    period = serializers.ChoiceField(
        [(one.value, one.value) for one in Period], allow_null=True, help_text="Unless another is named"
    )
    choices = StandardChoiceSerializer(many=True, help_text="What `by` may be, the first unless named")
    top = serializers.IntegerField(allow_null=True, help_text="Rows at most, unless named")


class StandardReportListSerializer(serializers.Serializer):
    """All that the caller may see, by subject."""

    results = StandardReportSerializer(many=True)
