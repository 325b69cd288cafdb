"""Shapes of dunning over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField
from common.api.paging import PageSerializer
from orders.collecting.dunning.models import Channel
from orders.order.serializers import CustomerRefSerializer


class DunningPartSerializer(serializers.Serializer):
    """A part of an order's payment plan that is asked for."""

    order = serializers.CharField(help_text="Order number")
    sequence = serializers.IntegerField()
    level = serializers.IntegerField()
    due_date = serializers.DateField()
    days = serializers.IntegerField(help_text="Days overdue")
    open = MoneyField()
    disputed = MoneyField(help_text="Left out of what is asked for")


class DunningProposalSerializer(serializers.Serializer):
    """A letter that is due to a customer today."""

    customer = CustomerRefSerializer()
    currency = serializers.CharField()
    level = serializers.IntegerField(help_text="The highest of its parts")
    level_name = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    total = MoneyField(help_text="Open less disputed")
    parts = DunningPartSerializer(many=True)


class DunningLetterRowSerializer(serializers.Serializer):
    """A letter that was sent, in a list."""

    number = serializers.CharField()
    customer = CustomerRefSerializer()
    currency = serializers.CharField()
    level = serializers.IntegerField()
    level_name = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    recipient = serializers.CharField()
    total = MoneyField()
    statement = serializers.CharField(help_text="Number of the statement that went along")
    sent_by = serializers.CharField(help_text="Sign-in name")
    sent_at = serializers.DateTimeField()


class DunningLetterSerializer(DunningLetterRowSerializer):
    """A letter with its words and what it asked for."""

    language = serializers.CharField()
    text = serializers.CharField()
    note = serializers.CharField()
    parts = DunningPartSerializer(many=True)


class DunningLetterPageSerializer(PageSerializer):
    """A keyset page of letters."""

    results = DunningLetterRowSerializer(many=True)


class DunningLetterInputSerializer(serializers.Serializer):
    """Whom to remind. With ``level`` and ``total`` the letter goes only if it is still that one."""

    customer = serializers.CharField(max_length=40, help_text="Customer code")
    currency = serializers.CharField(max_length=3)
    recipient = serializers.CharField(
        max_length=254, required=False, default="", help_text="Mail address, where the level goes by mail"
    )
    language = serializers.ChoiceField(["zh-hans", "en"], required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    level = serializers.IntegerField(required=False, allow_null=True, default=None)
    total = MoneyField(required=False, allow_null=True, default=None)


class DunningLevelSerializer(serializers.Serializer):
    """From how many days overdue a part is asked for, how, and in which words."""

    level = serializers.IntegerField()
    name = serializers.CharField()
    days = serializers.IntegerField()
    channel = serializers.ChoiceField(Channel.choices)
    text_zh = serializers.CharField()
    text_en = serializers.CharField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class DunningLevelChangeSerializer(serializers.Serializer):
    """What of a level is to be other."""

    name = serializers.CharField(max_length=60, required=False)
    days = serializers.IntegerField(min_value=1, max_value=32767, required=False)
    channel = serializers.ChoiceField(Channel.choices, required=False)
    text_zh = serializers.CharField(max_length=2000, required=False, help_text="{total}: what is asked for")
    text_en = serializers.CharField(max_length=2000, required=False)
    is_active = serializers.BooleanField(required=False)


class DunningLevelInputSerializer(DunningLevelChangeSerializer):
    """A level."""

    level = serializers.IntegerField(min_value=1, max_value=32767)
    name = serializers.CharField(max_length=60)
    days = serializers.IntegerField(min_value=1, max_value=32767)
    text_zh = serializers.CharField(max_length=2000, help_text="{total}: what is asked for")
    text_en = serializers.CharField(max_length=2000)
