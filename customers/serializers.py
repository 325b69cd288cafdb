"""Shapes of customers in the API, for OpenAPI and for checking what comes in."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from customers.grading import Grade
from customers.models import Customer
from segments.custom_fields.serializers import CustomValuesField


class CustomerSerializer(serializers.Serializer):
    """A customer. ``credit_limit`` and its companions are null for roles that may not see them."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    english_name = serializers.CharField()
    kind = serializers.ChoiceField(Customer.Kind.choices)
    industry = serializers.CharField()
    territory = serializers.CharField(help_text="Department in charge as the company writes it: region-province")
    region = serializers.CharField()
    province = serializers.CharField()
    province_group = serializers.CharField(help_text="The province without the number of its part")
    customer_class = serializers.CharField(help_text="The tag of the group CUSTOMER_CLASS; empty: unclassified")
    tags = serializers.ListField(
        child=serializers.CharField(), help_text="What the rules in force say (classification)"
    )
    flags = serializers.ListField(child=serializers.CharField(), help_text="Deviations from the company's method")
    department = serializers.CharField(allow_null=True, help_text="Department code")
    owner = serializers.CharField(allow_null=True, help_text="Sign-in name of the salesperson")
    payment_term = serializers.CharField(allow_null=True, help_text="Code of the payment terms")
    currency = serializers.CharField()
    is_new = serializers.BooleanField(help_text="No order of this customer ever took effect")
    is_blocked = serializers.BooleanField()
    is_active = serializers.BooleanField()
    first_effective_at = serializers.DateTimeField(allow_null=True)
    last_effective_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    custom = CustomValuesField()


class CustomerContactSerializer(serializers.Serializer):
    """A person at the customer; masked for roles that may not see contacts."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    phone = serializers.CharField(allow_null=True)
    email = serializers.CharField(allow_null=True)
    is_default = serializers.BooleanField()
    is_blocked = serializers.BooleanField(help_text="Mail to this address came back: none goes there any more")


class CustomerAddressSerializer(serializers.Serializer):
    """A place of the customer; recipient and phone masked like contacts."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    place = serializers.CharField(help_text="Province, city and street as they are printed")
    province = serializers.CharField()
    city = serializers.CharField()
    street = serializers.CharField()
    postcode = serializers.CharField()
    recipient = serializers.CharField(allow_null=True)
    phone = serializers.CharField(allow_null=True)
    is_default = serializers.BooleanField()


class CustomerDocumentSerializer(CustomerSerializer):
    """A whole customer."""

    group = serializers.CharField(allow_null=True, help_text="Customer code")
    bill_to = serializers.CharField(allow_null=True, help_text="Customer code")
    ship_to = serializers.CharField(allow_null=True, help_text="Customer code")
    agent = serializers.CharField(allow_null=True, help_text="Customer code")
    invoice_title = serializers.CharField()
    tax_number = serializers.CharField()
    bank_name = serializers.CharField()
    bank_account = serializers.CharField()
    invoice_address = serializers.CharField()
    preferences = serializers.CharField()
    notes = serializers.CharField()
    paper_language = serializers.ChoiceField(Customer.PaperLanguage.choices)
    billing_rule = serializers.ChoiceField(
        Customer.BillingRule.choices, help_text="Whether invoices wait for a statement"
    )
    block_reason = serializers.CharField()
    credit_limit = MoneyField(allow_null=True)
    credit_order_cap = MoneyField(allow_null=True)
    credit_days_overdue = serializers.IntegerField(allow_null=True)
    credit_valid_until = serializers.DateField(allow_null=True)
    is_credit_stopped = serializers.BooleanField(allow_null=True)
    credit_stop_reason = serializers.CharField(allow_null=True)
    credit_grade = serializers.ChoiceField([*Grade.choices, ("", "")], allow_null=True)
    merged_into = serializers.CharField(allow_null=True, help_text="Code of the customer it was merged into")
    contacts = CustomerContactSerializer(many=True)
    addresses = CustomerAddressSerializer(many=True)


class CustomerPageSerializer(PageSerializer):
    """A page of customers."""

    results = CustomerSerializer(many=True)


