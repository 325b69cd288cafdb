"""Shapes of the order-line list in API answers, for OpenAPI and for the test that holds them against the answers."""

from rest_framework import serializers

from common.api.fields import MoneyField, PriceField, QuantityField
from common.api.paging import PageSerializer
from orders.lines import areas
from orders.order import choices, states
from orders.order.serializers import CustomerRefSerializer, DatedPartSerializer
from segments.custom_fields.serializers import CustomValuesField


def _codes(words: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), allow_null=True, help_text=words)


class OrderLineRowSerializer(serializers.Serializer):
    """An order line in a list, with its order's, customer's and product's columns. What roles hide is null."""

    id = serializers.IntegerField()
    number = serializers.CharField(allow_null=True, help_text="Number of the order")
    reference = serializers.CharField(help_text="Of the order: number, or draft-<id>")
    line_no = serializers.IntegerField()
    status = serializers.ChoiceField(states.Status.choices, help_text="State of the order")
    origin = serializers.ChoiceField(states.Origin.choices)
    order_date = serializers.DateField()
    is_urgent = serializers.BooleanField()
    order_is_frozen = serializers.BooleanField()
    customer = CustomerRefSerializer()
    customer_po_number = serializers.CharField()
    contact_name = serializers.CharField(allow_null=True)
    territory = serializers.CharField(allow_null=True, help_text="The customer's department in charge at present")
    region = serializers.CharField(allow_null=True)
    province_group = serializers.CharField(allow_null=True, help_text="The province that sub-territories belong to")
    province = serializers.CharField(allow_null=True)
    customer_tags = _codes("Codes of tags")
    customer_flags = _codes("Codes of deviations")
    order_territory = serializers.CharField(help_text="The department in charge as the order says")
    department = serializers.CharField(allow_null=True, help_text="Department code")
    salesperson = serializers.CharField(allow_null=True, help_text="Sign-in name")
    executing_owner = serializers.CharField(allow_null=True, help_text="Sign-in name")
    product = serializers.CharField(help_text="Product code, as the line shows it")
    product_name = serializers.CharField()
    specification = serializers.CharField()
    auxiliary_attribute = serializers.CharField()
    product_tags = _codes("Codes of tags")
    product_flags = _codes("Codes of deviations")
    brand = serializers.CharField(allow_null=True)
    tonnage = serializers.CharField(allow_null=True)
    structure = serializers.CharField(allow_null=True)
    base_instrument = serializers.CharField(allow_null=True, help_text="Code of the instrument inside a kit")
    sensor_brand = serializers.CharField(allow_null=True, help_text="Of the sensor that a kit connects")
    sensor_tonnage = serializers.CharField(allow_null=True)
    sensor_structure = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    is_service = serializers.BooleanField()
    is_gift = serializers.BooleanField()
    ordered = QuantityField()
    reserved = QuantityField()
    shipped = QuantityField()
    signed = QuantityField()
    transit_loss = QuantityField()
    returned = QuantityField()
    reship = QuantityField()
    short_closed = QuantityField()
    open = QuantityField()
    invoiced = QuantityField()
    sensor_count = serializers.IntegerField(allow_null=True, help_text="Sensors of one kit")
    sensor_demand = QuantityField(allow_null=True, help_text="Ordered quantity × sensors of one kit")
    currency = serializers.CharField()
    price = PriceField(allow_null=True)
    discount = serializers.CharField(allow_null=True, help_text="Fraction, e.g. 0.05")
    amount = MoneyField(allow_null=True)
    tax = MoneyField(allow_null=True)
    net = MoneyField(allow_null=True)
    unit_cost = MoneyField(allow_null=True)
    requested_date = serializers.DateField(allow_null=True, help_text="Of the line, else of the order")
    schedule = DatedPartSerializer(many=True, help_text="Dated parts that make up the quantity; mostly none")
    first_promised_date = serializers.DateField(allow_null=True)
    promised_date = serializers.DateField(allow_null=True)
    first_ship_date = serializers.DateField(allow_null=True)
    last_ship_date = serializers.DateField(allow_null=True)
    days_late = serializers.IntegerField(
        allow_null=True, help_text="Against the promised day, open lines until today; null where it cannot be said"
    )
    days_late_requested = serializers.IntegerField(allow_null=True, help_text="The same against the requested day")
    custom = CustomValuesField()
    order_custom = CustomValuesField()
    customer_custom = CustomValuesField(allow_null=True)
    product_custom = CustomValuesField(allow_null=True)
    row_closed = serializers.ChoiceField([("Y", "Y"), ("N", "N")], help_text="The company's row-close flag")
    closure = serializers.ChoiceField(states.Closure.choices)
    close_reason_code = serializers.ChoiceField(choices.CloseReason.choices, allow_blank=True)
    close_reason = serializers.CharField()
    is_frozen = serializers.BooleanField()
    is_changing = serializers.BooleanField(
        help_text="A change of the line is being decided: it does not ship until then"
    )


