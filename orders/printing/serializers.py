"""Shapes of printed papers over the API."""

from rest_framework import serializers

from customers.models import Customer


class KeepPaperSerializer(serializers.Serializer):
    """How a paper is to be printed and kept."""

    language = serializers.ChoiceField(
        Customer.PaperLanguage.choices, required=False, help_text="Without it the customer's"
    )


class PaperKindSerializer(serializers.Serializer):
    """A kind of paper and how its row is named."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    reference = serializers.CharField(help_text="What the address names")


class PaperPrintSerializer(serializers.Serializer):
    """A paper that was printed."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    revision = serializers.IntegerField(help_text="Of the order; 1 where there are none")
    form = serializers.IntegerField(help_text="Version of the form; 0: as shipped")
    language = serializers.ChoiceField(Customer.PaperLanguage.choices)
    is_binding = serializers.BooleanField(help_text="Without a watermark")
    printed_by = serializers.CharField(help_text="Sign-in name")
    printed_at = serializers.DateTimeField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes")
    attachment = serializers.IntegerField(allow_null=True, help_text="The file kept with what it is about")
