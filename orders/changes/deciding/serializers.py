"""Shapes of the approval of a change request over the API."""

from rest_framework import serializers

from orders.lifecycle.deciding.serializers import AddApproverSerializer, OrderApprovalSerializer


class ChangeApprovalTraceSerializer(OrderApprovalSerializer):
    """The approval of a change request: who would be asked (of one that was not submitted), who was."""


class ChangeAddApproverSerializer(AddApproverSerializer):
    """Who is asked as well about a change."""


class ChangeReturnSerializer(serializers.Serializer):
    """Back to an earlier step, and why."""

    step = serializers.IntegerField(min_value=1, help_text="A step that was decided already")
    reason = serializers.CharField(max_length=500)
