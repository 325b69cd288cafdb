"""Shapes of progress letters over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from orders.service.letters.choices import News
from orders.service.letters.models import ProgressLetter


class ProgressLetterSerializer(serializers.Serializer):
    """A progress letter. People are sign-in names."""

    id = serializers.IntegerField()
    customer = serializers.CharField(help_text="Customer code")
    state = serializers.ChoiceField(ProgressLetter.State.choices)
    owner = serializers.CharField()
    language = serializers.CharField()
    recipient = serializers.CharField(help_text="Masked or empty for who does not see contacts")
    subject = serializers.CharField()
    text = serializers.CharField()
    drafted_at = serializers.DateTimeField()
    sent_by = serializers.CharField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    resent = serializers.IntegerField(help_text="How often the same words were sent again")
    orders = serializers.ListField(child=serializers.CharField(), help_text="Numbers of the orders that it speaks of")
    version = serializers.IntegerField()


class ProgressLetterPageSerializer(PageSerializer):
    """A page of progress letters, the newest first."""

    results = ProgressLetterSerializer(many=True)


class ProgressLetterDraftSerializer(serializers.Serializer):
    """To whom a letter is drafted. A customer, or one order of his."""

    customer = serializers.CharField(max_length=40, required=False, help_text="Customer code: all his open orders")
    order = serializers.CharField(max_length=40, required=False, help_text="Order number: this one alone")


class ServicePolicySerializer(serializers.Serializer):
    """What a customer is told, asked and offered by itself."""

    customer = serializers.CharField(allow_null=True, help_text="Customer code; null: the company's")
    is_own = serializers.BooleanField(help_text="false: he has none of his own, the company's counts")
    tells = serializers.ListField(child=serializers.ChoiceField(News.choices))
    progress_every = serializers.IntegerField(allow_null=True, help_text="Days between progress letters; null: none")
    visit_after = serializers.IntegerField(allow_null=True, help_text="Days from delivery to a visit; null: none")
    asks_satisfaction = serializers.BooleanField()
    has_page = serializers.BooleanField(help_text="Letters carry the way to his own page")
    version = serializers.IntegerField(help_text="0: he has none of his own")


class ServicePolicyPageSerializer(PageSerializer):
    """A page of customers' own policies, by their codes."""

    results = ServicePolicySerializer(many=True)


class ServicePolicyChangeSerializer(serializers.Serializer):
    """What is left out stays."""

    tells = serializers.ListField(child=serializers.ChoiceField(News.choices), required=False)
    progress_every = serializers.IntegerField(min_value=1, max_value=365, allow_null=True, required=False)
    visit_after = serializers.IntegerField(min_value=0, max_value=365, allow_null=True, required=False)
    asks_satisfaction = serializers.BooleanField(required=False)
    has_page = serializers.BooleanField(required=False)


class ProgressLetterWordsSerializer(serializers.Serializer):
    """The words of a draft."""

    subject = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=20_000)


class ProgressLetterSendSerializer(serializers.Serializer):
    """Where it goes."""

    recipient = serializers.EmailField()
