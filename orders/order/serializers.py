"""Shapes of orders in API answers, for OpenAPI and for the test that holds them against ``representation``."""

from rest_framework import serializers

from common.api.fields import MoneyField, PriceField, QuantityField
from common.api.paging import PageSerializer
from orders.order import choices, states
from orders.order.risks import Kind
from products.catalogue.choices import SupplyMode
from segments.custom_fields.serializers import CustomValuesField


class CustomerRefSerializer(serializers.Serializer):
    """A customer as an order names it."""

    code = serializers.CharField()
    name = serializers.CharField()


class OrderRowSerializer(serializers.Serializer):
    """An order in a list. Amounts are null for roles that may not see them."""

    number = serializers.CharField(allow_null=True)
    reference = serializers.CharField(help_text="Number, or draft-<id>: what addresses are made of")
    source_number = serializers.CharField()
    origin = serializers.ChoiceField(states.Origin.choices)
    order_type = serializers.CharField()
    status = serializers.ChoiceField(states.Status.choices)
    is_rejected = serializers.BooleanField()
    is_frozen = serializers.BooleanField()
    is_changing = serializers.BooleanField()
    is_urgent = serializers.BooleanField()
    amount_class = serializers.ChoiceField(choices.AmountClass.choices, allow_blank=True, allow_null=True)
    time_class = serializers.ChoiceField(choices.TimeClass.choices, allow_blank=True)
    customer_type = serializers.ChoiceField(choices.CustomerType.choices, allow_blank=True)
    priority = serializers.IntegerField(
        allow_null=True,
        help_text="0–1000 by amount, time and customer; 2000 more when pinned; null for roles that see no amounts",
    )
    customer = CustomerRefSerializer()
    customer_po_number = serializers.CharField()
    territory = serializers.CharField()
    department = serializers.CharField(allow_null=True, help_text="Department code")
    salesperson = serializers.CharField(allow_null=True, help_text="Sign-in name")
    executing_owner = serializers.CharField(allow_null=True, help_text="Sign-in name")
    currency = serializers.CharField()
    order_date = serializers.DateField()
    requested_date = serializers.DateField(allow_null=True)
    promised_date = serializers.DateField(allow_null=True)
    next_due_date = serializers.DateField(allow_null=True)
    total_amount = MoneyField(allow_null=True)
    due_amount = MoneyField(
        allow_null=True, help_text="What is owed: the total less what was let go by closing and what was credited"
    )
    net_amount = MoneyField(allow_null=True)
    tax_amount = MoneyField(allow_null=True)
    shipped_amount = MoneyField(allow_null=True)
    unshipped_amount = MoneyField(allow_null=True, help_text="Worth of what is still to be delivered")
    received_amount = MoneyField(allow_null=True)
    line_count = serializers.IntegerField()
    fulfilment = serializers.ChoiceField(states.Fulfilment.choices)
    signing = serializers.ChoiceField(states.Fulfilment.choices)
    invoicing = serializers.ChoiceField(states.Fulfilment.choices)
    settlement = serializers.ChoiceField(states.Settlement.choices, allow_null=True)
    stage = serializers.ChoiceField(states.Stage.choices)
    submitted_at = serializers.DateTimeField(allow_null=True)
    effective_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    custom = CustomValuesField()


class DatedPartSerializer(serializers.Serializer):
    """How much of a line is asked for on a day."""

    requested_date = serializers.DateField()
    quantity = QuantityField()


