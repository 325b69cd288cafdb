"""Shapes of confirmations of statements over the API."""

from rest_framework import serializers

from common.api.fields import MomentField
from orders.answers.asking import LANGUAGES
from orders.collecting.choices import BY_HAND, Method
from orders.collecting.confirming.models import StatementConfirmation
from orders.collecting.serializers import StatementSerializer


class StatementConfirmationSerializer(serializers.Serializer):
    """A question to a customer about a statement, and his answer."""

    state = serializers.ChoiceField(StatementConfirmation.State.choices)
    method = serializers.ChoiceField(Method.choices)
    recipient = serializers.CharField(help_text="Mail address it was sent to")
    language = serializers.CharField()
    note = serializers.CharField()
    asked_by = serializers.CharField(help_text="Sign-in name")
    asked_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True, help_text="First opened, by a person or a mail scanner")
    url = serializers.CharField(help_text="Address of the customer's page; empty once it opens nothing")
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = serializers.CharField(help_text="The name that was written")
    recorded_by = serializers.CharField(allow_null=True, help_text="Who recorded an answer that came in another way")
    words = serializers.CharField(help_text="What he said, or why the question was taken back")
    case = serializers.CharField(allow_null=True, help_text="Number of the exception that his objection opened")
    said_at = serializers.DateTimeField(allow_null=True, help_text="When he said what was recorded by hand")
    evidence = serializers.CharField(help_text="What proves it in words")
    content_hash = serializers.CharField(help_text="SHA-256 of what the statement said as he was asked")
    proof_hash = serializers.CharField(help_text="SHA-256 of the statement's sums and content, and the answer")


class ConfirmedStatementSerializer(StatementSerializer):
    """A statement with what its customer was asked and said, newest first."""

    confirmations = StatementConfirmationSerializer(many=True)


class StatementAskInputSerializer(serializers.Serializer):
    """Whom to ask, and how."""

    recipient = serializers.EmailField()
    language = serializers.ChoiceField(LANGUAGES, required=False)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    days = serializers.IntegerField(min_value=1, max_value=90, required=False)


class StatementAnswerInputSerializer(serializers.Serializer):
    """What the customer said by phone, mail, chat, visit or on paper."""

    method = serializers.ChoiceField([(one.value, one.label) for one in BY_HAND])
    is_confirmed = serializers.BooleanField()
    name = serializers.CharField(max_length=80, help_text="Who answered")
    words = serializers.CharField(max_length=500, required=False, allow_blank=True, help_text="An objection needs them")
    order = serializers.CharField(
        max_length=30, required=False, allow_blank=True, help_text="Order that he objects to, one that it names"
    )
    said_at = MomentField(required=False, help_text="When he said it")
    evidence = serializers.CharField(
        max_length=300,
        required=False,
        allow_blank=True,
        help_text="Proof in words: number or address he told it from. A confirmation needs said_at and this, or a file",
    )
    file = serializers.FileField(required=False, help_text="Proof, in a multipart body")
