"""Shapes of rows of bank statements over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from orders.settlement.banking.matching import WEIGHTS
from orders.settlement.banking.models import BankLine
from orders.settlement.banking.operations import ALLOCATIONS


class BankCandidateSerializer(serializers.Serializer):
    """A customer whom a row may come from, and why."""

    customer = serializers.CharField(help_text="Customer code")
    name = serializers.CharField()
    score = serializers.IntegerField()
    reasons = serializers.ListField(child=serializers.ChoiceField([(key, key) for key in WEIGHTS]))


class BankLineSerializer(serializers.Serializer):
    """A row of a bank's statement, and what became of it."""

    id = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    reference = serializers.CharField()
    booked_date = serializers.DateField()
    currency = serializers.CharField()
    amount = MoneyField()
    payer = serializers.CharField()
    payer_account = serializers.CharField()
    text = serializers.CharField()
    state = serializers.ChoiceField(BankLine.State.choices)
    is_certain = serializers.BooleanField()
    candidates = BankCandidateSerializer(many=True)
    receipt = serializers.CharField(allow_null=True, help_text="Receipt number")
    reason = serializers.CharField()
    version = serializers.IntegerField()


class BankLinePageSerializer(PageSerializer):
    """A keyset page of rows."""

    results = BankLineSerializer(many=True)


class BankLineInputSerializer(serializers.Serializer):
    """A row as another system brings it; kept once per ``source`` and ``reference``."""

    source = serializers.CharField(max_length=40)  # type: ignore[assignment]
    reference = serializers.CharField(max_length=120)
    booked_date = serializers.DateField()
    currency = serializers.CharField(max_length=3, help_text="Three letters")
    amount = MoneyField()
    payer = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    payer_account = serializers.CharField(max_length=60, allow_blank=True, required=False, default="")
    text = serializers.CharField(max_length=300, allow_blank=True, required=False, default="")


class BankRecordInputSerializer(serializers.Serializer):
    """From whom it is, and what it pays."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    allocate = serializers.ChoiceField([(one, one) for one in ALLOCATIONS], required=False, default=ALLOCATIONS[0])
