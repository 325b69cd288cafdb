"""Shapes of outbound documents in the API."""

from rest_framework import serializers

from common.api.fields import MomentField, MoneyField, QuantityField
from common.api.paging import PageSerializer
from orders.fulfilment.models import OutboundDocument
from orders.order import choices
from orders.order.serializers import CustomerRefSerializer


class OutboundLineInputSerializer(serializers.Serializer):
    """A quantity of an order line."""

    order = serializers.CharField(help_text="Order number")
    line_no = serializers.IntegerField(min_value=1)
    quantity = QuantityField(min_value=0)


class OutboundHeadSerializer(serializers.Serializer):
    """The head of a delivery notice; what is left out comes from the orders."""

    warehouse = serializers.CharField(max_length=20, required=False, help_text="Warehouse code")
    carrier = serializers.CharField(max_length=20, required=False, help_text="Carrier code")
    transport_mode = serializers.ChoiceField(choices.TransportMode.choices, required=False, allow_blank=True)
    waybill = serializers.CharField(max_length=80, required=False, allow_blank=True)
    planned_ship_date = serializers.DateField(required=False, allow_null=True)
    arrival_date = serializers.DateField(required=False, allow_null=True)
    freight = MoneyField(required=False, min_value=0, decimal_places=2, help_text="What the carrier costs us")
    freight_charged = MoneyField(
        required=False, min_value=0, decimal_places=2, help_text="What of it the customer is charged"
    )
    ship_address = serializers.CharField(max_length=300, required=False, allow_blank=True)
    ship_recipient = serializers.CharField(max_length=60, required=False, allow_blank=True)
    ship_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=300, required=False, allow_blank=True)


class OutboundInputSerializer(OutboundHeadSerializer):
    """A new delivery notice."""

    lines = OutboundLineInputSerializer(many=True, allow_empty=False, max_length=2000)  # type: ignore[call-arg]


class OutboundChangeSerializer(OutboundHeadSerializer):
    """A change of a delivery notice; ``lines``, when given, replace all lines."""

    lines = OutboundLineInputSerializer(many=True, required=False, max_length=2000)  # type: ignore[call-arg]


class GateSerializer(serializers.Serializer):
    """A condition that goods meet before they leave, as it stands."""

    code = serializers.CharField(help_text="checked, state, complete, quantity, gifts, payment, credit or stock")
    label = serializers.CharField()  # type: ignore[assignment]
    is_open = serializers.BooleanField()
    words = serializers.ListField(child=serializers.CharField(), help_text="What the audit would refuse with")
    people = serializers.ListField(child=serializers.CharField(), help_text="Some who can put it right")


class AuditSerializer(serializers.Serializer):
    """The body of audit."""

    ship_date = serializers.DateField(required=False, allow_null=True, default=None, help_text="Default: today")


class SignedLineSerializer(serializers.Serializer):
    """What of a line arrived."""

    order = serializers.CharField(help_text="Order number")
    line_no = serializers.IntegerField(min_value=1)
    signed = QuantityField(min_value=0)
    loss = QuantityField(min_value=0, required=False, default=0)
    reship = serializers.BooleanField(required=False, default=False, help_text="Ship what was lost once more")


class SignSerializer(serializers.Serializer):
    """The body of sign; without lines everything arrived."""

    signer = serializers.CharField(max_length=60)
    signed_date = serializers.DateField()
    arrived_at = MomentField(required=False, allow_null=True, help_text="When the goods were there")
    condition = serializers.ChoiceField(OutboundDocument.Condition.choices, required=False, allow_blank=True)
    lines: serializers.ListSerializer = serializers.ListSerializer(
        child=SignedLineSerializer(), required=False, allow_null=True, default=None
    )


class OutboundRowSerializer(serializers.Serializer):
    """A document in a list."""

    number = serializers.CharField()
    source_number = serializers.CharField()
    status = serializers.ChoiceField(OutboundDocument.Status.choices)
    customer = CustomerRefSerializer()
    warehouse = serializers.CharField(allow_null=True, help_text="Warehouse code")
    carrier = serializers.CharField(allow_null=True, help_text="Carrier code")
    transport_mode = serializers.CharField()
    waybill = serializers.CharField()
    planned_ship_date = serializers.DateField(allow_null=True)
    arrival_date = serializers.DateField(allow_null=True)
    ship_date = serializers.DateField(allow_null=True)
    signed_date = serializers.DateField(allow_null=True)
    signer = serializers.CharField()
    arrived_at = serializers.DateTimeField(allow_null=True)
    condition = serializers.ChoiceField([*OutboundDocument.Condition.choices, ("", "")])
    notes = serializers.CharField()
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()
    audited_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class OutboundLineSerializer(serializers.Serializer):
    """A line of a document."""

    order = serializers.CharField()
    line_no = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    unit = serializers.CharField()
    quantity = QuantityField()
    signed_quantity = QuantityField(allow_null=True)
    transit_loss = QuantityField()


class OutboundSerializer(OutboundRowSerializer):
    """A whole document."""

    ship_address = serializers.CharField()
    ship_recipient = serializers.CharField(allow_null=True)
    ship_phone = serializers.CharField(allow_null=True)
    freight = MoneyField(allow_null=True, help_text="null: you do not see amounts")
    freight_charged = MoneyField(allow_null=True)
    lines = OutboundLineSerializer(many=True)


class OutboundPageSerializer(PageSerializer):
    """A keyset page of documents."""

    results = OutboundRowSerializer(many=True)


class ServiceSerializer(serializers.Serializer):
    """A service performed on a line."""

    quantity = QuantityField(min_value=0)
    performed_date = serializers.DateField()
    proof = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ServiceRecordSerializer(serializers.Serializer):
    """A service that was performed; ``revoked_at`` says that the record was taken back."""

    id = serializers.IntegerField()
    line_no = serializers.IntegerField()
    quantity = QuantityField()
    performed_date = serializers.DateField()
    proof = serializers.CharField()
    by = serializers.CharField(help_text="Sign-in name")
    at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
