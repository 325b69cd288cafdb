"""Shapes of the progress report in the API."""

from rest_framework import serializers

from orders.order.states import Stage
from tasks.scheduling.choices import Cause
from tasks.task.states import State


class LineProgressSerializer(serializers.Serializer):
    """How far a line is."""

    line_no = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    ordered = serializers.DecimalField(max_digits=16, decimal_places=4)
    shipped = serializers.DecimalField(max_digits=16, decimal_places=4)
    signed = serializers.DecimalField(max_digits=16, decimal_places=4)
    work_done = serializers.IntegerField(allow_null=True, help_text="Percent; null: no tasks")
    promised_date = serializers.DateField(allow_null=True)
    late_days = serializers.IntegerField()


class PhaseProgressSerializer(serializers.Serializer):
    """How far a phase is."""

    name = serializers.CharField()
    target = serializers.CharField()
    target_date = serializers.DateField(allow_null=True)
    tasks = serializers.IntegerField()
    done = serializers.IntegerField()
    end = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()


class TaskProgressSerializer(serializers.Serializer):
    """How far a task is."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    line_no = serializers.IntegerField(allow_null=True)
    department = serializers.CharField(help_text="Code")
    owner = serializers.CharField(allow_null=True, help_text="Sign-in name")
    state = serializers.ChoiceField(State.choices)
    progress = serializers.IntegerField()
    planned_end = serializers.DateField(allow_null=True)


class ReportMoveSerializer(serializers.Serializer):
    """A planned day that moved."""

    task = serializers.CharField(allow_null=True)
    before = serializers.DateField()
    after = serializers.DateField()
    days = serializers.IntegerField()
    cause = serializers.ChoiceField(Cause.choices)
    words = serializers.CharField()
    is_told = serializers.BooleanField()


class ProgressReportSerializer(serializers.Serializer):
    """How far an order is."""

    order = serializers.CharField()
    stage = serializers.ChoiceField(Stage.choices)
    at = serializers.DateTimeField()
    progress = serializers.IntegerField(allow_null=True)
    tasks_all = serializers.IntegerField()
    tasks_done = serializers.IntegerField()
    tasks_late = serializers.IntegerField()
    tasks_blocked = serializers.IntegerField()
    promised_date = serializers.DateField(allow_null=True)
    planned_end = serializers.DateField(allow_null=True)
    open_exceptions = serializers.IntegerField()
    lines = LineProgressSerializer(many=True)
    phases = PhaseProgressSerializer(many=True)
    tasks = TaskProgressSerializer(many=True)
    moves = ReportMoveSerializer(many=True)
