"""Shapes of special approvals over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from customers.grading import State


class SpecialApprovalInputSerializer(serializers.Serializer):
    """Leave that is asked for: by how much, in the company's currency, and until when."""

    order = serializers.CharField(max_length=40, help_text="Order number, or draft-<id>")
    amount = MoneyField(max_digits=20, decimal_places=2, min_value=0)
    valid_until = serializers.DateField()
    reason = serializers.CharField(max_length=500)


class SpecialApprovalSerializer(SpecialApprovalInputSerializer):
    """The same as it stands; it counts while APPROVED and not past its last day."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(State.choices)
    requested_by = serializers.CharField(help_text="Sign-in name")
    requested_at = serializers.DateTimeField()
    decided_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    decided_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField(help_text="Words of who decided")
    version = serializers.IntegerField()


class SpecialApprovalPageSerializer(PageSerializer):
    """A page of special approvals."""

    results = SpecialApprovalSerializer(many=True)
