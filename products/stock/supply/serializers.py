"""Shapes of planned receipts over the API. Quantities are decimal strings, days ISO dates."""

from rest_framework import serializers

from common.api.fields import QuantityField
from common.api.paging import PageSerializer
from products.stock.supply.models import PlannedReceipt

MOST_ROWS = 1_000
KINDS = [(one.value, one.label) for one in PlannedReceipt.Kind]


class PlannedMoveSerializer(serializers.Serializer):
    """A move of the expected day."""

    before = serializers.DateField()
    after = serializers.DateField()
    reason = serializers.CharField()
    actor = serializers.CharField(help_text="Sign-in name")
    at = serializers.DateTimeField()


class PlannedReceiptSerializer(serializers.Serializer):
    """Goods that are to come."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    unit = serializers.CharField()
    kind = serializers.ChoiceField(KINDS)
    warehouse = serializers.CharField(help_text="Warehouse code")
    from_warehouse = serializers.CharField(allow_null=True, help_text="Where a transfer comes from")
    quantity = QuantityField()
    received = QuantityField()
    open = QuantityField(help_text="Still to come")
    expected_date = serializers.DateField()
    first_expected_date = serializers.DateField()
    supplier = serializers.CharField(allow_null=True, help_text="Supplier code")
    reference = serializers.CharField(help_text="Purchase or production order")
    notes = serializers.CharField()
    provider = serializers.CharField()
    external_id = serializers.CharField()
    state = serializers.ChoiceField(PlannedReceipt.State.choices)
    end_reason = serializers.CharField(help_text="Why the rest was given up")
    version = serializers.IntegerField()


class PlannedReceiptDocumentSerializer(PlannedReceiptSerializer):
    """The same with the moves of its day."""

    moves = PlannedMoveSerializer(many=True)


class PlannedReceiptPageSerializer(PageSerializer):
    """A page of planned receipts."""

    results = PlannedReceiptSerializer(many=True)


class PlannedReceiptInputSerializer(serializers.Serializer):
    """What is to come. The same ``provider`` and ``external_id`` are the same receipt: what is said now holds."""

    product = serializers.CharField(max_length=60, help_text="Product code")
    quantity = QuantityField(min_value=0)
    expected_date = serializers.DateField()
    kind = serializers.ChoiceField(KINDS, required=False)
    warehouse = serializers.CharField(max_length=20, required=False, allow_null=True, help_text="Null: the default one")
    from_warehouse = serializers.CharField(max_length=20, required=False, allow_null=True)
    supplier = serializers.CharField(max_length=20, required=False, allow_null=True, help_text="Null: the product's")
    reference = serializers.CharField(max_length=80, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=300, required=False, allow_blank=True)
    provider = serializers.CharField(max_length=40, required=False, allow_blank=True)
    external_id = serializers.CharField(max_length=120, required=False, allow_blank=True)


class PlannedReceiptsInputSerializer(serializers.Serializer):
    """Many of them at once: all or none."""

    rows = PlannedReceiptInputSerializer(many=True, allow_empty=False, max_length=MOST_ROWS)  # type: ignore[call-arg]


class PlannedAnswerSerializer(serializers.Serializer):
    """What became of a row."""

    id = serializers.IntegerField()
    external_id = serializers.CharField()
    result = serializers.ChoiceField([("new", "new"), ("changed", "changed"), ("same", "same")])


class PlannedAnswersSerializer(serializers.Serializer):
    """What became of the rows, in their order."""

    rows = PlannedAnswerSerializer(many=True)


class PlannedReceiptChangeSerializer(serializers.Serializer):
    """What of a planned receipt may be changed; a day moves with a reason."""

    quantity = QuantityField(min_value=0, required=False)
    expected_date = serializers.DateField(required=False)
    warehouse = serializers.CharField(max_length=20, required=False)
    from_warehouse = serializers.CharField(max_length=20, required=False)
    supplier = serializers.CharField(max_length=20, required=False, allow_null=True)
    reference = serializers.CharField(max_length=80, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=300, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ReceivedSerializer(serializers.Serializer):
    """What came of it."""

    quantity = QuantityField(min_value=0)
    document_number = serializers.CharField(max_length=80, required=False, allow_blank=True)
    is_rest_dropped = serializers.BooleanField(required=False, help_text="What did not come will not come")


class SupplyReasonSerializer(serializers.Serializer):
    """Why it will not come."""

    reason = serializers.CharField(max_length=200)
