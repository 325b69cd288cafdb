"""Shapes of exceptions, claims and contingency plans in the API."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from orders.exceptions.choices import Cause, Kind, Remedy, Responsible, Severity, ToldBy
from orders.exceptions.states import ClaimStatus, Move, Status
from orders.order.serializers import CustomerRefSerializer

_TEXT = 4000


def _money(**options) -> MoneyField:
    return MoneyField(min_value=0, decimal_places=2, **options)


def _text(**options) -> serializers.CharField:
    return serializers.CharField(max_length=_TEXT, **options)


_OPTIONAL: Any = {"required": False, "allow_blank": True, "default": ""}
_PERSON = "Sign-in name"


class ExceptionInputSerializer(serializers.Serializer):
    """Something that went wrong: with an order, or with a customer."""

    kind = serializers.ChoiceField(Kind.choices)
    severity = serializers.ChoiceField(Severity.choices)
    description = _text()
    order = serializers.CharField(max_length=40, required=False, allow_blank=True, default="", help_text="Order number")
    customer = serializers.CharField(max_length=40, help_text="Customer code, where it is about no order", **_OPTIONAL)
    line_no = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    shipment = serializers.CharField(max_length=20, help_text="Outbound number", **_OPTIONAL)
    returned = serializers.CharField(max_length=20, help_text="Return number", **_OPTIONAL)
    owner = serializers.CharField(max_length=150, help_text="Sign-in name of who owes the answer", **_OPTIONAL)
    disputed_amount = _money(required=False, default=Decimal(0), help_text="In the order's currency")
    disputed_document = serializers.CharField(max_length=60, help_text="Number of the disputed invoice", **_OPTIONAL)


class ExceptionChangeSerializer(serializers.Serializer):
    """What was found out."""

    kind = serializers.ChoiceField(Kind.choices, required=False)
    severity = serializers.ChoiceField(Severity.choices, required=False)
    description = _text(required=False)
    owner = serializers.CharField(max_length=150, required=False, help_text=_PERSON)
    disputed_amount = _money(required=False)
    disputed_document = serializers.CharField(max_length=60, required=False, allow_blank=True)
    cause = serializers.ChoiceField(Cause.choices, required=False, allow_blank=True)
    cause_text = _text(required=False, allow_blank=True)
    responsible = serializers.ChoiceField(Responsible.choices, required=False, allow_blank=True)
    remedy = serializers.ChoiceField(Remedy.choices, required=False, allow_blank=True)
    remedy_text = _text(required=False, allow_blank=True)
    cost = _money(required=False, allow_null=True, help_text="In the company's currency")


class ExceptionAnswerSerializer(serializers.Serializer):
    """What is being done."""

    answer = _text()


class DecisionInputSerializer(serializers.Serializer):
    """What was decided together."""

    participants = serializers.CharField(max_length=300)
    text = _text()
    responsible = serializers.CharField(max_length=150, help_text="Sign-in name of who does it")
    due_date = serializers.DateField(required=False, allow_null=True, default=None)


class ToldSerializer(serializers.Serializer):
    """When and how the customer was told, and what."""

    told_date = serializers.DateField()
    told_how = serializers.ChoiceField(ToldBy.choices)
    told_text = _text()


class PlanUseSerializer(serializers.Serializer):
    """A contingency plan that is taken up."""

    plan = serializers.IntegerField(min_value=1, help_text="Id of the plan")


class ClaimInputSerializer(serializers.Serializer):
    """A claim against a carrier, in the company's currency."""

    amount = _money()
    carrier = serializers.CharField(max_length=20, help_text="Carrier code; else that of the shipment", **_OPTIONAL)
    papers = serializers.CharField(max_length=300, **_OPTIONAL)
    reference = serializers.CharField(max_length=60, help_text="The carrier's number", **_OPTIONAL)


class ClaimAnswerSerializer(serializers.Serializer):
    """What the carrier said; nothing accepted: it refuses."""

    accepted = _money()
    answer = serializers.CharField(max_length=500, **_OPTIONAL)


class RecoverySerializer(serializers.Serializer):
    """Money of a claim that came in."""

    amount = _money()
    day = serializers.DateField(required=False, allow_null=True, default=None, help_text="Default: today")


