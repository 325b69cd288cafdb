"""Shapes of change requests over the API. Values of items are written as in orders: rows by their code."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from orders.changes.choices import Action, Origin, Side
from orders.changes.states import Move, State


class ChangeRowSerializer(serializers.Serializer):
    """A change request in a list."""

    reference = serializers.CharField(help_text="Its number, or draft-<id>")
    number = serializers.CharField(allow_null=True, help_text="Given when it first leaves the draft")
    order = serializers.CharField(help_text="Order number")
    customer = serializers.CharField(help_text="Customer code")
    customer_name = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    source = serializers.ChoiceField(Side.choices)  # type: ignore[assignment]
    origin = serializers.ChoiceField(Origin.choices)
    reason = serializers.CharField(allow_null=True, help_text="Code of the reason")
    reason_text = serializers.CharField()
    is_urgent = serializers.BooleanField()
    needs_customer = serializers.BooleanField(help_text="Takes effect only when the customer agreed to it")
    base_revision = serializers.IntegerField(help_text="The order's revision that it was written for")
    revision = serializers.IntegerField(allow_null=True, help_text="The order's revision that it made")
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    effective_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    currency = serializers.CharField(help_text="The order's")
    amount_delta = MoneyField(allow_null=True, help_text="By how much the order's amount moves; null: not yours to see")
    days_late = serializers.IntegerField(help_text="Days that its promise gets later")
    broken_promises = serializers.IntegerField(help_text="Promises to other orders that would break")
    extra_cost = MoneyField(allow_null=True, help_text="What departments say it costs beside")
    superseded_by = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()


class ChangeRequestPageSerializer(PageSerializer):
    """A page of change requests."""

    results = ChangeRowSerializer(many=True)


class ChangeItemSerializer(serializers.Serializer):
    """One changed field."""

    path = serializers.CharField(help_text="ship_address, lines.3.quantity; lines.3: the line is cancelled")
    action = serializers.ChoiceField(Action.choices)
    line_no = serializers.IntegerField(allow_null=True)
    field = serializers.CharField()
    old = serializers.JSONField(allow_null=True, help_text="What the order said when the item was written")
    new = serializers.JSONField(allow_null=True)
    by = serializers.CharField(help_text="Sign-in name")
    at = serializers.DateTimeField()


class ChangeConflictSerializer(serializers.Serializer):
    """What moved under a request that was overtaken."""

    path = serializers.CharField()
    was = serializers.JSONField(allow_null=True)
    present = serializers.JSONField(allow_null=True)
    wanted = serializers.JSONField(allow_null=True)
    who = serializers.CharField(help_text="Who changed the order last")
    why = serializers.CharField(help_text="The rule that stands against it, if it is one")


class ChangeStepSerializer(serializers.Serializer):
    """A decision about a request, or that it is waited for."""

    sequence = serializers.IntegerField()
    person = serializers.CharField(help_text="Who is asked")
    decision = serializers.CharField(help_text="Empty while it is waited for")
    decided_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    decided_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class ChangeVerbSerializer(serializers.Serializer):
    """A verb and whether it is allowed now."""

    verb = serializers.ChoiceField(Move.choices)
    allowed = serializers.BooleanField()
    why_not = serializers.CharField()


class ChangeRequestSerializer(ChangeRowSerializer):
    """A change request with its items."""

    customer_words = serializers.CharField()
    return_reason = serializers.CharField(help_text="Why it was sent back or rejected")
    items = ChangeItemSerializer(many=True)
    conflicts = ChangeConflictSerializer(many=True)
    approval = ChangeStepSerializer(many=True)
    actions = ChangeVerbSerializer(many=True)


class ChangeCellSerializer(serializers.Serializer):
    """A cell to be written."""

    path = serializers.CharField(
        max_length=120,
        help_text="ship_address, lines.3.quantity, lines.+1.product (a new line); lines.3 with true cancels the line",
    )
    value = serializers.JSONField(
        allow_null=True, help_text="As in orders; rows by their code. The order's own value takes the item away"
    )
    seen = serializers.JSONField(
        allow_null=True,
        required=False,
        help_text="What stood there when it was read: with it, what others wrote elsewhere meanwhile is no conflict",
    )


class ChangeHeadSerializer(serializers.Serializer):
    """What a request says of itself."""

    source = serializers.ChoiceField(Side.choices, required=False)  # type: ignore[assignment]
    reason = serializers.CharField(max_length=20, required=False, allow_null=True, help_text="Code of the reason")
    reason_text = serializers.CharField(max_length=500, required=False, allow_blank=True)
    customer_words = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    is_urgent = serializers.BooleanField(required=False)
    needs_customer = serializers.BooleanField(required=False)
    items = ChangeCellSerializer(many=True, required=False, max_length=5000)  # type: ignore[call-arg]


class ChangeRequestInputSerializer(ChangeHeadSerializer):
    """A new request on an effective order."""

    order = serializers.CharField(max_length=40, help_text="Order number")
    supersedes = serializers.CharField(
        max_length=40, required=False, allow_blank=True, help_text="The open request that this one takes the place of"
    )


class ChangeRemarkSerializer(serializers.Serializer):
    """A verb with a remark."""

    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ChangeApprovalSerializer(ChangeRemarkSerializer):
    """An approval."""

    facts = serializers.CharField(
        max_length=64,
        required=False,
        help_text="Of the impact sheet that you read: refused (409) where it says something else by now",
    )
    step = serializers.IntegerField(min_value=1, required=False, help_text="The step that is meant")


class ChangeRefusalSerializer(serializers.Serializer):
    """A request that is sent back or rejected."""

    reason = serializers.CharField(max_length=500)
    step = serializers.IntegerField(min_value=1, required=False, help_text="The step that is meant")
