"""Shapes of requirements in the API."""

from typing import Any

from rest_framework import serializers

from common.api.fields import PriceField, QuantityField
from common.api.paging import PageSerializer
from tasks.requirements.choices import Kind, Move, State
from tasks.requirements.operations.entering import MOST
from tasks.scheduling.choices import Cause

_OPTIONAL: Any = {"required": False, "allow_blank": True, "default": ""}
_DAY: Any = {"required": False, "allow_null": True, "default": None}


class RequirementSerializer(serializers.Serializer):
    """What a department is asked to make or buy. A draft has no number: it is addressed by ``reference``."""

    reference = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(Kind.choices)
    state = serializers.ChoiceField(State.choices)
    department = serializers.CharField(help_text="Department code")
    supplier = serializers.CharField(allow_null=True, help_text="Supplier code")
    owner = serializers.CharField(allow_null=True, help_text="Sign-in name of who answers")
    created_by = serializers.CharField()
    needed_date = serializers.DateField(allow_null=True, help_text="The first of what is still to come")
    planned_date = serializers.DateField(allow_null=True, help_text="The first of what is still to come")
    line_count = serializers.IntegerField()
    late_count = serializers.IntegerField(help_text="Lines planned later than needed")
    notes = serializers.CharField()
    reason = serializers.CharField(help_text="Of the last refusal, part acceptance or cancelling")
    created_at = serializers.DateTimeField()
    asked_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class RequirementLineSerializer(serializers.Serializer):
    """Goods of a requirement; ``planned_receipt`` carries the same day, and moves only from here."""

    id = serializers.IntegerField()
    order = serializers.CharField(allow_null=True)
    line_no = serializers.IntegerField(allow_null=True)
    product = serializers.CharField()
    product_name = serializers.CharField()
    unit = serializers.CharField()
    specification = serializers.CharField()
    wording = serializers.CharField(help_text="The customer's requirements, in production's words")
    quantity = QuantityField()
    accepted = QuantityField()
    done = QuantityField(help_text="Came so far")
    left = QuantityField(help_text="Still to come")
    needed_date = serializers.DateField()
    planned_date = serializers.DateField(allow_null=True)
    first_planned_date = serializers.DateField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    reference = serializers.CharField(help_text="Purchase order, work order or the supplier's confirmation")
    planned_receipt = serializers.IntegerField(allow_null=True)
    task = serializers.IntegerField(allow_null=True, help_text="The work whose end it is")
    is_ended = serializers.BooleanField()
    end_reason = serializers.CharField()


class RequirementDocumentSerializer(RequirementSerializer):
    """The same with its lines, the verbs of its state, and whether you answer for it."""

    moves = serializers.ListField(child=serializers.ChoiceField(Move.choices))
    may_answer = serializers.BooleanField()
    lines = RequirementLineSerializer(many=True)


class RequirementPageSerializer(PageSerializer):
    """A page of requirements."""

    results = RequirementSerializer(many=True)


class RequirementLineInputSerializer(serializers.Serializer):
    """Goods to be asked for: for a line of an order, for an order as a whole, or for stock."""

    product = serializers.CharField(max_length=60, help_text="Product code")
    quantity = QuantityField(min_value=0)
    needed_date = serializers.DateField()
    order = serializers.CharField(max_length=40, required=False, allow_null=True, default=None)
    line_no = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    specification = serializers.CharField(max_length=120, **_OPTIONAL)
    wording = serializers.CharField(
        max_length=4000, required=False, allow_null=True, allow_blank=True, default=None, help_text="Null: the line's"
    )
    task = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)


class RequirementInputSerializer(serializers.Serializer):
    """A requirement. With ``is_asked`` it is asked for at once."""

    kind = serializers.ChoiceField(Kind.choices)
    department = serializers.CharField(max_length=20, help_text="Department code")
    supplier = serializers.CharField(max_length=20, help_text="Supplier code, of what is bought", **_DAY)
    owner = serializers.CharField(max_length=150, help_text="Sign-in name; null: who leads the department", **_DAY)
    notes = serializers.CharField(max_length=4000, **_OPTIONAL)
    lines = RequirementLineInputSerializer(many=True, max_length=MOST)  # type: ignore[call-arg]


class RequirementCreateSerializer(RequirementInputSerializer):
    """A new requirement."""

    is_asked = serializers.BooleanField(required=False, default=False)


