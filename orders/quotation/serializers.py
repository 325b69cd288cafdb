"""Shapes of inquiries and quotations in the API."""

from rest_framework import serializers

from common.api.fields import MomentField, MoneyField, PriceField, QuantityField
from common.api.paging import PageSerializer
from orders.agreements.states import ClauseKind
from orders.entry.serializers import LineInputSerializer
from orders.order import choices
from orders.order.serializers import CustomerRefSerializer
from orders.order.states import PriceSource
from orders.quotation import states


class QuotationLineInputSerializer(LineInputSerializer):
    """A line as entered; an optional one stands outside the sums."""

    custom = None  # type: ignore[assignment]
    agreement = None  # type: ignore[assignment]
    schedule = None  # type: ignore[assignment]
    is_optional = serializers.BooleanField(required=False)


class OfferInputSerializer(serializers.Serializer):
    """Head and lines of a version; what is left out comes from master data (create) or stays (change)."""

    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    customer_reference = serializers.CharField(max_length=80, required=False, allow_blank=True)
    contact_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    contact_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    internal_notes = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=60, required=False, allow_blank=True, help_text="Of the alternative"
    )
    valid_until = serializers.DateField(required=False)
    currency = serializers.CharField(max_length=20, required=False, help_text="Three letters")
    tax_mode = serializers.ChoiceField([("INCLUSIVE", "INCLUSIVE"), ("EXCLUSIVE", "EXCLUSIVE")], required=False)
    payment_term = serializers.CharField(max_length=20, required=False, allow_null=True, help_text="Code; null: none")
    delivery_terms = serializers.CharField(max_length=300, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=10_000, required=False, allow_blank=True, help_text="To the customer")
    freight = MoneyField(required=False, min_value=0, decimal_places=2)
    reduction = MoneyField(required=False, min_value=0, decimal_places=2)
    lines = QuotationLineInputSerializer(many=True, required=False, max_length=1000)  # type: ignore[call-arg]


class QuotationInputSerializer(OfferInputSerializer):
    """A new quotation with its version A1."""

    customer = serializers.CharField(max_length=40, required=False, help_text="Customer code; else the inquiry's")
    inquiry = serializers.CharField(max_length=20, required=False, help_text="Number of the inquiry it answers")


class QuotationChangeSerializer(OfferInputSerializer):
    """A change of an unsent version. ``lines``, when given, replace all lines."""

    code = serializers.CharField(max_length=4, required=False, default="A1", help_text="The version, like A1")


class VersionsSerializer(serializers.Serializer):
    """Which unsent versions; none: all of them."""

    versions = serializers.ListField(child=serializers.CharField(max_length=4), required=False, default=list)


class QuotationMailPreviewSerializer(serializers.Serializer):
    """In which words a mail would go."""

    language = serializers.ChoiceField(
        ["zh-hans", "en"], required=False, allow_blank=True, default="", help_text="Without it the customer's"
    )
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class QuotationMailInputSerializer(QuotationMailPreviewSerializer):
    """To whom a quotation goes, and what of it."""

    recipient = serializers.EmailField()
    versions = serializers.ListField(
        child=serializers.CharField(max_length=3),
        required=False,
        default=list,
        max_length=26,
        help_text="Codes (A1); without them those not sent yet, else those that the customer holds",
    )


class QuotationMailSerializer(serializers.Serializer):
    """A mail before it goes."""

    language = serializers.CharField()
    subject = serializers.CharField()
    text = serializers.CharField()


class AlternativeSerializer(serializers.Serializer):
    """Another alternative, begun as a copy of a version."""

    copy_of = serializers.CharField(max_length=4)
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=60, required=False, allow_blank=True, default=""
    )


class RevisionSerializer(serializers.Serializer):
    """The alternative of which a new version begins."""

    alternative = serializers.CharField(max_length=1, default="A")


