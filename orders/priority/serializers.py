"""Shapes of classes, priority and the plan over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField, QuantityField
from common.api.paging import PageSerializer
from orders.order import choices, states
from orders.priority.queries import RISKS


class PlanningPartsSerializer(serializers.Serializer):
    """The parts of a score."""

    amount = serializers.IntegerField(allow_null=True, help_text="null for roles that may not see amounts")
    time = serializers.IntegerField(allow_null=True, help_text="null with the amount: it would give that away")
    customer = serializers.IntegerField(allow_null=True)


class PlanningRowSerializer(serializers.Serializer):
    """An order of the plan."""

    reference = serializers.CharField()
    customer = serializers.CharField()
    status = serializers.ChoiceField(states.Status.choices)
    amount_class = serializers.ChoiceField(choices.AmountClass.choices, allow_blank=True, allow_null=True)
    time_class = serializers.ChoiceField(choices.TimeClass.choices, allow_blank=True)
    customer_type = serializers.ChoiceField(choices.CustomerType.choices, allow_blank=True)
    priority = serializers.IntegerField(allow_null=True, help_text="null for roles that may not see amounts")
    parts = PlanningPartsSerializer()
    pin_reason = serializers.CharField()
    requested_date = serializers.DateField(allow_null=True)
    promised_date = serializers.DateField(allow_null=True)
    open_quantity = QuantityField(help_text="Pieces of all lines still to be delivered")
    unshipped_amount = MoneyField(allow_null=True)
    currency = serializers.CharField()
    risk = serializers.ChoiceField(list(RISKS.items()))
    department = serializers.CharField(allow_null=True, help_text="Department code")
    salesperson = serializers.CharField(allow_null=True, help_text="Sign-in name")


class PlanningPageSerializer(PageSerializer):
    """A page of the plan, most urgent first."""

    results = PlanningRowSerializer(many=True)


class PinSerializer(serializers.Serializer):
    """Why an order stands above all others."""

    reason = serializers.CharField(max_length=200)


class PriorityPartSerializer(serializers.Serializer):
    """A part of a score."""

    part = serializers.ChoiceField(["amount", "time", "customer"])
    score = serializers.IntegerField()
    most = serializers.IntegerField(help_text="The most it can be")
    why = serializers.CharField(help_text="In words, in the language of the request")


class PrioritySerializer(serializers.Serializer):
    """An order's score and why."""

    priority = serializers.IntegerField(allow_null=True, help_text="null for roles that may not see amounts")
    pin_reason = serializers.CharField()
    parts = PriorityPartSerializer(many=True)
