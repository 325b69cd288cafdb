"""Shapes of targets and notes on strategy over the API."""

from typing import Any

from rest_framework import serializers

from common.api.paging import PageSerializer
from reports.targets.models import StrategyNote
from reports.targets.operations import FIRST_YEAR, LAST_YEAR
from reports.targets.subjects import LABELS

KINDS = [(kind.value, label) for kind, label in LABELS.items()]
MOST_ROWS = 1_000
_VALUE: dict[str, Any] = {"max_digits": 20, "decimal_places": 4}


class TargetSerializer(serializers.Serializer):
    """What a measure is to reach in a year or a month. Shares are told as 0.95."""

    id = serializers.IntegerField()
    year = serializers.IntegerField()
    month = serializers.IntegerField(help_text="0: the year as a whole")
    measure = serializers.CharField(help_text="Code of a measure; `figures/catalogue/` lists them")
    kind = serializers.ChoiceField(KINDS)
    key = serializers.CharField(
        allow_null=True, help_text="Number of the department, person, product or category; name of the region"
    )
    name = serializers.CharField(allow_null=True)
    value = serializers.DecimalField(**_VALUE)
    notes = serializers.CharField()
    set_by = serializers.CharField()
    set_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class TargetPageSerializer(PageSerializer):
    """A page of targets."""

    results = TargetSerializer(many=True)


class TargetRowSerializer(serializers.Serializer):
    """A target that is to be. ``id`` and ``version`` as they were read: then nothing of others is overwritten."""

    kind = serializers.ChoiceField(KINDS, default="company")
    key = serializers.CharField(max_length=80, required=False, allow_null=True, help_text="As `targets/` tells it")
    month = serializers.IntegerField(min_value=0, max_value=12, default=0)
    value = serializers.DecimalField(**_VALUE, allow_null=True, help_text="null takes the target away")
    notes = serializers.CharField(max_length=300, required=False, allow_blank=True)
    id = serializers.IntegerField(required=False, min_value=0, help_text="0: there was none")
    version = serializers.IntegerField(required=False, min_value=0)


class TargetRowsSerializer(serializers.Serializer):
    """Targets of a measure in a year."""

    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    measure = serializers.CharField(max_length=40)
    targets = TargetRowSerializer(many=True, max_length=MOST_ROWS, allow_empty=False)  # type: ignore[call-arg]


class TargetsSetSerializer(serializers.Serializer):
    """How many are new, other than before, gone; the others were so already."""

    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    removed = serializers.IntegerField()


class TargetChangeSerializer(serializers.Serializer):
    """What may be changed of a target."""

    value = serializers.DecimalField(**_VALUE, required=False)
    notes = serializers.CharField(max_length=300, required=False, allow_blank=True)


class StrategyNoteSerializer(serializers.Serializer):
    """What the company, or a department, means to do in a year."""

    id = serializers.IntegerField()
    year = serializers.IntegerField()
    subject = serializers.ChoiceField(StrategyNote.Subject.choices)
    department = serializers.IntegerField(allow_null=True, help_text="null: the whole company")
    text = serializers.CharField()
    written_by = serializers.CharField()
    written_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class StrategyNotePageSerializer(PageSerializer):
    """A page of notes."""

    results = StrategyNoteSerializer(many=True)


class StrategyNoteChangeSerializer(serializers.Serializer):
    """What may be changed of a note."""

    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    subject = serializers.ChoiceField(StrategyNote.Subject.choices, required=False)
    department = serializers.IntegerField(allow_null=True, required=False, min_value=1)
    text = serializers.CharField(max_length=4000, required=False)


class StrategyNoteInputSerializer(StrategyNoteChangeSerializer):
    """A new one."""

    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    subject = serializers.ChoiceField(StrategyNote.Subject.choices)
    text = serializers.CharField(max_length=4000)
