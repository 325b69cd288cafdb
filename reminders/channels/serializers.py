"""Shapes of group chat robots over the API. Key and secret are written, never read."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from reminders.channels.models import Robot

_LANGUAGES = ("zh-hans", "en")


class RobotSerializer(serializers.Serializer):
    """A robot that writes into one group chat."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Robot.Kind.choices)
    language = serializers.ChoiceField(_LANGUAGES)
    is_signing = serializers.BooleanField(help_text="Whether it signs what it writes")
    is_active = serializers.BooleanField()
    last_sent_at = serializers.DateTimeField(allow_null=True)
    last_error = serializers.CharField(
        help_text="What the service said when it last took nothing; empty after a success"
    )
    version = serializers.IntegerField()


class RobotPageSerializer(PageSerializer):
    """A page of robots."""

    results = RobotSerializer(many=True)


class RobotChangeSerializer(serializers.Serializer):
    """What of a robot may be changed; what is left out stays."""

    name = serializers.CharField(max_length=60, required=False)
    kind = serializers.ChoiceField(Robot.Kind.choices, required=False)
    key = serializers.CharField(
        max_length=400, required=False, write_only=True, help_text="The address that the chat shows, or the key in it"
    )
    secret = serializers.CharField(
        max_length=200, required=False, allow_blank=True, write_only=True, help_text="For signing; empty: sign no more"
    )
    language = serializers.ChoiceField(_LANGUAGES, required=False)
    is_active = serializers.BooleanField(required=False)


class RobotInputSerializer(RobotChangeSerializer):
    """A new robot."""

    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(Robot.Kind.choices)
    key = serializers.CharField(
        max_length=400, write_only=True, help_text="The address that the chat shows, or the key in it"
    )