class CustomerChangeSerializer(serializers.Serializer):
    """What may be changed; only what is sent is touched. References are codes; null empties one."""

    code = serializers.CharField(max_length=40, required=False)
    name = serializers.CharField(max_length=120, required=False)
    short_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    english_name = serializers.CharField(max_length=160, required=False, allow_blank=True)
    kind = serializers.ChoiceField(Customer.Kind.choices, required=False)
    industry = serializers.CharField(max_length=80, required=False, allow_blank=True)
    paper_language = serializers.ChoiceField(Customer.PaperLanguage.choices, required=False)
    billing_rule = serializers.ChoiceField(Customer.BillingRule.choices, required=False)
    group = serializers.CharField(required=False, allow_null=True, help_text="Customer code")
    bill_to = serializers.CharField(required=False, allow_null=True, help_text="Customer code")
    ship_to = serializers.CharField(required=False, allow_null=True, help_text="Customer code")
    agent = serializers.CharField(required=False, allow_null=True, help_text="Customer code")
    invoice_title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    tax_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    bank_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    bank_account = serializers.CharField(max_length=60, required=False, allow_blank=True)
    invoice_address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    payment_term = serializers.CharField(required=False, allow_null=True, help_text="Code of the payment terms")
    currency = serializers.CharField(max_length=20, required=False, help_text="Three letters")
    preferences = serializers.CharField(required=False, allow_blank=True)
    notes = serializers.CharField(required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)
    custom = CustomValuesField(required=False)


class AssignmentInputSerializer(serializers.Serializer):
    """Who is in charge, from a day on (today when none is given)."""

    territory = serializers.CharField(max_length=80, allow_blank=True)
    department = serializers.CharField(allow_null=True, help_text="Department code")
    owner = serializers.CharField(allow_null=True, help_text="Sign-in name")
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)


class CustomerInputSerializer(CustomerChangeSerializer):
    """A new customer."""

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=120)
    territory = serializers.CharField(max_length=80, required=False, allow_blank=True)
    department = serializers.CharField(required=False, allow_null=True, help_text="Department code")
    owner = serializers.CharField(required=False, allow_null=True, help_text="Sign-in name; you, when left out")


class ContactInputSerializer(serializers.Serializer):
    """A new person at the customer."""

    name = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=60, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    is_default = serializers.BooleanField(required=False)


class ContactChangeSerializer(ContactInputSerializer):
    """What of a contact may be changed; only what is sent is touched."""

    name = serializers.CharField(max_length=60, required=False)


class AddressInputSerializer(serializers.Serializer):
    """A new place of the customer."""

    label = serializers.CharField(max_length=40, required=False, allow_blank=True)  # type: ignore[assignment]
    recipient = serializers.CharField(max_length=60, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    province = serializers.CharField(max_length=40, required=False, allow_blank=True)
    city = serializers.CharField(max_length=60, required=False, allow_blank=True)
    street = serializers.CharField(max_length=200)
    postcode = serializers.CharField(max_length=20, required=False, allow_blank=True)
    is_default = serializers.BooleanField(required=False)


class AddressChangeSerializer(AddressInputSerializer):
    """What of an address may be changed; only what is sent is touched."""

    street = serializers.CharField(max_length=200, required=False)


class CurrencySerializer(serializers.Serializer):
    """A currency."""

    code = serializers.CharField()
    name = serializers.CharField()
    symbol = serializers.CharField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class CurrencyPageSerializer(PageSerializer):
    """A page of currencies."""

    results = CurrencySerializer(many=True)


class CurrencyChangeSerializer(serializers.Serializer):
    """What of a currency may be changed."""

    name = serializers.CharField(max_length=40, required=False)
    symbol = serializers.CharField(max_length=4, required=False)
    is_active = serializers.BooleanField(required=False)


class CurrencyInputSerializer(CurrencyChangeSerializer):
    """A new currency."""

    code = serializers.CharField(max_length=3, help_text="Three letters")
    name = serializers.CharField(max_length=40)
    symbol = serializers.CharField(max_length=4)


class RateSerializer(serializers.Serializer):
    """Units of the company's currency for one, from a day on."""

    valid_from = serializers.DateField()
    rate = serializers.DecimalField(max_digits=18, decimal_places=8)


class RatePageSerializer(PageSerializer):
    """A page of rates."""

    results = RateSerializer(many=True)
