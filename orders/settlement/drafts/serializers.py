"""Shapes of acceptance drafts in the API."""

from decimal import Decimal

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from orders.order.serializers import CustomerRefSerializer
from orders.settlement.drafts.states import DraftKind, DraftState


class AcceptanceDraftInputSerializer(serializers.Serializer):
    """The draft that a customer paid with."""

    number = serializers.CharField(max_length=40)
    drawer = serializers.CharField(max_length=120)
    acceptor = serializers.CharField(max_length=120, help_text="The bank or company that accepted it")
    kind = serializers.ChoiceField(DraftKind.choices)
    issue_date = serializers.DateField(required=False, allow_null=True, default=None)
    maturity_date = serializers.DateField()


class AcceptanceDraftSerializer(serializers.Serializer):
    """An acceptance draft; its version is its receipt's."""

    receipt = serializers.CharField(help_text="Receipt number")
    customer = CustomerRefSerializer()
    number = serializers.CharField()
    drawer = serializers.CharField()
    acceptor = serializers.CharField()
    kind = serializers.ChoiceField(DraftKind.choices)
    issue_date = serializers.DateField(allow_null=True)
    maturity_date = serializers.DateField()
    received_date = serializers.DateField()
    currency = serializers.CharField()
    amount = MoneyField()
    state = serializers.ChoiceField(DraftState.choices)
    counts = serializers.BooleanField(help_text="It stays in its customer's exposure until it is paid")
    moved_date = serializers.DateField(allow_null=True)
    given_to = serializers.CharField(help_text="Whom it was endorsed to, or which bank discounted it")
    charge = MoneyField(help_text="What the bank kept of it")
    reason = serializers.CharField()
    version = serializers.IntegerField()


class AcceptanceDraftPageSerializer(PageSerializer):
    """A keyset page of drafts."""

    results = AcceptanceDraftSerializer(many=True)


class CashDraftSerializer(serializers.Serializer):
    """When it was paid."""

    day = serializers.DateField(required=False, allow_null=True, default=None, help_text="Default: today")


class EndorseDraftSerializer(CashDraftSerializer):
    """To whom it went."""

    given_to = serializers.CharField(max_length=120)


class DiscountDraftSerializer(EndorseDraftSerializer):
    """Which bank bought it, for how much less."""

    charge = MoneyField(min_value=0, decimal_places=2, default=Decimal(0))


class DishonourDraftSerializer(CashDraftSerializer):
    """Why it was not paid."""

    reason = serializers.CharField(max_length=300)
