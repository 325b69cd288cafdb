"""Shapes of the classification rules in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from segments.classification.trying import MOST, WAYS


class RuleSerializer(serializers.Serializer):
    """One rule, as data and in words."""

    key = serializers.CharField()
    field = serializers.CharField(help_text="What it looks at: customer.code, product.name …")
    kind = serializers.CharField()
    operands = serializers.ListField(child=serializers.CharField())
    tags = serializers.ListField(child=serializers.CharField())
    group = serializers.CharField(help_text="Tags of one group exclude each other")
    when = serializers.ListField(child=serializers.CharField(), help_text="Only where one of these tags is given")
    unless = serializers.ListField(child=serializers.CharField())
    flags = serializers.ListField(child=serializers.CharField())
    misfit_flags = serializers.ListField(child=serializers.CharField())
    empty_flags = serializers.ListField(child=serializers.CharField())
    condition = serializers.CharField(help_text="In the caller's language")
    result = serializers.CharField(help_text="In the caller's language")


class NameSerializer(serializers.Serializer):
    """The name of a tag, group or flag."""

    code = serializers.CharField()
    kind = serializers.CharField(help_text="TAG, GROUP or FLAG")
    of = serializers.CharField(help_text="customer, product, or empty for both")
    group = serializers.CharField()
    name = serializers.CharField(help_text="In the caller's language")


class RulesSerializer(serializers.Serializer):
    """The rules in force."""

    number = serializers.IntegerField(help_text="Stands beside everything that was classified by them")
    since = serializers.DateTimeField()
    rules = RuleSerializer(many=True)
    names = NameSerializer(many=True)


class RuleFaultSerializer(serializers.Serializer):
    """What is wrong with a rule of the draft."""

    rule = serializers.CharField()
    field = serializers.CharField()
    texts = serializers.ListField(child=serializers.CharField(), help_text="In the caller's language")


class RuleUseSerializer(serializers.Serializer):
    """A saved condition that names what the draft gives no more."""

    title = serializers.CharField(help_text="Its name; of one that is not yours only whose it is")
    codes = serializers.ListField(child=serializers.CharField())
    held_by = serializers.ListField(
        child=serializers.CharField(), help_text="Roles that go by it; while there are any the draft is refused"
    )


class DraftSerializer(serializers.Serializer):
    """The rules that are being worked on."""

    number = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)
    faults = RuleFaultSerializer(many=True)
    uses = RuleUseSerializer(many=True)


_TEXT = {"type": "string", "maxLength": 500}


@extend_schema_field({"oneOf": [_TEXT, {"type": "array", "items": _TEXT, "maxItems": 4}]})
class LineField(serializers.ListField):
    """A line to try: one text, or several in their order."""

    def __init__(self, **options: Any):
        super().__init__(child=serializers.CharField(allow_blank=True, max_length=500), max_length=4, **options)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value([data] if isinstance(data, str) else data)


class TryInputSerializer(serializers.Serializer):
    """Texts to try rules on; each is one text, or the fields of ``field`` in their order."""

    field = serializers.ChoiceField([(key, str(key)) for key in WAYS])
    texts = serializers.ListField(child=LineField(), max_length=MOST)
    rules = serializers.ChoiceField([("active", "In force"), ("draft", "Draft")], required=False, default="active")


class ReasonSerializer(serializers.Serializer):
    """Which rule gave what."""

    rule = serializers.CharField()
    given = serializers.CharField(help_text="TAG, FACET or FLAG")
    code = serializers.CharField()


class TriedRowSerializer(serializers.Serializer):
    """What the rules say of one line."""

    texts = serializers.ListField(child=serializers.CharField(allow_blank=True))
    tags = serializers.ListField(child=serializers.CharField())
    flags = serializers.ListField(child=serializers.CharField())
    facets = serializers.DictField(help_text="Name of the facet → text or whole number")
    reasons = ReasonSerializer(many=True)


class TriedSerializer(serializers.Serializer):
    """What the rules say of all lines."""

    number = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Lines by tag and flag")
    unexplained = serializers.IntegerField(help_text="Lines with neither tag nor facet")
    results = TriedRowSerializer(many=True)
