"""Shapes of reports sent by mail over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from reports.deliveries.models import ReportDelivery, ReportSchedule, Rhythm

_PLACE = "Weekday (1 Monday, 5 Friday) or day of the month (1 to 28)"


class ReportRecipientSerializer(serializers.Serializer):
    """Who gets a report."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class ReportScheduleSerializer(serializers.Serializer):
    """A kept report sent by mail again and again."""

    id = serializers.IntegerField()
    report = serializers.IntegerField(help_text="Of `kept-reports/`")
    name = serializers.CharField()
    rhythm = serializers.ChoiceField(Rhythm.choices)
    place = serializers.IntegerField(help_text=_PLACE)
    hour = serializers.IntegerField()
    when = serializers.CharField(help_text="The same in words")
    file = serializers.ChoiceField(ReportSchedule.File.choices)
    recipients = ReportRecipientSerializer(many=True)
    next_at = serializers.DateTimeField(allow_null=True, help_text="null: paused")
    created_by = serializers.CharField()
    is_own = serializers.BooleanField(help_text="Whether the caller may change it")
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class ReportSchedulePageSerializer(PageSerializer):
    """A page of schedules."""

    results = ReportScheduleSerializer(many=True)


class ReportScheduleChangeSerializer(serializers.Serializer):
    """What of a schedule may be changed; what is left out stays."""

    rhythm = serializers.ChoiceField(Rhythm.choices, required=False)
    place = serializers.IntegerField(min_value=1, max_value=28, required=False, help_text=_PLACE)
    hour = serializers.IntegerField(min_value=0, max_value=23, required=False)
    file = serializers.ChoiceField(ReportSchedule.File.choices, required=False)
    recipients = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        max_length=100,
        help_text="Keys of people who may see reports; left out of a new one: the caller alone",
    )


class ReportScheduleInputSerializer(ReportScheduleChangeSerializer):
    """A new one."""

    report = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="Of `kept-reports/`")


class ReportDeliverySerializer(serializers.Serializer):
    """A report that was, or is to be, sent to one person."""

    id = serializers.IntegerField()
    recipient = serializers.CharField()
    due_at = serializers.DateTimeField()
    state = serializers.ChoiceField(ReportDelivery.State.choices)
    message = serializers.CharField(allow_blank=True, help_text="Why it was left out or failed")
    settled_at = serializers.DateTimeField(allow_null=True)


class ReportDeliveriesSerializer(serializers.Serializer):
    """The latest fifty."""

    results = ReportDeliverySerializer(many=True)


class ReportPreviewSerializer(serializers.Serializer):
    """What somebody would get. Figures are his alone: they are not told."""

    recipient = serializers.CharField()
    language = serializers.CharField()
    subject = serializers.CharField()
    why_not = serializers.CharField(allow_null=True, help_text="Why he gets none; null: he does")
    columns = serializers.ListField(child=serializers.CharField())
    left_out = serializers.ListField(child=serializers.CharField(), help_text="What his roles do not show")
    is_empty = serializers.BooleanField(help_text="Nothing was found for him")
