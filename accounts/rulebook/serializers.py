"""Shapes of the rulebook in the API."""

from rest_framework import serializers

from accounts.rulebook.models import Clause


class RulebookCheckSerializer(serializers.Serializer):
    """A check of the software."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    code = serializers.CharField(help_text="Of the refusals it makes (`code` of a problem); empty: it only warns")


class RulebookWordingSerializer(serializers.Serializer):
    """A wording: words in both languages, the days on which they hold."""

    title_zh = serializers.CharField(max_length=120)
    title_en = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    text_zh = serializers.CharField(max_length=4000)
    text_en = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True, default=None)


class RulebookWordingInputSerializer(RulebookWordingSerializer):
    """The next wording of a clause."""

    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class RulebookClauseInputSerializer(RulebookWordingSerializer):
    """A new clause with its first wording."""

    number = serializers.CharField(max_length=12, help_text="Like 3.2")
    chapter = serializers.ChoiceField(Clause.Chapter.choices)
    checked_by = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=60, default=list, help_text="Keys"
    )


class RulebookClauseSerializer(serializers.Serializer):
    """A clause as it holds today."""

    number = serializers.CharField()
    chapter = serializers.ChoiceField(Clause.Chapter.choices)
    wording = RulebookWordingSerializer(allow_null=True, help_text="null: it does not hold today")
    planned = RulebookWordingSerializer(allow_null=True, help_text="The next wording, where one waits for its day")
    checks = RulebookCheckSerializer(many=True, help_text="That enforce it; empty: only people do")
    version = serializers.IntegerField()


class RulebookChecksInputSerializer(serializers.Serializer):
    """All checks that enforce a clause."""

    checks = serializers.ListField(child=serializers.CharField(max_length=60), max_length=60, help_text="Keys")


class RulebookBreachSerializer(serializers.Serializer):
    """How often a clause was run against in a period."""

    clause = serializers.CharField()
    check = RulebookCheckSerializer()
    refused = serializers.IntegerField(help_text="Attempts that the check refused")
    people = serializers.IntegerField(help_text="By how many people")
    warned = serializers.IntegerField(allow_null=True, help_text="Orders submitted in spite of its warning")


class RulebookReviewSerializer(serializers.Serializer):
    """Clauses against checks."""

    since = serializers.DateField()
    until = serializers.DateField()
    breaches = RulebookBreachSerializer(many=True)
    unbound = serializers.ListField(child=serializers.CharField(), help_text="Clauses that no check enforces")
    free = RulebookCheckSerializer(many=True, help_text="Checks that rest on no clause")
