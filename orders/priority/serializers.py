"""Shapes of classes, priority and the plan over the API."""

from typing import Any

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


_AMOUNT: dict[str, Any] = {"max_digits": 16, "decimal_places": 2}


class _Bands(serializers.Serializer):
    """Bands, weights and points."""

    number = serializers.IntegerField(help_text="Of the version; sent: of the last one, 0 for the first")
    valid_from = serializers.DateField(help_text="From which day on they hold")
    medium_from = MoneyField(**_AMOUNT, help_text="In the company's currency, including tax")
    large_from = MoneyField(**_AMOUNT)
    urgent_days = serializers.IntegerField(min_value=0, max_value=1000, help_text="Days of work")
    short_days = serializers.IntegerField(min_value=0, max_value=1000, help_text="Days of work")
    weight_amount = serializers.IntegerField(min_value=0, max_value=100)
    weight_time = serializers.IntegerField(min_value=0, max_value=100)
    weight_customer = serializers.IntegerField(min_value=0, max_value=100)
    new_customer = serializers.IntegerField(min_value=0, max_value=100, help_text="Points of new customers")
    other_customer = serializers.IntegerField(min_value=0, max_value=100, help_text="Points of all others")
    by_class = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=100), help_text="Class of customer → points"
    )


class PriorityRulesInputSerializer(_Bands):
    """The next version of the bands."""


class PriorityRulesSerializer(_Bands):
    """A version of the bands."""

    saved_by = serializers.CharField(help_text="Sign-in name")
    saved_at = serializers.DateTimeField()
