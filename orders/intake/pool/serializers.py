"""Shapes of intake over the API."""

from rest_framework import serializers

from common.api.fields import MomentField, PriceField, QuantityField
from common.api.paging import PageSerializer
from orders.intake.pool.models import CHANNELS, IntakeItem
from orders.intake.pool.states import State

MOST_ROWS = 500


class IntakeLineSerializer(serializers.Serializer):
    """A line as the other system has it: our product code, or the customer's own for it."""

    product = serializers.CharField(max_length=60, help_text="Our product code, or the customer's own")
    name = serializers.CharField(max_length=160, required=False, allow_blank=True)
    quantity = QuantityField()
    price = PriceField(min_value=0, required=False, allow_null=True, help_text="As agreed; without it the price order")
    requested_date = serializers.DateField(required=False, allow_null=True)
    notes = serializers.CharField(max_length=300, required=False, allow_blank=True)


class IntakeInputSerializer(serializers.Serializer):
    """An order of a web shop or another system, taken into the pool once."""

    channel = serializers.ChoiceField(CHANNELS, required=False, default="API")
    provider = serializers.CharField(max_length=40, help_text="The system that sends it")
    external_id = serializers.CharField(max_length=100, help_text="Its own number of this order: taken in once")
    received_at = MomentField(required=False, help_text="When the order was placed; without it now")
    customer = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="", help_text="Customer code; without it he is guessed"
    )
    customer_name = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    sender = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    sender_mail = serializers.EmailField(required=False, allow_blank=True, default="")
    sender_phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    subject = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    text = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    customer_po_number = serializers.CharField(max_length=80, required=False, allow_blank=True)
    customer_po_date = serializers.DateField(required=False, allow_null=True)
    requested_date = serializers.DateField(required=False, allow_null=True)
    contact_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    contact_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    ship_address = serializers.CharField(max_length=300, required=False, allow_blank=True)
    ship_recipient = serializers.CharField(max_length=60, required=False, allow_blank=True)
    ship_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    currency = serializers.CharField(max_length=3, required=False, allow_blank=True)
    special_requirements = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    lines = IntakeLineSerializer(many=True, required=False, default=list, max_length=MOST_ROWS)  # type: ignore[call-arg]


class IntakeSerializer(serializers.Serializer):
    """A piece of intake as it stands."""

    id = serializers.IntegerField()
    channel = serializers.ChoiceField(CHANNELS)
    state = serializers.ChoiceField(State.choices)
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="By when it is to be entered")
    is_late = serializers.BooleanField(help_text="Still to be entered though its time is up, or entered after it")
    sender = serializers.CharField()
    sender_mail = serializers.CharField()
    sender_phone = serializers.CharField()
    subject = serializers.CharField()
    text = serializers.CharField()
    provider = serializers.CharField()
    external_id = serializers.CharField()
    customer = serializers.CharField(allow_null=True, help_text="Customer code")
    customer_by = serializers.ChoiceField([*IntakeItem.Guess.choices, ("", "")], help_text="What says that it is he")
    salesperson = serializers.CharField(allow_null=True, help_text="Sign-in name")
    dispatch_reason = serializers.CharField()
    reason = serializers.CharField(help_text="Why it was set aside or discarded")
    order = serializers.CharField(
        allow_null=True, help_text="Order number, or draft-<id>; null for an order that is not yours to see"
    )
    entered_at = serializers.DateTimeField(allow_null=True)
    minutes_to_entry = serializers.IntegerField(allow_null=True, help_text="From receipt to entry")
    header = serializers.DictField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))
    version = serializers.IntegerField()


class IntakePageSerializer(PageSerializer):
    """A page of intake."""

    results = IntakeSerializer(many=True)


class IntakeCandidateSerializer(serializers.Serializer):
    """A salesperson who could enter a piece, with points and reasons."""

    person = serializers.CharField(help_text="Sign-in name")
    name = serializers.CharField()
    score = serializers.IntegerField()
    open_work = serializers.IntegerField(help_text="Intake, drafts and submitted orders in his hands")
    reasons = serializers.ListField(child=serializers.CharField())


class IntakeCandidatesSerializer(serializers.Serializer):
    """The best first."""

    candidates = IntakeCandidateSerializer(many=True)


class DispatchInputSerializer(serializers.Serializer):
    """Who is to enter it."""

    person = serializers.CharField(
        max_length=150, required=False, allow_blank=True, default="", help_text="Sign-in name; empty: as proposed"
    )


class IntakeCustomerSerializer(serializers.Serializer):
    """Whose it is."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")


class IntakeChangeInputSerializer(serializers.Serializer):
    """The order that it wants changed."""

    order = serializers.CharField(max_length=40, required=False, allow_blank=True, default="", help_text="Order number")


class LinkInputSerializer(serializers.Serializer):
    """The order that it became."""

    order = serializers.CharField(max_length=40, help_text="Order number, or draft-<id>")
