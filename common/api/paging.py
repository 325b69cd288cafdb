"""The frame of every list's answer over the API."""

from rest_framework import serializers


class PageSerializer(serializers.Serializer):
    """A page of a list; each list adds its ``results``."""

    count = serializers.IntegerField()
    count_is_estimate = serializers.BooleanField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
