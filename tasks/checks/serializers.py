"""Shapes of checks, corrective actions and cadences over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from tasks.checks.models import ProgressCheck
from tasks.task.states import State

NAME = "Sign-in name"
STATES = [choice for choice in ProgressCheck.State.choices if choice[0] != "CANCELLED"]


class CorrectiveActionSerializer(serializers.Serializer):
    """What is done about a problem: a task, by its key; its other verbs are those of ``tasks/``."""

    id = serializers.IntegerField(help_text="Of the task")
    order = serializers.CharField(help_text="Order number")
    action = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    owner = serializers.CharField(help_text=NAME)
    due_date = serializers.DateField()
    done_at = serializers.DateTimeField(allow_null=True)
    done_by = serializers.CharField(allow_null=True, help_text=NAME)
    result = serializers.CharField()
    version = serializers.IntegerField()


class CorrectiveActionPageSerializer(PageSerializer):
    """Corrective actions, a page of them."""

    results = CorrectiveActionSerializer(many=True)


class ProgressCheckSerializer(serializers.Serializer):
    """A check of an order."""

    id = serializers.IntegerField()
    order = serializers.CharField(help_text="Order number")
    state = serializers.ChoiceField(choices=STATES)
    due_date = serializers.DateField()
    owner = serializers.CharField(allow_null=True, help_text="Who checks: sign-in name")
    cadence = serializers.CharField(allow_null=True, help_text="By which row of the table; null: beside it")
    progress = serializers.IntegerField(allow_null=True)
    problem = serializers.ChoiceField(choices=ProgressCheck.Problem.choices, allow_blank=True)
    words = serializers.CharField()
    facts = serializers.DictField(help_text="How tasks and promises stood then")
    checked_by = serializers.CharField(allow_null=True, help_text=NAME)
    checked_at = serializers.DateTimeField(allow_null=True)
    missed_at = serializers.DateTimeField(allow_null=True)
    actions = CorrectiveActionSerializer(many=True)
    version = serializers.IntegerField()


class ProgressCheckPageSerializer(PageSerializer):
    """Checks, a page of them."""

    results = ProgressCheckSerializer(many=True)


class CorrectiveActionInputSerializer(serializers.Serializer):
    """What is to be done, by whom, until when."""

    action = serializers.CharField(max_length=300)
    owner = serializers.CharField(max_length=60, help_text=NAME)
    due_date = serializers.DateField()


class ProgressCheckInputSerializer(serializers.Serializer):
    """How an order stands."""

    order = serializers.CharField(max_length=40, help_text="Order number")
    progress = serializers.IntegerField(
        min_value=0, max_value=100, required=False, help_text="Percent; left out: as its tasks say"
    )
    problem = serializers.ChoiceField(
        choices=ProgressCheck.Problem.choices, required=False, allow_blank=True, help_text="Empty: all is well"
    )
    words = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    actions = CorrectiveActionInputSerializer(many=True, required=False, help_text="Needed with a problem")


class ProgressCheckMoveSerializer(serializers.Serializer):
    """Another day, or somebody else."""

    due_date = serializers.DateField()
    owner = serializers.CharField(max_length=60, help_text=NAME)
    reason = serializers.CharField(max_length=200)


class ActionResultSerializer(serializers.Serializer):
    """What came of it."""

    result = serializers.CharField(max_length=300)


class CheckCadenceChangeSerializer(serializers.Serializer):
    """What of a cadence is set; what is left out stays."""

    name = serializers.CharField(max_length=80, required=False)
    for_urgent = serializers.BooleanField(required=False)
    for_complex = serializers.BooleanField(required=False)
    every_days = serializers.IntegerField(
        min_value=1, max_value=250, required=False, help_text="Days of work between two checks"
    )
    rank = serializers.IntegerField(min_value=0, max_value=999, required=False)
    is_active = serializers.BooleanField(required=False)


class CheckCadenceSerializer(serializers.Serializer):
    """How often orders are checked: the first that holds counts."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    condition = serializers.CharField(allow_null=True, help_text="Name of a saved condition; null: none")
    for_urgent = serializers.BooleanField()
    for_complex = serializers.BooleanField()
    every_days = serializers.IntegerField()
    rank = serializers.IntegerField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()
