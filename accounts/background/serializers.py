"""Shapes of work in the background over the API."""

from rest_framework import serializers

from accounts.background.sends import Decision
from common.api.paging import PageSerializer
from common.models import Job, OutboxMessage


class WorkEffectSerializer(serializers.Serializer):
    """What beginning it again, or leaving it, would do now."""

    does = serializers.ListField(child=serializers.CharField(), help_text="What is done")
    keeps = serializers.ListField(child=serializers.CharField(), help_text="What stays, and is not repeated")
    warning = serializers.CharField(allow_blank=True)
    obstacle = serializers.CharField(allow_blank=True, help_text="Why it cannot be done; empty: it can")


class BackgroundJobSerializer(serializers.Serializer):
    """A piece of work in the background."""

    id = serializers.CharField(help_text="Its table and number, as `job-12`")
    kind = serializers.CharField()
    title = serializers.CharField()
    what = serializers.CharField(allow_blank=True, help_text="Which list, file or report")
    state = serializers.ChoiceField(Job.State.choices)
    is_silent = serializers.BooleanField(help_text="It runs, and its worker gave no sign for too long")
    asked_by = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    stage = serializers.CharField(allow_blank=True)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    error = serializers.CharField(allow_blank=True)


class BackgroundJobDetailSerializer(BackgroundJobSerializer):
    """The same, with what could be done about it."""

    again = WorkEffectSerializer()
    cancel = WorkEffectSerializer()


class BackgroundJobPageSerializer(serializers.Serializer):
    """A page of works, newest first."""

    results = BackgroundJobSerializer(many=True)
    next = serializers.CharField(allow_blank=True, help_text="`after` of the next page; empty at the end")


class BackgroundRetryInputSerializer(serializers.Serializer):
    """Failures of one kind that are begun again."""

    kind = serializers.CharField(max_length=80)
    ids = serializers.ListField(child=serializers.CharField(max_length=60), min_length=1, max_length=200)


class BackgroundRefusedSerializer(serializers.Serializer):
    """One that was not begun again."""

    id = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class BackgroundRetrySerializer(serializers.Serializer):
    """What became of each."""

    done = serializers.ListField(child=serializers.CharField())
    refused = BackgroundRefusedSerializer(many=True)


class TimetableLineSerializer(serializers.Serializer):
    """A job of the timetable: how it went last and when it is next."""

    key = serializers.CharField()
    title = serializers.CharField()
    began_at = serializers.DateTimeField(allow_null=True)
    good_at = serializers.DateTimeField(allow_null=True, help_text="When it came to its end without a fault last")
    seconds = serializers.FloatField(allow_null=True)
    failures = serializers.IntegerField(help_text="How many times in a row it failed")
    error = serializers.CharField(allow_blank=True)
    next_at = serializers.DateTimeField()
    is_late = serializers.BooleanField()


class DoubtfulMessageSerializer(serializers.Serializer):
    """A message of which nobody knows whether it arrived (DOUBTFUL), or that was refused (FAILED)."""

    id = serializers.IntegerField()
    topic = serializers.CharField()
    title = serializers.CharField()
    what = serializers.CharField(allow_blank=True)
    recipient = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(OutboxMessage.State.choices)
    attempts = serializers.IntegerField()
    claimed_at = serializers.DateTimeField(allow_null=True, help_text="When it was tried last")
    error = serializers.CharField(allow_blank=True)
    evidence = serializers.ListField(child=serializers.CharField(), help_text="What speaks for or against its arrival")


class DoubtfulMessagePageSerializer(PageSerializer):
    """A page of them, newest first."""

    results = DoubtfulMessageSerializer(many=True)


class SendDecisionInputSerializer(serializers.Serializer):
    """What a person decides about messages. `again` may reach a reader twice."""

    decision = serializers.ChoiceField([one.value for one in Decision])
    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=100)


class SendDecisionRefusedSerializer(serializers.Serializer):
    """One that was not decided."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    message = serializers.CharField()


class SendDecisionSerializer(serializers.Serializer):
    """What became of each."""

    done = serializers.ListField(child=serializers.IntegerField())
    refused = SendDecisionRefusedSerializer(many=True)
