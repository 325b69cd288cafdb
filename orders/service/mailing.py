"""The mail with which a customer is asked to confirm: short, in his language, the paper attached, the link written at
the moment of sending (docs/adr/0026)."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from common import clock, company, errors, mail, outbox
from common.links import queries as links
from common.models import OutboxMessage
from orders.printing.enclosing import enclosed
from orders.printing.papers import papers
from orders.service import queries
from orders.service.choices import State
from orders.service.models import Confirmation

PAPER = "order-confirmation"


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot once it was answered, taken back or sent again, or when the order changed."""
    found = Confirmation.objects.select_related("order").filter(pk=message.payload["confirmation"]).first()
    if found is None or not _is_wanted(found, message.payload["mail"]):
        raise outbox.Moot()
    link = links.links_of(queries.SUBJECT, found.pk, queries.PURPOSE).filter(revoked_at=None).first()
    if link is None:
        raise outbox.Moot()
    try:
        path = links.path_of(link)
    except errors.WrongState as error:
        raise outbox.Refused("the link was made under another secret key; ask anew") from error
    with translation.override(found.language):
        subject = _("%(company)s: please confirm your order %(number)s")
        subject = subject % {"company": company.current().name, "number": found.shown["number"]}
        body = _body(found, f"{settings.SITE_URL}{path}")
    mail.hand_over(message, to=found.recipient, subject=subject[:200], body=body, attachments=_papers(found))


def _is_wanted(found: Confirmation, number: int) -> bool:
    waits = found.state == State.ASKED and found.valid_until > clock.now() and found.mails == number
    return waits and queries.still_stands(found, found.order)


def _body(found: Confirmation, address: str) -> str:
    shown = found.shown
    parts = [
        _("Dear customer,"),
        _("please look at your order %(number)s and confirm its content, prices and delivery, or ask us.")
        % {"number": shown["number"]},
        found.note,
        address,
        _("Total: %(total)s %(currency)s. The link is for you alone and works until %(day)s.")
        % {"total": shown["total"], "currency": shown["currency"], "day": f"{found.valid_until:%Y-%m-%d}"},
        company.current().name,
    ]
    return "\n\n".join(part for part in parts if part)


def _papers(found: Confirmation) -> list[tuple[str, bytes, str]]:
    """The order confirmation as PDF. What cannot be printed now is tried again with the mail, before anything went."""
    if PAPER not in papers:
        return []
    name = str(found.shown["number"])
    return [enclosed(kind=PAPER, subject_id=found.order_id, name=name, language=found.language)]
