"""Shapes of what customers said, in the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from customers.voice.models import CustomerNote


class CustomerNoteSerializer(serializers.Serializer):
    """Something a customer said. People are sign-in names."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(CustomerNote.Kind.choices)
    order_number = serializers.CharField(help_text="Order it is about; empty: none")
    text = serializers.CharField()
    score = serializers.IntegerField(allow_null=True, help_text="1 to 5, of a satisfaction")
    due_date = serializers.DateField(allow_null=True)
    responsible = serializers.CharField(allow_null=True)
    answer = serializers.CharField()
    answered_by = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    done_by = serializers.CharField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    provider = serializers.CharField(help_text="The system that sent it; empty: a person")
    external_id = serializers.CharField(help_text="Its own number there")
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    withdrawn_by = serializers.CharField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True, help_text="It counts no more")
    withdrawn_reason = serializers.CharField()
    version = serializers.IntegerField()


class CustomerNotePageSerializer(PageSerializer):
    """A page of notes, the newest first."""

    results = CustomerNoteSerializer(many=True)


class CustomerNoteInputSerializer(serializers.Serializer):
    """A new note."""

    kind = serializers.ChoiceField(CustomerNote.Kind.choices)
    text = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    order_number = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    score = serializers.IntegerField(min_value=1, max_value=5, required=False, allow_null=True, default=None)
    due_date = serializers.DateField(required=False, allow_null=True, default=None, help_text="Follow up by")
    responsible = serializers.CharField(
        max_length=150, required=False, allow_null=True, default=None, help_text="Sign-in name; you, when left out"
    )
    provider = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        default="",
        help_text="The system that says so; needed with external_id",
    )
    external_id = serializers.CharField(
        max_length=100,
        required=False,
        allow_blank=True,
        default="",
        help_text="Its own number of it: accepted once; the same content again answers how it stands",
    )


class CustomerNoteAnswerSerializer(serializers.Serializer):
    """What the customer was told."""

    answer = serializers.CharField(max_length=10_000)


class VoiceFactsSerializer(serializers.Serializer):
    """What a customer's words come to from ``since`` on."""

    customer = serializers.CharField(help_text="Customer code")
    answers = serializers.IntegerField(help_text="How often he said how content he is")
    average = serializers.CharField(allow_null=True, help_text="1 to 5")
    lowest = serializers.IntegerField(allow_null=True)
    last_answer_at = serializers.DateTimeField(allow_null=True)
    complaints = serializers.IntegerField(help_text="Without those that were found not justified")
    orders = serializers.IntegerField(help_text="That took effect")
    since = serializers.DateField(allow_null=True)
    counted_at = serializers.DateTimeField(allow_null=True)