class LineSerializer(serializers.Serializer):
    """A line with its quantities and closure."""

    line_no = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    product_name = serializers.CharField()
    specification = serializers.CharField()
    auxiliary_attribute = serializers.CharField()
    unit = serializers.CharField()
    is_service = serializers.BooleanField()
    is_gift = serializers.BooleanField()
    gift_of = serializers.IntegerField(
        allow_null=True, help_text="Number of the line that a promotion gives this for; it follows that line"
    )
    without_gift = serializers.BooleanField(help_text="No promotion gives anything for the line: somebody said so")
    ordered = QuantityField()
    original = QuantityField()
    reserved = QuantityField()
    shipped = QuantityField()
    signed = QuantityField()
    transit_loss = QuantityField()
    returned = QuantityField()
    reship = QuantityField()
    short_closed = QuantityField()
    open = QuantityField()
    refunded = QuantityField(help_text="Came back for money")
    price = PriceField(allow_null=True)
    price_source = serializers.ChoiceField(states.PriceSource.choices)
    price_rule = serializers.CharField(
        help_text="Code of the price list and the quantity it holds from; the quotation or agreement with its line;"
        " the promotion; empty: none"
    )
    discount = serializers.CharField(allow_null=True, help_text="Fraction, e.g. 0.05")
    tax_rate = serializers.CharField(help_text="Fraction, e.g. 0.13")
    amount = MoneyField(allow_null=True)
    tax = MoneyField(allow_null=True)
    net = MoneyField(allow_null=True)
    requested_date = serializers.DateField(allow_null=True)
    schedule = DatedPartSerializer(many=True, help_text="Dated parts that make up the quantity; mostly none")
    first_promised_date = serializers.DateField(allow_null=True)
    promised_date = serializers.DateField(allow_null=True, help_text="Day of arrival at the customer")
    promised_ship_date = serializers.DateField(allow_null=True, help_text="To leave by: that, less the days on the way")
    supply_mode = serializers.ChoiceField(SupplyMode.choices, help_text="Where the goods come from")
    by_components = serializers.BooleanField(
        help_text="A kit whose stock and promises count its components; quantities are kits"
    )
    first_ship_date = serializers.DateField(allow_null=True)
    last_ship_date = serializers.DateField(allow_null=True)
    logo = serializers.CharField()
    colour = serializers.CharField()
    packaging = serializers.CharField()
    customisation = serializers.CharField()
    special_requirements = serializers.CharField()
    notes = serializers.CharField()
    closure = serializers.ChoiceField(states.Closure.choices)
    close_reason_code = serializers.ChoiceField(choices.CloseReason.choices, allow_blank=True)
    close_reason = serializers.CharField()
    row_closed = serializers.ChoiceField([("Y", "Y"), ("N", "N")], help_text="The company's row-close flag")
    is_frozen = serializers.BooleanField()
    freeze_reason = serializers.CharField()
    is_changing = serializers.BooleanField(
        help_text="A change of the line is being decided: it does not ship until then"
    )
    custom = CustomValuesField()


class UnfinishedRowSerializer(serializers.Serializer):
    """A row of a draft that cannot be a line yet; it blocks submission."""

    line_no = serializers.IntegerField()
    at = serializers.CharField(help_text="The cell that stands in the way")
    cells = serializers.DictField(child=serializers.CharField(), help_text="The cells as they were typed")


class RiskSerializer(serializers.Serializer):
    """What is unusual about a line or the head though nothing forbids it."""

    line_no = serializers.IntegerField(help_text="0: the head of the order")
    kind = serializers.ChoiceField(Kind.choices)
    text = serializers.CharField(help_text="In words, in the language of the request")


class GapSerializer(serializers.Serializer):
    """A field without which an order does not go on."""

    field = serializers.CharField(help_text="Path, e.g. payment_term or lines.3.price")
    label = serializers.CharField(help_text="What is missing, in words")  # type: ignore[assignment]
    step = serializers.CharField(help_text="The step that it blocks: submit, approve, produce, ship or invoice")


class FindingSerializer(serializers.Serializer):
    """What a check of entry finds on a draft."""

    field = serializers.CharField(help_text="Path, e.g. customer_po_number or lines.3.price")
    kind = serializers.ChoiceField(Kind.choices)
    severity = serializers.CharField(help_text="WARNING, or ERROR: submission is refused")
    text = serializers.CharField(help_text="In words, in the language of the request")


class StepSerializer(serializers.Serializer):
    """One move along the ladder."""

    move = serializers.ChoiceField(states.Move.choices)
    from_status = serializers.CharField()
    to_status = serializers.ChoiceField(states.Status.choices)
    by = serializers.CharField(help_text="Sign-in name")
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class ActionSerializer(serializers.Serializer):
    """A verb and whether it is possible just now."""

    verb = serializers.CharField()
    allowed = serializers.BooleanField()
    why_not = serializers.CharField()


