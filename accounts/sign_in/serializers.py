"""Shapes of sessions in the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer


class SessionSerializer(serializers.Serializer):
    """Where somebody is signed in."""

    id = serializers.IntegerField()
    person = serializers.CharField(help_text="Sign-in name")
    device = serializers.CharField(help_text="What the browser calls itself, in words")
    address = serializers.CharField(allow_null=True, help_text="Network address of the last use that was noted")
    started_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(help_text="Last use; up to five minutes older than it was")


class SessionPageSerializer(PageSerializer):
    """A page of sessions."""

    results = SessionSerializer(many=True)
