"""The page behind a link for signing: what came, and the signature. No sign-in, nothing but this delivery."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.people.queries import system_user
from common import clock, doors, errors, pages
from common.links.models import SignedLink
from common.links.views import visitor_of
from customers.models import Customer
from orders.fulfilment.handover import operations, queries
from orders.fulfilment.handover.forms import HandoverForm
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.proof import Evidence

LANGUAGES = ("zh-hans", "en")


def show(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """The page of purpose ``delivery-signing`` (``common.links.purposes``), in the customer's language until its reader
    chooses another. A signing answers with the page itself: its link is used up."""
    document = queries.document_of(link)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    english = document.customer.paper_language == Customer.PaperLanguage.ENGLISH
    language = chosen if chosen in LANGUAGES else ("en" if english else "zh-hans")
    with translation.override(language):
        response = _answer(request, link, document)
    response.headers["Content-Language"] = language
    return response


def _answer(request: HttpRequest, link: SignedLink, document: OutboundDocument) -> HttpResponse:
    is_sent = request.method == "POST"
    form = HandoverForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        lines=queries.lines_of(document.pk),
        initial={"version": document.version},
    )

    def sign() -> None:
        data = form.cleaned_data
        operations.sign_by_link(
            actor=system_user(),
            link_id=link.pk,
            document_id=document.pk,
            signer=data["name"],
            condition=data["condition"],
            arrived=form.arrived(),
            evidence=Evidence(data["file"], data["signature"], visitor_of(request)),
            version=data["version"],
            at=clock.now(),
        )

    message, status = "", 200
    if is_sent:
        try:
            if doors.accepted(form, sign, cites=False):  # clauses are the company's own
                return _draw(request, queries.document_of(link), form)
            status = 422
        except errors.Conflict as error:  # signed in another way, or taken back meanwhile
            message, status = str(error.message), 409
    return _draw(request, queries.document_of(link), form, message=message, status=status)


def _draw(
    request: HttpRequest, document: OutboundDocument, form: HandoverForm, *, message: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "document": document,
        "form": form,
        "waits": document.status == OutboundDocument.Status.AUDITED,
        "message": message,
    }
    return pages.render(request, "orders/outbound/handover.html", context, status=status)