class WinSerializer(serializers.Serializer):
    """Which version the customer accepts."""

    code = serializers.CharField(max_length=4)
    outcome_code = serializers.ChoiceField(states.Outcome.choices, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class LoseSerializer(serializers.Serializer):
    """Why the customer does not order, and who got it."""

    outcome_code = serializers.ChoiceField(states.Outcome.choices)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    competitor = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class PickSerializer(serializers.Serializer):
    """A line and how much of it is ordered."""

    line_no = serializers.IntegerField(min_value=1)
    quantity = QuantityField(required=False, allow_null=True, help_text="Empty: all that is left")


class ConversionSerializer(serializers.Serializer):
    """What of a version becomes an order; without lines all that is left but for optional lines."""

    code = serializers.CharField(max_length=4)
    requested_date = serializers.DateField(required=False, allow_null=True)
    lines = PickSerializer(many=True, required=False, allow_empty=False)


class QuotationLineSerializer(serializers.Serializer):
    """A line of a version; ``left``: what of it may still be ordered."""

    line_no = serializers.IntegerField()
    product = serializers.CharField()
    name = serializers.CharField()
    specification = serializers.CharField()
    auxiliary_attribute = serializers.CharField()
    unit = serializers.CharField()
    is_gift = serializers.BooleanField()
    is_optional = serializers.BooleanField()
    quantity = QuantityField()
    left = QuantityField()
    price = PriceField()
    price_source = serializers.ChoiceField(PriceSource.choices)
    price_rule = serializers.CharField()
    discount = serializers.CharField(help_text="Fraction")
    tax_rate = serializers.CharField(help_text="Fraction")
    amount = MoneyField()
    requested_date = serializers.DateField(allow_null=True)
    customisation = serializers.CharField()
    special_requirements = serializers.CharField()
    notes = serializers.CharField()


class QuotationVersionSerializer(serializers.Serializer):
    """One version of one alternative. ``is_standing``: the customer holds it."""

    code = serializers.CharField()
    alternative = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_standing = serializers.BooleanField()
    is_dropped = serializers.BooleanField()
    sent_at = serializers.DateTimeField(allow_null=True)
    quote_date = serializers.DateField()
    valid_until = serializers.DateField()
    currency = serializers.CharField()
    tax_mode = serializers.ChoiceField([("INCLUSIVE", "INCLUSIVE"), ("EXCLUSIVE", "EXCLUSIVE")])
    payment_term = serializers.CharField(allow_null=True)
    delivery_terms = serializers.CharField()
    notes = serializers.CharField()
    freight = MoneyField()
    reduction = MoneyField()
    lines_amount = MoneyField()
    total_amount = MoneyField()
    tax_amount = MoneyField()
    net_amount = MoneyField()
    optional_amount = MoneyField(help_text="Of optional lines, outside the total")
    lines = QuotationLineSerializer(many=True)


class QuotationRowSerializer(serializers.Serializer):
    """A quotation in a list."""

    number = serializers.CharField()
    status = serializers.ChoiceField(states.Status.choices)
    customer = CustomerRefSerializer()
    title = serializers.CharField()
    customer_reference = serializers.CharField()
    contact_name = serializers.CharField()
    contact_phone = serializers.CharField()
    salesperson = serializers.CharField(allow_null=True, help_text="Sign-in name")
    quote_date = serializers.DateField()
    valid_until = serializers.DateField()
    sent_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    currency = serializers.CharField()
    total_amount = MoneyField()
    accepted = serializers.CharField(allow_null=True, help_text="The accepted version")
    outcome = serializers.ChoiceField(states.Outcome.choices, allow_blank=True)
    reason = serializers.CharField()
    competitor = serializers.CharField()
    version = serializers.IntegerField()


class QuotationSerializer(QuotationRowSerializer):
    """A quotation with its versions and the orders made of it."""

    inquiry = serializers.CharField(allow_null=True)
    internal_notes = serializers.CharField()
    orders = serializers.ListField(child=serializers.CharField())
    versions = QuotationVersionSerializer(many=True)


class QuotationPageSerializer(PageSerializer):
    """A keyset page of quotations."""

    results = QuotationRowSerializer(many=True)


class InquiryInputSerializer(serializers.Serializer):
    """What somebody asked: a customer, or who is none yet by the name he gives."""

    customer = serializers.CharField(max_length=40, required=False, help_text="Customer code")
    company = serializers.CharField(max_length=120, required=False, allow_blank=True)
    contact_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    contact_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    channel = serializers.ChoiceField(choices.Channel.choices, required=False)
    received_at = MomentField(required=False, help_text="Now when left out")
    asked = serializers.CharField(max_length=10_000)
    requested_date = serializers.DateField(required=False, allow_null=True)


class InquirySerializer(serializers.Serializer):
    """An inquiry."""

    number = serializers.CharField()
    status = serializers.ChoiceField(states.InquiryStatus.choices)
    customer = CustomerRefSerializer(allow_null=True)
    company = serializers.CharField()
    contact_name = serializers.CharField()
    contact_phone = serializers.CharField()
    channel = serializers.ChoiceField(choices.Channel.choices)
    received_at = serializers.DateTimeField()
    received_by = serializers.CharField(help_text="Sign-in name")
    asked = serializers.CharField()
    requested_date = serializers.DateField(allow_null=True)
    closed_reason = serializers.CharField()
    salesperson = serializers.CharField(allow_null=True, help_text="Sign-in name")
    version = serializers.IntegerField()


class InquiryPageSerializer(PageSerializer):
    """A keyset page of inquiries."""

    results = InquirySerializer(many=True)


class ContractClauseSerializer(serializers.Serializer):
    """A clause of an order's contract, in the wording that it was made with."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(ClauseKind.choices)
    name = serializers.CharField()
    wording = serializers.IntegerField(help_text="Number of the wording")
    text = serializers.CharField()


class ContractSerializer(serializers.Serializer):
    """The contract of an order."""

    contract_state = serializers.ChoiceField(choices.ContractState.choices)
    signed_on = serializers.DateField(allow_null=True)
    terms = serializers.CharField(help_text="As they stand, words of its own among them")
    clauses = ContractClauseSerializer(many=True)


class ContractInputSerializer(serializers.Serializer):
    """What a contract is to be made of."""

    clauses = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=100, help_text="Codes, in their order"
    )
    own_text = serializers.CharField(max_length=50_000, required=False, allow_blank=True, default="")
