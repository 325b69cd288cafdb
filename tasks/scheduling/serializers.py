"""Shapes of the schedule over the API."""

from typing import Any

from rest_framework import serializers

from tasks.scheduling.choices import Cause, What
from tasks.scheduling.conflicts import How
from tasks.scheduling.models import Absence

_HOURS: Any = {"max_digits": 9, "decimal_places": 2}


class TaskMoveInputSerializer(serializers.Serializer):
    """Other days for a task."""

    start = serializers.DateField(required=False, help_text="Without it the task begins as it did")
    end = serializers.DateField(required=False, help_text="Without it the task stays as long as it is")
    cause = serializers.ChoiceField(choices=Cause.choices, default=Cause.OTHER)
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class OrderScheduleInputSerializer(serializers.Serializer):
    """How the tasks of an order are dated anew."""

    backward = serializers.BooleanField(default=False, help_text="As late as the promises allow")
    frees = serializers.BooleanField(default=False, help_text="Also what was fixed by hand")
    cause = serializers.ChoiceField(choices=Cause.choices, default=Cause.OTHER)
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class TaskShiftSerializer(serializers.Serializer):
    """A task that moves."""

    task = serializers.IntegerField()
    title = serializers.CharField()
    old_start = serializers.DateField(allow_null=True)
    old_end = serializers.DateField(allow_null=True)
    new_start = serializers.DateField(allow_null=True)
    new_end = serializers.DateField(allow_null=True)
    days = serializers.IntegerField(help_text="Days of work by which its end moves")


class LinePromiseSerializer(serializers.Serializer):
    """What becomes of the promise of a line."""

    line_no = serializers.IntegerField()
    due = serializers.DateField(help_text="The day on which its goods have to leave")
    old_end = serializers.DateField()
    new_end = serializers.DateField()
    before = serializers.IntegerField(help_text="Days of work that were left; below zero: too late")
    after = serializers.IntegerField()
    is_broken = serializers.BooleanField()


class OverloadSerializer(serializers.Serializer):
    """A day on which somebody would have too much to do."""

    person = serializers.CharField(help_text="Sign-in name")
    day = serializers.DateField()
    hours = serializers.DecimalField(**_HOURS)
    capacity = serializers.DecimalField(**_HOURS)
    is_away = serializers.BooleanField()


class BrokenTaskLinkSerializer(serializers.Serializer):
    """A task with fixed days that would begin before another one lets it."""

    before = serializers.IntegerField()
    after = serializers.IntegerField()


class ScheduleConsequencesSerializer(serializers.Serializer):
    """What a move would do; nothing is written."""

    is_harmless = serializers.BooleanField()
    slack_days = serializers.IntegerField(allow_null=True)
    tasks = TaskShiftSerializer(many=True)
    promises = LinePromiseSerializer(many=True)
    overloads = OverloadSerializer(many=True)
    broken_links = BrokenTaskLinkSerializer(many=True)


class TaskDaysSerializer(serializers.Serializer):
    """The days of a task as they stand now."""

    id = serializers.IntegerField()
    planned_start = serializers.DateField(allow_null=True)
    planned_end = serializers.DateField(allow_null=True)
    work_days = serializers.IntegerField()
    is_fixed = serializers.BooleanField()
    slack_days = serializers.IntegerField(allow_null=True)
    is_critical = serializers.BooleanField()
    key_reasons = serializers.ListField(child=serializers.CharField())
    version = serializers.IntegerField()


class OrderPhaseSerializer(serializers.Serializer):
    """A phase of an order."""

    phase = serializers.CharField(help_text="Code")
    name = serializers.CharField()
    target_date = serializers.DateField(allow_null=True)
    target = serializers.CharField()
    is_by_hand = serializers.BooleanField()
    expected = serializers.DateField(allow_null=True, help_text="The last planned end of its tasks")
    tasks = serializers.IntegerField()
    done = serializers.IntegerField()
    days_late = serializers.IntegerField()
    reached_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class PhaseTargetSerializer(serializers.Serializer):
    """Until when a phase is to be reached."""

    target_date = serializers.DateField(allow_null=True, help_text="null: the day of its tasks")
    target = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    cause = serializers.ChoiceField(choices=Cause.choices, default=Cause.OTHER)
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class DateMoveSerializer(serializers.Serializer):
    """A row of the delay ledger."""

    id = serializers.IntegerField()
    order = serializers.CharField()
    line_no = serializers.IntegerField(allow_null=True)
    what = serializers.ChoiceField(choices=What.choices)
    task = serializers.IntegerField(allow_null=True)
    title = serializers.CharField()
    before = serializers.DateField()
    after = serializers.DateField()
    days = serializers.IntegerField(help_text="Days of work; below zero: earlier")
    cause = serializers.ChoiceField(choices=Cause.choices)
    words = serializers.CharField()
    department = serializers.CharField(allow_null=True, help_text="Code of the one that the days count against")
    is_told = serializers.BooleanField()
    told_by = serializers.CharField(allow_null=True)
    told_at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()


