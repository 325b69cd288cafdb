"""Shapes of duties of stages over the API."""

from rest_framework import serializers

from accounts.people.models import Department
from orders.order.states import Stage


class StageDutyChangeSerializer(serializers.Serializer):
    """What of a duty is set; what is left out stays."""

    stage = serializers.ChoiceField(choices=Stage.choices, required=False)
    department_kind = serializers.ChoiceField(choices=Department.Kind.choices, required=False)
    area = serializers.CharField(
        max_length=20, required=False, allow_null=True, help_text="Department code: of its orders only; null: of all"
    )
    person = serializers.CharField(
        max_length=60, required=False, allow_null=True, help_text="Sign-in name; null: the head of the department"
    )
    duty = serializers.CharField(max_length=200, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)


class StageDutyInputSerializer(StageDutyChangeSerializer):
    """A new duty."""

    stage = serializers.ChoiceField(choices=Stage.choices)
    department_kind = serializers.ChoiceField(choices=Department.Kind.choices)


class StageDutySerializer(serializers.Serializer):
    """Who answers for orders of an area in a stage."""

    id = serializers.IntegerField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    department_kind = serializers.ChoiceField(choices=Department.Kind.choices)
    area = serializers.CharField(allow_null=True, help_text="Department code; null: orders of all departments")
    person = serializers.CharField(allow_null=True, help_text="Sign-in name; null: the head of the department")
    duty = serializers.CharField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()
