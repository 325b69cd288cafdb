"""Shapes of the dispatch board and of picking lists in the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from common.api.paging import PageSerializer
from orders.fulfilment.dispatch import sequence
from orders.fulfilment.dispatch.operations import MOST
from orders.order.serializers import CustomerRefSerializer


class DispatchRowSerializer(serializers.Serializer):
    """A delivery notice on the board; rows stand in the sequence in which they leave."""

    number = serializers.CharField()
    customer = CustomerRefSerializer()
    orders = serializers.ListField(child=serializers.CharField())
    warehouse = serializers.CharField(allow_null=True, help_text="Warehouse code")
    carrier = serializers.CharField(allow_null=True, help_text="Carrier code")
    transport_mode = serializers.CharField()
    lines = serializers.IntegerField()
    pieces = QuantityField()
    priority = serializers.IntegerField(allow_null=True, help_text="The highest of its orders")
    is_urgent = serializers.BooleanField()
    promised_date = serializers.DateField(allow_null=True, help_text="The earliest of its lines")
    picking_list = serializers.CharField(allow_null=True)


class DispatchDaySerializer(serializers.Serializer):
    """What is planned for a day; null: no day yet, the day before today: all that is overdue."""

    day = serializers.DateField(allow_null=True)
    rows = DispatchRowSerializer(many=True)


class DispatchDueSerializer(serializers.Serializer):
    """An order with goods on no notice yet."""

    order = serializers.CharField()
    customer = CustomerRefSerializer()
    leave_by = serializers.DateField(allow_null=True, help_text="The last day on which they may leave")
    promised_date = serializers.DateField(allow_null=True)
    priority = serializers.IntegerField(allow_null=True)
    lines = serializers.IntegerField()


class DispatchBoardSerializer(serializers.Serializer):
    """The board: up to 200 notices by day, and up to 100 orders without one."""

    days = DispatchDaySerializer(many=True)
    due = DispatchDueSerializer(many=True)
    is_cut = serializers.BooleanField(help_text="There are more notices than these")


class PlaceSerializer(serializers.Serializer):
    """Where a notice moves among those of its warehouse and day."""

    to = serializers.ChoiceField(sequence.MOVES)


class PickingInputSerializer(serializers.Serializer):
    """The delivery notices that are picked together."""

    documents = serializers.ListField(child=serializers.CharField(max_length=20), min_length=1, max_length=MOST)


class PickingRowSerializer(serializers.Serializer):
    """A picking list in a list."""

    number = serializers.CharField()
    warehouse = serializers.CharField(help_text="Warehouse code")
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()


class PickPartSerializer(serializers.Serializer):
    """How much of a product is for a notice."""

    document = serializers.CharField()
    quantity = QuantityField()


class PickSerializer(serializers.Serializer):
    """A product to be taken from its place."""

    place = serializers.CharField()
    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    unit = serializers.CharField()
    quantity = QuantityField()
    parts = PickPartSerializer(many=True)


class PickingSerializer(PickingRowSerializer):
    """A picking list with what is still to be picked, place by place."""

    documents = serializers.ListField(child=serializers.CharField())
    picks = PickSerializer(many=True)


class PickingPageSerializer(PageSerializer):
    """A keyset page of picking lists."""

    results = PickingRowSerializer(many=True)
