"""Shapes of an impact sheet over the API."""

from rest_framework import serializers

from common.api.fields import MoneyField, QuantityField
from orders.changes.choices import Verdict
from orders.changes.impact.choices import Kind
from orders.credit.rules import Result
from orders.promise.remedies.serializers import PromisePartSerializer, ReasonLinkSerializer


class ImpactPairSerializer(serializers.Serializer):
    """An amount as it is and as it would be."""

    before = MoneyField()
    after = MoneyField()


class ImpactPlanRowSerializer(serializers.Serializer):
    """A row of the plan of payments; 0 on the side on which there is none."""

    sequence = serializers.IntegerField()
    percent = serializers.DecimalField(max_digits=5, decimal_places=2)
    is_advance = serializers.BooleanField()
    before = MoneyField()
    after = MoneyField()
    received = MoneyField()
    due_date = serializers.DateField(allow_null=True)


class ImpactBilledSerializer(serializers.Serializer):
    """A line of which more is invoiced than would be due."""

    line_no = serializers.IntegerField()
    billed = MoneyField()
    due = MoneyField()
    invoices = serializers.ListField(child=serializers.CharField())


class ImpactShareSerializer(serializers.Serializer):
    """An invoiced line of which the share of the order's reduction moves: what is due of it."""

    line_no = serializers.IntegerField()
    before = MoneyField()
    after = MoneyField()
    invoices = serializers.ListField(child=serializers.CharField())


class ImpactMovedSerializer(serializers.Serializer):
    """Money on a row of the plan that the new terms do not have."""

    was = serializers.IntegerField(help_text="The row it stands on")
    now = serializers.IntegerField(help_text="The row it moves to")
    amount = MoneyField()


class ImpactMoneySerializer(serializers.Serializer):
    """In the order's currency; the margin in the company's."""

    currency = serializers.CharField()
    total = ImpactPairSerializer()
    tax = ImpactPairSerializer()
    net = ImpactPairSerializer()
    due = ImpactPairSerializer()
    advance = ImpactPairSerializer(help_text="Advance payments that have not come yet")
    overpaid = MoneyField()
    margin = ImpactPairSerializer(allow_null=True, help_text="null: not yours to know")
    plan = ImpactPlanRowSerializer(many=True)
    billed = ImpactBilledSerializer(many=True)
    shares = ImpactShareSerializer(many=True)
    moved = ImpactMovedSerializer(many=True)


class ImpactCreditSerializer(serializers.Serializer):
    """The credit holder, in the company's currency."""

    result_before = serializers.ChoiceField(Result.choices)
    result_after = serializers.ChoiceField(Result.choices)
    exposure = ImpactPairSerializer()
    limit = MoneyField(allow_null=True)
    headroom = MoneyField(allow_null=True)
    code = serializers.CharField(help_text="What stands against the order then; empty: nothing")


class ImpactLineSerializer(serializers.Serializer):
    """A line whose goods or day the change touches."""

    line_no = serializers.IntegerField()
    product = serializers.CharField(help_text="Product code")
    unit = serializers.CharField()
    quantity = QuantityField(help_text="Open then")
    wished = serializers.DateField(allow_null=True)
    promised = serializers.DateField(allow_null=True, help_text="As it stands")
    arrival = serializers.DateField(help_text="As it would be")
    days = serializers.IntegerField(help_text="By how many days the promise gets later; below zero earlier")
    behind = serializers.IntegerField(help_text="By how many days it misses the wished day")
    in_time = QuantityField()
    parts = PromisePartSerializer(many=True)
    reasons = ReasonLinkSerializer(many=True)
    held = QuantityField()
    given_back = QuantityField()
    more = QuantityField(help_text="Open and not held")


class ImpactOtherSerializer(serializers.Serializer):
    """A line of another order; without order and line where it is not yours to see."""

    order = serializers.CharField()
    line_no = serializers.IntegerField(allow_null=True)
    product = serializers.CharField()
    pieces = QuantityField(help_text="That it gets; below zero: that it loses")
    promised = serializers.DateField(allow_null=True)
    arrival = serializers.DateField(allow_null=True)
    days = serializers.IntegerField()


class ImpactDocumentSerializer(serializers.Serializer):
    """A document that would no longer say what is agreed."""

    kind = serializers.CharField(help_text="NOTICE, WAVE, INVOICE, BILLED, PAPER")
    number = serializers.CharField()
    line_nos = serializers.ListField(child=serializers.IntegerField())


