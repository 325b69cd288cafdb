"""Reads of links for signing, and of what their holder sees."""

from datetime import datetime

from common import errors
from common.links import queries as links
from common.links.models import SignedLink
from orders.fulfilment.models import OutboundDocument, OutboundLine

PURPOSE = "delivery-signing"
SUBJECT = OutboundDocument._meta.label_lower


def live_link(document: OutboundDocument, at: datetime) -> tuple[SignedLink, str] | None:
    """The link that opens the signing of a document now, with its path; None where there is none."""
    found = links.links_of(SUBJECT, document.pk, PURPOSE).first()
    if found is None or not links.is_live(found, at=at):
        return None
    try:
        return found, links.path_of(found)
    except errors.WrongState:  # made under another secret key: nobody can be given it any more
        return None


def document_of(link: SignedLink) -> OutboundDocument:
    """The document that a link is for, for whoever holds it. Raises NotFound."""
    rows = OutboundDocument.objects.select_related("customer", "carrier")
    found = rows.filter(pk=link.subject_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def lines_of(document_id: int) -> list[OutboundLine]:
    """All that goes with a document, order by order; one statement."""
    rows = OutboundLine.objects.filter(document=document_id).select_related("order", "order_line")
    return sorted(rows, key=lambda line: (line.order_id, line.of.line_no))
