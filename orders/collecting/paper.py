"""The statement of account on paper (对账单), as it was drawn up."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from common import dates
from orders.collecting import policies, queries
from orders.collecting.choices import Movement
from orders.collecting.models import Statement
from orders.printing import profile
from orders.printing.papers import Column, Content, Fact, Finder, Form, Paper, Party, Words, finders, papers

KIND = "statement"
SUBJECT = Statement._meta.label_lower
_COLUMNS = {
    "day": Column(_("Day"), "day", "short"),
    "what": Column(_("What"), "text", "short"),
    "document": Column(_("Document"), "text", "code"),
    "about": Column(_("About"), "text", "text"),
    "debit": Column(_("Charged"), "money", "amount"),
    "credit": Column(_("Paid and taken off"), "money", "amount"),
    "balance": Column(_("Balance"), "money", "amount"),
}
_FORM = Form(
    title=Words("对账单", "STATEMENT OF ACCOUNT"),
    columns=tuple(_COLUMNS),
    intro=Words(
        "尊敬的{customer}：以下为 {first} 至 {last} 期间的往来款项，请核对。",
        "Dear {customer}, please check your account from {first} to {last}.",
    ),
    clauses=Words(
        "如核对无误，请签字盖章后回传；如有不符，请在十日内告知。",
        "If you agree, please sign and return this statement; if not, please let us know within ten days.",
    ),
    shows_bank=True,
    shows_signatures=True,
    shows_seal=True,
)


def register() -> None:
    """Called once from this room's wiring."""
    subjects.register(
        SUBJECT,
        Subject(
            get=queries.get_statement_by_id,
            url=lambda row: reverse("orders:statement-detail", args=[row.number]),
            verb=policies.VIEW,
            visible=policies.visible_to,
        ),
    )
    papers.register(KIND, Paper(_("Statement of account"), SUBJECT, gather, _FORM, _COLUMNS))
    finders.register(SUBJECT, Finder(find, _("Statement number")))


def find(actor: User, reference: str) -> int:
    """The key of the statement with this number. Raises NotFound."""
    return queries.get_statement(actor, reference).pk


def gather(actor: User, statement_id: int) -> Content:
    """A statement for its reader. Raises NotFound, also for "not yours"."""
    row = queries.get_statement_by_id(actor, statement_id)
    customer = row.customer
    name = Words(customer.name, customer.english_name)
    return Content(
        number=row.number,
        revision=1,
        currency=str(row.currency_id),
        parties=[
            Party(_("Customer"), [(_("Name"), name), (_("Customer code"), customer.code)]),
            Party(_("Seller"), profile.current().facts),
        ],
        facts=[
            (_("Statement number"), row.number),
            (_("From day"), row.first),
            (_("Until day"), row.last),
            (_("Currency"), str(row.currency_id)),
            (_("What is open, as of"), dates.business_day(row.drawn_at)),
            *_open_facts(row),
        ],
        rows=[
            {
                "day": date.fromisoformat(one["day"]),
                "what": Movement(one["kind"]).label,
                "document": one["document"],
                "about": one["about"],
                "debit": Decimal(one["debit"]) or None,
                "credit": Decimal(one["credit"]) or None,
                "balance": Decimal(one["balance"]),
            }
            for one in row.content["entries"]
        ]
        + [_delivered(one) for one in row.content.get("deliveries", [])],
        sums=[
            (_("Opening balance"), row.opening),
            (_("Charged"), row.debit),
            (_("Paid and taken off"), -row.credit),
        ],
        total=row.closing,
        total_label=_("Closing balance"),
        of_total=[(_("Delivered, not invoiced yet"), row.uninvoiced)] if row.uninvoiced else [],
        is_binding=True,
        language=customer.paper_language,
        fields={
            "number": row.number,
            "customer": name,
            "first": row.first.isoformat(),
            "last": row.last.isoformat(),
            "date": dates.business_day(row.drawn_at).isoformat(),
        },
    )


def _delivered(one: dict[str, Any]) -> dict[str, Any]:
    """What was delivered and is to be invoiced, as a row beside the balance: its amount stands in words."""
    goods = one["name"] if one["line_no"] else _("Freight")
    pieces = f" × {one['quantity']} {one['unit']}".rstrip() if one["line_no"] else ""
    return {
        "day": date.fromisoformat(one["day"]) if one["day"] else None,
        "what": _("Delivered, to be invoiced"),
        "document": one["order"],
        "about": format_lazy("{}{} = {}", goods, pieces, one["amount"]),
        "debit": None,
        "credit": None,
        "balance": None,
    }


def _open_facts(row: Statement) -> Iterator[Fact]:
    """What is still to be paid, by how long it is due, on the day that the statement was drawn up."""
    ageing = row.content["ageing"]
    words: list[Fact] = [
        (_("Day not known yet"), ageing["undated"]),
        (_("Not due"), ageing["not_due"]),
        *(
            (format_lazy("{} {}–{}", _("Days overdue"), one["first"], one["last"] or ""), one["amount"])
            for one in ageing["buckets"]
            if Decimal(one["amount"])
        ),
        (_("Unallocated"), ageing["unallocated"]),
    ]
    for label, value in words:
        if Decimal(value):
            yield label, value
