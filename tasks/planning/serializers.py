"""Shapes of plans for all tasks over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from tasks.planning import giving, operations
from tasks.planning.models import PlanRun


class TaskPlanRowSerializer(serializers.Serializer):
    """A plan in the list."""

    id = serializers.IntegerField()
    department = serializers.CharField(allow_null=True, help_text="Code; null: the company")
    state = serializers.ChoiceField(PlanRun.State.choices)
    seconds = serializers.IntegerField()
    keeps_people = serializers.BooleanField()
    solver = serializers.CharField(
        help_text="SEARCH, STANDING: nothing better than what stands was found; empty while it is worked out"
    )
    failure = serializers.CharField()
    asked_by = serializers.CharField()
    asked_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.CharField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class TaskPlanPromiseSerializer(serializers.Serializer):
    """A line of an order."""

    order = serializers.CharField()
    line_no = serializers.IntegerField(allow_null=True)


class TaskPlanGiveSerializer(serializers.Serializer):
    """What would have to give for something that the plan leaves as it is."""

    kind = serializers.ChoiceField(
        giving.KINDS, help_text="WORK: the work takes too long; HOURS: hours are missing; FULL: a day; NOBODY: a task"
    )
    order = serializers.CharField(allow_null=True)
    line_no = serializers.IntegerField(allow_null=True)
    task = serializers.IntegerField(allow_null=True)
    person = serializers.CharField(allow_null=True, help_text="Username")
    days = serializers.IntegerField(allow_null=True, help_text="Late, or later by what is said")
    words = serializers.CharField()


class TaskPlanFiguresSerializer(serializers.Serializer):
    """What would be different; empty while it is worked out."""

    tasks = serializers.IntegerField(help_text="That could move")
    changed = serializers.IntegerField()
    unplanned = serializers.IntegerField(help_text="That nobody can do")
    picked = serializers.IntegerField(help_text="That would get somebody")
    people_moved = serializers.IntegerField(help_text="That would go to somebody else")
    earlier = serializers.IntegerField(help_text="That would end earlier")
    later = serializers.IntegerField()
    saved = TaskPlanPromiseSerializer(many=True, help_text="Promises kept only with the plan")
    lost = TaskPlanPromiseSerializer(many=True, help_text="Promises kept only without it")
    late_before = serializers.IntegerField(help_text="Lines that are late now")
    late_after = serializers.IntegerField()
    late_days_before = serializers.IntegerField(help_text="Days of work, of all of them")
    late_days_after = serializers.IntegerField()
    overbooked_hours = serializers.FloatField(help_text="More than people have on its days, by the plan that stands")
    overbooked_people = serializers.IntegerField()
    is_proven = serializers.BooleanField(help_text="Nothing better exists")
    overbooked_after = serializers.FloatField(help_text="The same hours with the plan")
    open_after = serializers.IntegerField(help_text="Tasks that nobody could be picked for in time")
    took = serializers.FloatField(help_text="Seconds")


class TaskPlanHoursSerializer(serializers.Serializer):
    """Hours of open tasks of a person."""

    person = serializers.CharField(help_text="Username")
    before = serializers.FloatField()
    after = serializers.FloatField()


class TaskPlanMoveSerializer(serializers.Serializer):
    """A task of a plan."""

    id = serializers.IntegerField()
    task = serializers.IntegerField()
    title = serializers.CharField()
    order = serializers.CharField()
    line_no = serializers.IntegerField(allow_null=True)
    old_owner = serializers.CharField(allow_null=True, help_text="Username; null: nobody was picked")
    new_owner = serializers.CharField(allow_null=True)
    old_start = serializers.DateField(allow_null=True)
    old_end = serializers.DateField(allow_null=True)
    new_start = serializers.DateField(allow_null=True)
    new_end = serializers.DateField(allow_null=True)
    promise = serializers.DateField(allow_null=True, help_text="When the goods of the line have to leave")
    late_before = serializers.IntegerField(help_text="Days of work by which the line is late now")
    late_after = serializers.IntegerField()
    score = serializers.IntegerField(allow_null=True, help_text="Points of 100 of who would do it")
    why = serializers.CharField(help_text="In words")
    is_fault = serializers.BooleanField(help_text="Nobody can do it; it stays as it is")
    is_taken = serializers.BooleanField()


class TaskPlanSerializer(TaskPlanRowSerializer):
    """A plan with what it would change, or changed."""

    figures = TaskPlanFiguresSerializer(allow_null=True)
    hours = TaskPlanHoursSerializer(many=True)
    gives = TaskPlanGiveSerializer(many=True, help_text="What would have to give for what stays as it is")
    moves = TaskPlanMoveSerializer(many=True)


class TaskPlanPageSerializer(PageSerializer):
    """A keyset page of plans."""

    results = TaskPlanRowSerializer(many=True)


class TaskPlanInputSerializer(serializers.Serializer):
    """Whose open tasks are planned."""

    department = serializers.CharField(
        max_length=40, required=False, allow_null=True, help_text="Code; with those below it. Null: the company"
    )
    seconds = serializers.IntegerField(min_value=operations.LEAST, max_value=operations.MOST, required=False)
    keeps_people = serializers.BooleanField(required=False, help_text="Who was picked stays. Default: yes")


class TaskPlanTakeSerializer(serializers.Serializer):
    """Which rows."""

    moves = serializers.ListField(
        child=serializers.IntegerField(), required=False, allow_null=True, help_text="Keys; left out: all of them"
    )


class TaskPlanTakenSerializer(serializers.Serializer):
    """What became of it."""

    moved = serializers.ListField(child=serializers.IntegerField(), help_text="Tasks")
    refused = serializers.ListField(child=serializers.DictField(), help_text="`task` and `reason`")
    plan = TaskPlanSerializer()
