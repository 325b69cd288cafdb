"""Shapes of webhooks over the API. A secret is in the answer to the call that made it, and nowhere else."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from integration.webhooks.operations import LONGEST_OVERLAP
from integration.webhooks.states import State, Trigger


class WebhookSerializer(serializers.Serializer):
    """A webhook as it stands."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    url = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField(), help_text="Patterns; empty: all that the reader sees")
    subject = serializers.CharField(help_text="As the feed takes it; empty: anything")
    reader = serializers.CharField(help_text="User name: what this person sees is sent")
    state = serializers.ChoiceField(State.choices)
    position = serializers.IntegerField(help_text="Everything up to this place of the feed was taken")
    behind = serializers.IntegerField(help_text="Places of the feed after it, of all kinds")
    failures = serializers.IntegerField(help_text="Of the event that is next")
    due_at = serializers.DateTimeField(allow_null=True, help_text="Not tried again before")
    last_taken_at = serializers.DateTimeField(allow_null=True)
    last_error = serializers.CharField(help_text="Code, or HTTP and the status; empty after a success")
    old_secret_until = serializers.DateTimeField(
        allow_null=True, help_text="Until then the secret before signs as well"
    )
    version = serializers.IntegerField()


class WebhookSecretSerializer(WebhookSerializer):
    """A webhook with the secret that was just made."""

    secret = serializers.CharField(help_text="Told this once: keep it")


class WebhookPageSerializer(PageSerializer):
    """A page of webhooks."""

    results = WebhookSerializer(many=True)


class WebhookChangeSerializer(serializers.Serializer):
    """What of a webhook may be changed; what is left out stays."""

    name = serializers.CharField(max_length=80, required=False)
    url = serializers.CharField(max_length=500, required=False)
    kinds = serializers.ListField(
        child=serializers.CharField(max_length=80), max_length=100, required=False, help_text="Like `order.*`"
    )
    subject = serializers.CharField(max_length=120, required=False, allow_blank=True)


class WebhookInputSerializer(WebhookChangeSerializer):
    """A new webhook; it is read as the caller."""

    name = serializers.CharField(max_length=80)
    url = serializers.CharField(max_length=500)


class RotateInputSerializer(serializers.Serializer):
    """A new secret."""

    hours = serializers.IntegerField(
        min_value=0, max_value=LONGEST_OVERLAP, default=24, help_text="How long the secret before signs beside it"
    )


class ResumeInputSerializer(serializers.Serializer):
    """How to go on."""

    from_now = serializers.BooleanField(default=False, help_text="Leave out what happened meanwhile")


class PlaceInputSerializer(serializers.Serializer):
    """Where to go on."""

    position = serializers.IntegerField(min_value=0, max_value=2**62, help_text="What comes after this place is sent")


class ResendInputSerializer(serializers.Serializer):
    """What is sent once more."""

    attempt = serializers.IntegerField(min_value=1, max_value=2**62, help_text="Its id in the log")


class WebhookAttemptSerializer(serializers.Serializer):
    """Something that was sent, or waits to be."""

    id = serializers.IntegerField()
    trigger = serializers.ChoiceField(Trigger.choices)
    kind = serializers.CharField()
    position = serializers.IntegerField(allow_null=True)
    event_id = serializers.IntegerField(allow_null=True)
    subject_number = serializers.CharField()
    asked_at = serializers.DateTimeField()
    tried_at = serializers.DateTimeField(allow_null=True, help_text="null: it waits")
    number = serializers.IntegerField(help_text="Which try of this event")
    is_taken = serializers.BooleanField()
    status = serializers.IntegerField(allow_null=True, help_text="Of the answer")
    reason = serializers.CharField(help_text="Why there was none, as a code")
    ms = serializers.IntegerField(allow_null=True)
    answer = serializers.CharField(help_text="How the answer began")


class WebhookAttemptPageSerializer(PageSerializer):
    """A page of what was sent, the last first."""

    results = WebhookAttemptSerializer(many=True)
