"""Shapes of progress letters over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from orders.service.letters.models import ProgressLetter


class ProgressLetterSerializer(serializers.Serializer):
    """A progress letter. People are sign-in names."""

    id = serializers.IntegerField()
    customer = serializers.CharField(help_text="Customer code")
    state = serializers.ChoiceField(ProgressLetter.State.choices)
    owner = serializers.CharField()
    language = serializers.CharField()
    recipient = serializers.CharField(help_text="Masked or empty for who does not see contacts")
    subject = serializers.CharField()
    text = serializers.CharField()
    drafted_at = serializers.DateTimeField()
    sent_by = serializers.CharField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ProgressLetterPageSerializer(PageSerializer):
    """A page of progress letters, the newest first."""

    results = ProgressLetterSerializer(many=True)


class ProgressLetterDraftSerializer(serializers.Serializer):
    """To whom a letter is drafted."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")


class ProgressLetterWordsSerializer(serializers.Serializer):
    """The words of a draft."""

    subject = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=20_000)


class ProgressLetterSendSerializer(serializers.Serializer):
    """Where it goes."""

    recipient = serializers.EmailField()
