"""Shapes of packages in the API."""

from rest_framework import serializers

from common.api.fields import QuantityField
from orders.fulfilment.packing.models import Package


class PackageItemSerializer(serializers.Serializer):
    """A quantity of a line in a package."""

    order = serializers.CharField(help_text="Order number")
    line_no = serializers.IntegerField(min_value=1)
    quantity = QuantityField(min_value=0)


def _measure(digits: int, places: int) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=digits, decimal_places=places, required=False, allow_null=True, default=None
    )


class PackageInputSerializer(serializers.Serializer):
    """A package and what lies in it."""

    kind = serializers.ChoiceField(Package.Kind.choices, required=False, default=Package.Kind.CARTON)
    mark = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    weight = _measure(10, 3)
    length = _measure(7, 1)
    width = _measure(7, 1)
    height = _measure(7, 1)
    items = PackageItemSerializer(many=True, allow_empty=False)  # type: ignore[call-arg]


class PackingInputSerializer(serializers.Serializer):
    """All packages of a document; they take the place of those before. Kilograms and centimetres."""

    packages = PackageInputSerializer(many=True, max_length=500)  # type: ignore[call-arg]


class PackageSerializer(serializers.Serializer):
    """A package as it stands."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(Package.Kind.choices)
    mark = serializers.CharField()
    weight = QuantityField(allow_null=True, help_text="Kilograms")
    length = QuantityField(allow_null=True, help_text="Centimetres")
    width = QuantityField(allow_null=True, help_text="Centimetres")
    height = QuantityField(allow_null=True, help_text="Centimetres")
    volume = QuantityField(allow_null=True, help_text="Cubic metres")
    items = PackageItemSerializer(many=True)


class PackingSerializer(serializers.Serializer):
    """The packages of a document with their sums; null where a package says nothing of it."""

    packages = PackageSerializer(many=True)
    weight = QuantityField(allow_null=True)
    volume = QuantityField(allow_null=True)
    unpacked = QuantityField(help_text="Pieces in no package")
