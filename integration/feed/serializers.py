"""Shapes of the change feed over the API."""

from rest_framework import serializers

from integration.feed import choices


class FeedInputSerializer(serializers.Serializer):
    """From where to read, and what."""

    after = serializers.IntegerField(
        min_value=0,
        max_value=choices.MOST_POSITION,
        default=0,
        help_text="0: from the beginning; then `after` of each answer",
    )
    limit = serializers.IntegerField(min_value=1, max_value=choices.MOST, default=choices.USUAL)
    kind = serializers.CharField(
        max_length=2000,
        default="",
        allow_blank=True,
        help_text="Kinds separated by commas; `order.*` are all that begin so (`event-kinds/` lists them)",
    )
    subject = serializers.CharField(
        max_length=120,
        default="",
        allow_blank=True,
        help_text="`orders.order`: about things of this type; `orders.order:12`: about this one; else its number",
    )


class KindsInputSerializer(serializers.Serializer):
    """Which kinds of events."""

    q = serializers.CharField(
        max_length=60, default="", allow_blank=True, help_text="What their code or their words contain"
    )


class EventSubjectSerializer(serializers.Serializer):
    """What an event is about."""

    type = serializers.CharField(help_text="Like `orders.order`; empty: about no single row")
    id = serializers.IntegerField(allow_null=True)
    number = serializers.CharField(help_text="Number or code")


class EventActorSerializer(serializers.Serializer):
    """Who did it; the machine is `system`."""

    username = serializers.CharField()
    name = serializers.CharField()


class EventSerializer(serializers.Serializer):
    """What happened, in the words of the business; it never changes, but for personal data that is taken out of it."""

    position = serializers.IntegerField(help_text="Its place in the feed, in the order of commits")
    id = serializers.IntegerField(help_text="The same in every answer: what a reader tells repeats by")
    at = serializers.DateTimeField(help_text="When it happened")
    kind = serializers.CharField()
    label = serializers.CharField(help_text="The kind in words")  # type: ignore[assignment]
    subject = EventSubjectSerializer(allow_null=True)
    actor = EventActorSerializer(allow_null=True, help_text="Empty: a visitor, or nobody signed in")
    door = serializers.CharField(help_text="How it came in: page, api, admin, job, command")
    reason = serializers.CharField()
    data = serializers.DictField(  # type: ignore[assignment]
        child=serializers.JSONField(), help_text="Keys of its kind; null: not for the caller to see"
    )
    redacted = serializers.BooleanField(
        help_text="Personal data was taken out of it later; `[redacted]` stands in its place"
    )


class EventPageSerializer(serializers.Serializer):
    """Some events after a position, the oldest first."""

    after = serializers.IntegerField(help_text="Send it next time, also when there were no events")
    has_more = serializers.BooleanField(help_text="There is more by now: call again at once")
    newest = serializers.IntegerField(help_text="The last position that there is")
    results = EventSerializer(many=True)
