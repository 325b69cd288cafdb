"""Shapes of exports in the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from common.exports.models import Export


class ExportInputSerializer(serializers.Serializer):
    """A list, with the conditions and sort of its page as a query string."""

    list = serializers.CharField(max_length=40, help_text="Which list: see the operation's description")
    form = serializers.ChoiceField(
        choices=Export.Form.choices, default=Export.Form.XLSX, help_text="PDF of reports only"
    )
    query = serializers.CharField(
        required=False, allow_blank=True, max_length=8000, help_text="Query string of the list's page"
    )
    columns = serializers.ListField(
        child=serializers.CharField(max_length=60),
        required=False,
        max_length=100,
        help_text="Keys of columns, in order; left out: those of your page",
    )


class ExportSerializer(serializers.Serializer):
    """An export: how far it is, what it holds, until when its file is kept."""

    id = serializers.IntegerField()
    list = serializers.CharField()
    form = serializers.ChoiceField(choices=Export.Form.choices)
    state = serializers.ChoiceField(choices=Export.State.choices)
    query = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    condition = serializers.ListField(child=serializers.CharField(), help_text="The conditions in words")
    done = serializers.IntegerField(help_text="Rows written so far")
    total = serializers.IntegerField(help_text="Rows expected")
    rows = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField(allow_null=True, help_text="Bytes")
    file = serializers.CharField(allow_null=True, help_text="Address of the file; null while there is none")
    error = serializers.CharField(help_text="Why it failed; empty: it did not")
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)


class ExportPageSerializer(PageSerializer):
    """A page of exports."""

    results = ExportSerializer(many=True)
