"""Shapes of invoices over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField, QuantityField
from common.api.paging import PageSerializer
from orders.invoicing.models import KINDS
from orders.invoicing.states import Status, TaxState
from orders.order import choices
from orders.order.serializers import CustomerRefSerializer


class InvoiceLineSerializer(serializers.Serializer):
    """Pieces of an order's line on an invoice (``line_no`` empty: the order's freight); of a red one with a minus."""

    position = serializers.IntegerField()
    order = serializers.CharField(help_text="Order number")
    line_no = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    specification = serializers.CharField()
    unit = serializers.CharField()
    quantity = QuantityField()
    tax_rate = serializers.CharField(help_text="A fraction: 0.13 for 13 %")
    amount = MoneyField(help_text="Tax included")
    tax = MoneyField()
    net = MoneyField()


class InvoiceRowSerializer(serializers.Serializer):
    """An invoice in a list."""

    id = serializers.IntegerField()
    number = serializers.CharField(allow_null=True, help_text="Drawn as it is issued")
    reference = serializers.CharField(help_text="How its address names it: its number, or draft-<id>")
    customer = CustomerRefSerializer()
    kind = serializers.ChoiceField(choices.InvoiceKind.choices)
    status = serializers.ChoiceField(Status.choices)
    red_of = serializers.CharField(allow_null=True, help_text="Number of the invoice that it takes back")
    invoice_date = serializers.DateField(allow_null=True)
    currency = serializers.CharField()
    amount = MoneyField(help_text="Tax included")
    tax = MoneyField()
    net = MoneyField()
    title = serializers.CharField()
    tax_number = serializers.CharField()
    address = serializers.CharField()
    bank = serializers.CharField()
    notes = serializers.CharField()
    tax_state = serializers.ChoiceField(TaxState.choices)
    tax_code = serializers.CharField()
    tax_serial = serializers.CharField(help_text="Number of the tax invoice")
    tax_message = serializers.CharField()
    provider = serializers.CharField()
    external_id = serializers.CharField()
    reason = serializers.CharField()
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()
    issued_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class InvoiceSerializer(InvoiceRowSerializer):
    """An invoice with its lines."""

    lines = InvoiceLineSerializer(many=True)


class InvoicePageSerializer(PageSerializer):
    """A keyset page of invoices."""

    results = InvoiceRowSerializer(many=True)


class InvoiceLineInputSerializer(serializers.Serializer):
    """Pieces of an order's line."""

    order = serializers.CharField(max_length=40, help_text="Order number")
    line_no = serializers.IntegerField(min_value=1)
    quantity = QuantityField(min_value=0)


class _BuyerSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(KINDS, required=False)
    title = serializers.CharField(max_length=120, required=False)
    tax_number = serializers.CharField(max_length=40, allow_blank=True, required=False)
    address = serializers.CharField(max_length=200, allow_blank=True, required=False)
    bank = serializers.CharField(max_length=200, allow_blank=True, required=False)
    notes = serializers.CharField(max_length=300, allow_blank=True, required=False)


class InvoiceInputSerializer(_BuyerSerializer):
    """An invoice over lines of one or several orders of a customer. ``provider`` and ``external_id`` together are
    accepted once. With ``issue`` it is issued at once, on ``invoice_date``."""

    lines = InvoiceLineInputSerializer(many=True, allow_empty=False)
    freight_of = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, default=list, help_text="Numbers of orders"
    )
    provider = serializers.CharField(max_length=40, allow_blank=True, required=False, default="")
    external_id = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    issue = serializers.BooleanField(required=False, default=False)
    invoice_date = serializers.DateField(required=False, allow_null=True, default=None)
    tax_code = serializers.CharField(max_length=20, allow_blank=True, required=False, default="")
    tax_serial = serializers.CharField(max_length=30, allow_blank=True, required=False, default="")


class InvoiceChangesSerializer(_BuyerSerializer):
    """What a draft says of its buyer."""


class IssueInputSerializer(serializers.Serializer):
    """The day, today where none is given, and the number of the tax invoice where there is one already."""

    invoice_date = serializers.DateField(required=False, allow_null=True, default=None)
    tax_code = serializers.CharField(max_length=20, allow_blank=True, required=False, default="")
    tax_serial = serializers.CharField(max_length=30, allow_blank=True, required=False, default="")


class ReverseLineSerializer(serializers.Serializer):
    """Pieces of an invoice's line."""

    position = serializers.IntegerField(min_value=1)
    quantity = QuantityField(min_value=0)


class ReverseInputSerializer(serializers.Serializer):
    """Why, and what is taken back; everything that is left where no lines are given."""

    reason = serializers.CharField(max_length=300)
    invoice_date = serializers.DateField(required=False, allow_null=True, default=None)
    lines: serializers.ListSerializer = serializers.ListSerializer(
        child=ReverseLineSerializer(), required=False, allow_null=True, default=None
    )


class CreditLineSerializer(serializers.Serializer):
    """An amount of an invoice's line."""

    position = serializers.IntegerField(min_value=1)
    amount = MoneyField(min_value=0)


class CreditInputSerializer(serializers.Serializer):
    """Why, and how much: an amount of the whole invoice, or amounts of lines."""

    reason = serializers.CharField(max_length=300)
    amount = MoneyField(min_value=0, required=False, allow_null=True, default=None, help_text="Tax included")
    invoice_date = serializers.DateField(required=False, allow_null=True, default=None)
    lines: serializers.ListSerializer = serializers.ListSerializer(
        child=CreditLineSerializer(), required=False, allow_null=True, default=None
    )


class TaxStateInputSerializer(serializers.Serializer):
    """What the tax platform says."""

    tax_state = serializers.ChoiceField(TaxState.choices)
    tax_code = serializers.CharField(max_length=20, allow_blank=True, required=False, default="")
    tax_serial = serializers.CharField(max_length=30, allow_blank=True, required=False, default="")
    message = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")


class ToInvoiceSerializer(serializers.Serializer):
    """A line of an order of which something was delivered and not invoiced."""

    order = serializers.CharField(help_text="Order number")
    line_no = serializers.IntegerField()
    customer = CustomerRefSerializer()
    product = serializers.CharField(help_text="Product code")
    currency = serializers.CharField()
    shipped = QuantityField()
    invoiced = QuantityField()
    open = QuantityField()
    last_ship_date = serializers.DateField(allow_null=True)
    waits_for = serializers.CharField(help_text="Why it cannot be issued yet: statement_not_confirmed; empty: nothing")


class ToInvoicePageSerializer(PageSerializer):
    """A keyset page of lines to be invoiced."""

    results = ToInvoiceSerializer(many=True)
