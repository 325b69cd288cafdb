"""Order templates over the API."""

from typing import Any

from rest_framework import serializers

from common.api.paging import PageSerializer


class OrderTemplateSerializer(serializers.Serializer):
    """A template: prices and dates are taken anew when it is used."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    customer = serializers.CharField(allow_null=True, help_text="Customer code; null: for any")
    owner = serializers.CharField(help_text="Sign-in name")
    is_shared = serializers.BooleanField(help_text="Everybody who enters orders may use it")
    line_count = serializers.IntegerField()
    used = serializers.IntegerField(help_text="How many orders came from it")
    updated_at = serializers.DateTimeField()


class OrderTemplatePageSerializer(PageSerializer):
    """A page of templates."""

    results = OrderTemplateSerializer(many=True)


class OrderTemplateInputSerializer(serializers.Serializer):
    """An order that is kept as a template."""

    order = serializers.CharField(max_length=40, help_text="Its number, or draft-<id>")
    name = serializers.CharField(max_length=80)
    is_shared = serializers.BooleanField(required=False, default=False)
    for_customer = serializers.BooleanField(required=False, default=True)


class OrderTemplateUseSerializer(serializers.Serializer):
    """Whom the new order is for."""

    customer = serializers.CharField(
        max_length=40, required=False, help_text="Customer code, where the template has none"
    )


def template_row(row: Any) -> dict[str, Any]:
    """A template as the API tells it."""
    return {
        "id": row.pk,
        "name": row.name,
        "customer": row.customer.code if row.customer else None,
        "owner": row.owner.username,
        "is_shared": row.is_shared,
        "line_count": len(row.lines),
        "used": row.used,
        "updated_at": row.updated_at,
    }
