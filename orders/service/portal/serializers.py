"""Shapes of accesses to customers' pages and of what customers write there, in the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from orders.service.portal.models import PageWord
from orders.service.portal.operations.giving import DAYS, MOST_DAYS

LANGUAGES = ["zh-hans", "en"]


class PageAccessSerializer(serializers.Serializer):
    """Who may open the page of a customer. The address of the page is nowhere but in his mail."""

    id = serializers.IntegerField()
    customer = serializers.CharField(help_text="Customer code")
    order = serializers.CharField(allow_null=True, help_text="Order number; null: all his orders")
    name = serializers.CharField()
    recipient = serializers.CharField(help_text="Mail address it was sent to")
    language = serializers.CharField()
    shows_prices = serializers.BooleanField()
    valid_until = serializers.DateTimeField()
    is_live = serializers.BooleanField(help_text="Whether it opens the page now")
    issued_by = serializers.CharField(help_text="Sign-in name")
    issued_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    last_opened_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class PageAccessPageSerializer(PageSerializer):
    """A keyset page of them."""

    results = PageAccessSerializer(many=True)


class GivePageAccessSerializer(serializers.Serializer):
    """Who gets the way to which page. A customer, or one order of his."""

    customer = serializers.CharField(max_length=20, required=False, help_text="Customer code: all his orders")
    order = serializers.CharField(max_length=30, required=False, help_text="Order number: this one alone")
    recipient = serializers.EmailField()
    name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    language = serializers.ChoiceField(LANGUAGES, required=False)
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, required=False, default=DAYS)
    shows_prices = serializers.BooleanField(required=False, default=True)


class PageWordSerializer(serializers.Serializer):
    """A question or complaint from a customer's page. A question is answered as a note of the customer, a complaint as
    an exception."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(PageWord.Kind.choices)
    customer = serializers.CharField(help_text="Customer code")
    order = serializers.CharField(allow_null=True)
    name = serializers.CharField(help_text="The name that was written")
    at = serializers.DateTimeField()
    text = serializers.CharField()
    note = serializers.IntegerField(allow_null=True, help_text="The note of the customer that it became")
    exception = serializers.CharField(allow_null=True, help_text="The exception that it became")
    responsible = serializers.CharField(allow_null=True, help_text="Sign-in name of who answers")
    answer = serializers.CharField(help_text="What the customer was told")
    answered_at = serializers.DateTimeField(allow_null=True)


class PageWordPageSerializer(PageSerializer):
    """A keyset page of them."""

    results = PageWordSerializer(many=True)
