"""Shapes of conditions and saved conditions in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.paging import PageSerializer
from common.conditions.kinds import Kind, Operator
from common.conditions.reading import LONGEST_TEXT
from common.conditions.rows import Connector
from segments.fields import Level
from segments.models import LEVELS, Segment

_KINDS = [(str(kind), str(kind)) for kind in Kind]
_OPERATORS = [(str(operator), str(operator)) for operator in Operator]
_CONNECTORS = [(str(connector), str(connector)) for connector in Connector]


class ConditionRowSerializer(serializers.Serializer):
    """A row of a condition: AND and OR have equal rank, evaluated from left to right, brackets first."""

    connector = serializers.ChoiceField(_CONNECTORS, help_text="How it is joined to what stands before it")
    opens = serializers.IntegerField(help_text="Brackets that open before it")
    field = serializers.CharField(help_text="A key of condition-fields/")
    operator = serializers.ChoiceField(_OPERATORS)
    values = serializers.ListField(child=serializers.CharField(), help_text="As they are stored: codes, ISO days")
    closes = serializers.IntegerField(help_text="Brackets that close after it")


_ROW_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "connector": {"type": "string", "enum": [str(one) for one in Connector], "default": "AND"},
        "opens": {"type": "integer", "default": 0},
        "field": {"type": "string"},
        "operator": {"type": "string", "enum": [str(one) for one in Operator], "default": "EQ"},
        "values": {"type": "array", "items": {"type": "string"}, "default": []},
        "closes": {"type": "integer", "default": 0},
    },
    "required": ["field"],
}


@extend_schema_field(
    {
        "oneOf": [{"type": "string", "maxLength": LONGEST_TEXT}, {"type": "array", "items": _ROW_SCHEMA}],
        "description": "The text form in either language, or rows",
    }
)
class ConditionField(serializers.Field):
    """A condition as somebody sends it; what it says is read by the operation, with his own fields."""

    default_error_messages = {"shape": _("Send the condition as text or as a list of rows.")}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str | list):
            self.fail("shape")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class ConditionSerializer(serializers.Serializer):
    """A condition in all its forms."""

    rows = ConditionRowSerializer(many=True)
    text_zh = serializers.CharField(help_text="The text form in Chinese, with the brackets that were set")
    text_en = serializers.CharField(help_text="The text form in English")
    expression = serializers.CharField(help_text="What is evaluated, every bracket shown, in the caller's language")


class AmbiguitySerializer(serializers.Serializer):
    """How many rows the two readings find where AND-first would be another condition."""

    left_to_right = serializers.IntegerField(help_text="As it is evaluated")
    and_first = serializers.IntegerField(help_text="As it is not")
    is_estimate = serializers.BooleanField()


class SegmentSerializer(serializers.Serializer):
    """A saved condition."""

    id = serializers.IntegerField()
    code = serializers.CharField(help_text="Of one that comes with the software; else empty")
    name = serializers.CharField()
    description = serializers.CharField()
    level = serializers.ChoiceField(LEVELS)
    audience = serializers.ChoiceField(Segment.Audience.choices)
    owner = serializers.CharField(allow_null=True, help_text="Sign-in name")
    department = serializers.CharField(allow_null=True, help_text="Code")
    condition = ConditionSerializer()
    may_change = serializers.BooleanField(help_text="Whether you may change and remove it")
    revision = serializers.IntegerField(help_text="Counts up when its rows change")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class SegmentDocumentSerializer(SegmentSerializer):
    """A saved condition with what it finds now among the rows that you may see."""

    count = serializers.IntegerField()
    count_is_estimate = serializers.BooleanField()
    ambiguous = AmbiguitySerializer(allow_null=True, help_text="null: both readings are the same")


class SegmentPageSerializer(PageSerializer):
    """A page of saved conditions."""

    results = SegmentSerializer(many=True)


class SegmentInputSerializer(serializers.Serializer):
    """A new saved condition."""

    name = serializers.CharField(max_length=80)
    condition = ConditionField()
    description = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    level = serializers.ChoiceField(LEVELS, required=False, default=Level.ORDER.value)
    audience = serializers.ChoiceField(Segment.Audience.choices, required=False, default=Segment.Audience.PERSON.value)
    department = serializers.CharField(
        max_length=20, required=False, allow_null=True, default=None, help_text="Code, of a condition for a department"
    )


class SegmentChangeSerializer(serializers.Serializer):
    """What may be changed; what is left out stays."""

    name = serializers.CharField(max_length=80, required=False)
    condition = ConditionField(required=False)
    description = serializers.CharField(max_length=300, required=False, allow_blank=True)
    level = serializers.ChoiceField(LEVELS, required=False)
    audience = serializers.ChoiceField(Segment.Audience.choices, required=False)
    department = serializers.CharField(max_length=20, required=False, allow_null=True)


class SegmentCopySerializer(serializers.Serializer):
    """How the copy is called."""

    name = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")


class SegmentRevisionSerializer(serializers.Serializer):
    """What a saved condition said from a moment on."""

    revision = serializers.IntegerField()
    at = serializers.DateTimeField(help_text="Since when")
    by = serializers.CharField(help_text="Sign-in name")
    condition = ConditionSerializer(allow_null=True, help_text="null: it names a field that you may not name")


class SegmentRevisionsSerializer(serializers.Serializer):
    """The revisions of a saved condition, the newest first."""

    revisions = SegmentRevisionSerializer(many=True)


class SegmentRestoreSerializer(serializers.Serializer):
    """Which revision comes back."""

    revision = serializers.IntegerField(min_value=1, max_value=2_000_000_000)


class ConditionCheckSerializer(serializers.Serializer):
    """A condition to be read."""

    condition = ConditionField()
    level = serializers.ChoiceField(LEVELS, required=False, default=Level.ORDER.value)


class CheckedConditionSerializer(serializers.Serializer):
    """A condition that was read, with what it finds now among the rows that you may see."""

    condition = ConditionSerializer()
    level = serializers.ChoiceField(LEVELS)
    count = serializers.IntegerField()
    count_is_estimate = serializers.BooleanField()
    ambiguous = AmbiguitySerializer(allow_null=True, help_text="null: both readings are the same")


class SeenSerializer(serializers.Serializer):
    """What a field holds: several values of a field with many (shipments of a line)."""

    values = serializers.ListField(child=serializers.CharField(), help_text="As they are stored")
    shown = serializers.ListField(child=serializers.CharField(), help_text="As people read them")


class LineFitSerializer(serializers.Serializer):
    """A line of the order, for one row."""

    line_no = serializers.IntegerField()
    is_met = serializers.BooleanField()
    seen = SeenSerializer()


class RowFitSerializer(serializers.Serializer):
    """One row of the condition with its answer."""

    row = ConditionRowSerializer()
    label = serializers.CharField(help_text="The field's name")  # type: ignore[assignment]
    text = serializers.CharField(help_text="The row in the caller's language")
    is_met = serializers.BooleanField()
    seen = SeenSerializer(allow_null=True, help_text="Of a field of the order; null for a field of its lines")
    lines = LineFitSerializer(many=True, help_text="Of a field of the lines; empty for a field of the order")


class ExplanationSerializer(serializers.Serializer):
    """Why an order or line is in a condition or not."""

    order = serializers.CharField(help_text="Number, or draft-<id>")
    line = serializers.IntegerField(allow_null=True)
    is_in = serializers.BooleanField()
    expression = serializers.CharField()
    rows = RowFitSerializer(many=True)
    lines_in = serializers.ListField(
        child=serializers.IntegerField(), help_text="The lines for which the whole condition holds"
    )


class ChoiceSerializer(serializers.Serializer):
    """A known value."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class FieldOperatorSerializer(serializers.Serializer):
    """An operator that a field takes."""

    code = serializers.ChoiceField(_OPERATORS)
    label = serializers.CharField()  # type: ignore[assignment]
    least = serializers.IntegerField(help_text="Fewest values")
    most = serializers.IntegerField(allow_null=True, help_text="Most values; null: any number")


class ConditionFieldSerializer(serializers.Serializer):
    """A field that conditions may name."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    names = serializers.ListField(child=serializers.CharField(), help_text="Every name that a text may use")
    level = serializers.ChoiceField(LEVELS, help_text="Whether it is known of an order or of each of its lines")
    source = serializers.CharField(help_text="What it is a field of")  # type: ignore[assignment]
    kind = serializers.ChoiceField(_KINDS)
    operators = FieldOperatorSerializer(many=True)
    values = ChoiceSerializer(many=True, help_text="Known values; empty: free")


class ConditionFieldsSerializer(serializers.Serializer):
    """The fields that you may name."""

    fields = ConditionFieldSerializer(many=True)  # type: ignore[assignment]
