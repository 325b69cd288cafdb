"""Shapes of shifts of many orders over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from orders.changes.choices import ShiftState, Side


class ShiftLineSerializer(serializers.Serializer):
    """A line that moves; days as YYYY-MM-DD, empty where there is none."""

    line_no = serializers.IntegerField()
    product = serializers.CharField()
    quantity = serializers.CharField(help_text="Open")
    unit = serializers.CharField()
    wished = serializers.CharField(help_text="Requested now")
    wish = serializers.CharField(help_text="Requested then")
    promised = serializers.CharField(help_text="Now")
    arrival = serializers.CharField(help_text="What could be promised then")
    is_late = serializers.BooleanField(help_text="The new wish would not be kept")


class ShiftOrderSerializer(serializers.Serializer):
    """An order of a shift."""

    order = serializers.CharField()
    customer = serializers.CharField(help_text="Name")
    promised = serializers.CharField()
    arrival = serializers.CharField()
    days = serializers.IntegerField(help_text="By which its promise moves")
    obstacle = serializers.CharField(help_text="Why it cannot be changed; empty: it can")
    request = serializers.CharField(help_text="The change request that was made of it")
    lines = ShiftLineSerializer(many=True)


class ShiftRowSerializer(serializers.Serializer):
    """A shift in the list."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.ChoiceField(ShiftState.choices)
    days = serializers.IntegerField()
    source = serializers.ChoiceField(Side.choices)  # type: ignore[assignment]
    reason = serializers.CharField(help_text="Code")
    reason_text = serializers.CharField()
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    previewed_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ShiftSerializer(ShiftRowSerializer):
    """A shift with what it would do, or did."""

    orders = ShiftOrderSerializer(many=True)


class ShiftPageSerializer(PageSerializer):
    """A keyset page of shifts."""

    results = ShiftRowSerializer(many=True)


class ShiftChangeSerializer(serializers.Serializer):
    """What of a shift is to be other."""

    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    days = serializers.IntegerField(min_value=-366, max_value=366, required=False, help_text="Below zero: earlier")
    source = serializers.ChoiceField(Side.choices, required=False)  # type: ignore[assignment]
    reason = serializers.CharField(max_length=20, required=False, allow_blank=True, help_text="Code")
    reason_text = serializers.CharField(max_length=500, required=False, allow_blank=True)
    without = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, help_text="Orders to leave out, by number"
    )


class ShiftInputSerializer(ShiftChangeSerializer):
    """A shift: of these orders, or of those of a saved condition."""

    days = serializers.IntegerField(min_value=-366, max_value=366, help_text="Below zero: earlier")
    orders = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, help_text="Numbers, at most 200"
    )
    segment = serializers.CharField(
        max_length=60, required=False, help_text="Number or code of a saved condition: its effective orders"
    )
    without = None  # type: ignore[assignment]
