"""Shapes of departments' assessments over the API."""

from rest_framework import serializers

from accounts.people.models import Department
from common.api.fields import MoneyField
from orders.changes.choices import Aspect, Verdict


class ChangeDepartmentChangeSerializer(serializers.Serializer):
    """When a department is asked, and how long it has."""

    aspects = serializers.ListField(
        child=serializers.ChoiceField(Aspect.choices), required=False, help_text="Empty: asked about every change"
    )
    hours = serializers.IntegerField(min_value=1, max_value=999, required=False, help_text="Hours of work to answer")
    urgent_hours = serializers.IntegerField(min_value=1, max_value=999, required=False)
    is_active = serializers.BooleanField(required=False)


class ChangeDepartmentSerializer(serializers.Serializer):
    """A kind of department that is asked about changes."""

    kind = serializers.ChoiceField(Department.Kind.choices)
    aspects = serializers.ListField(child=serializers.ChoiceField(Aspect.choices))
    hours = serializers.IntegerField(help_text="Hours of work to answer")
    urgent_hours = serializers.IntegerField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class ChangeAssessmentSerializer(serializers.Serializer):
    """What a department was asked about a change request, and answered."""

    kind = serializers.ChoiceField(Department.Kind.choices)
    asked_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    is_late = serializers.BooleanField()
    verdict = serializers.ChoiceField([("", "not answered"), *Verdict.choices], allow_blank=True)
    conditions = serializers.CharField()
    days = serializers.IntegerField(help_text="Days more that its part takes")
    cost = MoneyField(allow_null=True, help_text="Extra cost in the order's currency")
    cost_kind = serializers.CharField()
    answered_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    answered_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ChangeAnswerInputSerializer(serializers.Serializer):
    """A department's answer."""

    kind = serializers.ChoiceField(Department.Kind.choices, help_text="For which department")
    verdict = serializers.ChoiceField(Verdict.choices)
    days = serializers.IntegerField(min_value=-999, max_value=999, required=False)
    cost = MoneyField(min_value=0, required=False)
    cost_kind = serializers.CharField(max_length=120, required=False, allow_blank=True)
    conditions = serializers.CharField(max_length=500, required=False, allow_blank=True)
    assessment_version = serializers.IntegerField(
        min_value=1, required=False, help_text="The version of the assessment as it was read"
    )
