"""Shapes of figures and kept reports over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from reports.builder.models import Sharing
from reports.layout.paper import Form, Shape


class MeasureSerializer(serializers.Serializer):
    """Something that can be counted, and what it means."""

    code = serializers.CharField()
    name = serializers.CharField()
    form = serializers.ChoiceField([(one.value, one.value) for one in Form])
    group = serializers.CharField()
    meaning = serializers.CharField()
    numerator = serializers.CharField()
    denominator = serializers.CharField(allow_blank=True)
    exclusions = serializers.CharField(allow_blank=True)


class AxisSerializer(serializers.Serializer):
    """Something by which figures are told apart."""

    code = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField()


class FigureCatalogueSerializer(serializers.Serializer):
    """What can be asked for."""

    measures = MeasureSerializer(many=True)
    axes = AxisSerializer(many=True)
    periods = serializers.ListField(child=serializers.CharField())


class FactSerializer(serializers.Serializer):
    """Something that a figure counts. Columns that the caller may not see are null."""

    id = serializers.IntegerField()
    day = serializers.DateField()
    kind = serializers.CharField()
    order = serializers.CharField(help_text="Its number")
    line_no = serializers.IntegerField(help_text="0: the order as a whole")
    customer = serializers.CharField()
    product = serializers.CharField(allow_blank=True)
    orders = serializers.IntegerField()
    lines = serializers.IntegerField()
    hits = serializers.IntegerField()
    quantity = serializers.CharField()
    amount = serializers.CharField(allow_null=True)
    net = serializers.CharField(allow_null=True)
    cost = serializers.CharField(allow_null=True)


class FactsSerializer(serializers.Serializer):
    """What a figure counts, the latest first."""

    results = FactSerializer(many=True)
    after = serializers.CharField(allow_null=True, help_text="For the next page; null on the last")


class KeptReportSerializer(serializers.Serializer):
    """A question, or a standard report as it was set, under a name."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    standard = serializers.CharField(allow_null=True, help_text="Code of a standard report; null: a question")
    asked = serializers.DictField(child=serializers.CharField())
    shape = serializers.ChoiceField([(one.value, one.value) for one in Shape], allow_blank=True)
    notes = serializers.CharField(allow_blank=True)
    sharing = serializers.ChoiceField(Sharing.choices)
    owner = serializers.CharField(allow_null=True)
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class KeptReportPageSerializer(PageSerializer):
    """A page of kept reports."""

    results = KeptReportSerializer(many=True)


class KeptReportChangeSerializer(serializers.Serializer):
    """What of a kept report may be changed; what is left out stays."""

    name = serializers.CharField(max_length=80, required=False)
    asked = serializers.DictField(
        child=serializers.CharField(max_length=2000),
        required=False,
        help_text="Parameters as `figures/` takes them, and `view`: `chart` or `table` alone on its page",
    )
    shape = serializers.ChoiceField([(one.value, one.value) for one in Shape], allow_blank=True, required=False)
    notes = serializers.CharField(max_length=300, allow_blank=True, required=False)
    sharing = serializers.ChoiceField(Sharing.choices, required=False)


class KeptReportInputSerializer(KeptReportChangeSerializer):
    """A new one."""

    name = serializers.CharField(max_length=80)
    standard = serializers.CharField(
        max_length=40, required=False, help_text="Code of the standard report to keep; a question without it"
    )
    asked = serializers.DictField(
        child=serializers.CharField(max_length=2000),
        help_text="Parameters as `figures/` takes them and `view` (`chart`, `table`: alone on its page), or as the"
        " standard report does",
    )
