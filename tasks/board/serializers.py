"""Shapes of boards, calendars and loads in the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from tasks.board.columns import COLUMNS
from tasks.task.states import State


def _hours() -> QuantityField:
    return QuantityField(max_digits=12, decimal_places=2)


class BoardColumnSerializer(serializers.Serializer):
    """A column of the board with how many tasks stand in it."""

    column = serializers.ChoiceField(choices=[(key, str(key)) for key in COLUMNS])
    count = serializers.IntegerField()


class TaskBoardSerializer(serializers.Serializer):
    """How many tasks stand in which column; what is done counts for two weeks."""

    columns = BoardColumnSerializer(many=True)
    open = serializers.IntegerField(help_text="Those that are still to be done")


class DayTaskSerializer(serializers.Serializer):
    """A task on one of its days."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    order = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    hours = _hours()
    begins = serializers.BooleanField()
    ends = serializers.BooleanField()
    late = serializers.BooleanField(help_text="It should have ended before; it stands on today")


class TaskDaySerializer(serializers.Serializer):
    """A day of a person; hours count all his tasks, also those that you may not see."""

    day = serializers.DateField()
    is_workday = serializers.BooleanField()
    hours = _hours()
    capacity = _hours()
    is_away = serializers.BooleanField()
    tasks = DayTaskSerializer(many=True)


class TaskCalendarSerializer(serializers.Serializer):
    """The days of a person."""

    person = serializers.CharField(help_text="Sign-in name")
    days = TaskDaySerializer(many=True)


class LoadStepSerializer(serializers.Serializer):
    """Hours planned and possible on a day, or in the week that begins with it."""

    day = serializers.DateField()
    hours = _hours()
    capacity = _hours()


class LoadLineSerializer(serializers.Serializer):
    """A person or a department."""

    department = serializers.CharField(allow_blank=True, help_text="Code of the department")
    person = serializers.CharField(allow_blank=True, help_text="Sign-in name; empty for the department as a whole")
    hours = _hours()
    capacity = _hours()
    steps = LoadStepSerializer(many=True)


class TaskLoadSerializer(serializers.Serializer):
    """How busy people and departments are; up to three weeks by day of work, more by week."""

    first = serializers.DateField()
    last = serializers.DateField()
    lines = LoadLineSerializer(many=True)


_SHOWS = "What it shows: tasks, contacts (planned with customers), reminders"


class TaskFeedSerializer(serializers.Serializer):
    """The address under which your calendar program reads your days (iCalendar)."""

    url = serializers.CharField(allow_blank=True, help_text="Empty: there is none")
    shows = serializers.ListField(child=serializers.CharField(), help_text=_SHOWS)
    issued_at = serializers.DateTimeField(allow_null=True)
    valid_until = serializers.DateTimeField(allow_null=True)


class TaskFeedMakeSerializer(serializers.Serializer):
    """What a new address shows."""

    shows = serializers.ListField(
        child=serializers.CharField(max_length=40),
        max_length=20,
        required=False,
        help_text=f"{_SHOWS}; without it what the one before showed, all where there was none",
    )


class TaskFeedChoiceSerializer(serializers.Serializer):
    """What your calendar shows from now on."""

    shows = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20, help_text=_SHOWS)
