"""Shapes of doubts and of orders set aside over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from orders.doubts.choices import FIELDS
from orders.doubts.states import State

_FIELDS = [("", ""), *FIELDS.items()]


class DoubtSerializer(serializers.Serializer):
    """A question about an order, one of its lines or a field."""

    id = serializers.IntegerField()
    order = serializers.CharField(help_text="Order number, or draft-<id>")
    line_no = serializers.IntegerField(allow_null=True)
    field = serializers.CharField(help_text="Field of the head, or of the line; empty: all of it")
    text = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    asked_by = serializers.CharField(help_text="Sign-in name")
    asked_at = serializers.DateTimeField()
    asked_to = serializers.CharField(help_text="Sign-in name")
    answer = serializers.CharField()
    answered_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    answered_at = serializers.DateTimeField(allow_null=True)
    closed_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class DoubtPageSerializer(PageSerializer):
    """A page of doubts."""

    results = DoubtSerializer(many=True)


class DoubtInputSerializer(serializers.Serializer):
    """A doubt to be asked."""

    order = serializers.CharField(max_length=40, help_text="Order number, or draft-<id>")
    text = serializers.CharField(max_length=1000)
    line_no = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    field = serializers.ChoiceField(_FIELDS, required=False, allow_blank=True, default="")
    person = serializers.CharField(
        max_length=150, required=False, allow_blank=True, default="", help_text="Sign-in name; empty: the salesperson"
    )


class AnswerInputSerializer(serializers.Serializer):
    """An answer."""

    answer = serializers.CharField(max_length=1000)


class SetAsideSerializer(serializers.Serializer):
    """An order that is set aside."""

    id = serializers.IntegerField()
    order = serializers.CharField(help_text="Order number, or draft-<id>")
    reason = serializers.CharField()
    by = serializers.CharField(help_text="Sign-in name")
    at = serializers.DateTimeField()


class SetAsidePageSerializer(PageSerializer):
    """A page of orders that are set aside."""

    results = SetAsideSerializer(many=True)


class SetAsideInputSerializer(serializers.Serializer):
    """An order to be set aside."""

    order = serializers.CharField(max_length=40, help_text="Order number, or draft-<id>")
    reason = serializers.CharField(max_length=500)


class ReleaseInputSerializer(serializers.Serializer):
    """What became of it, if there is anything to say."""

    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
