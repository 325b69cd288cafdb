"""The proof of a signing: what went out, what arrived, who signed, when, and the fingerprint of all that (R167). The
fingerprint stands on the document; photo, drawn signature and the text are kept with its files."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from accounts.collaboration import operations as collaboration
from accounts.people.models import User
from common import dates
from common.links.operations import Visitor
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.rules import plain
from orders.order.models import OrderLine

PROOF = "-signing.txt"
Pairs = Iterable[tuple[OutboundLine, OrderLine]]


@dataclass(frozen=True)
class Evidence:
    """What came with a signing: a photo of the paper, a signature drawn on a screen, from where a link was used."""

    photo: File | None = None
    signature: bytes | None = None
    visitor: Visitor | None = None


NOTHING = Evidence()


def hash_of(document: OutboundDocument, pairs: Pairs, evidence: Evidence, at: datetime) -> str:
    """The fingerprint of a signing as it was recorded; made again from the text of its proof."""
    said = [document.number, document.signer, str(document.signed_date), at.isoformat(), document.condition]
    rows = [_figures(mine, line) for mine, line in pairs]
    words = json.dumps([said, rows, _drawn(evidence)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def keep(document: OutboundDocument, pairs: Pairs, evidence: Evidence, *, actor: User, at: datetime) -> None:
    """Keep what came with a signing with the document's files; the text too where it came by a link. Raises Invalid
    for a file that cannot be kept."""
    files: list[tuple[str, File]] = []
    if evidence.photo is not None:
        files.append((str(evidence.photo.name), evidence.photo))
    if evidence.signature:
        files.append((f"{document.number}-signature.png", ContentFile(evidence.signature)))
    if evidence.visitor is not None:
        text = _text(document, pairs, evidence, at)
        files.append((f"{document.number}{PROOF}", ContentFile(text.encode())))
    for name, file in files:
        collaboration.attach(
            actor=actor,
            subject_type=OutboundDocument._meta.label_lower,
            subject_id=document.pk,
            file=file,
            name=name,
            kind=_("Proof of the signing"),
            at=at,
        )


def _figures(mine: OutboundLine, line: OrderLine) -> list[str]:
    amounts = (mine.quantity, mine.signed_quantity or Decimal(0), mine.transit_loss)
    return [line.order.reference, str(line.line_no), line.product_code, *map(plain, amounts)]


def _drawn(evidence: Evidence) -> str:
    return hashlib.sha256(evidence.signature).hexdigest() if evidence.signature else ""


def _text(document: OutboundDocument, pairs: Pairs, evidence: Evidence, at: datetime) -> str:
    visitor = evidence.visitor or Visitor()
    head = [
        (_("Outbound number"), document.number),
        (_("Customer"), document.customer.name),
        (_("Signed by"), document.signer),
        (_("Signed on"), document.signed_date),
        (_("Condition on arrival"), document.get_condition_display() or "–"),
        (_("Time"), f"{at.astimezone(dates.business_zone()):%Y-%m-%d %H:%M:%S %z}"),
        (_("Network address"), visitor.address or "–"),
        (_("Browser"), visitor.agent or "–"),
        (_("SHA-256 of the drawn signature"), _drawn(evidence) or _("none; the name was typed")),
        (_("SHA-256 of the signing"), document.proof_hash),
    ]
    rows = []
    for mine, line in pairs:
        order, number, code, went, signed, lost = _figures(mine, line)
        figures = f"{_('Went out')} {went} · {_('Signed')} {signed} · {_('Lost in transit')} {lost}"
        rows.append(f"{order}/{number} {code} {line.product_name} · {figures} {line.unit}")
    return "\n".join([*(f"{label}: {value}" for label, value in head), "", *rows, ""])
