"""Shapes of tasks in the API."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from common.api.fields import QuantityField
from common.api.paging import PageSerializer
from orders.order.serializers import CustomerRefSerializer
from tasks.assigning.models import Assignment
from tasks.scheduling.choices import Cause, What
from tasks.task.choices import BlockReason, KeyReason, LinkKind, Source
from tasks.task.states import Move, State

_OPTIONAL: Any = {"required": False, "allow_blank": True, "default": ""}
_PERSON = "Sign-in name"
_LONG = 4000


def _hours(**options) -> QuantityField:
    return QuantityField(max_digits=9, decimal_places=2, **options)


class SkillAskedSerializer(serializers.Serializer):
    """A skill that a task asks for."""

    skill = serializers.CharField(max_length=20, help_text="Code of the skill")
    level = serializers.IntegerField(min_value=1, max_value=5)


class TaskInputSerializer(serializers.Serializer):
    """A task that is added by hand; the head of its department owns it until an executor is picked."""

    order = serializers.CharField(max_length=40, help_text="Order number")
    title = serializers.CharField(max_length=160)
    phase = serializers.CharField(max_length=20, help_text="Code of the phase")
    department = serializers.CharField(max_length=20, help_text="Code of the department")
    planned_start = serializers.DateField()
    planned_end = serializers.DateField()
    line_no = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    goal = serializers.CharField(max_length=300, **_OPTIONAL)
    requirements = serializers.CharField(max_length=_LONG, **_OPTIONAL)
    planned_hours = _hours(min_value=0, required=False, default=Decimal(0))
    is_milestone = serializers.BooleanField(required=False, default=False)
    is_special = serializers.BooleanField(required=False, default=False)
    skills = SkillAskedSerializer(many=True, required=False, default=list)
    after = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        required=False,
        default=list,
        max_length=100,
        help_text="Ids of tasks of the same order that have to end before it begins",
    )


class TaskChangeSerializer(serializers.Serializer):
    """What a released task says; what is left out stays."""

    title = serializers.CharField(max_length=160, required=False)
    goal = serializers.CharField(max_length=300, required=False, allow_blank=True)
    requirements = serializers.CharField(max_length=_LONG, required=False, allow_blank=True)
    planned_hours = _hours(min_value=0, required=False)
    is_milestone = serializers.BooleanField(required=False)
    is_special = serializers.BooleanField(required=False)


class TaskStartSerializer(serializers.Serializer):
    """Why it begins although something before it is still to be done."""

    reason = serializers.CharField(max_length=500, **_OPTIONAL)


class TaskProgressSerializer(serializers.Serializer):
    """How much is done, and the hours worked."""

    progress = serializers.IntegerField(min_value=0, max_value=99)
    hours = _hours(min_value=0, required=False, allow_null=True, default=None)
    day = serializers.DateField(required=False, allow_null=True, default=None, help_text="Of the hours; default: today")
    note = serializers.CharField(max_length=200, **_OPTIONAL)
    reason = serializers.CharField(
        max_length=500, help_text="Why it begins although something before it is still to be done", **_OPTIONAL
    )


class TaskHoursSerializer(serializers.Serializer):
    """Hours worked; below zero to put a mistake right."""

    hours = _hours()
    day = serializers.DateField(required=False, allow_null=True, default=None, help_text="Default: today")
    note = serializers.CharField(max_length=200, **_OPTIONAL)
    user = serializers.CharField(max_length=60, help_text="Sign-in name, of another; default: who calls", **_OPTIONAL)


class TaskBlockSerializer(serializers.Serializer):
    """What keeps a task from going on."""

    reason = serializers.ChoiceField(BlockReason.choices)
    words = serializers.CharField(max_length=300, **_OPTIONAL)


class TaskResumeSerializer(serializers.Serializer):
    """How what held it up was got out of the way."""

    words = serializers.CharField(max_length=300, **_OPTIONAL)


class TaskFinishSerializer(serializers.Serializer):
    """What came of a task; ``cause`` and ``words`` say why it ends on another day than planned."""

    result = serializers.CharField(max_length=_LONG, **_OPTIONAL)
    hours = _hours(min_value=0, required=False, allow_null=True, default=None)
    cause = serializers.ChoiceField(Cause.choices, **_OPTIONAL)
    words = serializers.CharField(max_length=300, **_OPTIONAL)


class TaskReopenSerializer(serializers.Serializer):
    """Why a done task is taken up again, and how much of it holds."""

    reason = serializers.CharField(max_length=500)
    progress = serializers.IntegerField(min_value=0, max_value=99, required=False, default=90)


class TaskHandOverSerializer(serializers.Serializer):
    """Who gets a task, and why."""

    user = serializers.CharField(max_length=60, help_text="Sign-in name of somebody of the task's department")
    reason = serializers.CharField(max_length=300)


class TaskDropSerializer(serializers.Serializer):
    """Why a task is not needed."""

    reason = serializers.CharField(max_length=200)


class LinkedTaskSerializer(serializers.Serializer):
    """A task that comes before another one."""

    task = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="Key of a task of the same order")
    kind = serializers.ChoiceField(LinkKind.choices, default=LinkKind.FINISH)
    lag_days = serializers.IntegerField(default=0, min_value=-365, max_value=365, help_text="Days of work between")


class TaskAfterSerializer(serializers.Serializer):
    """What comes before a task."""

    after = LinkedTaskSerializer(many=True)


class TaskKeySerializer(serializers.Serializer):
    """Whether a task is handled first."""

    is_key = serializers.BooleanField()


class TaskRowSerializer(serializers.Serializer):
    """A task in a list."""

    id = serializers.IntegerField()
    order = serializers.CharField(help_text="Order number")
    customer = CustomerRefSerializer()
    line_no = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(State.choices)
    title = serializers.CharField()
    goal = serializers.CharField()
    requirements = serializers.CharField()
    phase = serializers.CharField(help_text="Code of the phase")
    source = serializers.ChoiceField(Source.choices)  # type: ignore[assignment]
    template = serializers.CharField(allow_null=True, help_text="Code of the template")
    quantity = QuantityField(allow_null=True)
    department = serializers.CharField(help_text="Code of the department")
    department_due_date = serializers.DateField(allow_null=True)
    owner = serializers.CharField(allow_null=True, help_text=_PERSON)
    is_picked = serializers.BooleanField(help_text="An executor was picked; else the head of the department has it")
    planned_hours = _hours()
    actual_hours = _hours()
    work_days = serializers.IntegerField()
    planned_start = serializers.DateField(allow_null=True)
    planned_end = serializers.DateField(allow_null=True)
    baseline_end = serializers.DateField(allow_null=True, help_text="As it was first planned")
    due_date = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()
    is_milestone = serializers.BooleanField()
    is_special = serializers.BooleanField()
    key_reasons = serializers.ListField(child=serializers.ChoiceField(KeyReason.choices))
    is_critical = serializers.BooleanField()
    slack_days = serializers.IntegerField(allow_null=True)
    open_predecessors = serializers.IntegerField(help_text="How many tasks it still waits for")
    progress = serializers.IntegerField()
    block_reason = serializers.ChoiceField([("", ""), *BlockReason.choices])
    block_words = serializers.CharField()
    result = serializers.CharField()
    drop_reason = serializers.CharField()
    ready_at = serializers.DateTimeField(allow_null=True)
    released_at = serializers.DateTimeField(allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class TaskNeighbourSerializer(serializers.Serializer):
    """A task before or after another one."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    kind = serializers.ChoiceField(LinkKind.choices)
    lag_days = serializers.IntegerField()
    owner = serializers.CharField(allow_null=True, help_text=_PERSON)
    planned_start = serializers.DateField(allow_null=True)
    planned_end = serializers.DateField(allow_null=True)


