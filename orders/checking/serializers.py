"""Shapes of verifications and order errors in the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from orders.checking.choices import ErrorKind, ErrorStage


class AnswerSerializer(serializers.Serializer):
    """One point of the checklist."""

    code = serializers.CharField(max_length=20)
    is_ok = serializers.BooleanField()
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, help_text="Needed when not right")
    line_no = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False, allow_null=True)


class ChecklistSerializer(serializers.Serializer):
    """An answer for every point of a checklist."""

    answers = AnswerSerializer(many=True)


class VerifySerializer(ChecklistSerializer):
    """An answer for every point of the checklist before approval."""

    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    sends_back = serializers.BooleanField(
        required=False, help_text="Where something is not right: send the order back to its makers"
    )


class ShownAnswerSerializer(AnswerSerializer):
    """One point as it was answered."""

    name = serializers.CharField()


class VerificationSerializer(serializers.Serializer):
    """What was found when an order was verified."""

    id = serializers.IntegerField()
    is_ok = serializers.BooleanField()
    answers = ShownAnswerSerializer(many=True)
    note = serializers.CharField()
    verified_by = serializers.CharField(help_text="Sign-in name")
    verified_at = serializers.DateTimeField()


class PointSerializer(serializers.Serializer):
    """A point of the checklist as it stands."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(ErrorKind.choices)


class VerificationsSerializer(serializers.Serializer):
    """The verifications of an order, newest first, and what the next one asks."""

    missing = serializers.CharField(allow_null=True, help_text="Why it does not count as verified; null: it does")
    points = PointSerializer(many=True)
    results = VerificationSerializer(many=True)


class OrderErrorInputSerializer(serializers.Serializer):
    """An error that was found in an order."""

    order = serializers.CharField(max_length=30, help_text="Order number")
    line_no = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False, allow_null=True)
    kind = serializers.ChoiceField(ErrorKind.choices)
    stage = serializers.ChoiceField(ErrorStage.choices)
    description = serializers.CharField(max_length=500)
    made_by = serializers.CharField(max_length=150, required=False, help_text="Sign-in name; default: who entered it")
    cost = MoneyField(min_value=0, required=False, allow_null=True)


class OrderErrorSerializer(serializers.Serializer):
    """An order error as it stands."""

    id = serializers.IntegerField()
    order = serializers.CharField()
    line_no = serializers.IntegerField(allow_null=True)
    kind = serializers.ChoiceField(ErrorKind.choices)
    stage = serializers.ChoiceField(ErrorStage.choices)
    description = serializers.CharField()
    made_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    found_by = serializers.CharField(help_text="Sign-in name")
    found_at = serializers.DateTimeField()
    cost = MoneyField(allow_null=True, help_text="In the company's currency; null also for who sees no amounts")
    correction = serializers.CharField()
    corrected_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    corrected_at = serializers.DateTimeField(allow_null=True)
    dismissal = serializers.CharField()
    dismissed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class OrderErrorPageSerializer(PageSerializer):
    """A keyset page of them."""

    results = OrderErrorSerializer(many=True)


class CorrectionSerializer(serializers.Serializer):
    """How an error was corrected."""

    correction = serializers.CharField(max_length=500)
    cost = MoneyField(min_value=0, required=False, allow_null=True)


class AccuracySerializer(serializers.Serializer):
    """Orders without an error ÷ orders that took effect in a period, of those you may see."""

    effective = serializers.IntegerField()
    with_error = serializers.IntegerField()
    share = serializers.DecimalField(max_digits=7, decimal_places=6, allow_null=True)


class PeriodSerializer(serializers.Serializer):
    """Business days, both included."""

    since = serializers.DateField()
    until = serializers.DateField()
