"""Shapes of reasons over the API."""

from rest_framework import serializers

from orders.changes.choices import Side


class ChangeReasonSerializer(serializers.Serializer):
    """Why orders change."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="In the language of the call, while it is one that the software ships")
    side = serializers.ChoiceField(Side.choices, help_text="From which side such a change comes")
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class ChangeReasonChangeSerializer(serializers.Serializer):
    """What of a reason is to be other."""

    name = serializers.CharField(max_length=80, required=False)
    side = serializers.ChoiceField(Side.choices, required=False)
    is_active = serializers.BooleanField(required=False)


class ChangeReasonInputSerializer(ChangeReasonChangeSerializer):
    """A reason."""

    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=80)