class TaskStepSerializer(serializers.Serializer):
    """A move of a task."""

    move = serializers.ChoiceField(Move.choices)
    to_state = serializers.ChoiceField(State.choices)
    by = serializers.CharField(help_text=_PERSON)
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class TaskAssignmentSerializer(serializers.Serializer):
    """Who was given a task."""

    how = serializers.ChoiceField(Assignment.How.choices)
    department = serializers.CharField(help_text="Code of the department")
    user = serializers.CharField(allow_null=True, help_text=_PERSON)
    former = serializers.CharField(allow_null=True, help_text=_PERSON)
    reason = serializers.CharField()
    by = serializers.CharField(help_text=_PERSON)
    at = serializers.DateTimeField()


class WorkLogSerializer(serializers.Serializer):
    """Hours that somebody worked."""

    user = serializers.CharField(help_text=_PERSON)
    day = serializers.DateField()
    hours = _hours()
    note = serializers.CharField()


class TaskDateMoveSerializer(serializers.Serializer):
    """A move of the planned end."""

    what = serializers.ChoiceField(What.choices)
    before = serializers.DateField()
    after = serializers.DateField()
    days = serializers.IntegerField(help_text="Days of work")
    cause = serializers.ChoiceField(Cause.choices)
    words = serializers.CharField()
    by = serializers.CharField(help_text=_PERSON)
    at = serializers.DateTimeField()


class TaskSerializer(TaskRowSerializer):
    """A whole task."""

    skills = SkillAskedSerializer(many=True)
    predecessors = TaskNeighbourSerializer(many=True)
    successors = TaskNeighbourSerializer(many=True)
    steps = TaskStepSerializer(many=True)
    assignments = TaskAssignmentSerializer(many=True)
    work_logs = WorkLogSerializer(many=True)
    date_moves = TaskDateMoveSerializer(many=True)


class TaskPageSerializer(PageSerializer):
    """A keyset page of tasks."""

    results = TaskRowSerializer(many=True)


class MyTasksSerializer(serializers.Serializer):
    """One's tasks by when they are due; each stands once."""

    running = TaskRowSerializer(many=True)
    late = TaskRowSerializer(many=True)
    today = TaskRowSerializer(many=True)
    week = TaskRowSerializer(many=True)
    waiting = TaskRowSerializer(many=True, help_text="For other tasks, or blocked")
    later = TaskRowSerializer(many=True)
    done = TaskRowSerializer(many=True, help_text="In the last ten days of work")
    hours_today = _hours()
