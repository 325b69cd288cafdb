"""The page of what was taken away of customers' data."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts import policies as rights
from common import doors, keyset, pages
from customers.disclosures import forms, policies, queries
from customers.disclosures.filters import DisclosureFilter

PAGE_SIZE = 50


@require_GET
def list_disclosures(request: HttpRequest) -> HttpResponse:
    """Who took what away, newest first; narrowed to a customer, a person, a kind, days."""
    rights.require(request.user, policies.VIEW)
    rows = doors.filtered(DisclosureFilter, request.GET, queries.list_disclosures(request.user), actor=request.user)
    page = keyset.paginate(
        rows, sorts=queries.SORTS, sort=queries.DEFAULT_SORT, cursor=request.GET.get("cursor"), size=PAGE_SIZE
    )
    context = {
        "page": page,
        "filter": forms.ListForm(request.GET, user=request.user),
        "is_narrowed": doors.is_narrowed(request.GET),
        "of_customer": bool(request.GET.get("customer")),
    }
    return pages.render(request, "customers/disclosure/list.html", context, parts=("list",))
