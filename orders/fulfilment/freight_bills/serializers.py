"""Shapes of carriers' bills over the API; amounts in the company's currency."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from orders.fulfilment.freight_bills.states import Status
from orders.order.serializers import CustomerRefSerializer


class CarrierRefSerializer(serializers.Serializer):
    """A carrier, named."""

    code = serializers.CharField()
    name = serializers.CharField()


class FreightBillLineSerializer(serializers.Serializer):
    """A shipment on a carrier's bill."""

    position = serializers.IntegerField()
    document = serializers.CharField(help_text="Outbound number")
    waybill = serializers.CharField()
    ship_date = serializers.DateField(allow_null=True)
    billed = MoneyField()
    expected = MoneyField(help_text="The shipment's own freight, as of the last entry or the approval")
    difference = MoneyField()
    is_beyond = serializers.BooleanField(help_text="Asks for more than the tolerance")


class FreightBillRowSerializer(serializers.Serializer):
    """A carrier's bill in a list."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    carrier = CarrierRefSerializer()
    carrier_number = serializers.CharField()
    bill_date = serializers.DateField()
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    status = serializers.ChoiceField(Status.choices)
    billed = MoneyField()
    expected = MoneyField()
    difference = MoneyField()
    notes = serializers.CharField()
    reason = serializers.CharField()
    entered_by = serializers.CharField(help_text="Sign-in name")
    entered_at = serializers.DateTimeField()
    approved_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    approved_at = serializers.DateTimeField(allow_null=True)
    paid_date = serializers.DateField(allow_null=True)
    payment_reference = serializers.CharField()
    version = serializers.IntegerField()


class FreightBillSerializer(FreightBillRowSerializer):
    """A carrier's bill with its lines."""

    lines = FreightBillLineSerializer(many=True)


class FreightBillPageSerializer(PageSerializer):
    """A keyset page of bills."""

    results = FreightBillRowSerializer(many=True)


class FreightLineInputSerializer(serializers.Serializer):
    """A shipment and what the carrier asks for it."""

    document = serializers.CharField(max_length=20, help_text="Outbound number")
    billed = MoneyField(min_value=0)


class FreightBillInputSerializer(serializers.Serializer):
    """A carrier's bill as it came."""

    carrier = serializers.CharField(max_length=20, help_text="Carrier code")
    carrier_number = serializers.CharField(max_length=60)
    bill_date = serializers.DateField()
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    notes = serializers.CharField(max_length=300, allow_blank=True, required=False, default="")
    lines = FreightLineInputSerializer(many=True, allow_empty=False)


class FreightBillChangeSerializer(serializers.Serializer):
    """What a bill says otherwise; what is left out stays."""

    carrier_number = serializers.CharField(max_length=60, required=False)
    bill_date = serializers.DateField(required=False)
    period_from = serializers.DateField(required=False)
    period_to = serializers.DateField(required=False)
    notes = serializers.CharField(max_length=300, allow_blank=True, required=False)
    lines = FreightLineInputSerializer(many=True, allow_empty=False, required=False, help_text="All lines of the bill")


class FreightApprovalSerializer(serializers.Serializer):
    """Why lines beyond the tolerance are right; needed only where there are any."""

    reason = serializers.CharField(max_length=300, allow_blank=True, required=False, default="")


class FreightPaymentSerializer(serializers.Serializer):
    """When the bill was paid, and with what."""

    paid_date = serializers.DateField()
    reference = serializers.CharField(max_length=60, allow_blank=True, required=False, default="")


class UnbilledShipmentSerializer(serializers.Serializer):
    """A shipment that left with a carrier and stands on no bill."""

    document = serializers.CharField(help_text="Outbound number")
    carrier = CarrierRefSerializer()
    waybill = serializers.CharField()
    ship_date = serializers.DateField()
    customer = CustomerRefSerializer()
    freight = MoneyField(help_text="Its own freight")


class UnbilledPageSerializer(PageSerializer):
    """A keyset page of shipments."""

    results = UnbilledShipmentSerializer(many=True)