class ExceptionRowSerializer(serializers.Serializer):
    """An exception in a list."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    severity = serializers.ChoiceField(Severity.choices)
    status = serializers.ChoiceField(Status.choices)
    customer = CustomerRefSerializer()
    order = serializers.CharField(allow_null=True)
    line_no = serializers.IntegerField(allow_null=True)
    shipment = serializers.CharField(allow_null=True)
    returned = serializers.CharField(allow_null=True)
    description = serializers.CharField()
    owner = serializers.CharField(help_text=_PERSON)
    executing_owner = serializers.CharField(allow_null=True, help_text=_PERSON)
    disputed_amount = MoneyField(allow_null=True)
    disputed_document = serializers.CharField()
    answer = serializers.CharField()
    answer_due_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    escalations = serializers.IntegerField()
    cause = serializers.ChoiceField([("", ""), *Cause.choices])
    cause_text = serializers.CharField()
    responsible = serializers.ChoiceField([("", ""), *Responsible.choices])
    remedy = serializers.ChoiceField([("", ""), *Remedy.choices])
    remedy_text = serializers.CharField()
    cost = MoneyField(allow_null=True)
    plan = serializers.CharField(allow_null=True, help_text="Contingency plan that was used")
    told_date = serializers.DateField(allow_null=True)
    told_how = serializers.ChoiceField([("", ""), *ToldBy.choices])
    told_text = serializers.CharField()
    raised_by = serializers.CharField(help_text=_PERSON)
    raised_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ExceptionStepSerializer(serializers.Serializer):
    """A move of an exception."""

    move = serializers.ChoiceField(Move.choices)
    to_status = serializers.ChoiceField(Status.choices)
    by = serializers.CharField(help_text=_PERSON)
    at = serializers.DateTimeField()
    text = serializers.CharField()


class JointDecisionSerializer(serializers.Serializer):
    """A joint decision."""

    participants = serializers.CharField()
    text = serializers.CharField()
    responsible = serializers.CharField(help_text=_PERSON)
    due_date = serializers.DateField(allow_null=True)
    recorded_at = serializers.DateTimeField()


class ClaimSerializer(serializers.Serializer):
    """A claim against a carrier."""

    id = serializers.IntegerField()
    exception = serializers.CharField(help_text="Exception number")
    carrier = serializers.CharField(help_text="Carrier code")
    status = serializers.ChoiceField(ClaimStatus.choices)
    reference = serializers.CharField()
    amount = MoneyField()
    accepted = MoneyField()
    recovered = MoneyField()
    papers = serializers.CharField()
    answer = serializers.CharField()
    filed_by = serializers.CharField(help_text=_PERSON)
    filed_date = serializers.DateField()
    settled_date = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class ExceptionSerializer(ExceptionRowSerializer):
    """A whole exception."""

    steps = ExceptionStepSerializer(many=True)
    decisions = JointDecisionSerializer(many=True)
    claims = ClaimSerializer(many=True)


class ExceptionPageSerializer(PageSerializer):
    """A keyset page of exceptions."""

    results = ExceptionRowSerializer(many=True)


class ClaimPageSerializer(PageSerializer):
    """A keyset page of claims."""

    results = ClaimSerializer(many=True)


class ExceptionCountSerializer(serializers.Serializer):
    """How many there are of one sort."""

    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    open = serializers.IntegerField()
    late = serializers.IntegerField(help_text="Not answered in time")
    cost = MoneyField(allow_null=True)


class ExceptionFiguresSerializer(serializers.Serializer):
    """Exceptions counted."""

    total = serializers.IntegerField()
    by_kind = ExceptionCountSerializer(many=True)
    by_cause = ExceptionCountSerializer(many=True)
    by_responsible = ExceptionCountSerializer(many=True)
    by_month = ExceptionCountSerializer(many=True)


class PlanStepSerializer(serializers.Serializer):
    """A step of a plan."""

    text = serializers.CharField(max_length=300)
    owner = serializers.CharField(max_length=150, required=False, allow_null=True, default=None, help_text=_PERSON)


class ContingencyInputSerializer(serializers.Serializer):
    """A contingency plan as it is to be; its steps are given whole."""

    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(Kind.choices)
    product_prefix = serializers.CharField(max_length=60, **_OPTIONAL)
    supplier = serializers.CharField(max_length=20, help_text="Supplier code", **_OPTIONAL)
    notes = serializers.CharField(max_length=500, **_OPTIONAL)
    is_active = serializers.BooleanField(required=False, default=True)
    steps = PlanStepSerializer(many=True, allow_empty=False, max_length=30)  # type: ignore[call-arg]


class ContingencyChangeSerializer(serializers.Serializer):
    """A change of a contingency plan; ``steps``, when given, replace all steps."""

    name = serializers.CharField(max_length=120, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    product_prefix = serializers.CharField(max_length=60, required=False, allow_blank=True)
    supplier = serializers.CharField(max_length=20, required=False, allow_blank=True, help_text="Supplier code")
    notes = serializers.CharField(max_length=500, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)
    steps = PlanStepSerializer(many=True, required=False, max_length=30)  # type: ignore[call-arg]


class ContingencySerializer(ContingencyInputSerializer):
    """A contingency plan."""

    id = serializers.IntegerField()
    supplier = serializers.CharField(allow_null=True)
    times_used = serializers.IntegerField()
    version = serializers.IntegerField()


class ContingencyPageSerializer(PageSerializer):
    """A keyset page of contingency plans."""

    results = ContingencySerializer(many=True)
