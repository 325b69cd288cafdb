"""Shapes of the approval of an order over the API."""

from rest_framework import serializers

from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.checking.choices import ErrorKind


class DecideSerializer(serializers.Serializer):
    """A decision, with a remark; ``step`` names the step that is meant."""

    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    step = serializers.IntegerField(
        min_value=1, required=False, allow_null=True, default=None, help_text="Refused where another step waits now"
    )


class ErrorFoundSerializer(serializers.Serializer):
    """The error of the order that is the reason, kept on record as found at approval."""

    error_kind = serializers.ChoiceField(
        ErrorKind.choices, required=False, allow_blank=True, default="", help_text="Without it: no error"
    )
    error_line = serializers.IntegerField(
        min_value=1, required=False, allow_null=True, default=None, help_text="Line it is about; null: the order"
    )


class SendBackSerializer(DecideSerializer, ErrorFoundSerializer):
    """Why it is sent back."""

    reason = serializers.CharField(max_length=500)


class ReturnSerializer(ErrorFoundSerializer):
    """Back to an earlier step, and why."""

    step = serializers.IntegerField(min_value=1, help_text="A step that was decided already")
    reason = serializers.CharField(max_length=500)


class AddApproverSerializer(serializers.Serializer):
    """Who is asked as well."""

    person = serializers.CharField(max_length=60, help_text="Sign-in name")
    before = serializers.BooleanField(required=False, default=True, help_text="Before you decide, else after you")
    question = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ApprovalStepSerializer(serializers.Serializer):
    """One person asked for one decision, or the customer (then without ``person``)."""

    step = serializers.IntegerField()
    seat = serializers.IntegerField(help_text="Of the rows of one seat one decision is enough")
    kind = serializers.ChoiceField(choices=ApprovalStep.Kind.choices)
    person = serializers.CharField(allow_null=True, help_text="Sign-in name")
    person_name = serializers.CharField()
    why = serializers.CharField(help_text="Why this person is asked, in words")
    question = serializers.CharField(help_text="What who added this person asks")
    added_by = serializers.CharField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True, help_text="Empty until it is its turn")
    is_late = serializers.BooleanField()
    decision = serializers.ChoiceField(choices=ApprovalStep.Decision.choices, allow_blank=True)
    decided_by = serializers.CharField(allow_null=True, help_text="Sign-in name; another one decided for this person")
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    is_void = serializers.BooleanField(help_text="Returned to an earlier step since: asked again")


class ApprovalRequestSerializer(serializers.Serializer):
    """A request for approval, with everybody who was asked."""

    state = serializers.ChoiceField(choices=ApprovalRequest.State.choices)
    matrix_row = serializers.CharField(help_text="The row of the matrix that said so, for who decides orders")
    requested_by = serializers.CharField()
    requested_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    steps = ApprovalStepSerializer(many=True)


class SimulatedPersonSerializer(serializers.Serializer):
    """Somebody who would be asked."""

    name = serializers.CharField()
    why = serializers.CharField()
    delegates = serializers.ListField(child=serializers.CharField(), help_text="Who may decide for this person today")


class SimulatedSeatSerializer(serializers.Serializer):
    """A decision that would be needed: by any one of ``people``, or by the customer."""

    is_customers = serializers.BooleanField()
    hours = serializers.DecimalField(max_digits=6, decimal_places=2)
    people = SimulatedPersonSerializer(many=True)


class SimulatedRowSerializer(serializers.Serializer):
    """A row of the matrix that was asked."""

    name = serializers.CharField(help_text='"" where it names what you may not see')
    is_chosen = serializers.BooleanField()
    why_not = serializers.ListField(child=serializers.CharField())


class SimulationSerializer(serializers.Serializer):
    """Who would have to approve a draft, and why."""

    rows = SimulatedRowSerializer(many=True)
    steps = serializers.ListField(child=SimulatedSeatSerializer(many=True))
    problem = serializers.CharField(help_text="Why it could not be submitted, or needs no approval")


class OrderApprovalSerializer(serializers.Serializer):
    """The approval of an order."""

    simulation = SimulationSerializer(allow_null=True, help_text="Only of a draft")
    requests = ApprovalRequestSerializer(many=True, help_text="The newest first")