class OrderLinePageSerializer(PageSerializer):
    """A keyset page of order lines."""

    results = OrderLineRowSerializer(many=True)


class UnitQuantitySerializer(serializers.Serializer):
    """A sum of quantities of one unit."""

    unit = serializers.CharField()
    quantity = QuantityField()


class CurrencyAmountSerializer(serializers.Serializer):
    """A sum of amounts of one currency."""

    currency = serializers.CharField()
    amount = MoneyField()


class LineTotalsSerializer(serializers.Serializer):
    """What a set of lines comes to; different units and currencies are never added up."""

    count = serializers.IntegerField()
    quantities = UnitQuantitySerializer(many=True)
    sensor_demand = QuantityField(allow_null=True)
    amounts = CurrencyAmountSerializer(many=True, allow_null=True)


class LineAreaSerializer(serializers.Serializer):
    """A region, province or sub-territory with what its lines come to."""

    level = serializers.ChoiceField([(level, level) for level in areas.LEVELS])
    region = serializers.CharField()
    province_group = serializers.CharField(allow_null=True, help_text="The province that sub-territories belong to")
    province = serializers.CharField(allow_null=True, help_text="As written, e.g. 浙江1")
    lines = serializers.IntegerField()
    quantities = UnitQuantitySerializer(many=True)
    sensor_demand = QuantityField(allow_null=True)
    amounts = CurrencyAmountSerializer(many=True, allow_null=True)


class LineShipmentSerializer(serializers.Serializer):
    """A part of a line that went out; of a service a part that was performed (``document`` null)."""

    document = serializers.CharField(allow_null=True, help_text="Number of the outbound document")
    ship_date = serializers.DateField(allow_null=True)
    quantity = QuantityField()
    signed = QuantityField(allow_null=True)


class SensorDemandSerializer(serializers.Serializer):
    """A sensor as open kits ask for it: open quantity × sensors of one kit."""

    sensor = serializers.CharField(help_text="Auxiliary attribute of the kits")
    product = serializers.CharField(allow_null=True, help_text="Code of the digital sensor with this specification")
    overdue = serializers.CharField()
    weeks = serializers.ListField(child=serializers.CharField(), help_text="In the order of the answer's weeks")
    later = serializers.CharField()
    undated = serializers.CharField(help_text="On no day yet")
    total = serializers.CharField()
    available = serializers.CharField()
    planned = serializers.CharField(help_text="To come")
    short = serializers.CharField(help_text="Neither there nor to come")


class SensorDemandsSerializer(serializers.Serializer):
    """The demand for sensors week by week."""

    weeks = serializers.ListField(child=serializers.DateField(), help_text="Mondays, this week first")
    results = SensorDemandSerializer(many=True)


class SensorLineSerializer(serializers.Serializer):
    """Kits of an order line that are to leave on a day, and the sensors that they take."""

    order = serializers.CharField(help_text="Order number")
    line_no = serializers.IntegerField()
    customer = serializers.CharField()
    product = serializers.CharField(help_text="Code of the kit")
    day = serializers.DateField(allow_null=True)
    kits = QuantityField()
    sensors = QuantityField()


class SensorLinesSerializer(serializers.Serializer):
    """What makes up a figure of the sensor demand."""

    sensor = serializers.CharField()
    total = QuantityField()
    others = QuantityField(help_text="Of orders that you do not see")
    results = SensorLineSerializer(many=True)
