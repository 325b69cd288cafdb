"""Shapes of the matrix, of delegations and of what waits for somebody, over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from orders.approval.matrix.models import MatrixStep


class MatrixStepSerializer(serializers.Serializer):
    """A step of a row of the matrix."""

    kind = serializers.ChoiceField(choices=MatrixStep.Kind.choices)
    who = serializers.ListField(child=serializers.CharField(), help_text="In words")
    is_all = serializers.BooleanField(help_text="Each of them decides; else one is enough")
    hours = serializers.DecimalField(max_digits=6, decimal_places=2)
    escalation = serializers.CharField(help_text="Who is asked as well when it is late, in words")


class MatrixRowSerializer(serializers.Serializer):
    """A row; the last one has no id: it holds where no other fits."""

    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(help_text='"" where it names what you may not see')
    condition = serializers.CharField(help_text='The name of a saved condition; "": always')
    signs = serializers.ListField(child=serializers.CharField(), help_text="One of these risks, in words")
    at_least = serializers.ListField(child=serializers.CharField(), help_text="All of these figures, in words")
    steps = MatrixStepSerializer(many=True)


class MatrixSerializer(serializers.Serializer):
    """The matrix of a kind of subject, in the order in which its rows are asked."""

    subject_type = serializers.CharField()
    rows = MatrixRowSerializer(many=True)


class DelegationSerializer(serializers.Serializer):
    """Who decides for whom on which days, both included."""

    id = serializers.IntegerField()
    delegator = serializers.CharField(help_text="Sign-in name")
    delegate = serializers.CharField(help_text="Sign-in name")
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    reason = serializers.CharField()
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class DelegationPageSerializer(PageSerializer):
    """A page of delegations."""

    results = DelegationSerializer(many=True)


class DelegationInputSerializer(serializers.Serializer):
    """Let somebody else decide for some days."""

    delegate = serializers.CharField(max_length=60, help_text="Sign-in name")
    delegator = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default="", help_text="Sign-in name; you, where it is empty"
    )
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class WaitingSerializer(serializers.Serializer):
    """A decision that waits for you, or for somebody for whom you decide."""

    subject_type = serializers.CharField()
    subject_id = serializers.IntegerField()
    subject = serializers.CharField(help_text="As people call it; of orders the number")
    step = serializers.IntegerField()
    asked = serializers.CharField(help_text="Sign-in name of the person asked")
    why = serializers.CharField()
    question = serializers.CharField()
    requested_by = serializers.CharField()
    requested_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    is_late = serializers.BooleanField()


class WaitingPageSerializer(PageSerializer):
    """A page of what waits for you."""

    results = WaitingSerializer(many=True)
