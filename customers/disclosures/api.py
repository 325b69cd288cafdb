"""Who took customers' data away, over the API (R308, R309)."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common.api import conditions
from common.api.views import ApiViewSet
from customers.disclosures import policies, queries, representation
from customers.disclosures.filters import ContactLookFilter, DisclosureFilter
from customers.disclosures.serializers import (
    ContactLookPageSerializer,
    ContactLookSerializer,
    DisclosurePageSerializer,
    DisclosureSerializer,
)

if TYPE_CHECKING:
    from accounts.people.models import User


class _Room(ApiViewSet):
    lookup_value_regex = r"\d{1,18}"
    sorts = queries.SORTS
    default_sort = queries.DEFAULT_SORT

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]


class DisclosureViewSet(_Room):
    """Files, papers and mails that held customers' data: who took them away, when, how much."""

    serializer_class = DisclosureSerializer

    @extend_schema(
        summary="List what was taken away",
        parameters=conditions.parameters(DisclosureFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=DisclosurePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first. With `customer` those that named him, with `their_rows`; `many=true` are those with so many
        customers that they are not named one by one, and reports whose rows were added up."""
        rights.require(self.actor, policies.VIEW)
        found = self.filtered(DisclosureFilter, queries.list_disclosures(self.actor), actor=self.actor)
        return self.page(found, lambda rows: [representation.disclosure_row(row) for row in rows])


class ContactLookViewSet(_Room):
    """Who had masked contacts of customers shown."""

    serializer_class = ContactLookSerializer

    @extend_schema(
        summary="List looks at masked contacts",
        parameters=conditions.parameters(ContactLookFilter, queries.SORTS, queries.DEFAULT_SORT),
        responses=ContactLookPageSerializer,
    )
    def list(self, request: Request) -> Response:
        """Newest first. What was shown is not kept, only that it was, to whom and what for."""
        rights.require(self.actor, policies.VIEW)
        found = self.filtered(ContactLookFilter, queries.list_looks(self.actor), actor=self.actor)
        return self.page(found, lambda rows: [representation.look_row(row) for row in rows])
