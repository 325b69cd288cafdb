"""The documents that would no longer say what is agreed after a change: told before it is approved (``impact``), listed
to their owners when it takes effect (``effect``). Reads over all rows; four statements."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.changes import fields
from orders.changes.choices import Aspect
from orders.changes.projecting import Projection
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.invoicing.models import InvoiceLine
from orders.invoicing.states import Status as InvoiceStatus
from orders.order.models import Order
from orders.printing.models import PaperPrint


class Kind(models.TextChoices):
    """What kind of document."""

    NOTICE = "NOTICE", _("Delivery notice")
    WAVE = "WAVE", _("Picking list")
    INVOICE = "INVOICE", _("Invoice in draft")
    BILLED = "BILLED", _("Invoice above what is owed")
    PAPER = "PAPER", _("Printed paper")


@dataclass
class Outdated:
    """A document, the lines of it that change (none: all of it is meant), and whose it is. ``paper`` is the kind of a
    printed paper; ``key`` that of its row."""

    kind: str
    key: int
    number: str
    owner_id: int
    line_nos: list[int] = field(default_factory=list)
    paper: str = ""


def find(projection: Projection) -> list[Outdated]:
    """Delivery notices and the picking lists they are on, drafts of invoices, papers printed of this revision."""
    was = projection.was
    lines = {line.pk: line.line_no for line in projection.before if line.line_no in projection.touched}
    return [
        *_notices(was, lines, every=_is_about(projection, Aspect.ADDRESS)),
        *_invoices(was, lines, every=_is_about(projection, Aspect.INVOICE, Aspect.FREIGHT)),
        *_papers(was, projection),
    ]


def _is_about(projection: Projection, *aspects: Aspect) -> bool:
    return any(one.column in projection.head and one.aspect in aspects for one in fields.HEAD.values())


def _notices(order: Order, lines: dict[int, int], *, every: bool) -> list[Outdated]:
    rows = OutboundLine.objects.filter(document__status=OutboundDocument.Status.DRAFT)
    rows = rows.filter(order_line__order=order) if every else rows.filter(order_line__in=lines)
    found: dict[tuple[str, int], Outdated] = {}
    for row in rows.select_related("document__wave").order_by("document_id", "order_line_id"):
        document, wave = row.document, row.document.wave
        kept = [found.setdefault((Kind.NOTICE, document.pk), _one(Kind.NOTICE, document))]
        if wave is not None:
            kept.append(found.setdefault((Kind.WAVE, wave.pk), _one(Kind.WAVE, wave)))
        for one in kept:
            _note(one, lines.get(row.order_line_id or 0))
    return sorted(found.values(), key=lambda one: one.kind)


def _one(kind: str, row: OutboundDocument | models.Model) -> Outdated:
    return Outdated(str(kind), row.pk, str(row), row.created_by_id)  # type: ignore[union-attr]


def _note(one: Outdated, line_no: int | None) -> None:
    if line_no is not None and line_no not in one.line_nos:
        one.line_nos.append(line_no)


def _invoices(order: Order, lines: dict[int, int], *, every: bool) -> list[Outdated]:
    rows = InvoiceLine.objects.filter(invoice__status=InvoiceStatus.DRAFT)
    rows = rows.filter(order=order) if every else rows.filter(order_line__in=lines)
    found: dict[int, Outdated] = {}
    for row in rows.select_related("invoice").order_by("invoice_id", "position"):
        one = found.setdefault(row.invoice_id, _invoice(row))
        _note(one, lines.get(row.order_line_id or 0))
    return list(found.values())


def _invoice(row: InvoiceLine) -> Outdated:
    invoice = row.invoice
    return Outdated(str(Kind.INVOICE), invoice.pk, invoice.display_number, invoice.created_by_id)


def _papers(order: Order, projection: Projection) -> list[Outdated]:
    if not projection.touched and not projection.head:
        return []
    rows = PaperPrint.objects.filter(
        subject_type=Order._meta.label_lower, subject_id=order.pk, revision=order.revision
    ).order_by("kind", "-pk")
    latest: dict[str, PaperPrint] = {}
    for row in rows:
        latest.setdefault(row.kind, row)
    return [
        Outdated(str(Kind.PAPER), one.pk, one.subject_number, one.printed_by_id, paper=one.kind)
        for one in latest.values()
    ]


def owners(found: Collection[Outdated]) -> dict[int, list[Outdated]]:
    """Person → the documents that are his."""
    by_owner: dict[int, list[Outdated]] = {}
    for one in found:
        by_owner.setdefault(one.owner_id, []).append(one)
    return by_owner
