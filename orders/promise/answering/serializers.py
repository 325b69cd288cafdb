"""Shapes of reservations and of answers to them over the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from common.api.paging import PageSerializer


class ReservationAnswerSerializer(serializers.Serializer):
    """What the system of a warehouse said."""

    provider = serializers.CharField()
    external_id = serializers.CharField()
    order = serializers.CharField(help_text="Order number")
    line_no = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    warehouse = serializers.CharField(help_text="Warehouse code")
    asked = QuantityField(help_text="What was reserved when it answered")
    held = QuantityField(help_text="What it holds of that")
    reason = serializers.CharField()
    paper = serializers.CharField(allow_null=True, help_text="The adjustment that lowered the stock; null: all is held")
    answered_at = serializers.DateTimeField()


class ReservationSerializer(serializers.Serializer):
    """Pieces of a product in a warehouse that are held for an order line; of a kit that counts its components, one of
    these."""

    order = serializers.CharField(help_text="Order number")
    line_no = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    warehouse = serializers.CharField(help_text="Warehouse code")
    place = serializers.CharField(help_text="Shelf or bin")
    quantity = QuantityField()
    since = serializers.DateTimeField(help_text="When the first of them were reserved")
    answer = ReservationAnswerSerializer(allow_null=True, help_text="The last one; null: nobody answered yet")


class ReservationPageSerializer(PageSerializer):
    """A page of reservations."""

    results = ReservationSerializer(many=True)


class ReservationAnswerInputSerializer(serializers.Serializer):
    """An answer to a reservation. Accepted once per ``provider`` and ``external_id``."""

    provider = serializers.CharField(max_length=40, help_text="The system that says so")
    external_id = serializers.CharField(max_length=100, help_text="Its own number of this answer: accepted once")
    order = serializers.CharField(max_length=20, help_text="Order number")
    line_no = serializers.IntegerField(min_value=1)
    product = serializers.CharField(max_length=60, help_text="Product code")
    warehouse = serializers.CharField(max_length=20, help_text="Warehouse code")
    asked = QuantityField(help_text="The quantity of the reservation that it answers")
    held = QuantityField(help_text="What it holds: all of it, or fewer")
    reason = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="Needed when fewer are held"
    )
