"""The mail with which a customer is asked to confirm: short, in his language, the paper attached, the link written at
the moment of sending (docs/adr/0026)."""

from django.utils.translation import gettext as _

from common import company
from common.models import OutboxMessage
from orders.answers import mailing
from orders.answers.mailing import Letter
from orders.printing.enclosing import enclosed
from orders.printing.papers import papers
from orders.service import queries
from orders.service.models import Confirmation

PAPER = "order-confirmation"


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot once it was answered, taken back or sent again, or when the order changed."""
    related = ("order",)
    mailing.deliver(queries.KIND, message, _letter, *related, stands=lambda one: queries.still_stands(one, one.order))


def _letter(found: Confirmation, address: str) -> Letter:
    subject = _("%(company)s: please confirm your order %(number)s")
    words = {"company": company.current().name, "number": found.shown["number"]}
    shown = found.shown
    return mailing.written(
        subject % words,
        _("Dear customer,"),
        _("please look at your order %(number)s and confirm its content, prices and delivery, or ask us.")
        % {"number": shown["number"]},
        found.note,
        link=(_("Look at the order"), address),
        after=[
            _("Total: %(total)s %(currency)s. The link is for you alone and works until %(day)s.")
            % {"total": shown["total"], "currency": shown["currency"], "day": f"{found.valid_until:%Y-%m-%d}"},
            company.current().name,
        ],
        papers=_papers(found),
    )


def _papers(found: Confirmation) -> list[tuple[str, bytes, str]]:
    """The order confirmation as PDF. What cannot be printed now is tried again with the mail, before anything went."""
    if PAPER not in papers:
        return []
    name = str(found.shown["number"])
    return [enclosed(kind=PAPER, subject_id=found.order_id, name=name, language=found.language)]
