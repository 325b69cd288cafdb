"""Shapes of customers' questions over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from customers.voice.operations import ASKING

KINDS = [(one.value, one.label) for one in ASKING]


class CustomerQuestionSerializer(serializers.Serializer):
    """Something that a customer asked or suggested. People are sign-in names."""

    id = serializers.IntegerField(help_text="Of the note of the customer that it is")
    kind = serializers.ChoiceField(KINDS)
    customer = serializers.CharField(help_text="Customer code")
    order = serializers.CharField(allow_null=True, help_text="Order number, where it is about one")
    text = serializers.CharField()
    is_from_page = serializers.BooleanField(help_text="He wrote it himself on his page")
    name = serializers.CharField(help_text="The name that was written there")
    asked_at = serializers.DateTimeField()
    due_date = serializers.DateField(allow_null=True, help_text="By when he is to be answered")
    is_waiting = serializers.BooleanField()
    is_late = serializers.BooleanField()
    responsible = serializers.CharField(allow_null=True, help_text="Who answers")
    answer = serializers.CharField()
    answered_by = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    told_at = serializers.DateTimeField(allow_null=True, help_text="When the mail with the answer went to him")
    version = serializers.IntegerField()


class CustomerQuestionPageSerializer(PageSerializer):
    """A keyset page of them."""

    results = CustomerQuestionSerializer(many=True)


class CustomerQuestionAnswerSerializer(serializers.Serializer):
    """What he is told."""

    answer = serializers.CharField(max_length=4000)
