"""An operation that was announced to end says so in its answers and in the document."""

from datetime import date

import pytest
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from accounts.tests.builders import make_user
from common.api import contract
from common.api.deprecation import deprecated
from common.api.views import ApiViewSet

SINCE, SUNSET = date(2026, 11, 23), date(2028, 1, 1)


class Things(ApiViewSet):
    freely_repeatable = frozenset({"create"})

    @deprecated(since=SINCE, sunset=SUNSET, instead="/api/v1/others/")
    def list(self, request):
        """Things."""
        return Response([])

    def create(self, request):
        """A thing."""
        return Response({})


def ask(method):
    request = getattr(APIRequestFactory(), method)("/things/")
    force_authenticate(request, make_user())
    return Things.as_view({"get": "list", "post": "create"})(request)


@pytest.mark.django_db
def test_every_answer_of_it_names_both_days_and_what_takes_its_place():
    answer = ask("get")
    assert answer["Deprecation"] == "@1795392000"
    assert answer["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
    assert '</api/v1/others/>; rel="successor-version"' in answer["Link"]


@pytest.mark.django_db
def test_others_of_the_same_view_say_nothing():
    assert "Sunset" not in ask("post")


def test_the_document_marks_it_and_the_contract_keeps_its_day():
    patterns = [path("api/v1/things/", Things.as_view({"get": "list", "post": "create"}))]
    document = SchemaGenerator(patterns=patterns).get_schema(request=None, public=True)
    ends, stays = (document["paths"]["/api/v1/things/"][method] for method in ("get", "post"))
    assert ends["deprecated"] and not stays.get("deprecated")
    assert ends["description"].startswith("Deprecated since 2026-11-23, gone after 2028-01-01. Use /api/v1/others/")
    assert "Sunset" in ends["responses"]["200"]["headers"]
    kept = contract.of_document(document)["operations"]
    assert kept["GET /api/v1/things/"]["sunset"] == "2028-01-01" and "sunset" not in kept["POST /api/v1/things/"]


def test_nothing_ends_with_less_than_a_years_notice():
    with pytest.raises(ValueError, match="365 days"):
        deprecated(since=SINCE, sunset=date(2027, 11, 22))
