"""Shapes of orders and lines as of a past moment over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField, QuantityField
from common.api.paging import PageSerializer
from orders.order.states import Status

_MOMENT = "End of the day or minute asked for"


class PastOrderSerializer(serializers.Serializer):
    """An order as it was then. Amounts are of goods after the reduction, without freight, in its currency; null for
    who may not see them. ``invoiced`` and ``received`` may hold freight."""

    number = serializers.CharField(help_text="Its reference; a draft: draft-<id>")
    at = serializers.DateTimeField(help_text=_MOMENT)
    status = serializers.ChoiceField(Status.choices, help_text="Then")
    revision = serializers.IntegerField(help_text="In force then")
    customer = serializers.CharField(help_text="Code of today's customer")
    order_date = serializers.DateField()
    currency = serializers.CharField()
    lines = serializers.IntegerField(help_text="Agreed then; of what was not in force 0")
    open_lines = serializers.IntegerField()
    agreed = MoneyField(allow_null=True)
    let_go = MoneyField(allow_null=True)
    shipped = MoneyField(allow_null=True)
    signed = MoneyField(allow_null=True)
    open = MoneyField(allow_null=True)
    invoiced = MoneyField(allow_null=True)
    received = MoneyField(allow_null=True)


class PastOrderPageSerializer(PageSerializer):
    """A page of them."""

    results = PastOrderSerializer(many=True)


class PastLineSerializer(serializers.Serializer):
    """A line as it was then: quantities in its unit, ``amount`` after its share of the reduction."""

    order = serializers.CharField(help_text="Reference of its order")
    line_no = serializers.IntegerField()
    at = serializers.DateTimeField(help_text=_MOMENT)
    order_status = serializers.ChoiceField(Status.choices, help_text="Of its order then")
    customer = serializers.CharField(help_text="Code of today's customer")
    product = serializers.CharField(help_text="Code of the product of then")
    product_name = serializers.CharField(help_text="As the product is called today")
    unit = serializers.CharField()
    ordered = QuantityField()
    let_go = QuantityField()
    shipped = QuantityField()
    signed = QuantityField()
    returned = QuantityField()
    invoiced = QuantityField()
    open = QuantityField()
    amount = MoneyField(allow_null=True)
    currency = serializers.CharField()


class PastLinePageSerializer(PageSerializer):
    """A page of them."""

    results = PastLineSerializer(many=True)


class PastSumsSerializer(serializers.Serializer):
    """What the orders of a currency came to then, in that currency."""

    currency = serializers.CharField()
    orders = serializers.IntegerField()
    agreed = MoneyField()
    let_go = MoneyField()
    shipped = MoneyField()
    signed = MoneyField()
    open = MoneyField()
    invoiced = MoneyField()
    received = MoneyField()
