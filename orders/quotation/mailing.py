"""The mail with which a quotation goes to its customer (R083): short, in his language, every version as PDF. Its text
is one for the preview and for what is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import company, mailing, outbox
from common.models import OutboxMessage
from customers.models import Customer
from orders.printing.enclosing import enclosed
from orders.quotation import paper, queries
from orders.quotation.models import Quotation, QuotationVersion
from orders.quotation.states import Status

TOPIC = "quotation"
LANGUAGES = ("zh-hans", "en")
LONGEST = 1000  # letters of what the sender adds
_OVER = (Status.LOST, Status.EXPIRED, Status.WITHDRAWN)


@dataclass(frozen=True)
class Letter:
    """A mail before it goes: what its reader sees."""

    subject: str
    body: str


def language_of(quotation: Quotation) -> str:
    """The language in which the customer is written to."""
    return "en" if quotation.customer.paper_language == Customer.PaperLanguage.ENGLISH else "zh-hans"


def letter(quotation: Quotation, versions: Sequence[QuotationVersion], language: str, note: str) -> Letter:
    """The mail in ``language`` about these versions; ``note`` is what the sender adds."""
    with translation.override(language):
        told = {"company": company.current().name, "number": quotation.number}
        subject = _("%(company)s: our quotation %(number)s") % told
        if quotation.title:
            subject += f" · {quotation.title}"
        greeting = _("Dear %(name)s,") % {"name": quotation.contact_name} if quotation.contact_name else ""
        parts = [
            greeting or _("Dear customer,"),
            _("please find our quotation %(number)s attached.") % told,
            "\n".join(_offered(one) for one in versions),
            note.strip(),
            _("Please tell us your decision, or ask us."),
            "\n".join(filter(None, [quotation.salesperson.name if quotation.salesperson else "", told["company"]])),
        ]
    return Letter(subject[:200], "\n\n".join(part for part in parts if part))


def _offered(version: QuotationVersion) -> str:
    told = {
        "version": " ".join(filter(None, [version.code, version.label])),
        "total": f"{version.total_amount:,.2f} {version.currency_id}",
        "day": version.valid_until.isoformat(),
    }
    return _("%(version)s: %(total)s including tax, valid until %(day)s") % told


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot once the quotation is over, or none of its versions stands any more."""
    given = message.payload
    found = Quotation.objects.select_related("customer", "salesperson").filter(pk=given["quotation"]).first()
    if found is None or found.status in _OVER:
        raise outbox.Moot()
    versions = [one for one in queries.standing(queries.versions_of(found)) if one.code in given["versions"]]
    if not versions:
        raise outbox.Moot()
    written = letter(found, versions, given["language"], given["note"])
    papers = [
        enclosed(kind=paper.KIND, subject_id=one.pk, name=f"{found.number}-{one.code}", language=given["language"])
        for one in versions
    ]
    mailing.hand_over(message, to=given["to"], subject=written.subject, body=written.body, attachments=papers)


@dataclass(frozen=True)
class Mailed:
    """A mail as people follow it: to whom as the reader may see it, which versions, whether it went."""

    recipient: str
    versions: str
    message: OutboxMessage

    @property
    def is_doubtful(self) -> bool:
        return self.message.state in (OutboxMessage.State.DOUBTFUL, OutboxMessage.State.FAILED)

    @property
    def is_returned(self) -> bool:
        """Whether it came back: there is no such address."""
        return self.message.bounce == "HARD"


def mails_of(actor: User, quotation: Quotation) -> list[Mailed]:
    """The mails of a quotation, newest first."""
    rows = OutboxMessage.objects.filter(topic=TOPIC, dedupe_key__startswith=f"quotation-{quotation.pk}-")
    found = []
    for row in rows.order_by("-id")[:10]:
        recipient = str(rights.shown(actor, "customer.contact", row.payload["to"]) or "")
        found.append(Mailed(recipient, ", ".join(row.payload["versions"]), row))
    return found
