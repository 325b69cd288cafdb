"""Shapes of a merge in the API, the same for all archives."""

from typing import Any

from rest_framework import serializers

from common.api.paging import PageSerializer
from common.likeness.merging import Preview
from common.likeness.models import DuplicatePair
from common.models import Job


class MergeInputSerializer(serializers.Serializer):
    """Into which one, and what of this one it takes."""

    into = serializers.CharField(max_length=60, help_text="Code of the one that stays")
    take = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        allow_null=True,
        default=None,
        help_text="Fields that it takes from this one, custom ones as `custom.<key>`; left out: those that it does not"
        " have itself",
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


class DuplicateSideSerializer(serializers.Serializer):
    """One of a pair; of one that you may not see only who is in charge of it shows."""

    code = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    specification = serializers.CharField(allow_null=True, help_text="Of a product")
    in_charge = serializers.CharField(allow_null=True, help_text="The department in charge of a customer")


class DuplicateSerializer(serializers.Serializer):
    """Two rows that are alike."""

    id = serializers.IntegerField()
    score = serializers.IntegerField(help_text="How likely they are one, up to 100")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="What they have in common, in codes")
    state = serializers.ChoiceField(choices=DuplicatePair.State.choices)
    one = DuplicateSideSerializer()
    other = DuplicateSideSerializer()


class DuplicatePageSerializer(PageSerializer):
    """A keyset page of pairs."""

    results = DuplicateSerializer(many=True)


class DuplicateDecisionSerializer(serializers.Serializer):
    """What a person says of a pair."""

    not_the_same = serializers.BooleanField(help_text="true: they are two; false: perhaps they are one after all")


class DuplicateSearchSerializer(serializers.Serializer):
    """A search of a whole archive; all null where there was none yet."""

    state = serializers.ChoiceField(choices=Job.State.choices, allow_null=True)
    done = serializers.IntegerField(allow_null=True, help_text="Rows read so far")
    total = serializers.IntegerField(allow_null=True)
    error = serializers.CharField(allow_null=True, help_text="Why it failed; empty: it did not")
    asked_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


def duplicate_row(pair: Any, one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """A pair as a plain dictionary (``DuplicateSerializer``)."""
    nothing = dict.fromkeys(("code", "name", "specification", "in_charge"))
    told = {"id": pair.id, "score": pair.score, "reasons": list(pair.reasons), "state": pair.state}
    return told | {"one": nothing | one, "other": nothing | other}


def search_row(job: Job | None) -> dict[str, Any]:
    """A search as a plain dictionary (``DuplicateSearchSerializer``)."""
    if job is None:
        return dict.fromkeys(("state", "done", "total", "error", "asked_at", "finished_at"))
    told = {"state": job.state, "done": job.done, "total": job.total, "error": job.error}
    return told | {"asked_at": job.created_at, "finished_at": job.finished_at}
