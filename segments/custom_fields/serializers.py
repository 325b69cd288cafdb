"""Custom fields in API bodies."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from segments.custom_fields.models import CustomField

_HELP = (
    "Custom fields by their keys: texts, numbers as strings, days as YYYY-MM-DD, codes of choices, true or false; "
    "null: no value. Only those that you may see. In a change what is not named stays."
)


@extend_schema_field({"type": "object", "additionalProperties": {"type": ["string", "boolean", "null"]}})
class CustomValuesField(serializers.Field):
    """An object of keys and values. Whether they fit is for the operation to say."""

    default_error_messages = {"invalid": _("Send an object of fields and their values.")}

    def __init__(self, **options: Any):
        super().__init__(**{"help_text": _HELP, **options})

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("invalid")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class CustomOptionSerializer(serializers.Serializer):
    """A value of a choice; one that is not offered any more stands only where it was chosen."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    offered = serializers.BooleanField()


class CustomFieldSerializer(serializers.Serializer):
    """A field that the company defined."""

    subject = serializers.ChoiceField(CustomField.Subject.choices)
    key = serializers.CharField()
    label = serializers.CharField(help_text="In the language of the request")  # type: ignore[assignment]
    help = serializers.CharField()
    kind = serializers.ChoiceField(CustomField.Kind.choices)
    longest = serializers.IntegerField(allow_null=True, help_text="Letters of a text")
    decimals = serializers.IntegerField(allow_null=True)
    minimum = serializers.CharField(allow_null=True)
    maximum = serializers.CharField(allow_null=True)
    options = CustomOptionSerializer(many=True)
    required = serializers.BooleanField(help_text="Asked for when an order is submitted, a customer or product saved")  # type: ignore[assignment]
    commercial = serializers.BooleanField(help_text="Part of what is approved: changes in a draft only")
    default = serializers.JSONField(allow_null=True)  # type: ignore[assignment]
    masked = serializers.BooleanField(help_text="You see only the ends of it")
    condition_field = serializers.CharField(help_text="How conditions name it")


class CustomFieldsSerializer(serializers.Serializer):
    """The custom fields that there are."""

    fields = CustomFieldSerializer(many=True)  # type: ignore[assignment]
