"""The mail with which a customer gets his statement to confirm: short, in his language, the paper enclosed, the link
written at the moment of sending (docs/adr/0026)."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from common import clock, company, errors, mail, outbox
from common.links import queries as links
from common.models import OutboxMessage
from orders.collecting import paper
from orders.collecting.confirming import queries
from orders.collecting.confirming.models import StatementConfirmation
from orders.printing.enclosing import enclosed

State = StatementConfirmation.State


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot once it was answered, taken back or sent again."""
    rows = StatementConfirmation.objects.select_related("statement__customer")
    found = rows.filter(pk=message.payload["confirmation"]).first()
    if found is None or not _is_wanted(found, message.payload["mail"]):
        raise outbox.Moot()
    link = links.links_of(queries.SUBJECT, found.pk, queries.PURPOSE).filter(revoked_at=None).first()
    if link is None:
        raise outbox.Moot()
    try:
        path = links.path_of(link)
    except errors.WrongState as error:
        raise outbox.Refused("the link was made under another secret key; ask anew") from error
    number = found.statement.number
    with translation.override(found.language):
        subject = _("%(company)s: please confirm your statement of account %(number)s")
        subject = subject % {"company": company.current().name, "number": number}
        body = _body(found, f"{settings.SITE_URL}{path}")
    paper_of = enclosed(kind=paper.KIND, subject_id=found.statement_id, name=number, language=found.language)
    mail.hand_over(message, to=found.recipient, subject=subject[:200], body=body, attachments=[paper_of])


def _is_wanted(found: StatementConfirmation, number: int) -> bool:
    return found.state == State.ASKED and found.valid_until > clock.now() and found.mails == number


def _body(found: StatementConfirmation, address: str) -> str:
    row = found.statement
    parts = [
        _("Dear customer,"),
        _(
            "please check your account from %(first)s to %(last)s and what was delivered; confirm it, or tell us"
            " what is not right."
        )
        % {"first": row.first, "last": row.last},
        found.note,
        address,
        _("Closing balance: %(closing)s %(currency)s. The link is for you alone and works until %(day)s.")
        % {"closing": f"{row.closing:,.2f}", "currency": row.currency_id, "day": f"{found.valid_until:%Y-%m-%d}"},
        company.current().name,
    ]
    return "\n\n".join(part for part in parts if part)
