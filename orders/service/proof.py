"""The proof of a customer's answer (R104): a plain text that says who answered what, when and from where, with the
fingerprints of what he saw; and the signature as he drew it. Kept with the order's files."""

import hashlib
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common import dates
from orders.answers.asking import fingerprint
from orders.service.models import Confirmation


def text_of(found: Confirmation, *, at: datetime, signature: bytes | None) -> str:
    """The proof in the language of the request. What is hashed can be made again from it."""
    drawn = hashlib.sha256(signature).hexdigest() if signature else _("none; the name was typed")
    lines: list[tuple[str, Any]] = [
        (_("Order"), f"{found.shown['number']} ({_('revision')} {found.shown['revision']})"),
        (_("Customer"), found.shown["customer"]),
        (_("Answer"), found.get_state_display()),
        (_("Answered by"), found.answered_by),
        (_("How"), found.get_method_display()),
        (_("Time"), _moment(at)),
        *([(_("Said on"), _moment(found.said_at))] if found.said_at else []),
        *([(_("Proof in words"), found.evidence)] if found.evidence else []),
        (_("Network address"), found.address or "–"),
        (_("Browser"), found.agent or "–"),
        (_("Reason"), found.reason or "–"),
        (_("SHA-256 of the order's content"), found.content_hash),
        (_("SHA-256 of what was shown"), fingerprint(found.shown)),
        (_("SHA-256 of the drawn signature"), drawn),
        (_("SHA-256 of the answer"), found.proof_hash),
    ]
    head = "\n".join(f"{label}: {value}" for label, value in lines)
    rows = "\n".join(_line(row) for row in found.shown["lines"])
    total = f"{_('Total')}: {found.shown['total']} {found.shown['currency']}"
    return f"{head}\n\n{rows}\n{total}\n"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(dates.business_zone()):%Y-%m-%d %H:%M:%S %z}"


def _line(row: dict[str, Any]) -> str:
    words = f"{row['line_no']}. {row['code']} {row['name']} {row['specification']}".strip()
    return f"{words} · {row['quantity']} {row['unit']} × {row['price']} = {row['amount']} · {row['day'] or '–'}"


def hash_of(found: Confirmation, *, at: datetime, signature: bytes | None) -> str:
    """The fingerprint of the answer: what was shown, what was answered, by whom, when, and the signature; of one that
    was recorded by hand what proves it in words as well."""
    drawn = hashlib.sha256(signature).hexdigest() if signature else ""
    words: tuple[str, ...] = (
        found.state,
        found.answered_by,
        found.reason,
        at.isoformat(),
        str(found.address or ""),
        drawn,
    )
    said = (found.said_at.isoformat() if found.said_at else "", found.evidence)
    words += said if any(said) else ()
    return fingerprint(found.shown, found.content_hash, *words)
