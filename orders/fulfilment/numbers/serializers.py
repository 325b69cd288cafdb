"""Shapes of serial and batch numbers in the API."""

from decimal import Decimal

from rest_framework import serializers

from common.api.fields import QuantityField
from common.api.paging import PageSerializer
from orders.fulfilment.models import OutboundDocument
from orders.order.serializers import CustomerRefSerializer


class NumberSerializer(serializers.Serializer):
    """A serial number, or a batch with so many pieces of it."""

    number = serializers.CharField(max_length=60)
    quantity = QuantityField(min_value=0, required=False, default=Decimal(1))


class NumbersLineInputSerializer(serializers.Serializer):
    """All numbers of a line; they take the place of those before."""

    order = serializers.CharField(help_text="Order number")
    line_no = serializers.IntegerField(min_value=1)
    numbers = NumberSerializer(many=True, max_length=5000)  # type: ignore[call-arg]


class NumbersInputSerializer(serializers.Serializer):
    """Numbers of some lines of a document."""

    lines = NumbersLineInputSerializer(many=True, allow_empty=False, max_length=2000)  # type: ignore[call-arg]


class NumbersLineSerializer(NumbersLineInputSerializer):
    """A line whose pieces are told apart."""

    product = serializers.CharField(help_text="Product code")
    numbering = serializers.CharField(help_text="BATCH or SERIAL")
    quantity = QuantityField(help_text="Pieces that go")


class GoodsNumberSerializer(serializers.Serializer):
    """A number and where it went."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    is_serial = serializers.BooleanField()
    product = serializers.CharField(help_text="Product code")
    quantity = QuantityField()
    back_quantity = QuantityField(help_text="Came back since")
    document = serializers.CharField(help_text="Outbound number")
    document_status = serializers.ChoiceField(OutboundDocument.Status.choices)
    ship_date = serializers.DateField(allow_null=True)
    customer = CustomerRefSerializer()
    order = serializers.CharField()
    line_no = serializers.IntegerField()


class GoodsNumberPageSerializer(PageSerializer):
    """A keyset page of numbers."""

    results = GoodsNumberSerializer(many=True)
