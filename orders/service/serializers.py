"""Shapes of customers' confirmations in the API."""

from rest_framework import serializers

from common.api.fields import MomentField
from common.api.paging import PageSerializer
from orders.answers.choices import HAND_CHOICES
from orders.checking.choices import ErrorKind
from orders.service.choices import Method, State

LANGUAGES = ["zh-hans", "en"]  # of letters to customers


class QuestionSerializer(serializers.Serializer):
    """What the customer asked back."""

    text = serializers.CharField()
    name = serializers.CharField()
    at = serializers.DateTimeField()


class ConfirmationSerializer(serializers.Serializer):
    """A question to a customer about an order, and his answer."""

    id = serializers.IntegerField()
    order = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    is_current = serializers.BooleanField(help_text="false: over, or the order changed since")
    method = serializers.ChoiceField(Method.choices)
    recipient = serializers.CharField(help_text="Mail address it was sent to")
    language = serializers.CharField()
    note = serializers.CharField()
    asked_by = serializers.CharField(help_text="Sign-in name")
    asked_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True, help_text="First opened, by a person or a mail scanner")
    questions = QuestionSerializer(many=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = serializers.CharField(help_text="The name that was written")
    recorded_by = serializers.CharField(allow_null=True, help_text="Who recorded an answer that came in another way")
    reason = serializers.CharField()
    said_at = serializers.DateTimeField(allow_null=True, help_text="When he said what was recorded by hand")
    evidence = serializers.CharField(help_text="What proves it in words")
    content_hash = serializers.CharField(help_text="SHA-256 of the order's commercial content")
    proof_hash = serializers.CharField(help_text="SHA-256 of what was shown and answered")
    version = serializers.IntegerField()


class ConfirmationPageSerializer(PageSerializer):
    """A keyset page of them."""

    results = ConfirmationSerializer(many=True)


class AskCustomerSerializer(serializers.Serializer):
    """Whom to ask, and how."""

    order = serializers.CharField(max_length=30, help_text="Order number")
    recipient = serializers.EmailField()
    language = serializers.ChoiceField(LANGUAGES, required=False)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    days = serializers.IntegerField(min_value=1, max_value=90, required=False)


class CustomerAnswerSerializer(serializers.Serializer):
    """What the customer said by phone, mail, fax or on paper."""

    order = serializers.CharField(max_length=30, help_text="Order number")
    method = serializers.ChoiceField(HAND_CHOICES)
    is_accepted = serializers.BooleanField()
    name = serializers.CharField(max_length=80, help_text="Who answered")
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)
    kind = serializers.ChoiceField(ErrorKind.choices, required=False)
    said_at = MomentField(required=False, help_text="When he said it")
    evidence = serializers.CharField(
        max_length=300,
        required=False,
        allow_blank=True,
        help_text="Proof in words: number or address he told it from. An acceptance needs said_at and this, or a file",
    )
    file = serializers.FileField(required=False, help_text="Proof, in a multipart body")
