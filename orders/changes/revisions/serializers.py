"""Shapes of the revisions of an order over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField, QuantityField
from orders.changes.diff_rows import Act


class RevisionSerializer(serializers.Serializer):
    """A revision of an order."""

    revision = serializers.IntegerField()
    since = serializers.DateTimeField(allow_null=True, help_text="In force since")
    until = serializers.DateTimeField(allow_null=True, help_text="null: in force now")
    request = serializers.CharField(
        allow_null=True, help_text="The change request that made it; null: as first approved"
    )
    by = serializers.CharField(help_text="Who asked for it")
    reason = serializers.CharField()
    lines = serializers.IntegerField()
    amount = MoneyField(allow_null=True, help_text="null: not yours to see")
    currency = serializers.CharField()


class ComparedFieldSerializer(serializers.Serializer):
    """A field that differs, in words of the reader's language."""

    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    old = serializers.CharField()
    new = serializers.CharField()


class ComparedSideSerializer(serializers.Serializer):
    """A line in one of the two revisions."""

    quantity = QuantityField()
    price = MoneyField(allow_null=True)
    amount = MoneyField(allow_null=True)
    requested_date = serializers.DateField(allow_null=True)


class ComparedLineSerializer(serializers.Serializer):
    """A line beside itself; lines that are the same are left out."""

    line_no = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    name = serializers.CharField()
    unit = serializers.CharField()
    is_gift = serializers.BooleanField()
    acts = serializers.ListField(child=serializers.ChoiceField([(one.value, one.value) for one in Act]))
    old = ComparedSideSerializer(allow_null=True)
    new = ComparedSideSerializer(allow_null=True)
    others = ComparedFieldSerializer(many=True, help_text="Further fields of the line that differ")


class ComparisonSerializer(serializers.Serializer):
    """Two revisions of an order beside each other."""

    former = serializers.IntegerField()
    later = serializers.IntegerField()
    summary = serializers.CharField(help_text="In a sentence")
    head = ComparedFieldSerializer(many=True)
    lines = ComparedLineSerializer(many=True)
    currency = serializers.CharField()
    old_total = MoneyField(allow_null=True)
    new_total = MoneyField(allow_null=True)