class ResponsibleSerializer(serializers.Serializer):
    """Who answers for an order in the stage it is in."""

    stage = serializers.ChoiceField(states.Stage.choices)
    department = serializers.CharField(allow_null=True, help_text="Department code")
    person = serializers.CharField(allow_null=True, help_text="Sign-in name; null: nobody leads the department")
    duty = serializers.CharField(help_text="What is his to do, in words")
    since = serializers.DateField(allow_null=True, help_text="First day of the stage; null: not known")


class OrderSerializer(OrderRowSerializer):
    """A whole order."""

    responsible = ResponsibleSerializer(allow_null=True, help_text="Null once the order has ended")

    contact_name = serializers.CharField(allow_null=True)
    contact_phone = serializers.CharField(allow_null=True)
    bill_to = serializers.CharField(allow_null=True, help_text="Customer code")
    ship_to = serializers.CharField(allow_null=True, help_text="Customer code")
    agent = serializers.CharField(allow_null=True, help_text="Customer code")
    ship_address = serializers.CharField()
    ship_recipient = serializers.CharField(allow_null=True)
    ship_phone = serializers.CharField(allow_null=True)
    delivery_method = serializers.ChoiceField(choices.DeliveryMethod.choices, allow_blank=True)
    transport_mode = serializers.ChoiceField(choices.TransportMode.choices, allow_blank=True)
    payment_term = serializers.CharField(allow_null=True, help_text="Code of the payment terms")
    payment_method = serializers.ChoiceField(choices.PaymentMethod.choices, allow_blank=True)
    invoice_kind = serializers.ChoiceField(choices.InvoiceKind.choices, allow_blank=True)
    invoice_title = serializers.CharField()
    invoice_tax_number = serializers.CharField()
    customer_po_date = serializers.DateField(allow_null=True)
    channel = serializers.ChoiceField(choices.Channel.choices)
    form = serializers.ChoiceField(choices.Form.choices)
    source_document = serializers.ChoiceField(choices.SourceDocument.choices, allow_blank=True)
    contract_terms = serializers.CharField()
    contract_state = serializers.ChoiceField(choices.ContractState.choices)
    contract_signed_date = serializers.DateField(allow_null=True)
    special_requirements = serializers.CharField()
    notes = serializers.CharField()
    exchange_rate = serializers.CharField()
    tax_mode = serializers.ChoiceField([("INCLUSIVE", "INCLUSIVE"), ("EXCLUSIVE", "EXCLUSIVE")])
    freight = MoneyField(allow_null=True)
    reduction = MoneyField(allow_null=True)
    lines_amount = MoneyField(allow_null=True)
    credited_amount = MoneyField(allow_null=True, help_text="Not to be paid for goods that came back")
    reserved_amount = MoneyField(allow_null=True)
    signed_amount = MoneyField(allow_null=True)
    invoiced_amount = MoneyField(allow_null=True)
    cost_amount = MoneyField(allow_null=True)
    margin = MoneyField(allow_null=True)
    freeze_reason = serializers.CharField()
    frozen_until = serializers.DateField(allow_null=True)
    rejection_reason = serializers.CharField()
    pin_reason = serializers.CharField(help_text="Why it is pinned to the top; empty: it is not")
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField()
    lines = LineSerializer(many=True)
    unfinished = UnfinishedRowSerializer(many=True, allow_null=True, help_text="Rows of a draft that are no lines yet")
    risks = RiskSerializer(many=True, help_text="Worth a second look; kept with the order at submission")
    gaps = GapSerializer(many=True, help_text="What the steps to come lack")
    findings = FindingSerializer(many=True, help_text="What the checks find on a draft; kept as risks at submission")
    steps = StepSerializer(many=True)
    actions = ActionSerializer(many=True)


class OrderPageSerializer(PageSerializer):
    """A keyset page of orders."""

    results = OrderRowSerializer(many=True)
