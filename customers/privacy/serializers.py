"""Shapes of anonymisations and holds, in the API. None holds a person's data."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from customers.privacy.models import AnonymisationRequest, FoundPlace, FoundText

_PERSON = "Sign-in name"


class FoundPlaceSerializer(serializers.Serializer):
    """How many rows of a column name the person, and what is done with them."""

    table = serializers.CharField()
    column = serializers.CharField()
    fate = serializers.ChoiceField(FoundPlace.Fate.choices)
    rows = serializers.IntegerField()
    why = serializers.CharField(help_text="Why it stays, where it does")


class FoundTextSerializer(serializers.Serializer):
    """A text that names the person: where it stands, what was decided."""

    id = serializers.IntegerField()
    table = serializers.CharField()
    column = serializers.CharField()
    row = serializers.IntegerField(help_text="Key of the row")
    choice = serializers.ChoiceField(FoundText.Choice.choices, allow_blank=True)
    reason = serializers.CharField()


class SoughtSerializer(serializers.Serializer):
    """What a person is looked for by."""

    names = serializers.ListField(child=serializers.CharField())
    phones = serializers.ListField(child=serializers.CharField())
    mails = serializers.ListField(child=serializers.CharField())
    others = serializers.ListField(child=serializers.CharField(), help_text="What another person has too")
    also = serializers.ListField(child=serializers.CharField(), help_text="What somebody added by hand")
    left_out = serializers.ListField(child=serializers.CharField(), help_text="The company's own names, not looked for")


class AnonymisationSerializer(serializers.Serializer):
    """A contact who is to be made unknown."""

    id = serializers.IntegerField()
    customer = serializers.CharField(help_text="Customer code")
    contact = serializers.IntegerField(help_text="Number of the contact")
    replacement = serializers.IntegerField(allow_null=True, help_text="The contact who goes on in open business")
    state = serializers.ChoiceField(AnonymisationRequest.State.choices)
    ground = serializers.ChoiceField(AnonymisationRequest.Ground.choices)
    asker = serializers.ChoiceField(AnonymisationRequest.Asker.choices)
    asked_on = serializers.DateField()
    due_on = serializers.DateField()
    reference = serializers.CharField()
    word = serializers.CharField(help_text="What stands in the name's place")
    undecided = serializers.IntegerField(help_text="Texts that wait for a decision")
    files_unread = serializers.IntegerField(help_text="Files that nobody could look into")
    looked_at = serializers.DateTimeField(allow_null=True)
    noted_by = serializers.CharField(help_text=_PERSON)
    noted_at = serializers.DateTimeField()
    decided_by = serializers.CharField(allow_null=True, help_text=_PERSON)
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    marks = SoughtSerializer(
        allow_null=True, help_text="Only where one is read, until it is done, for who sees contacts in clear"
    )
    is_switched_on = serializers.BooleanField(help_text="Whether the company lets contacts be anonymised")
    places = FoundPlaceSerializer(many=True, help_text="What was found; once it is carried out, what was done")
    texts = FoundTextSerializer(
        many=True,
        help_text="The first 200, those that wait for a decision before the others: the next come as these are decided",
    )
    text_count = serializers.IntegerField(help_text="How many texts there are in all")
    version = serializers.IntegerField()


class AnonymisationRowSerializer(AnonymisationSerializer):
    """The same in a list, without places and texts."""

    marks = None  # type: ignore[assignment]
    is_switched_on = None  # type: ignore[assignment]
    places = None  # type: ignore[assignment]
    texts = None  # type: ignore[assignment]
    text_count = None  # type: ignore[assignment]


class AnonymisationPageSerializer(PageSerializer):
    """A page of anonymisations."""

    results = AnonymisationRowSerializer(many=True)


class AnonymisationInputSerializer(serializers.Serializer):
    """Who is to be made unknown, who asked for it, on which ground."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    contact = serializers.IntegerField(min_value=1, help_text="Number of the contact")
    replacement = serializers.IntegerField(
        min_value=1, required=False, allow_null=True, default=None, help_text="The contact who goes on in open business"
    )
    ground = serializers.ChoiceField(AnonymisationRequest.Ground.choices)
    asker = serializers.ChoiceField(AnonymisationRequest.Asker.choices)
    asked_on = serializers.DateField(required=False, allow_null=True, default=None)
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    reference = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    also = serializers.ListField(
        child=serializers.CharField(max_length=200),
        required=False,
        default=list,
        max_length=50,
        help_text="What else the person is called or reached by",
    )


class AnonymisationLookSerializer(serializers.Serializer):
    """Who goes on in open business."""

    replacement = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)


class AnonymisationDecisionSerializer(serializers.Serializer):
    """What is done with some texts."""

    texts = serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=10_000)
    choice = serializers.ChoiceField(FoundText.Choice.choices)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class DataHoldSerializer(serializers.Serializer):
    """That a customer's data must stay."""

    id = serializers.IntegerField()
    customer = serializers.CharField(help_text="Customer code")
    reason = serializers.CharField()
    set_by = serializers.CharField(help_text=_PERSON)
    set_at = serializers.DateTimeField()
    lifted_by = serializers.CharField(allow_null=True, help_text=_PERSON)
    lifted_at = serializers.DateTimeField(allow_null=True)
    lift_reason = serializers.CharField()


class DataHoldPageSerializer(PageSerializer):
    """A page of holds."""

    results = DataHoldSerializer(many=True)


class DataHoldInputSerializer(serializers.Serializer):
    """Whose data must stay, and why."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    reason = serializers.CharField(max_length=300)
