"""Shapes of received ship dates in the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from common.api.paging import PageSerializer
from orders.fulfilment.ship_dates.models import ReceivedShipDate

MOST_ROWS = 1000


class ShipDateInputSerializer(serializers.Serializer):
    """A day on which goods left, and what left: an outbound document, a waybill, or a quantity of an order line."""

    provider = serializers.CharField(max_length=40, help_text="The system that says so")
    external_id = serializers.CharField(max_length=100, help_text="Its own number of this message: accepted once")
    ship_date = serializers.DateField()
    outbound = serializers.CharField(max_length=20, required=False, allow_blank=True, help_text="Outbound number")
    order = serializers.CharField(max_length=20, required=False, allow_blank=True, help_text="Order number")
    line_no = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False, allow_null=True)
    quantity = QuantityField(min_value=0, required=False, allow_null=True)
    waybill = serializers.CharField(max_length=80, required=False, allow_blank=True)
    carrier = serializers.CharField(max_length=80, required=False, allow_blank=True, help_text="Carrier code or name")


class ShipDatesInputSerializer(serializers.Serializer):
    """Many of them at once."""

    rows = ShipDateInputSerializer(many=True, allow_empty=False, max_length=MOST_ROWS)  # type: ignore[call-arg]


class ShipDateSerializer(serializers.Serializer):
    """A received ship date as it stands."""

    id = serializers.IntegerField()
    provider = serializers.CharField()
    external_id = serializers.CharField()
    ship_date = serializers.DateField()
    outbound = serializers.CharField(help_text="Outbound number it named")
    order = serializers.CharField(allow_null=True, help_text="Order number it named")
    line_no = serializers.IntegerField(allow_null=True)
    quantity = QuantityField(allow_null=True)
    waybill = serializers.CharField()
    carrier = serializers.CharField()
    state = serializers.ChoiceField(ReceivedShipDate.State.choices)
    reason = serializers.ChoiceField([*ReceivedShipDate.Why.choices, ("", "")], help_text="Why it waits or collides")
    document = serializers.CharField(allow_null=True, help_text="Outbound document whose ship date it is")
    candidates = serializers.ListField(child=serializers.CharField(), help_text="Documents that could be meant")
    entered_ship_date = serializers.DateField(allow_null=True, help_text="What was entered at the document's audit")
    differs = serializers.BooleanField(help_text="A person had entered another day; nobody looked at it yet")
    note = serializers.CharField(help_text="Why it was dismissed")
    received_by = serializers.CharField(help_text="Sign-in name")
    received_at = serializers.DateTimeField()
    settled_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    settled_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ShipDatePageSerializer(PageSerializer):
    """A keyset page of them."""

    results = ShipDateSerializer(many=True)


class ShipDateAnswerSerializer(serializers.Serializer):
    """What became of a row."""

    row = serializers.IntegerField(help_text="Its place in the call, from 1")
    provider = serializers.CharField()
    external_id = serializers.CharField()
    result = serializers.ChoiceField(["applied", "pending", "conflict", "dismissed", "unknown", "refused"])
    id = serializers.IntegerField(allow_null=True, help_text="null: it was not taken in")
    document = serializers.CharField(allow_null=True)
    candidates = serializers.ListField(child=serializers.CharField())
    field = serializers.CharField(help_text="Which field is at fault")
    message = serializers.CharField()


class ShipDateAnswersSerializer(serializers.Serializer):
    """Answers in the order of the rows, and how many of each kind."""

    counts = serializers.DictField(child=serializers.IntegerField())
    rows = ShipDateAnswerSerializer(many=True)


class AssignSerializer(serializers.Serializer):
    """The document that is meant."""

    document = serializers.CharField(max_length=20, help_text="Outbound number")
