"""Shapes of letters about changes over the API."""

from rest_framework import serializers

from common.api.fields import MomentField
from orders.answers.asking import LANGUAGES
from orders.answers.choices import HAND_CHOICES, Method
from orders.changes.choices import LetterState


class LetterRowSerializer(serializers.Serializer):
    """A place that changes by an option, in words: what it is, what it was, what it becomes."""

    label = serializers.CharField()  # type: ignore[assignment]
    old = serializers.CharField()
    new = serializers.CharField()


class LetterOptionSerializer(serializers.Serializer):
    """What the customer may choose; the first is the request as it stands."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()
    rows = LetterRowSerializer(many=True)
    total = serializers.CharField(help_text="The order's amount then, in words")
    day = serializers.CharField(help_text="YYYY-MM-DD by which all of it is there; empty: not known")


class LetterDraftSerializer(serializers.Serializer):
    """A letter as it would be sent now."""

    subject = serializers.CharField()
    text = serializers.CharField()
    options = LetterOptionSerializer(many=True)


class LetterQuestionSerializer(serializers.Serializer):
    """What the customer asked back."""

    text = serializers.CharField()
    name = serializers.CharField()
    at = serializers.DateTimeField()


class ChangeLetterSerializer(LetterDraftSerializer):
    """A letter to the customer about a change, and his answer."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(LetterState.choices)
    is_current = serializers.BooleanField(help_text="false: over, or the request changed since")
    method = serializers.ChoiceField(Method.choices)
    language = serializers.CharField()
    recipient = serializers.CharField(help_text="Mail address it was sent to")
    asked_by = serializers.CharField(help_text="Sign-in name")
    asked_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True, help_text="First opened, by a person or a mail scanner")
    questions = LetterQuestionSerializer(many=True)
    chosen = serializers.CharField(help_text="Key of the option; empty: none")
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = serializers.CharField(help_text="The name that was written")
    recorded_by = serializers.CharField(allow_null=True, help_text="Who recorded an answer that came in another way")
    words = serializers.CharField(help_text="What he said, or why the letter was taken back")
    said_at = serializers.DateTimeField(allow_null=True, help_text="When he said what was recorded by hand")
    evidence = serializers.CharField(help_text="What proves it in words")
    content_hash = serializers.CharField(help_text="SHA-256 of what the request asked for")
    proof_hash = serializers.CharField(help_text="SHA-256 of what was shown and answered")
    version = serializers.IntegerField()


class LetterInputSerializer(serializers.Serializer):
    """A letter to send. What is left out is as drafted."""

    recipient = serializers.EmailField()
    language = serializers.ChoiceField(LANGUAGES, required=False)
    subject = serializers.CharField(max_length=200, required=False, allow_blank=True)
    text = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    keys = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=10,
        help_text="Which of the drafted options he is offered beside the request; left out: all",
    )
    days = serializers.IntegerField(min_value=1, max_value=90, required=False)


class LetterAnswerInputSerializer(serializers.Serializer):
    """What the customer said in another way than by the link."""

    method = serializers.ChoiceField(HAND_CHOICES)
    chosen = serializers.CharField(
        max_length=40, allow_blank=True, help_text="Key of the option that he agrees to; empty: he declines"
    )
    name = serializers.CharField(max_length=80, help_text="Who answered")
    words = serializers.CharField(max_length=500, required=False, allow_blank=True)
    said_at = MomentField(required=False, help_text="When he said it")
    evidence = serializers.CharField(
        max_length=300,
        required=False,
        allow_blank=True,
        help_text="Proof in words: number or address he told it from. An agreement needs said_at and this, or a file",
    )
    file = serializers.FileField(required=False, help_text="Proof, in a multipart body")
