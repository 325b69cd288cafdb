"""Shapes of proposals and rules over the API."""

from typing import Any

from rest_framework import serializers

from accounts.people.models import Department
from common.api.fields import MomentField, QuantityField
from tasks.decomposing.choices import Anchor, Duration, Per, ProposalState
from tasks.task.choices import LinkKind

_HOURS: dict[str, Any] = {"max_digits": 9, "decimal_places": 2, "min_value": 0}


class TaskChangeProposedSerializer(serializers.Serializer):
    """What a proposal would change in a task that is there."""

    column = serializers.CharField()
    was = serializers.CharField(allow_null=True)
    becomes = serializers.CharField(allow_null=True)


class ProposedTaskSerializer(serializers.Serializer):
    """A task of a proposal."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(["NEW", "CHANGED", "DROPPED"])
    line_no = serializers.IntegerField(allow_null=True, help_text="None: the order as a whole")
    template = serializers.CharField(allow_null=True, help_text="Code of the template that gave it")
    title = serializers.CharField()
    goal = serializers.CharField()
    requirements = serializers.CharField()
    phase = serializers.CharField(help_text="Code")
    department = serializers.CharField(help_text="Code")
    quantity = QuantityField(allow_null=True)
    planned_hours = serializers.DecimalField(max_digits=9, decimal_places=2)
    work_days = serializers.IntegerField()
    planned_start = serializers.DateField(allow_null=True)
    planned_end = serializers.DateField(allow_null=True)
    slack_days = serializers.IntegerField(allow_null=True)
    key_reasons = serializers.ListField(child=serializers.CharField())
    is_milestone = serializers.BooleanField()
    after = serializers.ListField(child=serializers.IntegerField(), help_text="Keys of the tasks that come before")
    changes = TaskChangeProposedSerializer(many=True)
    version = serializers.IntegerField()


class DecompositionSerializer(serializers.Serializer):
    """An order taken apart: what is proposed, and what it would change and drop."""

    order = serializers.CharField()
    revision = serializers.IntegerField(help_text="Of the order, as it was taken apart")
    state = serializers.ChoiceField(ProposalState.choices)
    is_outdated = serializers.BooleanField(help_text="The order changed since")
    proposed_by = serializers.CharField(help_text="Sign-in name")
    proposed_at = MomentField()
    hours = serializers.DecimalField(max_digits=12, decimal_places=2)
    kept = serializers.IntegerField(help_text="Tasks that stay as they are")
    notes = serializers.ListField(child=serializers.CharField())
    tasks = ProposedTaskSerializer(many=True)
    version = serializers.IntegerField()


class ProposedTaskChangeSerializer(serializers.Serializer):
    """What is changed in a proposed task."""

    title = serializers.CharField(max_length=160, required=False)
    goal = serializers.CharField(max_length=300, required=False, allow_blank=True)
    requirements = serializers.CharField(required=False, allow_blank=True)
    phase = serializers.CharField(max_length=20, required=False, help_text="Code")
    department = serializers.CharField(max_length=20, required=False, help_text="Code")
    planned_hours = serializers.DecimalField(required=False, **_HOURS)
    work_days = serializers.IntegerField(min_value=0, max_value=999, required=False)
    not_before = serializers.DateField(required=False, allow_null=True)
    is_milestone = serializers.BooleanField(required=False)
    is_special = serializers.BooleanField(required=False)
    after = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, help_text="Keys of the tasks that come before"
    )


class ProposedTaskInputSerializer(ProposedTaskChangeSerializer):
    """A task added to a proposal by hand."""

    title = serializers.CharField(max_length=160)
    phase = serializers.CharField(max_length=20, help_text="Code")
    department = serializers.CharField(max_length=20, help_text="Code")
    line_no = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    after = None  # type: ignore[assignment]


class TaskPredecessorSerializer(serializers.Serializer):
    """What comes before a task."""

    task = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(LinkKind.choices, default=LinkKind.FINISH)
    lag_days = serializers.IntegerField(min_value=-365, max_value=365, default=0)


class TaskPredecessorsSerializer(serializers.Serializer):
    """All that comes before a proposed task."""

    after = TaskPredecessorSerializer(many=True)


class TemplateSkillSerializer(serializers.Serializer):
    """A skill that a template asks for."""

    skill = serializers.CharField(max_length=20, help_text="Code")
    level = serializers.IntegerField(min_value=1, max_value=5)


class TemplatePredecessorSerializer(serializers.Serializer):
    """A template whose task comes before."""

    template = serializers.CharField(max_length=40, help_text="Code")
    kind = serializers.ChoiceField(LinkKind.choices, default=LinkKind.FINISH)
    lag_days = serializers.IntegerField(min_value=-365, max_value=365, default=0)


class LearnedDurationSerializer(serializers.Serializer):
    """What finished tasks of a template took."""

    samples = serializers.IntegerField()
    factor = serializers.DecimalField(max_digits=7, decimal_places=3, help_text="Hours taken ÷ planned, the median")
    factor_low = serializers.DecimalField(max_digits=7, decimal_places=3)
    factor_high = serializers.DecimalField(max_digits=7, decimal_places=3)
    days = serializers.DecimalField(max_digits=7, decimal_places=1)
    days_low = serializers.DecimalField(max_digits=7, decimal_places=1)
    days_high = serializers.DecimalField(max_digits=7, decimal_places=1)
    orders = serializers.ListField(child=serializers.CharField())


class TaskTemplateChangeSerializer(serializers.Serializer):
    """What is changed in a template."""

    code = serializers.CharField(max_length=40, required=False)
    title = serializers.CharField(max_length=160, required=False)
    goal = serializers.CharField(max_length=300, required=False, allow_blank=True)
    wording = serializers.CharField(required=False, allow_blank=True)
    phase = serializers.CharField(max_length=20, required=False, help_text="Code")
    department_kind = serializers.ChoiceField(
        [("", "the order's own"), *Department.Kind.choices], required=False, allow_blank=True
    )
    hours_fixed = serializers.DecimalField(required=False, **_HOURS)
    hours_per_piece = serializers.DecimalField(max_digits=9, decimal_places=4, min_value=0, required=False)
    hours_per_batch = serializers.DecimalField(required=False, **_HOURS)
    batch_size = serializers.IntegerField(min_value=0, required=False)
    duration = serializers.ChoiceField(Duration.choices, required=False)
    days = serializers.IntegerField(min_value=0, max_value=999, required=False)
    anchor = serializers.ChoiceField(Anchor.choices, required=False)
    is_milestone = serializers.BooleanField(required=False)
    is_special = serializers.BooleanField(required=False)
    is_supply = serializers.BooleanField(required=False)
    is_once = serializers.BooleanField(required=False)
    rank = serializers.IntegerField(min_value=0, max_value=32000, required=False)
    is_active = serializers.BooleanField(required=False)
    skills = TemplateSkillSerializer(many=True, required=False)
    after = TemplatePredecessorSerializer(many=True, required=False)


class TaskTemplateInputSerializer(TaskTemplateChangeSerializer):
    """A template added to a rule."""

    rule = serializers.IntegerField(min_value=1)
    code = serializers.CharField(max_length=40)
    title = serializers.CharField(max_length=160)
    phase = serializers.CharField(max_length=20, help_text="Code")


class TaskTemplateSerializer(TaskTemplateInputSerializer):
    """A task as a rule gives it."""

    learned = LearnedDurationSerializer(allow_null=True)
    version = serializers.IntegerField()


class DecompositionRuleChangeSerializer(serializers.Serializer):
    """What is changed in a rule."""

    name = serializers.CharField(max_length=80, required=False)
    group = serializers.CharField(max_length=40, required=False, allow_blank=True)
    per = serializers.ChoiceField(Per.choices, required=False)
    condition = serializers.IntegerField(required=False, allow_null=True, help_text="Saved condition; none: always")
    rank = serializers.IntegerField(min_value=0, max_value=32000, required=False)
    is_active = serializers.BooleanField(required=False)


class DecompositionRuleInputSerializer(DecompositionRuleChangeSerializer):
    """A new rule."""

    name = serializers.CharField(max_length=80)


class DecompositionRuleSerializer(serializers.Serializer):
    """Which lines or orders get which tasks."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    group = serializers.CharField()
    per = serializers.ChoiceField(Per.choices)
    condition = serializers.IntegerField(allow_null=True)
    condition_name = serializers.CharField()
    rank = serializers.IntegerField()
    is_active = serializers.BooleanField()
    templates = serializers.ListField(child=serializers.CharField(), help_text="Their codes")
    version = serializers.IntegerField()


class TriedRuleSerializer(serializers.Serializer):
    """A rule as it holds for an order."""

    rule = serializers.IntegerField()
    name = serializers.CharField()
    lines = serializers.ListField(child=serializers.IntegerField())
    is_beaten = serializers.BooleanField(help_text="Another of its group came first")
    because = serializers.ListField(child=serializers.CharField())
    tasks = serializers.ListField(child=serializers.CharField())


class ProductionWordChangeSerializer(serializers.Serializer):
    """What is changed in a word."""

    customer_word = serializers.CharField(max_length=80, required=False)
    our_words = serializers.CharField(max_length=200, required=False)
    is_active = serializers.BooleanField(required=False)


class ProductionWordInputSerializer(ProductionWordChangeSerializer):
    """A new word."""

    customer_word = serializers.CharField(max_length=80)
    our_words = serializers.CharField(max_length=200)


class ProductionWordSerializer(serializers.Serializer):
    """A customer's word and what production calls it."""

    id = serializers.IntegerField()
    customer_word = serializers.CharField()
    our_words = serializers.CharField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()
