"""Shapes of frame agreements in the API."""

from rest_framework import serializers

from common.api.fields import MoneyField, PriceField, QuantityField
from common.api.paging import PageSerializer
from orders.agreements import states
from orders.order.serializers import CustomerRefSerializer


class AgreementLineInputSerializer(serializers.Serializer):
    """A product, its price, and how much of it was agreed; neither quantity nor amount bounds nothing."""

    product = serializers.CharField(max_length=60, help_text="Product code")
    price = PriceField(min_value=0)
    quantity = QuantityField(required=False, allow_null=True)
    amount = MoneyField(required=False, allow_null=True)
    notes = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class AgreementLineSaveSerializer(AgreementLineInputSerializer):
    """A line to add, or with ``line_no`` to change."""

    line_no = serializers.IntegerField(min_value=1, required=False, allow_null=True)


class AgreementLineNumberSerializer(serializers.Serializer):
    """A line by its number."""

    line_no = serializers.IntegerField(min_value=1)


class AgreementHeadSerializer(serializers.Serializer):
    """The head of an agreement."""

    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    customer_reference = serializers.CharField(max_length=80, required=False, allow_blank=True)
    valid_from = serializers.DateField(required=False, help_text="Today when left out")
    valid_until = serializers.DateField(required=False)
    currency = serializers.CharField(max_length=3, required=False, help_text="Without it the customer's")
    tax_mode = serializers.ChoiceField([("INCLUSIVE", "INCLUSIVE"), ("EXCLUSIVE", "EXCLUSIVE")], required=False)
    terms = serializers.CharField(max_length=100_000, required=False, allow_blank=True)


class AgreementInputSerializer(AgreementHeadSerializer):
    """A new agreement, a draft until it is put in force."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    valid_until = serializers.DateField()
    lines = AgreementLineInputSerializer(many=True, required=False, max_length=500)  # type: ignore[call-arg]


class AgreementRowSerializer(serializers.Serializer):
    """An agreement in a list."""

    number = serializers.CharField()
    status = serializers.ChoiceField(states.Status.choices)
    customer = CustomerRefSerializer()
    title = serializers.CharField()
    customer_reference = serializers.CharField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField()
    currency = serializers.CharField()
    tax_mode = serializers.ChoiceField([("INCLUSIVE", "INCLUSIVE"), ("EXCLUSIVE", "EXCLUSIVE")])
    terms = serializers.CharField()
    ended_reason = serializers.CharField()
    version = serializers.IntegerField()


class AgreementLineSerializer(serializers.Serializer):
    """A line with what orders took of it: ``called`` on those submitted, ``drafted`` on drafts."""

    line_no = serializers.IntegerField()
    product = serializers.CharField()
    price = PriceField()
    quantity = QuantityField(allow_null=True)
    amount = MoneyField(allow_null=True)
    notes = serializers.CharField()
    called = QuantityField()
    drafted = QuantityField()
    left = QuantityField(allow_null=True)
    left_amount = MoneyField(allow_null=True)
    orders = serializers.ListField(child=serializers.CharField())


class AgreementSerializer(AgreementRowSerializer):
    """An agreement with its lines."""

    lines = AgreementLineSerializer(many=True)


class AgreementPageSerializer(PageSerializer):
    """A keyset page of agreements."""

    results = AgreementRowSerializer(many=True)


class ClauseInputSerializer(serializers.Serializer):
    """A clause of the library and its wording."""

    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(states.ClauseKind.choices)
    text = serializers.CharField(max_length=10_000, help_text="Its wording")
    is_standard = serializers.BooleanField(required=False, default=False, help_text="In every contract")
    is_active = serializers.BooleanField(required=False, default=True)


class ClauseChangeSerializer(serializers.Serializer):
    """What of a clause is to change."""

    name = serializers.CharField(max_length=80, required=False)
    kind = serializers.ChoiceField(states.ClauseKind.choices, required=False)
    text = serializers.CharField(max_length=10_000, required=False, help_text="Another wording is a new version")
    is_standard = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class ClauseSerializer(serializers.Serializer):
    """A clause with its present wording."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    kind = serializers.ChoiceField(states.ClauseKind.choices)
    name = serializers.CharField()
    text = serializers.CharField()
    is_standard = serializers.BooleanField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class ClausePageSerializer(PageSerializer):
    """A keyset page of clauses."""

    results = ClauseSerializer(many=True)
