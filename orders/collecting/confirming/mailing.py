"""The mail with which a customer gets his statement to confirm: short, in his language, the paper enclosed, the link
written at the moment of sending (docs/adr/0026)."""

from django.utils.translation import gettext as _

from common import company
from common.models import OutboxMessage
from orders.answers import mailing
from orders.answers.mailing import Letter
from orders.collecting import paper
from orders.collecting.confirming import queries
from orders.collecting.confirming.models import StatementConfirmation
from orders.printing.enclosing import enclosed


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot once it was answered, taken back or sent again."""
    mailing.deliver(queries.KIND, message, _letter, "statement__customer")


def _letter(found: StatementConfirmation, address: str) -> Letter:
    number = found.statement.number
    subject = _("%(company)s: please confirm your statement of account %(number)s")
    paper_of = enclosed(kind=paper.KIND, subject_id=found.statement_id, name=number, language=found.language)
    words = {"company": company.current().name, "number": number}
    row = found.statement
    return mailing.written(
        subject % words,
        _("Dear customer,"),
        _(
            "please check your account from %(first)s to %(last)s and what was delivered; confirm it, or tell us"
            " what is not right."
        )
        % {"first": row.first, "last": row.last},
        found.note,
        link=(_("Look at the statement of account"), address),
        after=[
            _("Closing balance: %(closing)s %(currency)s. The link is for you alone and works until %(day)s.")
            % {"closing": f"{row.closing:,.2f}", "currency": row.currency_id, "day": f"{found.valid_until:%Y-%m-%d}"},
            company.current().name,
        ],
        papers=[paper_of],
    )
