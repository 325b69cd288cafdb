"""Shapes of returns in the API."""

from decimal import Decimal

from rest_framework import serializers

from common.api.fields import MoneyField, QuantityField
from common.api.paging import PageSerializer
from orders.fulfilment.numbers.serializers import NumberSerializer
from orders.order.serializers import CustomerRefSerializer
from orders.returns.choices import RefundKind, ReturnReason, Step
from orders.returns.states import Status


class ReturnLineInputSerializer(serializers.Serializer):
    """Pieces of an order line that come back."""

    line_no = serializers.IntegerField(min_value=1)
    quantity = QuantityField(min_value=0)


class ReturnInputSerializer(serializers.Serializer):
    """A new return."""

    order = serializers.CharField(max_length=40, help_text="Order number")
    reason = serializers.ChoiceField(ReturnReason.choices)
    description = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    waybill = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    lines = ReturnLineInputSerializer(many=True, allow_empty=False, max_length=2000)  # type: ignore[call-arg]


class InspectedLineSerializer(serializers.Serializer):
    """What of a line came, and how it was found."""

    line_no = serializers.IntegerField(min_value=1)
    to_stock = QuantityField(min_value=0, required=False, default=Decimal(0))
    scrapped = QuantityField(min_value=0, required=False, default=Decimal(0))
    numbers = NumberSerializer(many=True, required=False, default=list, max_length=5000)  # type: ignore[call-arg]


class ReceiveSerializer(serializers.Serializer):
    """The body of receive; of a line that is left out nothing came."""

    lines = InspectedLineSerializer(many=True, allow_empty=False, max_length=2000)  # type: ignore[call-arg]
    warehouse = serializers.CharField(
        max_length=20, required=False, help_text="Warehouse code; default: the default one"
    )
    received_date = serializers.DateField(required=False, allow_null=True, default=None, help_text="Default: today")
    findings = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class DecidedLineSerializer(serializers.Serializer):
    """What the customer gets for the pieces of a line."""

    line_no = serializers.IntegerField(min_value=1)
    reship = QuantityField(min_value=0, required=False, default=Decimal(0), help_text="The same goods once more")
    replaced = QuantityField(min_value=0, required=False, default=Decimal(0), help_text="Another product instead")
    refund = QuantityField(min_value=0, required=False, default=Decimal(0), help_text="Money back")
    refund_amount = MoneyField(
        min_value=0,
        decimal_places=2,
        required=False,
        allow_null=True,
        default=None,
        help_text="Order's currency, tax included; default: what the pieces cost",
    )


class SettleSerializer(serializers.Serializer):
    """The body of settle; for a line that is left out the customer gets nothing."""

    lines = DecidedLineSerializer(many=True, required=False, default=list, max_length=2000)  # type: ignore[call-arg]
    grounds = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class RefundSerializer(serializers.Serializer):
    """What becomes of the money that is due for a return."""

    how = serializers.ChoiceField(
        RefundKind.choices[1:],
        required=False,
        default=RefundKind.PAID_BACK,
        help_text="Default: paid back. KEPT: it stays on the account, unallocated",
    )
    paid_date = serializers.DateField(required=False, allow_null=True, default=None, help_text="Default: today")
    reference = serializers.CharField(
        max_length=120, required=False, allow_blank=True, default="", help_text="Number of the payment at the bank"
    )


class RefundRowSerializer(serializers.Serializer):
    """What became of a part of a return's money, in the order's currency."""

    kind = serializers.ChoiceField(RefundKind.choices)
    amount = MoneyField(allow_null=True)
    receipt = serializers.CharField(allow_null=True, help_text="Receipt below zero (PAID_BACK), or on which it lies")
    at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)


class ExchangeLineSerializer(serializers.Serializer):
    """Another product that the customer gets."""

    product = serializers.CharField(max_length=60, help_text="Product code")
    quantity = QuantityField(min_value=0)


class ExchangeSerializer(serializers.Serializer):
    """The body of exchange."""

    lines = ExchangeLineSerializer(many=True, allow_empty=False, max_length=200)  # type: ignore[call-arg]


class LossSerializer(serializers.Serializer):
    """Lost pieces that are shipped again."""

    document = serializers.CharField(max_length=20, help_text="Number of the outbound document they were lost with")
    line_no = serializers.IntegerField(min_value=1)
    quantity = QuantityField(min_value=0)


class ReturnRowSerializer(serializers.Serializer):
    """A return in a list."""

    number = serializers.CharField()
    order = serializers.CharField(help_text="Order number")
    customer = CustomerRefSerializer()
    status = serializers.ChoiceField(Status.choices)
    reason = serializers.ChoiceField(ReturnReason.choices)
    description = serializers.CharField()
    waybill = serializers.CharField()
    warehouse = serializers.CharField(allow_null=True, help_text="Warehouse code")
    received_date = serializers.DateField(allow_null=True)
    findings = serializers.CharField()
    decision = serializers.CharField()
    replacement = serializers.CharField(allow_null=True, help_text="Number of the exchange order")
    void_reason = serializers.CharField()
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()
    approved_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    approved_at = serializers.DateTimeField(allow_null=True)
    received_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    received_at = serializers.DateTimeField(allow_null=True)
    settled_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    settled_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ReturnLineSerializer(serializers.Serializer):
    """A line of a return."""

    line_no = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    unit = serializers.CharField()
    quantity = QuantityField(help_text="Announced")
    received = QuantityField()
    numbers = NumberSerializer(many=True, help_text="Serial and batch numbers that came back")
    to_stock = QuantityField()
    scrapped = QuantityField()
    reship = QuantityField()
    replaced = QuantityField()
    refund = QuantityField()
    refund_amount = MoneyField(allow_null=True)
    refund_reference = serializers.CharField()
    refund_settled_at = serializers.DateTimeField(allow_null=True)


class ReversedLineSerializer(serializers.Serializer):
    """What a step that was taken back had said of a line; null where the step does not say it."""

    line_no = serializers.IntegerField()
    to_stock = QuantityField(allow_null=True)
    scrapped = QuantityField(allow_null=True)
    reship = QuantityField(allow_null=True)
    replaced = QuantityField(allow_null=True)
    refund = QuantityField(allow_null=True)
    refund_amount = MoneyField(allow_null=True)
    reference = serializers.CharField(help_text="Credit note or payment")


class ReversalSerializer(serializers.Serializer):
    """A step of a return that was taken back."""

    step = serializers.ChoiceField(Step.choices)
    reason = serializers.CharField()
    recorded_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    recorded_at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField(help_text="Sign-in name of who took it back")
    at = serializers.DateTimeField()
    lines = ReversedLineSerializer(many=True)


class ReturnSerializer(ReturnRowSerializer):
    """A whole return."""

    lines = ReturnLineSerializer(many=True)
    refunds = RefundRowSerializer(many=True, help_text="What became of the money for it, oldest first")
    reversals = ReversalSerializer(many=True, help_text="What was recorded and taken back, newest first")


class ReturnPageSerializer(PageSerializer):
    """A keyset page of returns."""

    results = ReturnRowSerializer(many=True)
