"""Shapes of how content customers are, in the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from orders.service.satisfaction.models import SatisfactionRequest

LANGUAGES = ["zh-hans", "en"]


def _score(help_text: str) -> serializers.IntegerField:
    return serializers.IntegerField(allow_null=True, help_text=help_text)


class SatisfactionSerializer(serializers.Serializer):
    """A customer asked how content he is with an order, and his answer."""

    id = serializers.IntegerField()
    order = serializers.CharField()
    customer = serializers.CharField(help_text="Customer code")
    state = serializers.ChoiceField(SatisfactionRequest.State.choices)
    recipient = serializers.CharField(help_text="Mail address it was sent to")
    language = serializers.CharField()
    asked_by = serializers.CharField(help_text="Sign-in name")
    asked_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField()
    score = _score("1 to 5, 5 is best")
    goods = _score("The goods")
    delivery = _score("The delivery")
    service = _score("The service")
    words = serializers.CharField()
    answered_by = serializers.CharField(help_text="The name that was written")
    answered_at = serializers.DateTimeField(allow_null=True)
    note = serializers.IntegerField(allow_null=True, help_text="The word of the customer that it became")
    version = serializers.IntegerField()


class SatisfactionPageSerializer(PageSerializer):
    """A keyset page of them."""

    results = SatisfactionSerializer(many=True)


class AskSatisfactionSerializer(serializers.Serializer):
    """Whom to ask, and how."""

    order = serializers.CharField(max_length=30, help_text="Order number")
    recipient = serializers.EmailField()
    language = serializers.ChoiceField(LANGUAGES, required=False)
    days = serializers.IntegerField(min_value=1, max_value=90, required=False)


class SatisfactionAverageSerializer(serializers.Serializer):
    """Asked, answered, averages."""

    label = serializers.CharField(  # type: ignore[assignment]
        help_text="Month (YYYY-MM) or salesperson"
    )
    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    goods = serializers.FloatField(allow_null=True)
    delivery = serializers.FloatField(allow_null=True)
    service = serializers.FloatField(allow_null=True)


class SatisfactionFiguresSerializer(serializers.Serializer):
    """The whole, by month and by salesperson."""

    total = SatisfactionAverageSerializer()
    by_month = SatisfactionAverageSerializer(many=True)
    by_salesperson = SatisfactionAverageSerializer(many=True)
