"""Shapes of kits over the API. Quantities are decimal strings."""

from rest_framework import serializers

from common.api.fields import QuantityField
from common.api.paging import PageSerializer
from products.kits.models import Kit
from products.kits.operations import MOST

WORKS_ON = [(one.value, one.label) for one in Kit.WorksOn]


class KitComponentSerializer(serializers.Serializer):
    """So many pieces of a product in one kit."""

    product = serializers.CharField(help_text="Product code")
    quantity = QuantityField(help_text="Pieces in one kit")
    is_sensor = serializers.BooleanField(help_text="The connected sensor; a line may choose another")
    available = QuantityField(help_text="Free in stock now")
    enough_for = QuantityField(help_text="Whole kits")


class KitSerializer(serializers.Serializer):
    """A kit with its components."""

    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    works_on = serializers.ChoiceField(WORKS_ON, help_text="What stock and promises count; empty: as the setting says")
    is_own = serializers.BooleanField(help_text="A person said so; else components follow code and name")
    buildable = QuantityField(allow_null=True, help_text="Whole kits that can be built now")
    components = KitComponentSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="What could not be found, in words")
    version = serializers.IntegerField()


class KitPageSerializer(PageSerializer):
    """A page of kits."""

    results = KitSerializer(many=True)


class KitComponentInputSerializer(serializers.Serializer):
    """A component."""

    product = serializers.CharField(max_length=60, help_text="Product code")
    quantity = QuantityField(min_value=0)
    is_sensor = serializers.BooleanField(required=False)


class KitChangeSerializer(serializers.Serializer):
    """All components, or none: then they follow the code again."""

    components = KitComponentInputSerializer(many=True, required=False, max_length=MOST)  # type: ignore[call-arg]
    works_on = serializers.ChoiceField(WORKS_ON, required=False, allow_blank=True)
