"""Shapes of what was taken away, in the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from customers.disclosures.models import Disclosure


class DisclosureSerializer(serializers.Serializer):
    """A file, a paper or a mail that held customers' data."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Disclosure.Kind.choices)
    what = serializers.CharField(help_text="Key of the list, report or paper")
    title = serializers.CharField(help_text="What it was called then")
    form = serializers.CharField(help_text="xlsx, csv, pdf …")
    door = serializers.ChoiceField(Disclosure.Door.choices)
    rows = serializers.IntegerField(allow_null=True, help_text="Rows of the file")
    customers = serializers.IntegerField(
        allow_null=True, help_text="How many customers they are about; null: added up, so that nobody can say"
    )
    is_each_named = serializers.BooleanField(help_text="False: so many customers that they are only counted")
    their_rows = serializers.IntegerField(allow_null=True, help_text="Rows about the customer asked for")
    fetches = serializers.IntegerField(help_text="How often the file of an export was fetched")
    last_fetched_at = serializers.DateTimeField(allow_null=True)
    taken_by = serializers.CharField(help_text="Sign-in name")
    taken_at = serializers.DateTimeField()


class DisclosurePageSerializer(PageSerializer):
    """A page of records."""

    results = DisclosureSerializer(many=True)


class ContactLookSerializer(serializers.Serializer):
    """That somebody had a masked contact shown."""

    id = serializers.IntegerField()
    customer = serializers.CharField(help_text="Customer code")
    contact = serializers.IntegerField(help_text="Number of the contact")
    reason = serializers.CharField(help_text="What for")
    looked_by = serializers.CharField(help_text="Sign-in name")
    looked_at = serializers.DateTimeField()


class ContactLookPageSerializer(PageSerializer):
    """A page of looks."""

    results = ContactLookSerializer(many=True)


class RevealInputSerializer(serializers.Serializer):
    """Why a masked contact is looked at."""

    reason = serializers.CharField(max_length=200)


class RevealedContactSerializer(serializers.Serializer):
    """A contact in full."""

    name = serializers.CharField()
    title = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()
