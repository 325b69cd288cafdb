"""Shapes of imports in the API."""

from rest_framework import serializers

from common.imports.models import ImportIssue, ImportRun


class ImportInputSerializer(serializers.Serializer):
    """Files (multipart) with a profile: its text, or the name of a saved one."""

    files = serializers.ListField(child=serializers.FileField(), allow_empty=False, max_length=40)
    profile = serializers.CharField(required=False, max_length=200_000, help_text="TOML text")
    profile_name = serializers.CharField(required=False, max_length=60, help_text="Name of a saved profile")


class ImportFileSerializer(serializers.Serializer):
    """A file of an import."""

    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    alias = serializers.CharField(help_text="The profile's name for it; empty: not used")


class ImportSerializer(serializers.Serializer):
    """An import with the counts of its dry run."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=ImportRun.State.choices)
    profile = serializers.CharField()
    mode = serializers.CharField()
    repeats = serializers.IntegerField(allow_null=True, help_text="The same import, done before")
    files = ImportFileSerializer(many=True)
    progress = serializers.DictField()
    summary = serializers.DictField(help_text="Counts, figures and problems per kind of rows")
    error = serializers.CharField(help_text="Why the whole import was refused; empty: it was not")
    created_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(allow_null=True)
    committed_at = serializers.DateTimeField(allow_null=True)


class ImportIssueSerializer(serializers.Serializer):
    """A refused or doubtful row, cell or file."""

    severity = serializers.ChoiceField(choices=ImportIssue.Severity.choices)
    file = serializers.CharField()
    line = serializers.IntegerField(allow_null=True)
    entity = serializers.CharField()
    key = serializers.CharField()
    column = serializers.CharField()
    value = serializers.CharField()
    code = serializers.CharField()
    reason = serializers.CharField()


class _PageSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    count_is_estimate = serializers.BooleanField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ImportPageSerializer(_PageSerializer):
    """A page of imports."""

    results = ImportSerializer(many=True)


class ImportIssuePageSerializer(_PageSerializer):
    """A page of an import's report."""

    results = ImportIssueSerializer(many=True)
