"""Shapes of receipts and payment plans in the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from customers.models import PaymentTermRow
from orders.order import choices
from orders.order.serializers import CustomerRefSerializer
from orders.settlement.drafts.serializers import AcceptanceDraftInputSerializer, AcceptanceDraftSerializer
from orders.settlement.models import WRITE_OFFS, Receipt


class PlanRowSerializer(serializers.Serializer):
    """A part of an order's total and when it is due."""

    sequence = serializers.IntegerField()
    percent = serializers.CharField()
    amount = MoneyField()
    received = MoneyField()
    is_advance = serializers.BooleanField()
    basis = serializers.ChoiceField(PaymentTermRow.Basis.choices)
    due_date = serializers.DateField(allow_null=True)


class AllocationInputSerializer(serializers.Serializer):
    """Pay a row of an order's payment plan with a part of a receipt."""

    order = serializers.CharField(help_text="Order number")
    sequence = serializers.IntegerField(min_value=1, default=1, help_text="Row of the order's payment plan")
    amount = MoneyField(min_value=0)


class AllocationsInputSerializer(serializers.Serializer):
    """The body of allocate."""

    allocations = AllocationInputSerializer(many=True, allow_empty=False)


class AllocationSerializer(serializers.Serializer):
    """A part of a receipt that pays a plan row."""

    id = serializers.IntegerField()
    order = serializers.CharField()
    sequence = serializers.IntegerField()
    amount = MoneyField()
    at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    exchange_difference = MoneyField(help_text="Company's currency: gain above zero, or loss, of what stands")


class ReceiptInputSerializer(serializers.Serializer):
    """Money that came in. ``provider`` and ``external_id`` together are accepted once; an empty ``external_id`` is
    none, and says nothing of another receipt."""

    customer = serializers.CharField(help_text="Customer code")
    amount = MoneyField()
    received_date = serializers.DateField()
    currency = serializers.CharField(
        max_length=20, allow_blank=True, required=False, help_text="Three letters; default: the customer's"
    )
    method = serializers.ChoiceField(choices.PaymentMethod.choices, allow_blank=True, required=False, default="")
    provider = serializers.CharField(max_length=40, allow_blank=True, required=False, default="")
    external_id = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    payer = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    notes = serializers.CharField(max_length=300, allow_blank=True, required=False, default="")
    draft = AcceptanceDraftInputSerializer(
        required=False, allow_null=True, default=None, help_text="The acceptance draft, of method ACCEPTANCE"
    )
    allocations = AllocationInputSerializer(many=True, required=False, default=list)


class WriteOffInputSerializer(serializers.Serializer):
    """What is let go of a part of an order's plan, and why."""

    order = serializers.CharField(max_length=40, help_text="Order number")
    sequence = serializers.IntegerField(min_value=1, default=1, help_text="Row of the order's payment plan")
    amount = MoneyField(min_value=0)
    kind = serializers.ChoiceField(WRITE_OFFS)
    reason = serializers.CharField(max_length=300)


class PayBackInputSerializer(serializers.Serializer):
    """How much of what is left of a receipt goes back, when, with which payment, and why."""

    amount = MoneyField(min_value=0)
    paid_date = serializers.DateField()
    reference = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    reason = serializers.CharField(max_length=300)


class ReceiptRowSerializer(serializers.Serializer):
    """A receipt in a list."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(Receipt.Kind.choices)
    customer = CustomerRefSerializer()
    currency = serializers.CharField()
    amount = MoneyField()
    allocated = MoneyField(help_text="Or paid back")
    refund_of = serializers.CharField(allow_null=True, help_text="Receipt of which it was paid back (REFUND)")
    received_date = serializers.DateField()
    method = serializers.CharField()
    provider = serializers.CharField()
    external_id = serializers.CharField()
    payer = serializers.CharField()
    notes = serializers.CharField()
    is_void = serializers.BooleanField()
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ReceiptSerializer(ReceiptRowSerializer):
    """A receipt with what it pays."""

    draft = AcceptanceDraftSerializer(allow_null=True)
    allocations = AllocationSerializer(many=True)


class ReceiptPageSerializer(PageSerializer):
    """A keyset page of receipts."""

    results = ReceiptRowSerializer(many=True)