class LineAnswerSerializer(serializers.Serializer):
    """What is said to a line; accepted "0": none of it."""

    id = serializers.IntegerField(min_value=1)
    accepted = QuantityField(min_value=0)
    planned_date = serializers.DateField(**_DAY)
    reference = serializers.CharField(max_length=80, **_OPTIONAL)


class AcceptanceSerializer(serializers.Serializer):
    """The answers, one a line."""

    lines = LineAnswerSerializer(many=True, allow_empty=False, max_length=MOST)  # type: ignore[call-arg]
    reason = serializers.CharField(max_length=300, help_text="Why not all of it", **_OPTIONAL)


class DayMoveSerializer(serializers.Serializer):
    """Another day, or another quantity, of a line, and why."""

    planned_date = serializers.DateField()
    cause = serializers.ChoiceField(Cause.choices)
    words = serializers.CharField(max_length=300, **_OPTIONAL)
    accepted = QuantityField(min_value=0, required=False, allow_null=True, default=None)


class ConfirmationOfDaySerializer(serializers.Serializer):
    """What the supplier, or who makes it, confirmed; without a day the planned one."""

    planned_date = serializers.DateField(**_DAY)
    reference = serializers.CharField(max_length=80, **_OPTIONAL)


class SupplierChangeSerializer(serializers.Serializer):
    """Another supplier, and the days of lines that are not named stay."""

    supplier = serializers.CharField(max_length=20, help_text="Supplier code")
    reason = serializers.CharField(max_length=300)
    planned_date = serializers.DateField(help_text="Of everything still to come; null: the days stay", **_DAY)
    lines = serializers.ListField(
        child=serializers.IntegerField(),
        required=False,
        min_length=1,
        max_length=500,
        help_text="Only these lines, by `id`: where others stay they become a requirement of their own",
    )


class NeedSerializer(serializers.Serializer):
    """A product that a line lacks, and what would be asked for."""

    line_no = serializers.IntegerField()
    product = serializers.CharField()
    product_name = serializers.CharField()
    unit = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    lacks = QuantityField()
    free = QuantityField(help_text="In stock, held by nobody")
    asked = QuantityField(help_text="Asked for already and still to come")
    proposed = QuantityField()
    requirements = serializers.ListField(child=serializers.CharField())
    needed_date = serializers.DateField()
    wording = serializers.CharField()
    supplier = serializers.CharField(allow_null=True)


class OrderSupplySerializer(serializers.Serializer):
    """What an order lacks, and what was asked for."""

    needs = NeedSerializer(many=True)
    asked = RequirementLineSerializer(many=True)


class ConsequenceSerializer(serializers.Serializer):
    """What a day would do to a line of an order; orders that are not yours are not named."""

    order = serializers.CharField(allow_null=True)
    line_no = serializers.IntegerField(allow_null=True)
    product = serializers.CharField()
    requested_date = serializers.DateField(allow_null=True)
    promised_date = serializers.DateField(allow_null=True)
    would_be = serializers.DateField(allow_null=True)
    days = serializers.IntegerField(help_text="Days of work later than promised")
    is_broken = serializers.BooleanField()


class RemedySerializer(serializers.Serializer):
    """A way to have goods in time; with ``token`` it is taken as it was shown."""

    kind = serializers.CharField()
    key = serializers.CharField()
    text = serializers.CharField()
    evidence = serializers.CharField()
    planned_date = serializers.DateField()
    supplier = serializers.CharField(allow_null=True)
    hours = QuantityField()
    people = serializers.IntegerField()
    price = PriceField(allow_null=True, help_text="What he asks for a unit; null for who may not know what we pay")
    currency = serializers.CharField(allow_null=True)
    is_in_time = serializers.BooleanField()
    token = serializers.CharField()


class DayPreviewSerializer(serializers.Serializer):
    """What would follow from a day, and what can be done instead."""

    planned_date = serializers.DateField()
    consequences = ConsequenceSerializer(many=True)
    remedies = RemedySerializer(many=True)


class DayPreviewInputSerializer(serializers.Serializer):
    """The day that is thought of; null: the goods do not come at all."""

    planned_date = serializers.DateField(**_DAY)


class RemedyChoiceSerializer(serializers.Serializer):
    """A remedy as it was shown."""

    remedy = serializers.CharField(max_length=80)
    token = serializers.CharField(max_length=64)
