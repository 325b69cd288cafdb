"""Shapes of contacts with customers over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from orders.service.contacts.choices import Outcome, Purpose, Side, State, Way


class ContactRecordSerializer(serializers.Serializer):
    """A contact with a customer: planned, held or dropped. People are sign-in names."""

    id = serializers.IntegerField()
    customer = serializers.CharField(help_text="Customer code")
    order = serializers.CharField(allow_null=True, help_text="Order number, or draft-<id>")
    state = serializers.ChoiceField(State.choices)
    purpose = serializers.ChoiceField(Purpose.choices)
    way = serializers.ChoiceField(Way.choices)
    side = serializers.ChoiceField(Side.choices)
    subject = serializers.CharField()
    plan = serializers.CharField(help_text="To be said or asked")
    contact_id = serializers.IntegerField(allow_null=True)
    contact_name = serializers.CharField(help_text="Masked or empty for who does not see contacts")
    owner = serializers.CharField()
    due_date = serializers.DateField(allow_null=True)
    held_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField([("", ""), *Outcome.choices])
    words = serializers.CharField(help_text="What was said; of a dropped one, why")
    done_by = serializers.CharField(allow_null=True)
    follows = serializers.IntegerField(allow_null=True, help_text="The contact in which it was agreed")
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ContactRecordPageSerializer(PageSerializer):
    """A page of contacts."""

    results = ContactRecordSerializer(many=True)


class _AboutSerializer(serializers.Serializer):
    customer = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="", help_text="Customer code; not needed with order"
    )
    order = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="", help_text="Order number, or draft-<id>"
    )
    subject = serializers.CharField(max_length=160)
    purpose = serializers.ChoiceField(Purpose.choices, required=False, default=Purpose.CARE)
    way = serializers.ChoiceField(Way.choices, required=False, default=Way.PHONE)
    contact_id = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    contact_name = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class ContactPlanSerializer(_AboutSerializer):
    """A contact to be planned."""

    due_date = serializers.DateField()
    plan = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    owner = serializers.CharField(
        max_length=150, required=False, allow_blank=True, default="", help_text="Sign-in name; you, when left out"
    )


class NextContactSerializer(serializers.Serializer):
    """The contact that is agreed in another."""

    due_date = serializers.DateField()
    subject = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
    purpose = serializers.ChoiceField([("", ""), *Purpose.choices], required=False, default="")
    way = serializers.ChoiceField([("", ""), *Way.choices], required=False, default="")
    plan = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    owner = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")


class _HeldSerializer(serializers.Serializer):
    outcome = serializers.ChoiceField(Outcome.choices)
    words = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    held_at = serializers.DateTimeField(required=False, allow_null=True, default=None, help_text="Now, when left out")
    next_contact = NextContactSerializer(required=False, allow_null=True, default=None)


class ContactHoldSerializer(_HeldSerializer):
    """A planned contact was held."""

    way = serializers.ChoiceField([("", ""), *Way.choices], required=False, default="")
    contact_id = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    contact_name = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class ContactWriteDownSerializer(_AboutSerializer, _HeldSerializer):
    """A contact that nobody planned."""

    side = serializers.ChoiceField(Side.choices, required=False, default=Side.OUT)


class ContactPlanChangeSerializer(serializers.Serializer):
    """What may be changed of a planned contact; what is left out stays."""

    subject = serializers.CharField(max_length=160, required=False)
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    way = serializers.ChoiceField(Way.choices, required=False)
    plan = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    due_date = serializers.DateField(required=False)
    contact_id = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    contact_name = serializers.CharField(max_length=60, required=False, allow_blank=True)


class ContactMoveSerializer(serializers.Serializer):
    """Who holds it from now on."""

    owner = serializers.CharField(max_length=150, help_text="Sign-in name")


class ContactGuideSerializer(serializers.Serializer):
    """What to ask and say, in the caller's language."""

    purpose = serializers.ChoiceField(Purpose.choices)
    name = serializers.CharField()
    text = serializers.CharField()
