"""Shapes of the risk of products over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from products.catalogue.choices import Risk


class ProductRiskRowSerializer(serializers.Serializer):
    """A product with what its risk stands on, counted from ``since`` on."""

    product = serializers.CharField(help_text="Product code")
    name = serializers.CharField()
    risk = serializers.ChoiceField(Risk.choices)
    complaints = serializers.IntegerField(help_text="Complaints and quality problems")
    returns = serializers.IntegerField(help_text="Lines of approved returns for quality or repair")
    low_scores = serializers.IntegerField(help_text="Answers of customers who are not content")
    lines = serializers.IntegerField(help_text="Order lines shipped")
    points = serializers.CharField(help_text="By the weights of the settings")
    rate = serializers.CharField(help_text="Points on a hundred lines")
    since = serializers.DateField(allow_null=True)
    counted_at = serializers.DateTimeField(allow_null=True)


class ProductRiskPageSerializer(PageSerializer):
    """A page of them."""

    results = ProductRiskRowSerializer(many=True)


class RiskCaseSerializer(serializers.Serializer):
    """A complaint or quality problem."""

    number = serializers.CharField()
    kind = serializers.CharField()
    order = serializers.CharField(allow_null=True)
    customer = serializers.CharField(help_text="Customer code")
    raised_at = serializers.DateTimeField()
    description = serializers.CharField()


class RiskReturnSerializer(serializers.Serializer):
    """A line of a return."""

    number = serializers.CharField(help_text="Return number")
    reason = serializers.CharField()
    order = serializers.CharField()
    customer = serializers.CharField(help_text="Customer code")
    quantity = serializers.CharField()
    created_at = serializers.DateTimeField()


class RiskAnswerSerializer(serializers.Serializer):
    """What a customer said who was not content."""

    order = serializers.CharField()
    customer = serializers.CharField(help_text="Customer code")
    score = serializers.IntegerField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()


class ProductRiskSerializer(ProductRiskRowSerializer):
    """The same with the newest rows behind it that you may see; ``other_…``: how many more there are."""

    complaint_rows = RiskCaseSerializer(many=True)
    other_complaints = serializers.IntegerField()
    return_rows = RiskReturnSerializer(many=True)
    other_returns = serializers.IntegerField()
    answer_rows = RiskAnswerSerializer(many=True)
    other_answers = serializers.IntegerField()
