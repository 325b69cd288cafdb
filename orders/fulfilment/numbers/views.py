"""Doors of serial and batch numbers: capturing them for a document, and finding where one went."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, doors, keyset, pages
from orders.fulfilment import queries as documents
from orders.fulfilment.numbers import forms, operations, queries
from orders.fulfilment.numbers.filters import GoodsNumberFilter
from orders.order.doors import sent

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
def record_numbers(request: HttpRequest, number: str) -> HttpResponse:
    """Scan or paste the numbers of the pieces that go."""
    document = documents.get_document_for(request.user, number, operations.RECORD)
    asked = queries.of_lines(documents.lines_of(request.user, document))
    form = forms.NumbersForm(sent(request), asked=asked)
    back = reverse("orders:outbound-detail", args=[number])
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.record_numbers(
            actor=request.user,
            document_id=document.pk,
            numbers=form.numbers(),
            version=doors.version_of(request.POST),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, back, _("Numbers saved"))
    context = {"document": document, "form": form, "version": doors.shown_version(request, document)}
    status = 422 if form.errors else 200
    return pages.render(request, "orders/outbound/numbers.html", context, status=status)


@require_GET
def list_numbers(request: HttpRequest) -> HttpResponse:
    """Where pieces went: numbers, newest first."""
    chosen = GoodsNumberFilter(request.GET, queries.list_numbers(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    return pages.render(request, "orders/goods_number/list.html", {"page": page, "filter": chosen}, parts=("list",))
