"""Doors of packing: the packages of a document, and the packing list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, doors, pages, typed
from orders.fulfilment import queries as documents
from orders.fulfilment.packing import operations, paper, queries
from orders.fulfilment.packing.forms import PackingForm
from orders.fulfilment.packing.operations import MOST
from orders.fulfilment.packing.rules import Packed
from orders.order.doors import sent
from orders.printing.doors import as_answer
from orders.printing.operations import print_paper


@require_http_methods(["GET", "POST"])
def pack_document(request: HttpRequest, number: str) -> HttpResponse:
    """Say what lies in which package."""
    document = documents.get_document_for(request.user, number, operations.PACK)
    lines = documents.lines_of(request.user, document)
    packed = _packed(document, lines)
    asked = typed.read_key(request.POST.get("packages", "")) or len(packed)
    count, growing = max(1, min(asked, MOST)), "more" in request.POST
    form: Any = PackingForm(sent(request), lines=lines, packed=packed, count=count, growing=growing and count < MOST)
    back = reverse("orders:outbound-detail", args=[number])
    if (
        request.method == "POST"
        and not growing
        and doors.accepted(
            form,
            lambda: operations.pack_document(
                actor=request.user,
                document_id=document.pk,
                packages=form.packages(),
                version=doors.version_of(request.POST),
                at=clock.now(),
            ),
        )
    ):
        return pages.leave(request, back, _("Packages saved"))
    context: dict[str, Any] = {"document": document, "form": form}
    context["version"] = doors.shown_version(request, document)
    return pages.render(request, "orders/outbound/pack.html", context, status=422 if form.errors else 200)


def _packed(document: Any, lines: list[Any]) -> list[Packed]:
    """The packages as they are, or what is proposed."""
    found = queries.of(document, lines).packages
    names = ("kind", "mark", "weight", "length", "width", "height")
    return [
        Packed(
            **{name: getattr(one, name) for name in names},
            items={line.pk: quantity for line, quantity in one.contents},  # type: ignore[attr-defined]
        )
        for one in found
    ] or queries.proposal(lines)


@require_GET
def show_paper(request: HttpRequest, number: str) -> HttpResponse:
    """The packing list as PDF, in the browser."""
    document = documents.get_document(request.user, number)
    language = request.GET.get("language", "")
    printed = print_paper(
        actor=request.user, kind=paper.KIND, subject_id=document.pk, language=language, at=clock.now()
    )
    return as_answer(printed, inline=True)
