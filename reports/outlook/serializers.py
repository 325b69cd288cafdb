"""Shapes of kept forecasts over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from reports.forecast.methods import Method

METHODS = [(one.value, one.value) for one in Method]


class KeptForecastSerializer(serializers.Serializer):
    """What was expected on a day."""

    id = serializers.IntegerField()
    measure = serializers.CharField()
    asked = serializers.DictField(
        child=serializers.CharField(), help_text="Measure, rhythm and filters as `forecasts/` takes them"
    )
    narrowed_to = serializers.CharField(allow_null=True, help_text="The filters in words; null: the whole")
    ahead = serializers.IntegerField(help_text="Months ahead that were asked for")
    first = serializers.DateField(help_text="The first day of the first period")
    method = serializers.ChoiceField(METHODS)
    mase = serializers.FloatField(allow_null=True, help_text="In the back-test of that day")
    off = serializers.FloatField(allow_null=True, help_text="Errors as a share of what came, in the back-test")
    history = serializers.IntegerField(help_text="Periods that were known")
    as_of = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    kept_by = serializers.CharField(allow_null=True, help_text="Null: the monthly job")
    kept_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class KeptForecastPageSerializer(PageSerializer):
    """A page of kept forecasts."""

    results = KeptForecastSerializer(many=True)


class ForecastPointSerializer(serializers.Serializer):
    """A period: what was expected, and what came."""

    first = serializers.DateField(help_text="Its first day")
    value = serializers.CharField()
    low80 = serializers.CharField()
    high80 = serializers.CharField()
    low95 = serializers.CharField()
    high95 = serializers.CharField()
    came = serializers.CharField(allow_null=True, help_text="Null: it has not begun")
    is_over = serializers.BooleanField()


class ForecastErrorsSerializer(serializers.Serializer):
    """How near it was in the periods that are over."""

    periods = serializers.IntegerField()
    mase = serializers.FloatField(allow_null=True)
    off = serializers.FloatField(allow_null=True)
    smape = serializers.FloatField()
    within80 = serializers.IntegerField(help_text="So many periods ended within the interval")
    within95 = serializers.IntegerField()


class WholeKeptForecastSerializer(KeptForecastSerializer):
    """A kept forecast beside what came. `so_far` is null while no period is over."""

    points = ForecastPointSerializer(many=True)
    so_far = ForecastErrorsSerializer(allow_null=True)


class KeepForecastSerializer(serializers.Serializer):
    """What is to be kept."""

    asked = serializers.DictField(
        child=serializers.CharField(max_length=2000), help_text="Parameters as `forecasts/` takes them, without `by`"
    )
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
