"""Shapes of the catalogue of events over the API."""

from rest_framework import serializers


class EventKeySerializer(serializers.Serializer):
    """A key of an event's data."""

    name = serializers.CharField()
    sort = serializers.CharField(
        help_text="text, number, amount, quantity, day, moment, flag, code, id, or a list of …"
    )
    meaning = serializers.CharField()
    field = serializers.CharField(help_text="The sensitive field that it shows: null for who does not see that in full")


class EventKindSerializer(serializers.Serializer):
    """A kind of event."""

    kind = serializers.CharField()
    label = serializers.CharField(help_text="In words")  # type: ignore[assignment]
    subjects = serializers.ListField(
        child=serializers.CharField(), help_text="Types of what it is about; empty: about no single row"
    )
    keys = EventKeySerializer(many=True, help_text="What `data` may hold")
    is_for_me = serializers.BooleanField(help_text="Whether the caller may see any event of this kind")
    sample = serializers.DictField(child=serializers.JSONField(), help_text="As the feed tells it")


class EventKindsSerializer(serializers.Serializer):
    """Kinds of events by their codes."""

    results = EventKindSerializer(many=True)
