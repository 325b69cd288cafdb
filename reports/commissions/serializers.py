"""Shapes of rules of commissions and of statements over the API."""

from rest_framework import serializers

from reports.commissions.choosing import read_month
from reports.commissions.sheets import State


class MonthField(serializers.CharField):
    """A month as 2026-10."""

    default_error_messages = {"month": "Enter a month like 2026-10."}

    def to_internal_value(self, data):
        found = read_month(super().to_internal_value(data))
        if found is None:
            self.fail("month")
        return found

    def to_representation(self, value):
        return f"{value:%Y-%m}"


class CommissionStepSerializer(serializers.Serializer):
    """From which share of the target on (1 is all of it) which rate holds (0.015 is 1.5 %)."""

    share = serializers.DecimalField(max_digits=8, decimal_places=4)
    rate = serializers.DecimalField(max_digits=8, decimal_places=6)


class CommissionRuleSerializer(serializers.Serializer):
    """What salespeople earn for what."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    measure = serializers.CharField(help_text="Code of a measure of `figures/catalogue/`")
    steps = CommissionStepSerializer(many=True)
    is_whole = serializers.BooleanField(help_text="The rate reached holds for all of it; else each part at its rate")
    department = serializers.CharField(allow_null=True, help_text="Its code, with all below it; null: everybody")
    valid_from = serializers.DateField(help_text="The first day of a month")
    valid_until = serializers.DateField(allow_null=True, help_text="The last day of a month")
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class CommissionRuleChangeSerializer(serializers.Serializer):
    """What of a rule may be changed; what is left out stays."""

    name = serializers.CharField(max_length=80, required=False)
    measure = serializers.CharField(max_length=40, required=False)
    steps = CommissionStepSerializer(many=True, required=False)
    is_whole = serializers.BooleanField(required=False)
    department = serializers.CharField(max_length=40, required=False, allow_null=True)
    valid_from = serializers.DateField(required=False)
    valid_until = serializers.DateField(required=False, allow_null=True)
    is_active = serializers.BooleanField(required=False)


class CommissionRuleInputSerializer(CommissionRuleChangeSerializer):
    """A new one."""

    name = serializers.CharField(max_length=80)
    measure = serializers.CharField(max_length=40)
    steps = CommissionStepSerializer(many=True)
    valid_from = serializers.DateField()


class CommissionTrialInputSerializer(CommissionRuleInputSerializer):
    """A rule that is tried, in place of one that is there or beside those."""

    instead_of = serializers.IntegerField(required=False, help_text="Id of the rule that it would be a change of")


class CommissionEffectSerializer(serializers.Serializer):
    """What somebody would get under the rules as they are and with the one that is tried."""

    person = serializers.CharField()
    base = serializers.CharField(allow_null=True)
    attainment = serializers.CharField(allow_null=True)
    before = serializers.CharField()
    after = serializers.CharField()
    change = serializers.CharField()


class CommissionPreviewSerializer(serializers.Serializer):
    """What a rule would have done in the last month that ended, had it held then."""

    month = serializers.CharField()
    as_of = serializers.DateTimeField(allow_null=True)
    before = serializers.CharField()
    after = serializers.CharField()
    results = CommissionEffectSerializer(many=True)


class CommissionPartSerializer(serializers.Serializer):
    """A part of a base at a rate."""

    share = serializers.CharField(help_text="From which share of the target on")
    rate = serializers.CharField()
    base = serializers.CharField()
    amount = serializers.CharField()


class CommissionLineSerializer(serializers.Serializer):
    """What a rule gives. What is counted of fields that the caller may not see is null; what it earns is not."""

    rule = serializers.CharField()
    measure = serializers.CharField()
    base = serializers.CharField(allow_null=True)
    target = serializers.CharField(allow_null=True)
    attainment = serializers.CharField(allow_null=True)
    parts = CommissionPartSerializer(many=True)
    amount = serializers.CharField()
    facts = serializers.CharField(allow_null=True, help_text="Address of the rows that the base counts")


class CommissionCorrectionSerializer(serializers.Serializer):
    """What changed in a month that was confirmed before."""

    month = serializers.CharField()
    amount = serializers.CharField()
    words = serializers.CharField()


class CommissionRewardSerializer(serializers.Serializer):
    """A reward, or a penalty below zero."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    amount = serializers.CharField(allow_null=True)
    reason = serializers.CharField()
    order = serializers.CharField(allow_blank=True)


class CommissionStatementSerializer(serializers.Serializer):
    """The statement of a person for a month: a draft follows the figures, a confirmed one stays."""

    key = serializers.CharField(help_text="Month and the person's id: 2026-10-7")
    person = serializers.CharField(help_text="Sign-in name")
    name = serializers.CharField()
    department = serializers.CharField(allow_null=True)
    month = serializers.CharField()
    state = serializers.ChoiceField([(one.value, one.value) for one in State])
    is_over = serializers.BooleanField(help_text="The month has ended and all of it is counted")
    lines = CommissionLineSerializer(many=True)
    corrections = CommissionCorrectionSerializer(many=True)
    rewards = CommissionRewardSerializer(many=True)
    commission = serializers.CharField()
    corrected = serializers.CharField()
    adjustment = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    rewarded = serializers.CharField()
    total = serializers.CharField()
    differs = CommissionCorrectionSerializer(allow_null=True, help_text="What changed since it was confirmed")
    confirmed_by = serializers.CharField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    paid_at = serializers.DateTimeField(allow_null=True)
    as_of = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)


class CommissionTotalsSerializer(serializers.Serializer):
    """Statements added up."""

    count = serializers.IntegerField()
    commission = serializers.CharField()
    corrected = serializers.CharField()
    adjustment = serializers.CharField()
    rewarded = serializers.CharField()
    total = serializers.CharField()
    paid = serializers.CharField()
    drafts = serializers.IntegerField()


class CommissionMonthSerializer(serializers.Serializer):
    """The statements of a month."""

    month = serializers.CharField()
    totals = CommissionTotalsSerializer()
    results = CommissionStatementSerializer(many=True)


class CommissionConfirmInputSerializer(serializers.Serializer):
    """How a statement is confirmed."""

    adjustment = serializers.DecimalField(max_digits=14, decimal_places=2, required=False)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)
    shown = serializers.DecimalField(
        max_digits=20, decimal_places=2, required=False, help_text="What it came to where it was read; refused if moved"
    )
    without = serializers.ListField(
        child=MonthField(), required=False, help_text="Months whose corrections are not taken over"
    )


class CommissionTakeBackInputSerializer(serializers.Serializer):
    """Why a confirmation is taken back."""

    reason = serializers.CharField(max_length=300)
