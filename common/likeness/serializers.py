"""Shapes of a merge in the API, the same for all archives."""

from typing import Any

from rest_framework import serializers

from common.likeness.merging import Preview


class MergeInputSerializer(serializers.Serializer):
    """Into which one, and what of this one it takes."""

    into = serializers.CharField(max_length=60, help_text="Code of the one that stays")
    take = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        allow_null=True,
        default=None,
        help_text="Fields that it takes from this one; left out: those that it does not have itself",
    )
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="Only answer what would happen; nothing is changed"
    )


class MergeChoiceSerializer(serializers.Serializer):
    """A field in which the two differ."""

    field = serializers.CharField()
    kept = serializers.CharField(help_text="What the one that stays says")
    other = serializers.CharField(help_text="What the one that goes says")
    taken = serializers.BooleanField(help_text="Whether it is taken unless you choose")


class MergeMoveSerializer(serializers.Serializer):
    """What moves, and how many."""

    what = serializers.CharField()
    count = serializers.IntegerField()


class MergePreviewSerializer(serializers.Serializer):
    """What a merge would do (``dry_run``); with obstacles it would be refused."""

    choices = MergeChoiceSerializer(many=True)
    moves = MergeMoveSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    obstacles = serializers.ListField(child=serializers.CharField())


def preview(found: Preview) -> dict[str, Any]:
    """A preview as a plain dictionary (``MergePreviewSerializer``)."""
    return {
        "choices": [
            {"field": one.name, "kept": one.kept, "other": one.other, "taken": one.taken} for one in found.choices
        ],
        "moves": [{"what": str(label), "count": count} for label, count in found.moves],
        "notes": [str(text) for text in found.notes],
        "obstacles": [str(text) for text in found.obstacles],
    }
