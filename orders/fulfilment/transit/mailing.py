"""The letter that goods will arrive: short, in the customer's language, the delivery note attached (R166)."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.people import queries as people
from common import clock, company, mailing, outbox
from common.models import OutboxMessage
from customers.models import Customer
from orders.fulfilment import paper
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.transit.models import ArrivalNotice
from orders.printing import operations as printing

Status = OutboundDocument.Status


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot once the goods are signed for or stay, or another day was told since."""
    rows = ArrivalNotice.objects.select_related("document__customer", "document__carrier")
    notice = rows.filter(pk=message.payload["notice"]).first()
    if notice is None or not _is_wanted(notice):
        raise outbox.Moot()
    with translation.override(notice.language):
        subject = _("%(company)s: your goods %(number)s arrive on %(day)s")
        words = {"number": notice.document.number, "day": notice.arrival_date.isoformat()}
        subject = subject % {"company": company.current().name, **words}
        letter = _letter(notice)
    mailing.hand_over(
        message,
        to=notice.recipient,
        subject=subject[:200],
        body=letter.text,
        html=letter.html,
        attachments=_papers(notice),
    )


def _is_wanted(notice: ArrivalNotice) -> bool:
    newer = ArrivalNotice.objects.filter(document=notice.document_id, way=notice.way, pk__gt=notice.pk)
    return notice.document.status in (Status.DRAFT, Status.AUDITED) and not newer.exists()


def _letter(notice: ArrivalNotice) -> mailing.Letter:
    document = notice.document
    travel = " ".join(filter(None, [document.carrier.name if document.carrier else "", document.waybill]))
    address = tracking_url(document)
    said = [
        _("Dear customer,"),
        _("your goods with delivery note %(number)s are expected to arrive on %(day)s at: %(place)s")
        % {"number": document.number, "day": notice.arrival_date.isoformat(), "place": document.ship_address or "–"},
        _("Carrier and waybill: %(travel)s") % {"travel": travel} if travel else "",
    ]
    after = [
        notice.note,
        _("Please have somebody ready to check and sign for them. If the day does not suit you, tell us."),
        company.current().name,
    ]
    link = mailing.Link(_("Where the goods are"), address) if address else None
    return mailing.letter(paragraphs=said, link=link, after=after)


def tracking_url(document: OutboundDocument) -> str:
    """Where the carrier shows the waybill; "" where he has no such page."""
    template = document.carrier.tracking_url if document.carrier else ""
    if not template or not document.waybill:
        return ""
    return template.replace("{waybill}", document.waybill) if "{waybill}" in template else template


def _papers(notice: ArrivalNotice) -> list[tuple[str, bytes, str]]:
    """The delivery note. What cannot be printed now is tried again with the letter, before anything went."""
    language = Customer.PaperLanguage.ENGLISH if notice.language == "en" else Customer.PaperLanguage.CHINESE
    try:
        content = printing.render(
            actor=people.system_user(),
            kind=paper.KIND,
            subject_id=notice.document_id,
            language=language,
            at=clock.now(),
        )
    except Exception as error:
        raise outbox.Retry(f"{type(error).__name__}: {error}") from error
    return [(f"{notice.document.number}.pdf", content, "application/pdf")]
