"""Shapes of warnings and material prices over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from orders.risk.choices import Asked, Level, Outcome, RiskState, Rule, TalksState


class RiskWarningSerializer(serializers.Serializer):
    """Something that a rule found about an object; ``numbers`` are what it went by, as far as you may know them."""

    id = serializers.IntegerField()
    rule = serializers.ChoiceField(Rule.choices)
    level = serializers.ChoiceField(Level.choices)
    subject_type = serializers.CharField()
    reference = serializers.CharField(help_text="Number or code")
    about = serializers.CharField()
    numbers = serializers.DictField(child=serializers.CharField())
    proposal = serializers.CharField()
    owner = serializers.CharField(allow_null=True, help_text="Sign-in name")
    state = serializers.ChoiceField(RiskState.choices)
    outcome = serializers.ChoiceField([*Outcome.choices, ("", "")])
    words = serializers.CharField()
    raised_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class RiskWarningPageSerializer(PageSerializer):
    """A page of warnings."""

    results = RiskWarningSerializer(many=True)


class RiskEndSerializer(serializers.Serializer):
    """How a warning ended; without an outcome it was a false alarm."""

    outcome = serializers.ChoiceField(
        [(one.value, one.label) for one in (Outcome.AVERTED, Outcome.HAPPENED)],
        required=False,
        allow_blank=True,
        default="",
    )
    words = serializers.CharField(max_length=500)


class RiskOwnerSerializer(serializers.Serializer):
    """Whose it is."""

    owner = serializers.CharField(max_length=150, help_text="Sign-in name")


class MaterialPriceSerializer(serializers.Serializer):
    """The price or index of a material on a day."""

    day = serializers.DateField()
    price = serializers.DecimalField(max_digits=18, decimal_places=4, min_value=0)


class MaterialPriceRowSerializer(serializers.Serializer):
    """A price as it is kept."""

    material = serializers.CharField(help_text="Its name")
    day = serializers.DateField()
    price = serializers.CharField(help_text="Price or index; only its ratio to other days counts")
    source = serializers.CharField()  # type: ignore[assignment]
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()


class MaterialPricePageSerializer(PageSerializer):
    """A page of prices."""

    results = MaterialPriceRowSerializer(many=True)


class MaterialChangeSerializer(serializers.Serializer):
    """What of a material is to be other."""

    name = serializers.CharField(max_length=80, required=False)
    category = serializers.CharField(max_length=40, required=False, help_text="Code of the product family")
    share = serializers.DecimalField(
        max_digits=5, decimal_places=2, max_value=100, min_value=0, required=False, help_text="Percent of its cost"
    )
    is_active = serializers.BooleanField(required=False)


class MaterialInputSerializer(MaterialChangeSerializer):
    """A material."""

    name = serializers.CharField(max_length=80)
    category = serializers.CharField(max_length=40, help_text="Code of the product family")
    share = serializers.DecimalField(
        max_digits=5, decimal_places=2, max_value=100, min_value=0, help_text="Percent of its cost"
    )


class MaterialSerializer(serializers.Serializer):
    """A raw material whose price moves the cost of a product family and of those below it."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    category = serializers.CharField(help_text="Code of the product family")
    share = serializers.CharField(help_text="Percent of its cost")
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class RiskMeasureInputSerializer(serializers.Serializer):
    """What is done so that a risk does not come true."""

    text = serializers.CharField(max_length=500)
    owner = serializers.CharField(max_length=150, help_text="Sign-in name")
    due_date = serializers.DateField()


class RiskMeasureSerializer(RiskMeasureInputSerializer):
    """The same, done or not."""

    id = serializers.IntegerField()
    done_by = serializers.CharField(allow_null=True, help_text="Sign-in name")
    done_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class RiskAssessmentInputSerializer(serializers.Serializer):
    """What was found, and what is done."""

    title = serializers.CharField(max_length=120)
    findings = serializers.CharField(max_length=20_000)
    next_on = serializers.DateField(required=False, allow_null=True, default=None)
    measures = RiskMeasureInputSerializer(many=True, required=False, default=list, max_length=100)  # type: ignore[call-arg]


class RuleRateSerializer(serializers.Serializer):
    """How often a rule was right."""

    rule = serializers.ChoiceField(Rule.choices)
    live = serializers.IntegerField()
    averted = serializers.IntegerField()
    happened = serializers.IntegerField()
    false_alarms = serializers.IntegerField()
    gone = serializers.IntegerField()
    hit_rate = serializers.CharField(allow_null=True, help_text="Percent; null: nobody judged any")


class RiskAssessmentSerializer(serializers.Serializer):
    """An assessment with the hit rate of every rule on its day, and its measures."""

    id = serializers.IntegerField()
    day = serializers.DateField()
    title = serializers.CharField()
    findings = serializers.CharField()
    numbers = RuleRateSerializer(many=True)
    next_on = serializers.DateField(allow_null=True)
    created_by = serializers.CharField(help_text="Sign-in name")
    created_at = serializers.DateTimeField()
    measures = RiskMeasureSerializer(many=True)


class RiskAssessmentPageSerializer(PageSerializer):
    """A page of assessments."""

    results = RiskAssessmentSerializer(many=True)


class MaterialPricesInputSerializer(serializers.Serializer):
    """Prices of one material; a day said again takes the new price."""

    material = serializers.CharField(max_length=80, help_text="Its name")
    source = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")  # type: ignore[assignment]
    prices = MaterialPriceSerializer(many=True)


class MaterialPricesSerializer(serializers.Serializer):
    """What became of them."""

    changed = serializers.IntegerField(help_text="How many were new or differed")


class RenegotiationInputSerializer(serializers.Serializer):
    """What is asked of the customer, by whom, until when."""

    asked = serializers.ChoiceField(Asked.choices)
    text = serializers.CharField(max_length=500)
    owner = serializers.CharField(max_length=150, help_text="Sign-in name")
    due_date = serializers.DateField()


class TalksMoveSerializer(serializers.Serializer):
    """Another owner or day of a renegotiation."""

    owner = serializers.CharField(max_length=150, help_text="Sign-in name")
    due_date = serializers.DateField()
    reason = serializers.CharField(max_length=500)


class TalksEndSerializer(serializers.Serializer):
    """What came of a renegotiation."""

    outcome = serializers.ChoiceField([(one.value, one.label) for one in TalksState if one != TalksState.OPEN])
    words = serializers.CharField(max_length=500)


class RenegotiationSerializer(serializers.Serializer):
    """Price or delivery time talked about anew; ``numbers`` are those of the warning as it began."""

    id = serializers.IntegerField()
    warning = serializers.IntegerField(help_text="Id of the warning")
    reference = serializers.CharField(help_text="Number of the order or the quotation")
    new_version = serializers.CharField(help_text="Version of the quotation that was begun, like A2")
    asked = serializers.ChoiceField(Asked.choices)
    text = serializers.CharField()
    numbers = serializers.DictField(child=serializers.CharField())
    owner = serializers.CharField(help_text="Sign-in name")
    due_date = serializers.DateField()
    state = serializers.ChoiceField(TalksState.choices)
    words = serializers.CharField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class RenegotiationPageSerializer(PageSerializer):
    """A page of renegotiations."""

    results = RenegotiationSerializer(many=True)
