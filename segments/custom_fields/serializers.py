"""Custom fields in API bodies."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

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