class ImpactTaskSerializer(serializers.Serializer):
    """A task that moves, comes or goes."""

    kind = serializers.CharField(help_text="MOVED, ADDED, DROPPED")
    name = serializers.CharField()
    department = serializers.CharField(help_text="Kind of department")
    hours = serializers.DecimalField(max_digits=10, decimal_places=2)
    days = serializers.IntegerField()


class ImpactHintSerializer(serializers.Serializer):
    """What the checks of entry find on a changed line."""

    line_no = serializers.IntegerField()
    kind = serializers.CharField()
    text = serializers.CharField()
    is_new = serializers.BooleanField()


class ImpactDepartmentSerializer(serializers.Serializer):
    """What it means to a department; CREDIT: what the check of credit says."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    verdict = serializers.ChoiceField(Verdict.choices, allow_blank=True)
    is_owed = serializers.BooleanField(help_text="Asked, and has not answered")
    days = serializers.IntegerField()
    amount = MoneyField(allow_null=True)
    broken = serializers.IntegerField()
    moves = serializers.ListField(child=serializers.CharField(), help_text="In words")
    conditions = serializers.CharField()
    by = serializers.CharField()


class ImpactTotalSerializer(serializers.Serializer):
    """The sums."""

    days = serializers.IntegerField()
    amount = MoneyField(allow_null=True)
    broken = serializers.IntegerField()
    tasks_moved = serializers.IntegerField()
    tasks_added = serializers.IntegerField()
    tasks_dropped = serializers.IntegerField()


class ImpactItemSerializer(serializers.Serializer):
    """A cell as the alternative writes it."""

    path = serializers.CharField()
    action = serializers.CharField()
    value = serializers.JSONField(allow_null=True)


class ImpactAlternativeSerializer(serializers.Serializer):
    """Another way to do what is asked for, the best first."""

    key = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    arrival = serializers.DateField(help_text="Of the last piece")
    behind = serializers.IntegerField()
    share = serializers.DecimalField(max_digits=5, decimal_places=4, help_text="Of the goods asked for, by the wish")
    amount = MoneyField(allow_null=True)
    delta = MoneyField(allow_null=True)
    broken = serializers.IntegerField(help_text="Promises to others that it costs")
    products = serializers.ListField(child=serializers.CharField())
    items = ImpactItemSerializer(many=True)


class ChangeImpactSerializer(serializers.Serializer):
    """The impact sheet of a change request, with what is not yours to know left out."""

    facts = serializers.CharField(help_text="To be sent with an approval, so that it decides on what you read")
    made_at = serializers.DateTimeField(allow_null=True)
    is_live = serializers.BooleanField(help_text="Worked out now; else as it was kept")
    problem = serializers.CharField(help_text="Why the items no longer fit the order; empty when they do")
    money = ImpactMoneySerializer(allow_null=True)
    credit = ImpactCreditSerializer(allow_null=True)
    promised = serializers.DateField(allow_null=True)
    arrival = serializers.DateField(allow_null=True)
    departments = ImpactDepartmentSerializer(many=True)
    total = ImpactTotalSerializer(allow_null=True)
    lines = ImpactLineSerializer(many=True)
    broken = ImpactOtherSerializer(many=True)
    gaining = ImpactOtherSerializer(many=True)
    documents = ImpactDocumentSerializer(many=True)
    has_tasks = serializers.BooleanField(help_text="Whether the order was taken apart into tasks")
    tasks = ImpactTaskSerializer(many=True)
    hints = ImpactHintSerializer(many=True)
    alternatives = ImpactAlternativeSerializer(many=True)


class ChangeSignatureSerializer(serializers.Serializer):
    """A signature on a change request."""

    id = serializers.IntegerField()
    what = serializers.CharField(help_text="APPROVAL, ASSESSMENT (a department), CUSTOMER")
    by = serializers.CharField()
    at = serializers.DateTimeField()
    content_hash = serializers.CharField(help_text="Of what was asked for then")
    facts = serializers.CharField(help_text="Of the sheet that was signed")
    made_at = serializers.DateTimeField(help_text="When that sheet was worked out")


class ChangeAdoptSerializer(serializers.Serializer):
    """Which alternative takes the place of what is asked for."""

    key = serializers.CharField(max_length=40)
