"""Order lines out of a text over the API: what is sent, what is understood."""

from typing import Any

from rest_framework import serializers

from orders.entry.pasting import matching


class ParseLinesSerializer(serializers.Serializer):
    """A text as it was pasted, and the customer whose own item codes may stand in it."""

    text = serializers.CharField(
        max_length=matching.MOST_LETTERS, trim_whitespace=False, help_text="Tabs and lines kept"
    )
    customer = serializers.CharField(max_length=40, required=False, help_text="Customer code")


class CandidateSerializer(serializers.Serializer):
    """A product that a row may mean."""

    product = serializers.CharField(source="product.code")
    name = serializers.CharField(source="product.name")
    specification = serializers.CharField(source="product.specification")
    unit = serializers.CharField(source="product.unit")
    confidence = serializers.FloatField(help_text="0 to 1")


class ParsedRowSerializer(serializers.Serializer):
    """A row as understood. Without ``product`` somebody must choose."""

    raw = serializers.CharField(source="pasted.raw")
    product = serializers.CharField(source="product.code", allow_null=True, default=None)
    confidence = serializers.FloatField(help_text="0 to 1; 1: by code")
    why = serializers.CharField(help_text="What is doubtful, in words", allow_blank=True)
    unit = serializers.CharField(source="pasted.unit", allow_blank=True, help_text="As it was written")
    cells = serializers.DictField(source="pasted.cells", child=serializers.CharField())
    candidates = CandidateSerializer(many=True)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Reasons in the reader's language."""
        shown = super().to_representation(instance)
        return {**shown, "why": str(instance.why)}


class ParsedLinesSerializer(serializers.Serializer):
    """What a text says."""

    rows = ParsedRowSerializer(many=True)
    left_out = serializers.ListField(child=serializers.CharField(), help_text="Greetings, titles, sums")
