"""What other systems send to enter or change an order. Parties and people are named by code."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.fields import MoneyField, PriceField, QuantityField
from orders.entry import related, relating
from orders.entry.drafts import LONGEST, LONGEST_LINE_NO
from orders.order import choices
from products.catalogue.choices import SupplyMode
from segments.custom_fields.serializers import CustomValuesField


class SchedulePartSerializer(serializers.Serializer):
    """A dated part of a line."""

    requested_date = serializers.DateField()
    quantity = QuantityField()


class LineInputSerializer(serializers.Serializer):
    """A line as entered; without a price the price order decides."""

    line_no = serializers.IntegerField(
        min_value=1, max_value=LONGEST_LINE_NO, required=False, help_text="Keeps the line; else new"
    )
    product = serializers.CharField(max_length=60, help_text="Product code")
    quantity = QuantityField()
    price = PriceField(required=False, allow_null=True, min_value=0)
    discount = serializers.DecimalField(
        max_digits=7, decimal_places=6, min_value=0, max_value=1, required=False, help_text="Fraction, e.g. 0.05"
    )
    tax_rate = serializers.DecimalField(
        max_digits=6, decimal_places=4, min_value=0, max_value=1, required=False, help_text="Fraction, e.g. 0.13"
    )
    requested_date = serializers.DateField(required=False, allow_null=True)
    schedule = SchedulePartSerializer(
        many=True,
        required=False,
        help_text="Dated parts that make up the quantity; the first is the requested date. []: none; left out: as was",
    )
    specification = serializers.CharField(max_length=120, required=False, allow_blank=True)
    auxiliary_attribute = serializers.CharField(max_length=120, required=False, allow_blank=True)
    logo = serializers.CharField(max_length=120, required=False, allow_blank=True)
    colour = serializers.CharField(max_length=60, required=False, allow_blank=True)
    packaging = serializers.CharField(max_length=120, required=False, allow_blank=True)
    customisation = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    special_requirements = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=300, required=False, allow_blank=True)
    is_gift = serializers.BooleanField(
        required=False, help_text="A gift of your own; those of promotions come by themselves and need not be sent"
    )
    without_gift = serializers.BooleanField(required=False, help_text="No promotion gives anything for the line")
    supply_mode = serializers.ChoiceField(
        SupplyMode.choices, required=False, help_text="Where the goods come from; left out: as the product says"
    )
    agreement = serializers.CharField(
        max_length=30,
        required=False,
        help_text="Line of a frame agreement to call off: AG20261121-0001/2; without it the newest that holds",
    )
    custom = CustomValuesField(required=False)


class HeaderInputSerializer(serializers.Serializer):
    """The header as entered; what is left out comes from master data (create) or stays (change)."""

    order_type = serializers.CharField(max_length=20, required=False)
    contact_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    contact_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    bill_to = serializers.CharField(
        max_length=40, required=False, allow_null=True, help_text="Customer code; null: nobody"
    )
    ship_to = serializers.CharField(
        max_length=40, required=False, allow_null=True, help_text="Customer code; null: nobody"
    )
    agent = serializers.CharField(
        max_length=40, required=False, allow_null=True, help_text="Customer code; null: nobody"
    )
    ship_address = serializers.CharField(max_length=300, required=False, allow_blank=True)
    ship_recipient = serializers.CharField(max_length=60, required=False, allow_blank=True)
    ship_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    delivery_method = serializers.ChoiceField(choices.DeliveryMethod.choices, required=False, allow_blank=True)
    transport_mode = serializers.ChoiceField(choices.TransportMode.choices, required=False, allow_blank=True)
    payment_term = serializers.CharField(
        max_length=20, required=False, allow_null=True, help_text="Code of the payment terms; null: none"
    )
    payment_method = serializers.ChoiceField(choices.PaymentMethod.choices, required=False, allow_blank=True)
    invoice_kind = serializers.ChoiceField(choices.InvoiceKind.choices, required=False, allow_blank=True)
    invoice_title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    invoice_tax_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    customer_po_number = serializers.CharField(max_length=80, required=False, allow_blank=True)
    customer_po_date = serializers.DateField(required=False, allow_null=True)
    channel = serializers.ChoiceField(choices.Channel.choices, required=False)
    form = serializers.ChoiceField(choices.Form.choices, required=False)
    source_document = serializers.ChoiceField(choices.SourceDocument.choices, required=False, allow_blank=True)
    contract_terms = serializers.CharField(max_length=LONGEST["contract_terms"], required=False, allow_blank=True)
    contract_state = serializers.ChoiceField(choices.ContractState.choices, required=False)
    contract_signed_date = serializers.DateField(required=False, allow_null=True)
    special_requirements = serializers.CharField(
        max_length=LONGEST["special_requirements"], required=False, allow_blank=True
    )
    notes = serializers.CharField(max_length=LONGEST["notes"], required=False, allow_blank=True)
    salesperson = serializers.CharField(
        max_length=60, required=False, allow_null=True, help_text="Sign-in name; null: none"
    )
    executing_owner = serializers.CharField(
        max_length=60, required=False, allow_null=True, help_text="Sign-in name; null: none"
    )
    currency = serializers.CharField(max_length=20, required=False, help_text="Three letters")
    tax_mode = serializers.ChoiceField([("INCLUSIVE", "INCLUSIVE"), ("EXCLUSIVE", "EXCLUSIVE")], required=False)
    freight = MoneyField(required=False, min_value=0, decimal_places=2)
    reduction = MoneyField(required=False, min_value=0, decimal_places=2)
    requested_date = serializers.DateField(required=False, allow_null=True)
    is_urgent = serializers.BooleanField(required=False)
    custom = CustomValuesField(required=False)
    lines = LineInputSerializer(many=True, required=False, max_length=1000)  # type: ignore[call-arg]


class RepeatedSerializer(serializers.Serializer):
    """Something that is different since the order that a draft was copied from."""

    field = serializers.CharField(help_text="Field of the order, or lines.<number>.price")
    was = serializers.CharField(help_text="In the draft, as in the copied order; of a price, then. Empty for contacts")
    now = serializers.CharField(help_text="In the customer's record, or the price of the draft")
    text = serializers.CharField(help_text="In words")


class OwnOrdersSerializer(serializers.Serializer):
    """How often the customer ordered a product himself in two years, of the orders that you see."""

    orders = serializers.IntegerField()
    last = serializers.DateField()
    quantity = QuantityField(help_text="What he usually orders")
    together = serializers.IntegerField(help_text="Of these with one of the products asked about")
    of = serializers.IntegerField(help_text="His orders with one of the products asked about")


class OthersOrdersSerializer(serializers.Serializer):
    """What the company's orders of a year say, where at least three customers order both."""

    beside = serializers.CharField(help_text="Code of the product asked about")
    share = serializers.DecimalField(max_digits=7, decimal_places=6, help_text="Of its orders that have this one too")


