"""Shapes of candidates, assignments, weights and skills over the API."""

from rest_framework import serializers

from tasks.assigning.models import Assignment
from tasks.assigning.scoring import HIGHEST, PARTS

NAME = "Sign-in name"


class CandidatePartSerializer(serializers.Serializer):
    """Points out of the weight of a part."""

    name = serializers.ChoiceField(choices=PARTS)
    points = serializers.DecimalField(max_digits=5, decimal_places=1)
    weight = serializers.IntegerField()


class TaskCandidateSerializer(serializers.Serializer):
    """Somebody who could do a task."""

    person = serializers.CharField(help_text=NAME)
    name = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True, help_text="Place among those who are proposed; null: not proposed")
    total = serializers.IntegerField(help_text="Of 100")
    parts = CandidatePartSerializer(many=True)
    evidence = serializers.CharField()
    why_not = serializers.CharField(help_text="Why he is not proposed; empty where he is")
    is_owner = serializers.BooleanField(help_text="Picked for it already")


class TaskOwnershipSerializer(serializers.Serializer):
    """Whose a task is."""

    task = serializers.IntegerField()
    department = serializers.CharField(help_text="Department code")
    department_due_date = serializers.DateField(allow_null=True)
    owner = serializers.CharField(help_text=NAME)
    is_picked = serializers.BooleanField(help_text="False: the head owns it until he picks somebody")
    version = serializers.IntegerField()


class AssignmentStepSerializer(serializers.Serializer):
    """A step by which a task came to somebody."""

    how = serializers.ChoiceField(choices=Assignment.How.choices)
    department = serializers.CharField(help_text="Department code")
    person = serializers.CharField(allow_null=True, help_text=NAME)
    former = serializers.CharField(allow_null=True, help_text="Who had it before")
    rank = serializers.IntegerField(allow_null=True, help_text="His place among the candidates then")
    reason = serializers.CharField()
    by = serializers.CharField(help_text=NAME)
    at = serializers.DateTimeField()


class TaskAssignInputSerializer(serializers.Serializer):
    """Who does it."""

    person = serializers.CharField(max_length=60, help_text=NAME)
    reason = serializers.CharField(
        max_length=300, required=False, default="", allow_blank=True, help_text="Needed for others than the first"
    )


class TaskDepartmentInputSerializer(serializers.Serializer):
    """Which department does it."""

    department = serializers.CharField(max_length=20, help_text="Department code")
    due_date = serializers.DateField(required=False, help_text="Until when; left out: as it is")
    reason = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class AssignmentWeightsChangeSerializer(serializers.Serializer):
    """Parts of 100; those left out stay, all four make 100."""

    skill = serializers.IntegerField(min_value=0, max_value=100, required=False)
    experience = serializers.IntegerField(min_value=0, max_value=100, required=False)
    load = serializers.IntegerField(min_value=0, max_value=100, required=False)
    punctuality = serializers.IntegerField(min_value=0, max_value=100, required=False)


class AssignmentWeightsSerializer(serializers.Serializer):
    """How a department weighs candidates."""

    skill = serializers.IntegerField()
    experience = serializers.IntegerField()
    load = serializers.IntegerField()
    punctuality = serializers.IntegerField()
    department = serializers.CharField(help_text="Department code; “default”: all that have none of their own")
    is_own = serializers.BooleanField(help_text="False: as the department above")
    version = serializers.IntegerField()


class SkillLevelSerializer(serializers.Serializer):
    """How well."""

    skill = serializers.CharField(max_length=20, help_text="Skill code")
    level = serializers.IntegerField(
        min_value=1,
        max_value=HIGHEST,
        allow_null=True,
        help_text="1 learns it, 3 does it alone, 5 teaches; null: cannot",
    )


class PersonSkillsSerializer(serializers.Serializer):
    """What somebody can do."""

    person = serializers.CharField(help_text=NAME)
    name = serializers.CharField()
    department = serializers.CharField(allow_null=True, help_text="Department code")
    skills = SkillLevelSerializer(many=True)


class PersonSkillsInputSerializer(serializers.Serializer):
    """Levels that are set; skills not named stay."""

    skills = SkillLevelSerializer(many=True)
