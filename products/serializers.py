"""Shapes of products and stock in the API, for OpenAPI and for checking what comes in."""

from decimal import Decimal

from rest_framework import serializers

from common.api.fields import PriceField, QuantityField
from common.api.paging import PageSerializer
from products.catalogue.choices import Numbering, Risk, SupplyMode
from products.stock.models import StockMovement
from segments.custom_fields.serializers import CustomValuesField


class StockTotalsSerializer(serializers.Serializer):
    """A product over all warehouses."""

    on_hand = QuantityField()
    reserved = QuantityField()
    available = QuantityField()


class ProductSerializer(serializers.Serializer):
    """A product. Prices and cost are null for roles that may not see them; ``stock`` is null for services
    and for roles that may not see stock."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    english_name = serializers.CharField()
    category = serializers.CharField(allow_null=True, help_text="Category code")
    specification = serializers.CharField()
    auxiliary_attribute = serializers.CharField()
    unit = serializers.CharField()
    pack_multiple = QuantityField()
    minimum_quantity = QuantityField()
    list_price = PriceField(allow_null=True)
    floor_price = PriceField(allow_null=True)
    unit_cost = PriceField(allow_null=True)
    tax_rate = serializers.CharField(help_text="A fraction: 0.13")
    lead_time_days = serializers.IntegerField()
    supply_mode = serializers.CharField(help_text="STOCK, REPLENISH, MAKE or DIRECT: where goods come from")
    risk = serializers.ChoiceField(
        Risk.choices, help_text="By complaints, returns and what customers said; see product-risks"
    )
    numbering = serializers.CharField(help_text="NONE, BATCH or SERIAL: numbers asked for before goods leave")
    warning_level = QuantityField(allow_null=True)
    is_service = serializers.BooleanField()
    is_active = serializers.BooleanField()
    supplier = serializers.CharField(allow_null=True, help_text="Supplier code")
    product_class = serializers.CharField(help_text="The tag of the group PRODUCT_CLASS")
    promotion = serializers.CharField(help_text="The tag of the mark before the name; empty for none")
    tags = serializers.ListField(
        child=serializers.CharField(), help_text="What the rules in force say (classification)"
    )
    flags = serializers.ListField(child=serializers.CharField(), help_text="Deviations from the company's method")
    base_code = serializers.CharField(help_text="Of a digital kit: code of the instrument inside")
    sensor_count = serializers.IntegerField(allow_null=True, help_text="Of a digital kit")
    brand = serializers.CharField(help_text="Out of the specification of a sensor")
    tonnage = serializers.CharField()
    structure = serializers.CharField()
    sensor_brand = serializers.CharField(help_text="Out of the auxiliary attribute of a kit")
    sensor_tonnage = serializers.CharField()
    sensor_structure = serializers.CharField()
    stock = StockTotalsSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    custom = CustomValuesField()


class SubstituteSerializer(serializers.Serializer):
    """What may be delivered instead: ``ratio`` pieces of it for one of the product."""

    product = serializers.CharField(help_text="Product code")
    priority = serializers.IntegerField()
    ratio = QuantityField()
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)


class ProductDocumentSerializer(ProductSerializer):
    """A whole product."""

    successor = serializers.CharField(allow_null=True, help_text="Product code")
    notes = serializers.CharField()
    substitutes = SubstituteSerializer(many=True)


class ProductPageSerializer(PageSerializer):
    """A page of products."""

    results = ProductSerializer(many=True)


class ProductChangeSerializer(serializers.Serializer):
    """What may be changed; only what is sent is touched. References are codes; null empties one."""

    code = serializers.CharField(max_length=60, required=False)
    name = serializers.CharField(max_length=160, required=False)
    english_name = serializers.CharField(max_length=160, required=False, allow_blank=True)
    category = serializers.CharField(required=False, allow_null=True, help_text="Category code")
    specification = serializers.CharField(max_length=120, required=False, allow_blank=True)
    auxiliary_attribute = serializers.CharField(max_length=120, required=False, allow_blank=True)
    unit = serializers.CharField(max_length=12, required=False)
    pack_multiple = QuantityField(required=False)
    minimum_quantity = QuantityField(required=False)
    list_price = PriceField(required=False)
    floor_price = PriceField(required=False, allow_null=True)
    unit_cost = PriceField(required=False)
    tax_rate = serializers.DecimalField(max_digits=6, decimal_places=4, min_value=0, required=False)
    lead_time_days = serializers.IntegerField(required=False, min_value=0, max_value=32767)
    supply_mode = serializers.ChoiceField(SupplyMode.choices, required=False)
    numbering = serializers.ChoiceField(Numbering.choices, required=False)
    warning_level = QuantityField(required=False, allow_null=True)
    is_service = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)
    supplier = serializers.CharField(required=False, allow_null=True, help_text="Supplier code")
    successor = serializers.CharField(required=False, allow_null=True, help_text="Product code")
    notes = serializers.CharField(required=False, allow_blank=True)
    custom = CustomValuesField(required=False)


class ProductInputSerializer(ProductChangeSerializer):
    """A new product."""

    code = serializers.CharField(max_length=60)
    name = serializers.CharField(max_length=160)


class StockRowSerializer(serializers.Serializer):
    """What a warehouse holds of a product."""

    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    warehouse = serializers.CharField(help_text="Warehouse code")
    unit = serializers.CharField()
    on_hand = QuantityField()
    reserved = QuantityField()
    available = QuantityField()
    place = serializers.CharField(help_text="Shelf or bin, for picking")


class StockPageSerializer(PageSerializer):
    """A page of stock rows."""

    results = StockRowSerializer(many=True)


class MovementSerializer(serializers.Serializer):
    """One change of what is on hand; negative went out."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(StockMovement.Kind.choices)
    product = serializers.CharField(help_text="Product code")
    warehouse = serializers.CharField(help_text="Warehouse code")
    quantity = QuantityField()
    document = serializers.CharField()
    reason = serializers.CharField()
    actor = serializers.CharField(help_text="Sign-in name")