class DateMovePageSerializer(serializers.Serializer):
    """A page of the ledger."""

    count = serializers.IntegerField()
    count_is_estimate = serializers.BooleanField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = DateMoveSerializer(many=True)


class DateMoveSumSerializer(serializers.Serializer):
    """Moves of one cause, or against one department."""

    key = serializers.CharField(allow_null=True)
    count = serializers.IntegerField()
    days_later = serializers.IntegerField()
    days_earlier = serializers.IntegerField()
    told = serializers.IntegerField()


class DateMoveFiguresSerializer(serializers.Serializer):
    """The ledger summed."""

    by_cause = DateMoveSumSerializer(many=True)
    by_department = DateMoveSumSerializer(many=True)


class DateMoveToldInputSerializer(serializers.Serializer):
    """Whether the customer was told."""

    is_told = serializers.BooleanField()


class WorkingHoursInputSerializer(serializers.Serializer):
    """How many hours a day somebody works on tasks from a day on."""

    user = serializers.CharField(max_length=60, help_text="Sign-in name")
    since = serializers.DateField()
    hours_a_day = serializers.DecimalField(max_digits=4, decimal_places=2, min_value=0, max_value=24)


class WorkingHoursSerializer(WorkingHoursInputSerializer):
    """Working hours of a person."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()


class AbsenceChangeSerializer(serializers.Serializer):
    """What of an absence is changed; what is left out stays."""

    kind = serializers.ChoiceField(choices=Absence.Kind.choices, required=False)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
    hours_a_day = serializers.DecimalField(
        max_digits=4, decimal_places=2, min_value=0, max_value=24, required=False, help_text="That are left"
    )
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class AbsenceInputSerializer(AbsenceChangeSerializer):
    """A new absence."""

    user = serializers.CharField(max_length=60, help_text="Sign-in name")
    first = serializers.DateField()
    last = serializers.DateField()


class AbsenceSerializer(serializers.Serializer):
    """When somebody is away."""

    id = serializers.IntegerField()
    user = serializers.CharField(help_text="Sign-in name")
    kind = serializers.ChoiceField(choices=Absence.Kind.choices)
    first = serializers.DateField()
    last = serializers.DateField()
    hours_a_day = serializers.DecimalField(**_HOURS)
    note = serializers.CharField()
    entered_by = serializers.CharField()
    version = serializers.IntegerField()


class AbsencePageSerializer(serializers.Serializer):
    """A page of absences."""

    count = serializers.IntegerField()
    count_is_estimate = serializers.BooleanField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = AbsenceSerializer(many=True)


class ScheduleSolutionSerializer(serializers.Serializer):
    """What helps."""

    how = serializers.ChoiceField(choices=How.choices)
    task = serializers.IntegerField(allow_null=True)
    person = serializers.CharField(allow_null=True)
    day = serializers.DateField(allow_null=True, help_text="From which the task would begin")
    days = serializers.IntegerField()
    hours = serializers.DecimalField(**_HOURS)
    free = serializers.DecimalField(**_HOURS)


class LineConflictSerializer(serializers.Serializer):
    """A line whose work ends after the day on which its goods have to leave."""

    order = serializers.CharField()
    line_no = serializers.IntegerField()
    due = serializers.DateField()
    end = serializers.DateField()
    days = serializers.IntegerField()
    causes = serializers.ListField(child=serializers.IntegerField(), help_text="Tasks in its way")
    solutions = ScheduleSolutionSerializer(many=True)


class PersonConflictSerializer(serializers.Serializer):
    """A week in which somebody has more than fits in."""

    person = serializers.CharField()
    week = serializers.DateField()
    hours = serializers.DecimalField(**_HOURS)
    capacity = serializers.DecimalField(**_HOURS)
    is_away = serializers.BooleanField()
    tasks = serializers.ListField(child=serializers.IntegerField())
    solutions = ScheduleSolutionSerializer(many=True)


class ScheduleConflictsSerializer(serializers.Serializer):
    """Where capacity and promises do not go together."""

    lines = LineConflictSerializer(many=True)
    people = PersonConflictSerializer(many=True)
