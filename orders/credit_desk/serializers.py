"""Shapes of a customer's credit standing and an order's verdict over the API. Amounts in the company's currency."""

from rest_framework import serializers

from common.api.fields import MoneyField, QuantityField
from customers.credit.serializers import ScorePartSerializer
from customers.grading import Grade
from orders.credit.rules import Result
from orders.credit_desk.rules import BOUNDS


class ExposureDocumentSerializer(serializers.Serializer):
    """An order or receipt behind a term; ``number`` is empty for one that you may not see."""

    number = serializers.CharField()
    customer = serializers.CharField()
    day = serializers.DateField(allow_null=True)
    amount = MoneyField()


class ExposureTermSerializer(serializers.Serializer):
    """A term with the largest documents behind it; ``rest`` is what is not listed."""

    total = MoneyField()
    documents = ExposureDocumentSerializer(many=True)
    others = serializers.IntegerField(help_text="How many documents are not listed")
    rest = MoneyField()


class ExposureTermsSerializer(serializers.Serializer):
    """Exposure = on_order + shipped + invoiced + drafts − received."""

    on_order = ExposureTermSerializer()
    shipped = ExposureTermSerializer()
    invoiced = ExposureTermSerializer()
    drafts = ExposureTermSerializer(help_text="Acceptance drafts not paid yet, which ``received`` counts")
    received = ExposureTermSerializer()


class CreditScoreSerializer(serializers.Serializer):
    """The score of at most 100 from the payment history and the customer's voice, part by part."""

    total = serializers.CharField()
    grade = serializers.ChoiceField(Grade.choices)
    payments = serializers.IntegerField(help_text="On how many it stands")
    by_payments = serializers.ChoiceField(Grade.choices, help_text="What they alone make, without his voice")
    parts = ScorePartSerializer(many=True)


class CreditWeekSerializer(serializers.Serializer):
    """A week to come: goods to leave, money expected, exposure at its end, what the limit leaves then."""

    starts = serializers.DateField()
    ships = MoneyField()
    receives = MoneyField()
    exposure = MoneyField()
    limit = MoneyField(allow_null=True)
    room = MoneyField(allow_null=True)


class CreditStandingSerializer(serializers.Serializer):
    """How a customer's credit holder stands today, and in the weeks to come."""

    customer = serializers.CharField(help_text="Customer code")
    holder = serializers.CharField(help_text="Code of the group's head, else the customer's own")
    result = serializers.ChoiceField(Result.choices)
    limit = MoneyField(allow_null=True, help_text="Usable: with guarantees that hold")
    secured = MoneyField(help_text="What guarantees add to it")
    asks_guarantee = serializers.BooleanField(help_text="His grade asks for one (or an advance) and none holds")
    exposure = MoneyField()
    headroom = MoneyField(allow_null=True)
    order_cap = MoneyField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    days_overdue = serializers.IntegerField(allow_null=True)
    overdue = MoneyField(help_text="Late by more than allowed, so that it holds orders")
    habit = serializers.IntegerField(help_text="Days after the due date on which he pays as a rule")
    largest_safe_order = MoneyField(allow_null=True, help_text="Null: nothing bounds it")
    terms = ExposureTermsSerializer()
    score = CreditScoreSerializer(allow_null=True)
    weeks = CreditWeekSerializer(many=True)


class OrderCreditSerializer(serializers.Serializer):
    """Whether credit bears an order now; a draft counts as submitted."""

    order = serializers.CharField()
    passes = serializers.BooleanField()
    reason = serializers.CharField(help_text="limit, expired, order_cap, overdue, stopped; empty: it passes")
    text = serializers.CharField()
    amount = MoneyField()
    exposure = MoneyField(help_text="With this order")
    limit = MoneyField(allow_null=True)
    over = MoneyField(help_text="What a special approval would have to grant")
    special = MoneyField(allow_null=True, help_text="What special approvals that hold grant")


_FIGURES = [(name, name) for name in BOUNDS]


class ScoreFigureSerializer(serializers.Serializer):
    """A figure of the rules of scoring: points a part gives at most (``points.``), from where on it gives none
    (``worst.``), the least score of a grade (``grades.``), and what is looked at."""

    name = serializers.ChoiceField(_FIGURES)
    value = QuantityField()
    shipped = QuantityField(help_text="As it comes with the software")
    least = serializers.IntegerField()
    most = serializers.IntegerField()


class ScoreFigureInputSerializer(serializers.Serializer):
    """A figure as it is to be."""

    name = serializers.ChoiceField(_FIGURES)
    value = QuantityField()


class ScoreFiguresInputSerializer(serializers.Serializer):
    """Figures to change."""

    figures = ScoreFigureInputSerializer(many=True, allow_empty=False)