class RelatedProductSerializer(serializers.Serializer):
    """A product that may be missing, and why."""

    product = serializers.CharField(source="product.code", help_text="Product code")
    name = serializers.CharField(source="product.name")
    unit = serializers.CharField(source="product.unit")
    quantity = QuantityField(help_text="The customer's usual quantity, else the least; in whole packs")
    own = OwnOrdersSerializer(allow_null=True)
    others = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField(help_text="In words")

    @extend_schema_field(OthersOrdersSerializer(allow_null=True))
    def get_others(self, one: related.Suggestion) -> dict[str, Any] | None:
        """The product beside which it stands, by its code."""
        if one.others is None or one.beside is None:
            return None
        return dict(OthersOrdersSerializer({"beside": one.beside.code, "share": one.others.share}).data)

    def get_why(self, one: related.Suggestion) -> list[str]:
        """As the entry page says it."""
        return relating.why(one)


class LineFieldsSerializer(serializers.Serializer):
    """What of a line's custom fields is to change."""

    custom = CustomValuesField()


class OrderInputSerializer(HeaderInputSerializer):
    """A new order. ``submit`` true submits it in the same transaction: all or nothing."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    order_date = serializers.DateField(required=False, help_text="Today when left out; never later")
    source_number = serializers.CharField(max_length=60, required=False, allow_blank=True)
    submit = serializers.BooleanField(required=False, default=False)


class OrderChangeSerializer(HeaderInputSerializer):
    """A change of an order. ``lines``, when given, replace all lines; one with a known ``line_no`` is kept."""
