"""Shapes of evaluations, scores, rewards and cases in the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from tasks.evaluation.models import CaseStudy, OrderEvaluation, Reward, Score
from tasks.evaluation.operations import FIGURES


def _text() -> serializers.CharField:
    return serializers.CharField(max_length=8000, required=False, allow_blank=True, default="")


class EvaluationRowSerializer(serializers.Serializer):
    """An evaluation in a list."""

    id = serializers.IntegerField()
    order = serializers.CharField(help_text="Order number")
    customer = serializers.CharField(help_text="Customer code")
    state = serializers.ChoiceField(OrderEvaluation.State.choices)
    opened_at = serializers.DateTimeField()
    due_date = serializers.DateField()
    conclusion = serializers.CharField()
    ended_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ScoreSerializer(serializers.Serializer):
    """What somebody said of how a person, or the order as a whole, worked."""

    person = serializers.CharField(allow_null=True, help_text="Sign-in name; null: the order as a whole")
    aspect = serializers.ChoiceField(Score.Aspect.choices)
    value = serializers.IntegerField(min_value=1, max_value=5)
    given_as = serializers.ChoiceField(Score.By.choices)
    by = serializers.CharField(allow_null=True, help_text="Sign-in name; null for who may not know")
    words = serializers.CharField()
    at = serializers.DateTimeField()


class DeviationSerializer(serializers.Serializer):
    """Why a figure is not as planned."""

    figure = serializers.ChoiceField([(one, one) for one in FIGURES])
    words = serializers.CharField()
    by = serializers.IntegerField(help_text="Key of the person")
    at = serializers.DateTimeField()


class EvaluationSerializer(EvaluationRowSerializer):
    """An evaluation with its figures, scores and reasons."""

    figures = serializers.JSONField(
        help_text="Hours and days planned and taken, delivery, cost (null for who may not see it), by person and"
        " department, and what the removal of each single delay would have gained"
    )
    scores = ScoreSerializer(many=True)
    reasons = DeviationSerializer(many=True)


class EvaluationPageSerializer(PageSerializer):
    """A page of evaluations."""

    results = EvaluationRowSerializer(many=True)


class ScoresInputSerializer(serializers.Serializer):
    """Scores of a person, or of the order as a whole."""

    person = serializers.CharField(required=False, allow_null=True, default=None, max_length=150)
    values = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=5), help_text="1 to 5 by aspect"
    )
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class ExplainSerializer(serializers.Serializer):
    """A reason; no words take it back."""

    figure = serializers.ChoiceField([(one, one) for one in FIGURES])
    words = serializers.CharField(allow_blank=True, max_length=2000)


class EndEvaluationSerializer(serializers.Serializer):
    """The conclusion."""

    conclusion = serializers.CharField(max_length=2000)


class OpenEvaluationSerializer(serializers.Serializer):
    """Of which order."""

    order = serializers.CharField(max_length=40, help_text="Number of a closed order")


class PerformanceSerializer(serializers.Serializer):
    """What a person or a department did in a period."""

    key = serializers.CharField(help_text="Sign-in name, or code of the department")
    name = serializers.CharField()
    tasks = serializers.IntegerField()
    on_time = serializers.IntegerField()
    days_late = serializers.IntegerField()
    planned_hours = serializers.DecimalField(max_digits=14, decimal_places=2)
    actual_hours = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    scores = serializers.DictField(
        child=serializers.DecimalField(max_digits=3, decimal_places=1, allow_null=True), help_text="Means by aspect"
    )
    rewards = serializers.IntegerField()
    penalties = serializers.IntegerField()


class RewardSerializer(serializers.Serializer):
    """A reward or penalty as recorded."""

    id = serializers.IntegerField()
    person = serializers.CharField(help_text="Sign-in name")
    kind = serializers.ChoiceField(Reward.Kind.choices)
    order = serializers.CharField(allow_null=True)
    month = serializers.DateField(allow_null=True)
    amount = MoneyField(decimal_places=2, allow_null=True)
    reason = serializers.CharField()
    facts = serializers.JSONField(help_text="What the person did then, by figures")
    by = serializers.CharField()
    at = serializers.DateTimeField()
    undone_reason = serializers.CharField()
    undone_at = serializers.DateTimeField(allow_null=True)


class RewardPageSerializer(PageSerializer):
    """A page of rewards and penalties."""

    results = RewardSerializer(many=True)


class RewardInputSerializer(serializers.Serializer):
    """A reward or penalty: of an order, or of a month."""

    person = serializers.CharField(max_length=150, help_text="Sign-in name")
    kind = serializers.ChoiceField(Reward.Kind.choices)
    order = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    month = serializers.DateField(required=False, allow_null=True, default=None)
    amount = MoneyField(decimal_places=2, min_value=0, required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=300)


class CaseInputSerializer(serializers.Serializer):
    """A case; cause and lesson at least."""

    title = serializers.CharField(max_length=160)
    kind = serializers.ChoiceField(CaseStudy.Kind.choices)
    order = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list)
    is_active = serializers.BooleanField(required=False, default=True)

    steps = _text()
    allocation = _text()
    tracking = _text()
    assessment = _text()
    cause = serializers.CharField(max_length=8000)
    lesson = serializers.CharField(max_length=8000)


class CaseSerializer(CaseInputSerializer):
    """A case of the library."""

    id = serializers.IntegerField()
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class CasePageSerializer(PageSerializer):
    """A page of cases."""

    results = CaseSerializer(many=True)