class MovementPageSerializer(PageSerializer):
    """A page of movements."""

    results = MovementSerializer(many=True)


class _PlaceSerializer(serializers.Serializer):
    product = serializers.CharField(help_text="Product code")
    warehouse = serializers.CharField(required=False, help_text="Warehouse code; the default one when left out")
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class ArrivalInputSerializer(_PlaceSerializer):
    """Goods that arrived."""

    quantity = QuantityField()
    document_number = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)


class TransferInputSerializer(serializers.Serializer):
    """Goods that move from a warehouse to another."""

    product = serializers.CharField(help_text="Product code")
    from_warehouse = serializers.CharField(help_text="Warehouse code")
    to_warehouse = serializers.CharField(help_text="Warehouse code")
    quantity = QuantityField()
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class ShelfInputSerializer(serializers.Serializer):
    """Where a product lies in a warehouse."""

    product = serializers.CharField(help_text="Product code")
    warehouse = serializers.CharField(help_text="Warehouse code")
    place = serializers.CharField(max_length=40, allow_blank=True, help_text="Shelf or bin")


class CountInputSerializer(_PlaceSerializer):
    """What was counted."""

    counted = QuantityField()


class AdjustmentInputSerializer(_PlaceSerializer):
    """A correction, positive or negative, with its reason."""

    difference = QuantityField()
    reason = serializers.CharField(max_length=200)


class SubstituteInputSerializer(serializers.Serializer):
    """Another product that may be delivered instead; lower ``priority`` is tried first, both days count."""

    product = serializers.CharField(help_text="Product code of the substitute")
    priority = serializers.IntegerField(min_value=1, max_value=99, required=False, default=1)
    ratio = serializers.DecimalField(max_digits=12, decimal_places=6, required=False, default=Decimal(1))
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)


class CategorySerializer(serializers.Serializer):
    """A product category."""

    code = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="Category code; null: at the root"
    )
    version = serializers.IntegerField()


class CategoryPageSerializer(PageSerializer):
    """A page of product categories."""

    results = CategorySerializer(many=True)


class CategoryChangeSerializer(serializers.Serializer):
    """What of a category may be changed."""

    code = serializers.CharField(max_length=40, required=False)
    name = serializers.CharField(max_length=80, required=False)
    parent = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_null=True, help_text="Category code"
    )


class CategoryInputSerializer(CategoryChangeSerializer):
    """A new category."""

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=80)


class WarehouseSerializer(serializers.Serializer):
    """A warehouse."""

    code = serializers.CharField()
    name = serializers.CharField()
    is_default = serializers.BooleanField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class WarehousePageSerializer(PageSerializer):
    """A page of warehouses."""

    results = WarehouseSerializer(many=True)


class WarehouseChangeSerializer(serializers.Serializer):
    """What of a warehouse may be changed."""

    code = serializers.CharField(max_length=20, required=False)
    name = serializers.CharField(max_length=80, required=False)
    is_default = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class WarehouseInputSerializer(WarehouseChangeSerializer):
    """A new warehouse."""

    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=80)
