"""What followed from a change that took effect, in words: documents to look at again, goods held more or given back,
new days, what is to be looked at twice, a contract to sign anew."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people.models import User
from common.templatetags import fmt
from orders import rulebook
from orders.changes.models import ChangeRequest
from orders.changes.outdated import Kind
from orders.order import policies, risks
from orders.order.risks import Risk

Told = tuple[Any, list[tuple[str, str]]]  # label, [(text, address or "")]


def told(actor: User, request: ChangeRequest) -> list[Told]:
    """For the page of ``actor``; empty where nothing had to be put right."""
    kept = request.aftermath or {}
    hidden = policies.hidden_risks(actor)
    new = [one for one in risks.read(kept.get("risks")) if one.kind not in hidden]
    found = [
        (_("Documents to look at again"), [_document(one) for one in kept.get("documents", ())]),
        (_("Goods held"), list(_reserved(kept.get("reserved", {})))),
        (_("New promises"), list(_promised(kept.get("promised", ())))),
        (_("To look at twice"), [_risk(*one) for one in rulebook.cited(new)] if new else []),
        (_("Contract"), [(_("to be signed again"), "")] if kept.get("contract") else []),
    ]
    return [(label, texts) for label, texts in found if texts]


def _risk(one: Risk, words: str) -> tuple[str, str]:
    return (f"{_('Line %(line)s') % {'line': one.line_no}}: {words}" if one.line_no else words), ""


def _document(one: dict[str, Any]) -> tuple[str, str]:
    text = f"{Kind(one['kind']).label} {one['number']}"
    return text, reverse("orders:outbound-detail", args=[one["number"]]) if one["kind"] == Kind.NOTICE else ""


def _reserved(kept: dict[str, str]) -> Iterator[tuple[str, str]]:
    for line, text in sorted(kept.items(), key=lambda one: int(one[0])):
        number = Decimal(text)
        words = _("Line %(line)s: %(count)s more held") if number > 0 else _("Line %(line)s: %(count)s given back")
        yield words % {"line": line, "count": fmt.qty(abs(number))}, ""


def _promised(kept: Any) -> Iterator[tuple[str, str]]:
    for one in kept:
        days = [fmt.day(date.fromisoformat(day)) if day else fmt.DASH for day in (one["was"], one["day"])]
        yield f"{_('Line %(line)s') % {'line': one['line_no']}}: {days[0]} → {days[1]}", ""
