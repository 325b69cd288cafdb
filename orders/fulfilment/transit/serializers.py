"""Shapes of carriers' news and of notices of arrival in the API."""

from rest_framework import serializers

from common.api.fields import MomentField
from common.api.paging import PageSerializer
from orders.fulfilment.transit.attention import Attention
from orders.fulfilment.transit.models import ArrivalNotice, TrackingEvent

MOST_ROWS = 1000


class TrackingInputSerializer(serializers.Serializer):
    """What happened to the goods of an outbound document or of a waybill."""

    provider = serializers.CharField(max_length=40, help_text="The system that says so")
    external_id = serializers.CharField(max_length=100, help_text="Its own number of this event: accepted once")
    kind = serializers.ChoiceField(TrackingEvent.Kind.choices)
    happened_at = MomentField()
    outbound = serializers.CharField(max_length=20, required=False, allow_blank=True, help_text="Outbound number")
    waybill = serializers.CharField(max_length=80, required=False, allow_blank=True)
    place = serializers.CharField(max_length=120, required=False, allow_blank=True)
    text = serializers.CharField(max_length=300, required=False, allow_blank=True, help_text="The carrier's words")
    person = serializers.CharField(max_length=60, required=False, allow_blank=True, help_text="Who took the goods")
    arrival_date = serializers.DateField(required=False, allow_null=True, help_text="Expected arrival from now on")


class TrackingsInputSerializer(serializers.Serializer):
    """Many of them at once."""

    rows = TrackingInputSerializer(many=True, allow_empty=False, max_length=MOST_ROWS)  # type: ignore[call-arg]


class TrackingSerializer(serializers.Serializer):
    """A carrier's news as it was taken in."""

    id = serializers.IntegerField()
    provider = serializers.CharField()
    external_id = serializers.CharField()
    kind = serializers.ChoiceField(TrackingEvent.Kind.choices)
    happened_at = serializers.DateTimeField()
    outbound = serializers.CharField(allow_null=True, help_text="Outbound number it named")
    waybill = serializers.CharField()
    place = serializers.CharField()
    text = serializers.CharField()
    person = serializers.CharField()
    arrival_date = serializers.DateField(allow_null=True)
    received_by = serializers.CharField(help_text="Sign-in name")
    received_at = serializers.DateTimeField()


class TrackingPageSerializer(PageSerializer):
    """A keyset page of them."""

    results = TrackingSerializer(many=True)


class TrackingAnswerSerializer(serializers.Serializer):
    """What became of a row."""

    row = serializers.IntegerField(help_text="Its place in the call, from 1")
    provider = serializers.CharField()
    external_id = serializers.CharField()
    result = serializers.ChoiceField(["taken", "known", "conflict", "unknown", "refused"])
    id = serializers.IntegerField(allow_null=True, help_text="null: it was not taken in")
    documents = serializers.ListField(child=serializers.CharField(), help_text="Outbound numbers it is about so far")
    field = serializers.CharField(help_text="Which field is at fault")
    message = serializers.CharField()


class TrackingAnswersSerializer(serializers.Serializer):
    """Answers in the order of the rows, and how many of each kind."""

    counts = serializers.DictField(child=serializers.IntegerField())
    rows = TrackingAnswerSerializer(many=True)


class TellSerializer(serializers.Serializer):
    """Who was told of the arrival, and how; MAIL sends the letter."""

    way = serializers.ChoiceField(ArrivalNotice.Way.choices)
    contact_id = serializers.IntegerField(required=False, allow_null=True, help_text="A contact of the customer")
    recipient = serializers.CharField(max_length=254, required=False, allow_blank=True, help_text="Somebody else")
    language = serializers.ChoiceField(["", "zh-hans", "en"], required=False)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ArrivalNoticeSerializer(serializers.Serializer):
    """The customer was told of an arrival."""

    id = serializers.IntegerField()
    way = serializers.ChoiceField(ArrivalNotice.Way.choices)
    recipient = serializers.CharField()
    arrival_date = serializers.DateField(help_text="The day he was told")
    note = serializers.CharField()
    told_by = serializers.CharField(help_text="Sign-in name")
    told_at = serializers.DateTimeField()


class JourneySerializer(serializers.Serializer):
    """How the goods of a document travel."""

    arrival_date = serializers.DateField(allow_null=True)
    needs = serializers.ListField(child=serializers.ChoiceField(Attention.choices), help_text="What is to be seen to")
    report_due = serializers.DateField(allow_null=True, help_text="Until when the signing is to be reported")
    tracking_url = serializers.CharField(help_text="The carrier's page of the waybill")
    events = TrackingSerializer(many=True)
    notices = ArrivalNoticeSerializer(many=True)
