"""Shapes of papers of the warehouse over the API. Quantities are decimal strings, days ISO dates."""

from rest_framework import serializers

from common.api.fields import QuantityField
from common.api.paging import PageSerializer
from products.stock.papers.models import StockPaper
from products.stock.papers.posting import MOST_LINES

KINDS = [(one.value, one.label) for one in StockPaper.Kind]
STATES = [(one.value, one.label) for one in StockPaper.State]


class StockPaperSerializer(serializers.Serializer):
    """A paper of the warehouse."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(KINDS)
    state = serializers.ChoiceField(STATES)
    day = serializers.DateField()
    warehouse = serializers.CharField(help_text="Warehouse code")
    to_warehouse = serializers.CharField(allow_null=True, help_text="Where a transfer goes")
    supplier = serializers.CharField(allow_null=True, help_text="Supplier code")
    reference = serializers.CharField(help_text="Delivery note or purchase order")
    reason = serializers.CharField()
    provider = serializers.CharField(help_text="The system that sent it; empty: a person")
    external_id = serializers.CharField(help_text="Its own number there")
    made_by = serializers.CharField(help_text="Sign-in name")
    made_at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)
    undo_reason = serializers.CharField()
    version = serializers.IntegerField()


class StockPaperLineSerializer(serializers.Serializer):
    """A product on a paper."""

    line_no = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    quantity = QuantityField(allow_null=True, help_text="Of a count: counted less book; null: not counted yet")
    book = QuantityField(allow_null=True, help_text="What the book said before")
    counted = QuantityField(allow_null=True)
    planned_receipt = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()


class StockPaperDocumentSerializer(StockPaperSerializer):
    """A paper with its lines."""

    lines = StockPaperLineSerializer(many=True)


class StockPaperPageSerializer(PageSerializer):
    """A page of papers."""

    results = StockPaperSerializer(many=True)


class StockPaperEntrySerializer(serializers.Serializer):
    """A product and what came, goes over, was counted, or by how much stock differs."""

    product = serializers.CharField(max_length=60, help_text="Product code")
    quantity = QuantityField()
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class StockPaperInputSerializer(serializers.Serializer):
    """A paper to be posted, whole or not at all."""

    kind = serializers.ChoiceField(KINDS)
    lines = StockPaperEntrySerializer(many=True, allow_empty=False, max_length=MOST_LINES)  # type: ignore[call-arg]
    warehouse = serializers.CharField(max_length=20, required=False, allow_null=True, help_text="Null: the default one")
    to_warehouse = serializers.CharField(max_length=20, required=False, allow_null=True)
    supplier = serializers.CharField(max_length=20, required=False, allow_null=True)
    reference = serializers.CharField(max_length=80, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)
    provider = serializers.CharField(
        max_length=40, required=False, allow_blank=True, help_text="The system that says so; needed with external_id"
    )
    external_id = serializers.CharField(
        max_length=100,
        required=False,
        allow_blank=True,
        help_text="Its own number of this paper: accepted once; the same content again answers how it stands",
    )


class CountSheetInputSerializer(serializers.Serializer):
    """What a count is to cover."""

    warehouse = serializers.CharField(max_length=20, required=False, allow_null=True, help_text="Null: the default one")
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class CountedLineSerializer(serializers.Serializer):
    """What was counted of a product."""

    product = serializers.CharField(max_length=60, help_text="Product code; one that is not on the sheet is put there")
    counted = QuantityField(min_value=0, allow_null=True, help_text="Null: not counted yet")


class CountedInputSerializer(serializers.Serializer):
    """What was counted so far."""

    lines = CountedLineSerializer(many=True, allow_empty=False, max_length=2_000)  # type: ignore[call-arg]


class UndoInputSerializer(serializers.Serializer):
    """Why a paper is undone."""

    reason = serializers.CharField(max_length=200)
