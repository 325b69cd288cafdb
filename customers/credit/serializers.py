"""Shapes of limits, grades, reports and guarantees over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from customers.credit.models import Guarantee
from customers.grading import Grade, State

_MONEY = {"max_digits": 20, "decimal_places": 2, "min_value": 0}


class _Decided(serializers.Serializer):
    """What a proposal has beside its own: who proposed and decided it."""

    id = serializers.IntegerField()
    customer = serializers.CharField(help_text="Customer code")
    state = serializers.ChoiceField(State.choices)
    proposed_by = serializers.CharField(help_text="Sign-in name")
    proposed_at = serializers.DateTimeField()
    decided_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    decided_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class CreditLimitSerializer(_Decided):
    """A change of a customer's credit; amounts in the company's currency, null: no bound of his own."""

    amount = MoneyField(allow_null=True)
    order_cap = MoneyField(allow_null=True)
    days_overdue = serializers.IntegerField(allow_null=True)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    decision = serializers.CharField(help_text="Words of who decided")
    started_at = serializers.DateTimeField(allow_null=True, help_text="Since when it is the customer's limit")


class CreditLimitPageSerializer(PageSerializer):
    """A page of changes of limits."""

    results = CreditLimitSerializer(many=True)


class CreditLimitInputSerializer(serializers.Serializer):
    """A limit to be proposed."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    amount = MoneyField(required=False, allow_null=True, default=None, **_MONEY)
    order_cap = MoneyField(required=False, allow_null=True, default=None, **_MONEY)
    days_overdue = serializers.IntegerField(min_value=0, max_value=32767, required=False, allow_null=True, default=None)
    valid_from = serializers.DateField(required=False, allow_null=True, default=None, help_text="Default: today")
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=500)


class CreditDecisionSerializer(serializers.Serializer):
    """A decision, and why; a refusal needs a reason."""

    is_approved = serializers.BooleanField()
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ScorePartSerializer(serializers.Serializer):
    """A part of a score: the figure of the customer, and how many points of how many it gives."""

    name = serializers.CharField()
    figure = serializers.CharField()
    points = serializers.CharField(help_text="Below zero: it takes points off")
    most = serializers.CharField()
    count = serializers.IntegerField(
        required=False, allow_null=True, help_text="Answers or complaints that a part of his voice stands on"
    )
    orders = serializers.IntegerField(required=False, allow_null=True, help_text="Orders that complaints are held to")
    since = serializers.DateField(required=False, allow_null=True, help_text="From when on they count")


class CreditGradingSerializer(_Decided):
    """A grade that was worked out or proposed, and what became of it."""

    grade = serializers.ChoiceField(Grade.choices)
    score = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    parts = ScorePartSerializer(many=True)
    reason = serializers.CharField()
    decision = serializers.CharField(help_text="Words of who decided")


class CreditGradingPageSerializer(PageSerializer):
    """A page of grades."""

    results = CreditGradingSerializer(many=True)


class CreditGradingInputSerializer(serializers.Serializer):
    """A grade to be proposed."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    grade = serializers.ChoiceField(Grade.choices)
    reason = serializers.CharField(max_length=500)


class CreditReportInputSerializer(serializers.Serializer):
    """What somebody else says of a customer's credit."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    report_date = serializers.DateField()
    source = serializers.CharField(max_length=120)  # type: ignore[assignment]
    rating = serializers.CharField(max_length=40, help_text="In its own words")
    grade = serializers.ChoiceField(Grade.choices, help_text="What it means")
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)
    notes = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class CreditReportSerializer(CreditReportInputSerializer):
    """The same as it is kept."""

    id = serializers.IntegerField()
    is_void = serializers.BooleanField(help_text="It counts no more")
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class CreditReportPageSerializer(PageSerializer):
    """A page of reports."""

    results = CreditReportSerializer(many=True)


class GuaranteeInputSerializer(serializers.Serializer):
    """Who answers for a customer, and how far; the amount in the company's currency."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    kind = serializers.ChoiceField(Guarantee.Kind.choices)
    amount = MoneyField(max_digits=20, decimal_places=2, min_value=0)
    guarantor = serializers.CharField(max_length=120)
    valid_from = serializers.DateField(required=False, allow_null=True, default=None, help_text="Default: today")
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)
    notes = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class GuaranteeSerializer(GuaranteeInputSerializer):
    """The same as it is kept; it counts while APPROVED, valid and not released."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(State.choices)
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()
    decided_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    decided_at = serializers.DateTimeField(allow_null=True)
    released_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class GuaranteePageSerializer(PageSerializer):
    """A page of guarantees."""

    results = GuaranteeSerializer(many=True)


GRADES = [*((grade.value, grade.label) for grade in Grade), ("NONE", "NONE")]


class CreditTermsSerializer(serializers.Serializer):
    """What a grade means for payment; NONE: customers without a grade."""

    grade = serializers.ChoiceField(GRADES)
    allowed = serializers.ListField(child=serializers.CharField(), help_text="Codes of terms; none: all are allowed")
    default = serializers.CharField(help_text="Code of the terms that it proposes; empty: the customer's own")  # type: ignore[assignment]
    asks_security = serializers.BooleanField(help_text="It asks for a guarantee that holds, or an advance payment")


class CreditTermsOfGradeSerializer(serializers.Serializer):
    """What a grade is to mean; what is not said stays."""

    grade = serializers.ChoiceField(GRADES)
    allowed = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=200)
    default = serializers.CharField(max_length=20, required=False, allow_blank=True)  # type: ignore[assignment]
    asks_security = serializers.BooleanField(required=False)


class CreditTermsInputSerializer(serializers.Serializer):
    """Grades to change."""

    grades = CreditTermsOfGradeSerializer(many=True, allow_empty=False)
