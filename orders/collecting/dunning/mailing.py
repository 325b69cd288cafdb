"""The mail with which a customer is reminded: short, in his language, his statement of account enclosed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from common import company, mailing, outbox
from common.models import OutboxMessage
from customers.models import Customer
from orders.collecting import paper
from orders.collecting.dunning.models import DunningLetter
from orders.collecting.dunning.queries import Proposal
from orders.printing.enclosing import enclosed
from orders.settlement.models import PlanRow

TOPIC = "dunning"


def language_of(customer: Customer) -> str:
    """The language in which a customer is written to."""
    return "en" if customer.paper_language == Customer.PaperLanguage.ENGLISH else "zh-hans"


def text_of(due: Proposal, language: str) -> str:
    """The words of the level in a language, with the figures of the letter."""
    text = due.level.text_en if language == "en" else due.level.text_zh
    named = {"customer": due.customer.name, "total": amount(due.total, due.currency), "days": str(due.days)}
    for name, value in named.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def amount(value: Decimal, currency: str) -> str:
    """An amount as letters write it."""
    return f"{value:,.2f} {currency}"


def body_of(text: str, parts: Iterable[Any], currency: str, note: str, language: str) -> str:
    """The whole mail. ``parts`` have order, due_date, days and asked."""
    with translation.override(language):
        lines = [
            _("%(order)s: %(amount)s, due %(day)s, %(days)s days overdue")
            % {"order": str(one.order), "amount": amount(one.asked, currency), "day": one.due_date, "days": one.days}
            for one in parts
        ]
        pieces = [
            _("Dear customer,"),
            text,
            "\n".join(lines),
            note,
            _("Your statement of account is enclosed."),
            company.current().name,
        ]
    return "\n\n".join(piece for piece in pieces if piece)


def subject_of(number: str, language: str) -> str:
    """The subject of the mail."""
    with translation.override(language):
        return _("%(company)s: payment reminder %(number)s") % {"company": company.current().name, "number": number}


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot once everything that it asks for was paid."""
    found = DunningLetter.objects.select_related("statement").filter(pk=message.payload["letter"]).first()
    if found is None or not _is_open(found):
        raise outbox.Moot()
    rows = list(found.rows.select_related("order"))
    mailing.hand_over(
        message,
        to=found.recipient,
        subject=subject_of(found.number, found.language)[:200],
        body=body_of(found.text, rows, str(found.currency_id), found.note, found.language),
        attachments=[
            enclosed(
                kind=paper.KIND,
                subject_id=found.statement_id,
                name=found.statement.number,
                language=found.language,
            )
        ],
    )


def _is_open(letter: DunningLetter) -> bool:
    asked = set(letter.rows.values_list("order_id", "sequence"))
    rows = PlanRow.objects.filter(order__in={order_id for order_id, _sequence in asked}, received__lt=F("amount"))
    return bool(asked & set(rows.values_list("order_id", "sequence")))
