"""Shapes of what can be done about a line that lacks goods, over the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from orders.promise.allocation.serializers import ReallocationPreviewSerializer
from orders.promise.remedies.options import Kind
from products.catalogue.choices import SupplyMode


class PromisePartSerializer(serializers.Serializer):
    """So much arrives on a day."""

    date = serializers.DateField()
    quantity = QuantityField()


class ReasonLinkSerializer(serializers.Serializer):
    """Why that day: a link of the chain, the first that counts first."""

    kind = serializers.CharField(help_text="STOCK, FREE, SUPPLY, LEAD_TIME, SUPPLIER, COMPONENTS, UNKNOWN, TRANSIT …")
    text = serializers.CharField(help_text="In words, in the language of the call")
    mover = serializers.CharField(help_text="Who can move it")


class SupplyOptionSerializer(serializers.Serializer):
    """One way out."""

    option = serializers.CharField(help_text="Its key; of a substitute SUBSTITUTE:code")
    kind = serializers.ChoiceField(Kind.choices)
    arrival = serializers.DateField(help_text="Of the last piece")
    parts = PromisePartSerializer(many=True)
    reasons = ReasonLinkSerializer(many=True)
    substitute = serializers.CharField(allow_null=True, help_text="Product code")
    quantity = QuantityField(help_text="Pieces of the substitute, or taken from others")
    costs = ReallocationPreviewSerializer(allow_null=True, help_text="What it does to other orders; null: nothing")
    why_not = serializers.CharField(help_text="Why it cannot be chosen now; empty when it can")
    token = serializers.CharField(help_text="To be sent with the choice")


class LineComponentSerializer(serializers.Serializer):
    """A component of a kit on an order line."""

    product = serializers.CharField(help_text="Product code")
    pieces = QuantityField(help_text="In one kit")
    needed = QuantityField(help_text="For the open kits")
    held = QuantityField(help_text="Of these")
    free = QuantityField(help_text="What nobody holds")
    lacks = QuantityField(help_text="Needed, neither held nor free")


class SupplySituationSerializer(serializers.Serializer):
    """A line that lacks goods, and what can be done."""

    line_no = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    short = QuantityField()
    requested_date = serializers.DateField(allow_null=True)
    promised_date = serializers.DateField(allow_null=True)
    supply_mode = serializers.ChoiceField(SupplyMode.choices)
    components = LineComponentSerializer(many=True, help_text="Of a kit that counts its components; else none")
    options = SupplyOptionSerializer(many=True)


class SupplyChoiceSerializer(serializers.Serializer):
    """What is to be done."""

    option = serializers.CharField(max_length=80)
    token = serializers.CharField(max_length=64, help_text="As it was shown")


class SupplyModeSerializer(serializers.Serializer):
    """Where the goods come from."""

    mode = serializers.ChoiceField(SupplyMode.choices)


class PromiseEntrySerializer(serializers.Serializer):
    """A day that was promised for a line, oldest first; never changed."""

    line_no = serializers.IntegerField()
    promised_date = serializers.DateField(help_text="Day of arrival")
    ship_date = serializers.DateField(allow_null=True, help_text="To leave by")
    parts = PromisePartSerializer(many=True)
    reasons = ReasonLinkSerializer(many=True)
    is_told = serializers.BooleanField(help_text="The customer knows it")
    told_at = serializers.DateTimeField(allow_null=True)
    actor = serializers.CharField(help_text="User name")
    at = serializers.DateTimeField()


class PromisesToldSerializer(serializers.Serializer):
    """Of which lines the customer knows the day."""

    lines = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, help_text="Numbers; left out: all"
    )
