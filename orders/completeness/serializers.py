"""Shapes of the table of required fields over the API."""

from rest_framework import serializers

from orders.completeness.rules import Step


class RequiredFieldSerializer(serializers.Serializer):
    """A row of the table."""

    field = serializers.CharField(help_text="lines.<field>: of every line")  # type: ignore[assignment]
    label = serializers.CharField()  # type: ignore[assignment]
    step = serializers.ChoiceField(Step.choices, allow_blank=True, help_text="Which it blocks; empty: none")
    shipped = serializers.ChoiceField(Step.choices, allow_blank=True, help_text="Which it blocks as it is shipped")
    is_fixed = serializers.BooleanField(help_text="Asked for by the system, or by its own definition, in any case")


class RequiredFieldsInputSerializer(serializers.Serializer):
    """Rows to change."""

    steps = serializers.DictField(
        child=serializers.ChoiceField(Step.choices, allow_blank=True),
        allow_empty=False,
        help_text="Field → the step that it is to block; empty: none",
    )
